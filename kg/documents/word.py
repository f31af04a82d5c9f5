"""Documents of newer word processors (.docx, .docm): paragraphs and tables in order, as the final text shows them.

Tracked insertions are in, deletions are out. A heading has the level of its outline. Numbers that the program prints
before paragraphs are part of them. Text boxes are read after the paragraph they hang on. Hidden text and rows are set
aside. Tables in tables are those of :mod:`kg.documents.frames`. Headers, footers, notes and comments are not read.
"""

from collections.abc import Iterator
from typing import NamedTuple

from kg.documents import frames, grid
from kg.documents.formats import damaged
from kg.documents.frames import Filled
from kg.documents.grid import Item
from kg.documents.numbering import Numbering
from kg.documents.ooxml import Element, Package, attribute, is_on
from kg.documents.sources import Reading, Source
from kg.model import Aside, Paragraph

_WRAPPERS = frozenset({
    "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body", "Choice",
})  # fmt: skip
_GONE = frozenset({
    "del", "moveFrom", "delText", "delInstrText", "instrText", "rt", "pPr", "rPr", "tblPr", "trPr", "tcPr",
    "sdtPr", "Fallback",
})  # fmt: skip
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_DEEPEST_OUTLINE = 9
_QUOTED = 20


class _Style(NamedTuple):
    """What a paragraph style says: its outline level from 1, and its list."""

    level: int = 0
    number: str = ""
    depth: int = 0


def read(source: Source) -> Reading:
    """The document in ``source``. Raises ``DamagedFile``, ``ProtectedFile`` or ``BeyondLimit``."""
    package = Package(source)
    main = package.main()
    body = package.part(main).find("body")
    if body is None:
        raise damaged(source.place, "it has no body")
    parts = {relation.kind: relation.target for relation in package.relations(main).values()}

    def root(kind: str) -> Element | None:
        return package.part(parts[kind]) if kind in parts and package.has(parts[kind]) else None

    try:
        writing = _Writing(_styles(root("styles")), Numbering(root("numbering")), source.place)
        found = writing.items(body)
    except ValueError as error:
        raise damaged(source.place, f"a number in its XML is none ({error})") from error
    return Reading(grid.blocks(found), aside=tuple(writing.aside))


def _styles(root: Element | None) -> dict[str, _Style]:
    """The paragraph styles, each with what it takes from the one it is based on."""
    named = {attribute(one, "styleId") or "": one for one in root.iterfind("style")} if root is not None else {}
    found: dict[str, _Style] = {}
    for name in named:
        line, seen = [name], {name}
        while (base := _value(named[line[-1]], "basedOn")) in named and base not in seen:
            line.append(base)
            seen.add(base)
        style = _Style()
        for one in reversed(line):
            properties = named[one].find("pPr")
            style = _own(properties, style) if properties is not None else style
        found[name] = style
    return found


def _own(properties: Element, base: _Style) -> _Style:
    """``base`` with what ``properties`` of a paragraph or a style change."""
    level, number, depth = base
    outline = _value(properties, "outlineLvl")
    if outline:
        level = int(outline) + 1 if int(outline) < _DEEPEST_OUTLINE else 0
    listed = properties.find("numPr")
    if listed is not None:
        number = _value(listed, "numId") or number
        depth = int(_value(listed, "ilvl") or (0 if _value(listed, "numId") else depth))
    return _Style(level, number, depth)


def _value(element: Element, name: str) -> str:
    """The ``val`` of a child, or an empty text."""
    child = element.find(name)
    return (attribute(child, "val") or "") if child is not None else ""


def _unwrapped(element: Element) -> Iterator[Element]:
    """The children of ``element``, those inside wrappers included, what was deleted left out."""
    for child in element:
        if child.tag in _WRAPPERS or (child.tag == "AlternateContent"):
            yield from _unwrapped(child)
        elif child.tag not in _GONE:
            yield child


