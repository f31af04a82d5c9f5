"""The one door to PDFium: a page's glyphs become runs, its thin shapes become rules.

PDFium draws pages in a browser, so what is visible is decided here as readers see it: glyphs outside their clip, off
the page, invisible or in the colour of the paper are counted and left out. Nothing of PDFium leaves this module.
Calls into it cost more than anything else, so each is made for a run of glyphs where it need not be made for each.
"""

import ctypes
import math
import re
import struct
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from kg.documents.pdf.columns import Column
from kg.documents.pdf.ink import Shape, rules_of, straight
from kg.documents.pdf.paint import AS_IT_IS, Matrix, around, covered, pictured, shows, thin, times
from kg.documents.pdf.plane import Plane, Quad
from kg.documents.pdf.runs import UNMAPPED, Glyphs, Piece, pieces, without
from kg.documents.pdf.shapes import Area, Sheet
from kg.documents.pdf.upright import QUARTER, SLANT, aslant, turns
from kg.errors import DamagedFile, LockedFile

MOST_GLYPHS = 200_000
"""The most glyphs of a page that are read; a page of a disclosure has under ten thousand."""
MOST_OBJECTS = 200_000
"""The most drawn objects of a page that are read."""
_DEEPEST = 8
_PLAIN_AREA = 5
_UNSEEN = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
_PAPER = 248
_STEP = 7
_UNUSUAL = re.compile(r"[^\s!-~\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]")
_ALONE = threading.Lock()
"""PDFium is for one thread at a time, so are the places it writes to."""
_Handle = Any  # the engine's pointers have no types of their own


@contextmanager
def opened(content: bytes, place: str) -> Iterator["Reader"]:
    """The document in ``content``; ``place`` names it in errors.

    Raises ``LockedFile`` where a password is needed and ``DamagedFile`` where it is no readable PDF.
    """
    with _ALONE:
        yield from _opened(content, place)


def _opened(content: bytes, place: str) -> Iterator["Reader"]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise LockedFile(
                "the PDF is encrypted and needs a password.", place=place, advice="Unlock it first, or fetch it anew."
            ) from error
        raise DamagedFile(
            "it is damaged, or no PDF.", place=place, advice="Fetch it again, or save it anew with a PDF program."
        ) from error
    try:
        yield Reader(document, place)
    finally:
        document.close()


class Reader:
    """The pages of an open document."""

    def __init__(self, document: pypdfium2.PdfDocument, place: str) -> None:
        self._document = document
        self._place = place

    def __len__(self) -> int:
        return len(self._document)

    def sheet(self, number: int) -> Sheet:
        """Page ``number``, from 1. Raises ``DamagedFile`` where it cannot be loaded or is beyond all measure."""
        page = raw.FPDF_LoadPage(self._document.raw, number - 1)
        if not page:
            raise self.damaged(number, "the page cannot be read.")
        text = raw.FPDFText_LoadPage(page)
        try:
            if not text:
                raise self.damaged(number, "the text of the page cannot be read.")
            return _Page(self, page, text, number).read()
        finally:
            if text:
                raw.FPDFText_ClosePage(text)
            raw.FPDF_ClosePage(page)

    def damaged(self, number: int, what: str) -> DamagedFile:
        """The error for page ``number``."""
        return DamagedFile(what, place=f"{self._place}: page {number}", advice="Save it anew with a PDF program.")


class _Columns:
    """Places for the engine's answers, kept for all documents: making them costs more than using them."""

    def __init__(self) -> None:
        self.floats = tuple(Column("f") for _ in range(4))
        self.colours = tuple(Column("I") for _ in range(4))
        self.flags = tuple(Column("i") for _ in range(2))
        self._boxes = (raw.FS_RECTF * 0)()
        self._refs: list[Any] = []

    def boxes(self, text: _Handle, count: int) -> list[Quad]:
        """The boxes of a page's first ``count`` glyphs in PDF space: the advance by the height of the type."""
        if count > len(self._boxes):
            self._boxes = (raw.FS_RECTF * (2 * count))()
            self._refs = [ctypes.byref(box) for box in self._boxes]
        for _ in map(raw.FPDFText_GetLooseCharBox, repeat(text, count), range(count), self._refs):
            pass
        return list(struct.iter_unpack("4f", bytes(memoryview(self._boxes).cast("B")[: count * 16])))


