"""Amounts of several places that character recognition left in one cell, put back where they belong.

Promises: they are put back only where one way alone fills blank places, repeats what is printed in the others, and
makes every total of the block, printed or put back, the sum of its parts. Otherwise the cell stays as it is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from kg.extract import numbers
from kg.extract.performance import amounts
from kg.extract.performance.grid import Grid
from kg.extract.performance.headings import phases
from kg.extract.performance.words import Words
from kg.model import Cell, Row, Table

REPAIR = "NumberOfNeighbour"
"""The repair that an amount has which was printed in the cell of another."""
_ONE = re.compile(r"\d[\d,]*(?:\s*\.\s*\d+)?")
_TOTAL_AND_PARTS = 2

Spot = tuple[int, int]
"""The number of a row and that of a cell in it."""


class _Block(NamedTuple):
    """Rows of amounts below a row of stages, the total first; ``columns`` are those of the stages."""

    rows: tuple[Row, ...]
    columns: tuple[int, ...]


class Spread(NamedTuple):
    """The table with such cells taken apart, and the places whose amounts were printed elsewhere."""

    table: Table
    moved: frozenset[Spot]


def spread(table: Table, words: Words) -> Spread:
    """``table`` with its crammed cells taken apart where that can be done in one way."""
    grid = Grid(table)
    found: dict[Spot, str] = {}
    for block in _blocks(grid, words):
        texts = {(row.number, cell.number): cell.text.strip() for row in block.rows for cell in row.cells}
        for spot, text in texts.items():
            listed = _several(text) if spot[1] in block.columns else []
            ways = list(_ways(block, texts, spot, listed)) if listed else []
            if len(ways) == 1:
                found |= {place: number for place, number in ways[0].items() if place == spot or not texts[place]}
    if not found:
        return Spread(table, frozenset())
    rows = tuple(
        row.model_copy(update={"cells": tuple(_cell(cell, found.get((row.number, cell.number))) for cell in row.cells)})
        for row in table.rows
    )
    return Spread(table.model_copy(update={"rows": rows}), frozenset(found))


def _cell(cell: Cell, text: str | None) -> Cell:
    return cell if text is None else cell.model_copy(update={"text": text})


def _blocks(grid: Grid, words: Words) -> Iterator[_Block]:
    for at in range(len(grid.rows)):
        columns = phases(grid, at, words)
        rows = []
        for below in range(at + 1, len(grid.rows)):
            begun = grid.begun(below)
            if not any(amounts.named(slot.text, words) is not None for slot in begun[:2]):
                break
            rows.append(grid.rows[below])
        if columns and len(rows) >= _TOTAL_AND_PARTS:
            yield _Block(tuple(rows), tuple(sorted(columns)))


def _several(text: str) -> list[str]:
    """The numbers of a cell that holds nothing else and more than one."""
    listed = _ONE.findall(text)
    return listed if len(listed) > 1 and not _ONE.sub("", text).strip() else []


def _ways(block: _Block, texts: Mapping[Spot, str], spot: Spot, listed: Sequence[str]) -> Iterator[dict[Spot, str]]:
    """Every rectangle of places around a cell that its numbers may be from, read row by row."""
    rows = [row.number for row in block.rows]
    for width in range(1, len(block.columns) + 1):
        height, rest = divmod(len(listed), width)
        if rest or height > len(rows):
            continue
        for top in range(len(rows) - height + 1):
            for left in range(len(block.columns) - width + 1):
                over = block.columns[left : left + width]
                places = [(row, column) for row in rows[top : top + height] for column in over]
                way = dict(zip(places, listed, strict=True))
                if spot in way and _fits(way, texts, spot) and _all_add_up(block, {**texts, **way}, over):
                    yield way


def _fits(way: Mapping[Spot, str], texts: Mapping[Spot, str], spot: Spot) -> bool:
    """Whether every other place of a rectangle is blank or prints the same."""
    return all(
        place == spot or (place in texts and (not texts[place] or _value(texts[place]) == _value(text)))
        for place, text in way.items()
    )


def _all_add_up(block: _Block, texts: Mapping[Spot, str], columns: Sequence[int]) -> bool:
    return all(_adds_up([texts.get((row.number, column), "") for row in block.rows]) for column in columns)


def _adds_up(column: Sequence[str]) -> bool:
    """Whether the first is exactly the sum of the others, of which two at least are printed."""
    values = [_value(text) for text in column if text]
    if not column[0] or None in values or len(values) <= _TOTAL_AND_PARTS:
        return False
    total, *parts = [value for value in values if value is not None]
    return total == sum(parts, Decimal(0))


def _value(text: str) -> Decimal | None:
    read = numbers.read(text)
    return read.value if read is not None else None
