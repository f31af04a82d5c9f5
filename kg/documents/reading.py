"""From a file to a :class:`~kg.model.Document`: the reader for what it holds, and what is wrong with it."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

from kg.documents import converting, formats, html, mhtml, pdf, separated, text, word, xls, xlsx
from kg.documents.encodings import decode
from kg.documents.formats import ENDINGS, Format
from kg.documents.sources import MAX_BYTES, Reading, Source, source
from kg.errors import BeyondLimit, EmptyDocument, UndecodableText, UnknownFormat
from kg.model import Block, Document

MEDIA_TYPES = {ending: form.value for ending, form in ENDINGS.items()}
"""The formats that can be read, by the file name endings that hint at them."""


def _plain(source: Source) -> Reading:
    content, charset = decode(source.content, source.place, source.charset)
    found, stamps = text.blocks(content)
    return Reading(found, tuple(sorted(stamps.items())), charset=charset)


def _pdf(source: Source) -> Reading:
    return pdf.blocks(source.content, source.place).reading()


READERS: dict[Format, Callable[[Source], Reading]] = {
    Format.TEXT: _plain,
    Format.MARKDOWN: _plain,
    Format.CSV: separated.read,
    Format.TSV: separated.read,
    Format.HTML: html.read,
    Format.MHTML: mhtml.read,
    Format.XLSX: xlsx.read,
    Format.XLS: xls.read,
    Format.DOCX: word.read,
    Format.PDF: _pdf,
    Format.DOC: converting.read_text,
    Format.RTF: converting.read_text,
    Format.ODT: converting.read_text,
    Format.XML_TEXT: converting.read_text,
    Format.ODS: converting.read_sheets,
    Format.XLSB: converting.read_sheets,
    Format.XML_SHEET: converting.read_sheets,
}
"""The reader of each format. A reader is a pure function of a source and raises ``InputError``."""

_OF_TEXT = (Format.TEXT, Format.MARKDOWN, Format.CSV, Format.TSV, Format.HTML, Format.MHTML)


def read(given: Path | Source) -> Document:
    """The document in a file, or in a source from an archive or the web.

    Raises ``InputError`` of the kind that fits, or ``MissingProgram`` where a format needs one, each naming the file,
    the place and what to do.
    """
    origin = source(given) if isinstance(given, Path) else given
    _refuse_size(origin)
    form = formats.detect(origin)
    found = _read(origin, form)
    if not found.blocks and not found.aside:
        raise EmptyDocument("the file holds no text.", place=origin.place, advice="Fetch it again, or give its text.")
    return Document(
        name=origin.name,
        sha256=origin.sha256,
        media_type=form.value + (f"; charset={found.charset}" if found.charset else ""),
        size=len(origin.content),
        blocks=_numbered(found.blocks),
        furniture=found.furniture,
        aside=found.aside,
        unread=found.unread,
        pages=found.pages,
    )


def _numbered(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with their paragraphs counted from 1."""
    numbers = count(1)
    return tuple(
        block
        if block.paragraph is None
        else block.model_copy(update={"paragraph": block.paragraph.model_copy(update={"number": next(numbers)})})
        for block in blocks
    )


def _refuse_size(source: Source) -> None:
    if not source.content.strip():
        raise EmptyDocument("the file is empty.", place=source.place, advice="Fetch it again.")
    if len(source.content) > MAX_BYTES:
        raise BeyondLimit(
            f"it has more than {MAX_BYTES // 2**20} MiB.", place=source.place, advice="Give its parts one by one."
        )


def _read(source: Source, form: Format) -> Reading:
    reader = READERS.get(form)
    if form is Format.ZIP:
        raise UnknownFormat(
            "it is a zip archive and no document.", place=source.place, advice="Give the documents in it one by one."
        )
    if reader is None:
        raise UnknownFormat(
            f"no reader for a file that is {form.value}.",
            place=source.place,
            advice=f"Readable are {', '.join(sorted(ENDINGS))}.",
        )
    hint = formats.named(source)
    try:
        return reader(source)
    except (UndecodableText, UnknownFormat) as error:
        if form in (Format.TEXT, Format.TSV) and hint is not None and hint not in _OF_TEXT:
            raise formats.damaged(source.place, f"it is neither what {hint.value} begins with nor text") from error
        raise
