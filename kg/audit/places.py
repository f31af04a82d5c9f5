"""Where something stands in its document, in words and numbers a reader can follow, and the cells around it.

It is read from the graph by a few look-ups for each place, however large the store.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.rdf.iris import CNF, Iris
from kg.store import QuadStore

_TITLE = NamedNode("http://purl.org/dc/terms/title")
_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_PREF_LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
_AROUND = 1
"""So many rows are shown above and below each row in question."""
_MOST_ROWS, _MOST_COLUMNS = 60, 16


class Place(NamedTuple):
    """A cell, row, table, sentence or file: its IRI, its document, and what is known of where it stands in it.

    ``table``, ``line`` and ``page`` count from 1, 0 where they are not known; ``printed`` is the text of an amount,
    ``unit`` the member it is printed in, ``sentence`` that in which it stands.
    """

    iri: str
    file: str
    document: str
    table: int = 0
    title: str = ""
    row: str = ""
    column: str = ""
    line: int = 0
    page: int = 0
    printed: str = ""
    sentence: str = ""


class Grid(NamedTuple):
    """Part of a table: ``heads`` of columns, and rows of a label and a cell for each column.

    A cell is its printed text and whether it is one of those in question, as an empty one never is.
    """

    document: str
    table: int
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]


class Places:
    """Places in the documents of a store."""

    def __init__(self, store: QuadStore, iris: Iris) -> None:
        self._store = store
        self._files = f"{iris.ids}file/"

    def place(self, iri: str) -> Place:
        """The place with this IRI; of what the graph does not describe, the part of the document that it is in."""
        file = iri.removeprefix(self._files).split("/")[0]
        node = NamedNode(iri)
        said = self._said(node)
        row = self._node(said, "row") or (node if _is_row(iri) else None)
        of_row = self._said(row) if row else {}
        table = self._node(said, "table") or self._node(of_row, "table") or _table_in(iri)
        passage = self._node(said, "passage") or (NamedNode(iri.rpartition("/")[0]) if not table else None)
        of_passage = self._said(passage) if passage else {}
        of_table = self._said(table) if table else {}
        column = self._node(said, "column")
        places = (said, of_row, of_passage)
        return Place(
            iri=iri,
            file=file,
            document=self._text(NamedNode(self._files + file), _TITLE) or file,
            table=int(_value(of_table.get("number")) or 0),
            title=_value(of_table.get("title")),
            row=_value(of_row.get("label")),
            column=self._text(column, _LABEL) if column else "",
            line=_first(places, "line"),
            page=_first(places, "page"),
            printed=_value(said.get("reportedText")),
            sentence=_value(of_passage.get("text")),
        )

    def labels(self, name: str) -> tuple[str, str]:
        """What the vocabulary calls ``cnf:name``, in Chinese and in English; its name where it has no label."""
        said = [quad.object for quad in self._store.match(_cnf(name), _PREF_LABEL)]
        labels = {one.language: one.value for one in said if isinstance(one, Literal)}
        return labels.get("zh", name), labels.get("en", name)

    def grids(self, cells: Iterable[str]) -> Iterator[Grid]:
        """The tables that ``cells`` stand in, each cut down to the rows and columns around them."""
        tables: dict[NamedNode, list[str]] = {}
        for cell in cells:
            if (table := _table_in(cell)) is not None and "/r" in cell:
                tables.setdefault(table, []).append(cell)
        for table, inside in tables.items():
            yield self._grid(table, inside)

    def _grid(self, table: NamedNode, cells: list[str]) -> Grid:
        held = [_value(quad.subject) for quad in self._store.match(None, _cnf("table"), table)]
        rows = sorted((one for one in held if _is_row(one)), key=_order)
        columns = sorted((one for one in held if re.search(r"/k\d+$", one)), key=_order)
        shown = _shown(rows, {_row_of(cell) for cell in cells})
        texts = {row: self._cells(row) for row in shown}
        wanted = {int(found[1]) for cell in cells if (found := re.search(r"/c(\d+)", cell))}
        columns = _narrowed(columns, wanted)
        place = self.place(cells[0])
        return Grid(
            place.document,
            place.table,
            place.title,
            tuple(self._text(NamedNode(column), _LABEL) for column in columns),
            tuple(
                (
                    self._text(NamedNode(row), _LABEL),
                    tuple(
                        (text := texts[row].get(_number(column), ""), bool(text) and _cell(row, column) in cells)
                        for column in columns
                    ),
                )
                for row in shown
            ),
        )

    def _cells(self, row: str) -> dict[int, str]:
        """The amounts printed in a row, by the numbers of their columns."""
        found = {}
        for quad in self._store.match(None, _cnf("row"), NamedNode(row)):
            if number := re.search(r"/c(\d+)", _value(quad.subject)):
                found[int(number[1])] = _value(self._said(quad.subject).get("reportedText"))
        return found

    def _said(self, node: object) -> dict[str, object]:
        if not isinstance(node, NamedNode):
            return {}
        return {re.split("[/#]", quad.predicate.value)[-1]: quad.object for quad in self._store.match(node)}

    @staticmethod
    def _node(said: dict[str, object], name: str) -> NamedNode | None:
        value = said.get(name)
        return value if isinstance(value, NamedNode) else None

    def _text(self, node: NamedNode, term: NamedNode) -> str:
        return next((_value(quad.object) for quad in self._store.match(node, term)), "")


def _first(said: Iterable[dict[str, object]], name: str) -> int:
    return next((int(_value(one[name])) for one in said if name in one), 0)


def _shown(rows: list[str], wanted: set[str]) -> list[str]:
    """The rows in question with those beside them, as long as they are not too many."""
    near = {
        number + step
        for number, row in enumerate(rows)
        if _row_of(row) in wanted
        for step in range(-_AROUND, _AROUND + 1)
    }
    return [row for number, row in enumerate(rows) if number in near][:_MOST_ROWS]


def _narrowed(columns: list[str], wanted: set[int]) -> list[str]:
    if len(columns) <= _MOST_COLUMNS:
        return columns
    return [one for one in columns if any(abs(_number(one) - number) <= 2 for number in wanted)][:_MOST_COLUMNS]


def _order(iri: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", iri.rpartition("/")[2])))


def _number(iri: str) -> int:
    return _order(iri)[0]


def _row_of(iri: str) -> str:
    """The row of a cell or of a part of a row, as a whole."""
    return re.sub(r"(/r\d+)(?:[-/].*)?$", r"\1", iri)


def _cell(row: str, column: str) -> str:
    return f"{_row_of(row)}/c{_number(column)}"


def _is_row(iri: str) -> bool:
    return re.search(r"/r\d+(?:-\d+)?$", iri) is not None


def _table_in(iri: str) -> NamedNode | None:
    found = re.match(r".*/t\d+(?=/|$)", iri)
    return NamedNode(found[0]) if found else None


def _cnf(name: str) -> NamedNode:
    return NamedNode(CNF + name)


def _value(term: object) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else ""
