"""The codebooks of this package, read from ``ontology/codes/*.csv`` and checked whole before anything uses them.

A row with an impossible code, without its parent, with years that overlap another version's, or with a name that
a sibling has in the same year is refused with its file and line.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from kg import paths
from kg.codebooks import alignments
from kg.codebooks.book import Attestation, Bounds, Codebook, Evidence, Version, scheme_of
from kg.codebooks.names import plain
from kg.model import CLASSIFICATIONS
from kg.paths.lists import Line, lines

COLUMNS = ["code", "since", "name", "level", "parent", "valid_from", "valid_to", "bounds", "fund", "basis"]
_DEPTH = {"revenue": 3, "function": 3, "economic": 2, "government-economic": 2}
_FUNDS = ("", "general", "government-fund", "state-capital", "social-insurance")
_BOUNDS = ("", *Bounds)
_BASES = (Evidence.RECALLED, Evidence.DECREED)

Placed = tuple[Line, Version]


@lru_cache(maxsize=1)
def load() -> Codebook:
    """The codebooks of this package. Raises ``DataFileError`` naming file and line of a faulty row."""
    folder = paths.ontology() / "codes"
    versions = [version for scheme in CLASSIFICATIONS for version in scheme_versions(folder / f"{scheme}.csv", scheme)]
    return Codebook(
        versions,
        pairs=alignments.pairs(),
        attested=attested(folder / "attestations.csv"),
        english=english(folder / "labels-en.csv", {(version.scheme, version.item) for version in versions}),
    )


def scheme_versions(path: Path, scheme: str) -> list[Version]:
    """The versions in the list of one classification, in its order."""
    placed = [(line, _version(line, scheme)) for line in lines(path, COLUMNS)]
    by_code: dict[str, list[Placed]] = defaultdict(list)
    for line, version in placed:
        by_code[version.code].append((line, version))
    _check_parents(placed, by_code)
    for group in by_code.values():
        _check_years(group)
    _check_siblings(placed)
    return [version for _, version in placed]


def _version(line: Line, scheme: str) -> Version:
    code, level = line["code"], line["level"]
    possible = code.isascii() and code.isdigit() and scheme_of(code) == scheme and len(code) in (3, 5, 7)
    if not possible or (len(code) - 1) // 2 > _DEPTH[scheme]:
        line.refuse(f"{code!r} is no possible code of {scheme}.", "Write 3, 5 or 7 digits in the scheme's own series.")
    if level != str((len(code) - 1) // 2):
        line.refuse(f"level {level!r} does not fit the {len(code)} digits of {code}.")
    if not plain(line["name"]) or line["name"] != line["name"].strip():
        line.refuse(f"the name {line['name']!r} of {code} is empty or has spaces around it.")
    first, last = line.year("valid_from"), line.year("valid_to")
    if first is not None and last is not None and first > last:
        line.refuse(f"{code} ends in {last}, before it begins in {first}.")
    bounds = line.one_of("bounds", _BOUNDS)
    if bool(bounds) != (first is not None or last is not None):
        line.refuse(f"{code} has bounds {bounds!r}, which its years contradict.", "Say exact or approximate of years.")
    line.year("since")
    exact = bounds != Bounds.APPROXIMATE
    return Version(
        scheme, code, line["since"], line["name"], int(level), line["parent"], first, last, exact,
        line.one_of("fund", _FUNDS), Evidence(line.one_of("basis", _BASES)),
    )  # fmt: skip


def _check_parents(placed: Sequence[Placed], by_code: dict[str, list[Placed]]) -> None:
    for line, version in placed:
        above = version.code[:-2] if version.level > 1 else ""
        if version.parent != above:
            line.refuse(f"the parent of {version.code} is {version.parent!r}, not {above!r}.", f"Write {above!r}.")
        if above and above not in by_code:
            line.refuse(f"{version.code} has the parent {above}, which is not in the list.", "Add the parent.")


def _check_years(group: Sequence[Placed]) -> None:
    for (_, one), (line, other) in combinations(group, 2):
        if _overlap(one, other):
            line.refuse(
                f"{other.code} is {other.name} in years when it is {one.name} too.", "Mend the years of either row."
            )


def _check_siblings(placed: Sequence[Placed]) -> None:
    named: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for line, version in placed:
        named[version.parent, plain(version.name)].append((line, version))
    for group in named.values():
        for (_, one), (line, other) in combinations(group, 2):
            if one.code != other.code and _overlap(one, other):
                line.refuse(f"{other.code} and its sibling {one.code} are both {one.name} in the same years.")


def _overlap(one: Version, other: Version) -> bool:
    first = max(one.valid_from or 0, other.valid_from or 0)
    return first <= min(one.valid_to or 9999, other.valid_to or 9999)


def attested(path: Path) -> dict[tuple[str, str, str], tuple[Attestation, ...]]:
    """What surveys found printed, by scheme, code and plain name."""
    found: dict[tuple[str, str, str], list[Attestation]] = defaultdict(list)
    for line in lines(path, ["survey", "scheme", "code", "name", "documents", "years", "regions"]):
        if scheme_of(line["code"]) != line["scheme"]:
            line.refuse(f"{line['code']} is no code of {line['scheme']}.")
        seen = Attestation(line["survey"], line.count("documents"), line.years("years"), tuple(line["regions"].split()))
        found[line["scheme"], line["code"], plain(line["name"])].append(seen)
    return {key: tuple(values) for key, values in found.items()}


def english(path: Path, items: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The English labels by scheme and item, which must be among ``items``."""
    found: dict[tuple[str, str], str] = {}
    for line in lines(path, ["scheme", "code", "en"]):
        key = (line["scheme"], line["code"])
        if key not in items:
            line.refuse(f"{line['scheme']} has no code {line['code']}.", "Add the code, or mend the row.")
        if key in found or not line["en"]:
            line.refuse(f"{line['code']} has a second label, or an empty one.")
        found[key] = line["en"]
    return found
