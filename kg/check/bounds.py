"""What one table says bounds what another may: basic spending on an item is part of the item; personnel is 301 and 303.

Running costs are the other classes then.

Both lean on how bodies keep their books, so a failure is a warning.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from kg.check.lattice import Codes, codes_of, covers
from kg.check.results import Result, passed_or_failed
from kg.model import BudgetKey, Claim, Extraction, Flow, Item, Nature

_ITEMS = {"30212": Item.ABROAD, "30217": Item.RECEPTION, "30231": Item.VEHICLE_RUNNING}
_PEOPLE = ("301", "303")
_CLASS = 3
_SIDES = {Nature.PERSONNEL: "人员经费", Nature.PUBLIC: "公用经费"}


def bounds(extraction: Extraction) -> Iterator[Result]:
    """The outcomes of both rules."""
    spent = [claim for claim in extraction.claims if _is_spent(claim)]
    yield from _items(spent)
    yield from _people(spent)


def _is_spent(claim: Claim) -> bool:
    return isinstance(claim.key, BudgetKey) and claim.key.flow is Flow.EXPENDITURE


def _about(key: BudgetKey) -> tuple[object, ...]:
    return (key.agency.id, key.scope, key.year, key.phase)


def _items(spent: list[Claim]) -> Iterator[Result]:
    """30217 of basic spending is no more than 公务接待费 of the same or wider money."""
    items: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in spent:
        key = claim.key
        if isinstance(key, BudgetKey) and key.item in _ITEMS.values() and not any(codes_of(key)):
            items[(*_about(key), key.item)].append(claim)
    for claim in spent:
        key = claim.key
        if not isinstance(key, BudgetKey) or key.item is not Item.TOTAL or key.nature is not Nature.BASIC:
            continue
        if key.function_code or key.economic_code not in _ITEMS:
            continue
        for whole in items[(*_about(key), _ITEMS[key.economic_code])]:
            if isinstance(whole.key, BudgetKey) and _same_or_wider(whole.key, key):
                yield _no_more(claim, whole)


def _same_or_wider(wide: BudgetKey, narrow: BudgetKey) -> bool:
    return all(
        a == b or covers(name, a, b)
        for name, a, b in (("fund", wide.fund, narrow.fund), ("origin", wide.origin, narrow.origin))
    )


def _no_more(claim: Claim, whole: Claim) -> Result:
    part, item = claim.amount, whole.amount
    said = None
    if part.yuan - item.yuan > (part.quantum + item.quantum) / 2:
        said = (
            f"基本支出 {part.yuan:f} 元，专项 {item.yuan:f} 元",
            f"{part.yuan:f} yuan of basic spending, {item.yuan:f} of the item",
        )
    return passed_or_failed("three-public-within", (claim.place, whole.place), said)


def _people(spent: list[Claim]) -> Iterator[Result]:
    """Personnel against 301 and 303, and running costs against the other classes, where no class is split into both."""
    groups: dict[tuple[object, ...], dict[tuple[Nature, Codes], Claim]] = defaultdict(dict)
    for claim in spent:
        key = claim.key
        if isinstance(key, BudgetKey) and not key.function_code and key.item is Item.TOTAL:
            about = (claim.place.table, *_about(key), key.fund, key.origin)
            groups[about].setdefault((key.nature, codes_of(key)), claim)
    for group in groups.values():
        split = any(nature in (Nature.PERSONNEL, Nature.PUBLIC) and any(codes) for nature, codes in group)
        if split:
            continue
        classes = {
            codes.economic: claim
            for (nature, codes), claim in group.items()
            if nature is Nature.BASIC and len(codes.economic) == _CLASS and not (codes.revenue or codes.government)
        }
        for nature, name in _SIDES.items():
            whole = group.get((nature, Codes("", "", "", "")))
            parts = [claim for code, claim in classes.items() if (code in _PEOPLE) is (nature is Nature.PERSONNEL)]
            if whole is not None and parts:
                yield _equal(whole, parts, name)


def _equal(whole: Claim, parts: list[Claim], name: str) -> Result:
    total = sum((part.amount.yuan for part in parts), Decimal(0))
    said = None
    if not whole.amount.is_sum_of(part.amount for part in parts):
        said = (
            f"{name} {whole.amount.yuan:f} 元，各类合计 {total:f} 元",
            f"{whole.amount.yuan:f} yuan, the classes add to {total:f}",
        )
    return passed_or_failed("personnel-by-class", (whole.place, *(part.place for part in parts)), said)
