"""Each rule on small documents: when it passes, when it fails, and how far a printed digit reaches."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from kg import codebooks, extract
from kg.check import Checks, check, rules
from kg.documents import read
from kg.extract import Forms
from kg.model import Extraction, Finding, Severity

Read = Callable[[str], Extraction]
HEADER = "| 科目编码 | 科目名称 | 合计 |"


def checked(extracted: Read, *rows: str, title: str = "支出总表", header: str = HEADER, unit: str = "万元") -> Checks:
    """The checks of a document with one table; a row is written with a stroke between its cells."""
    table = "\n".join([header, *(f"| {row} |" for row in rows)])
    text = f"泽州县财政局2025年部门预算\n\n{title}\n\n单位：{unit}\n\n{table}\n"
    return check(extracted(text), codebooks.load())


def counts(found: Checks, rule: str) -> tuple[int, int]:
    tallies = [tally for tally in found.tallies if tally.rule == rule]
    return sum(tally.passed for tally in tallies), sum(tally.failed for tally in tallies)


def of_cells(found: Checks) -> list[Finding]:
    """The findings about single cells: not that other forms are missing, nor what is only rounding."""
    return [finding for finding in found.findings if "/" in finding.focus]


PENSIONS = "20805 | 行政事业单位养老支出"
PENSION, ANNUITY = "2080505 | 机关事业单位基本养老保险缴费支出", "2080506 | 机关事业单位职业年金缴费支出"


@pytest.mark.parametrize(
    ("upper", "passed"),
    [
        ("9.13", True),  # 6.09 + 3.04
        ("9.14", True),  # 100 yuan off; three digits worth 100 allow 150
        ("9.12", True),
        ("9.15", False),
        ("9.1", True),  # 300 off; 1000 + 100 + 100 allow 600
        ("9.2", False),  # 700 off
        ("9", True),  # 1,300 off; 10000 + 100 + 100 allow 5,100
    ],
)
def test_a_code_is_the_sum_of_the_codes_below_within_half_of_each_last_digit(
    upper: str, passed: bool, extracted: Read
) -> None:
    found = checked(extracted, f"{PENSIONS} | {upper}", f"{PENSION} | 6.09", f"{ANNUITY} | 3.04")
    assert counts(found, "levels-add") == (int(passed), int(not passed))


def test_a_tolerance_is_reached_exactly(extracted: Read) -> None:
    """Half of 100 and half of 100 yuan: 100 off passes. 0.5 + 0.5 + 0.005 yuan: 1.00 off passes, 1.01 does not."""
    even = checked(extracted, f"{PENSIONS} | 9.13", f"{PENSION} | 9.12")
    assert counts(even, "levels-add") == (1, 0)
    at = checked(extracted, f"{PENSIONS} | 101.00", f"{PENSION} | 60", f"{ANNUITY} | 40", unit="元")
    beyond = checked(extracted, f"{PENSIONS} | 101.01", f"{PENSION} | 60", f"{ANNUITY} | 40", unit="元")
    assert counts(at, "levels-add") == (1, 0)
    (finding,) = of_cells(beyond)
    assert (finding.found, finding.expected, finding.tolerance) == (Decimal("101.01"), 100, Decimal("1.005"))


def test_a_level_left_out_is_skipped_not_missed(extracted: Read) -> None:
    """208 against the items where no 款 is printed; where one is, against that."""
    found = checked(extracted, "208 | 社会保障和就业支出 | 9.13", f"{PENSION} | 6.09", f"{ANNUITY} | 3.04")
    assert counts(found, "levels-add") == (1, 0)
    between = checked(
        extracted, "208 | 社会保障和就业支出 | 9.13", f"{PENSIONS} | 9.13", f"{PENSION} | 6.09", f"{ANNUITY} | 3.04"
    )
    assert counts(between, "levels-add") == (2, 0)


def test_the_total_is_the_sum_of_the_classes(extracted: Read) -> None:
    rows = ["208 | 社会保障和就业支出 | 9.18", "210 | 卫生健康支出 | 326.78"]
    good, bad = checked(extracted, *rows, "合计 | | 335.96"), checked(extracted, "合计 | | 336.96", *rows)
    assert counts(good, "totals-add") == (1, 0)
    (finding,) = of_cells(bad)
    assert (finding.rule, finding.focus, finding.found - finding.expected) == ("totals-add", "t01/r2/c3", 10_000)
    assert finding.cells == ("t01/r2/c3", "t01/r3/c3", "t01/r4/c3")
    assert finding.severity is Severity.VIOLATION


def test_columns_are_added_each_for_itself(extracted: Read) -> None:
    header = "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |"
    rows = ["合计 | | 5.00 | 3.00 | 2.00", "208 | 社会保障和就业支出 | 5.00 | 3.00 | 1.00"]
    found = checked(extracted, *rows, header=header)
    assert counts(found, "totals-add") == (2, 1)
    assert [(one.rule, one.focus, one.expected) for one in of_cells(found)] == [
        ("totals-add", "t01/r3/c5", Decimal(20_000)),
        ("natures-add", "t01/r3/c5", Decimal(20_000)),
    ], "the one cell in which both sums fail"


def test_a_total_printed_first_and_last_is_added_once(extracted: Read) -> None:
    found = checked(extracted, "合计 | | 5.00", "208 | 社会保障和就业支出 | 5.00", "合计 | | 5.00")
    assert counts(found, "totals-add") == (1, 0)


def test_a_total_without_classes_is_not_checked(extracted: Read) -> None:
    assert counts(checked(extracted, "合计 | | 5.00"), "totals-add") == (0, 0)


def test_a_form_broken_by_a_page_is_added_as_one(extracted: Read) -> None:
    """The second part has a stray column more, so that it is a table of its own."""
    header = "| 项目 | | 2025年预算数 |\n| 科目编码 | 科目名称 | 合计 |"
    wider = "| 项目 | | 2025年预算数 | |\n| 科目编码 | 科目名称 | 合计 | |"
    text = (
        f"泽州县财政局2025年部门预算\n\n支出总表\n\n单位：万元\n\n{header}\n| 合计 | | 9.00 |\n"
        f"| 208 | 社会保障和就业支出 | 4.00 |\n\n{wider}\n| 210 | 卫生健康支出 | 5.00 | |\n"
    )
    found = check(extracted(text), codebooks.load())
    assert counts(found, "totals-add") == (1, 0)
    assert of_cells(found) == []


def test_printings_of_one_figure_agree(extracted: Read) -> None:
    rows = ["合计 | | 341.39", "210 | 卫生健康支出 | 341.39"]
    again = f"\n\n支出预算总表\n\n单位：万元\n\n{HEADER}\n"
    text = "\n".join([HEADER, *(f"| {row} |" for row in rows)])
    lead = f"泽州县财政局2025年部门预算\n\n支出总表\n\n单位：万元\n\n{text}{again}"
    same = check(extracted(f"{lead}| 合计 | | 341.4 |"), codebooks.load())
    cut = check(extracted(f"{lead}| 合计 | | 341.3 |"), codebooks.load())
    other = check(extracted(f"{lead}| 合计 | | 314.39 |"), codebooks.load())
    shift = check(extracted(f"{lead}| 合计 | | 34 |"), codebooks.load())  # ends before the point: not merely cut
    assert counts(same, "printings-agree") == (1, 0)
    assert [(finding.focus, finding.cause) for finding in of_cells(cut)] == [("t02/r2/c3", "TruncatedCell")]
    assert [(finding.focus, finding.cause) for finding in of_cells(other)] == [("t02/r2/c3", "SwappedDigits")]
    assert [finding.cause for finding in of_cells(shift)] == ["DocumentError"]


SUMMARY = "| 收入 | | 支出 | |\n| 项目 | 预算数 | 项目 | 预算数 |"


@pytest.mark.parametrize(("uses", "passed"), [("10.00", True), ("10.01", True), ("10.02", False)])
def test_both_sides_of_a_summary_balance(uses: str, passed: bool, extracted: Read) -> None:
    found = checked(extracted, f"收入总计 | 10.00 | 支出总计 | {uses}", title="收支总表", header=SUMMARY)
    assert counts(found, "sides-balance") == (int(passed), int(not passed))


def test_one_side_alone_balances_nothing(extracted: Read) -> None:
    found = checked(extracted, "收入总计 | 10.00 | 支出总计 | ", title="收支总表", header=SUMMARY)
    assert counts(found, "sides-balance") == (0, 0)


@pytest.mark.parametrize(
    ("row", "rule", "cause"),
    [
        ("2101505 | 其他医疗保障管理事务支出 | 1.00", "name-of-code", "LabelMismatch"),  # sample 000
        ("2080505 | 机关事业单位基本养老保 | 1.00", "name-of-code", "TruncatedCell"),  # sample 002
        ("2080505 | 机关事业单位基本养老保险缴费 | 1.00", "name-of-code", "LabelVariant"),
        ("210 | 医疗卫生与计划生育支出 | 1.00", "name-of-code", "NameOfOtherYears"),  # its name to 2018, surely
        ("2999999 | 其他支出 | 1.00", "code-in-book", ""),
        ("2049901 | 其他公共安全支出 | 1.00", "code-in-book", "CodeOfOtherYears"),  # 2049999 since 2021, surely
    ],
)
def test_a_wrong_name_or_code_is_a_warning(row: str, rule: str, cause: str, extracted: Read) -> None:
    found = checked(extracted, row)
    (finding,) = of_cells(found)
    assert (finding.rule, finding.severity, finding.cause) == (rule, Severity.WARNING, cause)
    assert finding.focus == "t01/r2/c3"
    assert (finding.found, finding.expected) == (None, None)
    assert row.split(" | ", maxsplit=1)[0] in finding.message_zh


def test_a_code_and_name_printed_alike_are_told_once_with_all_their_cells(extracted: Read) -> None:
    """Three rows fail, two of them alike: two findings, and three failures in the count.

    One code in three rows: their amounts are refused, so that the findings are about the rows.
    """
    rows = ("2101505 | 甲 | 1.00", "2101505 | 甲 | 2.00", "2101505 | 乙 | 3.00")
    found = checked(extracted, *rows)
    told = [(one.printed, one.cells) for one in found.findings if one.rule == "name-of-code"]
    assert told == [("甲", ("t01/r2", "t01/r3")), ("乙", ("t01/r4",))]
    assert counts(found, "name-of-code") == (0, 3)


@pytest.mark.parametrize(
    "row",
    [
        "2080505 | 机关事业单位基本养老保险缴费支出 | 1.00",
        " | 社会保障和就业支出 | 1.00",  # no code printed: nothing to compare
    ],
)
def test_a_name_of_the_code_passes(row: str, extracted: Read) -> None:
    assert of_cells(checked(extracted, row)) == []


@pytest.mark.parametrize(
    ("row", "rule", "cause"),
    [
        ("2050302 | 中专教育 | 1.00", "name-of-code", "NameOfOtherYears"),
        ("2010308 | 信访事务 | 1.00", "code-in-book", "CodeOfOtherYears"),
    ],
)
def test_where_the_years_are_not_sure_nobody_can_tell(row: str, rule: str, cause: str, extracted: Read) -> None:
    """The names are the codes' own up to about 2020 and about 2023."""
    found = checked(extracted, row)
    (finding,) = of_cells(found)
    assert (finding.rule, finding.severity, finding.cause) == (rule, Severity.INFO, cause)
    assert "not sure" in finding.message_en
    (tally,) = (tally for tally in found.tallies if tally.rule == rule)
    assert (tally.passed, tally.failed, tally.cant_tell) == (0, 0, 1)


