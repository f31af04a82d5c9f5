"""Workbooks of newer spreadsheet programs (.xlsx, .xlsm; WPS writes them too): sheets as they are shown.

Only what shows is read — cells with their number formats, merged ranges, what is hidden — so a workbook whose fonts,
colours, drawings or links are odd is read all the same.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from kg.documents import numberformat, sheets
from kg.documents.formats import damaged
from kg.documents.ooxml import Element, Package, attribute
from kg.documents.sheets import Merged, Sheet
from kg.documents.sources import Reading, Source
from kg.errors import BeyondLimit

MAX_SHEETS = 1_000
"""The most sheets of one workbook."""
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_COLUMN = 16_384


class _Book(NamedTuple):
    """What the sheets of a workbook share."""

    strings: tuple[str, ...]
    formats: tuple[str, ...]
    from_1904: bool
    place: str


def read(source: Source) -> Reading:
    """The workbook in ``source``. Raises ``DamagedFile``, ``ProtectedFile`` or ``BeyondLimit``."""
    package = Package(source)
    main = package.main()
    try:
        return sheets.reading(_sheets(package, main), source.place)
    except ValueError as error:
        raise damaged(source.place, f"a number in its XML is none ({error})") from error


def _sheets(package: Package, main: str) -> Iterator[Sheet]:
    """Its sheets of cells in their order; sheets that are charts or macros hold none."""
    workbook = package.part(main)
    relations = package.relations(main)
    named = list(workbook.iterfind("sheets/sheet"))
    if len(named) > MAX_SHEETS:
        raise BeyondLimit(f"{len(named):,} sheets.", place=package.place, advice=f"Read are at most {MAX_SHEETS:,}.")
    shared = {relation.kind: relation.target for relation in relations.values()}
    book = _Book(
        strings=_strings(package, shared.get("sharedStrings")),
        formats=_formats(package, shared.get("styles")),
        from_1904=_flag(workbook, "workbookPr", "date1904"),
        place=package.place,
    )
    for one in named:
        relation = relations.get(attribute(one, "id") or "")
        if relation is not None and relation.kind == "worksheet":
            hidden = one.get("state", "visible") != "visible"
            yield _sheet(one.get("name", ""), package.part(relation.target), book, hidden=hidden)


def _flag(root: Element, path: str, name: str) -> bool:
    element = root.find(path)
    return element is not None and element.get(name) in ("1", "true")


def _strings(package: Package, part: str | None) -> tuple[str, ...]:
    if part is None or not package.has(part):
        return ()
    return tuple(_rich(one) for one in package.part(part).iterfind("si"))


def _rich(element: Element) -> str:
    """The text of a string with its runs; readings printed above characters (``rPh``) are no part of it."""
    texts = [*element.iterfind("t"), *element.iterfind("r/t")]
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), "".join(one.text or "" for one in texts))


def _formats(package: Package, part: str | None) -> tuple[str, ...]:
    """The number format of each cell style."""
    if part is None or not package.has(part):
        return ()
    styles = package.part(part)
    own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in styles.iterfind("numFmts/numFmt")}
    built_in = {str(number): code for number, code in numberformat.BUILT_IN.items()}
    known = built_in | own
    return tuple(known.get(one.get("numFmtId", "0"), numberformat.GENERAL) for one in styles.iterfind("cellXfs/xf"))


def _sheet(name: str, root: Element, book: _Book, *, hidden: bool) -> Sheet:
    cells: dict[tuple[int, int], str] = {}
    uncomputed: list[tuple[int, int]] = []
    hidden_rows: set[int] = set()
    by_default = "1" if _flag(root, "sheetFormatPr", "zeroHeight") else "0"
    at = -1
    for row in root.iterfind("sheetData/row"):
        at = int(row.get("r") or at + 2) - 1
        if row.get("hidden", by_default) in ("1", "true"):
            hidden_rows.add(at)
        for column, text, computed in _cells(row, book):
            cells[at, column] = text
            if not computed:
                uncomputed.append((at, column))
    merged, columns = tuple(_merged(root)), frozenset(_hidden_columns(root))
    return Sheet(name, cells, merged, frozenset(hidden_rows), columns, hidden, tuple(uncomputed))


def _cells(row: Element, book: _Book) -> Iterator[tuple[int, str, bool]]:
    """The column, the shown text and whether it could be known, of each cell of a row that shows something."""
    column = -1
    for cell in row.iterfind("c"):
        column = _column(cell.get("r"), column + 1)
        text, computed = _text(cell, book)
        if text:
            yield column, text, computed


def _column(reference: str | None, expected: int) -> int:
    found = _REFERENCE.fullmatch(reference or "")
    return _letters(found.group(1)) if found else expected


def _letters(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _merged(root: Element) -> Iterator[Merged]:
    for one in root.iterfind("mergeCells/mergeCell"):
        ends = _REFERENCE.findall(one.get("ref", ""))
        if len(ends) == 2:
            (left, top), (right, bottom) = ends
            yield Merged(int(top) - 1, _letters(left), int(bottom) - 1, _letters(right))


def _hidden_columns(root: Element) -> Iterator[int]:
    for one in root.iterfind("cols/col"):
        if one.get("hidden") in ("1", "true"):
            first, last = (int(one.get(end) or 1) for end in ("min", "max"))
            yield from range(first - 1, min(last, _LAST_COLUMN))


def _text(cell: Element, book: _Book) -> tuple[str, bool]:
    """What a cell shows, and whether it could be known: a formula without a saved result shows itself."""
    value, formula = cell.findtext("v"), cell.find("f")
    kind = cell.get("t", "n")
    if formula is not None and not value and kind != "str":
        return f"={formula.text or ''}", False
    code = _code(cell, book)
    inline = cell.find("is")
    if kind == "inlineStr" and inline is not None:
        return _clean(numberformat.show_text(_rich(inline), code)), True
    return (_shown(value, kind, code, book) if value else ""), True


def _shown(value: str, kind: str, code: str, book: _Book) -> str:
    """What a cell shows of its saved ``value``, by the kind of value (18.18.11)."""
    if kind == "s":
        return _clean(numberformat.show_text(_shared(value, book), code))
    if kind == "b":
        return "TRUE" if value.strip() == "1" else "FALSE"
    if kind == "str":
        return _clean(numberformat.show_text(value, code))
    number = _number(value) if kind == "n" else None
    return numberformat.show(number, code, from_1904=book.from_1904) if number is not None else _clean(value)


def _number(value: str) -> Decimal | None:
    try:
        return Decimal(value.strip())
    except InvalidOperation:
        return None


def _shared(value: str, book: _Book) -> str:
    try:
        return book.strings[int(value)]
    except (ValueError, IndexError) as error:
        raise damaged(book.place, f"a cell refers to text number {value}, which is not there") from error


def _code(cell: Element, book: _Book) -> str:
    style = int(cell.get("s") or 0)
    return book.formats[style] if style < len(book.formats) else numberformat.GENERAL


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\xa0", " ").strip()
