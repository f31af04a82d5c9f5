"""Workbooks of older spreadsheet programs (.xls; WPS's .et is one too): sheets as they are shown. The door to xlrd."""

import io
import struct
from collections.abc import Iterator
from decimal import Decimal

import xlrd
from xlrd.biffh import XLRDError, error_text_from_code
from xlrd.book import Book
from xlrd.compdoc import SIGNATURE, CompDoc, CompDocError
from xlrd.sheet import Cell
from xlrd.sheet import Sheet as XlsSheet

from kg.documents import numberformat, sheets
from kg.documents.formats import damaged, protected
from kg.documents.sheets import Merged, Sheet
from kg.documents.sources import Reading, Source

_BROKEN = (
    XLRDError,
    CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
)
"""What xlrd raises for files that are broken: it follows their structure without checking every step."""


def read(source: Source) -> Reading:
    """The workbook in ``source``. Raises ``DamagedFile``, ``ProtectedFile`` or ``BeyondLimit``."""
    try:
        _refuse_cycle(source)
        book = xlrd.open_workbook(
            file_contents=source.content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        found = [_sheet(book, one) for one in book.sheets()]
    except _BROKEN as error:
        if "encrypted" in str(error).lower():
            raise protected(source.place) from error
        raise damaged(source.place, f"its records cannot be read ({error})") from error
    return sheets.reading(found, source.place)


def _refuse_cycle(source: Source) -> None:
    """Refuse a compound file whose workbook, kept in short sectors, goes round in a circle: xlrd would follow it."""
    if not source.content.startswith(SIGNATURE):
        return
    file = CompDoc(source.content, logfile=io.StringIO())
    for entry in file.dirlist:
        if entry.name in ("Workbook", "Book"):
            at, steps = entry.first_SID, 0
            while 0 <= at < len(file.SSAT):
                at, steps = file.SSAT[at], steps + 1
                if steps > len(file.SSAT):
                    raise damaged(source.place, "its sectors go round in a circle")


def _sheet(book: Book, sheet: XlsSheet) -> Sheet:
    cells = {}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            text = _text(book, cell)
            if text:
                cells[row, column] = text
    return Sheet(
        name=sheet.name,
        cells=cells,
        merged=tuple(Merged(top, left, end - 1, last - 1) for top, end, left, last in sheet.merged_cells),
        hidden_rows=frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(_hidden_columns(sheet)),
        hidden=sheet.visibility != 0,
    )


def _hidden_columns(sheet: XlsSheet) -> Iterator[int]:
    return (column for column, info in sheet.colinfo_map.items() if info.hidden)


def _text(book: Book, cell: Cell) -> str:
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return numberformat.show(Decimal(repr(cell.value)), _code(book, cell), from_1904=book.datemode == 1)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(error_text_from_code.get(int(cell.value), ""))
    text = str(cell.value).replace("\r\n", "\n").replace("\xa0", " ").strip()
    return numberformat.show_text(text, _code(book, cell)) if text else ""


def _code(book: Book, cell: Cell) -> str:
    """The number format of a cell. Formats that files name by number only are those of the Chinese edition."""
    if cell.xf_index is None or cell.xf_index >= len(book.xf_list):
        return numberformat.GENERAL
    key = book.xf_list[cell.xf_index].format_key
    if key in numberformat.BUILT_IN and key not in _own(book):
        return numberformat.BUILT_IN[key]
    known = book.format_map.get(key)
    return str(known.format_str) if known is not None else numberformat.GENERAL


def _own(book: Book) -> set[int]:
    """The numbers of the formats that the file itself defines."""
    return {one.format_key for one in book.format_list}
