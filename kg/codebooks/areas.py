"""Administrative divisions (GB/T 2260), read from ``ontology/areas.csv``: which one does a body's name begin with?"""

import csv
import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from kg import paths
from kg.codebooks.names import plain
from kg.model import Area

_BODIES = "^(?:中国共产党|中共|中国人民政治协商会议|政协|中国国民党革命委员会)"
_SUFFIXES = ("特别行政区", "自治区", "自治州", "自治县", "地区", "新区", "林区", "市", "省", "县", "区", "旗", "盟")


class Division(NamedTuple):
    """A division and the years its code holds (empty: no bound known)."""

    area: Area
    valid_from: int | None
    valid_to: int | None

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
    """The divisions of this package."""
    with (paths.ontology() / "areas.csv").open(encoding="utf-8", newline="") as file:
        return Divisions(
            tuple(
                Division(
                    Area(code=row["code"], name=row["name"], full_name=row["full_name"], parent=row["parent"]),
                    int(row["valid_from"]) if row["valid_from"] else None,
                    int(row["valid_to"]) if row["valid_to"] else None,
                )
                for row in csv.DictReader(file)
            )
        )
