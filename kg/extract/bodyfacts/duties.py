"""The body's duties: each item of the list below such a heading, or the paragraph where there is no list.

What an item lists in its turn belongs to it. An introduction (…主要职责是：) is no duty.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from kg.codebooks import unnumbered
from kg.extract.bodyfacts import enumerations
from kg.extract.bodyfacts.lines import Line
from kg.extract.bodyfacts.sections import Placed
from kg.extract.bodyfacts.words import BodyWords
from kg.model import Agency, BodyFact

_ENDS = ("。", ";", "!")
_SHORTEST = 4


def duties(placed: Iterable[Placed], listed: Container[int], agency: Agency, words: BodyWords) -> tuple[BodyFact, ...]:
    """The duties of ``agency``; ``listed`` are the lines (by identity) that name offices or units instead."""
    found: list[BodyFact] = []
    for lines in _sections(placed, listed):
        for pieces in _items(lines, words):
            first, start, end = pieces[0]
            text = "".join(line.printed(a, b) for line, a, b in pieces).strip("-•·●◆■□▪★☆*")
            if len(text) >= _SHORTEST:
                found.append(BodyFact(agency=agency, kind="duty", text=text, place=first.place(start, end)))
    return tuple(found)


Piece = tuple[Line, int, int]


def _sections(placed: Iterable[Placed], listed: Container[int]) -> Iterator[list[Line]]:
    """The lines below each heading of duties, up to the first that is something else.

    Of a heading of duties directly below another the last holds: what stands between them introduces.
    """
    section, lines, closed = -1, list[Line](), False
    for one in placed:
        if one.section != section:
            if lines and one.topic != "duties":
                yield lines
            section, lines, closed = one.section, [], False
        if one.topic != "duties" or one.heading or closed:
            continue
        if not isinstance(one.of, Line) or id(one.of) in listed:
            closed = bool(lines)
        else:
            lines.append(one.of)
    if lines:
        yield lines


def _items(lines: Sequence[Line], words: BodyWords) -> Iterator[list[Piece]]:
    """Each duty as the pieces of lines it is printed in."""
    styles = [enumerations.style(line.text) for line in lines]
    first = next((style for style in styles if style), "")
    in_a_row = [enumerations.numbered(line.text) for line in lines]
    if not first or (any(in_a_row) and styles.count(first) == 1):
        yield from _paragraphs(lines, words)
        return
    pieces: list[Piece] = []
    for line, style in zip(lines, styles, strict=True):
        if style == first:
            if pieces:
                yield pieces
            pieces = [_bare(line)]
        elif pieces and (style or not _ends(pieces)):
            pieces.append((line, 0, len(line.text)))
    if pieces:
        yield pieces


def _ends(pieces: Sequence[Piece]) -> bool:
    """Whether the text so far ends a sentence."""
    line, _, end = pieces[-1]
    return line.text[:end].endswith(_ENDS)


def _paragraphs(lines: Sequence[Line], words: BodyWords) -> Iterator[list[Piece]]:
    for line in lines:
        run = enumerations.numbered(line.text)
        if run:
            yield from ([(line, start, end)] for start, end in run)
        elif not re.search(words.intro, line.text):
            yield [(line, 0, len(line.text))]


def _bare(line: Line) -> Piece:
    return line, len(line.text) - len(unnumbered(line.text)), len(line.text)
