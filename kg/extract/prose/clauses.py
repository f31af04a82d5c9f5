"""A passage taken apart: sentences, remarks in brackets that print amounts, reasons, and the words before an amount.

Promises: nothing is lost and nothing moves: every part still knows where it is printed.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.prose.texts import Folded

_MONEY = re.compile(r"\d(?:亿元|万元|元)")
_SENTENCE = re.compile(r"[^。]*(?:。|$)")
_SEGMENT = re.compile(r"[,;。]")
_LEAD = re.compile(r"^(?:[,;。:、)和及与]|\(\d{1,2}\)|[一二三四五六七八九十]是|\d{1,2}[、.](?!\d)|[①-⑳])+")
_TAIL = re.compile(r"(?:中|里|方面|情况|说明|情况说明)?[:。,;]*$")


class Remark(NamedTuple):
    """What stands in brackets and prints amounts: where it stood in the text without it, and its words."""

    at: int
    text: Folded


def without_remarks(text: Folded) -> tuple[Folded, list[Remark]]:
    """The text without its remarks in brackets that print amounts, and these."""
    kept = text.part(0, 0)
    remarks: list[Remark] = []
    at = 0
    for start, end in _brackets(text.text):
        if start < at or not _MONEY.search(text.text[start:end]):
            continue
        kept = kept.plus(text.part(at, start))
        remarks.append(Remark(len(kept.text), text.part(start + 1, end - 1)))
        at = end
    return kept.plus(text.part(at)), remarks


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Outermost pairs of brackets; one that is not closed ends nothing."""
    depth, start = 0, 0
    for at, letter in enumerate(text):
        if letter == "(":
            start = at if depth == 0 else start
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
            if depth == 0:
                yield start, at + 1


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text stand."""
    for found in _SENTENCE.finditer(text):
        if found.end() > found.start():
            yield found.span()


def segments(words: str) -> list[str]:
    """The segments of the words before an amount, ordinals and stops at their beginning taken off."""
    return [label for one in _SEGMENT.split(words) if (label := bare(one))]


def bare(words: str) -> str:
    """A label without the ordinals and stops around it."""
    return _TAIL.sub("", _LEAD.sub("", words))


def joined_labels(words: str) -> Iterator[str]:
    """The labels that may stand before an amount: the last segment, and longer ones that a comma cuts."""
    parts = [part for part in re.split(r"[;。]", words) if part]
    if not parts:
        return
    pieces = re.split(r"(?<=\d)、", parts[-1])[-1].split(",")
    for start in range(len(pieces) - 1, max(-1, len(pieces) - 4), -1):
        yield bare(",".join(pieces[start:]))
