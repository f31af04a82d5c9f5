"""Folded text that remembers where each of its characters is printed.

Words are compared without white space, in one kind of brackets and quotes; a fact has to point at the characters
of the paragraph all the same. Promises: a place given back covers exactly the characters it was asked for.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract.spans import span
from kg.model import Block, Document, Paragraph, Span

_STOPS = re.compile(r"[。;:!?]$")
_CLOSED = re.compile(r"(?:元|%|\))$")
_ORDINAL = re.compile(
    r"第[一二三四五六七八九十]+(?:部分|章|节)|[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|\d{1,2}[、.](?!\d)|[①-⑳]"
)
_BROKEN = 15
"""A line shorter than this is no sentence that a page break has cut."""


class Folded(NamedTuple):
    """Folded text; ``places`` are the paragraph and the character that each of its characters comes from."""

    text: str
    places: tuple[tuple[Paragraph, int], ...]

    def part(self, start: int, end: int | None = None) -> "Folded":
        """The characters from ``start`` to before ``end``."""
        return Folded(self.text[start:end], self.places[start:end])

    def plus(self, other: "Folded") -> "Folded":
        """This text and the other behind it."""
        return Folded(self.text + other.text, self.places + other.places)

    def span(self, start: int, end: int, part: int = 1) -> Span:
        """Where the characters from ``start`` to before ``end`` are printed; of two paragraphs the first."""
        paragraph, first = self.places[start]
        last = max(at for one, at in self.places[start:end] if one is paragraph)
        return span(paragraph, first, last + 1, part)

    def printed(self, start: int, end: int) -> str:
        """The characters as printed, without line breaks."""
        if start >= end:
            return ""
        pieces: list[str] = []
        for paragraph in dict.fromkeys(one for one, _ in self.places[start:end]):
            at = [place for one, place in self.places[start:end] if one is paragraph]
            pieces.append(paragraph.text[at[0] : at[-1] + 1])
        return re.sub(r"\s*\n\s*", "", "".join(pieces)).strip()


def folded(paragraph: Paragraph) -> Folded:
    """The text of a paragraph, folded character by character."""
    letters: list[str] = []
    places: list[tuple[Paragraph, int]] = []
    for at, character in enumerate(paragraph.text):
        for letter in plain(character):
            letters.append(letter)
            places.append((paragraph, at))
    return Folded("".join(letters), tuple(places))


def passages(document: Document) -> Iterator[Folded]:
    """The paragraphs of ``document``, those put together that a page break has cut in the middle of a sentence."""
    for run in _runs(document.blocks):
        whole: Folded | None = None
        for paragraph in run:
            text = folded(paragraph)
            if whole is not None and _goes_on(whole, text, paragraph):
                whole = whole.plus(text)
                continue
            if whole is not None:
                yield whole
            whole = text
        if whole is not None:
            yield whole


def _runs(blocks: Sequence[Block]) -> Iterator[list[Paragraph]]:
    """Paragraphs that follow one another without a table between them."""
    run: list[Paragraph] = []
    for block in blocks:
        if block.paragraph is not None:
            run.append(block.paragraph)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _goes_on(before: Folded, after: Folded, paragraph: Paragraph) -> bool:
    """Whether the paragraph ``after`` is the rest of the sentence that ``before`` begins."""
    if not after.text or paragraph.level or not before.places or before.places[-1][0].level:
        return False
    if _STOPS.search(before.text) or _CLOSED.search(before.text) or len(before.text) < _BROKEN:
        return False
    return not _ORDINAL.match(after.text) and re.search(r"\d(?:万元|亿元|元|$)", before.text) is not None
