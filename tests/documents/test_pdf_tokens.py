"""PDF: no number that another reader finds on a page of tables is lost; pages of real disclosures of every region."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pdfplumber
import pytest
from numerals import compared, numerals

from kg.documents.pdf import Pages, blocks
from kg.model import Block, Cell, Row, Table

EVERY = 3
"""One file in so many is read, and of it at most ``PAGES`` pages of tables."""
PAGES = 6


def of_tables(pages: Pages) -> list[int]:
    """The pages with ten cells of numbers or more."""
    cells = Counter(
        row.page or 0
        for block in pages.blocks
        for row in (block.table.rows if block.table else ())
        for cell in row.cells
        if numerals(cell.text)
    )
    return sorted(page for page, count in cells.items() if count >= 10)


def theirs(path: Path, wanted: Sequence[int]) -> dict[int, str]:
    """The words of pages as another reader finds them."""
    with pdfplumber.open(path, pages=list(wanted)) as document:
        return {
            page.page_number: " ".join(word["text"] for word in page.extract_words(x_tolerance=1.5))
            for page in document.pages
        }


def test_no_number_of_a_page_of_tables_is_lost(shared: Path) -> None:
    numbers, why = 0, Counter[str]()
    for path in sorted((shared / "disclosures").glob("*/*.pdf"))[1::EVERY]:
        read = blocks(path.read_bytes(), path.name)
        some = of_tables(read)
        found = compared(read, theirs(path, some[:: len(some) // PAGES + 1]))
        assert found.lost == [], path.name
        numbers += found.numbers
        why += found.why
    assert numbers > 4_000
    assert why.total() < numbers / 20, why


def pages(*texts: str, furniture: str = "", hidden: int = 0) -> Pages:
    """A file with a text on each page, in a table."""
    found = []
    for at, text in enumerate(texts, 1):
        cells = tuple(Cell(number=one, text=part) for one, part in enumerate(text.split("|"), 1))
        found.append(Block(kind="table", table=Table(number=at, rows=(Row(number=1, page=at, cells=cells),))))
    return Pages(tuple(found), Counter({furniture: 1}), len(texts), (), {}, {1: hidden} if hidden else {})


LOST = [
    (pages("1,234.56|7"), "1,234.56 7", []),
    (pages("1,234.56"), "1,234.56 1,234.56", [(1, "1,234.56")]),
    (pages("1,234.5"), "1,234.56", [(1, "1,234.56")]),
    (pages("", "2026"), "2026", []),
    (pages("5", furniture="- 12 -"), "5 12", []),
    (pages("5", furniture="- 12 -"), "5 12 12", [(1, "12")]),
    (pages("244,895.02|192,446.79"), "244,895.02192,446.79", []),
    (pages("811,669.97"), "811,669.9 7", []),
    (pages("811,669.9"), "811,669.9 7", [(1, "7")]),
    (pages("10.5"), "1100..55", []),
    (pages("5|1"), "5 11", []),
    (pages("5|1|1"), "5 1 1 11", [(1, "11")]),
    (pages("40,624.00"), "40624.00", []),
    (pages("5", hidden=2), "5 12", []),
    (pages("5", hidden=1), "5 12", [(1, "12")]),
]


@pytest.mark.parametrize(("read", "text", "lost"), LOST)
def test_which_numbers_are_lost(read: Pages, text: str, lost: list[tuple[int, str]]) -> None:
    assert compared(read, {1: text}).lost == lost
