"""Which of several printings is taken, and by which rule; whether they agree."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from kg.model import Agreement, Disclosure, FigureKey, Kind, Phase, ResourceKey, Statement


class Choice(NamedTuple):
    """The preferred value (yuan, or a resource's unit) and the name of the rule that chose it (``docs/figures.md``)."""

    value: Decimal
    rule: str


def choose(statements: Sequence[Statement]) -> Choice:
    """The preferred value of one figure.

    Only printings in documents about that year choose, where there are any, and of those the ones of the kind
    that settles the phase (final accounts for a final amount, or for a stock), and of a disclosure that was issued
    again only those of the latest issue. Of these the value that most printings are consistent with; of equally
    supported ones the most precise; then the smallest claim identifier.
    """
    pool = _latest(_own_year(statements))
    support = {s.claim: sum(1 for other in pool if other.amount.agrees_with(s.amount)) for s in pool}
    most = max(support.values())
    supported = [s for s in pool if support[s.claim] == most]
    finest = min(s.amount.quantum for s in supported)
    precise = [s for s in supported if s.amount.quantum == finest]
    chosen = min(precise, key=lambda s: s.claim)
    return Choice(chosen.amount.value, _rule(pool, supported, precise))


def _own_year(statements: Sequence[Statement]) -> list[Statement]:
    own = [s for s in statements if s.disclosure.year == s.key.year]
    of_kind = [s for s in own if s.disclosure.kind == _settling(s.key)]
    return of_kind or own or list(statements)


def _latest(statements: list[Statement]) -> list[Statement]:
    """Without printings of files of which the same disclosure has a later issue, by its cover, among the printings."""
    dates: dict[Disclosure, set[str]] = defaultdict(set)
    for one in statements:
        dates[one.disclosure].add(one.issued)
    return [s for s in statements if not any(_later(date, s.issued) for date in dates[s.disclosure])]


def _later(date: str, other: str) -> bool:
    """Whether a date is later, as far as both are printed: a month (2026-02) is not before a day in it, nor after."""
    common = min(len(date), len(other))
    return date[:common] > other[:common]


def _settling(key: FigureKey) -> Kind:
    if isinstance(key, ResourceKey) or key.phase in (Phase.FINAL, Phase.REVISED):
        return Kind.FINAL
    return Kind.BUDGET


def _rule(pool: list[Statement], supported: list[Statement], precise: list[Statement]) -> str:
    values = {s.amount.value for s in pool}
    if len(pool) == 1:
        return "sole"
    if len(values) == 1:
        return "unanimous"
    if _consistent(pool):
        return "most-precise"
    if len({s.amount.value for s in supported}) == 1:
        return "most-supported"
    return "most-precise-in-tie" if len({s.amount.value for s in precise}) == 1 else "first-in-tie"


def agreement(statements: Sequence[Statement]) -> Agreement:
    """How all printings of one fact agree; a later document, or issue, that prints another value restates it."""
    if len(statements) == 1:
        return Agreement.SINGLE
    if len({s.amount.value for s in statements}) == 1:
        return Agreement.AGREE
    if _consistent(statements):
        return Agreement.ROUNDING_ONLY
    own = [s for s in statements if s.disclosure.year == s.key.year]
    own = _latest(own)
    if own and len(own) < len(statements) and _consistent(own):
        return Agreement.RESTATED
    return Agreement.CONFLICT


def _consistent(statements: Sequence[Statement]) -> bool:
    """Whether one true amount could stand behind all: the ranges that their roundings allow have a common point."""
    lowest = max(s.amount.value - s.amount.rounding / 2 for s in statements)
    highest = min(s.amount.value + s.amount.rounding / 2 for s in statements)
    return lowest <= highest
