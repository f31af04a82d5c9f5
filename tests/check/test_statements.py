"""Rules on what stands beside the amounts: changes in sentences, indicators, the forms that must be there."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from counted import outcomes

from kg import codebooks
from kg.check import Checks, check
from kg.model import (
    Amount,
    BudgetKey,
    Change,
    Detail,
    Direction,
    Extraction,
    Flow,
    Fund,
    Goal,
    IndicatorClass,
    IndicatorGroup,
    IndicatorReading,
    Operator,
    OtherClaim,
    Phase,
    Place,
    ProjectProfile,
    Quantity,
    ResourceKey,
    ResourceKind,
    ResourceUnit,
    Severity,
    Span,
    Unit,
)

Read = Callable[[str], Extraction]
TEXT = "泽州县财政局2025年部门预算\n\n支出总表\n\n单位：万元\n\n| 科目编码 | 科目名称 | 合计 |\n| 合计 | | 110.00 |\n"


def amount(text: str) -> Amount:
    places = len(text.partition(".")[2])
    return Amount(text=text, yuan=Decimal(text) * 10_000, unit=Unit.WAN_YUAN, quantum=Decimal(10_000).scaleb(-places))


def failed(found: Checks, rule: str) -> list[tuple[str, Severity]]:
    return [(one.focus, one.severity) for one in found.findings if one.rule == rule]


@pytest.fixture(scope="module")
def plain(extracted: Read) -> Extraction:
    """A department's budget with one table and one amount: spending of 110.00 万元 in 2025."""
    return extracted(TEXT)


def key(plain: Extraction, year: int = 2025) -> BudgetKey:
    body = plain.disclosure
    return BudgetKey(agency=body.agency, scope=body.scope, year=year, phase=Phase.APPROVED, flow=Flow.EXPENDITURE)


def with_change(plain: Extraction, change: Change, before: str = "") -> Checks:
    there = Span(paragraph=9, start=40, end=46)
    others = (OtherClaim(key=key(plain, 2024), amount=amount(before), place=there),) if before else ()
    updated = {"changes": (change,), "others": others}
    return check(plain.model_copy(update=updated), codebooks.load())


def test_vehicles_are_counted_and_not_rounded(plain: Extraction) -> None:
    """12 and 13 vehicles of one day are two numbers; 120 and 121 square metres may be roundings of one."""
    body = plain.disclosure
    for kind, unit, numbers, counts in (
        (ResourceKind.VEHICLES, ResourceUnit.VEHICLE, ("12", "13"), (0, 1, 0, 0)),
        (ResourceKind.VEHICLES, ResourceUnit.VEHICLE, ("12", "12"), (1, 0, 0, 0)),
        (ResourceKind.OFFICES_SPACE, ResourceUnit.SQUARE_METRE, ("120", "121"), (1, 0, 0, 0)),
    ):
        stock = ResourceKey(agency=body.agency, scope=body.scope, as_of="2024-12-31", kind=kind, unit=unit)
        said = tuple(
            OtherClaim(
                key=stock,
                amount=Quantity(text=text, number=Decimal(text), unit=unit, quantum=Decimal(1)),
                place=Span(paragraph=at, start=3, end=5),
            )
            for at, text in enumerate(numbers, start=8)
        )
        found = check(plain.model_copy(update={"others": said}), codebooks.load())
        assert outcomes(found, "sentence-agrees") == counts
        messages = [one.message_zh for one in found.findings if one.rule == "sentence-agrees"]
        assert all("辆" in message and "元" not in message for message in messages)


HERE = Span(paragraph=9, start=3, end=20)


