"""Names printed in a row (办公室、财务处和机关党委; (一)办公室(二)法规处), and the items of numbered lists."""

import re
from collections.abc import Callable
from typing import NamedTuple

_OPEN, _CLOSE = "([", ")]"
_INLINE = re.compile(
    r"\([一二三四五六七八九十]{1,3}\)|\(\d{1,2}\)|[①-⑳]|(?<!\d)\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,3}、"
)
_CHINESE = "一二三四五六七八九十"


class Name(NamedTuple):
    """A name and where it stands in the text."""

    text: str
    start: int
    end: int


def names(text: str, start: int, end: int, valid: Callable[[str], bool]) -> list[Name]:
    """The names printed between ``start`` and ``end`` of ``text``; 和 parts two where both are valid."""
    found: list[Name] = []
    for first, last in _pieces(text, start, end):
        found += _parted(text, first, last, valid)
    return found


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between separators that stand outside brackets, ordinals aside."""
    cuts = [match.span() for match in _INLINE.finditer(text, start, end)]
    ordinals = dict(cuts) if len(cuts) > 1 else {}
    pieces: list[tuple[int, int]] = []
    depth, first, at = 0, start, start
    while at < end:
        if at in ordinals and depth == 0:
            pieces.append((first, at))
            at = first = ordinals[at]
            continue
        depth += (text[at] in _OPEN) - (text[at] in _CLOSE)
        if depth <= 0 and text[at] in "、,;":
            pieces.append((first, at))
            first = at + 1
        at += 1
    return [(a, b) for a, b in [*pieces, (first, end)] if b > a]


def _parted(text: str, start: int, end: int, valid: Callable[[str], bool]) -> list[Name]:
    for joint in re.finditer(r"以及|和|及|与", text[start:end]):
        left, right = text[start : start + joint.start()], text[start + joint.end() : end]
        if left and right and valid(left) and valid(right):
            return [Name(left, start, start + joint.start()), Name(right, start + joint.end(), end)]
    ordinal = _INLINE.match(text, start, end)
    start = ordinal.end() if ordinal is not None else start
    lead = re.match(r"(?:以及|和|及|与)", text[start:end])
    if lead is not None and valid(text[start + lead.end() : end]):
        start += lead.end()
    return [Name(text[start:end], start, end)]


def style(text: str) -> str:
    """The style of the ordinal that ``text`` begins with: 一. (一) 1. (1) ① or a bullet; empty without one."""
    bare = text.lstrip("-•·●◆■□▪★☆*")
    match = _INLINE.match(bare)
    if match is None:
        return "-" if bare != text else ""
    return re.sub(rf"[{_CHINESE}]+", "一", re.sub(r"\d+", "1", re.sub("[①-⑳]", "①", match.group()))).replace("、", ".")


def numbered(text: str) -> list[tuple[int, int]]:
    """The items of a list that one paragraph prints in a run (1.…2.…3.…); empty where it prints none."""
    found = list(_INLINE.finditer(text))
    if not found:
        return []
    same = [match for match in found if style(match.group()) == style(found[0].group())]
    run = [match for at, match in enumerate(same) if _value(match.group()) == at + 1]
    if len(run) < 3 or len(run) != len(same):
        return []
    ends = [match.start() for match in run[1:]] + [len(text)]
    return [(match.end(), end) for match, end in zip(run, ends, strict=True)]


def _value(ordinal: str) -> int:
    digits = re.sub(r"\D", "", ordinal)
    if digits:
        return int(digits)
    if "①" <= ordinal[0] <= "⑳":
        return ord(ordinal[0]) - ord("①") + 1
    tens, ten, ones = "".join(letter for letter in ordinal if letter in _CHINESE).partition("十")
    if not ten:
        return _CHINESE.index(tens) + 1 if tens else 0
    return 10 * (_CHINESE.index(tens) + 1 if tens else 1) + (_CHINESE.index(ones) + 1 if ones else 0)
