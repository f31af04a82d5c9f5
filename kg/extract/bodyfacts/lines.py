"""Paragraphs as sentences need them: folded, with the way back to every printed character, and whole again.

A sentence that a page or a line of the layout cuts is put together; a heading glued to the end of the paragraph
above it is cut off. Promises: a place told for folded characters covers exactly the characters printed.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract.spans import span
from kg.model import Block, Paragraph, Span, Table

_ENDS = tuple("。;:!?")
_SENTENCE = 16
"""So many characters at least has a line whose sentence may go on in the next."""
_BEGINS = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}[、.]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.](?!\d)|"
    r"[①-⑳]|[-•·●◆■□▪★☆]|注:|附件|附表|(?:金额)?单位:|(?:公开|预算|决算)?\d*表)"
)
_NOTHING = re.compile(r"[-─]*\d{0,3}[-─]*")
"""A blank line, or the number of a page."""
_GLUED = re.compile(r"(?<=[。;])(?=[一二三四五六七八九十]{1,3}、[^。;,]{2,20}$)")


class Line(NamedTuple):
    """Folded text and, for each of its characters, the paragraph (by place in ``paragraphs``) and its offset there."""

    text: str
    origin: tuple[tuple[int, int], ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def level(self) -> int:
        """The heading level of its first paragraph."""
        return self.paragraphs[0].level

    def place(self, start: int, end: int, part: int = 1) -> Span:
        """Where the folded characters from ``start`` to before ``end`` are printed; the part in the first paragraph."""
        first = self.origin[start][0]
        offsets = [offset for at, offset in self.origin[start:end] if at == first]
        return span(self.paragraphs[first], offsets[0], offsets[-1] + 1, part)

    def whole(self, start: int, end: int) -> bool:
        """Whether these characters stand in one paragraph."""
        return self.origin[start][0] == self.origin[end - 1][0]

    def printed(self, start: int, end: int) -> str:
        """These characters as printed, without white space."""
        found, seen = [], None
        for origin in self.origin[start:end]:
            if origin != seen:
                found.append(self.paragraphs[origin[0]].text[origin[1]])
            seen = origin
        return "".join(found)

    def cut(self, start: int, end: int) -> "Line":
        """The line from ``start`` to before ``end``."""
        return Line(self.text[start:end], self.origin[start:end], self.paragraphs)


def stream(blocks: Sequence[Block]) -> tuple[Line | Table, ...]:
    """The lines and tables of a document in order."""
    found: list[Line | Table] = []
    run: list[Paragraph] = []
    for block in blocks:
        if block.paragraph is not None and not _NOTHING.fullmatch(_folded(block.paragraph.text)):
            run.append(block.paragraph)
        elif block.table is not None:
            found += [*_lines(run), block.table]
            run = []
    return (*found, *_lines(run))


def _lines(run: Sequence[Paragraph]) -> Iterator[Line]:
    pending: list[Paragraph] = []
    for paragraph in run:
        if pending and not _goes_on(pending, paragraph):
            yield from _unglued(_line(pending))
            pending = []
        pending.append(paragraph)
    if pending:
        yield from _unglued(_line(pending))


def _goes_on(pending: Sequence[Paragraph], paragraph: Paragraph) -> bool:
    before, after = "".join(_folded(one.text) for one in pending), _folded(paragraph.text)
    if pending[-1].level or paragraph.level or not before or before.endswith(_ENDS):
        return False
    told = len(before) >= _SENTENCE and re.search(r"[,;:。]", before) is not None
    told = told or (len(before) >= 2 * _SENTENCE and "、" in before)
    return told and not before.endswith("表") and _BEGINS.match(after) is None and "..." not in before


def _unglued(line: Line) -> Iterator[Line]:
    glued = _GLUED.search(line.text)
    if glued is None:
        yield line
    else:
        yield line.cut(0, glued.start())
        yield line.cut(glued.start(), len(line.text))


def _line(paragraphs: Sequence[Paragraph]) -> Line:
    text: list[str] = []
    origin: list[tuple[int, int]] = []
    for at, paragraph in enumerate(paragraphs):
        for offset, character in enumerate(paragraph.text):
            folded = _folded(character)
            text.append(folded)
            origin += [(at, offset)] * len(folded)
    return Line("".join(text), tuple(origin), tuple(paragraphs))


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    return plain(text)
