"""The places of a file where something new can begin: its pages, sheets, chapters, and titles above a contents list.

Promises: every block is in one place, in order; a place that goes on with a contents list begun before says so.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract import context, covers, numbers
from kg.extract.covers import Line
from kg.extract.forms import Forms
from kg.model import Block, Document

_BEFORE_CONTENTS = 10


class Place(NamedTuple):
    """The blocks of one place, the first of which is number ``block`` of the document, and their lines."""

    block: int
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    in_contents: bool

    def begins(self, forms: Forms) -> bool:
        """Whether a contents list, or a first part, begins within its first lines."""
        return any(re.search(forms.document.title_ends, line.text) for line in self.lines[: _BEFORE_CONTENTS + 1])


def places(document: Document, forms: Forms) -> tuple[Place, ...]:
    """The places of ``document``, in order."""
    begins = sorted({0, *_breaks(document.blocks), *_titles(document.blocks, forms)})
    found: list[Place] = []
    listing = False
    for begin, end in zip(begins, [*begins[1:], len(document.blocks)], strict=True):
        blocks = document.blocks[begin:end]
        found.append(Place(begin, blocks, tuple(covers.lines(blocks)), listing))
        for block in blocks:
            listing = _listing(block, forms, listing=listing)
    return tuple(found)


def pages(block: Block) -> tuple[int, ...]:
    """The pages that a block stands on, in order."""
    at = [row.page for row in block.table.rows] if block.table else [block.paragraph.page if block.paragraph else None]
    return tuple(page for page in at if page is not None)


def lines(block: Block) -> tuple[int, ...]:
    """The lines that a block stands on, in order."""
    at = [row.line for row in block.table.rows] if block.table else [block.paragraph.line if block.paragraph else None]
    return tuple(line for line in at if line is not None)


def _breaks(blocks: tuple[Block, ...]) -> Iterator[int]:
    """The blocks that begin a page, or are a heading of the first level, such as the name of a sheet."""
    page: int | None = None
    for at, block in enumerate(blocks):
        on = pages(block)
        if (on and on[0] != page) or (block.paragraph is not None and block.paragraph.level == 1):
            yield at
        page = on[-1] if on else page


def _titles(blocks: tuple[Block, ...], forms: Forms) -> Iterator[int]:
    """The blocks, in a file without pages, where a title stands above a contents list or a first part."""
    if any(pages(block) for block in blocks):
        return
    above: list[tuple[int, Line]] = []
    for at, block in enumerate(blocks):
        if block.paragraph is None:
            above = []
            continue
        line = next(covers.lines([block]))
        if not re.search(forms.document.title_ends, line.text):
            above.append((at, line))
            continue
        read = covers.title([known for _, known in above[-_BEFORE_CONTENTS:]], forms)
        yield from [number for number, known in above if read is not None and known is read.at]
        above = []


def _listing(block: Block, forms: Forms, *, listing: bool) -> bool:
    """Whether what follows a block belongs to a contents list: sentences and tables of numbers end one."""
    if block.paragraph is not None:
        text = covers.folded(block.paragraph.text)
        if re.search(forms.document.contents, text):
            return True
        return listing and not text.endswith("。")
    table = block.table
    if not listing or table is None or context.is_contents(table, forms):
        return listing
    return not any(numbers.numeric(cell.text) for row in table.rows for cell in row.cells)
