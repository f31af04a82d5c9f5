"""The geometry of what is painted: matrices and boxes of PDF space, what a clip shows, what images cover."""

from collections.abc import Iterable

from kg.documents.pdf.ink import THIN
from kg.documents.pdf.plane import Quad
from kg.documents.pdf.shapes import Area, Run

Matrix = tuple[float, float, float, float, float, float]
AS_IT_IS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_PICTURED = 0.5


def shows(run: Run, clip: Area) -> bool:
    """Whether a run is inside of its clip, judged by the middle of its line; cut at its ends it is kept whole.

    So a line cut in two by the end of a page is read once, and a number whose last digit is cut off is read whole.
    """
    slack = run.tall / 4
    return clip.top <= run.middle <= clip.bottom and clip.left + slack < run.right and run.left < clip.right - slack


def thin(quad: Quad) -> bool:
    """Whether a box is as thin as a rule."""
    left, top, right, bottom = quad
    return right - left <= THIN or top - bottom <= THIN


def pictured(images: list[Quad], shown: list[Run], whole: float) -> int:
    """The share of the page under images that no text stands on, in percent."""
    bare = [Area(*quad) for quad in images]
    bare = [one for one in bare if not any(one.holds(run.left, run.middle) for run in shown)]
    return round(100 * sum((one.right - one.left) * (one.bottom - one.top) for one in bare) / max(whole, 1.0))


def covered(images: list[Quad], whole: float) -> bool:
    """Whether images cover most of a page of ``whole`` square points."""
    return sum((right - left) * (top - bottom) for left, top, right, bottom in images) > _PICTURED * whole


def times(first: Matrix, then: Matrix) -> Matrix:
    """One matrix after another."""
    if then is AS_IT_IS:
        return first
    a, b, c, d, e, f = first
    u, v, w, x, y, z = then
    return a * u + b * w, a * v + b * x, c * u + d * w, c * v + d * x, e * u + f * w + y, e * v + f * x + z


def around(points: Iterable[tuple[float, float]], matrix: Matrix) -> Quad:
    """The box (left, top, right, bottom) around points after a matrix, in PDF space."""
    if matrix is not AS_IT_IS:
        a, b, c, d, e, f = matrix
        points = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
    xs, ys = zip(*points, strict=True)
    return min(xs), max(ys), max(xs), min(ys)


def common(one: Quad, other: Quad) -> Quad:
    """What two boxes have in common."""
    return max(one[0], other[0]), min(one[1], other[1]), min(one[2], other[2]), max(one[3], other[3])
