"""Frames of a page: from PDF space (from the bottom left, before any turn) to a frame from the top left, turned.

A page can be turned by its ``/Rotate`` entry, or its text can be set sideways on a page that is not; both are only a
frame in which text is upright.
"""

from collections.abc import Iterable
from typing import NamedTuple

from kg.documents.pdf.shapes import Area

Quad = tuple[float, float, float, float]


class Plane(NamedTuple):
    """The visible box of a page in PDF space, and the clockwise quarter ``turns`` that show it upright."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the turned frame, in points."""
        wide, tall = self.right - self.left, self.top - self.bottom
        return (tall, wide) if self.turns % 2 else (wide, tall)

    def framed(self, boxes: Iterable[Quad]) -> list[Quad]:
        """Boxes (left, top, right, bottom; the top is the larger) of PDF space, in this frame."""
        left, bottom, right, top, turns = self
        if turns == 0:
            return [(x0 - left, top - y1, x1 - left, top - y0) for x0, y1, x1, y0 in boxes]
        if turns == 1:
            return [(y0 - bottom, x0 - left, y1 - bottom, x1 - left) for x0, y1, x1, y0 in boxes]
        if turns == 2:
            return [(right - x1, y0 - bottom, right - x0, y1 - bottom) for x0, y1, x1, y0 in boxes]
        return [(top - y1, right - x1, top - y0, right - x0) for x0, y1, x1, y0 in boxes]


def turned(area: Area, turns: int, width: float, height: float) -> Area:
    """``area`` of a frame of ``width`` and ``height``, after ``turns`` clockwise quarter turns of that frame."""
    left, top, right, bottom = area
    if turns == 1:
        return Area(height - bottom, left, height - top, right)
    if turns == 2:
        return Area(width - right, height - bottom, width - left, height - top)
    if turns == 3:
        return Area(top, width - right, bottom, width - left)
    return area
