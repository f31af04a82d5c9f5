"""What changed in a classification from year to year: names, new and ended codes, and codes moved, merged or split.

New, ended and renamed codes follow from the years of their versions; that a code's content went to other codes is
stated in ``ontology/codes/changes.csv``.
"""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from kg import paths
from kg.codebooks.book import Bounds, Codebook, Evidence, Version
from kg.codebooks.loading import load
from kg.model import CLASSIFICATIONS
from kg.paths.lists import Line, lines


class Kind(StrEnum):
    """What happened to codes from one year to the next."""

    RENAMED = "renamed"
    NEW = "new"
    ENDED = "ended"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"


_COLUMNS = ["scheme", "year", "kind", "from", "to", "bounds", "basis", "zh", "en"]
_SHAPES = {Kind.MOVED: (1, 1), Kind.MERGED: (None, 1), Kind.SPLIT: (1, None)}


class Change(NamedTuple):
    """A change that took effect in budget year ``year``; ``exact`` says whether the year is sure.

    ``sources`` and ``targets`` are ids of items; for a name they are the same item. ``names`` are the names before and
    after where the change follows from versions, ``zh`` and ``en`` say what happened where it is stated.
    """

    scheme: str
    year: int
    kind: Kind
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    exact: bool
    names: tuple[str, str] = ("", "")
    zh: str = ""
    en: str = ""

    @property
    def id(self) -> str:
        """The last part of its IRI: kind and first item."""
        return f"{self.kind}-{(self.sources or self.targets)[0]}"


@lru_cache(maxsize=1)
def all_changes() -> tuple[Change, ...]:
    """Every change of this package's codebooks, by scheme, year and code."""
    return changes(load(), paths.ontology() / "codes" / "changes.csv")


def changes(book: Codebook, path: Path) -> tuple[Change, ...]:
    """The changes that ``path`` states and those that the years of versions imply."""
    said = _all_stated(lines(path, _COLUMNS), book)
    left = {(change.scheme, change.year, source) for change in said for source in change.sources}
    come = {(change.scheme, change.year, target) for change in said for target in change.targets}
    derived = [
        change
        for change in _derived(book)
        if not (change.kind is Kind.ENDED and (change.scheme, change.year, change.sources[0]) in left)
        and not (change.kind is Kind.NEW and (change.scheme, change.year, change.targets[0]) in come)
    ]
    order = {scheme: at for at, scheme in enumerate(CLASSIFICATIONS)}
    return tuple(
        sorted([*said, *derived], key=lambda c: (order[c.scheme], c.year, (c.sources or c.targets)[0], c.kind))
    )


def _all_stated(rows: Iterable[Line], book: Codebook) -> tuple[Change, ...]:
    found: dict[tuple[str, int, str], Change] = {}
    for line in rows:
        change = _stated(line, book)
        key = (change.scheme, change.year, change.id)
        if key in found:
            line.refuse(f"{change.sources[0]} is {change.kind} in {change.year} in a row above.", "Keep one row.")
        found[key] = change
    return tuple(found.values())


def _stated(line: Line, book: Codebook) -> Change:
    scheme, kind = line.one_of("scheme", CLASSIFICATIONS), Kind(line.one_of("kind", tuple(_SHAPES)))
    sources, targets = tuple(line["from"].split()), tuple(line["to"].split())
    items = {version.item for version in book.all if version.scheme == scheme}
    for item in (*sources, *targets):
        if item not in items:
            line.refuse(f"{item} is not in the list of {scheme}.", "Add the code, or mend the row.")
    if any(len(set(side)) < len(side) for side in (sources, targets)) or sources == targets:
        line.refuse("a code stands twice.")
    for count, wanted in zip((len(sources), len(targets)), _SHAPES[kind], strict=True):
        if count != wanted and (wanted is not None or count < 2):
            line.refuse(f"{len(sources)} codes to {len(targets)} is no {kind} code.")
    year = line.year("year")
    if year is None:
        line.refuse("a change has a year.")
    exact = line.one_of("bounds", tuple(Bounds)) == Bounds.EXACT
    line.one_of("basis", (Evidence.RECALLED, Evidence.DECREED))
    return Change(scheme, year, kind, sources, targets, exact, zh=line["zh"], en=line["en"])


def _derived(book: Codebook) -> list[Change]:
    items: dict[tuple[str, str], list[Version]] = defaultdict(list)
    for version in sorted(book.all, key=lambda v: v.valid_from or 0):
        items[version.scheme, version.item].append(version)
    found: list[Change] = []
    for (scheme, item), versions in items.items():
        first, last = versions[0], versions[-1]
        if first.valid_from is not None:
            found.append(Change(scheme, first.valid_from, Kind.NEW, (), (item,), first.exact, ("", first.name)))
        if last.valid_to is not None:
            found.append(Change(scheme, last.valid_to + 1, Kind.ENDED, (item,), (), last.exact, (last.name, "")))
        for before, after in pairwise(versions):
            exact = before.exact and after.exact
            year = after.valid_from or 0
            found.append(Change(scheme, year, Kind.RENAMED, (item,), (item,), exact, (before.name, after.name)))
    return found
