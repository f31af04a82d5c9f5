"""What a row is about: totals, codes, words, bodies, projects, events, and what rows above say of it."""

from collections.abc import Callable

import pytest

from kg.extract.rows import rank_of, squeezed
from kg.model import BudgetKey, Claim, EventKey, Extraction, ProjectKey

Read = Callable[[str], Extraction]


def page(table: str, *, title: str, body: str = "泽州县财政局2025年部门预算") -> str:
    return f"{body}\n\n{title}\n\n单位：万元\n\n{table}"


def at_line(found: Extraction, text: str) -> Claim:
    """The claim that prints ``text``."""
    (claim,) = [claim for claim in found.claims if claim.amount.text == text]
    return claim


def refused(found: Extraction) -> list[tuple[str, str]]:
    return [(one.text, one.reason) for one in found.refusals]


SUMMARY = """
| 收入 | | 支出 | |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、一般公共预算 | 1.00 | 一、教育支出 | 2.00 |
| 其中：专项资金列入部门预算的项目 | 0.50 | 二、其他支出 | 3.00 |
| 本年收入合计 | 4.00 | 本年支出合计 | 5.00 |
| 上年结转 | 6.00 | 年终结转 | 7.00 |
| 一、一般公共预算 | 8.00 | 结余分配 | 9.00 |
| 收入总计 | 10.00 | 支出总计 | 11.00 |
"""


@pytest.mark.parametrize(
    ("text", "flow", "fund", "item"),
    [
        ("1.00", "revenue", "general", "total"),
        ("0.50", "revenue", "general", "earmarked-in-department-budget"),  # 其中 is part of the row before
        ("2.00", "expenditure", "total", "total"),
        ("4.00", "revenue", "total", "total"),
        ("5.00", "expenditure", "total", "total"),
        ("6.00", "carry-over-in", "total", "total"),
        ("7.00", "carry-over-out", "total", "total"),
        ("8.00", "carry-over-in", "general", "total"),  # below 上年结转
        ("9.00", "surplus-distribution", "total", "total"),
        ("10.00", "resources", "total", "total"),
        ("11.00", "uses", "total", "total"),
    ],
)
def test_a_summary(text: str, flow: str, fund: str, item: str, extracted: Read) -> None:
    key = at_line(extracted(page(SUMMARY, title="收支总表")), text).key
    assert isinstance(key, BudgetKey)
    assert (key.flow, key.fund, key.item) == (flow, fund, item)


def test_a_class_of_a_summary_is_known_by_its_name(extracted: Read) -> None:
    found = extracted(page(SUMMARY, title="收支总表"))
    assert [at_line(found, text).key.function_code for text in ("2.00", "3.00", "5.00")] == ["205", "229", ""]


def test_totals_are_marked_and_nothing_else(extracted: Read) -> None:
    rows = extracted(page(SUMMARY, title="收支总表")).tables[0].rows
    assert {row.label for row in rows if row.is_total} == {"本年收入合计", "本年支出合计", "收入总计", "支出总计"}


def test_a_total_ends_what_was_opened(extracted: Read) -> None:
    table = """
    | 项目 | 预算数 |
    | 一、基本支出 | 1.00 |
    | （一）工资福利支出 | 2.00 |
    | 合计 | 3.00 |
    | （一）商品和服务支出 | 4.00 |
    """
    table = "\n".join(line.strip() for line in table.splitlines())
    found = extracted(page(table.replace("项目", "部门预算支出经济分类科目"), title="支出总表"))
    natures = [at_line(found, text).key.nature for text in ("1.00", "2.00", "3.00", "4.00")]
    assert natures == ["basic", "basic", "total", "total"]


def test_a_row_of_equal_rank_ends_what_was_opened(extracted: Read) -> None:
    """旬阳 table 4: the items below 2、专项业务经费支出 are project money, those below 1、 basic."""
    table = """
| 部门预算支出经济分类科目 | 预算数 |
| 一、财政拨款 | 9.00 |
| 1、人员经费和公用经费支出 | 1.00 |
| (1)工资福利支出 | 2.00 |
| 2、专项业务经费支出 | 3.00 |
| (1)工资福利支出 | 4.00 |
| 3、上缴上级支出 | 5.00 |
"""
    found = extracted(page(table, title="支出总表"))
    assert [at_line(found, f"{n}.00").key.nature for n in (1, 2, 3, 4, 5)] == [
        "basic", "basic", "project", "project", "to-superior",
    ]  # fmt: skip
    assert [at_line(found, f"{n}.00").key.economic_code for n in (2, 4)] == ["301", "301"]
    assert at_line(found, "9.00").key.fund == "all-fiscal"


