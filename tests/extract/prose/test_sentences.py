"""Sentences of the national genre, one way of speaking at a time, in documents made for it."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from kg.model import BudgetKey, Change, Direction, Extraction, OtherClaim, ProjectKey, Refusal, Span

Read = Callable[[str], Extraction]
BUDGET = "# 旬阳市医疗保障局2024年部门预算\n\n## 第三部分 2024年部门预算情况说明\n\n"
FINAL = "# 旬阳市医疗保障局2024年度部门决算\n\n## 第三部分 2024年度部门决算情况说明\n\n"


def in_order(read: Extraction) -> list[tuple[str, str]]:
    """Amounts as printed, with the members of their keys that are not the total."""
    found: list[tuple[str, str]] = []
    for claim in sorted(read.others, key=placed):
        silent = ("agency", "scope", "year")
        words = [str(value) for name, value in claim.key if name not in silent]
        found.append((claim.amount.text, " ".join(word for word in words if word not in ("total", "", "annual"))))
    return found


def placed(claim: OtherClaim) -> tuple[int, int, int]:
    assert isinstance(claim.place, Span)
    return claim.place.paragraph, claim.place.start, claim.place.part


def refused(read: Extraction) -> list[tuple[str, str]]:
    return [(one.text, one.reason) for one in read.refusals if isinstance(one.place, Span)]


def test_a_total_of_both_sides_is_two_facts(extracted: Read) -> None:
    read = extracted(FINAL + "2024年度收、支总计12.50万元。")
    assert in_order(read) == [("12.50", "final resources"), ("12.50", "final uses")]
    assert [claim.place.id[-2:] for claim in read.others if isinstance(claim.place, Span)].count("/2") == 1
    assert read.account.prose == read.account.prose_claims == 1


def test_parts_take_what_their_whole_says(extracted: Read) -> None:
    read = extracted(BUDGET + "2024年一般公共预算拨款支出9.00万元，其中：基本支出5.00万元、项目支出4.00万元。")
    assert in_order(read) == [
        ("9.00", "approved expenditure general"),
        ("5.00", "approved expenditure general basic"),
        ("4.00", "approved expenditure general project"),
    ]


def test_parts_of_money_of_the_year_are_money_of_the_year(extracted: Read) -> None:
    """A part with nothing carried over is printed twice with one amount; its whole tells which of the two is meant."""
    funded = "收入\t\t支出\t\t\n项目\t金额\t项目\t金额\t\n\t\t\t小计\t一般公共预算\n"
    funded += "一、一般公共预算\t10.00\t八、社会保障和就业支出\t3.00\t3.00\n\t\t十、卫生健康支出\t9.00\t9.00\n"
    of_year = "科目编码\t科目名称\t合计\n合计\t\t10.00\n208\t社会保障和就业支出\t3.00\n210\t卫生健康支出\t7.00\n"
    tables = f"2024年财政拨款收支总表\n\n单位：万元\n\n{funded}本年收入合计\t10.00\t本年支出合计\t12.00\t12.00\n\n"
    tables += f"2024年一般公共预算支出预算表（不含上年结转）\n\n单位：万元\n\n{of_year}\n"
    words = "一般公共预算当年支出10.00万元，主要用于以下方面：社会保障和就业支出3.00万元；卫生健康支出7.00万元。"
    assert in_order(extracted(f"# 旬阳市医疗保障局2024年部门预算\n\n{tables}## 第三部分 情况说明\n\n{words}")) == [
        ("10.00", "approved expenditure general current"),
        ("3.00", "approved expenditure general 208 current"),
        ("7.00", "approved expenditure general 210 current"),
    ]


def test_another_side_leaves_the_whole(extracted: Read) -> None:
    read = extracted(BUDGET + "收入总计9.00万元，其中：本年收入8.00万元，上年结转1.00万元；支出总计9.00万元。")
    assert in_order(read) == [
        ("9.00", "approved resources"),
        ("8.00", "approved revenue"),
        ("1.00", "approved carry-over-in"),
        ("9.00", "approved uses"),
    ]


def test_a_numbered_name_governs_budget_and_final_amount(extracted: Read) -> None:
    text = "（一）一般公共预算财政拨款支出决算情况\n\n1.卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）。"
    read = extracted(FINAL + text + "年初预算为2.00万元，支出决算为1.90万元，完成年初预算的95%。")
    assert in_order(read) == [
        ("2.00", "approved expenditure general 2101101"),
        ("1.90", "final expenditure general 2101101"),
    ]


def test_an_amount_of_two_codes_is_no_leaf(extracted: Read) -> None:
    read = extracted(BUDGET + "行政单位医疗（2101101）和（2101103）26.25万元。")
    assert in_order(read) == [("26.25", "approved expenditure 2101101+2101103")]


def test_items_below_running_costs_are_economic_items(extracted: Read) -> None:
    read = extracted(BUDGET + "公用经费3.00万元，主要包括：办公费2.00万元、公务接待费1.00万元。")
    assert in_order(read)[1:] == [
        ("2.00", "approved expenditure 30201 public"),
        ("1.00", "approved expenditure 30217 public"),
    ]


def test_the_amount_of_an_earlier_year_is_a_claim_of_that_year(extracted: Read) -> None:
    read = extracted(BUDGET + "机关运行经费预算5.00万元，比2023年年初预算数4.00万元增加1.00万元，增长25%。")
    assert [(claim.key.year, claim.amount.text) for claim in read.others] == [(2024, "5.00"), (2023, "4.00")]
    [change] = read.changes
    assert isinstance(change.base, BudgetKey)
    assert (change.base.year, change.base.phase, change.percent) == (2023, "approved", Decimal(25))


def test_a_change_has_direction_percentage_and_reason(extracted: Read) -> None:
    read = extracted(FINAL + "机关运行经费支出5.00万元，比上年减少1.00万元，下降16.67%，主要原因是人员减少。")
    [change] = read.changes
    assert (change.direction, change.percent_text, change.reason) == (Direction.DECREASE, "16.67%", "人员减少")
    assert change.amount is not None
    assert change.amount.yuan == 10_000
    assert change.base is None
    assert read.account.prose_facts == 1


@pytest.mark.parametrize("words", ["与上年持平", "与上年预算数相同", "较2023年预算持平", "与上年数一致"])
def test_no_change_is_a_change_too(words: str, extracted: Read) -> None:
    [change] = extracted(BUDGET + f"公务接待费2.80万元，{words}。").changes
    assert change.direction is Direction.UNCHANGED
    assert isinstance(change.figure, BudgetKey)
    assert change.figure.item == "reception"


def test_the_percentage_tells_which_figure_changed(extracted: Read) -> None:
    """1 of 9 is 12.5 % of 8; of the part, 1 of 3 would be 50 %."""
    read = extracted(BUDGET + "支出总计9.00万元，其中：基本支出3.00万元，比上年增加1.00万元，增长12.5%。")
    [change] = read.changes
    assert isinstance(change.figure, BudgetKey)
    assert change.figure.flow == "uses"


def test_an_amount_in_a_reason_is_nobodys_unless_it_is_a_change(extracted: Read) -> None:
    text = "支出总计9.00万元，比上年增加2.00万元，主要原因是项目支出增加1.50万元，新买设备花费0.50万元。"
    read = extracted(BUDGET + text)
    assert [(change.amount.text if change.amount else "") for change in read.changes] == ["2.00", "1.50"]
    assert read.account.prose_classed == 1


@pytest.mark.parametrize(
    "text",
    ["单价50万元以上设备0台。", "单位价值100万元（含）以上的设备2台。", "人均标准90元/月。"],
)
def test_thresholds_and_rates_are_nobodys(text: str, extracted: Read) -> None:
    read = extracted(BUDGET + text)
    assert not any(isinstance(claim.key, BudgetKey) for claim in read.others)
    assert (read.account.prose_classed, refused(read)) == (1, [])


def test_terms_are_explained_for_nobody(extracted: Read) -> None:
    read = extracted(BUDGET + "## 第四部分 名词解释\n\n一、小额支出：指不足的支出，例如5万元。")
    assert (read.account.prose, read.account.prose_classed) == (1, 1)


def test_one_word_not_understood_refuses_the_amount(extracted: Read) -> None:
    read = extracted(BUDGET + "某某工程尾款5.00万元。")
    assert refused(read) == [("5.00", "words-not-understood")]
    assert read.others == ()


def test_parts_of_what_is_not_understood_are_refused_too(extracted: Read) -> None:
    read = extracted(BUDGET + "某某大会战经费预算5.00万元，其中：财政拨款4.00万元。")
    assert [reason for _, reason in refused(read)] == ["words-not-understood", "part-of-unknown"]


def test_names_in_a_list_are_projects_where_they_add_up(extracted: Read) -> None:
    head = "（五）项目支出5.00万元，具体包括：\n\n1.水质监测3.00万元，用于购买试剂。\n\n"
    read = extracted(BUDGET + head + "2.河道保洁2.00万元，用于清理。")
    assert {claim.key.project for claim in read.others if isinstance(claim.key, ProjectKey)} == {"水质监测", "河道保洁"}
    doubtful = extracted(BUDGET + head + "2.河道保洁1.00万元，用于清理。")
    assert not any(isinstance(claim.key, ProjectKey) for claim in doubtful.others)


def test_two_amounts_of_one_figure_in_one_paragraph(extracted: Read) -> None:
    read = extracted(BUDGET + "公务接待费2.80万元。公务接待费1.00万元。")
    assert refused(read) == [("1.00", "said-twice")]


def test_a_sentence_cut_by_a_page_goes_on(extracted: Read) -> None:
    text = "2024年一般公共预算拨款支出9.00万元，其中：基本支出5.00万元、项目\n\n支出4.00万元。"
    read = extracted(BUDGET + text)
    assert in_order(read)[-1] == ("4.00", "approved expenditure general project")
    place = read.others[-1].place
    assert isinstance(place, Span)
    passage = next(one for one in read.passages if one.span.paragraph == place.paragraph)
    assert passage.text[place.start : place.end] == "4.00"


def test_places_cover_the_number_alone(extracted: Read) -> None:
    read = extracted(BUDGET + "培训费 1,004. 50 万元。")
    [claim] = read.others
    assert isinstance(claim.place, Span)
    passage = read.passages[0]
    assert passage.text[claim.place.start : claim.place.end] == claim.amount.text == "1,004. 50"
    assert claim.amount.repairs == ("SpaceInsideNumber",)


def test_a_unit_named_by_a_heading_is_another_body(extracted: Read) -> None:
    unit = "一、旬阳市医疗保障经办中心\n\n（一）公用经费2.00万元，主要是水电费。\n\n"
    read = extracted(BUDGET + unit + "二、旬阳市医疗保障局（本级）\n\n（一）公用经费3.00万元。")
    assert [(claim.key.agency.name, str(claim.key.scope)) for claim in read.others] == [
        ("旬阳市医疗保障经办中心", "own"),
        ("旬阳市医疗保障局", "own"),
    ]


def test_every_refusal_of_a_sentence_stands_in_it(extracted: Read) -> None:
    read = extracted(BUDGET + "某某工程尾款5.00万元。")
    [one] = read.refusals
    assert isinstance(one, Refusal)
    assert isinstance(one.place, Span)


def test_changes_point_at_their_number(extracted: Read) -> None:
    read = extracted(BUDGET + "公务接待费2.80万元，与上年持平。")
    [change] = read.changes
    assert isinstance(change, Change)
    assert isinstance(change.place, Span)
    assert read.passages[0].text[change.place.start : change.place.end] == "持平"


def test_money_under_performance_targets_is_a_figure(extracted: Read) -> None:
    text = "本部门整体支出纳入绩效目标管理，涉及资金9.00万元；3个项目纳入绩效目标管理，涉及资金4.00万元。"
    assert in_order(extracted(BUDGET + text)) == [
        ("9.00", "approved expenditure performance-targets"),
        ("4.00", "approved expenditure project performance-targets"),
    ]


def test_funds_beside_money_under_performance_targets_are_its_parts(extracted: Read) -> None:
    text = "绩效目标管理全覆盖，涉及一般公共预算拨款9.00万元，政府性基金预算拨款1.00万元。"
    assert in_order(extracted(BUDGET + text))[1] == ("1.00", "approved expenditure government-fund performance-targets")


@pytest.mark.parametrize("head", [FINAL, BUDGET])
def test_performance_money_that_nothing_tells_apart_is_refused(head: str, extracted: Read) -> None:
    kind = "其他运转类项目" if head == BUDGET else "项目"
    read = extracted(head + f"2个{kind}纳入绩效目标管理，涉及金额4.00万元。")
    assert refused(read) == [("4.00", "performance-scope")]


def test_parts_of_a_project_are_said_of_it(extracted: Read) -> None:
    head = "（五）项目支出5.00万元，具体包括：\n\n"
    head += "1.水样检测3.00万元，主要包括：试剂采购2.00万元，用于化验；设备租用1.00万元。\n\n"
    read = extracted(BUDGET + head + "2.河道保洁2.00万元，用于清理。")
    [profile] = [one for one in read.projects if one.project == "水样检测"]
    assert [(one.kind, one.text) for one in profile.details] == [
        ("part", "试剂采购2.00万元"),
        ("part", "设备租用1.00万元"),
    ]
    assert (read.account.prose_facts, refused(read)) == (2, [])


def test_the_budget_of_a_unit_is_spending_where_its_parts_are(extracted: Read) -> None:
    read = extracted(
        BUDGET + "旬阳市医疗保障局预算5.00万元，包括在职人员经费2.00万元、公用经费1.00万元、项目支出2.00万元。"
    )
    assert in_order(read) == [
        ("5.00", "approved expenditure"),
        ("2.00", "approved expenditure serving-staff"),
        ("1.00", "approved expenditure public"),
        ("2.00", "approved expenditure project"),
    ]


def test_a_turn_may_hold_what_it_is_compared_with(extracted: Read) -> None:
    [change] = extracted(BUDGET + "公务接待费2.80万元，本年数小于上年预算数1.20万元。").changes
    assert (change.direction, change.base is not None) == (Direction.DECREASE, True)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("卫生健康支出（类）9.00万元，其中：包含2.00万元为基层卫生人才补助资金。", ("2.00", "基层卫生人才补助资金")),
        ("卫生健康支出（类）9.00万元（内含基层卫生人才补助资金2.00万元）。", ("2.00", "基层卫生人才补助资金")),
        (
            "卫生健康支出（类）9.00万元，该项资金全部为2024年基层卫生人才专项资金。",
            ("9.00", "2024年基层卫生人才专项资金"),
        ),
    ],
)
def test_money_of_a_source_with_a_name(extracted: Read, words: str, found: tuple[str, str]) -> None:
    read = extracted(BUDGET + "### （一）一般公共预算支出\n\n" + words)
    (claim,) = [one for one in read.others if isinstance(one.key, ProjectKey)]
    assert isinstance(claim.key, ProjectKey)
    assert (claim.amount.text, claim.key.project) == found
    assert (claim.key.function_code, claim.key.fund) == ("210", "general")
    assert refused(read) == []
    assert read.account.prose == read.account.prose_claims == words.count("万元")


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("卫生健康支出（类）9.00万元（其中包含中央财政补助资金2.00万元）。", "2.00"),
        ("卫生健康支出（类）9.00万元（其中包含基层卫生人才补助资金12.00万元）。", "12.00"),
        ("一般公共预算支出9.00万元（其中包含基层卫生人才补助资金2.00万元）。", "2.00"),
        ("机关运行经费支出9.00万元（其中包含在职人员交通补助2.00万元）。", "2.00"),
    ],
    ids=["which government pays", "more than its whole", "of no code", "of an item"],
)
def test_a_part_without_a_source_or_a_code_is_refused(extracted: Read, words: str, amount: str) -> None:
    assert refused(extracted(BUDGET + words)) == [(amount, "no-such-dimension")]


def test_a_short_form_below_a_heading_of_one_fund_is_of_that_fund(extracted: Read) -> None:
    words = "2024年度财政拨款支出9.00万元，与上年相比，财政拨款支出减少1.00万元。"
    read = extracted(f"{FINAL}五、一般公共预算财政拨款支出决算情况说明\n\n{words}")
    assert in_order(read) == [("9.00", "final expenditure general")]
    (change,) = read.changes
    assert isinstance(change.figure, BudgetKey)
    assert (change.figure.fund, change.figure.flow) == ("general", "expenditure")


def test_spending_is_told_from_uses_by_the_whole_it_is_a_share_of(extracted: Read) -> None:
    read = extracted(BUDGET + "2024年财政拨款预算支出9.00万元，占本年支出合计的90%。")
    assert in_order(read) == [("9.00", "approved expenditure all-fiscal")]


SPENT = "2024年本年支出10.00万元，其中：一般公共预算拨款6.00万元、"


def test_money_of_a_source_below_spending_is_spent(extracted: Read) -> None:
    read = extracted(BUDGET + SPENT + "其他收入3.00万元、上年实户资金余额1.00万元。")
    assert in_order(read)[2:] == [
        ("3.00", "approved expenditure other"),
        ("1.00", "approved expenditure unit carried-over"),
    ]


def test_income_behind_a_list_of_spending_that_adds_up_without_it_is_income(extracted: Read) -> None:
    read = extracted(BUDGET + SPENT + "政府性基金预算拨款4.00万元，其他收入3.00万元。")
    assert ("3.00", "approved revenue other") in in_order(read)


def test_a_source_in_a_list_of_spending_that_does_not_add_up_is_refused(extracted: Read) -> None:
    read = extracted(BUDGET + SPENT + "其他收入3.00万元。")
    assert refused(read) == [("3.00", "contradictory-meaning")]


def test_a_change_without_capital_construction_is_none_of_the_whole(extracted: Read) -> None:
    words = "2024年一般公共预算支出9.00万元，比2023年预算数减少3.00万元，"
    words += "扣除中央基建后比2023年预算数增加1.00万元，增幅12.50%。"
    whole, rest = extracted(BUDGET + words).changes
    figures = [one.figure.item for one in (whole, rest) if isinstance(one.figure, BudgetKey)]
    assert figures == ["total", "excluding-capital-construction"]
    assert [(one.amount.yuan, one.direction) for one in (whole, rest) if one.amount] == [
        (30000, Direction.DECREASE),
        (10000, Direction.INCREASE),
    ]
    assert str(rest.percent) == "12.50"


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("河道整治项目支出绩效综述：", "河道整治项目"),
        ("河道整治项目绩效目标自评综述：", "河道整治项目"),
        ("企业绩效评价项目绩效自评综述：", "企业绩效评价项目"),
    ],
)
def test_a_project_is_named_without_what_is_said_of_it(heading: str, name: str, extracted: Read) -> None:
    read = extracted(FINAL + heading + "支出决算9.00万元。")
    assert [one.key.project for one in read.others if isinstance(one.key, ProjectKey)] == [name]
