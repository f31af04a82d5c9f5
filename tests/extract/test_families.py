"""Which form a table is: by its title, the longest match winning; by words inside; contents pages apart."""

from collections.abc import Callable

import pytest

from kg.extract import Forms, context
from kg.model import Cell, Extraction, Row, Table, TableStatus

Read = Callable[[str], Extraction]

TITLES = {
    "revenue-expenditure-summary": [
        "收支总表", "收支预算总表", "收支总体情况表", "财务收支预算总表", "部门综合预算收支总表", "收入支出决算总表",
        "2024年预算收支总表", "2026年预算单位财务收支预算总表", "2026年部门收支总体情况表", "部门收支总表",
        "收支预算情况总表", "部门收支预算表", "收支情况表", "单位收支总体情况表",
    ],
    "revenue": [
        "收入总表", "收入预算总表", "收入总体情况表", "收入决算表", "部门收入总表", "2024年预算收入总表",
        "部门综合预算收入总表", "2026年预算单位收入预算总表",
    ],
    "expenditure": [
        "支出总表", "支出预算总表", "支出决算表", "支出总体情况表", "本年支出总体情况表", "部门支出总表",
        "财政拨款支出表（功能科目）",
    ],
    "appropriation-summary": [
        "财政拨款收支总表", "财政拨款收入支出决算总表", "财政拨款收支总体情况表", "财政拨款收支预算总表",
        "2026年预算单位财政拨款收支预算总表", "部门综合预算财政拨款收支总表",
    ],
    "general-expenditure": [
        "一般公共预算支出表", "一般公共预算支出预算表", "一般公共预算财政拨款支出决算表",
        "一般公共预算支出情况表（按功能分类科目）", "2024年一般公共预算支出预算表（不含上年结转）",
        "2026年度一般公共预算拨款支出预算表", "部门综合预算一般公共预算支出明细表（按支出功能分类科目）",
        "2026年预算单位一般公共预算支出功能分类预算表",
        "部门综合预算一般公共预算支出明细表（按支出经济分类科目）", "2026年度一般公共预算支出经济分类情况表",
    ],
    "basic-expenditure": [
        "一般公共预算基本支出表", "基本支出决算表", "一般公共预算财政拨款基本支出决算表",
        "一般公共预算安排基本支出分经济科目表", "一般公共预算基本支出情况表（按经济分类科目）",
        "财政拨款基本支出表（经济科目）", "部门综合预算一般公共预算基本支出明细表（支出经济分类科目）",
        "部门预算基本支出预算表", "基本支出总表", "2026年预算单位一般公共预算基本支出部门预算经济分类预算表",
        "2026年度一般公共预算基本支出经济分类情况表",
    ],
    "three-public": [
        "“三公”经费支出表", "三公经费支出预算表", '财政拨款"三公"经费支出决算表', "一般公共预算“三公”经费支出预算表",
        "部门综合预算一般公共预算拨款“三公”经费及会议费、培训费支出预算表", "2026年单位“三公”经费和机关运行经费预算表",
        "一般公共预算“三公”经费、会议费、培训费支出表", "财政拨款安排的行政经费及“三公”经费预算表",
    ],
    "government-fund": [
        "政府性基金预算支出表", "政府性基金预算支出情况表", "政府性基金预算财政拨款收入支出决算表",
        "部门综合预算政府性基金收支表", "2024年政府性基金预算收入表（不含上年结转）",
        "2026年度政府性基金预算拨款支出预算表", "2026年预算单位政府性基金预算支出功能分类预算表",
    ],
    "state-capital": [
        "国有资本经营预算支出表", "国有资本经营预算财政拨款支出决算表", "国有资本经营预算支出预算表",
        "国有资本经营预算收支预算表", "2026年预算单位国有资本经营预算支出功能分类预算表",
    ],
    "projects": [
        "项目支出表", "项目支出总表", "项目支出预算表（本年预算）", "专项业务经费支出表",
        "部门综合预算专项业务经费支出表",
    ],
    "selected-projects": ["重点项目支出预算表", "上级补助项目支出预算表"],
    "projects-and-other": ["部门预算项目支出及其他支出预算表"],
    "carried-over-projects": [
        "部门综合预算财政拨款上年结转资金支出表", "2022部门综合预算财政拨款结转资金支出表", "表11-财拨结转支出表",
    ],
    "operating-costs": [
        "机关运行经费支出情况表", "机关运行经费预算表", "2024年财政拨款安排机关运行经费预算表",
        "一般公共预算机关运行经费支出预算表",
    ],
    "procurement": [
        "政府采购预算表", "政府采购支出表", "政府采购支出情况表", "部门综合预算政府采购（资产配置、购买服务）预算表",
        "政府采购预算明细表", "2026年政府采购预算明细表",
    ],
    "purchased-services": ["政府购买服务支出表", "政府购买服务明细表", "政府购买服务支出明细表"],
    "events": ["会议费培训费明细", "会议费、培训费支出明细表"],
    "performance": [
        "项目支出绩效目标表", "部门整体支出绩效目标表", "项目支出绩效自评表", "专项资金总体绩效目标表",
        "部门整体预算绩效目标申报表",
    ],
}  # fmt: skip
"""Titles as printed in 山西, 陕西, 青海, 北京, 上海, 江苏, 山东, 重庆, 福建, 广东 and by a central organ."""
LABELLED = [
    "表1 {}", "表01：{}", "预算01表 {}", "公开01表{}", "{}（预算表1）", "部门公开表3 {}", "一、{}", "2. {}", "{}（续）",
    "2026年度{}", "北京市审计局2026年{}",
]  # fmt: skip


