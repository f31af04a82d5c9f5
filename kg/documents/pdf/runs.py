"""Glyphs in the order of the file become runs: what is printed tightly together and is never divided again.

A number is never put together from two cells, nor divided between them, because a cell takes runs whole: text that
flows over its cell's rule stays with the cell that holds most of it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from kg.documents.pdf.plane import Quad
from kg.documents.pdf.shapes import Run

UNMAPPED = "\ufffd"
"""What stands for a glyph that the file gives no character for."""
_TIGHT = 0.14
_BACK = -0.6
_DRIFT = 0.3
_TWICE = 0.35
_SPACES = {9, 32, 0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F, 0x205F}
_NOTHING = {0, 0xAD, 0xFFFE, 0xFEFF, *range(0x200B, 0x2010)}
_HYPHEN = 2
_WIDE = 0x2E80


class Glyphs(NamedTuple):
    """The glyphs of a page in the order of the file: code points, boxes in the upright frame, set upright or not."""

    codes: Sequence[int]
    boxes: Sequence[Quad]
    sideways: frozenset[int]


class Piece(NamedTuple):
    """A run, and the place of its first glyph in the file."""

    first: int
    run: Run


def pieces(glyphs: Glyphs) -> list[Piece]:
    """The runs of a page in the order of the file. A glyph printed twice for bold type is one glyph."""
    found: list[Piece] = []
    codes, boxes, sideways = glyphs
    text: list[str] = []
    first = 0
    left = top = right = bottom = before = wide = 0.0
    last = -1

    def close(*, spaced: bool) -> None:
        if text:
            found.append(Piece(first, Run(left, top, right, bottom, "".join(text), spaced, wide)))
            text.clear()

    for at, code in enumerate(codes):
        if code <= 32 or code in _SPACES or code in _NOTHING:
            if code == _HYPHEN:
                code = 0x2D  # noqa: PLW2901  the engine marks a hyphen at the end of a line so
            else:
                x0, _, x1, _ = boxes[at]
                close(spaced=code in _SPACES and x1 - x0 > 0)
                continue
        x0, y0, x1, y1 = boxes[at]
        if text:
            em = bottom - top
            gap = x0 - right
            near = _BACK * em < gap < _TIGHT * em and abs(y1 - bottom) + abs(y0 - top) < _DRIFT * 2 * em
            if near and code == last and abs(x0 - before) < _TWICE * (x1 - x0):
                continue
            if (near and at not in sideways) or (at in sideways and first in sideways):
                text.append(chr(code))
                left, right = min(left, x0), max(right, x1)
                top, bottom = min(top, y0), max(bottom, y1)
                before, last = x0, code
                if code >= _WIDE and x1 - x0 > wide:
                    wide = x1 - x0
                continue
            close(spaced=False)
        first, last, before, wide = at, code, x0, x1 - x0 if code >= _WIDE else 0.0
        text.append(chr(code))
        left, top, right, bottom = x0, y0, x1, y1
    close(spaced=False)
    return found
