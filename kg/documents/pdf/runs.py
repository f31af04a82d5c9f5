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
_SPACES = frozenset("\t \u00a0\u3000\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B))))
_NOTHING = frozenset("\u00ad\ufeff\ufffe" + "".join(map(chr, range(0x200B, 0x2010))))
_BREAKS = frozenset(map(chr, range(33))) | _SPACES | _NOTHING
_WIDE = "\u2e80"
_EDGE = 0.8
_LOOSE = 0.04
_NUMBER_ENDS = re.compile(r"\.\d\d+\|[-\d]|\d\|[^\d.,%％]|[^\d.,-]\|\d")


class Glyphs(NamedTuple):
    """The glyphs of a page in the order of the file: signs, boxes (left, top, right, bottom), those set sideways.

    The boxes stand upright, but up from ``height`` and right of ``left``: what is the frame's is made of runs, which
    are fewer.
    """

    signs: str
    boxes: Sequence[Quad]
    sideways: Set[int]
    left: float
    height: float


class Piece(NamedTuple):
    """A run, and the places of its glyphs in the file."""

    glyphs: list[int]
    run: Run


def pieces(glyphs: Glyphs) -> list[Piece]:
    """The runs of a page in the order of the file. A glyph printed twice for bold type is one glyph."""
    signs, boxes, sideways = glyphs.signs, glyphs.boxes, glyphs.sideways
    found: list[Piece] = []
    spots: list[int] = []
    top = bottom = em = right = before = last_gap = 0.0
    last = ""
    for at, sign in enumerate(signs):
        if sign in _BREAKS:
            if spots:
                found.append(_piece(spots, glyphs, spaced=sign in _SPACES and boxes[at][2] > boxes[at][0]))
                spots = []
            continue
        x0, y0, x1, y1 = boxes[at]
        if spots:
            if abs(y1 - bottom) + abs(y0 - top) < _DRIFT * em:
                if sign == last and abs(x0 - before) < _TWICE * (x1 - x0):
                    continue
                gap = x0 - right
                near = _BACK * em < gap < _TIGHT * em + last_gap and not sideways
            else:
                gap, near = 0.0, False
            if near or (sideways and _together(spots[-1], at, glyphs)):
                spots.append(at)
                right, before, last, last_gap = x1, x0, sign, gap if gap < 0 else 0.0
                continue
            found.append(_piece(spots, glyphs, spaced=False))
        spots = [at]
        top, bottom, em, right, before, last, last_gap = y0, y1, y0 - y1, x1, x0, sign, 0.0
    if spots:
        found.append(_piece(spots, glyphs, spaced=False))
    return _once(found)


def _together(one: int, other: int, glyphs: Glyphs) -> bool:
    """Whether two glyphs of a page with text in several directions are of one run."""
    if one in glyphs.sideways or other in glyphs.sideways:
        return one in glyphs.sideways and other in glyphs.sideways
    (_, top, right, bottom), (left, upper, _, lower) = glyphs.boxes[one], glyphs.boxes[other]
    em = top - bottom
    return abs(lower - bottom) + abs(upper - top) < _DRIFT * em and _BACK * em < left - right < _TIGHT * em


def _piece(spots: list[int], glyphs: Glyphs, *, spaced: bool) -> Piece:
    spans = [glyphs.boxes[at] for at in spots]
    text = "".join([glyphs.signs[at] for at in spots])
    wide = next((right - left for (left, _, right, _), sign in zip(spans, text, strict=True) if sign >= _WIDE), 0.0)
    lefts, tops, rights, bottoms = zip(*spans, strict=True)
    shift, height = glyphs.left, glyphs.height
    if shift:
        lefts, rights = tuple(left - shift for left in lefts), tuple(right - shift for right in rights)
    top, bottom = height - max(tops), height - min(bottoms)
    return Piece(spots, Run(min(lefts), top, max(rights), bottom, text, spaced, wide, lefts, rights))


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
    starts, ends = tuple(run.starts[at] for at in kept), tuple(run.ends[at] for at in kept)
    text = "".join(run.text[at] for at in kept)
    run = run._replace(left=min(starts), right=max(ends), text=text, starts=starts, ends=ends)
    return Piece([piece.glyphs[at] for at in kept], run)
