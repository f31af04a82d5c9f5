"""From bytes to text without a silent guess: which encoding, by which evidence, or a refusal.

In this order: a byte order mark; UTF-8, if every byte is valid; a Chinese or Unicode encoding that the file or its
server declares, if every byte is valid in it; GB18030 (which includes GBK and GB2312), if every byte is valid and
the text looks Chinese. "Looks Chinese" is a stated test: at least four letters are not ASCII, and nine in ten of them
are among the 3,755 characters of level 1 of GB 2312, the everyday ones. UTF-8 with a broken byte, Big5 and binary
data fail it, since they come out as rare characters. Single-byte encodings are never believed: any bytes are valid.
"""

import codecs
from functools import lru_cache
from typing import NamedTuple

from kg.errors import UndecodableText, UnknownFormat

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_DECLARED = {
    "gb2312": "GB18030",
    "gbk": "GB18030",
    "gb18030": "GB18030",
    "hz": "HZ",
    "big5": "Big5",
    "big5hkscs": "Big5-HKSCS",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16LE",
    "utf-16-be": "UTF-16BE",
}
_FEWEST = 4
_SAMPLE = 100_000


class Decoded(NamedTuple):
    """A text and the encoding it was in; ``charset`` is None for UTF-8."""

    text: str
    charset: str | None


def decode(content: bytes, place: str, declared: str | None = None) -> Decoded:
    """The text of ``content``; ``declared`` is the encoding that the file or its server names.

    Raises ``UndecodableText`` with line and column of the byte, or ``UnknownFormat`` where it is no text at all.
    """
    decoded = _decoded(content, place, declared)
    if "\0" in decoded.text:
        raise UnknownFormat(
            "it holds zero bytes, so it is no text, or UTF-16 without a byte order mark.",
            place=place,
            advice="Convert the file to UTF-8.",
        )
    return decoded


def looks_chinese(text: str) -> bool:
    """Whether nine in ten of the letters beyond ASCII, four at least, are everyday characters of GB 2312."""
    letters = [sign for sign in text[:_SAMPLE] if sign > "\x7f" and sign.isalpha()]
    common = sum(sign in _everyday() for sign in letters)
    return len(letters) >= _FEWEST and common * 10 >= len(letters) * 9


def _decoded(content: bytes, place: str, declared: str | None) -> Decoded:
    for mark, codec, charset in _MARKS:
        if content.startswith(mark):
            return Decoded(_strict(content, codec, place), charset if charset != "UTF-8" else None)
    try:
        return Decoded(content.decode("utf-8"), None)
    except UnicodeDecodeError:
        pass
    stated = _known(declared)
    if stated is not None and (text := _valid(content, stated)) is not None:
        return Decoded(text, stated)
    text = _valid(content, "GB18030")
    if text is not None and looks_chinese(text):
        return Decoded(text, "GB18030")
    return Decoded(_strict(content, stated or "utf-8", place), None)


def _valid(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset)
    except UnicodeDecodeError:
        return None


def _known(declared: str | None) -> str | None:
    try:
        return _DECLARED.get(codecs.lookup((declared or "").strip("'\" \t")).name)
    except LookupError:
        return None


def _strict(content: bytes, codec: str, place: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        start = content.rfind(b"\n", 0, error.start) + 1
        column = len(content[start : error.start].decode(codec, errors="replace")) + 1
        raise UndecodableText(
            f"byte 0x{content[error.start]:02x} is not valid {codec.removesuffix('-sig').upper()}.",
            place=f"{place}:{line}:{column}",
            advice="Convert the file to UTF-8.",
        ) from error


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    """Level 1 of GB 2312-80: rows 16 to 55, the last one without its five empty places."""
    codes = (bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF))
    return frozenset("".join(code.decode("gb2312", errors="ignore") for code in codes))
