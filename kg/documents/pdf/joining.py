"""A table broken by the end of a page becomes one table again.

Nothing is known of what tables say. A part goes on with the table before it where both have the same columns and
nothing stands between them, or nothing but the lines that also stand above the table's first part (a repeated
title), or a line saying that the table goes on.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.documents.pdf.layout import Laid
from kg.documents.pdf.paragraphs import Text, over_page

_OFF = 4.0
_ROOM = 48.0
_GOES_ON = re.compile(r"[(（]?续(?:表|前表|上表|上页)?\d*[)）]?[:：]?")
_NOISE = re.compile(r"[\s\d()（）第共页/—–-]|续表?")


class Whole(NamedTuple):
    """A table of the document: its parts, page by page, and the lines that stood above the first."""

    parts: tuple[Laid, ...]
    above: frozenset[str]


Block = Text | Whole


def joined(pages: Sequence[tuple[float, Sequence[Text | Laid]]]) -> list[Block]:
    """The blocks of a document. Each page comes with the height its content reaches down to, in points."""
    found: list[Block] = []
    for deepest, things in pages:
        _add_page(found, deepest, things)
    return found


def _add_page(found: list[Block], deepest: float, things: Sequence[Text | Laid]) -> None:
    start = 0
    table = next((at for at, thing in enumerate(things) if isinstance(thing, Laid)), None)
    last = found[-1] if found else None
    if isinstance(last, Whole) and table is not None:
        between = [thing for thing in things[:table] if isinstance(thing, Text)]
        part = things[table]
        if isinstance(part, Laid) and _goes_on(last, part, between, deepest):
            found[-1] = last._replace(parts=(*last.parts, part))
            start = table + 1
    elif isinstance(last, Text) and things and isinstance(things[0], Text) and things[0].page == last.page + 1:
        one = over_page(last, things[0])
        if one is not None:
            found[-1] = one
            start = 1
    for thing in things[start:]:
        found.append(Whole((thing,), _above(found)) if isinstance(thing, Laid) else thing)


def _above(found: Sequence[Block]) -> frozenset[str]:
    """The lines above a table that is about to begin, back to the table before it."""
    lines = []
    for block in reversed(found):
        if isinstance(block, Whole):
            break
        lines.append(_plain(block.text))
    return frozenset(lines[:6])


def _plain(text: str) -> str:
    return _NOISE.sub("", text)


def _goes_on(table: Whole, part: Laid, between: Sequence[Text], deepest: float) -> bool:
    """Whether ``part``, the first table of its page, goes on with ``table``."""
    before = table.parts[-1]
    if part.page != before.page + 1 or not _same_columns(before, part):
        return False
    said = [text for text in between if not _GOES_ON.fullmatch(text.text.strip())]
    if not said:
        return True
    repeated = all(_plain(text.text) in table.above for text in said)
    return repeated and before.area.bottom > deepest - _ROOM - _first_rows(part)


def _first_rows(part: Laid) -> float:
    """The height of a part's tallest row among the first ones: as much as may have had no room on the page before."""
    ys = part.grid.ys[:5]
    return max(low - high for high, low in pairwise(ys))


def _same_columns(one: Laid, other: Laid) -> bool:
    mine, theirs = one.grid.xs, other.grid.xs
    if len(mine) != len(theirs):
        return False
    near = all(abs(a - b) < _OFF for a, b in zip(mine, theirs, strict=True))
    return near or _head(one) == _head(other)


def _head(part: Laid) -> tuple[str, ...]:
    """The texts of a part's first row; those of a table that prints its header on every page are the same."""
    return tuple(text for region, text in zip(part.grid.regions, part.texts, strict=True) if region.row == 0)
