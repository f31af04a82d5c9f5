"""Equations between amounts: which are built, which cell is to blame, what caused it, and what nobody can tell."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from counted import outcomes

from kg import codebooks
from kg.check import Checks, check
from kg.model import Extraction, Finding, Severity

Read = Callable[[str], Extraction]
COVER = "泽州县财政局2025年部门预算\n\n"
BASIC = "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |"


def form(title: str, header: str, *rows: str, unit: str = "万元") -> str:
    table = "\n".join([header, *(f"| {row} |" for row in rows)])
    return f"{title}\n\n单位：{unit}\n\n{table}\n\n"


def checked(extracted: Read, *forms: str) -> Checks:
    return check(extracted(COVER + "".join(forms)), codebooks.load())


def of_cells(found: Checks) -> list[Finding]:
    return [one for one in found.findings if "/" in one.focus]


def gist(found: Checks) -> list[tuple[str, str, Decimal | None, Decimal | None, str]]:
    return [(one.rule, one.focus, one.found, one.expected, one.cause) for one in of_cells(found)]


PAIRED = (
    "| 部门预算支出经济分类科目编码 | 部门预算支出经济分类科目名称 "
    "| 政府预算支出经济分类科目编码 | 政府预算支出经济分类科目名称 | 合计 |"
)
CLEAN = [
    "合计 | | 30.00 | 20.00 | 10.00",
    "201 | 一般公共服务支出 | 18.00 | 12.00 | 6.00",
    "20103 | 政府办公厅（室）及相关机构事务 | 18.00 | 12.00 | 6.00",
    "208 | 社会保障和就业支出 | 12.00 | 8.00 | 4.00",
]


def test_a_clean_table_has_no_findings(extracted: Read) -> None:
    found = checked(extracted, form("支出总表", BASIC, *CLEAN))
    assert of_cells(found) == []
    assert outcomes(found, "natures-add") == (4, 0, 0, 0)
    assert outcomes(found, "totals-add") == (3, 0, 0, 0)
    assert outcomes(found, "levels-add") == (3, 0, 0, 0)


@pytest.mark.parametrize(
    ("cell", "wrong", "expected", "cause"),
    [
        ((3, 3), "19.34", 120_000, "ShiftedRow"),  # 12.00 stands in the row above
        ((3, 3), "13.00", 120_000, "SingleDigit"),
        ((3, 3), "21.00", 120_000, "SwappedDigits"),
        ((3, 3), "120000.00", 120_000, "UnitSlip"),
        ((3, 4), "8.00", 40_000, "SingleDigit"),
    ],
)
def test_the_cell_in_which_the_failing_sums_meet_is_to_blame(
    cell: tuple[int, int], wrong: str, expected: int, cause: str, extracted: Read
) -> None:
    """基本支出 of 208 stands in a row sum and in a column sum."""
    rows = [row.split(" | ") for row in CLEAN]
    at, column = cell
    rows[at][column] = wrong
    if cell == (3, 3):
        rows[at] = ["208", "社会保障和就业支出", "16.00", wrong, "4.00"]
        rows[0] = ["合计", "", "34.00", "24.00", "10.00"]
    found = checked(extracted, form("支出总表", BASIC, *(" | ".join(row) for row in rows)))
    focus = f"t01/r{at + 2}/c{column + 1}"
    assert {(one.rule, one.focus, one.expected, one.cause) for one in of_cells(found)} == {
        ("totals-add", focus, Decimal(expected), cause),
        ("natures-add", focus, Decimal(expected), cause),
    }


def test_numbers_of_the_wrong_row_and_column_are_told(extracted: Read) -> None:
    swapped = [*CLEAN[:3], "208 | 社会保障和就业支出 | 13.35 | 4.12 | 9.23"]
    swapped[0] = "合计 | | 31.35 | 21.23 | 10.12"
    found = checked(extracted, form("支出总表", BASIC, *swapped))
    assert {(one.rule, one.focus, one.cause) for one in of_cells(found)} == {
        ("totals-add", "t01/r5/c4", "ShiftedColumn"),
        ("totals-add", "t01/r5/c5", "ShiftedColumn"),
    }
    down = [*CLEAN[:2], "20103 | 政府办公厅（室）及相关机构事务 | 12.00 | 12.00 | 6.00", CLEAN[3]]
    shifted = checked(extracted, form("支出总表", BASIC, *down))
    assert {one.focus for one in of_cells(shifted)} == {"t01/r4/c3"}
    assert {one.expected for one in of_cells(shifted)} == {Decimal(180_000)}


def test_a_part_that_the_sum_leaves_out_is_named_as_the_cause(extracted: Read) -> None:
    header = "| 科目编码 | 科目名称 | 合计 |"
    rows = ["201 | 一般公共服务支出 | 18.00", "208 | 社会保障和就业支出 | 12.37", "210 | 卫生健康支出 | 7.25"]
    found = checked(extracted, form("支出总表", header, "合计 | | 30.37", *rows))
    assert gist(found) == [("totals-add", "t01/r2/c3", Decimal(303_700), Decimal(376_200), "OmittedComponent")]


def test_items_that_may_be_secret_are_no_error(extracted: Read) -> None:
    """20402 prints more than its items; every other sum holds."""
    rows = [
        "合计 | | 30.00 | 20.00 | 10.00",
        "204 | 公共安全支出 | 30.00 | 20.00 | 10.00",
        "20402 | 公安 | 30.00 | 20.00 | 10.00",
        "2040201 | 行政运行 | 20.00 | 20.00 | ",
        "2040202 | 一般行政管理事务 | 1.00 | | 1.00",
    ]
    found = checked(extracted, form("支出总表", BASIC, *rows))
    assert [(one.rule, one.focus, one.severity, one.cause) for one in of_cells(found)] == [
        ("levels-add", "t01/r4/c3", Severity.INFO, "WithheldItems"),
        ("levels-add", "t01/r4/c5", Severity.INFO, "WithheldItems"),
    ]
    assert outcomes(found, "levels-add")[1:] == (0, 0, 2)
    more = [*rows[:4], "2040202 | 一般行政管理事务 | 11.00 | | 11.00"]
    over = checked(extracted, form("支出总表", BASIC, *more))
    assert {one.severity for one in of_cells(over)} == {Severity.VIOLATION}, "children above their parent are"


def test_rows_with_both_economic_codes_add_by_both(extracted: Read) -> None:
    """301 stands twice, under 501 and under 505; each adds up its own items."""
    rows = [
        "合计 | | | | 9.00",
        "301 | 工资福利支出 | 501 | 机关工资福利支出 | 6.00",
        "30101 | 基本工资 | 50101 | 工资奖金津补贴 | 4.00",
        "30113 | 住房公积金 | 50103 | 住房公积金 | 2.00",
        "301 | 工资福利支出 | 505 | 对事业单位经常性补助 | 3.00",
        "30101 | 基本工资 | 50501 | 工资福利支出 | 3.00",
    ]
    found = checked(extracted, form("一般公共预算基本支出表", PAIRED, *rows))
    assert of_cells(found) == []
    assert outcomes(found, "levels-add") == (2, 0, 0, 0)
    assert outcomes(found, "totals-add") == (1, 0, 0, 0)
    assert outcomes(found, "codes-paired") == (5, 0, 0, 0)


def test_two_codes_that_do_not_belong_together_are_a_warning(extracted: Read) -> None:
    rows = ["30101 | 基本工资 | 50201 | 办公经费 | 4.00", "30201 | 办公费 | 50201 | 办公经费 | 1.00"]
    found = checked(extracted, form("一般公共预算基本支出表", PAIRED, *rows))
    paired = [(one.focus, one.severity) for one in found.findings if one.rule == "codes-paired"]
    assert paired == [("t01/r2/c5", Severity.WARNING)]


THREE = (
    "| “三公”经费合计 | 因公出国（境）费 | 公务用车购置及运行费小计 | 公务用车购置费 | 公务用车运行费 | 公务接待费 |"
)


@pytest.mark.parametrize(("total", "failed"), [("6.00", 0), ("6.02", 0), ("6.03", 1), ("5.00", 1)])
def test_the_three_public_expenses_add_up(total: str, failed: int, extracted: Read) -> None:
    """1 + 3 + 2; four numbers of two places allow 0.02. 3 is 1 + 2."""
    row = f"{total} | 1.00 | 3.00 | 1.00 | 2.00 | 2.00"
    found = checked(extracted, form("“三公”经费支出表", THREE, row))
    assert outcomes(found, "three-public-adds") == (2 - failed, failed, 0, 0)


def test_where_nothing_proves_the_parts_complete_nobody_can_tell(extracted: Read) -> None:
    """One row of funds: what is missing may be a source that is not listed."""
    header = "| 项目 | 预算数 | 项目 | 预算数 |"
    rows = [
        "一般公共预算拨款收入 | 10.00 | 一般公共服务支出 | 15.00",
        "政府性基金预算拨款收入 | 3.00 | | ",
        "本年收入合计 | 15.00 | 本年支出合计 | 15.00",
    ]
    found = checked(extracted, form("收支总表", header, *rows))
    assert [(one.severity, one.cause) for one in of_cells(found)] == [(Severity.INFO, "PartsUnknown")]
    assert outcomes(found, "sources-add") == (0, 0, 0, 1)


def test_two_tables_of_one_total_are_compared_code_by_code(extracted: Read) -> None:
    """The second table has all the money of the first: 201 differs by one, and 205 stands in the first only."""
    header = "| 科目编码 | 科目名称 | 合计 |"
    wide = [
        "合计 | | 30.00",
        "201 | 一般公共服务支出 | 18.00",
        "205 | 教育支出 | 2.00",
        "208 | 社会保障和就业支出 | 10.00",
    ]
    narrow = ["合计 | | 30.00", "201 | 一般公共服务支出 | 20.00", "208 | 社会保障和就业支出 | 10.00"]
    found = checked(extracted, form("支出总表", header, *wide), form("一般公共预算支出表", header, *narrow))
    assert {(one.focus, one.found, one.expected) for one in of_cells(found)} == {
        ("t01/r3/c3", Decimal(180_000), Decimal(200_000)),
        ("t01/r4/c3", Decimal(20_000), Decimal(0)),
    }
    assert {one.rule for one in of_cells(found)} == {"components-agree"}
    other = ["合计 | | 20.00", "201 | 一般公共服务支出 | 20.00"]
    apart = checked(extracted, form("支出总表", header, *wide), form("一般公共预算支出表", header, *other))
    assert outcomes(apart, "components-agree") == (0, 0, 0, 0), "another total is other money"


def test_rounding_is_told_once_for_a_table(extracted: Read) -> None:
    header = "| 科目编码 | 科目名称 | 合计 |"
    rows = [
        "合计 | | 30.02",
        "201 | 一般公共服务支出 | 18.01",
        "20103 | 政府办公厅（室）及相关机构事务 | 18.00",
        "208 | 社会保障和就业支出 | 12.00",
    ]
    found = checked(extracted, form("支出总表", header, *rows))
    (one,) = (one for one in found.findings if one.rule == "rounding")
    assert (one.focus, one.severity, one.cells) == ("t01", Severity.INFO, ("t01/r2/c3", "t01/r3/c3"))
    assert of_cells(found) == []


def test_a_refused_number_in_the_column_leaves_a_sum_open(extracted: Read) -> None:
    header = "| 科目编码 | 科目名称 | 合计 |"
    rows = ["合计 | | 30.00", "201 | 一般公共服务支出 | 18.00", "208 | 社会保障和就业支出 | 1 2.00"]
    found = checked(extracted, form("支出总表", header, *rows))
    assert outcomes(found, "totals-add") == (0, 0, 0, 1)
    assert of_cells(found) == []
