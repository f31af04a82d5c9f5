"""Which format a file has: by what it holds, with the ending of its name and what its server says as hints.

Government sites often name a file for what it is not: a web page or a list of tabs as ``.xls``, a new workbook with
the old ending. What the first bytes say goes before the name; the name decides only between kinds of plain text.
"""

import io
import lzma
import mimetypes
import re
import zipfile
import zlib
from enum import Enum
from pathlib import PurePath

from kg.documents.sources import Source
from kg.errors import BeyondLimit, DamagedFile, ProtectedFile, UnknownFormat

_OFFICE = "application/vnd.openxmlformats-officedocument."


class Format(Enum):
    """A format that has a reader; its value is the media type."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    CSV = "text/csv"
    TSV = "text/tab-separated-values"
    HTML = "text/html"
    MHTML = "multipart/related"
    PDF = "application/pdf"
    XLSX = f"{_OFFICE}spreadsheetml.sheet"
    XLS = "application/vnd.ms-excel"
    XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
    XML_SHEET = "application/xml; profile=spreadsheet-2003"
    XML_TEXT = "application/xml; profile=word-2003"
    DOCX = f"{_OFFICE}wordprocessingml.document"
    DOC = "application/msword"
    RTF = "application/rtf"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ODT = "application/vnd.oasis.opendocument.text"
    ZIP = "application/zip"


ENDINGS = {
    ".pdf": Format.PDF,
    ".txt": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".shtml": Format.HTML,
    ".xhtml": Format.HTML,
    ".jsp": Format.HTML,
    ".mht": Format.MHTML,
    ".mhtml": Format.MHTML,
    ".xlsx": Format.XLSX,
    ".xlsm": Format.XLSX,
    ".xlsb": Format.XLSB,
    ".xls": Format.XLS,
    ".et": Format.XLS,
    ".docx": Format.DOCX,
    ".docm": Format.DOCX,
    ".doc": Format.DOC,
    ".wps": Format.DOC,
    ".rtf": Format.RTF,
    ".ods": Format.ODS,
    ".odt": Format.ODT,
}
"""The endings that hint at a format, and thereby those of files that are looked for in a folder."""

_SHEETS = frozenset({Format.CSV, Format.TSV, Format.XLS, Format.XLSX, Format.XLSB, Format.ODS, Format.XML_SHEET})
_ZIPPED = frozenset({Format.XLSX, Format.XLSB, Format.DOCX, Format.ODS, Format.ODT})
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError)
"""What ``zipfile`` raises where the archive is at fault; the last where it is encrypted, or of a version or a method
of compression that is not known."""
MAX_LISTED = 100_000
"""The most parts that a zip file may list, those of stored archives in it included."""
_ENTRY = b"PK\x01\x02"
_ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_WHERE = 1024
_MAGIC = (
    (b"{\\rtf", Format.RTF),
    (b"\x09\x08\x10\x00", Format.XLS),
    (b"\x09\x08\x08\x00", Format.XLS),
    (b"\x09\x04\x06\x00", Format.XLS),
    (b"\x09\x02\x06\x00", Format.XLS),
)
_UNREAD = (
    (b"Rar!", "a RAR archive", "Unpack it and give the files in it."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it and give the files in it."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and give the files in it."),
    (b"\x89PNG", "a picture (PNG)", "Run character recognition on it and give its text."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Run character recognition on it and give its text."),
    (b"GIF8", "a picture (GIF)", "Run character recognition on it and give its text."),
    (b"II*\x00", "a picture (TIFF)", "Run character recognition on it and give its text."),
    (b"MM\x00*", "a picture (TIFF)", "Run character recognition on it and give its text."),
    (b"AT&TFORM", "a picture (DjVu)", "Run character recognition on it and give its text."),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|%@|meta\s|title[\s>])", re.IGNORECASE)
_FRAGMENT = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:table|div|p|style|script|h[1-6]|span|center)[\s>]", re.I | re.S)
_MAIL = re.compile(rb"(?:^|\n)MIME-Version:", re.IGNORECASE)


def detect(source: Source) -> Format:
    """The format of ``source``. Raises ``UnknownFormat``, ``DamagedFile`` or ``ProtectedFile``."""
    head = source.content[:_WHERE]
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    for magic, what, advice in _UNREAD:
        if head.startswith(magic):
            raise UnknownFormat(f"{what} is not read.", place=source.place, advice=advice)
    if head.startswith(_COMPOUND):
        return _compound(source)
    if head.startswith(_ZIP_BEGINS) or (head.startswith(b"PK") and named(source) in _ZIPPED):
        return _zipped(source)
    if b"%PDF-" in head:
        return Format.PDF
    return _text(source)


def named(source: Source) -> Format | None:
    """The format that the name of ``source`` hints at, otherwise the one its server states."""
    by_name = ENDINGS.get(PurePath(source.name).suffix.lower())
    stated = (source.media_type or "").partition(";")[0].strip().lower()
    return by_name or next((form for form in Format if form.value == stated), None)


def _compound(source: Source) -> Format:
    """The compound files of older office programs, by the streams in their directory."""
    if _entry(source.content, "EncryptedPackage"):
        raise protected(source.place)
    if word := _entry(source.content, "WordDocument"):
        if _is_locked_word(source.content, word):
            raise protected(source.place)
        return Format.DOC
    if _entry(source.content, "Workbook") or _entry(source.content, "Book"):
        return Format.XLS
    raise UnknownFormat(
        "it is a compound file of an office program, but neither a Word document nor an Excel workbook.",
        place=source.place,
        advice="Open it in its program and save it as .docx, .xlsx or .pdf.",
    )


def protected(place: str) -> ProtectedFile:
    """The error for a file that asks for a password."""
    return ProtectedFile("a password locks it.", place=place, advice="Open it, remove the password and save it again.")


def _entry(content: bytes, name: str) -> bytes:
    """The entry of the directory for a stream: 128 bytes with the name, its length and kind ([MS-CFB] 2.6.1)."""
    text = name.encode("utf-16-le") + b"\0\0"
    at = content.find(text)
    while at >= 0:
        entry = content[at : at + 128]
        if at % 128 == 0 and entry[64:66] == len(text).to_bytes(2, "little") and entry[66:67] == b"\x02":
            return entry
        at = content.find(text, at + 1)
    return b""


def _is_locked_word(content: bytes, entry: bytes) -> bool:
    """Whether the head of a Word document says that it is encrypted ([MS-DOC] 2.5.2, fEncrypted)."""
    sector = 1 << int.from_bytes(content[30:32], "little")
    at = sector * (int.from_bytes(entry[116:120], "little") + 1)
    return bool(int.from_bytes(content[at + 10 : at + 12], "little") & 0x0100)


def _zipped(source: Source) -> Format:
    refuse_parts(source.content, source.place)
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            names = set(archive.namelist())
    except BROKEN_ZIP as error:
        raise damaged(source.place, f"the list of its parts cannot be read ({error})") from error
    for part, form in (
        ("word/", Format.DOCX),
        ("xl/workbook.bin", Format.XLSB),
        ("xl/", Format.XLSX),
    ):
        if "[Content_Types].xml" in names and any(name.startswith(part) for name in names):
            return form
    if "mimetype" in names and "content.xml" in names:
        return _open_document(source)
    return Format.ZIP


def refuse_parts(content: bytes, place: str) -> None:
    """Refuse a zip file whose list is too long to be read: each entry of it begins with the same four bytes."""
    if content.count(_ENTRY) > MAX_LISTED:
        raise BeyondLimit(
            f"it lists more than {MAX_LISTED:,} parts.", place=place, advice="Unpack it and give the files in it."
        )


def _open_document(source: Source) -> Format:
    head = source.content[:200]
    return Format.ODS if Format.ODS.value.encode() in head else Format.ODT


def damaged(place: str, why: str) -> DamagedFile:
    """The error for a file that is cut short or otherwise broken."""
    return DamagedFile(
        f"the file is damaged: {why}.", place=place, advice="Fetch it again, or open it and save it anew."
    )


def _text(source: Source) -> Format:
    """The kind of a file whose bytes are no known format: text, if its name is one that text may have."""
    hint = named(source)
    marked = _marked(source.content[:_WHERE].replace(b"\0", b""))
    if marked is not None and hint not in (Format.TEXT, Format.MARKDOWN):
        return marked
    if hint is None and PurePath(source.name).suffix.lower() == ".zip" and source.content:
        raise damaged(source.place, "it is no zip archive, nor any document that is read")
    if hint is None:
        guessed = mimetypes.guess_type(source.name)[0] or "of an unknown kind"
        raise UnknownFormat(
            f"no reader for a file that is {guessed}.",
            place=source.place,
            advice=f"Readable are {', '.join(sorted(ENDINGS))}.",
        )
    if hint in (Format.TEXT, Format.MARKDOWN, Format.CSV, Format.TSV, Format.HTML):
        return hint
    return Format.TSV if hint in _SHEETS else Format.TEXT


def _marked(head: bytes) -> Format | None:
    """The kind of a text that says itself what it is."""
    if _PAGE.search(head) or _FRAGMENT.match(head):
        return Format.HTML
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return Format.XML_SHEET
    if b"schemas.microsoft.com/office/word/2003/wordml" in head:
        return Format.XML_TEXT
    return Format.MHTML if _MAIL.search(head) else None
