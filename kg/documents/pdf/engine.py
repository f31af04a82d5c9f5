"""The one door to PDFium: a page's glyphs become runs, its thin shapes become rules.

PDFium draws pages in a browser, so what is visible is decided here as readers see it: glyphs outside their clip, off
the page, invisible or in the colour of the paper are counted and left out. Nothing of PDFium leaves this module.
Calls into it cost more than anything else, so each is made for a run of glyphs where it need not be made for each.
"""

import ctypes
import math
import re
from collections.abc import Collection, Sequence
from itertools import repeat

from kg.documents.pdf.drawing import PLAIN, Drawn, Ink, drawn, mend, tints
from kg.documents.pdf.ink import Shape, rules_of
from kg.documents.pdf.paint import AS_IT_IS, around, common, covered, pictured, shows
from kg.documents.pdf.pdfium import Handle, columns, raw
from kg.documents.pdf.plane import Plane, Quad
from kg.documents.pdf.runs import UNMAPPED, Glyphs, Piece, pieces, without
from kg.documents.pdf.shapes import Area, Sheet
from kg.documents.pdf.upright import QUARTER, SLANT, aslant, turns
from kg.errors import DamagedFile

MOST_GLYPHS = 200_000
"""The most glyphs of a page that are read; a page of a disclosure has under ten thousand."""
_UNSEEN = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
_STEP = 7
_UNUSUAL = re.compile(r"[^\s!-~\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]")


def sheet(document: Handle, number: int, place: str) -> Sheet:
    """Page ``number``, from 1, of an open document; ``place`` names the file in errors.

    Raises ``DamagedFile`` where the page cannot be loaded or is beyond all measure.
    """
    page = raw.FPDF_LoadPage(document, number - 1)
    text = None
    try:
        if not page:
            raise DamagedFile("the page cannot be read.", advice="Save it anew with a PDF program.")
        painted = drawn(page)
        mend(painted.texts)
        text = raw.FPDFText_LoadPage(page)
        return _Page(page, text, number).read(painted)
    except DamagedFile as error:
        error.place = f"{place}: page {number}"
        raise
    finally:
        if text:
            raw.FPDFText_ClosePage(text)
        if page:
            raw.FPDF_ClosePage(page)