class _Writing:
    """The text of a document in the making: lists count on, hidden parts are gathered."""

    def __init__(self, styles: dict[str, _Style], numbering: Numbering, place: str) -> None:
        self.aside: list[Aside] = []
        self._styles = styles
        self._numbering = numbering
        self._place = place

    def items(self, parent: Element) -> list[Item]:
        """The paragraphs and tables in ``parent``."""
        found: list[Item] = []
        carried = ""
        for child in _unwrapped(parent):
            if child.tag == "tbl":
                found += self._table(child)
            elif child.tag == "p":
                text, level, boxes = self._paragraph(child)
                text, carried = carried + text, ""
                if _mark_is_deleted(child):
                    carried = text
                else:
                    found += _paragraphs(text, level)
                found += boxes
        return [*found, *_paragraphs(carried, 0)]

    def _paragraph(self, element: Element) -> tuple[str, int, list[Item]]:
        """Its text with its number, its outline level, and what stands in the text boxes that hang on it."""
        properties = element.find("pPr")
        style = self._styles.get(_value(properties, "pStyle") if properties is not None else "", _Style())
        style = _own(properties, style) if properties is not None else style
        out: list[str] = []
        boxes: list[Item] = []
        self._runs(element, out, boxes)
        text = "".join(out).replace("\xa0", " ").strip(" \u3000\n")
        if text and style.number not in ("", "0"):
            text = self._numbering.next(style.number, style.depth) + text
        return text, style.level, boxes

    def _runs(self, element: Element, out: list[str], boxes: list[Item]) -> None:
        for child in _unwrapped(element):
            if child.tag == "txbxContent":
                boxes += self.items(child)
            elif child.tag == "t":
                out.append(child.text or "")
            elif child.tag in _SIGNS:
                out.append(_SIGNS[child.tag])
            elif child.tag == "r" and is_on(child.find("rPr/vanish")):
                self._hide("text", "".join(one.text or "" for one in child.iter("t")))
            else:
                self._runs(child, out, boxes)

    def _hide(self, what: str, text: str) -> None:
        if text.strip():
            start = text.strip()[:_QUOTED] + ("…" if len(text.strip()) > _QUOTED else "")
            self.aside.append(Aside(place=f"{what} “{start}”", reason="hidden"))

    def _table(self, element: Element) -> list[Item]:
        cells: list[Filled] = []
        running: dict[int, int] = {}
        rows = [row for row in _unwrapped(element) if row.tag == "tr" and row.find("trPr/del") is None]
        shown = [row for row in rows if not self._is_hidden(row)]
        for at, row in enumerate(shown):
            column = int(_value(row, "trPr/gridBefore") or 0)
            for cell in (one for one in _unwrapped(row) if one.tag == "tc"):
                columns = max(int(_value(cell, "tcPr/gridSpan") or 1), 1)
                column = self._cell(cell, (at, column, columns), cells, running)
        return frames.items(cells, self._place)

    def _is_hidden(self, row: Element) -> bool:
        if not is_on(row.find("trPr/hidden")):
            return False
        self._hide("row", "".join(one.text or "" for one in row.iter("t")))
        return True

    def _cell(self, cell: Element, place: tuple[int, int, int], cells: list[Filled], running: dict[int, int]) -> int:
        """Add a cell, or let the one above run on (``vMerge``); the column after it. ``running`` are those above."""
        row, column, columns = place
        merge = cell.find("tcPr/vMerge")
        goes_on = merge is not None and attribute(merge, "val") in (None, "continue")
        above = running.get(column)
        if goes_on and above is not None and cells[above].columns == columns:
            cells[above] = cells[above]._replace(rows=row - cells[above].row + 1)
            return column + columns
        items = () if cell.find("tcPr/cellDel") is not None else tuple(self.items(cell))
        for taken in range(column, column + columns):
            running.pop(taken, None)
        if merge is not None:
            running[column] = len(cells)
        cells.append(Filled(row, column, 1, columns, items))
        return column + columns


def _mark_is_deleted(element: Element) -> bool:
    """Whether the end of a paragraph was deleted, so that the next one goes on in it."""
    return element.find("pPr/rPr/del") is not None


def _paragraphs(text: str, level: int) -> Iterator[Paragraph]:
    for line in text.split("\n"):
        if line.strip():
            yield Paragraph(text=line.strip(), level=level)