def test_what_was_opened_does_not_reach_rows_of_its_own_rank(extracted: Read) -> None:
    table = """
| 支出功能分类科目 | 预算数 |
| 一、基本支出 | 1.00 |
| （一）教育支出 | 2.00 |
| 二、卫生健康支出 | 3.00 |
"""
    found = extracted(page(table, title="支出总表"))
    assert [(at_line(found, f"{n}.00").key.function_code, at_line(found, f"{n}.00").key.nature) for n in (2, 3)] == [
        ("205", "basic"), ("210", "total"),
    ]  # fmt: skip


def test_a_total_whose_label_is_lost_takes_that_of_the_other_half(extracted: Read) -> None:
    """互助 table 04: the right 总计 is blank."""
    table = """
| 收入 | | 支出 | |
| 项目 | 金额 | 项目 | 金额 |
| 一、一般公共预算财政拨款 | 1.00 | 一、教育支出 | 1.00 |
| 总计 | 2.00 | | 3.00 |
| | | | 4.00 |
"""
    found = extracted(page(table, title="财政拨款收支总表"))
    assert [at_line(found, text).key.flow for text in ("2.00", "3.00")] == ["resources", "uses"]
    assert refused(found) == [("4.00", "no-row-label")]


def test_a_label_that_slipped_into_the_amounts_is_that_of_the_part_to_its_right(extracted: Read) -> None:
    """互助 table 06: 公用经费合计 spans the last two blocks."""
    table = """
| 科目代码 | 科目名称 | 金额 | 科目代码 | 科目名称 | 金额 | 科目代码 | 科目名称 | 金额 |
| 301 | 工资福利支出 | 74.82 | 302 | 商品和服务支出 | 26.98 | 307 | 债务利息及费用支出 | |
| | 人员经费合计 | 7.00 | | | 公用经费合计 | | | 8.00 |
"""
    found = extracted(page(table, title="基本支出决算表"))
    assert [(at_line(found, text).key.nature, at_line(found, text).part) for text in ("7.00", "8.00")] == [
        ("personnel", 1), ("public", 3),
    ]  # fmt: skip


UNITS = """
| 单位编码 | 单位（项目）名称 | 项目金额 |
| | 合计 | 9.00 |
| 187 | 泽州县财政局 | 8.00 |
| 187001 | 泽州县财政局 | 7.00 |
| 187002 | 泽州县财政服务中心 | 6.00 |
| | 县本级专项资金 | 5.00 |
| | 网络 运行费 | 4.00 |
"""


@pytest.mark.parametrize(
    ("text", "agency", "scope"),
    [
        ("9.00", "泽州县财政局", "consolidated"),
        ("8.00", "泽州县财政局", "consolidated"),  # three digits: the department
        ("7.00", "泽州县财政局", "own"),  # six digits: one body
        ("6.00", "泽州县财政服务中心", "own"),
        ("5.00", "泽州县财政服务中心", "own"),  # below a body's row: that body's
        ("4.00", "泽州县财政服务中心", "own"),
    ],
)
def test_bodies_in_the_document_of_a_department(text: str, agency: str, scope: str, extracted: Read) -> None:
    key = at_line(extracted(page(UNITS, title="专项业务经费支出表")), text).key
    assert (key.agency.name, key.agency.area, key.scope) == (agency, "140525", scope)


def test_projects_and_groups_of_projects(extracted: Read) -> None:
    found = extracted(page(UNITS, title="专项业务经费支出表"))
    group, project = at_line(found, "5.00").key, at_line(found, "4.00").key
    assert isinstance(group, ProjectKey)
    assert (group.project, group.funding_level) == ("", "local")
    assert isinstance(project, ProjectKey)
    assert (project.project, project.funding_level) == ("网络运行费", "total")


def test_in_the_document_of_a_unit_every_body_is_the_unit(extracted: Read) -> None:
    unit = "泽州县财政服务中心2025年度单位预算"
    found = extracted(page(UNITS, title="专项业务经费支出表", body=unit))
    assert {(claim.key.agency.name, claim.key.scope) for claim in found.claims} == {("泽州县财政服务中心", "own")}


@pytest.mark.parametrize(
    ("name", "item"),
    [("医保政策及业务培训", "training"), ("年度工作会议", "meetings"), ("定点医疗机构鉴定协议", "meetings-training")],
)
def test_an_event_is_its_own_figure(name: str, item: str, extracted: Read) -> None:
    table = f"| 序号 | 会议/培训名称 | 人数 | 金额 |\n| 1 | {name} | 30人 | 0.05 |"
    found = extracted(page(table, title="会议费培训费明细"))
    key = at_line(found, "0.05").key
    assert isinstance(key, EventKey)
    assert (key.event, key.item) == (name, item)
    assert refused(found) == []
    assert [(one.event, one.details[0].text) for one in found.events] == [(name, "30人")]
    assert (found.account.labels, found.account.facts) == (1, 1), "the ordinal, and the people"


