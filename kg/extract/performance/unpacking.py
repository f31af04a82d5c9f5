"""Numbers of several rows and columns that character recognition has run together into one cell.

They are put back where they stand, row by row, where the cells they belong to prove it: all of these are blank or
print the very number, and one prints it at least. Nothing is put anywhere on the width of a table alone.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract import numbers
from kg.model import Cell, Row, Table

_NUMBER = re.compile(r"\d[\d,]*(?:\s*\.\s*\d+)?(?!\s*\.)")
_LEAST = 4
"""Two rows of two numbers: fewer may as well be one value that a space parts."""

Spot = tuple[int, int]


class Unpacked(NamedTuple):
    """The table, and the numbers of rows and cells that now hold what was printed in another."""

    table: Table
    moved: frozenset[Spot]


def unpacked(table: Table) -> Unpacked:
    """``table`` with such numbers in cells of their own."""
    rows = list(table.rows)
    moved: set[Spot] = set()
    for at in range(1, len(rows)):
        for column, cell in enumerate(rows[at].cells):
            spots = _block(rows, at, column, _parts(cell.text))
            for (row, place), text in spots.items():
                if not rows[row].cells[place].text.strip() or (row, place) == (at, column):
                    rows[row] = rows[row].saying(place, text)
                    moved.add((rows[row].number, rows[row].cells[place].number))
    return Unpacked(table.model_copy(update={"rows": tuple(rows)}), frozenset(moved))


def _parts(text: str) -> list[str]:
    """The numbers of a cell that prints numbers and nothing else, as printed."""
    found = [one.group() for one in _NUMBER.finditer(text)]
    return found if len(found) >= _LEAST and plain("".join(found)) == plain(text) else []


def _block(rows: Sequence[Row], at: int, column: int, parts: Sequence[str]) -> dict[Spot, str]:
    """Where each of ``parts`` stands in the block of cells that ends with theirs; nothing where none is proved."""
    for high in range(2, len(parts) // 2 + 1):
        wide = len(parts) // high
        top, left = at - high + 1, column - wide + 1
        if high * wide != len(parts) or top < 0 or left < 0:
            continue
        spots = [(row, place) for row in range(top, at + 1) for place in range(left, column + 1)]
        block = dict(zip(spots, parts, strict=True))
        said = [
            _agrees(rows[row].cells, place, text) for (row, place), text in block.items() if (row, place) != spots[-1]
        ]
        if all(one is not False for one in said) and any(said):
            return block
    return {}


def _agrees(cells: Sequence[Cell], place: int, text: str) -> bool | None:
    """Whether a cell prints the number ``text`` (``None``: it is blank)."""
    if place >= len(cells):
        return False
    printed = cells[place].text
    if not printed.strip():
        return None
    mine, theirs = numbers.read(printed), numbers.read(text)
    return mine is not None and theirs is not None and mine.value == theirs.value
