"""What a careful reader finds in the five seeds, as ``docs/known-truths.md`` lists it; and the judged findings."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from kg import codebooks, extract
from kg.check import check
from kg.documents import read
from kg.extract import Forms
from kg.model import Extraction, Finding, Severity

JUDGED = Path(__file__).resolve().parent / "judged.csv"
WARNINGS = Path(__file__).resolve().parent / "judged-warnings.csv"


@pytest.fixture(scope="module")
def seeds(shared: Path, forms: Forms) -> dict[str, Extraction]:
    files = sorted((shared / "disclosures" / "seeds").glob("0*"))
    return {path.name[:3]: extract.extract(read(path), forms) for path in files}


@pytest.fixture(scope="module")
def found(seeds: dict[str, Extraction]) -> dict[str, tuple[Finding, ...]]:
    return {number: check(seed, codebooks.load()).findings for number, seed in seeds.items()}


def errors(found: tuple[Finding, ...]) -> list[tuple[str, str, Decimal | None, Decimal | None, str]]:
    return [
        (one.rule, one.focus, one.found, one.expected, one.cause) for one in found if one.severity is Severity.VIOLATION
    ]


def test_huzhu_truncations(found: dict[str, tuple[Finding, ...]]) -> None:
    """9.1 for 9.18, 326.7 for 326.78, 341.3 for 341.39 twice; 全年预算数 60.13 and 55.00 for 260.13 and 255.00."""
    cut = {(focus, one, other) for _, focus, one, other, cause in errors(found["003"]) if cause == "TruncatedCell"}
    assert cut == {
        ("t01/r11/c6", Decimal(91_000), Decimal(91_800)),
        ("t01/r12/c6", Decimal(3_267_000), Decimal(3_267_800)),
        ("t01/r30/c6", Decimal(3_413_000), Decimal(3_413_900)),
        ("t01/r34/c6", Decimal(3_413_000), Decimal(3_413_900)),
        ("t15/r4/c6", Decimal(601_300), Decimal(2_601_300)),
        ("t15/r5/c6", Decimal(550_000), Decimal(2_550_000)),
    }
    rules = Counter(rule for rule, *_ in errors(found["003"]))
    # the last of table 1 by a sentence and by the other side; 60.13 by a sentence and by the rate beside it
    assert rules == {"printings-agree": 3, "sentence-agrees": 2, "sides-balance": 1, "rate-agrees": 2}


def test_huzhu_scores(found: dict[str, tuple[Finding, ...]]) -> None:
    """The sentence of line 479 gives the project 100 points, the form of line 546 has 95."""
    (one,) = (one for one in found["003"] if one.rule == "scores-agree")
    assert (one.focus, one.severity) == ("t15/r27/c9", Severity.WARNING)
    assert one.cells == ("t15/r27/c9", "l479/o18")


def test_huzhu_points_of_the_second_form(found: dict[str, tuple[Finding, ...]]) -> None:
    """Points of lines 530 to 545: 5 of 3, 10 of 5 and one of 10 are 75; 10 for the execution make 85, line 546 says 95.

    The numbers refused in lines 522 and 523 stand above the indicators, and are none of theirs.
    """
    weights, *scores = (one for one in found["003"] if one.rule in ("weights-add", "scores-add"))
    assert (weights.rule, weights.severity, weights.focus) == ("weights-add", Severity.WARNING, "t15/r11/c6")
    assert "75" in weights.message_zh
    form = next(one for one in scores if one.focus == "t15/r27/c9")
    assert (form.rule, form.severity) == ("scores-add", Severity.WARNING)
    assert "95" in form.message_zh
    assert "85" in form.message_zh
    assert {one.focus for one in scores} == {"t15/r27/c9", "l479/o18"}, "the 100 of the sentence are more than 85 too"


def test_xunyang_components(found: dict[str, tuple[Finding, ...]]) -> None:
    assert errors(found["002"]) == [
        ("components-agree", "t04/r8/c4", Decimal(12_000), Decimal(0), "DocumentError"),
        ("components-agree", "t04/r13/c4", Decimal("4630775.19"), Decimal("4642775.19"), "DocumentError"),
    ]


def test_yanchi_names_of_codes(found: dict[str, tuple[Finding, ...]]) -> None:
    wrong = [(one.code, one.printed) for one in found["000"] if one.cause == "LabelMismatch"]
    assert wrong == [("2101505", "其他医疗保障管理事务支出"), ("2101506", "其他医疗保障管理事务支出")]


NAMES = {
    "000": {("l92/o36", "2101505"), ("l94/o36", "2101506")},
    "002": {
        ("t07/r5/c3", "2080505"), ("l125/o21", "2101103"), ("l146/o13", "303"), ("l151/o8", "501"), ("l153/o9", "502"),
        ("l155/o13", "509"),
    },
    "003": {("t06/r28", "30399")},
}  # fmt: skip
"""Wrong names by document: their lines (or cells) and codes. Row 28 of table 6 of 互助 is line 265."""


def test_wrong_names_are_warnings(found: dict[str, tuple[Finding, ...]]) -> None:
    for number, findings in found.items():
        named = [one for one in findings if one.rule == "name-of-code"]
        assert {(one.focus, one.code) for one in named} == NAMES.get(number, set())
        assert {one.severity for one in named} <= {Severity.WARNING}


def test_xunyang_forms_that_are_listed_and_not_there(found: dict[str, tuple[Finding, ...]]) -> None:
    """Lines 237 to 239 and 248 list forms 1 to 3 and 12 as not empty."""
    (one,) = (one for one in found["002"] if one.rule == "forms-present")
    assert one.severity is Severity.WARNING
    assert all(form in one.message_zh for form in ("收支总表", "收入总表", "支出总表", "“三公”经费支出表"))


def test_zezhou_two_names_of_one_project(found: dict[str, tuple[Finding, ...]]) -> None:
    (alike,) = (one for one in found["004"] if one.rule == "project-named-alike")
    assert "医保便民服务大厅工作经费" in alike.message_zh
    assert "医保便民服务中心工作经费" in alike.message_zh
    assert alike.severity is Severity.WARNING


def test_no_error_in_the_others(found: dict[str, tuple[Finding, ...]]) -> None:
    """Nor in what is only rounding: 5.4 and 5.43, 138.59 and 138.60, 300.88 and parts that add to 300.90."""
    for number in ("000", "001", "004"):
        assert errors(found[number]) == []
    cells = {cell for _, cell, *_ in errors(found["003"])}
    assert cells == {f"t01/r{row}/c6" for row in (11, 12, 30, 34)} | {"t15/r4/c6", "t15/r5/c6"}


def test_what_is_secret_is_no_error(shared: Path, forms: Forms) -> None:
    """福州 prints 20402 larger than its items, in four sums of two tables."""
    path = shared / "disclosures" / "fuzhou" / "福州市公安局巡特警支队_2026_budget.pdf"
    withheld = [
        one for one in check(extract.extract(read(path), forms), codebooks.load()).findings if one.rule == "levels-add"
    ]
    assert {(one.severity, one.cause) for one in withheld} == {(Severity.INFO, "WithheldItems")}
    assert len(withheld) == 4


def test_of_the_judged_findings_nearly_all_are_true() -> None:
    """Every error-level finding over the documents at hand, each judged on its page."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert {row["judged"] for row in rows} <= {"true", "false"}
    assert all(row["seen"] and row["rule"] and row["focus"] for row in rows)
    assert sum(row["judged"] == "true" for row in rows) >= 0.95 * len(rows)
    assert len({(row["file"], row["rule"], row["focus"], row["found"]) for row in rows}) == len(rows)


def test_of_fifty_warnings_most_are_true() -> None:
    """A sample drawn at random (seed 6) from those of the documents at hand, each judged on its page."""
    with WARNINGS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({(row["file"], row["rule"], row["focus"]) for row in rows}) == 50
    assert all(row["seen"] for row in rows)
    assert sum(row["judged"] == "true" for row in rows) >= 0.9 * len(rows)
