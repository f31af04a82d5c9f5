"""The unit of money: printed beside or inside a table, shared only where nothing contradicts, and never guessed."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from kg.model import Extraction, Place, Unit

Read = Callable[[str], Extraction]
CODED = "| 科目编码 | 科目名称 | 合计 |\n| 208 | 社会保障和就业支出 | 5.00 |"
OTHER = "| 科目编码 | 科目名称 | 合计 | 基本支出 |\n| 208 | 社会保障和就业支出 | 7.00 | 7.00 |"


def page(*tables: str) -> str:
    return "泽州县财政局2025年部门预算\n\n" + "\n\n".join(tables)


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：万元", Unit.WAN_YUAN),
        ("单位:万元", Unit.WAN_YUAN),
        ("金额单位：元", Unit.YUAN),
        ("货币单位：人民币元", Unit.YUAN),
        ("单位：人民币万元", Unit.WAN_YUAN),
        ("单 位 ：  万 元", Unit.WAN_YUAN),
        ("单位名称：泽州县财政局 单位：万元", Unit.WAN_YUAN),
        ("公开03表 单位：亿元", Unit.YI_YUAN),
        ("单位：万\n\n元", Unit.WAN_YUAN),  # broken over two lines
        ("部门：泽州县财政\n\n单位：万元\n\n局", Unit.WAN_YUAN),  # the name beside it is broken over two lines
        ("单位：万元　　部门：泽州县财政局", Unit.WAN_YUAN),
        ("单位：万元部门：泽州县财政局", Unit.WAN_YUAN),
        ("单位：千元 公开01表", Unit.QIAN_YUAN),
        ("（单位：万元）", Unit.WAN_YUAN),
        ("单位（元）", Unit.YUAN),
        ("货币单位：人民币（万元）", Unit.WAN_YUAN),
        ("金额：元", Unit.YUAN),
        ("部门：泽州县财政局；2025年度；金额单位:亿元", Unit.YI_YUAN),
    ],
)
def test_a_unit_printed_above(line: str, unit: Unit, extracted: Read) -> None:
    found = extracted(page(f"支出总表\n\n{line}\n\n{CODED}"))
    assert (found.tables[0].unit, found.tables[0].unit_source) == (unit, "table")
    assert [claim.amount.unit for claim in found.claims] == [unit]


def test_tables_in_yuan_and_in_wan_yuan_in_one_document(extracted: Read) -> None:
    found = extracted(page(f"支出总表\n\n单位：元\n\n{CODED}", f"支出预算总表\n\n单位：万元\n\n{CODED}"))
    assert [claim.amount.yuan for claim in found.claims] == [Decimal(5), Decimal(50_000)]
    assert [claim.amount.quantum for claim in found.claims] == [Decimal("0.01"), Decimal(100)]


def test_no_unit_anywhere_and_every_amount_is_refused(extracted: Read) -> None:
    found = extracted(page(f"支出总表\n\n{CODED}", f"支出预算总表\n\n{OTHER}"))
    assert found.claims == ()
    assert [one.reason for one in found.refusals] == ["unit-unknown"] * 3
    assert {table.unit for table in found.tables} == {None}


def test_the_one_unit_of_the_other_tables_holds_where_none_is_printed(extracted: Read) -> None:
    found = extracted(page(f"支出总表\n\n单位：万元\n\n{CODED}", f"支出预算总表\n\n{OTHER}"))
    assert [table.unit_source for table in found.tables] == ["table", "document"]
    assert [claim.amount.yuan for claim in found.claims] == [50_000, 70_000, 70_000]


def test_two_units_in_the_document_decide_nothing(extracted: Read) -> None:
    found = extracted(
        page(f"支出总表\n\n单位：万元\n\n{CODED}", f"收入总表\n\n单位：元\n\n{CODED}", f"支出预算总表\n\n{OTHER}")
    )
    assert found.tables[2].unit is None
    assert [one.reason for one in found.refusals] == ["unit-unknown"] * 2


def test_prose_in_another_unit_decides_nothing(extracted: Read) -> None:
    prose = "支出共5元，其中工资5元。"
    found = extracted(page(f"支出总表\n\n单位：万元\n\n{CODED}", f"支出预算总表\n\n{OTHER}", prose))
    assert [table.unit for table in found.tables] == [Unit.WAN_YUAN, None]
    assert found.account.prose == 2


def test_prose_in_wan_yuan_is_no_prose_in_yuan(extracted: Read) -> None:
    """万元 ends in 元."""
    prose = "支出共12万元，其中工资5万元。"
    found = extracted(page(prose, f"支出总表\n\n单位：元\n\n{CODED}", f"支出预算总表\n\n{OTHER}"))
    assert [table.unit for table in found.tables] == [Unit.YUAN, None]
    cells = [one for one in found.refusals if isinstance(one.place, Place)]
    assert [(one.text, one.reason) for one in cells] == [("7.00", "unit-unknown")] * 2


@pytest.mark.parametrize("header", ["金额（万元）", "预算金额（万元）", "合计（万元）", "预算数（单位：万元）"])
def test_a_unit_in_brackets_behind_the_header_word(header: str, extracted: Read) -> None:
    found = extracted(page(f"支出总表\n\n{CODED.replace('合计', header)}"))
    assert [claim.amount.yuan for claim in found.claims] == [50_000]
    assert found.refusals == ()


def test_prose_in_the_same_unit_confirms(extracted: Read) -> None:
    prose = "支出共12万元，人均工资5000元。"
    found = extracted(page(f"支出总表\n\n单位：万元\n\n{CODED}", f"支出预算总表\n\n{OTHER}", prose))
    assert found.tables[1].unit is Unit.WAN_YUAN


def test_a_performance_form_in_yuan_says_nothing_about_the_tables(extracted: Read) -> None:
    form = "绩效目标表\n\n单位：元\n\n| 一级指标 | 三级指标 | 指标值 |\n| 成本指标 | 印刷费 | 4500 |"
    found = extracted(page(f"支出总表\n\n单位：万元\n\n{CODED}", f"支出预算总表\n\n{OTHER}", form))
    assert found.tables[1].unit is Unit.WAN_YUAN


def test_a_body_is_no_unit_of_money(extracted: Read) -> None:
    """单位 is also the word for a body."""
    found = extracted(page(f"支出总表\n\n编制单位：元谋县财政局\n\n{CODED}"))
    assert [one.reason for one in found.refusals] == ["unit-unknown"]
