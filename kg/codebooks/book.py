"""The national classification codebooks (政府收支分类科目), read from ``ontology/codes/*.csv``."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kg import paths
from kg.codebooks.names import plain
from kg.errors import DataFileError
from kg.model import CLASSIFICATIONS

_COLUMNS = ["code", "name", "level", "parent", "valid_from", "valid_to", "evidence"]
_FIRST_DIGIT = {"1": "revenue", "2": "function", "3": "economic", "5": "government-economic"}


class Entry(NamedTuple):
    """One name of one code: the years it is known to hold (empty: no bound known) and on what evidence."""

    scheme: str
    code: str
    name: str
    level: int
    parent: str
    valid_from: str
    valid_to: str
    evidence: str


class Codebook:
    """All classifications, by code and by name."""

    def __init__(self, entries: Iterable[Entry], pairs: Iterable[tuple[str, str]]) -> None:
        self.entries = tuple(entries)
        self.pairs = frozenset(pairs)
        self._by_code: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._by_name: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in self.entries:
            self._by_code[entry.scheme, entry.code].append(entry)
            self._by_name[entry.scheme, _loose(entry.name)].append(entry)

    def has(self, scheme: str, code: str) -> bool:
        """Whether the book of ``scheme`` has ``code`` in any year."""
        return (scheme, code) in self._by_code

    def names(self, scheme: str, code: str) -> tuple[str, ...]:
        """Every name the code has or had, latest first."""
        entries = sorted(self._by_code[scheme, code], key=lambda e: e.valid_from or "0", reverse=True)
        return tuple(dict.fromkeys(entry.name for entry in entries))

    def parent(self, scheme: str, code: str) -> str:
        """The code above, empty for a 类."""
        found = self._by_code.get((scheme, code))
        return found[0].parent if found else ""

    def named(self, scheme: str, name: str, *, under: str = "", level: int = 0) -> tuple[str, ...]:
        """The codes of ``scheme`` with this name, below ``under`` and at ``level`` where these are given."""
        found = self._by_name.get((scheme, _loose(name)), [])
        codes = dict.fromkeys(
            entry.code
            for entry in found
            if (not under or entry.code.startswith(under)) and (not level or entry.level == level)
        )
        return tuple(codes)

    def is_name(self, scheme: str, code: str, name: str) -> bool:
        """Whether ``name`` is a name of ``code``, brackets, spaces and a trailing 支出 aside."""
        return any(_loose(known) == _loose(name) for known in self.names(scheme, code))


def _loose(name: str) -> str:
    folded = plain(name)
    return folded.removesuffix("支出") if len(folded) > 4 else folded


def scheme_of(code: str) -> str | None:
    """The classification a code belongs to by its first digit: 1 revenue, 2 function, 3 部门经济, 5 政府经济."""
    return _FIRST_DIGIT.get(code[:1])


@lru_cache(maxsize=1)
def load() -> Codebook:
    """The codebooks of this package. Raises ``DataFileError`` naming file and line of a malformed row."""
    folder = paths.ontology() / "codes"
    entries = [entry for scheme in CLASSIFICATIONS for entry in _entries(folder / f"{scheme}.csv", scheme)]
    with (folder / "economic-pairs.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(row["economic"], row["government_economic"]) for row in csv.DictReader(file)]
    return Codebook(entries, pairs)


def _entries(path: Path, scheme: str) -> Iterable[Entry]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != _COLUMNS:
            raise DataFileError(f"columns are not {', '.join(_COLUMNS)}.", place=f"{path}:1", advice="Mend the header.")
        for row in reader:
            if not row["code"].isdigit() or not row["name"] or row["level"] not in {"1", "2", "3"}:
                raise DataFileError(
                    "a code, a name or a level is malformed.", place=f"{path}:{reader.line_num}", advice="Mend the row."
                )
            yield Entry(
                scheme, row["code"], row["name"], int(row["level"]), row["parent"],
                row["valid_from"], row["valid_to"], row["evidence"],
            )  # fmt: skip