@pytest.mark.parametrize(
    ("direction", "step", "percent", "rules"),
    [
        (Direction.INCREASE, "10.00", "10", []),
        (Direction.INCREASE, "10.00", "10.01", []),  # 10.005 at least; 110.005 is 10.0105 % more than 99.995
        (Direction.INCREASE, "10.00", "10.02", ["change-percent"]),  # 10.015 at least
        (Direction.INCREASE, "10.01", "10.00", []),  # 110.005 - 99.995 is 10.01
        (Direction.INCREASE, "10.02", "10.0", ["change-amount"]),
        (Direction.INCREASE, "10.00", "11", ["change-percent"]),
        (Direction.DECREASE, "10.00", "10", ["change-direction"]),
        (Direction.UNCHANGED, "10.00", "10", ["change-direction"]),
    ],
)
def test_a_change_is_computed_again_from_the_printed_amounts(
    direction: Direction, step: str, percent: str, rules: list[str], plain: Extraction
) -> None:
    """110.00 against 100.00 万元, each half a last digit off at most: from 9.99 to 10.01 more."""
    change = Change(
        figure=key(plain), base=key(plain, 2024), direction=direction, amount=amount(step),
        percent=Decimal(percent), percent_text=f"{percent}%", place=HERE,
    )  # fmt: skip
    found = with_change(plain, change, before="100.00")
    names = ("change-amount", "change-percent", "change-direction")
    assert [name for name in names if failed(found, name)] == rules
    assert {severity for name in names for _, severity in failed(found, name)} <= {Severity.WARNING}


def test_without_the_base_a_percentage_is_computed_from_the_step(plain: Extraction) -> None:
    """110 is 10 more than 100, so 10 %, and not 9 % (10 of 110)."""
    for percent, count in (("10", (1, 0, 0, 0)), ("9", (0, 1, 0, 0))):
        change = Change(
            figure=key(plain), direction=Direction.INCREASE, amount=amount("10.00"),
            percent=Decimal(percent), percent_text=f"{percent}%", place=HERE,
        )  # fmt: skip
        found = with_change(plain, change)
        assert outcomes(found, "change-percent") == count
        assert outcomes(found, "change-amount") == (0, 0, 1, 0), "nothing to hold it against: never a pass"


def test_a_change_that_other_amounts_of_the_codes_bear_out_is_open(plain: Extraction) -> None:
    """110 less 130 is no increase of 10; of the general public budget, 60 less 50 is: which is meant was not read."""
    change = Change(figure=key(plain), base=key(plain, 2024), direction=Direction.INCREASE, amount=amount("10.00"),
                    percent=Decimal(20), percent_text="20%", place=HERE)  # fmt: skip
    assert outcomes(with_change(plain, change, "130.00"), "change-amount") == (0, 1, 0, 0)
    general = [key(plain, year).model_copy(update={"fund": Fund.GENERAL}) for year in (2025, 2024)]
    told = [
        OtherClaim(key=own, amount=amount(text), place=Span(paragraph=8, start=at, end=at + 5))
        for at, (own, text) in enumerate(zip([*general, key(plain, 2024)], ("60.00", "50.00", "130.00"), strict=True))
    ]
    found = check(plain.model_copy(update={"changes": (change,), "others": tuple(told)}), codebooks.load())
    for rule in ("change-amount", "change-percent", "change-direction"):
        assert outcomes(found, rule)[1:] == (0, 0, 1) or outcomes(found, rule) == (1, 0, 0, 0)
        assert failed(found, rule) == []


def test_a_change_of_an_unknown_figure_is_inapplicable(plain: Extraction) -> None:
    change = Change(figure=key(plain, 2019), direction=Direction.INCREASE, percent=Decimal(3), place=HERE)
    assert outcomes(with_change(plain, change), "change-percent") == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("table", "printed", "severity", "cause"),
    [
        ("110.00", "110", None, ""),
        ("110.50", "110", None, ""),  # rounded down at the half
        ("110.70", "110", Severity.INFO, "DigitsDropped"),
        ("110.70", "109", Severity.VIOLATION, "DocumentError"),
        ("110.00", "112", Severity.VIOLATION, "SingleDigit"),
    ],
)
def test_a_sentence_is_held_against_the_table(
    table: str, printed: str, severity: Severity | None, cause: str, extracted: Read
) -> None:
    plain = extracted(TEXT.replace("110.00", table))
    said = OtherClaim(key=key(plain), amount=amount(printed), place=HERE)
    found = check(plain.model_copy(update={"others": (said,)}), codebooks.load())
    told = [(one.severity, one.cause) for one in found.findings if one.rule == "sentence-agrees"]
    assert told == ([(severity, cause)] if severity else [])


