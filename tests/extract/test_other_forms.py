"""Ways to print the national forms that differ between regions: the same money has to come out of each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg import extract
from kg.documents import read
from kg.extract import Forms
from kg.model import Change, Extraction, FigureKey, Place

Read = Callable[[str], Extraction]
_SILENT = ("agency", "scope", "year", "revenue_code")


def page(title: str, *rows: str, unit: str = "单位：元", kind: str = "预算") -> str:
    return f"泽州县财政局2025年部门{kind}\n\n{title}\n\n{unit}\n\n" + "\n".join(rows) + "\n"


def members(key: FigureKey) -> str:
    """The members of a key that are not the total."""
    values = (str(value) for name, value in key if name not in _SILENT)
    return " ".join(value for value in values if value not in ("", "total", "annual"))


def told(found: Extraction) -> list[tuple[str, str]]:
    return [(claim.amount.text, members(claim.key)) for claim in found.claims]


def reasons(found: Extraction) -> list[tuple[str, str]]:
    return [(one.text, one.reason) for one in found.refusals]


def test_parts_of_codes_stand_in_the_row_of_column_numbers(extracted: Read) -> None:
    """The national final accounts print 类, 款, 项 beside 栏次 and the numbers of the columns."""
    rows = (
        "项目\t\t\t\t本年收入合计\t财政拨款收入",
        "功能分类科目编码\t\t\t科目名称\t\t",
        "类\t款\t项\t栏次\t1\t2",
        "合计\t\t\t\t9.00\t8.00",
        "210\t\t\t卫生健康支出\t9.00\t8.00",
        "210\t02\t\t公立医院\t9.00\t8.00",
        "210\t02\t01\t综合医院\t9.00\t8.00",
    )
    found = extracted(page("收入决算表", *rows, kind="决算"))
    assert told(found) == [
        ("9.00", "final revenue"), ("8.00", "final revenue all-fiscal"),
        ("9.00", "final revenue 210"), ("8.00", "final revenue all-fiscal 210"),
        ("9.00", "final revenue 21002"), ("8.00", "final revenue all-fiscal 21002"),
        ("9.00", "final revenue 2100201"), ("8.00", "final revenue all-fiscal 2100201"),
    ]  # fmt: skip
    assert found.refusals == ()
    assert found.account.adds_up()


def from_html(place: Path, forms: Forms, *rows: str) -> Extraction:
    """What is read from a page whose table has merged header cells."""
    cells = "".join(f"<tr>{row}</tr>" for row in rows)
    title = "<p>泽州县财政局2025年部门预算</p><p>支出预算表</p><p>单位：元</p>"
    file = place / "page.html"
    file.write_text(f'<meta charset="utf-8">{title}<table>{cells}</table>', encoding="utf-8")
    return extract.extract(read(file), forms)


def test_a_code_in_parts_below_one_header(tmp_path: Path, forms: Forms) -> None:
    """科目编码 spans three columns and 类, 款, 项 are not printed: 201, 03, 01 is 2010301 and not 201."""
    rows = (
        '<td colspan="3">科目编码</td><td>科目名称</td><td>合计</td>',
        "<td>201</td><td>03</td><td>01</td><td>行政运行</td><td>5.00</td>",
        "<td>201</td><td>03</td><td>02</td><td>一般行政管理事务</td><td>4.00</td>",
    )
    found = from_html(tmp_path, forms, *rows)
    assert told(found) == [("5.00", "approved expenditure 2010301"), ("4.00", "approved expenditure 2010302")]


def test_a_total_below_the_ordinals(extracted: Read) -> None:
    rows = ("序号\t项目名称\t金额", "合计\t\t9.00", "1\t河道整治\t5.00", "2\t堤防加固\t4.00")
    assert told(extracted(page("项目支出表", *rows))) == [
        ("9.00", "approved expenditure project"), ("5.00", "approved 河道整治"), ("4.00", "approved 堤防加固"),
    ]  # fmt: skip


def test_projects_below_a_code_in_a_column_of_bodies_and_projects(extracted: Read) -> None:
    rows = (
        "科目编码\t单位名称（项目）\t金额",
        "2050299\t学生资助\t3.00",
        "2050299\t教师培养\t1.00",
    )
    assert told(extracted(page("项目支出预算表", *rows))) == [
        ("3.00", "approved 学生资助 2050299"), ("1.00", "approved 教师培养 2050299"),
    ]  # fmt: skip


def test_the_sum_of_some_projects_is_not_that_of_all(extracted: Read) -> None:
    found = extracted(page("重点项目支出预算表", "项目名称\t金额", "河道整治\t5.00", "合计\t5.00"))
    assert told(found) == [("5.00", "approved 河道整治")]
    assert reasons(found) == [("5.00", "contradictory-meaning")]


def test_a_column_of_codes_with_names_below_a_header_that_names_their_classification(extracted: Read) -> None:
    rows = (
        "收入\t\t支出\t",
        "项目\t预算数\t功能分类\t预算数",
        "财政拨款（补助）\t9.00\t205 教育支出\t8.00",
        "教育收费（财政专户）\t1.00\t208 社会保障和就业支出\t2.00",
        "收入总计\t10.00\t支出总计\t10.00",
    )
    found = extracted(page("部门收支总体情况表", *rows))
    assert told(found) == [
        ("9.00", "approved revenue all-fiscal"), ("8.00", "approved expenditure 205"),
        ("1.00", "approved revenue education-fees"), ("2.00", "approved expenditure 208"),
        ("10.00", "approved resources"), ("10.00", "approved uses"),
    ]  # fmt: skip


def test_rows_with_words_in_a_column_of_notes_alone_are_refused(extracted: Read) -> None:
    """Without a column of labels every row would be the form's total."""
    found = extracted(page("“三公”经费预算表", "说明\t预算数", "公务接待费\t2.00", "合计\t3.00"))
    assert told(found) == [("3.00", "approved expenditure three-public")]
    assert reasons(found) == [("2.00", "column-not-understood")]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("纳入专户管理的非税收入拨款支出预算表", "approved expenditure fiscal-account 201"),
        ("一般公共预算人员经费和公用经费支出表", "approved expenditure general 201 basic"),
    ],
)
def test_words_of_a_title_that_narrow_it(title: str, expected: str, extracted: Read) -> None:
    found = extracted(page(title, "科目编码\t科目名称\t合计", "201\t一般公共服务支出\t7.00"))
    assert told(found) == [("7.00", expected)]


