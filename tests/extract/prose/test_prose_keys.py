"""The sentences of the five samples, against keys made by hand: line, then every amount with what it is about.

A key names the members that are not the total; without a flow it is spending, without a phase the document's own.
"""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from kg import extract
from kg.documents import read
from kg.extract import Forms
from kg.model import BudgetKey, Extraction, Flow, Kind, OtherClaim, Phase, ProjectKey, Span

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


def refused_amounts(extraction: Extraction) -> dict[int, list[tuple[str, tuple[str, ...]]]]:
    """The refused amounts of money by paragraph, as the keys write them; a page may break before the unit."""
    found: dict[int, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    text = {one.span.paragraph: one.text for one in extraction.passages}
    for one in extraction.refusals:
        if not isinstance(one.place, Span):
            continue
        behind = text[one.place.paragraph][one.place.end :] or text.get(one.place.paragraph + 1, "")
        if re.match(r"\s*[万亿]?元", behind):
            found[one.place.paragraph].append((one.text, (f"!{one.reason}",)))
    return found


@pytest.mark.parametrize("number", sorted(path.stem for path in (KEYS / "seeds").glob("*.txt")))
def test_the_originals_say_what_was_read_in_them(number: str, shared: Path, forms: Forms) -> None:
    """Keys by paragraph of the originals: every figure of money in a sentence, and what is refused with its reason."""
    file = next((shared / "disclosures" / "seeds").glob(f"{number}_*"))
    extraction = extract.extract(read(file), forms)
    found = refused_amounts(extraction)
    for claim in extraction.others:
        if isinstance(claim.key, BudgetKey) and isinstance(claim.place, Span):
            amount, words = told(claim, extraction)
            found[claim.place.paragraph].append((amount.replace(" ", ""), words))
    expected: dict[int, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for line in (KEYS / "seeds" / f"{number}.txt").read_text(encoding="utf-8").splitlines():
        place, *keys = line.split(" | ")
        expected[int(place)] += [(amount, tuple(sorted(words))) for amount, *words in map(str.split, keys)]
    differing = {
        paragraph: (sorted(set(found[paragraph]) - set(expected[paragraph])), sorted(expected[paragraph]))
        for paragraph in set(found) | set(expected)
        if sorted(found[paragraph]) != sorted(expected[paragraph])
    }
    assert not differing
