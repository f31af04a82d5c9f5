"""A document as read: its blocks in order, every cell with its place. Nothing here knows of budgets."""

from typing import Literal

from kg.model.base import Value


class Box(Value):
    """Where something stands on its page as shown, in tenths of a point (1/720 inch) from the top left corner."""

    left: int
    top: int
    right: int
    bottom: int


class Spot(Value):
    """Where the rest of a cell stands that the end of a page cuts in two."""

    page: int
    box: Box


class Cell(Value):
    """One cell of a table row. ``number`` counts from 1 along the row, as printed.

    A cell merged over several ``rows`` or ``columns`` carries its text and both counts where it begins; the other
    places it takes are ``covered`` cells without text, so that every row of a table has its cells in their columns.
    ``box`` is known in a paged format only; ``rest`` are the places of what the end of a page cut off, put to its text.
    """

    number: int
    text: str
    rows: int = 1
    columns: int = 1
    covered: bool = False
    box: Box | None = None
    rest: tuple[Spot, ...] = ()


class Row(Value):
    """One printed row.

    ``number`` counts from 1 in its table, ``line`` from 1 in a text file, ``page`` from 1 in a paged one.
    """

    number: int
    line: int | None = None
    page: int | None = None
    cells: tuple[Cell, ...]

    def saying(self, at: int, text: str) -> "Row":
        """The row with ``text`` in its cell ``at``, counted from 0."""
        cells = (cell.model_copy(update={"text": text}) if i == at else cell for i, cell in enumerate(self.cells))
        return self.model_copy(update={"cells": tuple(cells)})


class Table(Value):
    """A table: ``number`` counts from 1 in the document. Rows of a table broken by a page are one table."""

    number: int
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """The number of cells in its longest row."""
        return max((len(row.cells) for row in self.rows), default=0)


class Paragraph(Value):
    """A run of text; ``level`` is the heading level where the format says it is a heading, otherwise 0.

    ``number`` counts the paragraphs of a file from 1; it is 0 in one that was not read from a file.
    """

    text: str
    number: int = 0
    line: int | None = None
    page: int | None = None
    level: int = 0


class Block(Value):
    """One block of a document, in reading order: a paragraph or a table."""

    kind: Literal["paragraph", "table"]
    paragraph: Paragraph | None = None
    table: Table | None = None


class Aside(Value):
    """A part of a file that was not read, and why: ``place`` is "page 7", "sheet 收支总表", "sheet 收支总表 row 12".

    ``not computed`` is a formula whose result the file does not hold, ``no character`` are glyphs that the file shows
    but gives no character for; those stand in the text as U+FFFD.
    """

    place: str
    reason: Literal["picture", "hidden", "not computed", "no character"]


class Unread(Value):
    """How many glyphs of a page are not in its text as printed.

    ``hidden`` ones show nowhere and are left out; ``unmapped`` ones have no character in the file, and each is U+FFFD.
    """

    page: int
    hidden: int = 0
    unmapped: int = 0


class Document(Value):
    """A file as read.

    ``furniture`` are the stamps and running heads set aside, with their counts; ``pages`` is the number of pages of
    a paged format; ``aside`` are pages that are pictures without text, glyphs that are hidden or have no character, and
    sheets, rows and columns not shown; ``unread`` counts such glyphs for each page.
    """

    name: str
    sha256: str
    media_type: str
    size: int
    blocks: tuple[Block, ...]
    furniture: tuple[tuple[str, int], ...] = ()
    pages: int | None = None
    aside: tuple[Aside, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def id(self) -> str:
        """The last part of its IRI: the first sixteen hex digits of its SHA-256."""
        return self.sha256[:16]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables in order."""
        return tuple(block.table for block in self.blocks if block.table is not None)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Its paragraphs in order."""
        return tuple(block.paragraph for block in self.blocks if block.paragraph is not None)
