"""Text as a web page sets it: from where it is placed, character by character, to runs as a page has them.

The page does not say how wide its text is, so an ideograph is taken for as wide as its type is high, any other sign for
half of that, unless the text's own width is given.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.documents.pdf.shapes import Run
from kg.documents.styles import Style, length

_TYPE = 12.0
_LARGEST = 2_000.0
_BLANKS = " \t\r\n\f"
_LEADING = 1.2
_APART = 0.3
_WIDE = "\u2e80"
_WORD = re.compile(r"[^\s\u200b\ufeff]+")


class Frame(NamedTuple):
    """What places are counted from: its top left corner on the page and its size, in points."""

    left: float
    top: float
    width: float | None
    height: float | None


class Type(NamedTuple):
    """How text is set: the size of its type and what is added after each character, in points; spaces kept or not."""

    size: float = _TYPE
    spacing: float = 0.0
    kept: bool = False

    def within(self, style: Style) -> "Type":
        """The type of an element in one of this type."""
        size = length(style.get("font-size"), self.size) or 0.0
        size = size if 0 < size < _LARGEST else self.size
        spacing = length(style.get("letter-spacing"), size)
        kept = style["white-space"].startswith("pre") if "white-space" in style else self.kept
        return Type(size, self.spacing if spacing is None else spacing, kept)


class _Sign(NamedTuple):
    """A character, where it stands on its line, and the size of its type."""

    text: str
    left: float
    right: float
    size: float


class Text:
    """A placed text in the making: lines of characters from its top left corner."""

    def __init__(self, frame: Frame, leading: float | None, scale: float) -> None:
        self.frame, self.leading, self.scale = frame, leading, scale
        self.lines: list[list[_Sign]] = [[]]
        self._pen = 0.0

    def say(self, text: str, type_: Type) -> None:
        """Print ``text`` where the pen is; spaces as one, unless they are kept."""
        line = self.lines[-1]
        for sign in text:
            if sign in _BLANKS and not type_.kept and (not line or line[-1].text in _BLANKS):
                continue
            wide = (type_.size if sign >= _WIDE else type_.size / 2) + type_.spacing
            line.append(_Sign(sign, self._pen, self._pen + wide, type_.size))
            self._pen += wide

    def move(self, room: float) -> None:
        """Leave room, or take it back."""
        self._pen += room

    def end_line(self) -> None:
        """Go to the next line, if there is anything on this one."""
        if self.lines[-1]:
            self.lines.append([])
        self._pen = 0.0

    def runs(self) -> Iterator[Run]:
        """Its words."""
        top = self.frame.top
        for line in self.lines:
            if not line:
                continue
            size = max(sign.size for sign in line) * self.scale
            leading = self.leading * self.scale if self.leading is not None else size * _LEADING
            middle = top + leading / 2
            for word, spaced in _words(line):
                yield self._run(word, middle, self._stretch(line))._replace(spaced=spaced)
            top += leading

    def _stretch(self, line: list[_Sign]) -> float:
        """How much wider than thought a line is, where the text has one line and says how wide it is."""
        given, thought = self.frame.width, line[-1].right * self.scale
        known = given and sum(map(bool, self.lines)) == 1 and thought / 2 < given < thought * 2
        return self.scale * given / thought if known and given else self.scale

    def _run(self, word: list[_Sign], middle: float, stretch: float) -> Run:
        left = self.frame.left
        starts = tuple(left + sign.left * stretch for sign in word)
        ends = tuple(left + sign.right * stretch for sign in word)
        text = "".join(sign.text for sign in word)
        half = max(sign.size for sign in word) * self.scale / 2
        wide = next((end - start for start, end, sign in zip(starts, ends, text, strict=True) if sign >= _WIDE), 0.0)
        return Run(starts[0], middle - half, ends[-1], middle + half, text, False, wide, starts, ends)


def _words(line: list[_Sign]) -> Iterator[tuple[list[_Sign], bool]]:
    """The words of a line, between spaces and where the pen leapt, and whether a space follows."""
    for found in _WORD.finditer("".join(sign.text for sign in line)):
        signs = line[found.start() : found.end()]
        leaps = [at for at in range(1, len(signs)) if signs[at].left - signs[at - 1].right > _APART * signs[at].size]
        for begin, end in zip([0, *leaps], [*leaps, len(signs)], strict=True):
            yield signs[begin:end], end == len(signs) and found.end() < len(line)
