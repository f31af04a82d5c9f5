"""The header rows of a form: which column holds levels, names, targets, results and points, and how halves repeat."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract import numbers
from kg.extract.performance.grid import Grid, Slot
from kg.extract.performance.words import ColumnWord, PerformanceWords
from kg.model import Phase, Term

_INDICATOR = {"name", "packed"}
_ENOUGH = 2
_AMOUNTS = 4
"""Rows below a header of stages of the year: the total and its parts."""


class Half(NamedTuple):
    """One list of indicators of a form: the columns of its name and of its targets, with the term of each."""

    first: int | None
    second: int | None
    name: int
    targets: tuple[tuple[int, Term | None], ...]


@dataclass(frozen=True)
class Columns:
    """What the columns under a header row hold. ``halves`` are the lists of indicators side by side."""

    roles: dict[int, ColumnWord]
    halves: tuple[Half, ...]
    depth: int = 1
    paths: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def of(self, role: str) -> int | None:
        """The first column with a role."""
        return next((column for column, word in self.roles.items() if word.role == role), None)

    @property
    def wide(self) -> bool:
        """Whether each row names the project it is about."""
        return self.of("project") is not None


def columns(grid: Grid, at: int, words: PerformanceWords) -> Columns | None:
    """What the columns hold, where row ``at`` is a header over indicators or over projects and their goals."""
    begun = grid.begun(at)
    found = {slot.column: word for slot in begun if (word := _word(slot, words)) is not None}
    roles = {word.role for word in found.values()}
    if "name" in roles:
        found = {column: word for column, word in found.items() if word.role != "packed"}
    if "project" in roles and roles & {*_INDICATOR, "goal"}:
        depth = max(slot.cell.rows for slot in begun)
        return Columns(found, _halves(found), depth, _paths(grid, at, depth))
    listed = roles & _INDICATOR and roles & {"target", "actual"}
    unnamed = roles >= {"first", "second", "target"}
    if len(found) < _ENOUGH or not (listed or unnamed) or len(found) * 2 < len(begun):
        return None
    return Columns(found, _halves(found))


def _word(slot: Slot, words: PerformanceWords) -> ColumnWord | None:
    return next((word for word in words.columns if re.fullmatch(word.match, slot.plain)), None)


def _paths(grid: Grid, at: int, depth: int) -> dict[int, tuple[str, ...]]:
    """The texts over each column, from the top."""
    found: dict[int, tuple[str, ...]] = {}
    for down in range(at, min(at + depth, len(grid.rows))):
        for column, slot in grid.places[down].items():
            above = found.get(column, ())
            if slot.text and slot.plain not in above:
                found[column] = (*above, slot.plain)
    return found


def _halves(roles: dict[int, ColumnWord]) -> tuple[Half, ...]:
    """A new list begins at every name; the levels before it are its own, or shared with the list before."""
    halves: list[Half] = []
    first = second = None
    for column, word in roles.items():
        if word.role == "first":
            first = column
        elif word.role == "second":
            second = column
        elif word.role in _INDICATOR:
            halves.append(Half(first, second, column, ()))
        elif word.role == "target" and halves:
            half = halves[-1]
            halves[-1] = half._replace(targets=(*half.targets, (column, word.term)))
    return tuple(halves)


def phases(grid: Grid, at: int, words: PerformanceWords) -> dict[int, Phase]:
    """The columns of a row of headers that say stages of the year (年初预算数, 全年执行数), two at least."""
    found = {slot.column: phase for slot in grid.begun(at) if (phase := phase_of(slot.text, words)) is not None}
    if len(found) < _ENOUGH:
        return {}
    return found if grid.spanned else {_over(grid, at, column, found): phase for column, phase in found.items()}


def _over(grid: Grid, at: int, column: int, found: Iterable[int]) -> int:
    """The column that a header stands over: where it has slid over labels, that of the only amounts before the next."""
    below = range(at + 1, min(at + 1 + _AMOUNTS, len(grid.rows)))
    after = min((other for other in found if other > column), default=column + 1)
    if any(_is_number(grid, row, column) for row in below):
        return column
    filled = [other for other in range(column + 1, after) if any(_is_number(grid, row, other) for row in below)]
    return filled[0] if len(filled) == 1 else column


def _is_number(grid: Grid, at: int, column: int) -> bool:
    slot = grid.at(at, column)
    return slot is not None and numbers.read(slot.text) is not None


def phase_of(text: str, words: PerformanceWords) -> Phase | None:
    """The stage of the year a header says."""
    return next((word.phase for word in words.phases if re.fullmatch(word.match, plain(text))), None)
