"""Lines become paragraphs: a line that was broken because it was full is put together with the next one.

Only layout is looked at: a full line, then a line of the same type that begins at the left margin of the text.
Where the layout leaves a doubt the lines stay apart, so that a title or a unit is never lost in another line.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.documents.pdf.layout import Item, Laid, Line

_FULL = 2.3
_LEAN = 0.9
_INDENT = 3.2
_SPREAD = 1.6
_ALIKE = 0.2
_WIDE = 0.5
_LARGER = 1.25
_SEVERAL = 3
_LEADERS = re.compile(r"[.．…·]{4,}|(?:[.．…·]\s){3,}")
_ENDS = "。！？；：:;!?"
_WORD = re.compile(r"[!-~]+[%％]?")
_NARROW = 0.55
_ASCII = re.compile(r"[!-~]")


class Text(NamedTuple):
    """A paragraph: its lines' text put together, its first page and line, and what its layout says.

    ``large``: its type is larger than most. ``flush``: it begins at the left margin. ``full``: its last line ends at
    the right one.
    """

    text: str
    page: int
    large: bool
    flush: bool
    full: bool
    first: Line


class Margins(NamedTuple):
    """Where the running text of a page begins and ends, and the height of its type."""

    left: float
    right: float
    tall: float


def right_margin(lines: Sequence[Line]) -> float | None:
    """Where the running text of pages of one size ends: the farthest place that several lines end at."""
    ends = sorted(line.area.right for line in lines)
    for at in range(len(ends) - 1, _SEVERAL - 2, -1):
        if ends[at] - ends[at - _SEVERAL + 1] < _LEAN * lines[0].tall:
            return ends[at]
    return None


def texts(items: Sequence[Item], width: float, right: float | None) -> Iterator[Text | Laid]:
    """The tables of a page, and its lines as paragraphs; ``right`` is the right margin of such pages."""
    around = _margins([item for item in items if isinstance(item, Line)], width, right)
    pending: list[Line] = []
    for item in items:
        if isinstance(item, Line) and pending and around and _goes_on(pending[-1], item, around):
            pending.append(item)
            continue
        if pending:
            yield _text(pending, around)
        pending = [item] if isinstance(item, Line) else []
        if isinstance(item, Laid):
            yield item
    if pending:
        yield _text(pending, around)


def _margins(lines: Sequence[Line], width: float, right: float | None) -> Margins | None:
    """The margins of running text, or nothing where a page has no line as wide as half of it."""
    wide = [line for line in lines if line.area.right - line.area.left > _WIDE * width]
    if not wide:
        return None
    heights = sorted(line.tall for line in wide)
    left = min(line.area.left for line in wide)
    return Margins(left, right or max(line.area.right for line in wide), heights[len(heights) // 2])


def over_page(before: Text, after: Text) -> Text | None:
    """Two paragraphs as one where a page ended within it, else nothing."""
    if not (before.full and after.flush) or after.large or before.text[-1] in _ENDS or _LEADERS.search(after.text):
        return None
    if abs(before.first.tall - after.first.tall) > _ALIKE * before.first.tall:
        return None
    return before._replace(text=_put_together(before.text, after.text), full=after.full)


def _goes_on(line: Line, following: Line, around: Margins) -> bool:
    """Whether ``line`` was full and ``following`` goes on with it."""
    tall = line.tall
    return (
        _is_full(line, around, _word(following))
        and following.alone
        and following.area.left <= around.left + _LEAN * tall
        and following.area.top - line.area.bottom < _SPREAD * tall
        and abs(following.tall - tall) < _ALIKE * tall
        and not _LEADERS.search(following.text)
    )


def _word(line: Line) -> float:
    """How much room the first word of a line takes, in ems; a number is not broken at the end of a line."""
    word = _WORD.match(line.text)
    return len(word.group()) * _NARROW if word else 0.0


def _is_full(line: Line, around: Margins, next_word: float = 0.0) -> bool:
    tall = line.tall
    return (
        line.alone
        and line.area.right >= around.right - max(_FULL, next_word + 1) * tall
        and line.area.left <= around.left + _INDENT * tall
        and not _LEADERS.search(line.text)
    )


def _text(lines: Sequence[Line], around: Margins | None) -> Text:
    text = lines[0].text
    for line in lines[1:]:
        text = _put_together(text, line.text)
    large = around is not None and lines[0].tall > _LARGER * around.tall
    full = around is not None and _is_full(lines[-1], around)
    flush = around is not None and lines[0].alone and lines[0].area.left <= around.left + _LEAN * lines[0].tall
    return Text(text, lines[0].page, large, flush, full, lines[0])


def _put_together(text: str, more: str) -> str:
    """Two lines of one paragraph: words get a space, a number or Chinese text broken over the line none."""
    last, first = text[-1], more[0]
    words = _ASCII.match(last) and _ASCII.match(first) and (last.isalpha() or first.isalpha())
    return f"{text} {more}" if words else text + more
