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
    workbook = package.part(main)
    relations = package.relations(main)
    named = list(workbook.iterfind("sheets/sheet"))
    if len(named) > MAX_SHEETS:
        raise BeyondLimit(f"{len(named):,} sheets.", place=source.place, advice=f"Read are at most {MAX_SHEETS:,}.")
    shared = {relation.kind: relation.target for relation in relations.values()}
    book = _Book(
        strings=_strings(package, shared.get("sharedStrings")),
        formats=_formats(package, shared.get("styles")),
        from_1904=_flag(workbook, "workbookPr", "date1904"),
        place=source.place,
    )

    def each() -> Iterator[Sheet]:
        for one in named:
            relation = relations.get(attribute(one, "id") or "")
            if relation is not None and relation.kind == "worksheet":
                hidden = one.get("state", "visible") != "visible"
                yield _sheet(one.get("name", ""), package.part(relation.target), book, hidden=hidden)

    try:
        return sheets.reading(each(), source.place)
    except ValueError as error:
        raise damaged(source.place, f"a number in its XML is none ({error})") from error


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
    hidden_rows: set[int] = set()
    uncomputed: list[tuple[int, int]] = []
    by_default = _flag(root, "sheetFormatPr", "zeroHeight")
    row_number = -1
    for row in root.iterfind("sheetData/row"):
        row_number = int(row.get("r") or row_number + 2) - 1
        if row.get("hidden", "1" if by_default else "0") in ("1", "true"):
            hidden_rows.add(row_number)
        column = -1
        for cell in row.iterfind("c"):
            column = _column(cell.get("r"), column + 1)
            text, computed = _text(cell, book)
            if text:
                cells[row_number, column] = text
            if not computed:
                uncomputed.append((row_number, column))
    return Sheet(
        name=name,
        cells=cells,
        merged=tuple(_merged(root)),
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(_hidden_columns(root)),
        hidden=hidden,
        uncomputed=tuple(uncomputed),
    )


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
