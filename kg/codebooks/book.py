"""The national classification codebooks (政府收支分类科目): codes, their names over the years, and the evidence.

A *version* is one name of one code over a run of years. Versions of one code with one meaning are one *item*; its
id is the notation, or notation and first year (``30311-2007``) where the notation had another meaning in other
years. A bound that nobody knows is ``None``; a bound that is not sure is said to be approximate.
"""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from kg.codebooks.names import plain

_FIRST_DIGIT = {"1": "revenue", "2": "function", "3": "economic", "5": "government-economic"}


class Evidence(StrEnum):
    """What the name of a code rests on: a notice of the Ministry, printed disclosures, or recollection."""

    DECREED = "decreed"
    ATTESTED = "attested"
    RECALLED = "recalled"


class Bounds(StrEnum):
    """How sure the first and last years are."""

    EXACT = "exact"
    APPROXIMATE = "approximate"


class Version(NamedTuple):
    """One name of one code and the budget years it holds, first and last included (``None``: no bound known).

    ``exact`` says whether the bounds are sure; ``fund`` is the budget a functional code belongs to; ``basis`` is
    ``decreed`` where a notice of the Ministry is the source, else ``recalled``.
    """

    scheme: str
    code: str
    since: str
    name: str
    level: int
    parent: str
    valid_from: int | None
    valid_to: int | None
    exact: bool
    fund: str = ""
    basis: Evidence = Evidence.RECALLED

    @property
    def item(self) -> str:
        """The id of the item that this is a version of."""
        return f"{self.code}-{self.since}" if self.since else self.code

    def holds(self, year: int) -> bool:
        """Whether the name is valid in ``year`` by the bounds that are known."""
        return (self.valid_from or 0) <= year <= (self.valid_to or 9999)


class Attestation(NamedTuple):
    """How many disclosures of a survey print a code with a name in tables, and in which budget years."""

    survey: str
    documents: int
    years: tuple[int, ...]
    regions: tuple[str, ...]


class Codebook:
    """All classifications, by code and by name."""

    def __init__(
        self,
        versions: Iterable[Version],
        *,
        pairs: Iterable[tuple[str, str]] = (),
        attested: dict[tuple[str, str, str], tuple[Attestation, ...]] | None = None,
        english: dict[tuple[str, str], str] | None = None,
    ) -> None:
        self.all = tuple(versions)
        self.pairs = frozenset(pairs)
        self.english = english or {}
        self._attested = attested or {}
        self._by_code: dict[tuple[str, str], list[Version]] = defaultdict(list)
        self._by_name: dict[tuple[str, str], list[Version]] = defaultdict(list)
        for version in sorted(self.all, key=lambda v: v.valid_from or 0, reverse=True):
            self._by_code[version.scheme, version.code].append(version)
            self._by_name[version.scheme, _loose(version.name)].append(version)

    def has(self, scheme: str, code: str) -> bool:
        """Whether the book of ``scheme`` has ``code`` in any year."""
        return (scheme, code) in self._by_code

    def versions(self, scheme: str, code: str) -> tuple[Version, ...]:
        """Every version of a notation, latest first; none where the book lacks it."""
        return tuple(self._by_code.get((scheme, code), ()))

    def item(self, scheme: str, code: str, year: int) -> str:
        """The id of the item that ``code`` stands for in ``year``: the notation, unless it meant something else."""
        found = self.versions(scheme, code)
        held = next((version for version in found if version.holds(year)), None)
        return held.item if held else code

    def names(self, scheme: str, code: str) -> tuple[str, ...]:
        """Every name the code has or had, latest first."""
        return tuple(dict.fromkeys(version.name for version in self.versions(scheme, code)))

    def named(
        self, scheme: str, name: str, *, under: str = "", level: int = 0, year: int | None = None
    ) -> tuple[str, ...]:
        """The codes of ``scheme`` with this name, below ``under`` and at ``level`` where these are given.

        With a ``year``, only those that have the name then; where none has, those whose years are not sure.
        """
        found = [
            version
            for version in self._by_name.get((scheme, _loose(name)), [])
            if version.code.startswith(under) and (not level or version.level == level)
        ]
        if year is not None:
            found = [v for v in found if v.holds(year)] or [v for v in found if not v.exact]
        return tuple(dict.fromkeys(version.code for version in found))

    def attestations(self, version: Version) -> tuple[Attestation, ...]:
        """What surveys of printed disclosures say of this code with this name."""
        return self._attested.get((version.scheme, version.code, plain(version.name)), ())

    def evidence(self, version: Version) -> Evidence:
        """A notice before print, print before recollection."""
        if version.basis is Evidence.DECREED:
            return Evidence.DECREED
        return Evidence.ATTESTED if self.attestations(version) else Evidence.RECALLED


def _loose(name: str) -> str:
    """A name as look-ups by name fold it: a trailing 支出 aside, which tables leave out or add."""
    folded = plain(name)
    return folded.removesuffix("支出") if len(folded) > 4 else folded


def scheme_of(code: str) -> str | None:
    """The classification a code belongs to by its first digit: 1 revenue, 2 function, 3 部门经济, 5 政府经济."""
    return _FIRST_DIGIT.get(code[:1])


def notation_of(item: str) -> str:
    """The notation of an item: that of ``30311-2007`` is 30311."""
    return item.partition("-")[0]