def family_of(title: str, forms: Forms) -> str | None:
    found = context.family(title, (), forms)
    return found.id if found else None


@pytest.mark.parametrize("known", TITLES)
def test_titles_of_many_provinces(known: str, forms: Forms) -> None:
    assert {title: family_of(title, forms) for title in TITLES[known]} == dict.fromkeys(TITLES[known], known)


def test_every_family_that_is_read_has_a_title_above(forms: Forms) -> None:
    assert {family.id for family in forms.families if family.read} <= set(TITLES)


@pytest.mark.parametrize("label", LABELLED)
@pytest.mark.parametrize("title", ["收支总表", "支出预算总表", "财政拨款收支总表", "政府性基金预算支出表"])
def test_a_label_beside_the_title_changes_nothing(label: str, title: str, forms: Forms) -> None:
    assert family_of(label.format(title), forms) == family_of(title, forms)


@pytest.mark.parametrize("label", ["表1 ", "表1", "表01：", "部门公开表3 ", "部门公开表3", "表一、", "预算05表 "])
def test_a_numeral_that_the_title_begins_with_is_no_part_of_its_label(label: str, forms: Forms) -> None:
    """一般公共预算支出表 begins with a numeral."""
    assert family_of(f"{label}一般公共预算支出表", forms) == "general-expenditure"


@pytest.mark.parametrize(
    ("generic", "specific"),
    [
        ("支出决算表", "一般公共预算财政拨款支出决算表"),
        ("收支总表", "财政拨款收支总表"),
        ("支出预算表", "一般公共预算基本支出预算表"),
        ("支出表", "政府性基金预算支出表"),
        ("支出总表", "一般公共预算支出总表"),
    ],
)
def test_the_longest_match_wins(generic: str, specific: str, forms: Forms) -> None:
    """The generic title is part of the specific one."""
    assert generic in specific or generic.replace("总", "") in specific
    assert family_of(specific, forms) not in (None, family_of(generic, forms))


@pytest.mark.parametrize("title", ["部门概况", "名词解释", "人员情况", "单位职责", ""])
def test_what_names_no_form_is_none(title: str, forms: Forms) -> None:
    assert family_of(title, forms) is None


def page(*tables: str) -> str:
    return "泽州县财政局2025年部门预算\n\n" + "\n\n".join(tables)


CODED = "| 科目编码 | 科目名称 | 合计 |\n| 208 | 社会保障和就业支出 | 5.00 |"


@pytest.mark.parametrize(
    "above",
    [
        "支出总表\n\n单位：万元",
        "公开03表\n\n支出总表\n\n单位：万元",
        "支出总表\n\n公开03表\n\n单位：万元",  # the label below the title
        "支 出\u3000总 表\n\n单位：万元",
        "三、支出总表\n\n2025年度支出总表\n\n单位名称：泽州县财政局\n\n单位：万元",
        "第二部分 2025年部门预算表\n\n支出总表\n\n单位：万元",
    ],
)
def test_the_title_stands_above_with_labels_and_units_between(above: str, extracted: Read) -> None:
    table = extracted(page(f"{above}\n\n{CODED}")).tables[0]
    assert table.family == "expenditure"
    assert table.title.endswith("支出总表")


def test_a_sentence_that_names_a_form_is_no_title(extracted: Read) -> None:
    sentence = f"{'本部门按照综合预算的原则编制预算，' * 4}详见财政拨款收支总表。"
    assert extracted(page(f"支出总表\n\n{sentence}\n\n单位：万元\n\n{CODED}")).tables[0].title == "支出总表"


@pytest.mark.parametrize("heading", ["第二部分 收支总表及说明", "第二部分 收支总表等报表", "第三部分 2025年部门预算表"])
def test_the_heading_of_a_part_is_no_title(heading: str, extracted: Read) -> None:
    found = extracted(page(f"{heading}\n\n单位：万元\n\n{CODED}"))
    assert (found.tables[0].title, found.tables[0].family) == ("", "")


def test_a_table_of_no_known_form_is_refused_not_lost(extracted: Read) -> None:
    found = extracted(page(f"人员情况表\n\n单位：万元\n\n{CODED}"))
    assert [(one.text, one.reason) for one in found.refusals] == [("5.00", "form-unknown")]
    assert found.tables[0].status is TableStatus.NOT_READ
    assert found.account.labels == 1, "the code"


