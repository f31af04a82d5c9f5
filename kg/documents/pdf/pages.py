"""A whole PDF: pages read one at a time, furniture set aside, tables joined, values made."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from kg.documents.furniture import Placed, running
from kg.documents.pdf.cut import Part, whole
from kg.documents.pdf.engine import sheet
from kg.documents.pdf.joining import Whole, joined
from kg.documents.pdf.layout import Frame, Item, Laid, Line, items
from kg.documents.pdf.paragraphs import Text, right_margin, texts
from kg.documents.pdf.pdfium import opened
from kg.documents.pdf.plane import turned
from kg.documents.pdf.shapes import Area, Sheet
from kg.documents.sources import Reading
from kg.errors import DamagedFile, EmptyDocument, PicturesOnly
from kg.model import Aside, Block, Box, Cell, Paragraph, Row, Table, Unread

MOST_PAGES = 5_000
"""The most pages of a PDF that is read; the longest disclosures have a few hundred."""
_TENTHS = 10
_PICTURE = 25


class Pages(NamedTuple):
    """What a PDF holds: its blocks, the furniture set aside, the number of pages, and what was not read.

    ``unmapped`` are the pages with glyphs that the file gives no character for, and how many; each stands in the
    text as U+FFFD. ``hidden`` are the pages with glyphs that show nowhere, and how many; they are left out.
    """

    blocks: tuple[Block, ...]
    furniture: Counter[str]
    pages: int
    aside: tuple[Aside, ...]
    unmapped: dict[int, int]
    hidden: dict[int, int]

    def reading(self) -> Reading:
        """What every reader gives: glyphs not read are told once for the file, and counted for each page."""
        told = (*_told(self.hidden, "hidden"), *_told(self.unmapped, "no character"))
        unread = (
            Unread(page=page, hidden=self.hidden.get(page, 0), unmapped=self.unmapped.get(page, 0))
            for page in sorted({*self.hidden, *self.unmapped})
        )
        return Reading(
            self.blocks,
            tuple(sorted(self.furniture.items())),
            aside=(*self.aside, *told),
            pages=self.pages,
            unread=tuple(unread),
        )


def _told(glyphs: Mapping[int, int], reason: Literal["hidden", "no character"]) -> Iterator[Aside]:
    """That some glyphs were not read, and on how many pages."""
    if glyphs:
        pages = sorted(glyphs)
        where = f"page {pages[0]}" if len(pages) == 1 else f"{len(pages)} pages from page {pages[0]}"
        count = sum(glyphs.values())
        yield Aside(place=f"{count:,} glyph{'s' if count > 1 else ''} on {where}", reason=reason)


class _Leaf(NamedTuple):
    """A page without its rules and runs."""

    frame: Frame
    items: list[Item]
    pictured: int
    hidden: int
    unmapped: int
    slanted: list[str]


def blocks(content: bytes, place: str) -> Pages:
    """The blocks of the PDF in ``content``; ``place`` names it in errors.

    Raises ``ProtectedFile``, ``DamagedFile``, ``EmptyDocument`` (no pages, or nothing on them) or ``PicturesOnly``.
    """
    found = arranged(_sheets(content, place))
    if not found.blocks:
        raise _nothing(found.pages, len(found.aside), place)
    return found


def arranged(sheets: Iterable[Sheet]) -> Pages:
    """The blocks of pages of any format that places its words; one page is held at a time."""
    leaves = [_leaf(page) for page in sheets]
    furniture = Counter(text for leaf in leaves for text in leaf.slanted)
    _set_aside(leaves, furniture)
    pictures = [number for number, leaf in enumerate(leaves, 1) if _is_picture(leaf)]
    rights = _rights(leaves)
    things = [list(texts(leaf.items, leaf.frame.width, rights[leaf.frame])) for leaf in leaves]
    found, repeated = joined(list(zip(_depths(leaves), things, strict=True)))
    furniture.update(repeated)
    return Pages(
        blocks=_values(found),
        furniture=furniture,
        pages=len(leaves),
        aside=tuple(Aside(place=f"page {number}", reason="picture") for number in pictures),
        unmapped={number: leaf.unmapped for number, leaf in enumerate(leaves, 1) if leaf.unmapped},
        hidden={number: leaf.hidden for number, leaf in enumerate(leaves, 1) if leaf.hidden},
    )


def _sheets(content: bytes, place: str) -> Iterator[Sheet]:
    with opened(content, place) as document:
        count = len(document)
        if count > MOST_PAGES:
            what = f"it has {count} pages; at most {MOST_PAGES} are read."
            raise DamagedFile(what, place=place, advice="Divide it.")
        for number in range(1, count + 1):
            yield sheet(document.raw, number, place)


def _leaf(page: Sheet) -> _Leaf:
    frame = Frame(page.width, page.height, page.turned)
    return _Leaf(frame, items(page), page.pictured, page.hidden, page.unmapped, page.slanted)


def _set_aside(leaves: Sequence[_Leaf], furniture: Counter[str]) -> None:
    """Take running heads and page numbers out of the pages, and count them."""
    placed = [[_placed(item, leaf.frame) for item in leaf.items if isinstance(item, Line)] for leaf in leaves]
    for leaf, lines, taken in zip(leaves, placed, running(placed), strict=True):
        if not taken:
            continue
        furniture.update(lines[at].text for at in taken)
        numbered = iter(range(len(lines)))
        leaf.items[:] = [item for item in leaf.items if not isinstance(item, Line) or next(numbered) not in taken]


def _placed(line: Line, frame: Frame) -> Placed:
    left, top, right, bottom = line.area
    return Placed(line.text, (left + right) / 2 / max(frame.width, 1.0), (top + bottom) / 2 / max(frame.height, 1.0))


def _is_picture(leaf: _Leaf) -> bool:
    return leaf.pictured >= _PICTURE or (not leaf.items and leaf.pictured > 0)


def _nothing(pages: int, pictures: int, place: str) -> EmptyDocument | PicturesOnly:
    if pictures:
        return PicturesOnly(
            f"its {pages} pages are pictures without text.",
            place=place,
            advice="Run OCR (optical character recognition) on it and read what that gives.",
        )
    return EmptyDocument(f"its {pages} pages hold no text.", place=place, advice="Fetch it again.")


def _values(read: Sequence[Text | Whole]) -> tuple[Block, ...]:
    tables = 0
    found = []
    for block in read:
        if isinstance(block, Text):
            paragraph = Paragraph(text=block.text, page=block.page, level=int(block.large))
            found.append(Block(kind="paragraph", paragraph=paragraph))
        else:
            tables += 1
            found.append(Block(kind="table", table=_table(block, tables)))
    return tuple(found)


def _rights(leaves: Sequence[_Leaf]) -> dict[Frame, float | None]:
    """The right margin of the running text of pages of one size."""
    lines: dict[Frame, list[Line]] = {leaf.frame: [] for leaf in leaves}
    for leaf in leaves:
        lines[leaf.frame].extend(item for item in leaf.items if isinstance(item, Line))
    return {frame: right_margin([line for line in some if _is_wide(line, frame)]) for frame, some in lines.items()}


def _is_wide(line: Line, frame: Frame) -> bool:
    return line.alone and line.area.right - line.area.left > frame.width / 2


def _depths(leaves: Sequence[_Leaf]) -> list[float]:
    """For each page how far down the content of pages of its size reaches."""
    deepest: dict[Frame, float] = {}
    for leaf in leaves:
        bottom = max((item.area.bottom for item in leaf.items), default=0.0)
        deepest[leaf.frame] = max(bottom, deepest.get(leaf.frame, 0.0))
    return [deepest[leaf.frame] for leaf in leaves]


def _table(table: Whole, number: int) -> Table:
    return Table(number=number, rows=whole([_part(table, part) for part in table.parts]))


def _part(table: Whole, part: Laid) -> Part:
    columns = len(table.xs) - 1
    covered = [Cell(number=at, text="", covered=True) for at in range(1, columns + 1)]
    cells = [covered.copy() for _ in part.grid.ys[1:]]
    places = [table.column(part, at) for at in range(len(part.grid.xs))]
    for region, text in zip(part.grid.regions, part.texts, strict=True):
        first = places[region.column]
        cells[region.row][first] = Cell(
            number=first + 1,
            text=text,
            rows=region.rows,
            columns=places[region.column + region.columns] - first,
            box=_box(part.grid.box(region), part.frame),
        )
    rows = [Row(number=at, page=part.page, cells=tuple(row)) for at, row in enumerate(cells, 1)]
    rooms = {places[part.grid.regions[at].column] + 1: room for at, room in part.edges.rooms}
    return Part(rows, part.edges.above, part.edges.below, rooms)


def _box(area: Area, frame: Frame) -> Box:
    """The place of a cell on its page as shown, in tenths of a point."""
    left, top, right, bottom = turned(area, frame.turned, frame.width, frame.height)
    return Box(
        left=round(left * _TENTHS),
        top=round(top * _TENTHS),
        right=round(right * _TENTHS),
        bottom=round(bottom * _TENTHS),
    )
