"""Rates of completion and shares, recomputed from the printed amounts; bounds that other tables set."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from counted import outcomes

from kg import codebooks
from kg.check import Checks, check
from kg.model import (
    Amount,
    Claim,
    CompletionRate,
    Extraction,
    Origin,
    OtherClaim,
    Phase,
    Place,
    ProjectKey,
    Severity,
    Span,
    Unit,
)

Read = Callable[[str], Extraction]
HEAD = "泽州县财政局2025年部门预算\n\n"
TEXT = HEAD + "支出总表\n\n单位：万元\n\n| 科目编码 | 科目名称 | 合计 |\n| 合计 | | 110.00 |\n"


def amount(text: str) -> Amount:
    places = len(text.partition(".")[2])
    return Amount(text=text, yuan=Decimal(text) * 10_000, unit=Unit.WAN_YUAN, quantum=Decimal(10_000).scaleb(-places))


def project(plain: Extraction, phase: Phase, name: str = "网点建设资金") -> ProjectKey:
    body = plain.disclosure
    return ProjectKey(agency=body.agency, scope=body.scope, year=2024, phase=phase, project=name)


def with_rate(plain: Extraction, spent: str, budget: str, percent: str) -> Checks:
    """A row of a form: the budget, what was spent, the rate."""
    final, revised = project(plain, Phase.FINAL), project(plain, Phase.REVISED)
    rate = CompletionRate(
        figure=final, base=revised, percent=Decimal(percent), percent_text=f"{percent}%",
        place=Place(table=9, row=4, cell=10),
    )  # fmt: skip
    claims = (
        Claim(key=revised, amount=amount(budget), place=Place(table=9, row=4, cell=6)),
        Claim(key=final, amount=amount(spent), place=Place(table=9, row=4, cell=7)),
    )
    return check(with_form(plain, *claims).model_copy(update={"rates": (rate,)}), codebooks.load())


def with_form(plain: Extraction, *claims: Claim) -> Extraction:
    """The document with another table, of these claims alone."""
    form = plain.tables[0].model_copy(update={"number": 9, "title": "项目支出绩效自评表", "rows": (), "columns": ()})
    return plain.model_copy(update={"claims": (*plain.claims, *claims), "tables": (*plain.tables, form)})


@pytest.fixture(scope="module")
def plain(extracted: Read) -> Extraction:
    """A department's budget with one table and one amount."""
    return extracted(TEXT)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("50.00", "200.00", "25"), []),
        (("50.00", "200.00", "25.00"), []),
        (("66.68", "100.00", "66.6"), []),  # the last digit left off
        (("66.60", "100.00", "66"), [("t09/r4/c10", Severity.WARNING)]),
        (("50.00", "200.00", "52.0"), [("t09/r4/c10", Severity.WARNING)]),
        # 138.60 is 53.28 % of 260.13, of which the first digit is lost
        (("138.60", "60.13", "53.28"), [("t09/r4/c6", Severity.VIOLATION)]),
        (("138.60", "60.99", "53.28"), [("t09/r4/c10", Severity.WARNING)]),  # no number that ends so gives the rate
    ],
)
def test_a_rate_is_that_of_its_row(
    row: tuple[str, str, str], told: list[tuple[str, Severity]], plain: Extraction
) -> None:
    found = with_rate(plain, *row)
    assert [(one.focus, one.severity) for one in found.findings if one.rule == "rate-agrees"] == told
    assert outcomes(found, "rate-agrees") == ((0, 1, 0, 0) if told else (1, 0, 0, 0))


def test_a_number_cut_at_its_front_is_told_with_what_it_was(plain: Extraction) -> None:
    (one,) = (one for one in with_rate(plain, "138.60", "60.13", "53.28").findings if one.rule == "rate-agrees")
    assert (one.found, one.expected, one.cause) == (Decimal(601_300), Decimal(2_601_300), "TruncatedCell")


def test_a_rate_of_nothing_is_inapplicable(plain: Extraction) -> None:
    assert outcomes(with_rate(plain, "0.00", "0.00", "0"), "rate-agrees") == (0, 0, 1, 0)


SHARES = HEAD + "2025年本年支出合计110.00万元，其中：基本支出{basic}万元，占{share}%；项目支出30.00万元，占27.27%。\n"


@pytest.mark.parametrize(
    ("basic", "share", "count"),
    [
        ("80.00", "72.73", (2, 0, 0, 0)),
        ("80.00", "72.7", (2, 0, 0, 0)),
        ("80.00", "62.73", (1, 1, 0, 0)),
        ("70.00", "72.73", (1, 1, 0, 0)),
    ],
)
def test_a_share_in_a_sentence_is_computed_again(
    basic: str, share: str, count: tuple[int, ...], extracted: Read
) -> None:
    found = check(extracted(SHARES.format(basic=basic, share=share)), codebooks.load())
    assert outcomes(found, "share-agrees") == count
    assert {one.severity for one in found.findings if one.rule == "share-agrees"} <= {Severity.WARNING}


def test_a_sentence_about_a_project_is_held_against_its_form(plain: Extraction) -> None:
    """The two spell the name apart; 60.13 is what a cell shows of the 260.13 of the sentence."""
    form, said = "基层网点服务能力提升资金（设备部分）", "行政运行（基层网点服务能力提升资金）"
    claim = Claim(key=project(plain, Phase.REVISED, form), amount=amount("60.13"), place=Place(table=9, row=4, cell=6))
    other = OtherClaim(
        key=project(plain, Phase.REVISED, said), amount=amount("260.13"), place=Span(paragraph=9, start=3, end=9)
    )
    document = with_form(plain, claim).model_copy(update={"others": (other,)})
    (one,) = (one for one in check(document, codebooks.load()).findings if one.rule == "sentence-agrees")
    assert (one.focus, one.cause, one.severity) == ("t09/r4/c6", "TruncatedCell", Severity.VIOLATION)
    # another origin of the same project's money is another amount
    apart = other.model_copy(update={"key": other.key.model_copy(update={"origin": Origin.CARRIED_OVER})})
    found = check(document.model_copy(update={"others": (apart,)}), codebooks.load())
    assert outcomes(found, "sentence-agrees") == (0, 0, 0, 0)


CLASSES = (
    HEAD + "一般公共预算基本支出表\n\n单位：万元\n\n| 科目编码 | 科目名称 | 基本支出 | 人员经费 | 公用经费 |\n"
    "| | 合计 | 100.00 | {people} | {running} |\n"
    "| 301 | 工资福利支出 | 70.00 | | |\n"
    "| 302 | 商品和服务支出 | 18.00 | | |\n"
    "| 303 | 对个人和家庭的补助 | 10.00 | | |\n| 310 | 资本性支出 | 2.00 | | |\n"
)


@pytest.mark.parametrize(
    ("people", "running", "count"),
    [("80.00", "20.00", (2, 0, 0, 0)), ("81.00", "19.00", (0, 2, 0, 0)), ("80.00", "20.02", (1, 1, 0, 0))],
)
def test_personnel_is_301_and_303_and_running_costs_are_the_rest(
    people: str, running: str, count: tuple[int, ...], extracted: Read
) -> None:
    found = check(extracted(CLASSES.format(people=people, running=running)), codebooks.load())
    assert outcomes(found, "personnel-by-class") == count
