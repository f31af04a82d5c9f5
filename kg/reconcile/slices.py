"""Slices of the budget cube: which contains which, which are apart, and which are the same money.

A slice is a key without its codes. Containment comes from the hierarchy of members in ``dimensions.csv``.
"""

from functools import lru_cache
from typing import NamedTuple

from kg.codebooks import dimensions
from kg.model import BudgetKey, FigureKey, ProjectKey, ResourceKey

_NESTED = ("fund", "nature", "origin", "item")


class Slice(NamedTuple):
    """The nested members of a figure, and which of the two economic classifications it is broken down by."""

    fund: str
    nature: str
    origin: str
    item: str
    paired: bool


def slice_of(key: FigureKey) -> Slice:
    """The slice of a figure; dimensions its cube lacks are their total."""
    if isinstance(key, BudgetKey):
        paired = bool(key.economic_code and key.government_economic_code)
        return Slice(key.fund, key.nature, key.origin, key.item, paired)
    if isinstance(key, ProjectKey):
        return Slice(key.fund, "total", key.origin, "total", paired=False)
    if isinstance(key, ResourceKey):
        return Slice("total", "total", "total", "total", paired=False)
    return Slice(key.fund, "total", "total", key.item, paired=False)


@lru_cache(maxsize=4096)
def contains(wide: Slice, narrow: Slice) -> bool:
    """Whether ``wide`` contains ``narrow`` and is not the same."""
    if wide == narrow:
        return False
    for name in _NESTED:
        outer, inner = getattr(wide, name), getattr(narrow, name)
        if outer != inner and not (
            outer in dimensions.wider(name, inner) and not (name == "item" and outer == "total")
        ):
            return False
    return narrow.paired or not wide.paired


@lru_cache(maxsize=4096)
def apart(one: Slice, other: Slice) -> bool:
    """Whether no money can be in both: in some dimension neither member contains the other."""
    for name in _NESTED:
        a, b = getattr(one, name), getattr(other, name)
        if a != b and a not in dimensions.wider(name, b) and b not in dimensions.wider(name, a):
            return True
    return False


def width(one: Slice) -> tuple[int, ...]:
    """Sorts wider slices first: by nature, then fund, then origin, then whether codes are paired."""
    depth = {name: len(dimensions.wider(name, getattr(one, name))) for name in _NESTED}
    return (depth["item"], depth["nature"], depth["fund"], depth["origin"], int(one.paired))
