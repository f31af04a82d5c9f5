"""Projects of two tables with one amount and nearly one name: probably one project, printed under two names.

Promises: names within one table are never compared, for a list may well hold two projects of nearly one name.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from kg.check.results import Result, passed_or_failed
from kg.model import Claim, Extraction, Fund, ProjectKey

_LONG = 8
"""Characters of a name that is long enough for two of them to be another slip than a name of its own."""
_SLIP = 2
_TELLING = 8
"""Characters by which a name is told from the words that every project has."""


def names(extraction: Extraction) -> Iterator[Result]:
    """The outcome for every two tables' names with one amount: the same name passes, nearly the same fails."""
    groups: dict[tuple[object, ...], dict[str, Claim]] = defaultdict(dict)
    for claim in extraction.claims:
        key = claim.key
        if isinstance(key, ProjectKey) and key.project and key.fund is Fund.TOTAL and claim.amount.yuan > 0:
            about = (key.agency.id, key.year, key.phase, key.term, _plain(claim.amount.yuan))
            groups[about].setdefault(f"{claim.place.table}|{key.project}", claim)
    for group in groups.values():
        listed = list(group.values())
        for at, one in enumerate(listed):
            for other in listed[at + 1 :]:
                if one.place.table != other.place.table:
                    yield from _compared(one, other, listed)


def _compared(one: Claim, other: Claim, listed: list[Claim]) -> Iterator[Result]:
    """Two names that one table prints side by side are two projects."""
    a, b = _project(one), _project(other)
    tables = [{claim.place.table for claim in listed if _project(claim) == name} for name in (a, b)]
    if a != b and tables[0] & tables[1]:
        return
    if len(a) != len(b) or len(a) < _LONG or sum(x != y for x, y in zip(a, b, strict=True)) > _SLIP:
        return
    said = (f"“{a}”与“{b}”", f"{a} and {b}") if a != b else None
    yield passed_or_failed("project-named-alike", (one.place, other.place), said)


def same_project(one: str, other: str) -> bool:
    """Whether two places speak of one project: the name without what stands in brackets behind is in the other's."""
    names = (one, other)
    cores = [re.split(r"[(（]", name)[0] for name in names]
    return one == other or any(
        len(core) >= _TELLING and core in name for core, name in zip(cores, reversed(names), strict=True)
    )


def _project(claim: Claim) -> str:
    return claim.key.project if isinstance(claim.key, ProjectKey) else ""


def _plain(yuan: Decimal) -> str:
    return f"{yuan.normalize():f}"