@pytest.mark.parametrize("printed", ["-2.00", "△2.00", "（2.00）", "▲2.00"])
def test_a_decrease_however_it_is_printed(printed: str, extracted: Read) -> None:
    head = "科目编码\t科目名称\t2024年预算数\t2025年预算数\t增减额\t增减%"
    row = f"201\t一般公共服务支出\t10.00\t8.00\t{printed}\t-20.00%"
    found = extracted(page("一般公共预算支出表", head, row))
    assert [(one.direction.value, one.amount.yuan, one.amount.text) for one in found.changes if one.amount] == [
        ("decrease", 2, printed)
    ]
    assert [claim.amount.text for claim in found.claims] == ["10.00", "8.00"]
    assert found.account.adds_up()


def places(changes: tuple[Change, ...]) -> list[tuple[int, str, str]]:
    return [(one.place.cell, str(one.percent), members(one.figure)) for one in changes if isinstance(one.place, Place)]


def test_percentages_below_a_header_that_says_so(tmp_path: Path, forms: Forms) -> None:
    years = "<td colspan=2>2024年预算数</td><td colspan=2>2025年预算数</td>"
    head = f"<td rowspan=2>科目编码</td><td rowspan=2>科目名称</td>{years}<td colspan=2>2025年比2024年预算数增减%</td>"
    amounts = "".join(f"<td>{one}</td>" for one in ("5.00", "4.00", "6.00", "5.00", "20.00", "25.00"))
    rows = (head, "<td>合计</td><td>基本支出</td>" * 3, f"<td>201</td><td>一般公共服务支出</td>{amounts}")
    found = from_html(tmp_path, forms, *rows)
    assert places(found.changes) == [
        (7, "20.00", "approved expenditure 201"), (8, "25.00", "approved expenditure 201 basic"),
    ]  # fmt: skip


def test_a_change_without_capital_construction_is_of_that_figure(extracted: Read) -> None:
    """100 and 70 without it in the year before, 90 in this year: 10 less, and 20 more."""
    head = "科目编码\t科目名称\t2024年执行数\t2024年扣除中央基建投资后执行数\t2025年预算数"
    head += "\t2025年扣除中央基建投资后预算数\t比2024年执行数增减额\t比2024年执行数增减额（扣除中央基建投资）"
    found = extracted(page("一般公共预算支出表", head, "201\t一般公共服务支出\t100\t70\t90\t90\t-10\t20"))
    assert [(one.direction.value, members(one.figure)) for one in found.changes] == [
        ("decrease", "approved expenditure general 201"),
        ("increase", "approved expenditure general 201 excluding-capital-construction"),
    ]


def test_a_change_without_capital_construction_is_none_of_the_whole(extracted: Read) -> None:
    head = "科目编码\t科目名称\t2024年执行数\t2025年预算数\t比2024年执行数增减额（扣除中央基建投资）"
    found = extracted(page("一般公共预算支出表", head, "201\t一般公共服务支出\t70\t90\t20"))
    assert found.changes == ()
    assert reasons(found) == [("20", "change-uncertain")]


def test_a_dash_in_a_column_of_labels_is_a_blank(extracted: Read) -> None:
    rows = ("类\t款\t项\t科目名称\t合计", "—\t—\t—\t合计\t5.00", "205\t—\t—\t教育支出\t5.00")
    rows = (*rows, "205\t02\t—\t普通教育\t5.00")
    assert told(extracted(page("支出总表", *rows))) == [
        ("5.00", "approved expenditure"), ("5.00", "approved expenditure 205"), ("5.00", "approved expenditure 20502"),
    ]  # fmt: skip
