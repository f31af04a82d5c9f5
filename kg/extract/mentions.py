"""Codes in sentences: 行政运行（2101501）, and 医疗保障管理事务（款）行政运行（项）（2101501）.

A number in brackets is a code where the codebook has it, or has the code above it and a level (类, 款, 项) is
printed before it. A name given to several codes, 甲（2101101）和（2101103）, is the name of each.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from kg.codebooks import Codebook, scheme_of, unnumbered
from kg.model import Document, Mention, Paragraph

_CODE = re.compile(r"[（(]\s*(?P<code>[1235]\d{2}(?:\d{2}){0,2})\s*[)）]")
_LEVEL = re.compile(r"[（(]\s*[类款项]\s*[)）]\s*$")
_STOP = re.compile(r"[，,。．；;：:、\t\n|]|(?<=\d)[.]|[（(]\s*[类款项]\s*[)）]")
_AND = re.compile(r"^\s*(?:和|及|与|、|以及)\s*$")


def mentions(document: Document, book: Codebook) -> tuple[Mention, ...]:
    """Every code that a sentence of ``document`` prints with a name, in order."""
    return tuple(
        mention for paragraph, before in _placed(document.paragraphs) for mention in _in(paragraph, before, book)
    )


def _placed(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, int]]:
    """Each paragraph with the number of characters that stand before it on its line, or on its page."""
    before: Counter[tuple[int | None, int | None]] = Counter()
    for paragraph in paragraphs:
        at = (paragraph.line, None if paragraph.line is not None else paragraph.page)
        yield paragraph, before[at]
        before[at] += len(paragraph.text) + 1


def _in(paragraph: Paragraph, ahead: int, book: Codebook) -> Iterator[Mention]:
    text, before, name = paragraph.text, 0, ""
    for found in _CODE.finditer(text):
        between = text[before : found.start()]
        code = found["code"]
        scheme = scheme_of(code)
        shared = bool(name) and _AND.match(between) is not None
        printed = name if shared else _name(between, scheme or "", book)
        if scheme is None or not printed or not _is_code(scheme, code, between, book):
            continue
        before, name = found.end(), printed
        yield Mention(
            line=paragraph.line, page=paragraph.page, offset=ahead + found.start("code"), code=code, name=printed
        )


def _is_code(scheme: str, code: str, between: str, book: Codebook) -> bool:
    return book.has(scheme, code) or (bool(_LEVEL.search(between)) and book.has(scheme, code[:-2]))


def _name(between: str, scheme: str, book: Codebook) -> str:
    """The name that ends the words before a code: the longest name of the book there, else what its level follows."""
    words = _LEVEL.sub("", between).rstrip()
    last = 0
    for stop in _STOP.finditer(words):
        last = stop.end()
    phrase = unnumbered(words[last:])
    for start in range(len(phrase)):
        if book.named(scheme, phrase[start:]):
            return phrase[start:]
    return phrase if _LEVEL.search(between) else ""
