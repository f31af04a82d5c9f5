"""Projects that may be one, or one within another: which of their figures are not added beside the other's.

Nothing is merged on a proposal. Both projects keep all their figures; of a pair the second is counted only where the
first has no figure, so that a sum over leaves of one slice, and one over headlines, takes the money once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from kg.model import FigureKey, ProjectKey, ProjectLink


class Uncounted(NamedTuple):
    """The ids of figures that are no leaves, and of those that are no headlines."""

    leaves: set[str]
    headlines: set[str]


def standing_for(links: Iterable[ProjectLink]) -> dict[str, dict[str, str]]:
    """By body: for each project that may be another, or a part of it, that other one.

    Links of several documents may contradict each other: the surest count, and what would close a circle does not.
    """
    standing: dict[str, dict[str, str]] = defaultdict(dict)
    for link in sorted(links, key=lambda one: (-one.confidence, one.agency.id, one.project, one.other)):
        known = standing[link.agency.id]
        if link.other not in known and link.other not in (link.project, *_above(link.project, known)):
            known[link.other] = link.project
    return dict(standing)


def contained(keys: Mapping[str, FigureKey], headlines: Set[str], standing: Mapping[str, str]) -> Uncounted:
    """The figures of ``keys`` whose money another project's figure may hold.

    No leaf is a figure beside one of the other project in the same slice, and no headline one beside a headline of it
    for the same scope, year, phase and term, whatever their slices.
    """
    projects = {id_: key for id_, key in keys.items() if isinstance(key, ProjectKey) and key.project}
    slices = {(key.project, _slice(key)) for key in projects.values()}
    widest = {(key.project, _level(key)) for id_, key in projects.items() if id_ in headlines}
    found = Uncounted(set(), set())
    for id_, key in projects.items():
        for other in _above(key.project, standing):
            if (other, _slice(key)) in slices:
                found.leaves.add(id_)
            if (other, _level(key)) in widest:
                found.headlines.add(id_)
    return found


def _above(project: str, standing: Mapping[str, str]) -> list[str]:
    """The projects that stand for this one, and for those in turn."""
    found: list[str] = []
    while (project := standing.get(project, "")) and project not in found:
        found.append(project)
    return found


def _slice(key: ProjectKey) -> tuple[object, ...]:
    return (*_level(key), key.fund, key.origin, key.funding_level)


def _level(key: ProjectKey) -> tuple[object, ...]:
    return (key.scope, key.year, key.phase, key.term)
