"""Administrative divisions (GB/T 2260), from ``ontology/areas/divisions.csv``: with which does a body's name begin?"""

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kg import paths
from kg.codebooks.names import plain
from kg.model import Area
from kg.paths.lists import Line, lines

_COLUMNS = ["code", "name", "full_name", "parent", "valid_from", "valid_to", "successor", "wikidata"]
_BODIES = "^(?:中国共产党|中共|中国人民政治协商会议|政协|中国国民党革命委员会)"
_SUFFIXES = ("特别行政区", "自治区", "自治州", "自治县", "地区", "新区", "林区", "市", "省", "县", "区", "旗", "盟")


class Division(NamedTuple):
    """A division and the years its code holds (empty: no bound known).

    ``successor`` is the code that replaced it, ``wikidata`` its item there; each empty where there is none known.
    """

    area: Area
    valid_from: int | None
    valid_to: int | None
    successor: str = ""
    wikidata: str = ""

    def holds(self, year: int) -> bool:
        """Whether the code is in force in ``year``; in the year of a change both are."""
        return (self.valid_from or 0) <= year <= (self.valid_to or 9999)


class Divisions:
    """All divisions, by code and by the names a body's name can begin with."""

    def __init__(self, divisions: tuple[Division, ...]) -> None:
        self.divisions = divisions
        named_last = sorted(divisions, key=lambda division: division.valid_to or 9999)
        self.by_code = {division.area.code: division for division in named_last}
        self._by_start: dict[str, list[Division]] = defaultdict(list)
        for division in divisions:
            for start in self._starts(division):
                self._by_start[start].append(division)
        self._longest = max((len(start) for start in self._by_start), default=0)

    def _starts(self, division: Division) -> set[str]:
        own, full = plain(division.area.name), plain(division.area.full_name)
        starts = {own, full}
        parent = self.by_code.get(division.area.parent)
        while parent is not None:
            starts.add(plain(parent.area.name) + own)
            parent = self.by_code.get(parent.area.parent)
        return starts

    def of_name(self, name: str, year: int) -> Area | None:
        """The division that the name of a body begins with in ``year``, or ``None`` where none or several fit."""
        text = re.sub(_BODIES, "", plain(name))
        for length in range(min(self._longest, len(text)), 1, -1):
            found = {d.area.code: d for d in self._by_start.get(text[:length], []) if d.holds(year)}
            if len(found) == 1:
                return next(iter(found.values())).area
            if found:
                return None
        return self._by_stem(text, year)

    def _by_stem(self, text: str, year: int) -> Area | None:
        stems = {
            division.area.code: division.area
            for division in self.divisions
            if division.holds(year) and division.area.code.endswith("00") and _stem(division.area.name, text)
        }
        return next(iter(stems.values())) if len(stems) == 1 else None


def _stem(name: str, text: str) -> bool:
    for suffix in _SUFFIXES:
        stem = name.removesuffix(suffix)
        if stem != name and len(stem) >= 2:
            return text.startswith(stem)
    return False


@lru_cache(maxsize=1)
def load() -> Divisions:
    """The divisions of this package. Raises ``DataFileError`` naming file and line of a faulty row."""
    return Divisions(divisions(paths.ontology() / "areas" / "divisions.csv"))


def divisions(path: Path) -> tuple[Division, ...]:
    """The divisions of a list: codes of six digits, parents and successors in the list, no cycle of either."""
    placed = [(line, _division(line)) for line in lines(path, _COLUMNS)]
    parents = {division.area.code: division.area.parent for _, division in placed}
    successors = {division.area.code: division.successor for _, division in placed if division.successor}
    for line, division in placed:
        for name, above in (("parent", division.area.parent), ("successor", division.successor)):
            if above and above not in parents:
                line.refuse(f"{division.area.code} has the {name} {above}, which is not in the list.", "Add it.")
        for name, chain in (("parents", parents), ("successors", successors)):
            if _turns(division.area.code, chain):
                line.refuse(f"the {name} of {division.area.code} lead back to it.")
    return tuple(division for _, division in placed)


def _turns(code: str, chain: dict[str, str]) -> bool:
    seen = {code}
    above = chain.get(code, "")
    while above and above not in seen:
        seen.add(above)
        above = chain.get(above, "")
    return above == code


def _division(line: Line) -> Division:
    code = line["code"]
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        line.refuse(f"{code!r} is no code of GB/T 2260.", "Write six digits.")
    if not line["name"] or not line["full_name"].endswith(line["name"]):
        line.refuse(f"the full name {line['full_name']!r} does not end in the name {line['name']!r}.")
    first, last = line.year("valid_from"), line.year("valid_to")
    if first is not None and last is not None and first > last:
        line.refuse(f"{code} ends in {last}, before it begins in {first}.")
    area = Area(code=code, name=line["name"], full_name=line["full_name"], parent=line["parent"])
    return Division(area, first, last, line["successor"], line["wikidata"])
