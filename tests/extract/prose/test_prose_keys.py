"""The sentences of the five samples, against keys made by hand: line, then every amount with what it is about.

A key names the members that are not the total; without a flow it is spending, without a phase the document's own.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from kg.model import BudgetKey, Extraction, Flow, Kind, OtherClaim, Phase, ProjectKey

KEYS = Path(__file__).parent / "keys"
NUMBERS = ("000", "001", "002", "003", "004")
_SILENT = ("agency", "scope", "year", "flow", "phase")


def told(claim: OtherClaim, extraction: Extraction) -> tuple[str, tuple[str, ...]]:
    """What a claim says, in the words of the keys."""
    key, disclosure = claim.key, extraction.disclosure
    assert isinstance(key, BudgetKey)
    own = Phase.FINAL if disclosure.kind is Kind.FINAL else Phase.APPROVED
    words = {str(value) for name, value in key if name not in _SILENT and str(value) not in ("total", "")}
    words |= {key.flow.value} - {Flow.EXPENDITURE.value}
    words |= {str(key.year)} - {str(disclosure.year)}
    words |= {key.phase.value} - {own.value}
    return claim.amount.text, tuple(sorted(words))


def by_hand(number: str) -> dict[int, list[tuple[str, tuple[str, ...]]]]:
    """The keys of a sample by line."""
    found: dict[int, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for line in next(KEYS.glob(f"{number}_*.txt")).read_text(encoding="utf-8").splitlines():
        place, *keys = line.split(" | ")
        for key in keys:
            amount, *words = key.split()
            found[int(place)].append((amount, tuple(sorted(words))))
    return found


@pytest.mark.parametrize("number", NUMBERS)
def test_every_amount_is_the_figure_that_the_sentence_says(number: str, extractions: dict[str, Extraction]) -> None:
    extraction = extractions[number]
    read: dict[int, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for claim in extraction.others:
        if isinstance(claim.key, BudgetKey) and claim.place.line is not None:
            read[claim.place.line].append(told(claim, extraction))
    expected = by_hand(number)
    assert {line: sorted(keys) for line, keys in read.items()} == {
        line: sorted(keys) for line, keys in expected.items()
    }


@pytest.mark.parametrize("number", NUMBERS)
def test_no_amount_of_a_sentence_is_lost(number: str, extractions: dict[str, Extraction]) -> None:
    account = extractions[number].account
    assert account.prose > 0
    assert account.adds_up()


def test_a_line_that_names_a_project_and_its_money(extractions: dict[str, Extraction]) -> None:
    named = {
        claim.key.project: claim.amount.text for claim in extractions["000"].others if isinstance(claim.key, ProjectKey)
    }
    assert named["离休人员医疗费"] == "5.00"
    assert named["社会保障网络设备更新、维护及租用费"] == "59.20"