def test_a_performance_form_is_known_by_its_words_under_any_title(extracted: Read) -> None:
    form = "| 一级指标 | 三级指标 | 指标值 |\n| 产出指标 | 窗口数量 | 10个 |\n| 成本指标 | 印刷费 | <4.5万元 |"
    found = extracted(page(f"支出总表\n\n{form}"))
    assert found.tables[0].family == "performance"
    assert [one.reason for one in found.refusals] == ["no-project-name", "no-project-name"]


def test_a_contents_page_is_no_form(extracted: Read) -> None:
    rows = "\n".join(
        f"| {title} | {at} |" for at, title in enumerate(["收支总表", "收入总表", "支出总表", "项目支出表"], 3)
    )
    found = extracted(page(f"支出总表\n\n{rows}"))
    assert found.tables[0].family == "contents"
    assert found.tables[0].status is TableStatus.NO_MONEY
    assert (found.account.labels, found.account.refused) == (4, 0)


def test_three_titles_in_a_table_are_not_yet_a_contents_page(forms: Forms) -> None:
    rows = tuple(
        Row(number=at, cells=(Cell(number=1, text=title),))
        for at, title in enumerate(["收支总表", "收入总表", "支出总表"], 1)
    )
    assert not context.is_contents(Table(number=1, rows=rows), forms)


def test_a_table_that_repeats_the_header_of_the_one_before_continues_it(extracted: Read) -> None:
    """The second part is wider by a stray column, as character recognition leaves it."""
    header = "| 项目 | | 2025年预算数 |\n| 科目编码 | 科目名称 | 合计 |"
    wider = header.replace("预算数 |", "预算数 | |").replace("合计 |", "合计 | |")
    first, second = f"{header}\n| 208 | 社会保障和就业支出 | 5.00 |", f"{wider}\n| 210 | 卫生健康支出 | 7.00 | |"
    found = extracted(page(f"支出总表\n\n单位：万元\n\n{first}\n\n{second}"))
    assert [(table.title, table.family) for table in found.tables] == [("支出总表", "expenditure")] * 2
    assert [claim.key.function_code for claim in found.claims] == ["208", "210"]
    assert found.tables[1].unit == found.tables[0].unit


LISTED = (
    "目录\n\n| 报表 | 报表名称 | 是否空表 | 公开空表理由 |\n| 表1 | 支出总表 | 否 | |\n"
    "| 表2 | 政府性基金预算支出表 | 是 | 不涉及 |"
)
EMPTY = "政府性基金预算支出表\n\n单位：万元\n\n| 科目编码 | 科目名称 | 合计 |\n| 合计 | | |"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("", "注：本表无数据", "注:本表无数据"),
        ("", "说明：本部门没有政府性基金预算支出，故本表无数据。", "说明:本部门没有政府性基金预算支出,故本表无数据。"),
        (f"{LISTED}\n\n", "", "公开空表"),
    ],
)
def test_an_empty_table_is_declared_empty_with_the_reason(
    before: str, after: str, reason: str, extracted: Read
) -> None:
    table = extracted(page(f"{before}{EMPTY}\n\n{after}")).tables[-1]
    assert (table.status, table.reason) == (TableStatus.DECLARED_EMPTY, reason)


def test_an_empty_table_that_nobody_declares_is_just_read(extracted: Read) -> None:
    table = extracted(page(EMPTY)).tables[-1]
    assert (table.status, table.reason) == (TableStatus.READ, "")


def test_a_table_with_money_is_not_empty_whatever_a_note_says(extracted: Read) -> None:
    found = extracted(page(f"支出总表\n\n单位：万元\n\n{CODED}\n\n注：没有政府性基金预算支出"))
    assert found.tables[0].status is TableStatus.READ
    assert len(found.claims) == 1


TABLE = "单位：万元\n\n| 科目编码 | 科目名称 | 合计 |\n| 205 | 教育支出 | 1.00 |\n"


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("一般公共预算支出预算\n\n表", "一般公共预算支出预算表"),
        ("第二部分 县财政局2025年度部门预算表一、支出预算总表", "一、支出预算总表"),
    ],
)
def test_a_title_broken_off_or_run_on(above: str, title: str, extracted: Read) -> None:
    found = extracted(f"泽州县财政局2025年部门预算\n\n{above}\n\n{TABLE}")
    assert [table.title for table in found.tables] == [title]
    assert [claim.amount.text for claim in found.claims] == ["1.00"]


def test_a_list_of_projects_with_their_targets_is_a_performance_form(extracted: Read) -> None:
    table = "| 项目 | 预算数（单位：万元） | 绩效目标 |\n| 河道整治 | 5.00 | 堤防达标 |\n"
    found = extracted(f"泽州县财政局2025年部门预算\n\n重点项目情况如下：\n\n{table}")
    assert [(table.family, table.reason) for table in found.tables] == [("performance", "")]
    assert [(claim.key.project, claim.amount.yuan) for claim in found.claims] == [("河道整治", 50000)]


def test_header_words_that_stand_apart_name_no_form(extracted: Read) -> None:
    found = extracted("泽州县财政局2025年部门预算\n\n情况如下：\n\n| 项目 | 预算数 |\n| 河道整治 | 5.00 |\n")
    assert [(table.family, table.reason) for table in found.tables] == [("", "form-unknown")]