class _Page:
    """One loaded page."""

    def __init__(self, page: Handle, text: Handle, number: int) -> None:
        self._page, self._text, self._number = page, text, number
        self._floats = ctypes.c_float(), ctypes.c_float()
        self._refs = [ctypes.byref(one) for one in self._floats]

    def read(self, painted: Drawn) -> Sheet:
        count = raw.FPDFText_CountChars(self._text)
        if count > MOST_GLYPHS:
            what = f"the page has {count} glyphs; at most {MOST_GLYPHS} are read."
            raise DamagedFile(what, advice="Divide it, or print it to a new PDF.")
        boxes = columns().boxes(self._text, count)
        signs = self._signs(count)
        angles = self._angles(signs)
        turned = turns(angles) if angles else 0 if count else raw.FPDFPage_GetRotation(self._page)
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(self._page, ctypes.byref(box))
        plane = Plane(box.left, box.bottom, box.right, box.top, turned)
        sideways, slanted = aslant(angles, turned)
        glyphs = Glyphs(signs, boxes, sideways, plane.left, plane.top)
        if turned:
            glyphs = Glyphs(signs, [(x0, -y0, x1, -y1) for x0, y0, x1, y1 in plane.framed(boxes)], sideways, 0.0, 0.0)
        found = pieces(glyphs)
        unmapped = self._unmapped(signs, found)
        if unmapped:
            signs = "".join(UNMAPPED if at in unmapped else sign for at, sign in enumerate(signs))
            found = pieces(glyphs._replace(signs=signs))
        seen, hidden = self._seen(found, plane, painted)
        shapes = [
            Shape(box, light)
            for box, (_, light) in zip(plane.framed(q for q, _ in painted.thin), painted.thin, strict=True)
        ]
        across, down = rules_of(shapes, [Area(*quad) for quad in plane.framed(painted.tinted)])
        width, height = plane.size
        return Sheet(
            number=self._number,
            width=width,
            height=height,
            turned=(raw.FPDFPage_GetRotation(self._page) - turned) % 4,
            runs=[piece.run for piece in seen if piece.glyphs[0] not in slanted],
            across=across,
            down=down,
            pictured=pictured(plane.framed(painted.images), [piece.run for piece in seen], width * height),
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

    def _seen(self, found: list[Piece], plane: Plane, painted: Drawn) -> tuple[list[Piece], int]:
        """The runs that show on the page, and the number of glyphs that do not.

        How a run is painted is asked of its first and its last glyph, and of each where these are not both shown. A
        page whose text is all invisible and that is a picture has been through OCR: that text is its text.
        """
        width, height = plane.size
        page = Area(0, 0, width, height)
        firsts, lasts = [piece.glyphs[0] for piece in found], [piece.glyphs[-1] for piece in found]
        things = self._things([*firsts, *lasts])
        inks = self._inks(things)
        layer = bool(found) and covered(painted.images, width * height) and all(ink.unseen for ink in inks)
        clips = self._clips(things[: len(found)], plane, painted)
        grounds = [Area(*quad) for quad in plane.framed([*painted.tinted, *painted.images])]
        shown = []
        for piece, first, last, clip in zip(found, inks, inks[len(found) :], clips, strict=False):
            run = piece.run
            if not page.holds((run.left + run.right) / 2, run.middle):
                continue
            left = piece if clip is None or shows(run, clip) else self._uncut(piece, plane, painted)
            if left and not layer and (first is not PLAIN or last is not PLAIN):
                left = self._painted(left, on_ground=any(ground.holds(run.left, run.middle) for ground in grounds))
            if left:
                shown.append(left)
        return shown, sum(len(piece.run.text) for piece in found) - sum(len(piece.run.text) for piece in shown)

    def _uncut(self, piece: Piece, plane: Plane, painted: Drawn) -> Piece | None:
        """What shows of a run whose first glyph is cut away: its other glyphs may be cut to another box."""
        run = piece.run
        clips = self._clips(self._things(piece.glyphs), plane, painted)
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

    def _things(self, glyphs: Sequence[int]) -> list[Handle]:
        """The text objects of glyphs."""
        return list(map(raw.FPDFText_GetTextObject, repeat(self._text, len(glyphs)), glyphs))

    def _inks(self, things: Sequence[Handle]) -> list[Ink]:
        """How text objects are painted."""
        modes = list(map(raw.FPDFTextObj_GetTextRenderMode, things))
        inks = tints(raw.FPDFPageObj_GetFillColor, things)
        for at, mode in enumerate(modes):
            if mode == raw.FPDF_TEXTRENDERMODE_STROKE:
                inks[at] = tints(raw.FPDFPageObj_GetStrokeColor, [things[at]])[0]
            elif mode in _UNSEEN:
                inks[at] = Ink(unseen=True, light=False)
        return inks

    def _clips(self, things: Sequence[Handle], plane: Plane, painted: Drawn) -> list[Area | None]:
        """The areas that text objects are cut to; nothing where one is not cut."""
        found: list[Area | None] = [None] * len(things)
        paths = list(map(raw.FPDFPageObj_GetClipPath, things))
        counts = list(map(raw.FPDFClipPath_CountPaths, paths))
        quads: dict[int, Quad] = {}
        for step in range(max(counts, default=0)):
            cut = [at for at, count in enumerate(counts) if count > step]
            for at, quad in zip(cut, self._corners([paths[at] for at in cut], step), strict=True):
                quads[at] = common(quads[at], quad) if at in quads else quad
        for at in quads if painted.inside else ():
            left, top, right, bottom = quads[at]
            matrix = painted.inside.get(ctypes.addressof(things[at].contents), AS_IT_IS)
            quads[at] = around(((left, top), (right, bottom)), matrix)
        for at, quad in zip(quads, plane.framed(quads.values()), strict=True):
            found[at] = Area(*quad)
        return found

    def _corners(self, paths: Sequence[Handle], step: int) -> list[Quad]:
        """The box of one path of each of several clips: two opposite corners, since clips are rectangles."""
        sides = list(map(raw.FPDFClipPath_CountPathSegments, paths, repeat(step)))
        if any(count not in {4, 5} for count in sides):
            return [self._box(path, step, count) for path, count in zip(paths, sides, strict=True)]
        ends = []
        places = columns().floats[:2]
        for corner in (0, 2):
            segments = list(map(raw.FPDFClipPath_GetPathSegment, paths, repeat(step), repeat(corner)))
            list(map(raw.FPDFPathSegment_GetPoint, segments, *(column.refs(len(paths)) for column in places)))
            ends.append(zip(*(column.values(len(paths)) for column in places), strict=True))
        return [(min(x0, x1), max(y0, y1), max(x0, x1), min(y0, y1)) for (x0, y0), (x1, y1) in zip(*ends, strict=True)]

    def _box(self, path: Handle, step: int, sides: int) -> Quad:
        """The box of one path of a clip, of all its corners; everything where it has none."""
        if sides < 2:
            return -math.inf, math.inf, math.inf, -math.inf
        x, y = self._floats
        points = []
        for side in range(sides):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, step, side), *self._refs)
            points.append((x.value, y.value))
        return around(points, AS_IT_IS)
