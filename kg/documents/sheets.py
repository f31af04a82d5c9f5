"""Sheets of a workbook, whatever its format, as paragraphs and tables.

The name of a sheet is a heading before its tables. Rows, columns and sheets that are not shown are set aside. Empty
rows end a table only where something new begins after them — a row for a title or a unit, more columns than before,
or a header, that is a row filled from end to end without a number; otherwise they are gaps within one table, as forms
with room for further rows have them. Tables side by side stay one table. ``line`` is the number of the row in its
sheet. A formula whose result was not saved is shown as the formula, ``=SUM(B2:B9)``, and set aside as not computed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.documents import grid
from kg.documents.grid import Item, Placed
from kg.documents.sources import Reading
from kg.model import Aside, Paragraph, Row

_NUMBER = re.compile(r"[(（]?[-¥]?\d[\d,]*(?:\.\d+)?%?[)）]?")


class Merged(NamedTuple):
    """A range of cells shown as one, both ends included, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(NamedTuple):
    """A sheet as its file has it: the text that each cell shows by row and column from 0, and what is hidden."""

    name: str
    cells: dict[tuple[int, int], str]
    merged: tuple[Merged, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    uncomputed: tuple[tuple[int, int], ...] = ()


def reading(sheets: Iterable[Sheet], place: str) -> Reading:
    """The document that ``sheets`` make up. Raises ``BeyondLimit``."""
    items: list[Item] = []
    aside: list[Aside] = []
    for sheet in sheets:
        if not any(sheet.cells.values()):
            continue
        if sheet.hidden:
            aside.append(Aside(place=f"sheet {sheet.name}", reason="hidden"))
            continue
        aside += _aside(sheet)
        items.append(Paragraph(text=sheet.name, level=1))
        for table in _tables(_shown(sheet, place)):
            items += grid.items(table)
    return Reading(grid.blocks(items), aside=tuple(aside))


def column_name(column: int) -> str:
    """The letters of a column counted from 0: A … Z, AA …"""
    before, letter = divmod(column, 26)
    return (column_name(before - 1) if before else "") + chr(ord("A") + letter)


def _aside(sheet: Sheet) -> Iterator[Aside]:
    used_rows = {row for (row, _), text in sheet.cells.items() if text}
    used_columns = {column for (_, column), text in sheet.cells.items() if text}
    for row in sorted(sheet.hidden_rows & used_rows):
        yield Aside(place=f"sheet {sheet.name} row {row + 1}", reason="hidden")
    for column in sorted(sheet.hidden_columns & used_columns):
        yield Aside(place=f"sheet {sheet.name} column {column_name(column)}", reason="hidden")
    for row, column in sheet.uncomputed:
        if row not in sheet.hidden_rows and column not in sheet.hidden_columns:
            yield Aside(place=f"sheet {sheet.name} cell {column_name(column)}{row + 1}", reason="not computed")


def _shown(sheet: Sheet, place: str) -> list[Row]:
    """The rows that are shown and hold something, all over the same columns."""
    filled = [at for at, text in sheet.cells.items() if text]
    columns = _positions((column for _, column in filled), sheet.hidden_columns)
    numbers = _positions((row for row, _ in filled), sheet.hidden_rows)
    cells = _cells(sheet, numbers, columns)
    rows = grid.rows(cells, f"{place} sheet {sheet.name}", lines=[number + 1 for number in numbers])
    return [row for row in rows if grid.filled(row) or any(cell.covered for cell in row.cells)]


def _positions(used: Iterable[int], hidden: frozenset[int]) -> dict[int, int]:
    """The used rows or columns that are shown, from the first to the last, each with its place among them."""
    shown = sorted(set(used) - hidden)
    if not shown:
        return {}
    return {number: at for at, number in enumerate(n for n in range(shown[0], shown[-1] + 1) if n not in hidden)}


def _cells(sheet: Sheet, rows: dict[int, int], columns: dict[int, int]) -> Iterator[Placed]:
    """Merged cells first, as far as they are shown; where their beginning is hidden, what is left shows their text."""
    inside: set[tuple[int, int]] = set()
    for merged in sheet.merged:
        tops = [rows[row] for row in range(merged.top, merged.bottom + 1) if row in rows]
        lefts = [columns[column] for column in range(merged.left, merged.right + 1) if column in columns]
        if tops and lefts:
            text = sheet.cells.get((merged.top, merged.left), "")
            yield Placed(tops[0], lefts[0], text, len(tops), len(lefts))
            inside.add((merged.top, merged.left))
    for (row, column), text in sheet.cells.items():
        if text and row in rows and column in columns and (row, column) not in inside:
            yield Placed(rows[row], columns[column], text)


def _tables(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Cut the rows of a sheet into tables, each over the columns it uses."""
    table: list[Row] = []
    for run in _runs(rows):
        if table and _is_new(run, table):
            yield _trimmed(table)
            table = []
        table += run
    if table:
        yield _trimmed(table)


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows that follow each other in the sheet."""
    run: list[Row] = []
    for row in rows:
        if run and (row.line or 0) - (run[-1].line or 0) > 1:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _is_new(run: Sequence[Row], before: Sequence[Row]) -> bool:
    extent, more = _extent(before), _extent(run)
    if all(grid.is_above(row) for row in before) or more[0] < extent[0] or more[1] > extent[1]:
        return True
    first = grid.filled(run[0])
    if grid.is_above(run[0]):
        labels_data = len(run) > 1 and first[0].columns == 1 and first[0].number == extent[0] and _has_number(run[1])
        return not labels_data
    whole = all(cell.text or cell.covered for cell in run[0].cells[more[0] - 1 : more[1]])
    return whole and not _has_number(run[0])


def _has_number(row: Row) -> bool:
    return any(_NUMBER.fullmatch(cell.text) for cell in row.cells)


def _extent(rows: Iterable[Row]) -> tuple[int, int]:
    """The first and the last column that hold something, counted from 1."""
    used = [cell.number for row in rows for cell in row.cells if cell.text or cell.covered]
    return min(used, default=1), max(used, default=1)


def _trimmed(rows: Sequence[Row]) -> list[Row]:
    """The rows over the columns that they use, rows and cells numbered from 1."""
    first, last = _extent(rows)
    trimmed = []
    for number, row in enumerate(rows, 1):
        cells = row.cells[first - 1 : last]
        if first > 1:
            cells = tuple(cell.model_copy(update={"number": at}) for at, cell in enumerate(cells, 1))
        trimmed.append(Row(number=number, line=row.line, cells=cells))
    return trimmed