def indicator(plain: Extraction, name: str, weight: str, score: str, *, target: bool = True) -> IndicatorReading:
    return IndicatorReading(
        agency=plain.disclosure.agency, scope=plain.disclosure.scope, year=2025, project="档案整理",
        kind=IndicatorClass.OUTPUT, group=IndicatorGroup.QUANTITY, name=name,
        target=Goal(text="3", operator=Operator.EQUAL, number=Decimal(3)) if target else None,
        weight=Decimal(weight) if weight else None, score=Decimal(score) if score else None,
        place=Place(table=7, row=len(name), cell=3),
    )  # fmt: skip


def with_indicators(plain: Extraction, *readings: IndicatorReading, total: str = "") -> Checks:
    detail = Detail(kind="score", text=total, place=Span(paragraph=30, start=5, end=8))
    profile = ProjectProfile(
        agency=plain.disclosure.agency, project="档案整理", year=2025, details=(detail,), place=detail.place
    )
    updated = {"indicators": readings, "projects": (profile,) if total else ()}
    return check(plain.model_copy(update=updated), codebooks.load())


def test_indicators_have_targets_and_their_points_add_up(plain: Extraction) -> None:
    good = with_indicators(plain, indicator(plain, "甲", "60", "60"), indicator(plain, "乙乙", "40", "35"), total="95")
    for rule in ("target-has-value", "weights-add", "score-within-weight", "scores-add"):
        assert outcomes(good, rule)[1:] == (0, 0, 0)
    bad = with_indicators(
        plain, indicator(plain, "甲", "60", "61", target=False), indicator(plain, "乙乙", "40", "34"), total="100"
    )
    assert failed(bad, "target-has-value") == [("t07/r1/c3", Severity.WARNING)]
    assert failed(bad, "score-within-weight") == [("t07/r1/c3", Severity.WARNING)]
    assert failed(bad, "scores-add") == [("s30/o5", Severity.WARNING)]  # 95 of the table, 100 of the sentence


def test_ten_points_may_be_for_the_execution_of_the_budget(plain: Extraction) -> None:
    for total, outcome in (("95", (1, 0, 0, 0)), ("85", (1, 0, 0, 0)), ("96", (0, 1, 0, 0)), ("84", (0, 1, 0, 0))):
        found = with_indicators(
            plain, indicator(plain, "甲", "50", "50"), indicator(plain, "乙乙", "40", "35"), total=total
        )
        assert outcomes(found, "weights-add") == (1, 0, 0, 0)
        assert outcomes(found, "scores-add") == outcome


def test_the_execution_of_the_budget_has_no_target_and_its_points_may_be_left_out(plain: Extraction) -> None:
    """90 of 90 points for indicators, 9.98 of 10 for the execution: a form prints 99.98 in all, or 90."""
    execution = indicator(plain, "预算执行率", "10", "9.98", target=False).model_copy(
        update={"group": IndicatorGroup.BUDGET_EXECUTION}
    )
    for total, outcome in (("99.98", (1, 0, 0, 0)), ("90", (1, 0, 0, 0)), ("95", (0, 1, 0, 0))):
        found = with_indicators(plain, indicator(plain, "甲", "90", "90"), execution, total=total)
        assert outcomes(found, "scores-add") == outcome
        assert outcomes(found, "target-has-value") == (1, 0, 1, 0)


