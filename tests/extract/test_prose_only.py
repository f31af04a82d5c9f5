"""The original without tables: every amount of money it prints, found here by an expression of its own, is told."""

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from kg.model import Amount, Extraction, ProjectKey, ResourceKey, Scope, Span

NAME = "000_ab694a835a5584ff"
MONEY = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*万元")
Line = tuple[int, Decimal]


@pytest.fixture(scope="module")
def yanchi(extraction_of: Callable[[str], Extraction]) -> Extraction:
    return extraction_of(NAME)


@pytest.fixture(scope="module")
def text(shared: Path) -> str:
    return (shared / "disclosures" / "seeds" / f"{NAME}.txt").read_text(encoding="utf-8")


def told(extraction: Extraction) -> Counter[Line]:
    """The amounts of claims, changes and targets by line, each number once however many facts it states."""
    printed: set[tuple[int, int, Decimal]] = set()
    for one in (*extraction.others, *extraction.changes):
        if isinstance(one.place, Span) and isinstance(one.amount, Amount):
            assert one.place.line is not None
            printed.add((one.place.line, one.place.start, one.amount.yuan))
    for indicator in extraction.indicators:
        target, place = indicator.target, indicator.place
        if target is not None and target.number is not None and target.unit.startswith("万元"):
            assert isinstance(place, Span)
            assert place.line is not None
            printed.add((place.line, place.start, target.number * 10_000))
    return Counter((line, yuan) for line, _, yuan in printed)


def test_every_printed_amount_is_a_claim_a_change_a_target_or_a_stock(yanchi: Extraction, text: str) -> None:
    printed = Counter(
        (text.count("\n", 0, found.start()) + 1, Decimal(found[1]) * 10_000) for found in MONEY.finditer(text)
    )
    assert printed.total() == 136
    assert told(yanchi) == printed
    assert not yanchi.refusals
    assert (yanchi.account.prose_refused, yanchi.account.prose_classed) == (0, 0)


def test_money_of_a_named_source_is_a_projects_under_each_code(yanchi: Extraction) -> None:
    """30 of the 104.20 of 2101599, all 9.00 of 2101505 and all 36.00 of 2101506: together the fourth project's 75."""
    name = "2024年医疗服务与能力提升补助资金"
    parts = {
        claim.key.function_code: f"{claim.amount.value:f}"
        for claim in yanchi.others
        if isinstance(claim.key, ProjectKey) and claim.key.project == name
    }
    assert parts == {"2101599": "300000", "2101505": "90000.00", "2101506": "360000.00"}
    (link,) = yanchi.links
    assert {link.project, link.other} == {name, "盐池县医疗保险服务中心医疗服务与保障能力提升资金"}
    assert (str(link.confidence), link.ground) == ("0.85", "name-and-amount")


def test_the_units_below_have_stocks_of_their_own(yanchi: Extraction) -> None:
    below = [
        claim.amount.value
        for claim in yanchi.others
        if isinstance(claim.key, ResourceKey) and claim.key.scope is Scope.SUBORDINATE
    ]
    assert below == [0] * 8
