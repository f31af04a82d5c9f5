"""Projects that may be one, or one of them a part of the other: pairs are proposed, and never merged.

Promises: names of one list never are a pair, for the list tells them apart; nor are names that differ in a digit
(第一期, 2023年). Of each pair the one comes first whose money is to be counted where both cannot be.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import combinations
from typing import Literal, NamedTuple

from kg.codebooks import dimensions
from kg.model import (
    Agency,
    BudgetKey,
    Claim,
    Flow,
    Fund,
    FundingLevel,
    Item,
    Nature,
    Origin,
    OtherClaim,
    Phase,
    Place,
    ProjectKey,
    ProjectLink,
    Scope,
    Term,
)

_ALIKE = Decimal("0.75")
_VERY_ALIKE = Decimal("0.9")
_NEARLY_SURE = Decimal("0.99")
"""Two names that differ are never surely one."""
_NAMED = -1
"""Stands for the list of what sentences name beside lists; 0 for lists in sentences."""


class _Whole(NamedTuple):
    """A list that holds all projects of a body: their money adds up to what is spent on projects from a fund."""

    list_: int
    agency: str
    scope: Scope
    year: int
    phase: Phase
    fund: Fund

    def covers(self, key: ProjectKey) -> bool:
        """Whether the money of a figure is among that which the list adds up to."""
        same = (key.agency.id, key.scope, key.year, key.phase) == (self.agency, self.scope, self.year, self.phase)
        among = self.fund in (key.fund, *dimensions.wider("fund", key.fund))
        return same and among and key.term is Term.ANNUAL


class _Printed(NamedTuple):
    """What is printed of one project: its amounts by what they are of, the lists it stands in, its name by itself."""

    amounts: dict[ProjectKey, Decimal]
    lists: set[int]
    bare: str

    @property
    def sums(self) -> set[Decimal]:
        """Its amounts, and what those of several codes add up to."""
        whole: dict[ProjectKey, Decimal] = defaultdict(Decimal)
        for key, amount in self.amounts.items():
            whole[key.model_copy(update={"function_code": ""})] += amount
        return {amount for amount in (*self.amounts.values(), *whole.values()) if amount}

    @property
    def wide(self) -> int:
        """How wide its widest slice is: how many of fund, origin and level of funding are the total."""
        totals = (Fund.TOTAL, Origin.TOTAL, FundingLevel.TOTAL)
        slices = ((key.fund, key.origin, key.funding_level) for key in self.amounts)
        return max(sum(one is total for one, total in zip(slice_, totals, strict=True)) for slice_ in slices)


def links(claims: Sequence[Claim | OtherClaim], named: Sequence[OtherClaim] = ()) -> tuple[ProjectLink, ...]:
    """Pairs of projects of one body whose names nearly agree, with what speaks for their being one.

    Names that are alike and share an amount are proposed, and names that are very alike. A project that stands beside
    a list whose projects take all the money for projects lies within one of them: that with a name like its own.
    ``named`` are the claims that stand in sentences beside lists.
    """
    printed: dict[tuple[str, str], _Printed] = {}
    bodies = {}
    for claim, list_ in _listed(claims, named):
        key = claim.key
        if isinstance(key, ProjectKey) and key.project:
            known = printed.setdefault((key.agency.id, key.project), _Printed({}, set(), _bare(key)))
            known.amounts[key] = claim.amount.value
            known.lists.add(list_)
            bodies[key.agency.id] = key.agency
    wholes = tuple(_wholes(claims, named))
    pairs = combinations(sorted(printed), 2)
    found = (
        (bodies[body], {one: printed[body, one], other: printed[body, other]})
        for (body, one), (same, other) in pairs
        if body == same and _may_be_one(printed[body, one].bare, printed[body, other].bare)
    )
    linked = (_link(body, pair, wholes) for body, pair in found)
    return tuple(link for link in linked if link is not None)


def _listed(
    claims: Iterable[Claim | OtherClaim], named: Iterable[OtherClaim]
) -> Iterable[tuple[Claim | OtherClaim, int]]:
    """Each claim with the list that it stands in."""
    for claim in claims:
        yield claim, claim.place.table if isinstance(claim.place, Place) else 0
    for claim in named:
        yield claim, _NAMED


def _link(body: Agency, pair: dict[str, _Printed], wholes: tuple[_Whole, ...]) -> ProjectLink | None:
    here, there = pair.values()
    if here.lists & there.lists:
        return None
    likeness = min(alike(here.bare, there.bare), _NEARLY_SURE)
    ground: Literal["name", "name-and-amount", "name-and-list"]
    first, second = sorted(pair, key=lambda name: (-pair[name].wide, name))
    if here.sums & there.sums and likeness >= _ALIKE:
        ground = "name-and-amount"
    elif likeness >= _VERY_ALIKE:
        ground = "name"
    elif likeness >= _ALIKE and (listed := _holder(pair, wholes)) is not None:
        ground = "name-and-list"
        first, second = sorted(pair, key=lambda name: name != listed)
    else:
        return None
    return ProjectLink(agency=body, project=first, other=second, confidence=likeness, ground=ground)


# lists of all projects ---------------------------------------------------------------------------------------


def _holder(pair: dict[str, _Printed], wholes: tuple[_Whole, ...]) -> str | None:
    """The name of the pair that stands in a list of all projects, and may hold the other, which does not."""
    for whole in wholes:
        for name, other in (tuple(pair), tuple(pair)[::-1]):
            inside, outside = pair[name], pair[other]
            if whole.list_ not in inside.lists or whole.list_ in outside.lists:
                continue
            covered = [amount for key, amount in outside.amounts.items() if whole.covers(key)]
            if covered and 0 < max(covered) <= max(inside.sums, default=Decimal(0)):
                return name
    return None


def _wholes(claims: Sequence[Claim | OtherClaim], named: Sequence[OtherClaim]) -> Iterable[_Whole]:
    """The lists of two projects or more that add up to what the document prints for all projects, within rounding."""
    lists: dict[tuple[int, ProjectKey], dict[str, Claim | OtherClaim]] = defaultdict(dict)
    for claim, list_ in _listed(claims, named):
        key = claim.key
        if isinstance(key, ProjectKey) and key.project and _is_whole_project(key) and list_ != _NAMED:
            lists[list_, key.model_copy(update={"project": ""})][key.project] = claim
    totals = [claim for claim in (*claims, *named) if isinstance(claim.key, BudgetKey) and _is_of_projects(claim.key)]
    for (list_, about), listed in lists.items():
        for total in totals:
            key = total.key
            if isinstance(key, BudgetKey) and _may_hold(key, about) and len(listed) > 1 and _adds(listed, total):
                yield _Whole(list_, key.agency.id, key.scope, key.year, key.phase, key.fund)


def _is_whole_project(key: ProjectKey) -> bool:
    """Whether an amount is that of a project as a whole for the year."""
    coded = key.function_code or key.economic_code
    return (
        not coded and key.origin is Origin.TOTAL and key.funding_level is FundingLevel.TOTAL and key.term is Term.ANNUAL
    )


def _is_of_projects(key: BudgetKey) -> bool:
    """Whether an amount is all that is spent on projects, from all funds or one."""
    coded = key.function_code or key.economic_code or key.government_economic_code or key.revenue_code
    spent = key.flow is Flow.EXPENDITURE and key.nature is Nature.PROJECT
    return spent and not coded and key.origin is Origin.TOTAL and key.item is Item.TOTAL


def _may_hold(key: BudgetKey, about: ProjectKey) -> bool:
    """A list that names no fund is of the fund whose money it adds up to."""
    same = all(getattr(key, name) == getattr(about, name) for name in ("scope", "year", "phase"))
    return same and key.agency.id == about.agency.id and about.fund in (Fund.TOTAL, key.fund)


def _adds(listed: dict[str, Claim | OtherClaim], total: Claim | OtherClaim) -> bool:
    amounts = [claim.amount for claim in listed.values()]
    tolerance = sum((one.quantum for one in (*amounts, total.amount)), Decimal(0)) / 2
    return abs(sum((one.value for one in amounts), Decimal(0)) - total.amount.value) <= tolerance


# names -------------------------------------------------------------------------------------------------------


def _bare(key: ProjectKey) -> str:
    """A project's name without the name of its body and the year of its money before it."""
    return re.sub(rf"^{key.year}年度?", "", key.project.removeprefix(key.agency.name)) or key.project


def alike(one: str, other: str) -> Decimal:
    """How alike two names are, from 0 to 1 in hundredths: twice the letters they share in order, by all letters."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    shared = sum(block.size for block in blocks)
    return (Decimal(2 * shared) / max(1, len(one) + len(other))).quantize(Decimal("0.01"))


def _may_be_one(one: str, other: str) -> bool:
    """Whether two names have the same numbers, and enough letters in common whatever their order."""
    shared = sum((Counter(one) & Counter(other)).values())
    return Decimal(2 * shared) >= _ALIKE * (len(one) + len(other)) and _numbers(one) == _numbers(other)


def _numbers(name: str) -> list[str]:
    return re.findall(r"\d+|[一二三四五六七八九十]+(?=[期批次标包])", name)
