"""What is drawn on a page beside its text: lines and thin shapes, tinted areas, images; and how things are painted."""

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from typing import Any, NamedTuple

from kg.documents.pdf.ink import straight
from kg.documents.pdf.paint import AS_IT_IS, Matrix, around, thin, times
from kg.documents.pdf.pdfium import Handle, columns, raw
from kg.documents.pdf.plane import Quad
from kg.errors import DamagedFile

MOST_OBJECTS = 200_000
"""The most drawn objects of a page that are read."""
_DEEPEST = 8
_PLAIN_AREA = 5
_PAPER = 248
_NO_SIZE = 0.01


class Drawn(NamedTuple):
    """What is drawn on a page: thin shapes, tinted areas, images, and its texts, those in forms with their matrix."""

    thin: list[tuple[Quad, bool]]
    tinted: list[Quad]
    images: list[Quad]
    inside: dict[int, Matrix]
    texts: list[Handle]


class Ink(NamedTuple):
    """Whether a glyph has no ink at all, or ink in the colour of paper."""

    unseen: bool
    light: bool


PLAIN = Ink(unseen=False, light=False)


class _Style(NamedTuple):
    """How a path is drawn."""

    light: bool
    filled: int
    stroked: int


def tints(colour: Any, things: Sequence[Handle]) -> list[Ink]:
    """Whether objects are painted in the colour of paper, or wholly transparent; ``colour`` is the engine's."""
    count = len(things)
    places = columns().colours
    known = list(map(colour, things, *(column.refs(count) for column in places)))
    inks = []
    for told, red, green, blue, alpha in zip(known, *(column.values(count) for column in places), strict=True):
        light = red >= _PAPER and green >= _PAPER and blue >= _PAPER
        inks.append(Ink(alpha == 0, light) if told and (light or alpha == 0) else PLAIN)
    return inks


def drawn(page: Handle) -> Drawn:
    """Everything drawn on a page but its own text. Raises ``DamagedFile`` for too many objects."""
    found = Drawn([], [], [], {}, [])
    count = _limited(raw.FPDFPage_CountObjects(page))
    _objects(list(map(raw.FPDFPage_GetObject, repeat(page, count), range(count))), AS_IT_IS, 0, found)
    return found


def mend(texts: Sequence[Handle]) -> None:
    """Give a size to texts that have none, before the text of their page is read.

    A glyph that the file embeds no font for, where this machine has none either, is drawn as nothing. The engine
    takes a text of one such glyph for empty, and two such texts one below the other for one printed twice, and would
    leave them out. A thin outline makes them something.
    """
    places = columns().floats
    count = len(texts)
    list(map(raw.FPDFPageObj_GetBounds, texts, *(column.refs(count) for column in places)))
    boxes = zip(texts, *(column.values(count) for column in places), strict=True)
    for thing in [one for one, x0, y0, x1, y1 in boxes if x1 - x0 < _NO_SIZE or y1 - y0 < _NO_SIZE]:
        if raw.FPDFTextObj_GetTextRenderMode(thing) == raw.FPDF_TEXTRENDERMODE_FILL:
            raw.FPDFTextObj_SetTextRenderMode(thing, raw.FPDF_TEXTRENDERMODE_FILL_STROKE)
            raw.FPDFPageObj_SetStrokeWidth(thing, 1.0)
            raw.FPDFPageObj_Transform(thing, 1, 0, 0, 1, 0, 0)


def _limited(objects: int) -> int:
    if objects > MOST_OBJECTS:
        what = f"the page has {objects} objects; at most {MOST_OBJECTS} are read."
        raise DamagedFile(what, advice="It is a drawing and no text: print it to a new PDF.")
    return objects


def _objects(things: Sequence[Handle], matrix: Matrix, depth: int, found: Drawn) -> None:
    """Add the objects of the page, or of a form that is drawn on it with ``matrix``."""
    paths = []
    for thing, kind in zip(things, map(raw.FPDFPageObj_GetType, things), strict=True):
        if kind == raw.FPDF_PAGEOBJ_PATH:
            paths.append(thing)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            found.texts.append(thing)
            if depth:
                found.inside[ctypes.addressof(thing.contents)] = matrix
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            quad = _bounds([thing], matrix)[0]
            (found.thin.append((quad, False)) if thin(quad) else found.images.append(quad))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            count = _limited(raw.FPDFFormObj_CountObjects(thing))
            inner = list(map(raw.FPDFFormObj_GetObject, repeat(thing, count), range(count)))
            _objects(inner, times(_matrix(thing), matrix), depth + 1, found)
    _paths(paths, matrix, found)


def _bounds(things: Sequence[Handle], matrix: Matrix) -> list[Quad]:
    """The boxes of objects in PDF space."""
    count = len(things)
    places = columns().floats
    list(map(raw.FPDFPageObj_GetBounds, things, *(column.refs(count) for column in places)))
    lefts, bottoms, rights, tops = (column.values(count) for column in places)
    quads: list[Quad] = list(zip(lefts, tops, rights, bottoms, strict=True))
    return quads if matrix is AS_IT_IS else [around(((x0, y0), (x1, y1)), matrix) for x0, y1, x1, y0 in quads]


def _matrix(thing: Handle) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, ctypes.byref(matrix))
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _paths(paths: Sequence[Handle], matrix: Matrix, found: Drawn) -> None:
    """Paths: rules if thin, else their sides where drawn as lines, and their areas where filled."""
    count = len(paths)
    places = columns().flags
    list(map(raw.FPDFPath_GetDrawMode, paths, *(column.refs(count) for column in places)))
    fills, strokes = (column.values(count) for column in places)
    lines = [path for path, stroked in zip(paths, strokes, strict=True) if stroked]
    areas = [path for path, stroked in zip(paths, strokes, strict=True) if not stroked]
    inks = {True: iter(tints(raw.FPDFPageObj_GetStrokeColor, lines))}
    inks[False] = iter(tints(raw.FPDFPageObj_GetFillColor, areas))
    for path, quad, filled, stroked in zip(paths, _bounds(paths, matrix), fills, strokes, strict=True):
        unseen, light = next(inks[bool(stroked)])
        if unseen or not (filled or stroked):
            continue
        if thin(quad):
            found.thin.append((quad, light))
        elif stroked or raw.FPDFPath_CountSegments(path) > _PLAIN_AREA:
            _sides(path, matrix, _Style(light, filled, stroked), found)
        elif not light:
            found.tinted.append(quad)


def _sides(path: Handle, matrix: Matrix, style: _Style, found: Drawn) -> None:
    """Add the sides of the figures of a path that are drawn as lines, and those figures that are rules."""
    for points in _figures(path, times(_matrix(path), matrix)):
        box = around(points, AS_IT_IS)
        if style.filled and thin(box):
            found.thin.append((box, style.light))
        elif style.filled and not style.stroked and not style.light:
            found.tinted.append(box)
        if style.stroked:
            sides = [(one, two) for one, two in pairwise(points) if straight(*one, *two)]
            found.thin.extend((around(side, AS_IT_IS), style.light) for side in sides)


def _figures(thing: Handle, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The figures of a path as their corners; a curve is left out."""
    points: list[tuple[float, float]] = []
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    refs = ctypes.byref(x), ctypes.byref(y)
    for at in range(raw.FPDFPath_CountSegments(thing)):
        segment = raw.FPDFPath_GetPathSegment(thing, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        if kind != raw.FPDF_SEGMENT_BEZIERTO:
            raw.FPDFPathSegment_GetPoint(segment, *refs)
            points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if points:
        yield points