def test_points_that_do_not_add_are_a_warning_and_missing_ones_leave_it_open(plain: Extraction) -> None:
    wrong = with_indicators(plain, indicator(plain, "甲", "60", ""), indicator(plain, "乙乙", "30.5", ""))
    assert failed(wrong, "weights-add") == [("t07/r1/c3", Severity.WARNING)]
    missing = with_indicators(plain, indicator(plain, "甲", "60", ""), indicator(plain, "乙乙", "", ""))
    assert outcomes(missing, "weights-add") == (0, 0, 0, 1)
    none = with_indicators(plain, indicator(plain, "甲", "", ""))
    assert outcomes(none, "weights-add") == (0, 0, 1, 0)


def profile(plain: Extraction, project: str, score: str, place: Place | Span) -> ProjectProfile:
    detail = Detail(kind="score", text=score, place=place)
    return ProjectProfile(
        agency=plain.disclosure.agency, project=project, year=2025, details=(detail,), place=detail.place
    )


@pytest.mark.parametrize(
    ("form", "sentence", "count"),
    [
        ("基层网点服务能力提升资金（设备部分）", "95", (1, 0, 0, 0)),
        ("基层网点服务能力提升资金（设备部分）", "95.0分", (1, 0, 0, 0)),
        ("基层网点服务能力提升资金（设备部分）", "100", (0, 1, 0, 0)),
        ("基层网点服务能力提升资金（设备部分）", "优", (0, 0, 0, 1)),
        ("另一个完全不同的专项资金", "100", (0, 0, 1, 0)),
    ],
)
def test_a_score_in_a_sentence_is_that_of_the_form(
    form: str, sentence: str, count: tuple[int, ...], plain: Extraction
) -> None:
    printed = Place(table=7, row=20, cell=9)
    told = (
        profile(plain, "行政运行（基层网点服务能力提升资金）", sentence, Span(paragraph=30, start=5, end=8)),
        profile(plain, form, "95", printed),
    )
    found = check(plain.model_copy(update={"projects": told}), codebooks.load())
    assert outcomes(found, "scores-agree") == count
    expected = [("t07/r20/c9", Severity.WARNING)] if count[1] else []
    assert failed(found, "scores-agree") == expected


def test_of_two_forms_alike_nobody_knows_which_a_sentence_means(plain: Extraction) -> None:
    forms = [
        profile(plain, f"基层网点服务能力提升资金（{part}）", "90", Place(table=table, row=20, cell=9))
        for table, part in ((7, "一期"), (8, "二期"))
    ]
    said = profile(plain, "基层网点服务能力提升资金", "95", Span(paragraph=30, start=5, end=8))
    found = check(plain.model_copy(update={"projects": (said, *forms)}), codebooks.load())
    assert outcomes(found, "scores-agree") == (0, 0, 1, 0)


def test_the_forms_that_are_missing_are_named(plain: Extraction) -> None:
    (one,) = (one for one in check(plain, codebooks.load()).findings if one.rule == "forms-present")
    missing = one.message_zh.rpartition("没有")[2].split("、")
    assert "支出总表" not in missing
    assert "收支总表" in missing
    assert one.severity is Severity.WARNING


def test_a_document_of_words_may_have_its_forms_elsewhere(extracted: Read) -> None:
    found = check(extracted("泽州县财政局2025年部门预算\n\n本年支出合计110.00万元。\n"), codebooks.load())
    assert outcomes(found, "forms-present") == (0, 0, 0, 1)


def test_a_title_of_another_year_is_a_warning(extracted: Read) -> None:
    stale = TEXT.replace("支出总表", "2022年支出总表")
    assert failed(check(extracted(stale), codebooks.load()), "identity-agrees") == [("", Severity.WARNING)]
    current = TEXT.replace("支出总表", "2025年支出总表")
    assert outcomes(check(extracted(current), codebooks.load()), "identity-agrees") == (1, 0, 0, 0)


def test_a_table_without_a_unit_is_a_warning(extracted: Read) -> None:
    found = check(extracted(TEXT.replace("单位：万元\n\n", "")), codebooks.load())
    assert failed(found, "unit-printed") == [("t01/r2/c3", Severity.WARNING)]