def test_a_unit_may_divide_an_item_further(extracted: Read) -> None:
    """3021101 is a unit's own division of 30211: no code of the book, and no mistake."""
    found = checked(extracted, "3021101 | 科研类差旅费 | 1.00", title="一般公共预算基本支出表")
    assert of_cells(found) == []
    (tally,) = (tally for tally in found.tallies if tally.rule == "code-in-book")
    assert (tally.passed, tally.inapplicable) == (0, 1)


def test_a_unit_may_number_its_items_itself(extracted: Read) -> None:
    """30203 水费 is the book's 30205, as the name says; that the number is another's is found all the same."""
    found = checked(extracted, "30203 | 水费 | 1.00", title="一般公共预算基本支出表")
    (finding,) = of_cells(found)
    assert (finding.rule, finding.code, finding.printed, finding.known) == ("name-of-code", "30203", "水费", "咨询费")


def test_the_rules_say_what_they_ask_in_two_languages(root: Path) -> None:
    with (root / "ontology" / "rules.csv").open(encoding="utf-8", newline="") as file:
        listed = [row["rule"] for row in csv.DictReader(file)]
    assert list(rules()) == listed
    assert all(rule.name == name and rule.zh and rule.en for name, rule in rules().items())


CASES = sorted((Path(__file__).resolve().parents[1] / "cases").glob("*/findings.csv"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_cases_with_findings(path: Path, forms: Forms) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        expected = [
            (
                row["rule"],
                row["focus"],
                *(Decimal(row[name]) for name in ("found", "expected", "tolerance")),
                row["cause"],
            )
            for row in csv.DictReader(file)
        ]
    (document,) = path.parent.glob("document.*")
    found = check(extract.extract(read(document), forms), codebooks.load()).findings
    found = tuple(one for one in found if "/" in one.focus)
    assert [(one.rule, one.focus, one.found, one.expected, one.tolerance, one.cause) for one in found] == expected


def test_a_level_that_is_not_printed_is_information_about_the_document(extracted: Read) -> None:
    found = check(extracted("泽州县财政局2025年预算公开\n"), codebooks.load())
    assert [(one.rule, one.severity, one.focus, one.cells) for one in found.findings] == [
        ("level-printed", Severity.INFO, "", ())
    ]
    assert counts(found, "level-printed") == (0, 1)
    assert check(extracted("泽州县财政局2025年部门预算公开\n"), codebooks.load()).findings == ()
