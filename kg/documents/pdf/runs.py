"""Glyphs in the order of the file become runs: what is printed tightly together and is never divided again.

A number is never put together from two cells, nor divided between them, because a cell takes runs whole: text that
flows over its cell's rule stays with the cell that holds most of it.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence, Set
from typing import NamedTuple

from kg.documents.pdf.plane import Quad
from kg.documents.pdf.shapes import Run

UNMAPPED = "\ufffd"
"""What stands for a glyph that the file gives no character for."""
_TIGHT = 0.14
"""The widest gap within a run, in heights of type; where boxes overlap (some fonts give their advances too wide), the
widest jump from one gap to the next."""
_BACK = -0.6
_DRIFT = 0.6
_TWICE = 0.35
_SPACES = {9, 32, 0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F, 0x205F}
_NOTHING = {0, 0xAD, 0xFFFE, 0xFEFF, *range(0x200B, 0x2010)}
_HYPHEN = 2
_MINUS = 0x2D
_WIDE = 0x2E80
_EDGE = 0.8
_LOOSE = 0.04
_NUMBER_ENDS = re.compile(r"\.\d\d+\|[-\d]|\d\|[^\d.,%％]|[^\d.,-]\|\d")


class Glyphs(NamedTuple):
    """The glyphs of a page in the order of the file: code points, boxes in the upright frame, set upright or not."""

    codes: Sequence[int]
    boxes: Sequence[Quad]
    sideways: frozenset[int]


class Piece(NamedTuple):
    """A run, and the places of its glyphs in the file."""

    glyphs: list[int]
    run: Run


def pieces(glyphs: Glyphs) -> list[Piece]:
    """The runs of a page in the order of the file. A glyph printed twice for bold type is one glyph."""
    found: list[Piece] = []
    codes, boxes, sideways = glyphs
    text: list[str] = []
    starts: list[float] = []
    ends: list[float] = []
    spots: list[int] = []
    left = top = right = bottom = before = wide = last_gap = 0.0
    last = -1

    def close(*, spaced: bool) -> None:
        nonlocal text, starts, ends, spots
        if text:
            found.append(Piece(spots, Run(left, top, right, bottom, "".join(text), spaced, wide, starts, ends)))
            text, starts, ends, spots = [], [], [], []

    for at, code in enumerate(codes):
        x0, y0, x1, y1 = boxes[at]
        if code <= 32 or code in _SPACES or code in _NOTHING:
            if code != _HYPHEN:
                close(spaced=code in _SPACES and x1 - x0 > 0)
                continue
            code = _MINUS  # noqa: PLW2901  the engine marks a hyphen at the end of a line so
        if text:
            em = bottom - top
            level = abs(y1 - bottom) + abs(y0 - top) < _DRIFT * em
            if code == last and level and abs(x0 - before) < _TWICE * (x1 - x0):
                continue
            gap = x0 - right
            near = level and _BACK * em < gap < _TIGHT * em + last_gap
            if (near and at not in sideways) or (at in sideways and spots[0] in sideways):
                text.append(chr(code))
                spots.append(at)
                starts.append(x0)
                ends.append(x1)
                left, right = min(left, x0), max(right, x1)
                top, bottom = min(top, y0), max(bottom, y1)
                before, last, last_gap = x0, code, min(gap, 0.0)
                if code >= _WIDE and x1 - x0 > wide:
                    wide = x1 - x0
                continue
            close(spaced=False)
        last, before, last_gap = code, x0, 0.0
        wide = x1 - x0 if code >= _WIDE else 0.0
        text.append(chr(code))
        spots.append(at)
        starts.append(x0)
        ends.append(x1)
        left, top, right, bottom = x0, y0, x1, y1
    close(spaced=False)
    return _once(found)


def _once(found: list[Piece]) -> list[Piece]:
    """Runs without those that are printed again in nearly the same place: a whole word doubled for bold type."""
    seen: dict[str, list[Run]] = {}
    kept = []
    for piece in found:
        run = piece.run
        same = seen.setdefault(run.text, [])
        slack = _TWICE * min(run.tall, run.right - run.left)
        if any(abs(run.left - one.left) < slack and abs(run.top - one.top) < slack for one in same):
            continue
        same.append(run)
        kept.append(piece)
    return kept


def parted(run: Run, place: float) -> tuple[Run, Run] | None:
    """A run that a column rule at ``place`` parts into two, or nothing where it flows over the rule.

    A rule that runs through a glyph is flowed over. Between two glyphs it parts them where these are not printed as
    tightly as the others, or where a finished number, or a number and a word, meet there.
    """
    at = bisect_left(run.starts, place - _EDGE)
    if not 0 < at < len(run.text) or len(run.starts) != len(run.text):
        return None
    end, start = run.ends[at - 1], run.starts[at]
    if not min(end, start) - _EDGE <= place <= max(end, start) + _EDGE:
        return None
    if abs(start - end - _usual_gap(run)) < _LOOSE * run.tall and not _NUMBER_ENDS.search(
        f"{run.text[:at]}|{run.text[at:]}"
    ):
        return None
    return (
        run._replace(right=end, text=run.text[:at], spaced=False, starts=run.starts[:at], ends=run.ends[:at]),
        run._replace(left=start, text=run.text[at:], starts=run.starts[at:], ends=run.ends[at:]),
    )


def _usual_gap(run: Run) -> float:
    """The gap between most glyphs of a run; below 0 where boxes overlap."""
    gaps = sorted(start - end for end, start in zip(run.ends, run.starts[1:], strict=False))
    return gaps[len(gaps) // 2]


def without(piece: Piece, hidden: Set[int]) -> Piece | None:
    """A run without some of its glyphs, or nothing where none is left."""
    kept = [at for at in range(len(piece.glyphs)) if piece.glyphs[at] not in hidden]
    if not kept:
        return None
    run = piece.run
    starts, ends = [run.starts[at] for at in kept], [run.ends[at] for at in kept]
    text = "".join(run.text[at] for at in kept)
    run = run._replace(left=min(starts), right=max(ends), text=text, starts=starts, ends=ends)
    return Piece([piece.glyphs[at] for at in kept], run)
