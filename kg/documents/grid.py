"""From cells that span rows and columns to the rows of a table, the same for pages, sheets and word processors.

Tables in these formats are drawn by people who merge cells: the title, the unit and the notes of a table are often
rows of it. Such rows are paragraphs here, so that a table begins with its header in every format:

* at the top, a row whose filled cells all read ``label: text``, or a row with one filled cell that is one row high and
  either merged, or in the first column, or says of itself that it is a form (表) or an annex (附件) — a lone word
  anywhere else is part of a header;
* at the bottom, a row that is one cell over the whole width, or one cell that begins with 注, 备注 or 说明.

What then has a single row or a single column is no table but paragraphs.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.errors import BeyondLimit
from kg.model import Block, Cell, Paragraph, Row, Table

MAX_COLUMNS = 2_000
"""The widest table that is read, in columns; the widest real one seen has 60."""
MAX_CELLS = 1_000_000
"""The most cells, spans counted in full, of one table; a national list of bodies has about 100,000."""
_LABELLED = re.compile(r"^[^:：]{1,20}[:：]\s*\S")
_TITLE = re.compile(r"表|^附件")
_NOTE = re.compile(r"^(?:附?注|备注|说明)\s*[\d:：.、]")

Item = Paragraph | tuple[Row, ...]
"""A paragraph, or the rows of a table that has no number yet."""


class Placed(NamedTuple):
    """A cell where it begins, counted from 0, with the rows and columns it takes."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


def rows(placed: Iterable[Placed], place: str, lines: Sequence[int] | None = None) -> tuple[Row, ...]:
    """The rows that ``placed`` cells make up; a place taken by two cells belongs to the first.

    ``lines`` are the numbers that the format itself gives the rows. Raises ``BeyondLimit``.
    """
    cells = list(placed)
    height = len(lines) if lines is not None else max((cell.row + 1 for cell in cells), default=0)
    width = max((cell.column + cell.columns for cell in cells), default=0)
    _refuse_bombs(height, width, place)
    grid: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for cell in cells:
        _put(grid, cell)
    return tuple(
        Row(
            number=number,
            line=lines[number - 1] if lines is not None else None,
            cells=tuple(cell or Cell(number=at, text="") for at, cell in enumerate(row, 1)),
        )
        for number, row in enumerate(grid, 1)
    )


def items(table: Sequence[Row]) -> list[Item]:
    """The table with the rows that stand for title, unit and notes as paragraphs before and after it."""
    first, last = 0, len(table)
    while first < last and is_above(table[first]):
        first += 1
    while last > first and _is_below(table[last - 1]):
        last -= 1
    body = list(table[first:last])
    if len(body) < 2 or max(len(row.cells) for row in body) < 2:
        return list(_paragraphs(table))
    return [*_paragraphs(table[:first]), renumbered(body), *_paragraphs(table[last:])]


def renumbered(table: Iterable[Row]) -> tuple[Row, ...]:
    """The rows numbered from 1."""
    return tuple(row.model_copy(update={"number": number}) for number, row in enumerate(table, 1))


def blocks(found: Iterable[Item]) -> tuple[Block, ...]:
    """The blocks of a document, its tables numbered from 1."""
    return tuple(_numbered(found))


def filled(row: Row) -> list[Cell]:
    """The cells of ``row`` that hold text."""
    return [cell for cell in row.cells if cell.text]


def _numbered(found: Iterable[Item]) -> Iterator[Block]:
    count = 0
    for item in found:
        if isinstance(item, Paragraph):
            yield Block(kind="paragraph", paragraph=item)
        elif item:
            count += 1
            yield Block(kind="table", table=Table(number=count, rows=item))


def _refuse_bombs(height: int, width: int, place: str) -> None:
    if width > MAX_COLUMNS or height * width > MAX_CELLS:
        raise BeyondLimit(
            f"a table of {height} rows and {width} columns.",
            place=place,
            advice=f"Read are tables of at most {MAX_COLUMNS} columns and {MAX_CELLS:,} cells.",
        )


def _put(grid: list[list[Cell | None]], cell: Placed) -> None:
    below = grid[cell.row : cell.row + cell.rows]
    if not below or below[0][cell.column] is not None:
        return
    columns = 1
    while columns < cell.columns and below[0][cell.column + columns] is None:
        columns += 1
    for row in below:
        for at in range(cell.column, cell.column + columns):
            row[at] = row[at] or Cell(number=at + 1, text="", covered=True)
    below[0][cell.column] = Cell(number=cell.column + 1, text=cell.text, rows=len(below), columns=columns)


def is_above(row: Row) -> bool:
    """Whether a row at the top of a table stands for its title or unit."""
    cells = filled(row)
    if any(cell.rows > 1 for cell in cells) or any(cell.covered and not cells for cell in row.cells):
        return False
    if len(cells) == 1 and (cells[0].columns > 1 or cells[0].number == 1 or _TITLE.search(cells[0].text)):
        return True
    return all(_LABELLED.match(cell.text) for cell in cells)


def _is_below(row: Row) -> bool:
    cells = filled(row)
    if not cells:
        return not any(cell.covered for cell in row.cells)
    if len(cells) > 1:
        return False
    whole = cells[0].columns == len(row.cells) > 1
    return whole or _NOTE.match(cells[0].text) is not None


def _paragraphs(table: Iterable[Row]) -> Iterator[Paragraph]:
    for row in table:
        for cell in filled(row):
            for text in cell.text.split("\n"):
                if text.strip():
                    yield Paragraph(text=text.strip(), line=row.line)
