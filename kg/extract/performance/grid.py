"""A table as a form sees it: which cell reaches into which place, and what a merged cell cut by a page says."""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from kg.codebooks import plain
from kg.model import Cell, Place, Row, Table


class Slot(NamedTuple):
    """A cell with the row it begins in."""

    row: Row
    cell: Cell

    @property
    def text(self) -> str:
        """Its text as printed, without white space around it."""
        return self.cell.text.strip()

    @property
    def plain(self) -> str:
        """Its text folded: no white space, half width."""
        return plain(self.cell.text)

    @property
    def column(self) -> int:
        """The column it begins in, from 1."""
        return self.cell.number


class Grid:
    """The cells of a table by row (from 0) and column (from 1), merged cells in every place they take."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = table.rows
        self.places: list[dict[int, Slot]] = [{} for _ in table.rows]
        for at, row in enumerate(table.rows):
            for cell in row.cells:
                if not cell.covered:
                    self._fill(at, Slot(row, cell))

    def _fill(self, at: int, slot: Slot) -> None:
        for down in range(at, min(at + slot.cell.rows, len(self.rows))):
            for over in range(slot.column, slot.column + slot.cell.columns):
                self.places[down].setdefault(over, slot)

    @cached_property
    def spanned(self) -> bool:
        """Whether the format knows of merged cells; where it does not, a blank may be part of the cell above."""
        return any(cell.covered for row in self.rows for cell in row.cells)

    def at(self, at: int, column: int) -> Slot | None:
        """The cell that stands in a place."""
        return self.places[at].get(column)

    def line(self, at: int) -> list[Slot]:
        """The cells that reach into a row, from left to right, each once."""
        return list(dict.fromkeys(self.places[at][column] for column in sorted(self.places[at])))

    def begun(self, at: int) -> list[Slot]:
        """The cells that begin in a row and hold text."""
        return [slot for slot in self.line(at) if slot.row is self.rows[at] and slot.text]

    def place(self, slot: Slot) -> Place:
        """Where a cell stands."""
        row = slot.row
        return Place(table=self.table.number, row=row.number, cell=slot.column, line=row.line, page=row.page)

    def down(self, rows: Sequence[int], column: int) -> dict[int, str]:
        """The text of a column of merged cells in ``rows``.

        A merged cell that a page cuts in two prints its text in one of its halves; the blank one has it too. Where
        the format knows of no merged cells, a blank continues the cell above.
        """
        texts = {at: self._text(at, column) for at in rows}
        if not self.spanned:
            return _continued(texts)
        for here, after in pairwise(rows):  # tops of pages, from above
            if self.rows[here].page != self.rows[after].page and not texts[after]:
                self._spread(texts, rows, after, column, texts[here])
        for here, after in reversed(list(pairwise(rows))):  # ends of pages, from below
            if self.rows[here].page != self.rows[after].page and not texts[here]:
                self._spread(texts, rows, here, column, texts[after])
        return texts

    def _text(self, at: int, column: int) -> str:
        slot = self.at(at, column)
        return slot.text if slot is not None else ""

    def _spread(self, texts: dict[int, str], rows: Sequence[int], at: int, column: int, text: str) -> None:
        for other in rows:
            if self.at(other, column) is self.at(at, column):
                texts[other] = text


def _continued(texts: dict[int, str]) -> dict[int, str]:
    last = ""
    found = {}
    for at, text in texts.items():
        last = text or last
        found[at] = last
    return found
