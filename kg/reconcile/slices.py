"""Slices of the budget cube: which contains which, which are apart, and which are the same money.

A slice is a key without its codes. Containment comes from the hierarchy of members in ``dimensions.csv``.
"""

from functools import lru_cache
from typing import NamedTuple

from kg.codebooks import dimensions
from kg.model import BudgetKey, FigureKey, FundingLevel, ProjectKey, ResourceKey

_NESTED = {"fund": "fund", "nature": "nature", "origin": "origin", "item": "item", "level": "fundingLevel"}
"""The nested fields of a slice, each with the dimension that its members are of."""


class Slice(NamedTuple):
    """The nested members of a figure, and which of the two economic classifications it is broken down by."""

    fund: str
    nature: str
    origin: str
    item: str
    paired: bool
    level: str = FundingLevel.TOTAL


def slice_of(key: FigureKey) -> Slice:
    """The slice of a figure; dimensions its cube lacks are their total."""
    if isinstance(key, BudgetKey):
        paired = bool(key.economic_code and key.government_economic_code)
        return Slice(key.fund, key.nature, key.origin, key.item, paired)
    if isinstance(key, ProjectKey):
        return Slice(key.fund, "total", key.origin, "total", paired=False, level=key.funding_level)
    if isinstance(key, ResourceKey):
        return Slice("total", "total", "total", "total", paired=False)
    return Slice(key.fund, "total", "total", key.item, paired=False)


@lru_cache(maxsize=4096)
def contains(wide: Slice, narrow: Slice) -> bool:
    """Whether ``wide`` contains ``narrow`` and is not the same."""
    if wide == narrow:
        return False
    for name, dimension in _NESTED.items():
        outer, inner = getattr(wide, name), getattr(narrow, name)
        if outer != inner and not (
            outer in dimensions.wider(dimension, inner) and not (name == "item" and outer == "total")
        ):
            return False
    return narrow.paired or not wide.paired


@lru_cache(maxsize=4096)
def apart(one: Slice, other: Slice) -> bool:
    """Whether no money can be in both: in some dimension neither member contains the other."""
    for name, dimension in _NESTED.items():
        a, b = getattr(one, name), getattr(other, name)
        if a != b and a not in dimensions.wider(dimension, b) and b not in dimensions.wider(dimension, a):
            return True
    return False


def width(one: Slice) -> tuple[int, ...]:
    """Sorts wider slices first: by item, nature, level of funding, fund, origin, then whether codes are paired."""
    depth = {name: len(dimensions.wider(dimension, getattr(one, name))) for name, dimension in _NESTED.items()}
    return (*(depth[name] for name in ("item", "nature", "level", "fund", "origin")), int(one.paired))
