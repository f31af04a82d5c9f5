"""Tables that hold tables: which of them are tables, and which only lay out a page.

A table with a table inside is a frame unless two of its rows each have two filled cells without a table in them. The
cells of a frame are read in order as if there were no frame. An inner table is always a table of its own; where the
outer one is a table too, the inner ones follow it.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from kg.documents import grid
from kg.documents.grid import Item, Placed
from kg.model import Paragraph


class Filled(NamedTuple):
    """A cell where it begins, counted from 0, with the rows and columns it takes and what stands in it."""

    row: int
    column: int
    rows: int
    columns: int
    items: tuple[Item, ...]

    @property
    def text(self) -> str:
        """Its paragraphs, one a line."""
        return "\n".join(item.text for item in self.items if isinstance(item, Paragraph))

    @property
    def tables(self) -> list[Item]:
        """The tables in it."""
        return [item for item in self.items if not isinstance(item, Paragraph)]


def items(cells: Sequence[Filled], place: str) -> list[Item]:
    """What a table of ``cells`` is: its rows as a table with what stands above and below, or what its cells hold."""
    inner = [table for cell in cells for table in cell.tables]
    filled = Counter(cell.row for cell in cells if cell.text and not cell.tables)
    if inner and sum(count >= 2 for count in filled.values()) < 2:
        return [item for cell in cells for item in cell.items]
    placed = (Placed(cell.row, cell.column, cell.text, cell.rows, cell.columns) for cell in cells)
    return [*grid.items(grid.rows(placed, place)), *inner]
