"""What the rules find in the samples: exactly the known defects, each at its cell, by its amount and cause."""

from decimal import Decimal

import pytest

from kg import codebooks
from kg.check import Checks, check, rules
from kg.model import Extraction, Finding, Severity
from kg.query import rulefiles


@pytest.fixture(scope="module")
def checked(extractions: dict[str, Extraction]) -> dict[str, Checks]:
    """What was found in each sample."""
    return {number: check(extraction, codebooks.load()) for number, extraction in extractions.items()}


def told(found: Checks) -> list[Finding]:
    """The findings but for what is only rounding, a form that is missing, and points that do not add."""
    return [one for one in found.findings if one.rule not in ("rounding", "forms-present", "weights-add")]


def gist(finding: Finding) -> tuple[str, str, Decimal | None, Decimal | None, Decimal | None, str]:
    return finding.rule, finding.focus, finding.found, finding.expected, finding.tolerance, finding.cause


def named(finding: Finding) -> tuple[str, str, str, str, str]:
    return finding.focus, finding.code, finding.printed, finding.known, finding.cause


def test_nothing_is_wrong_with_xinzhou(checked: dict[str, Checks]) -> None:
    assert told(checked["001"]) == []


def test_zezhou_prints_one_project_under_two_names(checked: dict[str, Checks]) -> None:
    """20.00 万元 in the table of projects (table 13) and 200,000 in its form."""
    (alike,) = told(checked["004"])
    assert (alike.rule, alike.severity, alike.focus) == ("project-named-alike", Severity.WARNING, "t13/r5/c2")


def test_yanchi_gives_two_codes_the_name_of_a_third(checked: dict[str, Checks]) -> None:
    """In its sentences, lines 37 and 39; the name is that of 2101599, which line 35 prints rightly."""
    assert [named(finding) for finding in told(checked["000"])] == [
        ("l37/o36", "2101505", "其他医疗保障管理事务支出", "医疗保障政策管理", "LabelMismatch"),
        ("l39/o36", "2101506", "其他医疗保障管理事务支出", "医疗保障经办事务", "LabelMismatch"),
    ]


def test_xunyang_cuts_a_name_short_and_gives_two_codes_one_name(checked: dict[str, Checks]) -> None:
    """Table 7, fifth row; 2101103 beside 2101101 in line 30; short forms in the sentences of lines 32 and 34.

    Tables 4 and 5 have one total, 5,599,899.51, and differ by 12,000 in 205 and 210.
    """
    education, health, cut, *rest = told(checked["002"])
    assert [gist(one) for one in (education, health)] == [
        ("components-agree", "t04/r8/c4", 12_000, 0, Decimal("0.005"), "DocumentError"),
        (
            "components-agree",
            "t04/r13/c4",
            Decimal("4630775.19"),
            Decimal("4642775.19"),
            Decimal("0.01"),
            "DocumentError",
        ),
    ]
    assert {education.severity, health.severity} == {Severity.VIOLATION}
    assert named(cut) == (
        "t07/r5/c3", "2080505", "机关事业单位基本养老保", "机关事业单位基本养老保险缴费支出", "TruncatedCell",
    )  # fmt: skip
    assert [named(finding) for finding in rest] == [
        ("l30/o67", "2101103", "行政单位医疗", "公务员医疗补助", "LabelMismatch"),
        ("l32/o65", "303", "对个人和家庭的补助支出", "对个人和家庭的补助", "LabelVariant"),
        ("l34/o16", "501", "工资福利支出", "机关工资福利支出", "LabelVariant"),
        ("l34/o39", "502", "商品和服务支出", "机关商品和服务支出", "LabelVariant"),
        ("l34/o65", "509", "对个人和家庭的补助支出", "对个人和家庭的补助", "LabelVariant"),
    ]
    assert {(one.rule, one.severity) for one in (cut, *rest)} == {("name-of-code", Severity.WARNING)}
    for message in (cut.message_zh, cut.message_en):
        assert "2080505 机关事业单位基本养老保”" in message
        assert "“机关事业单位基本养老保险缴费支出”" in message


