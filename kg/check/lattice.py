"""Which member of a dimension contains which, and what an amount is divided into by the amounts beside it.

Promises: ``parts`` gives amounts that share no money with each other, each the widest printed. Whether they are all
there is to the whole is not said here.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from kg.codebooks import dimensions
from kg.model import BudgetKey, Flow

CODES = ("revenue_code", "function_code", "economic_code", "government_economic_code")
"""The fields of a key that hold codes, in the order that rows are listed by."""
_NESTED = ("flow", "fund", "nature", "origin", "item")
_FLOWS = {
    Flow.REVENUE: Flow.RESOURCES,
    Flow.CARRY_OVER_IN: Flow.RESOURCES,
    Flow.SURPLUS_USE: Flow.RESOURCES,
    Flow.EXPENDITURE: Flow.USES,
    Flow.CARRY_OVER_OUT: Flow.USES,
    Flow.SURPLUS_DISTRIBUTION: Flow.USES,
}
_T = TypeVar("_T")


class Slice(NamedTuple):
    """The members of a figure that are nested in wider ones."""

    flow: str
    fund: str
    nature: str
    origin: str
    item: str


class Codes(NamedTuple):
    """The codes of a figure; what is not broken down is empty."""

    revenue: str
    function: str
    economic: str
    government: str


def slice_of(key: BudgetKey) -> Slice:
    """The slice of a figure."""
    return Slice(key.flow, key.fund, key.nature, key.origin, key.item)


def codes_of(key: BudgetKey) -> Codes:
    """The codes of a figure."""
    return Codes(key.revenue_code, key.function_code, key.economic_code, key.government_economic_code)


@lru_cache(maxsize=4096)
def covers(dimension: str, wide: str, narrow: str) -> bool:
    """Whether a member contains another. The items are no division of the total, so that it contains none."""
    if dimension == "flow":
        return _FLOWS.get(Flow(narrow)) == wide
    if dimension == "item" and wide == "total":
        return False
    return wide in dimensions.wider(dimension, narrow)


@lru_cache(maxsize=65536)
def differing(wide: Slice, narrow: Slice) -> frozenset[str]:
    """The dimensions by which ``narrow`` is a part of ``wide``; empty where it is none."""
    found = set()
    for name, outer, inner in zip(_NESTED, wide, narrow, strict=True):
        if outer != inner:
            if not covers(name, outer, inner):
                return frozenset()
            found.add(name)
    return frozenset(found)


@lru_cache(maxsize=65536)
def apart(one: Slice, other: Slice) -> bool:
    """Whether no money can be in both: in some dimension neither member contains the other."""
    return any(
        a != b and not covers(name, a, b) and not covers(name, b, a)
        for name, a, b in zip(_NESTED, one, other, strict=True)
    )


def divisions(whole: Slice, printed: Sequence[Slice]) -> list[tuple[str, tuple[Slice, ...]]]:
    """How the slices ``printed`` divide ``whole``: the dimension, and parts of which none shares money with another.

    A division by several dimensions at once (of this year by fund, of earlier years in all) is named for the one
    that tells most of its parts apart.
    """
    by = {one: differing(whole, one) for one in printed}
    below = [one for one in printed if by[one]]
    widest = maximal(below, lambda wide, narrow: bool(differing(wide, narrow)))
    mixed = [one for one in widest if len(by[one]) > 1]
    if mixed and all(apart(a, b) for at, a in enumerate(widest) for b in widest[at + 1 :]):
        names = [name for one in widest for name in by[one]]
        return [(max(_NESTED, key=names.count), tuple(widest))]
    found = []
    for name in _NESTED:
        pure = maximal([one for one in below if by[one] == {name}], lambda wide, narrow: bool(differing(wide, narrow)))
        if pure:
            found.append((name, tuple(pure)))
    return found


def maximal(given: Iterable[_T], contains: Callable[[_T, _T], bool]) -> list[_T]:
    """Those that nothing else among them contains."""
    listed = list(given)
    return [one for one in listed if not any(contains(other, one) for other in listed if other is not one)]


@lru_cache(maxsize=65536)
def below(wide: Codes, narrow: Codes) -> bool:
    """Whether ``narrow`` is a finer code than ``wide``: in no classification another one, in some a longer."""
    return wide != narrow and all(inner.startswith(outer) for outer, inner in zip(wide, narrow, strict=True))


def listings(whole: Codes, printed: Sequence[Codes]) -> list[tuple[Codes, ...]]:
    """The lists of codes directly below ``whole``, one for each classification that the rows are listed by.

    A row with codes of both economic classifications is listed by the first of them, and by the other where it
    alone is finer than ``whole``.
    """
    finer = [one for one in printed if below(whole, one)]
    found = []
    for name in Codes._fields:
        listed = [one for one in finer if _listed_by(name, whole, one)]
        widest = maximal(listed, below)
        if widest and tuple(widest) not in found:
            found.append(tuple(widest))
    return found or ([tuple(maximal(finer, below))] if finer else [])


def _listed_by(name: str, whole: Codes, one: Codes) -> bool:
    free = {"economic": ("economic", "government")}.get(name, (name,))
    same = all(getattr(one, other) == getattr(whole, other) for other in Codes._fields if other not in free)
    return same and getattr(one, name) != getattr(whole, name)