@cache
def _columns() -> _Columns:
    return _Columns()


class _Drawn(NamedTuple):
    """What is drawn on a page beside text: thin shapes, tinted areas, images, and the text inside of forms."""

    thin: list[tuple[Quad, bool]]
    tinted: list[Quad]
    images: list[Quad]
    inside: dict[int, Matrix]


class _Ink(NamedTuple):
    """Whether a glyph has no ink at all, or ink in the colour of paper."""

    unseen: bool
    light: bool


_PLAIN = _Ink(unseen=False, light=False)


class _Style(NamedTuple):
    """How a path is drawn."""

    light: bool
    filled: int
    stroked: int


class _Page:
    """One loaded page."""

    def __init__(self, reader: Reader, page: _Handle, text: _Handle, number: int) -> None:
        self._reader, self._page, self._text, self._number = reader, page, text, number
        self._floats = ctypes.c_float(), ctypes.c_float()
        self._refs = [ctypes.byref(one) for one in self._floats]

    def read(self) -> Sheet:
        count = raw.FPDFText_CountChars(self._text)
        if count > MOST_GLYPHS:
            raise self._reader.damaged(self._number, f"the page has {count} glyphs; at most {MOST_GLYPHS} are read.")
        boxes = _columns().boxes(self._text, count)
        signs = self._signs(count)
        angles = self._angles(signs)
        turned = turns(angles) if angles else 0 if count else raw.FPDFPage_GetRotation(self._page)
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(self._page, ctypes.byref(box))
        plane = Plane(box.left, box.bottom, box.right, box.top, turned)
        drawn = self._drawn()
        sideways, slanted = aslant(angles, turned)
        glyphs = Glyphs(signs, boxes, sideways, plane.left, plane.top)
        if turned:
            glyphs = Glyphs(signs, [(x0, -y0, x1, -y1) for x0, y0, x1, y1 in plane.framed(boxes)], sideways, 0.0, 0.0)
        found = pieces(glyphs)
        unmapped = self._unmapped(signs, found)
        if unmapped:
            signs = "".join(UNMAPPED if at in unmapped else sign for at, sign in enumerate(signs))
            found = pieces(glyphs._replace(signs=signs))
        seen, hidden = self._seen(found, plane, drawn)
        shapes = [
            Shape(box, light)
            for box, (_, light) in zip(plane.framed(q for q, _ in drawn.thin), drawn.thin, strict=True)
        ]
        across, down = rules_of(shapes, [Area(*quad) for quad in plane.framed(drawn.tinted)])
        width, height = plane.size
        return Sheet(
            number=self._number,
            width=width,
            height=height,
            turned=(raw.FPDFPage_GetRotation(self._page) - turned) % 4,
            runs=[piece.run for piece in seen if piece.glyphs[0] not in slanted],
            across=across,
            down=down,
            pictured=pictured(plane.framed(drawn.images), [piece.run for piece in seen], width * height),
            hidden=hidden,
            unmapped=len(unmapped),
            slanted=[piece.run.text for piece in seen if piece.glyphs[0] in slanted],
        )

    def _signs(self, count: int) -> str:
        """The characters of the glyphs, one for each; a hyphen where the engine marks one that ends a line."""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = raw.FPDFText_GetText(self._text, 0, count, buffer)
        signs = bytes(buffer)[: 2 * count].decode("utf-16-le", errors="replace")
        if written != count + 1 or len(signs) != count:
            signs = "".join(map(chr, map(raw.FPDFText_GetUnicode, repeat(self._text, count), range(count))))
        return signs.replace("\x02", "-").replace("\ufffe", "-")

    def _unmapped(self, signs: str, found: list[Piece]) -> frozenset[int]:
        """The glyphs that the file gives no character for.

        Asked of the first and last glyph of each run and of unusual ones; where one is found, of all.
        """
        few = {at for piece in found for at in (piece.glyphs[0], piece.glyphs[-1])}
        few.update(match.start() for match in _UNUSUAL.finditer(signs))
        if not self._wrong(few):
            return frozenset()
        return frozenset(self._wrong(range(len(signs))))

    def _wrong(self, glyphs: Collection[int]) -> list[int]:
        """Which of ``glyphs`` have no character."""
        flags = map(raw.FPDFText_HasUnicodeMapError, repeat(self._text, len(glyphs)), glyphs)
        return [at for at, flag in zip(glyphs, flags, strict=True) if flag == 1]

    def _angles(self, signs: str) -> dict[int, float]:
        """The direction of glyphs, in radians against the clock; nothing where all are upright."""
        count = len(signs)
        angle = raw.FPDFText_GetCharAngle
        few = map(angle, repeat(self._text), range(0, count, _STEP))
        if all(one < SLANT or one > 4 * QUARTER - SLANT for one in few):
            return {}
        matrix = raw.FS_MATRIX()
        found = {}
        for at in range(count):
            if signs[at] > " " and raw.FPDFText_GetMatrix(self._text, at, ctypes.byref(matrix)):
                found[at] = math.atan2(matrix.b, matrix.a) % (4 * QUARTER)
        return found

    def _seen(self, found: list[Piece], plane: Plane, drawn: _Drawn) -> tuple[list[Piece], int]:
        """The runs that show on the page, and the number of glyphs that do not.

        How a run is painted is asked of its first and its last glyph, and of each where these are not both shown. A
        page whose text is all invisible and that is a picture has been through OCR: that text is its text.
        """
        width, height = plane.size
        page = Area(0, 0, width, height)
        firsts, lasts = [piece.glyphs[0] for piece in found], [piece.glyphs[-1] for piece in found]
        things = self._things([*firsts, *lasts])
        inks = self._inks(things)
        layer = bool(found) and covered(drawn.images, width * height) and all(ink.unseen for ink in inks)
        clips = self._clips(things[: len(found)], plane, drawn)
        grounds = [Area(*quad) for quad in plane.framed([*drawn.tinted, *drawn.images])]
        shown = []
        for piece, first, last, clip in zip(found, inks, inks[len(found) :], clips, strict=False):
            run = piece.run
            if not page.holds((run.left + run.right) / 2, run.middle):
                continue
            left = piece if clip is None or shows(run, clip) else self._uncut(piece, plane, drawn)
            if left and not layer and (first is not _PLAIN or last is not _PLAIN):
                left = self._painted(left, on_ground=any(ground.holds(run.left, run.middle) for ground in grounds))
            if left:
                shown.append(left)
        return shown, sum(len(piece.run.text) for piece in found) - sum(len(piece.run.text) for piece in shown)

    def _uncut(self, piece: Piece, plane: Plane, drawn: _Drawn) -> Piece | None:
        """What shows of a run whose first glyph is cut away: its other glyphs may be cut to another box."""
        run = piece.run
        clips = self._clips(self._things(piece.glyphs), plane, drawn)
        return without(
            piece,
            {
                at
                for at, start, end, clip in zip(piece.glyphs, run.starts, run.ends, clips, strict=True)
                if clip and not shows(run._replace(left=start, right=end), clip)
            },
        )

    def _painted(self, piece: Piece, *, on_ground: bool) -> Piece | None:
        """What shows of a run that has glyphs without ink, or in the colour of paper and not on a darker ground."""
        inks = self._inks(self._things(piece.glyphs))
        unseen = {at for at, ink in zip(piece.glyphs, inks, strict=True) if ink.unseen or (ink.light and not on_ground)}
        return without(piece, unseen)

    def _things(self, glyphs: Sequence[int]) -> list[_Handle]:
        """The text objects of glyphs."""
        return list(map(raw.FPDFText_GetTextObject, repeat(self._text, len(glyphs)), glyphs))

    def _inks(self, things: Sequence[_Handle]) -> list[_Ink]:
        """How text objects are painted."""
        modes = list(map(raw.FPDFTextObj_GetTextRenderMode, things))
        inks = self._tints(raw.FPDFPageObj_GetFillColor, things)
        for at, mode in enumerate(modes):
            if mode == raw.FPDF_TEXTRENDERMODE_STROKE:
                inks[at] = self._tints(raw.FPDFPageObj_GetStrokeColor, [things[at]])[0]
            elif mode in _UNSEEN:
                inks[at] = _Ink(unseen=True, light=False)
        return inks

    def _tints(self, colour: Any, things: Sequence[_Handle]) -> list[_Ink]:
        """Whether objects are painted in the colour of paper, or wholly transparent."""
        count = len(things)
        columns = _columns().colours
        known = list(map(colour, things, *(column.refs(count) for column in columns)))
        inks = []
        for told, red, green, blue, alpha in zip(known, *(column.values(count) for column in columns), strict=True):
            light = red >= _PAPER and green >= _PAPER and blue >= _PAPER
            inks.append(_Ink(alpha == 0, light) if told and (light or alpha == 0) else _PLAIN)
        return inks

    def _clips(self, things: Sequence[_Handle], plane: Plane, drawn: _Drawn) -> list[Area | None]:
        """The areas that text objects are cut to; nothing where one is not cut."""
        found: list[Area | None] = [None] * len(things)
        paths = list(map(raw.FPDFPageObj_GetClipPath, things))
        counts = list(map(raw.FPDFClipPath_CountPaths, paths))
        quads: dict[int, Quad] = {}
        for step in range(max(counts, default=0)):
            cut = [at for at, count in enumerate(counts) if count > step]
            for at, quad in zip(cut, self._corners([paths[at] for at in cut], step), strict=True):
                quads[at] = _common(quads[at], quad) if at in quads else quad
        for at in quads if drawn.inside else ():
            left, top, right, bottom = quads[at]
            matrix = drawn.inside.get(ctypes.addressof(things[at].contents), AS_IT_IS)
            quads[at] = around(((left, top), (right, bottom)), matrix)
        for at, quad in zip(quads, plane.framed(quads.values()), strict=True):
            found[at] = Area(*quad)
        return found

    def _corners(self, paths: Sequence[_Handle], step: int) -> list[Quad]:
        """The box of one path of each of several clips: two opposite corners, since clips are rectangles."""
        sides = list(map(raw.FPDFClipPath_CountPathSegments, paths, repeat(step)))
        if any(count not in {4, 5} for count in sides):
            return [self._box(path, step, count) for path, count in zip(paths, sides, strict=True)]
        ends = []
        columns = _columns().floats[:2]
        for corner in (0, 2):
            segments = list(map(raw.FPDFClipPath_GetPathSegment, paths, repeat(step), repeat(corner)))
            list(map(raw.FPDFPathSegment_GetPoint, segments, *(column.refs(len(paths)) for column in columns)))
            ends.append(zip(*(column.values(len(paths)) for column in columns), strict=True))
        return [(min(x0, x1), max(y0, y1), max(x0, x1), min(y0, y1)) for (x0, y0), (x1, y1) in zip(*ends, strict=True)]

    def _box(self, path: _Handle, step: int, sides: int) -> Quad:
        """The box of one path of a clip, of all its corners; everything where it has none."""
        if sides < 2:
            return -math.inf, math.inf, math.inf, -math.inf
        x, y = self._floats
        points = []
        for side in range(sides):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, step, side), *self._refs)
            points.append((x.value, y.value))
        return around(points, AS_IT_IS)

    def _drawn(self) -> _Drawn:
        """Everything drawn on the page but its own text."""
        drawn = _Drawn([], [], [], {})
        count = self._limited(raw.FPDFPage_CountObjects(self._page))
        self._objects(list(map(raw.FPDFPage_GetObject, repeat(self._page, count), range(count))), AS_IT_IS, 0, drawn)
        return drawn

    def _limited(self, objects: int) -> int:
        if objects > MOST_OBJECTS:
            what = f"the page has {objects} objects; at most {MOST_OBJECTS} are read."
            raise self._reader.damaged(self._number, what)
        return objects

    def _objects(self, things: Sequence[_Handle], matrix: Matrix, depth: int, drawn: _Drawn) -> None:
        """Add the objects of the page, or of a form that is drawn on it with ``matrix``."""
        paths = []
        for thing, kind in zip(things, map(raw.FPDFPageObj_GetType, things), strict=True):
            if kind == raw.FPDF_PAGEOBJ_PATH:
                paths.append(thing)
            elif kind == raw.FPDF_PAGEOBJ_TEXT and depth:
                drawn.inside[ctypes.addressof(thing.contents)] = matrix
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                quad = self._bounds([thing], matrix)[0]
                (drawn.thin.append((quad, False)) if thin(quad) else drawn.images.append(quad))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                count = self._limited(raw.FPDFFormObj_CountObjects(thing))
                inner = list(map(raw.FPDFFormObj_GetObject, repeat(thing, count), range(count)))
                self._objects(inner, times(self._matrix(thing), matrix), depth + 1, drawn)
        self._paths(paths, matrix, drawn)

    def _bounds(self, things: Sequence[_Handle], matrix: Matrix) -> list[Quad]:
        """The boxes of objects in PDF space."""
        count = len(things)
        columns = _columns().floats
        list(map(raw.FPDFPageObj_GetBounds, things, *(column.refs(count) for column in columns)))
        lefts, bottoms, rights, tops = (column.values(count) for column in columns)
        quads: list[Quad] = list(zip(lefts, tops, rights, bottoms, strict=True))
        return quads if matrix is AS_IT_IS else [around(((x0, y0), (x1, y1)), matrix) for x0, y1, x1, y0 in quads]

    def _matrix(self, thing: _Handle) -> Matrix:
        matrix = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(thing, ctypes.byref(matrix))
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _paths(self, paths: Sequence[_Handle], matrix: Matrix, drawn: _Drawn) -> None:
        """Paths: rules if thin, else their sides where drawn as lines, and their areas where filled."""
        count = len(paths)
        columns = _columns().flags
        list(map(raw.FPDFPath_GetDrawMode, paths, *(column.refs(count) for column in columns)))
        fills, strokes = (column.values(count) for column in columns)
        lines = [path for path, stroked in zip(paths, strokes, strict=True) if stroked]
        areas = [path for path, stroked in zip(paths, strokes, strict=True) if not stroked]
        inks = {True: iter(self._tints(raw.FPDFPageObj_GetStrokeColor, lines))}
        inks[False] = iter(self._tints(raw.FPDFPageObj_GetFillColor, areas))
        for path, quad, filled, stroked in zip(paths, self._bounds(paths, matrix), fills, strokes, strict=True):
            unseen, light = next(inks[bool(stroked)])
            if unseen or not (filled or stroked):
                continue
            if thin(quad):
                drawn.thin.append((quad, light))
            elif stroked or raw.FPDFPath_CountSegments(path) > _PLAIN_AREA:
                self._sides(path, matrix, _Style(light, filled, stroked), drawn)
            elif not light:
                drawn.tinted.append(quad)

    def _sides(self, path: _Handle, matrix: Matrix, style: _Style, drawn: _Drawn) -> None:
        """Add the sides of the figures of a path that are drawn as lines, and those figures that are rules."""
        for points in self._figures(path, times(self._matrix(path), matrix)):
            box = around(points, AS_IT_IS)
            if style.filled and thin(box):
                drawn.thin.append((box, style.light))
            elif style.filled and not style.stroked and not style.light:
                drawn.tinted.append(box)
            if style.stroked:
                sides = [(one, two) for one, two in pairwise(points) if straight(*one, *two)]
                drawn.thin.extend((around(side, AS_IT_IS), style.light) for side in sides)

    def _figures(self, thing: _Handle, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The figures of a path as their corners; a curve is left out."""
        points: list[tuple[float, float]] = []
        a, b, c, d, e, f = matrix
        x, y = self._floats
        for at in range(raw.FPDFPath_CountSegments(thing)):
            segment = raw.FPDFPath_GetPathSegment(thing, at)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO and points:
                yield points
                points = []
            if kind != raw.FPDF_SEGMENT_BEZIERTO:
                raw.FPDFPathSegment_GetPoint(segment, *self._refs)
                points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
            if raw.FPDFPathSegment_GetClose(segment) and points:
                points.append(points[0])
        if points:
            yield points


def _common(one: Quad, other: Quad) -> Quad:
    """What two boxes have in common."""
    return max(one[0], other[0]), min(one[1], other[1]), min(one[2], other[2]), max(one[3], other[3])
