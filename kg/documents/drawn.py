"""Web pages that place every word and rule: a PDF turned to HTML. Its pages are laid out as those of a PDF are.

An element is such a page where its size is given and each word in it is placed by ``position: absolute``; there must be
twenty placed texts, ten of them on one page, so that a web page with a few placed captions stays what it is. Where
text is turned by a quarter, or a place is not known, an element is no such page.
"""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.documents.nodes import Node
from kg.documents.pdf.ink import THIN, Shape, rules_of
from kg.documents.pdf.plane import Quad
from kg.documents.pdf.shapes import Sheet
from kg.documents.pen import Frame, Text, Type
from kg.documents.styles import Style, Styles, length

_FEWEST = 20
_ON_ONE = 10
_SMALLEST = 150.0
_TRIED = 8
"""How many elements around one another are tried for a page; a real one lies in two or three with a size."""
_PLACED = ("absolute", "fixed")
_UNTOLD = frozenset({"script", "style", "noscript", "template", "svg", "canvas", "img", "input"})
_LINES = frozenset({"br", "div", "p", "li", "h1", "h2", "h3", "h4", "h5", "h6"})
_SLANT = 0.06
_LARGEST = 100.0
_MOST = 200_000
"""The most placed texts of a page."""
_NUMBER = r"\s*([-+]?(?:\d{1,6}(?:\.\d*)?|\.\d+))"
_MATRIX = re.compile(rf"matrix\({_NUMBER}\s*,{_NUMBER}\s*,")
_TURN = re.compile(rf"rotate\({_NUMBER}deg")
_POSITION = re.compile(r"position\s*:\s*absolute", re.IGNORECASE)
_WHITE = re.compile(r"(?:^|\s)(?:#fff(?:fff)?|white|rgba?\(255,\s*255,\s*255.*?\))(?:$|\s)", re.IGNORECASE)
_CLEAR = re.compile(r"^(?:transparent|none|)$|rgba\(.*,\s*0\)", re.IGNORECASE)


class _Unplaced(Exception):
    """Something in an element whose place is not known."""


class _Spot(NamedTuple):
    """Where a walk through an element is: in which frame and text, if these are known, and the type."""

    frame: Frame | None
    text: Text | None
    type: Type


class _Drawing:
    """A page in the making."""

    def __init__(self, styles: Styles) -> None:
        self.texts: list[Text] = []
        self._styles = styles
        self._shapes: list[Shape] = []
        self._slanted: list[str] = []
        self._hidden = 0

    def sheet(self, width: float, height: float) -> Sheet:
        """The page, without its number."""
        words = [run for text in self.texts for run in text.runs()]
        runs = [run for run in words if 0 <= run.middle <= height and 0 <= (run.left + run.right) / 2 <= width]
        across, down = rules_of(self._shapes, [])
        return Sheet(
            number=0,
            width=width,
            height=height,
            turned=0,
            runs=runs,
            across=across,
            down=down,
            pictured=0,
            hidden=self._hidden + sum(len(run.text) for run in words) - sum(len(run.text) for run in runs),
            unmapped=0,
            slanted=self._slanted,
        )

    def take(self, page: Node, frame: Frame) -> None:
        """All that stands in ``page``. Raises ``_Unplaced``."""
        stack = [(page.child, _Spot(frame, None, Type()), False)]
        while stack:
            node, spot, closing = stack.pop()
            if node is None:
                continue
            if closing:
                self._end_line(node, spot)
                continue
            stack.append((node.next, spot, False))
            if node.is_text_node:
                self._say(node.text_content or "", spot)
            elif node.is_element_node and node.tag not in _UNTOLD:
                inner = self._enter(node, spot)
                if inner is not None:
                    stack += [(node, inner, True), (node.child, inner, False)]

    def _say(self, text: str, spot: _Spot) -> None:
        if spot.text is not None:
            spot.text.say(text, spot.type)
        elif text.strip():
            raise _Unplaced

    def _end_line(self, node: Node, spot: _Spot) -> None:
        if spot.text is not None and node.tag in _LINES:
            spot.text.end_line()

    def _enter(self, node: Node, spot: _Spot) -> _Spot | None:
        """Where the walk is in an element; nothing where it is passed over."""
        style = self._styles.of(node.tag or "", node.attributes)
        if node.tag == "table":
            raise _Unplaced
        if "hidden" in node.attributes or style.get("display") == "none" or style.get("visibility") == "hidden":
            self._hidden += len("".join(node.text().split()))
            return None
        if _is_slanted(style):
            self._slanted += ["".join(node.text().split())] if node.text().strip() else []
            return None
        inner = spot.type.within(style)
        if style.get("position") in _PLACED:
            return self._place(style, spot, inner)
        return self._go_on(node, style, spot._replace(type=inner))

    def _place(self, style: Style, spot: _Spot, inner: Type) -> _Spot:
        scale = _scale(style)
        frame = _framed(style, spot.frame, scale) if spot.frame is not None else None
        if frame is None:
            return _Spot(None, None, inner)
        self._shapes.extend(_shapes(style, frame))
        leading = length(style.get("line-height"), inner.size) or frame.height
        text = Text(frame, leading, scale)
        self.texts.append(text)
        if len(self.texts) > _MOST:
            raise _Unplaced
        return _Spot(frame, text, inner)

    def _go_on(self, node: Node, style: Style, spot: _Spot) -> _Spot | None:
        """An element that is not placed: in a text it is a line or a part of one."""
        if spot.text is not None:
            self._end_line(node, spot)
            spot.text.move(length(style.get("margin-left"), spot.type.size) or 0.0)
            width = length(style.get("width"), spot.type.size)
            if width is not None and _is_blank(node):
                spot.text.move(width)
                return None
        return spot if style.get("position", "static") == "static" else spot._replace(frame=None)


