"""Web pages: what a browser would show of them, as paragraphs and tables.

Parsed as HTML5 prescribes, so broken markup comes out as browsers show it. Scripts, styles and the like are left out;
an element hidden by its own attributes (``hidden``, ``display: none``, ``visibility: hidden``) is set aside and
counted; what only a style sheet hides cannot be known here and is read. Tables in tables are those of
:mod:`kg.documents.frames`; pages that place every word are those of :mod:`kg.documents.drawn`.
"""

import re
from collections.abc import Container, Iterable, Iterator
from typing import Literal, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.documents import drawn, frames, grid, pdf
from kg.documents.encodings import decode
from kg.documents.frames import Filled
from kg.documents.grid import Item
from kg.documents.sources import Reading, Source
from kg.errors import BeyondLimit
from kg.model import Aside, Block, Paragraph

MAX_DEPTH = 10_000
"""How deep elements may be nested; real pages have less than 100. The parser's time grows with its square."""
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_UNNESTED = frozenset({
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param", b"source",
    b"track", b"wbr", b"p", b"li", b"dt", b"dd", b"tr", b"td", b"th", b"thead", b"tbody", b"tfoot", b"colgroup",
    b"option", b"optgroup", b"rp", b"rt",
})  # fmt: skip
_UNSHOWN = frozenset({
    "head", "script", "style", "noscript", "template", "textarea", "select", "datalist", "iframe", "object", "svg",
})  # fmt: skip
_BREAKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend",
    "li", "main", "nav", "ol", "p", "pre", "section", "ul", "caption", "table", "tr", "td", "th", "thead", "tbody",
    "tfoot",
})  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_META = re.compile(rb"<(?:meta|%@|\?xml)[^>]*?(?:charset|pageEncoding|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_META_WITHIN = 4096
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_SERVER_CODE = re.compile(r"<%.*?%>", re.DOTALL)
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
_QUOTED = 20


def read(source: Source) -> Reading:
    """The page in ``source``. Raises ``UndecodableText`` or ``BeyondLimit``."""
    text, charset = decode(source.content, source.place, source.charset or _declared(source.content))
    _refuse_depth(text.encode("utf-8", "replace"), source.place)
    page = _Page(source.place)
    root = LexborHTMLParser(_SERVER_CODE.sub("", text)).root
    sheets = drawn.sheets(root, text) if root is not None else {}
    arranged = pdf.arranged(sheets.values()).reading() if sheets else Reading(())
    for event, node in _events(root, sheets) if root is not None else ():
        if event == "drawn":
            page.draw(arranged.blocks if sheets[node.mem_id].number == 1 else ())
        else:
            page.take(event, node)
    return arranged._replace(blocks=grid.blocks(page.items()), aside=(*page.aside, *arranged.aside), charset=charset)


def _declared(content: bytes) -> str | None:
    found = _META.search(content[:_META_WITHIN])
    return found.group(1).decode("ascii", "replace") if found else None


def _refuse_depth(content: bytes, place: str) -> None:
    depth = 0
    for found in _TAG.finditer(content):
        if found.group(2).lower() in _UNNESTED:
            continue
        depth = max(0, depth - 1) if found.group(1) else depth + 1
        if depth > MAX_DEPTH:
            raise BeyondLimit(
                f"its elements are nested deeper than {MAX_DEPTH:,}.",
                place=place,
                advice="Such a page is made to harm; give the file it shows instead.",
            )


Event = Literal["open", "close", "text", "hidden", "drawn"]


def _events(root: LexborNode, drawn_pages: Container[int]) -> Iterator[tuple[Event, LexborNode]]:
    """The tree in order, without recursion; what is not shown is left out, what is hidden or drawn is one event."""
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, closing = stack.pop()
        if closing:
            yield "close", node
            continue
        if node.next is not None and node is not root:
            stack.append((node.next, False))
        if node.is_text_node:
            yield "text", node
        elif node.is_element_node and node.tag not in _UNSHOWN:
            if _is_hidden(node):
                yield "hidden", node
                continue
            if node.mem_id in drawn_pages:
                yield "drawn", node
                continue
            yield "open", node
            stack.append((node, True))
            if node.child is not None:
                stack.append((node.child, False))


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


class _Flow:
    """What stands in the page, or in one cell: paragraphs and tables in order."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._line: list[str] = []

    def say(self, text: str) -> None:
        """Add to the paragraph under way."""
        self._line.append(text)

    def end(self, level: int = 0) -> None:
        """End the paragraph, if any."""
        text = _SPACE.sub(" ", _UNSEEN.sub("", "".join(self._line))).strip()
        self._line = []
        if text:
            self.items.append(Paragraph(text=text, level=level))


class _Entry(NamedTuple):
    """A cell of a table in the making."""

    flow: _Flow
    columns: int
    rows: int


class _Table:
    """A table in the making: its captions and its rows of cells, those of its foot apart."""

    def __init__(self) -> None:
        self.captions: list[Paragraph] = []
        self.in_foot = False
        self._rows: list[list[_Entry]] = []
        self._foot: list[list[_Entry]] = []

    def begin_row(self) -> None:
        """Begin a row."""
        (self._foot if self.in_foot else self._rows).append([])

    def add(self, entry: _Entry) -> None:
        """Put a cell at the end of the row under way."""
        (self._foot if self.in_foot else self._rows)[-1].append(entry)

    def items(self, place: str) -> list[Item]:
        """What the table is in the page."""
        entries = [row for row in (*self._rows, *self._foot) if row]
        return [*self.captions, *frames.items(list(_filled(entries)), place)]


def _filled(entries: list[list[_Entry]]) -> Iterator[Filled]:
    """Each cell at its place: the algorithm of the HTML standard, "forming a table"."""
    busy: dict[int, int] = {}
    for at, row in enumerate(entries):
        column = 0
        for entry in row:
            while busy.get(column, 0) > at:
                column += 1
            height = min(entry.rows or len(entries), len(entries) - at)
            yield Filled(at, column, height, entry.columns, tuple(entry.flow.items))
            for taken in range(column, column + entry.columns):
                busy[taken] = at + height
            column += entry.columns


class _Page:
    """The page in the making. Tables under way lie on a stack, each with the flow around it."""

    def __init__(self, place: str) -> None:
        self.aside: list[Aside] = []
        self._place = place
        self._flow = _Flow()
        self._kept = 0
        self._open: list[tuple[_Flow, _Table]] = []

    def items(self) -> list[Item]:
        """All that was taken."""
        self._flow.end()
        return self._flow.items

    def take(self, event: Event, node: LexborNode) -> None:
        """Take the next event of the tree."""
        if event == "text":
            self._say(node.text_content or "")
        elif event == "hidden":
            self._hide(node)
        elif event == "open":
            self._begin(node.tag or "", node)
        else:
            self._end(node.tag or "")

    def draw(self, blocks: Iterable[Block]) -> None:
        """Take what drawn pages say."""
        self._flow.end()
        for block in blocks:
            item = block.paragraph or (block.table and block.table.rows)
            self._flow.items += [item] if item else []

    def _say(self, text: str) -> None:
        """Add to the paragraph under way; where line breaks are kept (``pre``), each ends one."""
        lines = text.split("\n") if self._kept else [text]
        for line in lines[:-1]:
            self._flow.say(line)
            self._flow.end()
        self._flow.say(lines[-1])

    def _hide(self, node: LexborNode) -> None:
        text = _SPACE.sub(" ", _UNSEEN.sub("", node.text())).strip()
        if text:
            start = text[:_QUOTED] + ("…" if len(text) > _QUOTED else "")
            self.aside.append(Aside(place=f"element {node.tag} “{start}”", reason="hidden"))

    def _begin(self, tag: str, node: LexborNode) -> None:
        if tag in _BREAKS or tag == "br":
            self._flow.end()
        self._kept += tag == "pre"
        if tag == "table":
            self._open.append((self._flow, _Table()))
            self._flow = _Flow()
        elif self._open:
            self._begin_in_table(tag, node)

    def _begin_in_table(self, tag: str, node: LexborNode) -> None:
        _, table = self._open[-1]
        if tag == "tfoot":
            table.in_foot = True
        elif tag == "tr":
            table.begin_row()
        elif tag in ("td", "th"):
            self._flow = _Flow()
            columns, rows = (_span(node, name) for name in ("colspan", "rowspan"))
            table.add(_Entry(self._flow, max(columns, 1), rows))
        elif tag == "caption":
            self._flow = _Flow()

    def _end(self, tag: str) -> None:
        self._kept -= tag == "pre"
        if tag in _BREAKS:
            self._flow.end(int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else 0)
        if tag == "table":
            self._flow, table = self._open.pop()
            self._flow.items.extend(table.items(self._place))
        elif tag == "tfoot" and self._open:
            self._open[-1][1].in_foot = False
        elif tag == "caption" and self._open:
            self._open[-1][1].captions += [item for item in self._flow.items if isinstance(item, Paragraph)]


def _span(node: LexborNode, name: str) -> int:
    """A span as the HTML standard reads it: digits in front, at most 1000 columns or 65534 rows, otherwise 1."""
    found = re.match(r"\s*(\d{1,9})", node.attributes.get(name) or "")
    return min(int(found.group(1)), 1000 if name == "colspan" else 65534) if found else 1
