"""Names of projects: one spelling for one project, and pairs of names that nearly agree and are never merged."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import combinations
from typing import Literal, NamedTuple

from kg.extract.performance.words import NameWords
from kg.model import Agency, Claim, OtherClaim, Place, ProjectKey, ProjectLink

_BRACKETS = str.maketrans("()[]", "（）［］")
_ALIKE = Decimal("0.75")
_VERY_ALIKE = Decimal("0.9")
_NEARLY_SURE = Decimal("0.99")
"""Two names that differ are never surely one."""
_NAMED = -1
"""Stands for the list of what sentences name beside lists; 0 for lists in sentences."""


def canonical(name: str) -> str:
    """The one spelling of a project's name: no white space, letters and digits half width, brackets full width."""
    squeezed = re.sub(r"\s+", "", name)
    folded = "".join(unicodedata.normalize("NFKC", one) if one.isalnum() else one for one in squeezed)
    return folded.translate(_BRACKETS)


def of_cell(text: str, words: NameWords) -> str:
    """The name of a project as a cell prints it, without its code or ordinal."""
    squeezed = re.sub(r"\s+", "", text)
    return canonical(re.sub(words.code, "", squeezed))


def matched(name: str) -> str:
    """What two printings of one name are compared by where one leaves out a last 项目."""
    return canonical(name).removesuffix("项目")


def whole_name(name: str) -> str:
    """The name without what it says in brackets at its end of which part it is (…资金（能力建设部分）)."""
    return re.sub(r"（[^（）]*部分）$", "", name)


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


def links(claims: Iterable[Claim | OtherClaim], named: Iterable[OtherClaim] = ()) -> tuple[ProjectLink, ...]:
    """Pairs of projects of one body whose names nearly agree, with what speaks for their being one.

    Names that are alike and share an amount are proposed, and names that are very alike. Names of one list never are:
    it tells them apart; nor are names that differ in a digit (第一期, 2023年). ``named`` are the claims of projects
    that sentences name beside their lists.
    """
    printed: dict[tuple[str, str], _Printed] = {}
    bodies = {}
    listed = ((claim, claim.place.table if isinstance(claim.place, Place) else 0) for claim in claims)
    for claim, list_ in (*listed, *((claim, _NAMED) for claim in named)):
        key = claim.key
        if isinstance(key, ProjectKey) and key.project:
            known = printed.setdefault((key.agency.id, key.project), _Printed({}, set(), _bare(key)))
            known.amounts[key] = claim.amount.value
            known.lists.add(list_)
            bodies[key.agency.id] = key.agency
    pairs = combinations(sorted(printed), 2)
    found = (
        (bodies[body], one, other, printed[body, one], printed[body, other])
        for (body, one), (same, other) in pairs
        if body == same and _may_be_one(printed[body, one].bare, printed[body, other].bare)
    )
    linked = (_link(*pair) for pair in found)
    return tuple(link for link in linked if link is not None)


def _link(body: Agency, one: str, other: str, here: _Printed, there: _Printed) -> ProjectLink | None:
    shared = here.sums & there.sums
    likeness = min(alike(here.bare, there.bare), _NEARLY_SURE)
    if here.lists & there.lists or likeness < (_ALIKE if shared else _VERY_ALIKE):
        return None
    ground: Literal["name", "name-and-amount"] = "name-and-amount" if shared else "name"
    return ProjectLink(agency=body, project=one, other=other, confidence=likeness, ground=ground)


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