def _is_blank(node: Node) -> bool:
    """Whether an element holds nothing but space."""
    inner = node.child
    return inner is None or (inner.is_text_node and inner.next is None and not (inner.text_content or "").strip())


def _framed(style: Style, outer: Frame, scale: float) -> Frame | None:
    """Where a placed element stands; nothing where that is not said. ``bottom`` is that of its scaled box."""
    width = outer.width if style.get("width") == "100%" else length(style.get("width"))
    height = outer.height if style.get("height") == "100%" else length(style.get("height"))
    left, top = length(style.get("left")), length(style.get("top"))
    right, bottom = length(style.get("right")), length(style.get("bottom"))
    if left is None and right is not None and width is not None and outer.width is not None:
        left = outer.width - right - width
    if top is None and bottom is not None and height is not None and outer.height is not None:
        top = outer.height - bottom - height * scale
    if left is None or top is None:
        return None
    return Frame(outer.left + left, outer.top + top, width, height)


def _shapes(style: Style, frame: Frame) -> Iterator[Shape]:
    """The rules that an element draws: its borders, and itself where it is thin and has a colour."""
    x0, y0, width, height = frame
    if width is None or height is None:
        return
    x1, y1 = x0 + width, y0 + height
    quads: dict[str, Quad] = {
        "left": (x0, y0, x0, y1), "top": (x0, y0, x1, y0), "right": (x1, y0, x1, y1), "bottom": (x0, y1, x1, y1),
    }  # fmt: skip
    for side, quad in quads.items():
        border = style.get(f"border-{side}", style.get("border", ""))
        if any((length(part) or 0.0) > 0 for part in border.split()) and "none" not in border:
            yield Shape(quad, bool(_WHITE.search(border)))
    colour = style.get("background-color", style.get("background", ""))
    if not _CLEAR.search(colour) and min(width, height) <= THIN:
        yield Shape((x0, y0, x1, y1), bool(_WHITE.search(colour)))


def _is_slanted(style: Style) -> bool:
    """Whether an element is set at an angle: a watermark. Raises ``_Unplaced`` where it is turned by a quarter."""
    angle = _angle(style.get("transform", ""))
    if abs(math.cos(angle)) < _SLANT or angle > math.pi / 2 or style.get("writing-mode", "").startswith("vertical"):
        raise _Unplaced
    return abs(math.sin(angle)) > _SLANT


def _angle(transform: str) -> float:
    """The angle of a transform, in radians, from 0 to half a turn."""
    matrix, turn = _MATRIX.search(transform), _TURN.search(transform)
    if matrix:
        return abs(math.atan2(float(matrix[2]), float(matrix[1])))
    return abs(math.remainder(math.radians(float(turn[1])), 2 * math.pi)) if turn else 0.0


def _scale(style: Style) -> float:
    """How much larger than its type says a text is drawn. Raises ``_Unplaced`` for what is beyond all measure."""
    matrix = _MATRIX.search(style.get("transform", ""))
    scale = math.hypot(float(matrix[1]), float(matrix[2])) if matrix else 1.0
    if not 1 / _LARGEST < scale < _LARGEST:
        raise _Unplaced
    return scale


def sheets(root: Node, markup: str) -> dict[int, Sheet]:
    """The drawn pages below ``root``, numbered from 1, by the identity of their elements; ``markup`` is the source."""
    if not _POSITION.search(markup):
        return {}
    found = list(_found(root, Styles(node.text() for node in root.css("style"))))
    kinds = {one.kind for one in found if one.texts >= _ON_ONE}
    found = [one for one in found if one.kind in kinds]
    if sum(one.texts for one in found) < _FEWEST:
        return {}
    return {one.element: one.sheet._replace(number=number) for number, one in enumerate(found, 1)}


class _Found(NamedTuple):
    """A page: the identity of its element, what kind of element it is, the number of its texts, and what it draws."""

    element: int
    kind: tuple[str | None, str | None]
    texts: int
    sheet: Sheet


def _found(root: Node, styles: Styles) -> Iterator[_Found]:
    stack: list[tuple[Node | None, int]] = [(root, 0)]
    while stack:
        node, tried = stack.pop()
        if node is None:
            continue
        stack.append((node.next if node is not root else None, tried))
        if not node.is_element_node or node.tag in _UNTOLD:
            continue
        frame = _page(styles.of(node.tag or "", node.attributes))
        if frame is not None and tried < _TRIED:
            one = _drawn(node, frame, styles)
            if one is not None:
                yield one
                continue
            tried += 1
        stack.append((node.child, tried))


def _page(style: Style) -> Frame | None:
    """The frame of an element that may be a page: placed things in it are placed by it, and its size is said."""
    width, height = length(style.get("width")), length(style.get("height"))
    if style.get("position") not in ("relative", *_PLACED) or width is None or height is None:
        return None
    return Frame(0.0, 0.0, width, height) if min(width, height) >= _SMALLEST else None


def _drawn(node: Node, frame: Frame, styles: Styles) -> _Found | None:
    drawing = _Drawing(styles)
    try:
        drawing.take(node, frame)
    except _Unplaced:
        return None
    texts = sum(any(sign.text.strip() for line in text.lines for sign in line) for text in drawing.texts)
    sheet = drawing.sheet(frame.width or 0.0, frame.height or 0.0)
    return _Found(node.mem_id, (node.tag, node.attributes.get("class")), texts, sheet) if texts else None
