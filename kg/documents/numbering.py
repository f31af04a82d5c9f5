"""The numbers that a word processor prints before paragraphs: 一、 (一) 1. and their like (ECMA-376 part 1, 17.9).

They stand nowhere in the text of a document, only the rule for them does, and a heading without its number is
another heading.
"""

from collections import defaultdict
from typing import NamedTuple

from kg.documents.ooxml import Element, attribute, is_on

_DIGITS = "〇一二三四五六七八九"
_POWERS = ("", "十", "百", "千", "万")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "koreanCounting",
})  # fmt: skip
_MOST = 9_999


class Level(NamedTuple):
    """How a level of a list is numbered: from which number, in which digits, with which text around.

    A ``legal`` level writes the numbers of the levels above it in plain digits too.
    """

    start: int
    form: str
    text: str
    legal: bool = False


class Numbering:
    """The lists of a document; a counter goes on from paragraph to paragraph, so a document has one of its own."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, dict[int, Level]] = {}
        self._counter_of: dict[str, str] = {}
        self._restarts: dict[str, set[int]] = defaultdict(set)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is not None:
            self._load(root)

    def next(self, number: str, level: int) -> str:
        """What is printed before the next paragraph of list ``number`` at ``level`` (from 0)."""
        levels = self._lists.get(number, {})
        rule = levels.get(level)
        if rule is None:
            return ""
        counts = self._counts[self._counter_of[number]]
        if level in self._restarts[number]:
            self._restarts[number].discard(level)
            counts.pop(level, None)
        counts[level] = counts[level] + 1 if level in counts else rule.start
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if rule.form == "bullet":
            return ""
        text = rule.text
        for at in range(level + 1):
            if f"%{at + 1}" in text and at in levels:
                form = "decimal" if rule.legal else levels[at].form
                text = text.replace(f"%{at + 1}", shown(counts.get(at, levels[at].start), form))
        return text.strip()

    def _load(self, root: Element) -> None:
        abstract = {
            attribute(one, "abstractNumId"): {
                int(attribute(level, "ilvl") or 0): _level(level) for level in one.iterfind("lvl")
            }
            for one in root.iterfind("abstractNum")
        }
        for one in root.iterfind("num"):
            number = attribute(one, "numId") or ""
            named = one.find("abstractNumId")
            base = (attribute(named, "val") if named is not None else None) or ""
            self._lists[number] = dict(abstract.get(base, {}))
            self._counter_of[number] = base
            for override in one.iterfind("lvlOverride"):
                self._override(number, override)

    def _override(self, number: str, override: Element) -> None:
        at = int(attribute(override, "ilvl") or 0)
        level, start = override.find("lvl"), override.find("startOverride")
        if level is not None:
            self._lists[number][at] = _level(level)
        if start is not None:
            self._restarts[number].add(at)
            if at in self._lists[number]:
                first = int(attribute(start, "val") or 1)
                self._lists[number][at] = self._lists[number][at]._replace(start=first)


def _level(level: Element) -> Level:
    def value(name: str) -> str | None:
        found = level.find(name)
        return attribute(found, "val") if found is not None else None

    return Level(
        int(value("start") or 0), value("numFmt") or "decimal", value("lvlText") or "", is_on(level.find("isLgl"))
    )


def shown(number: int, form: str) -> str:
    """``number`` in the digits that ``form`` names; plain digits where they are not known or do not reach."""
    if not 0 < number <= _MOST:
        return str(number)
    if form in _CHINESE:
        return _chinese(number)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    plain = {
        "decimalZero": f"{number:02d}",
        "ideographDigital": "".join(_DIGITS[int(d)] for d in str(number)),
        "none": "",
    }
    return plain.get(form, str(number))


def _chinese(number: int) -> str:
    """Counting words: 十, 十二, 二十, 一百〇五."""
    out = ""
    digits = [int(digit) for digit in str(number)]
    for at, digit in enumerate(digits):
        power = _POWERS[len(digits) - 1 - at]
        if digit:
            out += _DIGITS[digit] + power
        elif any(digits[at:]) and not out.endswith(_DIGITS[0]):
            out += _DIGITS[0]
    return out.removeprefix("一") if 10 <= number < 20 else out


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out += letters * count
    return out
