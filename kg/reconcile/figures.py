"""From printed claims to figures: one key, one fact; links between slices that are the same money.

Figures of one body and one year are reconciled together and depend on nothing else, so that a new document
changes only the figures of the bodies and years it speaks of.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from kg.model import BudgetKey, EventKey, Figure, FigureKey, ProjectKey, ProjectLink, ResourceKey, Statement
from kg.reconcile.choosing import Choice, agreement, choose
from kg.reconcile.marking import CODES, headlines, leaves
from kg.reconcile.overlapping import contained, standing_for
from kg.reconcile.slices import Slice, contains, slice_of


class Fact(NamedTuple):
    """A figure in the making: its key, its printings and the value they give."""

    key: FigureKey
    statements: tuple[Statement, ...]
    choice: Choice


def reconcile(statements: Iterable[Statement], links: Iterable[ProjectLink] = ()) -> tuple[Figure, ...]:
    """The figures that ``statements`` are about, in the order of their ids.

    ``links`` are the projects that may be one: both keep their figures, and only one is counted.
    """
    standing = standing_for(links)
    groups: dict[tuple[str, int], list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[statement.key.agency.id, statement.key.year].append(statement)
    figures = [figure for (body, _), group in groups.items() for figure in _group(group, standing.get(body, {}))]
    return tuple(sorted(figures, key=lambda figure: figure.id))


def _group(statements: Sequence[Statement], standing: Mapping[str, str]) -> list[Figure]:
    """The figures of one body and one year; ``standing`` are its projects for which others are counted."""
    by_key: dict[str, list[Statement]] = defaultdict(list)
    for statement in sorted(statements, key=lambda s: s.claim):
        by_key[statement.key.id].append(statement)
    facts = {id_: Fact(group[0].key, tuple(group), choose(group)) for id_, group in sorted(by_key.items())}
    links = _links(facts)
    sets = _linked_sets(facts, links)
    keys = {id_: fact.key for id_, fact in facts.items()}
    tabled = {id_ for id_, fact in facts.items() if any(s.in_table for s in fact.statements)}
    leaf, headline = leaves(keys), headlines(keys, tabled)
    uncounted = contained(keys, headline, standing)
    leaf, headline = leaf - uncounted.leaves, headline - uncounted.headlines
    return [
        Figure(
            key=fact.key,
            preferred=fact.choice.value,
            agreement=agreement([s for other in sets[id_] for s in facts[other].statements]),
            chosen_by=fact.choice.rule,
            leaf=id_ in leaf,
            headline=id_ in headline,
            whole_of=tuple(sorted(links[id_])),
        )
        for id_, fact in facts.items()
    ]


# whole of ----------------------------------------------------------------------------------------------------


def _links(facts: dict[str, Fact]) -> dict[str, set[str]]:
    """For each figure the figures it is the whole of.

    A slice is the whole of a wider one where their totals are the same amount, as far as both are printed; then every
    component is, whatever it prints. A single figure is the whole of a wider one where both print the same amount
    other than zero:
    amounts are not negative, so nothing is left for the rest. Links that follow from others are left out.
    """
    same = _same_slices(facts)
    links: dict[str, set[str]] = {id_: set() for id_ in facts}
    for group in _comparable(facts):
        for narrow in group:
            for wide in group:
                if _is_whole(facts[narrow], facts[wide], same):
                    links[narrow].add(wide)
    return {
        id_: {wide for wide in wides if not any(wide in links[middle] for middle in wides if middle != wide)}
        for id_, wides in links.items()
    }


def _comparable(facts: dict[str, Fact]) -> list[list[str]]:
    """Groups of figures about the same thing in different slices."""
    groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for id_, fact in facts.items():
        for about in _abouts(fact.key):
            groups[about].append(id_)
    return [group for group in groups.values() if len(group) > 1]


def _abouts(key: FigureKey) -> list[tuple[object, ...]]:
    """What a figure is about, its slice aside; a figure with paired economic codes is about either of them too."""
    if isinstance(key, ProjectKey):
        return [
            (
                "project",
                key.scope,
                key.phase,
                key.project,
                key.function_code,
                key.economic_code,
                key.funding_level,
                key.term,
            )
        ]
    if isinstance(key, EventKey):
        return [("event", key.scope, key.phase, key.event, key.item)]
    if isinstance(key, ResourceKey):
        return []
    lead = ("budget", key.scope, key.phase, key.flow, key.revenue_code, key.function_code)
    both = (key.economic_code, key.government_economic_code)
    found: list[tuple[object, ...]] = [(*lead, *both)]
    if all(both):
        found += [(*lead, both[0], ""), (*lead, "", both[1])]
    return found


def _is_whole(narrow: Fact, wide: Fact, same: set[tuple[object, ...]]) -> bool:
    inner, outer = slice_of(narrow.key), slice_of(wide.key)
    if not contains(outer, inner):
        return False
    if (*_lead(narrow.key), inner, outer) in same:
        return True
    return _same_amount(narrow, wide)


def _same_amount(one: Fact, other: Fact) -> bool:
    """Whether both print one amount other than zero, as far as the less precise of them prints it.

    A total that a sentence rounds to 万元 is the same amount as its only part that a table prints in 元; two amounts of
    one precision are the same only where they are equal.
    """
    fine, rough = sorted((_quantum(one), _quantum(other)))
    apart = abs(one.choice.value - other.choice.value)
    return min(one.choice.value, other.choice.value) > 0 and (not apart or (fine < rough and apart <= rough / 2))


def _quantum(fact: Fact) -> Decimal:
    """The worth of the last digit of the preferred value, as it is printed most precisely."""
    return min(one.amount.quantum for one in fact.statements if one.amount.value == fact.choice.value)


def _lead(key: FigureKey) -> tuple[object, ...]:
    return (key.cube, key.scope, getattr(key, "phase", ""), getattr(key, "flow", ""))


def _same_slices(facts: dict[str, Fact]) -> set[tuple[object, ...]]:
    """Pairs of slices whose totals agree, so that the narrower is all there is of the wider."""
    totals: dict[tuple[object, ...], dict[Slice, Fact]] = defaultdict(dict)
    for fact in facts.values():
        if isinstance(fact.key, BudgetKey) and not any(getattr(fact.key, code) for code in CODES):
            totals[_lead(fact.key)][slice_of(fact.key)] = fact
    return {
        (*lead, inner, outer)
        for lead, slices in totals.items()
        for inner, narrow in slices.items()
        for outer, wide in slices.items()
        if contains(outer, inner) and _same_amount(narrow, wide)
    }


def _linked_sets(facts: dict[str, Fact], links: dict[str, set[str]]) -> dict[str, list[str]]:
    """The figures linked with each figure, itself included."""
    home = {id_: id_ for id_ in facts}

    def root(id_: str) -> str:
        while home[id_] != id_:
            home[id_] = home[home[id_]]
            id_ = home[id_]
        return id_

    for narrow, wides in links.items():
        for wide in wides:
            home[root(narrow)] = root(wide)
    sets: dict[str, list[str]] = defaultdict(list)
    for id_ in facts:
        sets[root(id_)].append(id_)
    return {id_: sets[root(id_)] for id_ in facts}