def test_huzhu_cuts_four_cells_of_table_one_short(checked: dict[str, Checks]) -> None:
    short = "TruncatedCell"
    *amounts, name, rate, part = (one for one in told(checked["003"]) if one.rule != "scores-add")
    assert named(name) == (
        "t06/r28", "30399", "其他对个人和家庭的补助支出", "其他对个人和家庭的补助", "LabelVariant",
    )  # fmt: skip
    assert [gist(finding) for finding in amounts] == [
        ("printings-agree", "t01/r11/c6", Decimal(91_000), Decimal(91_800), Decimal(550), short),
        ("printings-agree", "t01/r12/c6", Decimal(3_267_000), Decimal(3_267_800), Decimal(550), short),
        ("printings-agree", "t01/r30/c6", Decimal(3_413_000), Decimal(3_413_900), Decimal(550), short),
        ("sides-balance", "t01/r34/c6", Decimal(3_413_000), Decimal(3_413_900), Decimal(550), short),
    ]  # fmt: skip
    # 138.60 is 53.28 % of 260.13, and 133.47 is 52.34 % of 255.00
    assert [gist(finding) for finding in (rate, part)] == [
        ("rate-agrees", "t15/r4/c6", Decimal(601_300), Decimal(2_601_300), Decimal(50), short),
        ("rate-agrees", "t15/r5/c6", Decimal(550_000), Decimal(2_550_000), Decimal(50), short),
    ]
    assert {finding.severity for finding in (*amounts, rate, part)} == {Severity.VIOLATION}


def test_huzhu_points_of_the_second_form_are_fewer_than_its_total(checked: dict[str, Checks]) -> None:
    """Five of 3, ten of 5 and one of 10 points are 75; with 10 for the execution of the budget 85; line 430 says 95."""
    weights, scores = (one for one in checked["003"].findings if one.rule in ("weights-add", "scores-add"))
    assert (weights.focus, len(weights.cells)) == ("t15/r11/c6", 16)
    assert (scores.focus, len(scores.cells)) == ("t15/r27/c9", 17)
    assert "总分 95，各项合计 75，至多 85" in scores.message_zh
    assert (weights.severity, scores.severity) == (Severity.WARNING, Severity.WARNING)


def test_a_finding_names_the_cells_it_compares(checked: dict[str, Checks]) -> None:
    first = checked["003"].findings[0]
    assert first.cells[0] == first.focus
    assert len(first.cells) == 2
    for message in (first.message_zh, first.message_en):
        assert all(amount in message for amount in ("91000", "91800", "-800"))
    assert first.message_zh.startswith(rules()["printings-agree"].zh)
    assert first.message_en.startswith(rules()["printings-agree"].en)


@pytest.mark.parametrize("number", ["001", "002", "003", "004"])
def test_failures_and_passes_are_both_counted(number: str, checked: dict[str, Checks]) -> None:
    found = checked[number]
    failed = [one for one in found.findings if one.severity is not Severity.INFO]
    assert sum(tally.failed for tally in found.tallies) == len(failed)
    assert sum(tally.passed for tally in found.tallies) > 50
    assert len({(tally.rule, tally.table) for tally in found.tallies}) == len(found.tallies)


def test_the_passes_of_one_table_are_those_that_can_be_counted_by_hand(checked: dict[str, Checks]) -> None:
    """忻州 支出总表 (table 3): 20 coded rows and a total.

    Codes with finer ones below them: 11 in the column 合计 (208 20805 20899 210 21007 21011 21015 213 21305 221
    22102), 9 in 基本支出 (not 213 21305), 4 in 项目支出 (210 21015 213 21305).
    Each of the 21 rows has a total of its own.
    """
    passed = {tally.rule: tally.passed for tally in checked["001"].tallies if tally.table == 3}
    del passed["printings-agree"], passed["components-agree"]
    of_codes = {"name-of-code": 20, "code-in-book": 20}
    assert passed == {"levels-add": 11 + 9 + 4, "totals-add": 3, "natures-add": 21, **of_codes}


def test_every_rule_of_the_list_is_used_and_no_other(checked: dict[str, Checks]) -> None:
    """All samples print their level, and of that nothing is said; no sentence of theirs gives a project its score.

    Of some rules the graph is the subject.
    """
    used = {tally.rule for found in checked.values() for tally in found.tallies}
    graphs = {*rulefiles.across(), "shapes-hold", "cubes-hold"}
    assert used == set(rules()) - {"level-printed", "scores-agree"} - graphs


def test_of_a_document_without_tables_the_codes_in_sentences_are_checked(checked: dict[str, Checks]) -> None:
    """盐池 prints four codes, two of them with the name of another."""
    tallies = {(tally.rule, tally.table): (tally.passed, tally.failed) for tally in checked["000"].tallies}
    tallies = {at: counts for at, counts in tallies.items() if at[0] in ("code-in-book", "name-of-code")}
    assert tallies == {("code-in-book", 0): (4, 0), ("name-of-code", 0): (2, 2)}
