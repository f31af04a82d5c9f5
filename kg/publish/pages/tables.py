"""Tables as they are printed: every row with its label and code, every cell with its text, its figure and its doubts.

A table may print blocks side by side, each with labels of its own; they stand side by side here too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.publish.pages.graph import Row, value
from kg.publish.pages.places import Place, place_of
from kg.publish.pages.view import View
from kg.rdf.iris import CNF

_ROWS = """SELECT ?place ?table ?label ?line ?page ?code ?total ?blank WHERE {{
  VALUES ?table {{ {tables} }} ?place cnf:table ?table .
  FILTER NOT EXISTS {{ ?place a ?class }}
  OPTIONAL {{ ?place rdfs:label ?label }} OPTIONAL {{ ?place cnf:line ?line }} OPTIONAL {{ ?place cnf:page ?page }}
  OPTIONAL {{ ?place cnf:printedCode ?code }} OPTIONAL {{ ?place cnf:totalRow ?total }}
  OPTIONAL {{ ?place cnf:blankCellNumbers ?blank }} }}"""
_CLAIMS = """SELECT ?place ?row ?text ?figure ?agreement ?repair WHERE {{
  VALUES ?table {{ {tables} }} ?row cnf:table ?table . ?place cnf:row ?row ; cnf:reportedText ?text .
  OPTIONAL {{ ?place cnf:figure ?figure . ?figure cnf:agreement ?agreement }}
  OPTIONAL {{ ?place cnf:repair ?repair }} }}"""
_OTHERS = """SELECT ?place ?text ?reason ?figure ?agreement ?label WHERE {{
  VALUES ?table {{ {tables} }} ?place cnf:table ?table ; a ?class .
  OPTIONAL {{ ?place cnf:reportedText|cnf:text|cnf:reportedPercent ?text }} OPTIONAL {{ ?place cnf:reason ?reason }}
  OPTIONAL {{ ?place cnf:figure ?figure . ?figure cnf:agreement ?agreement }}
  OPTIONAL {{ ?place cnf:indicator/rdfs:label ?label }} }}"""
_BLANK_ROWS = "SELECT ?table ?text WHERE {{ VALUES ?table {{ {tables} }} ?table cnf:blankRow ?text }}"
_DOUBTS = """SELECT ?cell ?message ?result WHERE {{ GRAPH {checks} {{
  ?result a sh:ValidationResult ; sh:resultMessage ?message ; sh:focusNode|cnf:cell ?cell }}
  FILTER(LANG(?message) = "{language}") }} LIMIT 20000"""
GRAVE = ("conflict",)
"""Kinds of agreement that say that printings contradict one another."""


@dataclass(frozen=True)
class Cell:
    """A printed cell: its IRI, its text, the figure it states if it states one, and what is doubtful about it."""

    iri: str
    text: str
    figure: str = ""
    agreement: str = ""
    reason: str = ""
    repaired: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """How it is marked: ``conflict``, ``doubt``, ``refused``, or not at all."""
        if self.agreement in GRAVE:
            return "conflict"
        if self.reason:
            return "refused"
        return "doubt" if self.doubts or self.agreement == "restated" else ""


@dataclass
class Line:
    """A printed row; ``cells`` by their number, an empty text where the print is blank."""

    number: int
    block: str = ""
    iri: str = ""
    label: str = ""
    code: str = ""
    line: str = ""
    page: str = ""
    total: bool = False
    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        """What the row is called within its page."""
        return f"r{self.number}{self.block}"


class Block(NamedTuple):
    """One of the blocks that stand side by side: its name in IRIs, the numbers of its columns, if it prints codes."""

    name: str
    numbers: tuple[int, ...]
    coded: bool


class Printed(NamedTuple):
    """A table: the headers of its columns by their number, and its rows in order, each by the blocks it has."""

    columns: Mapping[int, str]
    lines: list[dict[str, Line]]

    @property
    def blocks(self) -> list[Block]:
        """Its blocks from left to right; a column belongs to the block that has begun at its left."""
        names = sorted({name for line in self.lines for name in line}, key=lambda name: (len(name), name))
        used = {name: {n for line in self.lines if name in line for n in line[name].cells} for name in names}
        starts = {name: min(numbers) for name, numbers in used.items() if numbers}
        owned: dict[str, list[int]] = {name: [] for name in names}
        for number in sorted({*self.columns, *(n for numbers in used.values() for n in numbers)}):
            begun = [name for name in names if name in starts and starts[name] <= number]
            owner = max(begun, key=lambda name: starts[name]) if begun else names[0] if names else ""
            owned.setdefault(owner, []).append(number)
        coded = {name: any(line[name].code for line in self.lines if name in line) for name in names}
        return [Block(name, tuple(owned[name]), coded[name]) for name in names]


def printed(view: View, tables: Iterable[str], file: str) -> dict[str, Printed]:
    """The tables of a file with these IRIs, as far as the graph knows them."""
    wanted = list(tables)
    listed = " ".join(f"<{iri}>" for iri in wanted)
    doubts = _doubts(view, file)
    found = {iri: _Table() for iri in wanted}
    for row in view.graph.rows(_ROWS.format(tables=listed)):
        _add_row(found, row)
    for query in (_CLAIMS, _OTHERS):
        for row in view.graph.rows(query.format(tables=listed)):
            _add_cell(found, row, doubts)
    for row in view.graph.rows(_BLANK_ROWS.format(tables=listed)):
        _add_blank(found[value(row["table"])], value(row["text"]))
    return {iri: table.printed() for iri, table in found.items()}


class _Table:
    """A table while it is gathered."""

    def __init__(self) -> None:
        self.columns: dict[int, str] = {}
        self.lines: dict[tuple[int, str], Line] = {}

    def line(self, place: Place) -> Line:
        key = (place.row, place.block)
        return self.lines.setdefault(key, Line(*key))

    def printed(self) -> Printed:
        rows: dict[int, dict[str, Line]] = {}
        for number, block in sorted(self.lines):
            rows.setdefault(number, {})[block] = self.lines[number, block]
        return Printed(dict(sorted(self.columns.items())), list(rows.values()))


def _add_row(found: Mapping[str, _Table], row: Row) -> None:
    place = place_of(value(row["place"]))
    if place is None or place.holder not in found:
        return
    table = found[place.holder]
    if not place.row:
        table.columns[place.cell] = value(row["label"])
        return
    line = table.line(place)
    line.iri, line.label, line.code = value(row["place"]), value(row["label"]), value(row["code"])
    line.line, line.page, line.total = value(row["line"]), value(row["page"]), value(row["total"]) == "true"
    for number in value(row["blank"]).split():
        line.cells.setdefault(int(number), Cell("", ""))


def _add_cell(found: Mapping[str, _Table], row: Row, doubts: Mapping[str, tuple[str, ...]]) -> None:
    iri = value(row["place"])
    place = place_of(iri)
    if place is None or place.holder not in found or not (place.row and place.cell):
        return
    own = place_of(value(row.get("row"))) or place
    line = found[place.holder].line(own)
    if row.get("label") is not None and not line.label:
        line.label = value(row["label"])
    known = line.cells.get(place.cell)
    if known is not None and known.text and not row.get("figure"):
        return
    line.cells[place.cell] = Cell(
        iri, value(row["text"]), value(row.get("figure")), value(row.get("agreement")).removeprefix(CNF),
        value(row.get("reason")), row.get("repair") is not None, doubts.get(iri, ()),
    )  # fmt: skip


def _add_blank(table: _Table, text: str) -> None:
    """A row without an amount stands as one text: its number, its code where it has one, and its label."""
    number, _, rest = text.partition(" ")
    digits, _, block = number.removeprefix("r").partition("-")
    if digits.isdigit():
        key = (int(digits), f"-{block}" if block else "")
        line = table.lines.setdefault(key, Line(*key))
        line.label = line.label or rest


def _doubts(view: View, file: str) -> dict[str, tuple[str, ...]]:
    """What the checks of a file say of its cells, by the IRI of the cell."""
    iris = view.graph.names.iris
    checks = f"<{iris.graphs}{file.removeprefix(iris.ids)}/checks>"
    found: dict[str, dict[str, None]] = {}
    for row in view.graph.rows(_DOUBTS.format(checks=checks, language=view.language)):
        found.setdefault(value(row["cell"]), {})[value(row["message"])] = None
    return {cell: tuple(messages) for cell, messages in found.items()}
