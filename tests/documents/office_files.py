"""Small office files made by hand: packages of XML, a workbook of records, a compound file around a stream."""

import io
import struct
import zipfile
from pathlib import Path

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(path: Path, parts: dict[str, str | bytes]) -> Path:
    """A zip file of ``parts``."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def relations(**targets: str) -> str:
    """The relations of a part: for each identifier ``kind target``."""
    each = (
        f'<Relationship Id="{name}" Type="{_OFFICE}/{what.split()[0]}" Target="{what.split()[1]}"/>'
        for name, what in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{"".join(each)}</Relationships>'


def xlsx(path: Path, sheets: dict[str, str], *, states: str = "", more: dict[str, str] | None = None) -> Path:
    """A workbook; each sheet by its name as the XML inside ``worksheet``. ``states`` has a letter h for hidden ones."""
    hidden = [' state="hidden"' if state == "h" else "" for state in states.ljust(len(sheets))]
    named = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="s{at}"{state}/>'
        for at, (name, state) in enumerate(zip(sheets, hidden, strict=True), 1)
    )
    targets = {f"s{at}": f"worksheet worksheets/sheet{at}.xml" for at in range(1, len(sheets) + 1)}
    extra = {"sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
    given = more or {}
    targets |= {kind: f"{kind} {name}" for kind, name in extra.items() if f"xl/{name}" in given}
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(d="officeDocument xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(**targets),
    }
    for at, content in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = f'<worksheet xmlns="{_SHEETS}">{content}</worksheet>'
    return zipped(path, parts | given)


def row(number: int, *cells: str | None, attributes: str = "") -> str:
    """A row of a sheet, of texts and numbers from column A; None is an empty cell; ``<`` begins a cell given as XML."""
    out = []
    for letter, cell in zip("ABCDEFGH", cells, strict=False):
        if cell is None:
            continue
        if cell.startswith("<"):
            out.append(cell)
        elif cell.replace(".", "").replace("-", "").isdigit():
            out.append(f'<c r="{letter}{number}"><v>{cell}</v></c>')
        else:
            out.append(f'<c r="{letter}{number}" t="inlineStr"><is><t>{cell}</t></is></c>')
    return f'<row r="{number}"{attributes}>{"".join(out)}</row>'


def docx(path: Path, body: str, more: dict[str, str] | None = None) -> Path:
    """A word document with this XML inside ``w:body``, and parts like ``styles`` and ``numbering``."""
    given = {name: f'<w:{name} xmlns:w="{_WORDS}">{xml}</w:{name}>' for name, xml in (more or {}).items()}
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(d="officeDocument word/document.xml"),
        "word/document.xml": f'<w:document xmlns:w="{_WORDS}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": relations(**{name: f"{name} {name}.xml" for name in given}),
    }
    return zipped(path, parts | {f"word/{name}.xml": xml for name, xml in given.items()})


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of a word document."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: list[str]) -> str:
    """A table of a word document; a cell that begins with ``<`` is given as the XML inside ``w:tc``."""
    lines = (
        "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in cells) for cells in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _string(text: str, size: str = "<H") -> bytes:
    return struct.pack(size, len(text)) + b"\x01" + text.encode("utf-16-le")


def _style(form: int, *, cell: bool) -> bytes:
    return _record(0x00E0, struct.pack("<HHH", 0, form, 1 if cell else 0xFFF5) + bytes(14))


def records(name: str, content: bytes, form: str = "General") -> bytes:
    """The records of a workbook with one sheet; cell style 1 is plain, 2 has the number format ``form``."""
    font = _record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 8, 400, 0, 0, 0, 0, 0) + _string("宋体", "<B"))
    head = _begin(5) + _record(0x0042, struct.pack("<H", 1200)) + font * 5
    head += _record(0x041E, struct.pack("<H", 170) + _string(form))
    head += _style(0, cell=False) + _style(0, cell=True) + _style(170, cell=True)
    size = len(_record(0x0085, struct.pack("<IBB", 0, 0, 0) + _string(name, "<B")))
    at = len(head) + size + len(_record(0x000A))
    head += _record(0x0085, struct.pack("<IBB", at, 0, 0) + _string(name, "<B")) + _record(0x000A)
    return head + _begin(0x10) + content + _record(0x000A)


def label(row: int, column: int, text: str) -> bytes:
    """A cell with text."""
    return _record(0x0204, struct.pack("<HHH", row, column, 1) + _string(text))


def number(row: int, column: int, value: float, style: int = 2) -> bytes:
    """A cell with a number."""
    return _record(0x0203, struct.pack("<HHHd", row, column, style, value))


def hidden_row(row: int) -> bytes:
    return _record(0x0208, struct.pack("<HHHHHHI", row, 0, 3, 255, 0, 0, 0x20))


def hidden_column(column: int) -> bytes:
    return _record(0x007D, struct.pack("<HHHHHH", column, column, 2000, 1, 1, 0))


def merged(top: int, bottom: int, left: int, right: int) -> bytes:
    return _record(0x00E5, struct.pack("<HHHHH", 1, top, bottom, left, right))


def locked() -> bytes:
    """The record of a workbook with a password (RC4)."""
    return _record(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48))


def compound(stream: str, content: bytes) -> bytes:
    """A compound file ([MS-CFB]) with one stream of at least 4096 bytes."""
    content = content.ljust(4096, b"\0")
    content += bytes(-len(content) % 512)
    sectors = len(content) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return head + bytes(36) + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(stream, 2, 0xFFFFFFFF, 2, len(content))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    return head.ljust(512, b"\xff") + table + folder.ljust(512, b"\0") + content


def in_memory(parts: dict[str, bytes]) -> bytes:
    """A zip file of ``parts`` as bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