def test_items_of_a_form_are_items_there_only(extracted: Read) -> None:
    """公务接待费 is an item in the table of the three public expenses, an economic code elsewhere."""
    table = "| 部门预算支出经济分类科目 | 预算数 |\n| 商品和服务支出 | 9.00 |\n| 公务接待费 | 1.00 |"
    items = "| 项目 | 预算数 |\n| 公务接待费 | 1.00 |"
    as_code = at_line(extracted(page(table, title="基本支出表")), "1.00").key
    as_item = at_line(extracted(page(items, title="“三公”经费支出表")), "1.00").key
    assert (as_code.economic_code, as_code.item) == ("30217", "total")
    assert (as_item.economic_code, as_item.item) == ("", "reception")


def test_items_in_columns_without_a_row_label(extracted: Read) -> None:
    """北京 09表: “三公”经费财政拨款预算总额 heads the total."""
    table = """
| “三公”经费财政拨款预算总额 | 因公出国（境）费用 | 公务接待费 | 公务用车购置及运行维护费 | |
| | | | 小计 | 公务用车运行维护费 |
| 9.00 | 1.00 | 2.00 | 6.00 | 5.00 |
"""
    found = extracted(page(table, title="财政拨款“三公”经费支出表"))
    items = [at_line(found, f"{n}.00").key.item for n in (9, 1, 2, 6, 5)]
    assert items == ["three-public", "abroad", "reception", "vehicles", "vehicle-running"]
    assert {claim.key.fund for claim in found.claims} == {"all-fiscal"}


def test_a_printed_code_goes_before_what_the_name_would_say(extracted: Read) -> None:
    table = "| 科目编码 | 科目名称 | 合计 |\n| 2101505 | 其他医疗保障管理事务支出 | 1.00 |"
    found = extracted(page(table, title="支出总表"))
    assert at_line(found, "1.00").key.function_code == "2101505"
    assert found.tables[0].rows[0].code_source == "printed"


def test_paired_economic_codes_by_name(extracted: Read) -> None:
    """泽州 2025: a public institution pairs 办公费 with 50502, an organ with 50201."""
    table = """
| 部门预算支出经济分类科目 | 政府预算支出经济分类科目 | 合计 |
| 商品和服务支出 | | 9.00 |
| 办公费 | 商品和服务支出 | 1.00 |
| 差旅费 | 办公经费 | 2.00 |
"""
    found = extracted(page(table, title="基本支出表"))
    codes = [
        (at_line(found, text).key.economic_code, at_line(found, text).key.government_economic_code)
        for text in ("9.00", "1.00", "2.00")
    ]
    assert codes == [("302", ""), ("30201", "50502"), ("30211", "50201")]


def test_a_name_of_several_government_codes_is_decided_by_the_pair(extracted: Read) -> None:
    """设备购置 is 50306 and, for construction, 50404."""
    table = """
| 部门预算支出经济分类科目 | 政府预算支出经济分类科目 | 合计 |
| 资本性支出（基本建设） | | 1.00 |
| 专用设备购置 | 设备购置 | 2.00 |
| 资本性支出 | | 3.00 |
| 专用设备购置 | 设备购置 | 4.00 |
"""
    found = extracted(page(table, title="支出总表"))
    codes = [
        (at_line(found, text).key.economic_code, at_line(found, text).key.government_economic_code)
        for text in ("2.00", "4.00")
    ]
    assert codes == [("30903", "50404"), ("31003", "50306")]


