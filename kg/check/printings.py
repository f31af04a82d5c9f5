"""The equations between tables, and between a table and a sentence: one figure printed in several places.

Promises: every printing is held against the one that most printings bear out. Two slices whose totals are the same
amount are the same money, so that each of their components must be the same too; where one lists a class that the
other does not, that class must be nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from kg.check.identities import Form, Identity, Stated, budgeted, forms, stated
from kg.check.lattice import Codes, Slice, codes_of, differing, slice_of
from kg.check.names import same_project
from kg.model import BudgetKey, Claim, Extraction, Flow, Item, Nature, Place, ProjectKey

_TOTAL = Codes("", "", "", "")


class _List(NamedTuple):
    """What one form lists in one slice, by code."""

    form: Form
    coded: dict[Codes, Claim]


def across(extraction: Extraction) -> Iterator[Identity]:
    """Every equation between printings."""
    yield from _printings(extraction)
    yield from _projects(extraction)
    yield from _sides(extraction)
    yield from _components(extraction)


def _printings(extraction: Extraction) -> Iterator[Identity]:
    groups: dict[str, list[Stated]] = defaultdict(list)
    for claim in stated(extraction):
        groups[claim.key.id].append(claim)
    for claims in groups.values():
        best = _borne_out(claims)
        for claim in claims:
            if claim is best:
                continue
            # an amount in a sentence is held against the table, and a sentence against a sentence
            whole, other = (
                (best, claim) if isinstance(claim.place, Place) > isinstance(best.place, Place) else (claim, best)
            )
            rule = "printings-agree" if isinstance(whole.place, Place) else "sentence-agrees"
            yield Identity(rule, whole, (other,), line=(rule,))


def _projects(extraction: Extraction) -> Iterator[Identity]:
    """The amount that a sentence gives a project against that of its form, where the two spell its name apart."""
    forms: dict[ProjectKey, list[Claim]] = defaultdict(list)
    for claim in extraction.claims:
        if isinstance(claim.key, ProjectKey) and claim.key.project:
            forms[claim.key.model_copy(update={"project": ""})].append(claim)
    for said in extraction.others:
        if not isinstance(said.key, ProjectKey) or not said.key.project:
            continue
        alike = forms.get(said.key.model_copy(update={"project": ""}), [])
        found = [one for one in alike if same_project(_name(one), said.key.project)]
        if len({_name(one) for one in found}) == 1 and _name(found[0]) != said.key.project:
            yield Identity("sentence-agrees", found[0], (said,), line=("sentence-agrees",))


def _name(claim: Claim) -> str:
    return claim.key.project if isinstance(claim.key, ProjectKey) else ""


def _borne_out(claims: list[Stated]) -> Stated:
    """The printing that most others could be roundings of; of these the most precise, then the first."""
    support = {at: sum(one.amount.agrees_with(other.amount) for other in claims) for at, one in enumerate(claims)}
    return claims[max(support, key=lambda at: (support[at], -claims[at].amount.quantum, -at))]


def _sides(extraction: Extraction) -> Iterator[Identity]:
    """收入总计 against 支出总计 of the same table and fund."""
    sides: dict[tuple[object, ...], dict[Flow, Claim]] = defaultdict(dict)
    for claim in extraction.claims:
        key = claim.key
        if (
            isinstance(key, BudgetKey)
            and key.flow in (Flow.RESOURCES, Flow.USES)
            and codes_of(key) == _TOTAL
            and (key.nature, key.item) == (Nature.TOTAL, Item.TOTAL)
        ):
            about = (claim.place.table, key.agency.id, key.scope, key.year, key.fund, key.origin, key.phase)
            sides[about].setdefault(key.flow, claim)
    for pair in sides.values():
        if len(pair) == 2:
            yield Identity("sides-balance", pair[Flow.USES], (pair[Flow.RESOURCES],), line=("sides-balance",))


def _components(extraction: Extraction) -> Iterator[Identity]:
    """Slices of different forms whose totals are the same amount, code by code."""
    lists: dict[tuple[object, ...], dict[Slice, _List]] = defaultdict(dict)
    for form in forms(extraction):
        coded: dict[tuple[tuple[object, ...], Slice], dict[Codes, Claim]] = defaultdict(dict)
        for one in budgeted(form):
            coded[one.about, slice_of(one.key)].setdefault(codes_of(one.key), one.claim)
        for (about, slice_), listed in coded.items():
            if _TOTAL in listed and len(listed) > 1:
                lists[about].setdefault(slice_, _List(form, listed))
    for sliced in lists.values():
        same = [(outer, inner) for outer in sliced for inner in sliced if _same_money(sliced, outer, inner)]
        for outer, inner in same:
            if not any((outer, middle) in same and (middle, inner) in same for middle in sliced):
                yield from _compared(sliced[outer], sliced[inner])


def _same_money(sliced: dict[Slice, _List], outer: Slice, inner: Slice) -> bool:
    if not differing(outer, inner) or sliced[outer].form.number == sliced[inner].form.number:
        return False
    wide, narrow = sliced[outer].coded[_TOTAL].amount, sliced[inner].coded[_TOTAL].amount
    return wide.yuan > 0 and wide.agrees_with(narrow)


def _compared(wide: _List, narrow: _List) -> Iterator[Identity]:
    for code in sorted({*wide.coded, *narrow.coded} - {_TOTAL}):
        one, other = wide.coded.get(code), narrow.coded.get(code)
        if one is not None and other is not None:
            yield Identity("components-agree", one, (other,), line=("components-agree",))
        elif (only := one or other) is not None and _lists_such(wide if one is None else narrow, code):
            lacking = wide if one is None else narrow
            yield Identity("components-agree", only, (), open=bool(lacking.form.refused), line=("components-agree",))


def _lists_such(listed: _List, code: Codes) -> bool:
    """Whether a form lists the classes of the classification that a class belongs to."""
    if max(map(len, code)) != 3 or sum(map(bool, code)) != 1:
        return False
    at = next(at for at, text in enumerate(code) if text)
    return any(len(other[at]) == 3 and sum(map(bool, other)) == 1 for other in listed.coded)
