"""The one door to PDFium: a page's glyphs become runs, its thin shapes become rules.

PDFium draws pages in a browser, so what is visible is decided here as readers see it: glyphs outside their clip, off
the page, invisible or in the colour of the paper are counted and left out. Nothing of PDFium leaves this module.
Calls into it cost more than anything else, so each is made for a run of glyphs where it need not be made for each.
"""

import ctypes
import math
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from kg.documents.pdf.ink import Shape, rules_of, straight
from kg.documents.pdf.paint import AS_IT_IS, Matrix, around, covered, pictured, shows, thin, times
from kg.documents.pdf.plane import Plane, Quad
from kg.documents.pdf.runs import UNMAPPED, Glyphs, Piece, pieces, without
from kg.documents.pdf.shapes import Area, Sheet
from kg.errors import DamagedFile, LockedFile

MOST_GLYPHS = 200_000
"""The most glyphs of a page that are read; a page of a disclosure has under ten thousand."""
MOST_OBJECTS = 200_000
"""The most drawn objects of a page that are read."""
_DEEPEST = 8
_UNSEEN = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
_PAPER = 248
_STEP = 7
_QUARTER = math.pi / 2
_SLANT = 0.06
_Handle = Any  # the engine's pointers have no types of their own


@contextmanager
def opened(content: bytes, place: str) -> Iterator["Reader"]:
    """The document in ``content``; ``place`` names it in errors.

    Raises ``LockedFile`` where a password is needed and ``DamagedFile`` where it is no readable PDF.
    """
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
        self._boxes = (raw.FS_RECTF * 0)()
        self._refs: list[Any] = []

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

    def boxes(self, text: _Handle, count: int) -> list[Quad]:
        """The boxes of a page's first ``count`` glyphs in PDF space: the advance by the height of the type."""
        if count > len(self._boxes):
            self._boxes = (raw.FS_RECTF * (count + count // 2))()
            self._refs = [ctypes.byref(box) for box in self._boxes]
        for _ in map(raw.FPDFText_GetLooseCharBox, repeat(text, count), range(count), self._refs):
            pass
        return list(struct.iter_unpack("4f", bytes(memoryview(self._boxes).cast("B")[: count * 16])))


class _Drawn(NamedTuple):
    """What is drawn on a page beside text: thin shapes, tinted areas, images, and the text inside of forms."""

    thin: list[tuple[Quad, bool]]
    tinted: list[Quad]
    images: list[Quad]
    inside: dict[int, Matrix]


class _State(NamedTuple):
    unseen: bool
    light: bool
    clip: Quad | None


class _Page:
    """One loaded page."""

    def __init__(self, reader: Reader, page: _Handle, text: _Handle, number: int) -> None:
        self._reader, self._page, self._text, self._number = reader, page, text, number
        self._floats = [ctypes.c_float() for _ in range(4)]
        self._refs = [ctypes.byref(one) for one in self._floats]
        self._tints = [ctypes.c_uint() for _ in range(4)]
        self._tint_refs = [ctypes.byref(one) for one in self._tints]
        self._flags = [ctypes.c_int(), ctypes.c_int()]
        self._flag_refs = [ctypes.byref(one) for one in self._flags]

    def read(self) -> Sheet:
        count = raw.FPDFText_CountChars(self._text)
        if count > MOST_GLYPHS:
            raise self._reader.damaged(self._number, f"the page has {count} glyphs; at most {MOST_GLYPHS} are read.")
        boxes = self._reader.boxes(self._text, count)
        codes = list(map(raw.FPDFText_GetUnicode, repeat(self._text, count), range(count)))
        unmapped = self._unmapped(codes)
        angles = self._angles(codes)
        turns = self._turns(angles)
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(self._page, ctypes.byref(box))
        plane = Plane(box.left, box.bottom, box.right, box.top, turns)
        drawn = self._drawn()
        sideways, slanted = self._aslant(angles, turns)
        found = pieces(Glyphs(codes, plane.framed(boxes), frozenset(sideways)))
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
            turned=(raw.FPDFPage_GetRotation(self._page) - turns) % 4,
            runs=[piece.run for piece in seen if piece.glyphs[0] not in slanted],
            across=across,
            down=down,
            pictured=pictured(plane.framed(drawn.images), [piece.run for piece in seen], width * height),
            hidden=hidden,
            unmapped=unmapped,
            slanted=[piece.run.text for piece in seen if piece.glyphs[0] in slanted],
        )

    def _unmapped(self, codes: list[int]) -> int:
        """Put U+FFFD where the file gives no character; how many these are."""
        wrong = [
            at
            for at, flag in enumerate(
                map(raw.FPDFText_HasUnicodeMapError, repeat(self._text, len(codes)), range(len(codes)))
            )
            if flag == 1
        ]
        for at in wrong:
            codes[at] = ord(UNMAPPED)
        return sum(1 for code in codes if code == ord(UNMAPPED))

    def _angles(self, codes: list[int]) -> dict[int, float]:
        """The direction of glyphs, in radians against the clock; nothing where all are upright."""
        count = len(codes)
        angle = raw.FPDFText_GetCharAngle
        few = [angle(self._text, at) for at in range(0, count, _STEP)]
        if all(one < _SLANT or one > 4 * _QUARTER - _SLANT for one in few):
            return {}
        matrix = raw.FS_MATRIX()
        found = {}
        for at in range(count):
            if codes[at] > 32 and raw.FPDFText_GetMatrix(self._text, at, ctypes.byref(matrix)):
                found[at] = math.atan2(matrix.b, matrix.a) % (4 * _QUARTER)
        return found

    def _turns(self, angles: dict[int, float]) -> int:
        """The clockwise quarter turns after which most of the text is upright; without text as the page says."""
        if not angles:
            return 0 if raw.FPDFText_CountChars(self._text) else raw.FPDFPage_GetRotation(self._page)
        return Counter(round(angle / _QUARTER) % 4 for angle in angles.values()).most_common(1)[0][0]

    def _aslant(self, angles: dict[int, float], turns: int) -> tuple[set[int], set[int]]:
        """The glyphs set sideways to the others, and those set at an angle."""
        sideways, slanted = set(), set()
        for at, angle in angles.items():
            quarter = round(angle / _QUARTER)
            if abs(angle - quarter * _QUARTER) > _SLANT:
                slanted.add(at)
                sideways.add(at)
            elif quarter % 4 != turns:
                sideways.add(at)
        return sideways, slanted

    def _seen(self, found: list[Piece], plane: Plane, drawn: _Drawn) -> tuple[list[Piece], int]:
        """The runs that show on the page, and the number of glyphs that do not.

        How a run is painted is asked of its first and its last glyph, and of each where these are not both shown. A
        page whose text is all invisible and that is a picture has been through OCR: that text is its text.
        """
        width, height = plane.size
        page = Area(0, 0, width, height)
        states = [self._state(piece.glyphs[0], drawn) for piece in found]
        layer = bool(found) and covered(drawn.images, width * height) and all(state.unseen for state in states)
        clips = plane.framed(state.clip or (plane.left, plane.top, plane.right, plane.bottom) for state in states)
        grounds = [Area(*quad) for quad in plane.framed([*drawn.tinted, *drawn.images])]
        shown = []
        for piece, state, clip in zip(found, states, clips, strict=True):
            run = piece.run
            if not page.holds((run.left + run.right) / 2, run.middle):
                continue
            left: Piece | None = piece
            if not shows(run, Area(*clip)):
                left = self._uncut(piece, plane, drawn)
            if left is not None and not layer:
                on_ground = any(ground.holds(run.left, run.middle) for ground in grounds)
                left = self._painted(left, state, on_ground=on_ground)
            if left is not None:
                shown.append(left)
        return shown, sum(len(piece.run.text) for piece in found) - sum(len(piece.run.text) for piece in shown)

    def _uncut(self, piece: Piece, plane: Plane, drawn: _Drawn) -> Piece | None:
        """What shows of a run whose first glyph is cut away: its other glyphs may be cut to another box."""
        run = piece.run
        cut = set()
        for at, start, end in zip(piece.glyphs, run.starts, run.ends, strict=True):
            clip = self._state(at, drawn).clip
            if clip and not shows(run._replace(left=start, right=end), Area(*plane.framed([clip])[0])):
                cut.add(at)
        return without(piece, cut)

    def _painted(self, piece: Piece, first: _State, *, on_ground: bool) -> Piece | None:
        """What is painted of a run."""
        states = [first]
        if len(piece.glyphs) > 1:
            states.append(self._state(piece.glyphs[-1], None))
        if not any(state.unseen or (state.light and not on_ground) for state in states):
            return piece
        hidden = set()
        for at in piece.glyphs:
            state = self._state(at, None)
            if state.unseen or (state.light and not on_ground):
                hidden.add(at)
        return without(piece, hidden)

    def _state(self, at: int, drawn: _Drawn | None) -> _State:
        """How the glyph at ``at`` is painted, and with ``drawn`` what it is cut to."""
        thing = raw.FPDFText_GetTextObject(self._text, at)
        if not thing:
            return _State(unseen=False, light=False, clip=None)
        mode = raw.FPDFTextObj_GetTextRenderMode(thing)
        colour = (
            raw.FPDFPageObj_GetStrokeColor if mode == raw.FPDF_TEXTRENDERMODE_STROKE else raw.FPDFPageObj_GetFillColor
        )
        light, clear = self._tint(colour, thing)
        clip = None
        if drawn is not None:
            matrix = drawn.inside.get(ctypes.addressof(thing.contents), AS_IT_IS) if drawn.inside else AS_IT_IS
            clip = self._clip(thing, matrix)
        return _State(unseen=mode in _UNSEEN or clear, light=light, clip=clip)

    def _tint(self, colour: Any, thing: _Handle) -> tuple[bool, bool]:
        """Whether the colour of an object is that of paper, and whether it is wholly transparent."""
        if not colour(thing, *self._tint_refs):
            return False, False
        red, green, blue, alpha = self._tints
        light = red.value >= _PAPER and green.value >= _PAPER and blue.value >= _PAPER
        return light, alpha.value == 0

    def _clip(self, thing: _Handle, matrix: Matrix) -> Quad | None:
        """The box that an object is cut to, in PDF space; nothing where it is not cut."""
        path = raw.FPDFPageObj_GetClipPath(thing)
        count = raw.FPDFClipPath_CountPaths(path)
        if count <= 0:
            return None
        left, top, right, bottom = -math.inf, math.inf, math.inf, -math.inf
        x, y = self._floats[:2]
        for one in range(count):
            sides = raw.FPDFClipPath_CountPathSegments(path, one)
            if sides < 2:
                continue
            points = []
            for side in (0, 2) if sides in {4, 5} else range(sides):
                raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, one, side), *self._refs[:2])
                points.append((x.value, y.value))
            x0, y1, x1, y0 = around(points, matrix)
            left, top, right, bottom = max(left, x0), min(top, y1), min(right, x1), max(bottom, y0)
        return left, top, right, bottom

    def _drawn(self) -> _Drawn:
        """Everything drawn on the page but its own text."""
        drawn = _Drawn([], [], [], {})
        objects = raw.FPDFPage_CountObjects(self._page)
        self._limit(objects)
        for at in range(objects):
            self._object(raw.FPDFPage_GetObject(self._page, at), AS_IT_IS, 0, drawn)
        return drawn

    def _limit(self, objects: int) -> None:
        if objects > MOST_OBJECTS:
            what = f"the page has {objects} objects; at most {MOST_OBJECTS} are read."
            raise self._reader.damaged(self._number, what)

    def _object(self, thing: _Handle, matrix: Matrix, depth: int, drawn: _Drawn) -> None:
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            if depth:
                drawn.inside[ctypes.addressof(thing.contents)] = matrix
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(thing, matrix, drawn)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            quad = self._bounds(thing, matrix)
            (drawn.thin.append((quad, False)) if thin(quad) else drawn.images.append(quad))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = times(self._matrix(thing), matrix)
            objects = raw.FPDFFormObj_CountObjects(thing)
            self._limit(objects)
            for at in range(objects):
                self._object(raw.FPDFFormObj_GetObject(thing, at), inner, depth + 1, drawn)

    def _bounds(self, thing: _Handle, matrix: Matrix) -> Quad:
        raw.FPDFPageObj_GetBounds(thing, *self._refs)
        left, bottom, right, top = (one.value for one in self._floats)
        return (left, top, right, bottom) if matrix is AS_IT_IS else around(((left, bottom), (right, top)), matrix)

    def _matrix(self, thing: _Handle) -> Matrix:
        matrix = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(thing, ctypes.byref(matrix))
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _path(self, thing: _Handle, matrix: Matrix, drawn: _Drawn) -> None:
        """A path: a rule if it is thin, else its sides where it is drawn as lines, and its area where it is filled."""
        raw.FPDFPath_GetDrawMode(thing, *self._flag_refs)
        filled, stroked = (bool(flag.value) for flag in self._flags)
        if not (filled or stroked):
            return
        light, clear = self._tint(raw.FPDFPageObj_GetStrokeColor if stroked else raw.FPDFPageObj_GetFillColor, thing)
        if clear:
            return
        quad = self._bounds(thing, matrix)
        if thin(quad):
            drawn.thin.append((quad, light))
            return
        inner = times(self._matrix(thing), matrix)
        for points in self._figures(thing, inner):
            box = around(points, AS_IT_IS)
            if filled and thin(box):
                drawn.thin.append((box, light))
            elif filled and not stroked and not light:
                drawn.tinted.append(box)
            if stroked:
                drawn.thin.extend(
                    (around((one, two), AS_IT_IS), light) for one, two in pairwise(points) if straight(*one, *two)
                )

    def _figures(self, thing: _Handle, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The figures of a path as their corners; a curve is left out."""
        points: list[tuple[float, float]] = []
        a, b, c, d, e, f = matrix
        x, y = self._floats[:2]
        for at in range(raw.FPDFPath_CountSegments(thing)):
            segment = raw.FPDFPath_GetPathSegment(thing, at)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO and points:
                yield points
                points = []
            if kind != raw.FPDF_SEGMENT_BEZIERTO:
                raw.FPDFPathSegment_GetPoint(segment, *self._refs[:2])
                points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
            if raw.FPDFPathSegment_GetClose(segment) and points:
                points.append(points[0])
        if points:
            yield points