@pytest.mark.parametrize(
    ("title", "table", "reason"),
    [
        ("支出总表", "| 科目编码 | 科目名称 | 合计 |\n| | 没有这个科目 | 1.00 |", "label-not-understood"),
        ("支出总表", "| 科目编码 | 科目名称 | 합계 |\n| 208 | 社会保障 | 1.00 |", "column-not-understood"),
        ("支出总表", "| 科目编码 | 科目名称 | 合计 |\n| 208 | 社会保障 | 1.00 |\n| | | 1.00 |", "no-row-label"),
        ("支出总表", "| 科目编码 | 科目名称 | 合计 |\n| 208 | 社会保障 | 12 34 |", "not-one-number"),
        ("支出总表", "| 科目编码 | 科目名称 | 占比 |\n| 208 | 社会保障 | 50% |", "share"),
        ("支出总表", "| 科目编码 | 科目名称 | 增减额 |\n| 208 | 社会保障 | -1.00 |", "changed-figure-unread"),
        ("支出总表", "| 科目编码 | 科目名称 | 备注 |\n| 208 | 社会保障 | 3 |", "text-column"),
        ("支出总表", "| 科目编码 | 科目名称 | 人数 |\n| 208 | 社会保障 | 3 |", "count"),
        ("财政拨款收支总表", "| 项目 | 预算数 |\n| 一般公共预算 | 1.00 |", "flow-unknown"),
        ("收入总表", "| 单位名称 | 合计 |\n| 其他 | 1.00 |", "label-not-understood"),  # no body
        (
            "收支总表",
            "| 收入 | | 支出 | |\n| 项目 | 金额 | 项目 | 金额 |\n| | | 行政运行 | 1.00 |",
            "label-not-understood",
        ),
        ("支出总表", "| 部门经济科目编码 | 科目名称 | 合计 |\n| 208 | 某事 | 1.00 |", "label-not-understood"),
        (
            "基本支出表",
            "| 部门预算支出经济分类科目 | 政府预算支出经济分类科目 | 合计 |\n| 办公费 | 没有这个科目 | 1.00 |",
            "label-not-understood",
        ),
        ("收入总表", "| 项目 | 政府性基金预算 |\n| 一般公共预算 | 1.00 |", "contradictory-meaning"),
    ],
)
def test_what_cannot_be_told_is_refused_with_its_reason(title: str, table: str, reason: str, extracted: Read) -> None:
    assert reason in [why for _, why in refused(extracted(page(table, title=title)))]


@pytest.mark.parametrize(
    ("label", "fund"),
    [
        ("一、财政拨款收入资金", "all-fiscal"),
        ("一、预算拨款", "all-fiscal"),
        ("二、财政专户拨款", "fiscal-account"),
        ("五、事业收入资金", "undertaking-income"),
        ("六、上级补助收入资金", "superior-subsidy"),
        ("七、附属单位上缴收入资金", "subsidiary-payment"),
        ("八、事业单位经营收入资金", "operating-income"),
        ("九、其他收入资金", "other"),
        ("三、其他资金", "other"),
    ],
)
def test_words_for_sources_of_income(label: str, fund: str, extracted: Read) -> None:
    """As 重庆, 广州 and 江苏 print them."""
    table = f"| 收入 | | 支出 | |\n| 项目 | 金额 | 项目 | 金额 |\n| {label} | 1.00 | 一、教育支出 | 2.00 |"
    key = at_line(extracted(page(table, title="收支总表")), "1.00").key
    assert (key.flow, key.fund) == ("revenue", fund)


def test_totals_below_this_years_revenue_and_spending(extracted: Read) -> None:
    """上海: the halves are headed 本年收入 and 本年支出, and the totals still are what they say."""
    table = """
| 本年收入 | | 本年支出 | |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、财政拨款收入 | 1.00 | 一、教育支出 | 2.00 |
| 收入总计 | 3.00 | 支出总计 | 4.00 |
"""
    found = extracted(page(table, title="收支总表"))
    assert [at_line(found, f"{n}.00").key.flow for n in (1, 2, 3, 4)] == ["revenue", "expenditure", "resources", "uses"]


def test_totals_where_nothing_was_carried_over_are_of_this_year(extracted: Read) -> None:
    """收入合计 without a row of what is carried over above it is revenue."""
    table = """
| 收入 | | 支出 | |
| 项目 | 预算数 | 项目 | 预算数 |
| 一、财政拨款收入 | 1.00 | 一、教育支出 | 2.00 |
| 收入合计 | 3.00 | 支出合计 | 4.00 |
"""
    found = extracted(page(table, title="收支总表"))
    assert [at_line(found, f"{n}.00").key.flow for n in (3, 4)] == ["revenue", "expenditure"]


def test_a_row_whose_amounts_are_blank_is_refused_nothing(extracted: Read) -> None:
    found = extracted(
        page("| 科目编码 | 科目名称 | 合计 |\n| | 没有这个科目 | |\n| 208 | 社会保障 | — |", title="支出总表")
    )
    assert refused(found) == []
    assert found.account.blank == 2
    assert [row.blanks for row in found.tables[0].rows] == [(3,), (3,)]


@pytest.mark.parametrize(
    ("label", "rank"),
    [("一、基本支出", 1), ("（二）商品和服务支出", 2), ("3、上缴上级支出", 3), ("2.公务用车", 3), ("(10)其他支出", 4),
     ("①公务用车购置费", 5), ("合计", 6), ("2023年中央补助", 6), ("1.5倍工资", 6)],
)  # fmt: skip
def test_the_rank_of_an_ordinal(label: str, rank: int) -> None:
    assert rank_of(label) == rank


def test_a_name_broken_over_lines_is_put_together() -> None:
    assert squeezed("信息系统设备使用维护及资产购置 费") == "信息系统设备使用维护及资产购置费"
