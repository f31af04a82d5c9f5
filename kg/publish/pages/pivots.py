"""Amounts of answers side by side: a row for each code, a column for each year and phase, a table for each scope."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kg.publish.pages.chart import Bar, Group
from kg.publish.pages.graph import amount, value
from kg.query import Answer
from kg.store import Term

PHASES = ("Approved", "Revised", "Estimate", "Final")
"""The phases of a year in the order of time."""


class Column(NamedTuple):
    """A year and the IRI of a phase."""

    year: str
    phase: str

    @property
    def order(self) -> tuple[str, int]:
        """By year, and by the course of a year."""
        name = self.phase.rpartition("#")[2]
        return self.year, PHASES.index(name) if name in PHASES else len(PHASES)


def phase_kind(column: Column) -> int:
    """Which kind of bar a phase has, the same in every year and chart."""
    return column.order[1]


class Cell(NamedTuple):
    """An amount, the figure that states it, and whether its printings agree."""

    yuan: Decimal
    figure: str
    agreement: str


class Key(NamedTuple):
    """What a row is about: its code or member, its name, and the IRIs of what else tells it from others."""

    code: str
    name: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pivot:
    """Rows of one scope; ``cells`` may lack a row and column."""

    scope: str
    columns: tuple[Column, ...]
    keys: tuple[Key, ...]
    cells: Mapping[tuple[Key, Column], Cell]

    @property
    def amounts(self) -> list[Decimal]:
        """Every amount of it."""
        return [cell.yuan for cell in self.cells.values()]

    def groups(self, columns: Sequence[Column], names: Mapping[Key, str]) -> list[Group]:
        """Its rows as bars of these columns, the largest first."""
        found = []
        for key in self.keys:
            row = [(phase_kind(column), self.cells.get((key, column))) for column in columns]
            bars = tuple(Bar(cell.yuan, kind) for kind, cell in row if cell)
            if bars:
                found.append(Group(names[key], bars))
        return sorted(found, key=lambda group: -max(abs(bar.yuan) for bar in group.bars))


def records(answer: Answer) -> list[dict[str, Term | None]]:
    """The rows of an answer by the names of its columns."""
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def pivots(answer: Answer, code: str, name: str, others: Iterable[str] = ("fund", "origin")) -> list[Pivot]:
    """The answer as tables by scope; ``others`` are the columns that tell rows of one code apart."""
    found: dict[str, dict[tuple[Key, Column], Cell]] = {}
    for row in records(answer):
        key = Key(value(row.get(code)), value(row.get(name)), tuple(value(row.get(other)) for other in others))
        column, yuan = Column(value(row["year"]), value(row["phase"])), amount(row["yuan"])
        if yuan is not None:
            cells = found.setdefault(value(row["scope"]), {})
            cells[key, column] = Cell(yuan, value(row["figure"]), value(row["agreement"]).rpartition("#")[2])
    return [_pivot(scope, cells) for scope, cells in found.items()]


def _pivot(scope: str, cells: Mapping[tuple[Key, Column], Cell]) -> Pivot:
    keys = sorted({key for key, _ in cells})
    columns = sorted({column for _, column in cells}, key=lambda column: column.order)
    return Pivot(scope, tuple(columns), tuple(keys), cells)
