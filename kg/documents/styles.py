"""What style sheets and style attributes say of an element: as much of CSS as programs write that place every word.

Selectors of one element (``p``, ``.x1``, ``#page1``, ``div.t``) and their lists are understood; all others, and what
stands in at-rules (other media), are left out. Nothing is fetched.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

Style = Mapping[str, str]

_SIMPLE = re.compile(r"([a-zA-Z][\w-]*)?(?:\.([\w-]+))?(?:#([\w-]+))?")
_LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+))(pt|px|pc|in|cm|mm|em)?")
_LONGEST = 100_000.0
"""Lengths beyond this, in points, are none: the largest pages have a tenth of it."""
_POINTS = {"pt": 1.0, "px": 0.75, "pc": 12.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}


class _Rule(NamedTuple):
    """A rule: what it is said of, and what is said."""

    tag: str
    name: str
    id: str
    said: dict[str, str]


class Styles:
    """The rules of a page's style sheets, in the order of their weight."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._tags: dict[str, list[_Rule]] = {}
        self._names: dict[str, list[_Rule]] = {}
        self._ids: dict[str, list[_Rule]] = {}
        for sheet in sheets:
            for rule in _outside_of_at_rules(_without_comments(sheet)).split("}"):
                selectors, _, said = rule.partition("{")
                self._add(selectors, declared(said))

    def _add(self, selectors: str, said: dict[str, str]) -> None:
        for selector in selectors.split(","):
            found = _SIMPLE.fullmatch(selector.strip())
            if not found or not found.group() or not said:
                continue
            rule = _Rule((found[1] or "").lower(), found[2] or "", found[3] or "", said)
            place, key = next(
                (place, key)
                for place, key in ((self._ids, rule.id), (self._names, rule.name), (self._tags, rule.tag))
                if key
            )
            place.setdefault(key, []).append(rule)

    def of(self, tag: str, attributes: Mapping[str, str | None]) -> Style:
        """What is said of an element; its own ``style`` goes before all rules."""
        names = (attributes.get("class") or "").split()
        id_ = attributes.get("id") or ""
        said: dict[str, str] = {}
        for rule in self._tags.get(tag, ()):
            said.update(rule.said)
        for name in names:
            for rule in self._names.get(name, ()):
                if rule.tag in ("", tag):
                    said.update(rule.said)
        for rule in self._ids.get(id_, ()) if id_ else ():
            if rule.tag in ("", tag) and (not rule.name or rule.name in names):
                said.update(rule.said)
        own = attributes.get("style")
        if own:
            said.update(declared(own))
        return said


def declared(text: str) -> dict[str, str]:
    """The declarations of a style."""
    found = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.replace("!important", "").strip()
    return found


def length(value: str | None, size: float = 0.0) -> float | None:
    """A length in points, or nothing where it stands for none by itself; ``size`` is that of the type, in points."""
    found = _LENGTH.fullmatch(value.strip()) if value else None
    if found is None:
        return None
    number, unit = float(found[1]), found[2]
    if unit is None:
        return 0.0 if number == 0 else None
    points = number * (size if unit == "em" else _POINTS[unit])
    return points if abs(points) < _LONGEST else None


def _without_comments(sheet: str) -> str:
    first, *others = sheet.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _outside_of_at_rules(sheet: str) -> str:
    """A style sheet without what stands in braces after an ``@``."""
    kept, at = [], 0
    while (begin := sheet.find("@", at)) >= 0:
        kept.append(sheet[at:begin])
        at = _end(sheet, begin)
    kept.append(sheet[at:])
    return "".join(kept)


def _end(sheet: str, begin: int) -> int:
    """Where an at-rule ends: after its semicolon, or after the brace that closes it."""
    depth = 0
    for found in re.compile(r"[{};]").finditer(sheet, begin):
        sign = found.group()
        depth += (sign == "{") - (sign == "}")
        if depth <= 0 and sign != "{":
            return found.end()
    return len(sheet)
