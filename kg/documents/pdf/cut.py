"""Rows that the end of a page cuts in two become one row again: the rest of their texts is put to what it belongs to.

A row without numbers at the top of a page is such a rest where every text in it goes on with a full line of the row
above, which has numbers; and where besides no rule closes the table there, or no row without numbers stands further
down on a page, or the text leaves a numbered list of labels. Otherwise both rows stay as they are printed. A number
is never put together over two pages.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.documents.pdf.aligned import NUMBER
from kg.model import Cell, Row, Spot

_HEADER = 5
_MARGINS = 1.2
_IDEOGRAPHS = "\u2e80"
_WORD = re.compile(r"(?:[!-~]+|.)[）)、，。；：！？》”％%]*")
_ITEM = re.compile(r"[（(]?(?:[一二三四五六七八九十百]+|\d{1,3})[)）、.．:：]|[①-⑳]|其中")


class Part(NamedTuple):
    """The rows of a table on one page, and how it meets the ends of the page.

    ``above`` and ``below`` say that no rule closes it there; ``rooms`` says of the cells of its last row, counted from
    1, how many ideographs would find room in their last line, margins included.
    """

    rows: Sequence[Row]
    above: bool
    below: bool
    rooms: Mapping[int, float]


class _Cut(NamedTuple):
    """Two places in the rows of a table: a row and its rest, and whether the rules say so."""

    row: int
    rest: int
    is_open: bool


def whole(parts: Sequence[Part]) -> tuple[Row, ...]:
    """The rows of a table, each rest put to its row, numbered from 1."""
    rows = [row for part in parts for row in part.rows]
    cuts = list(_cuts(parts))
    if cuts:
        unusual, left, gone = not _has_bare(rows), set(), set()
        for cut in cuts:
            if cut.row not in left and (cut.is_open or unusual or _leaves_list(rows[cut.row], rows[cut.rest])):
                rows[cut.row] = _with(rows[cut.row], rows[cut.rest])
                gone.add(cut.rest)
            else:
                left.add(cut.row)
        rows = [row for at, row in enumerate(rows) if at not in gone]
    return tuple(row if row.number == at else row.model_copy(update={"number": at}) for at, row in enumerate(rows, 1))


def _cuts(parts: Sequence[Part]) -> Iterator[_Cut]:
    """The rows at the ends of pages that may be cut, with their rests; one may be cut more than once."""
    begin = len(parts[0].rows)
    last = begin - 1
    row = parts[0].rows[-1]
    for before, part in pairwise(parts):
        head = [_texts(one) for one in parts[0].rows[:_HEADER]]
        first = next((at for at, one in enumerate(part.rows) if _texts(one) not in head), None)
        cut = first is not None and _may_be_rest(row, part.rows[first], before.rooms)
        if first is not None and cut:
            yield _Cut(last, begin + first, before.below or (part.above and first == 0))
        begin += len(part.rows)
        if not cut or first != len(part.rows) - 1:
            last, row = begin - 1, part.rows[-1]


def _may_be_rest(row: Row, rest: Row, rooms: Mapping[int, float]) -> bool:
    """Whether each text of ``rest`` goes on with a full line of text in ``row``, and only ``row`` has numbers."""
    filled = [cell for cell in rest.cells if cell.text]
    return (
        bool(filled)
        and not _is_bare(row)
        and _is_bare(rest)
        and all(_goes_on(row.cells[cell.number - 1], cell, rooms.get(cell.number, math.inf)) for cell in filled)
    )


def _goes_on(cell: Cell, rest: Cell, room: float) -> bool:
    alike = cell.rows == rest.rows == 1 and cell.columns == rest.columns
    if not (alike and cell.text) or NUMBER.fullmatch(cell.text) or _ITEM.match(rest.text):
        return False
    return room < _wide(rest.text) + _MARGINS and not (cell.text[-1].isdigit() and rest.text[0].isdigit())


def _wide(text: str) -> float:
    """The width, in ideographs, of what stands at the beginning of a text and is not parted at the end of a line."""
    word = _WORD.match(text)
    return sum(1.0 if sign >= _IDEOGRAPHS else 0.5 for sign in word.group()) if word else 1.0


def _leaves_list(row: Row, rest: Row) -> bool:
    """Whether a row whose label is numbered is followed by a text that is not."""
    return any(cell.text and _ITEM.match(row.cells[cell.number - 1].text) for cell in rest.cells)


def _is_bare(row: Row) -> bool:
    """Whether a row has text and no number."""
    texts = [cell.text for cell in row.cells if cell.text]
    return bool(texts) and not any(NUMBER.fullmatch(text) for text in texts)


def _has_bare(rows: Sequence[Row]) -> bool:
    """Whether a row without numbers stands anywhere but in the header, printed again or not, and first on its page."""
    begin = next((at for at, row in enumerate(rows) if not _is_bare(row)), len(rows))
    head = [_texts(row) for row in rows[:begin]]
    body = [row for row in rows if _texts(row) not in head]
    return any(_is_bare(row) and row.page == before.page for before, row in pairwise(body))


def _with(row: Row, rest: Row) -> Row:
    """``row`` with the texts of ``rest``, and where these stand."""
    cells = list(row.cells)
    for cell in rest.cells:
        if cell.text and cell.box is not None and rest.page is not None:
            one = cells[cell.number - 1]
            spots = (*one.rest, Spot(page=rest.page, box=cell.box))
            cells[cell.number - 1] = one.model_copy(update={"text": one.text + cell.text, "rest": spots})
    return row.model_copy(update={"cells": tuple(cells)})


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(cell.text for cell in row.cells)
