"""A table broken by the end of a page becomes one table again.

Nothing is known of what tables say. A part goes on with the table before it where both have the same columns and
nothing stands between them, or nothing but the lines that also stand above the table's first part (a repeated
title), or a line saying that the table goes on.
"""

import re
from collections import Counter
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

    @property
    def xs(self) -> tuple[float, ...]:
        """The places of its column rules: those of the part that has most."""
        return max((part.grid.xs for part in self.parts), key=len)

    def column(self, part: Laid, at: int) -> int:
        """Which of the table's columns begins where column ``at`` of a part begins, from 0."""
        xs = self.xs
        if len(xs) == len(part.grid.xs):
            return at
        return min(range(len(xs)), key=lambda one: abs(xs[one] - part.grid.xs[at]))


Block = Text | Whole


def joined(pages: Sequence[tuple[float, Sequence[Text | Laid]]]) -> tuple[list[Block], Counter[str]]:
    """The blocks of a document, and the lines repeated above parts of tables, set aside and counted.

    Each page comes with how far down the content of such pages reaches, in points.
    """
    found: list[Block] = []
    repeated: Counter[str] = Counter()
    for deepest, things in pages:
        repeated.update(_add_page(found, deepest, things))
    return found, repeated


def _add_page(found: list[Block], deepest: float, things: Sequence[Text | Laid]) -> list[str]:
    """Add a page's things to those before; the lines set aside."""
    start = 0
    aside: list[str] = []
    table = next((at for at, thing in enumerate(things) if isinstance(thing, Laid)), None)
    last = found[-1] if found else None
    if isinstance(last, Whole) and table is not None:
        between = [thing for thing in things[:table] if isinstance(thing, Text)]
        part = things[table]
        if isinstance(part, Laid) and _goes_on(last, part, between, deepest):
            found[-1] = last._replace(parts=(*last.parts, part))
            start = table + 1
            aside = [text.text for text in between]
    elif isinstance(last, Text) and things and isinstance(things[0], Text) and things[0].page == last.page + 1:
        one = over_page(last, things[0])
        if one is not None:
            found[-1] = one
            start = 1
    for thing in things[start:]:
        found.append(Whole((thing,), _above(found)) if isinstance(thing, Laid) else thing)
    return aside


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
    if part.page != before.page + 1 or not _same_columns(table, part):
        return False
    if _begins_anew(_head(table.parts[0]), _head(part)):
        return False
    said = [text for text in between if not _GOES_ON.fullmatch(text.text.strip())]
    if not said:
        return True
    repeated = all(_plain(text.text) in table.above for text in said)
    return repeated and before.area.bottom > deepest - _ROOM - _first_rows(part)


def _begins_anew(head: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the first row of a part is that of another form of the same kind: the same label, then another text."""
    return bool(head[0]) and head[0] == other[0] and head != other


def _first_rows(part: Laid) -> float:
    """The height of a part's tallest row among the first ones: as much as may have had no room on the page before."""
    ys = part.grid.ys[:5]
    return max(low - high for high, low in pairwise(ys))


def _same_columns(table: Whole, part: Laid) -> bool:
    """Whether a part has the columns of a table, or some of them: a form has rows where more cells are merged."""
    mine, theirs = table.xs, part.grid.xs
    if len(mine) == len(theirs):
        return _among(theirs, mine) or _head(table.parts[0]) == _head(part)
    ends = abs(mine[0] - theirs[0]) < _OFF and abs(mine[-1] - theirs[-1]) < _OFF
    return ends and (_among(theirs, mine) or _among(mine, theirs))


def _among(some: Sequence[float], all_: Sequence[float]) -> bool:
    """Whether each of ``some`` places is one of ``all_``."""
    return all(min(abs(one - other) for other in all_) < _OFF for one in some)


def _head(part: Laid) -> tuple[str, ...]:
    """The texts of a part's first row; those of a table that prints its header on every page are the same."""
    return tuple(text for region, text in zip(part.grid.regions, part.texts, strict=True) if region.row == 0)
