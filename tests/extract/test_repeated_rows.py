"""Rows that stand twice, parts of rows, and totals beside carried-over money: nothing is claimed that is not said."""

from collections.abc import Callable

from kg.model import BudgetKey, Extraction, ProjectKey

Read = Callable[[str], Extraction]
HEAD = "泽州县财政局2025年部门预算\n\n{title}\n\n单位：万元\n\n"


def read(extracted: Read, title: str, rows: str) -> Extraction:
    found = extracted(HEAD.format(title=title) + rows.replace("¦", "\t"))
    assert found.account.adds_up()
    return found


def flows(found: Extraction) -> list[tuple[str, str]]:
    return [(c.amount.text, c.key.flow) for c in found.claims if isinstance(c.key, BudgetKey)]


def refused(found: Extraction) -> list[tuple[str, str]]:
    return [(one.text, one.reason) for one in found.refusals]


def test_the_revenue_of_the_year_beside_carry_over_stays_revenue(extracted: Read) -> None:
    rows = "科目编码¦科目名称¦总计¦本年收入合计¦上年结转\n208¦社会保障和就业支出¦5.00¦4.00¦1.00\n"
    assert flows(read(extracted, "收入总表", rows)) == [
        ("5.00", "resources"), ("4.00", "revenue"), ("1.00", "carry-over-in"),
    ]  # fmt: skip


def test_a_total_beside_what_is_carried_out_is_uses(extracted: Read) -> None:
    rows = "科目编码¦科目名称¦合计¦基本支出¦结转下年资金\n208¦社会保障和就业支出¦5.00¦4.00¦1.00\n"
    assert flows(read(extracted, "支出总表", rows)) == [
        ("5.00", "uses"), ("4.00", "expenditure"), ("1.00", "carry-over-out"),
    ]  # fmt: skip


def test_one_row_of_words_is_enough_to_end_a_block(extracted: Read) -> None:
    rows = "收入¦¦支出¦\n项目¦预算数¦某某归口¦预算数\n一、财政拨款¦1.00¦一、教育支出¦2.00\n"
    found = read(extracted, "收支总表", rows)
    assert flows(found) == [("1.00", "revenue")]
    assert refused(found) == [("2.00", "column-not-understood")]


def test_a_code_for_unnamed_bodies_is_refused_with_its_whole_row(extracted: Read) -> None:
    rows = (
        "科目编码¦科目名称¦合计¦基本支出¦项目支出\n"
        "2010801¦行政运行¦4.00¦3.00¦1.00\n2010801¦行政运行¦6.00¦6.00¦\n2010802¦一般行政管理事务¦2.00¦¦2.00\n"
    )
    found = read(extracted, "支出总表", rows)
    assert flows(found) == [("2.00", "expenditure"), ("2.00", "expenditure")]
    assert refused(found) == [(text, "code-repeated") for text in ("4.00", "3.00", "1.00", "6.00", "6.00")]


def test_equal_amounts_of_one_code_are_two_bodies_too(extracted: Read) -> None:
    rows = "科目编码¦科目名称¦合计¦基本支出\n2010801¦行政运行¦5.00¦5.00\n2010801¦行政运行¦5.00¦5.00\n"
    found = read(extracted, "支出总表", rows)
    assert found.claims == ()
    assert {reason for _, reason in refused(found)} == {"code-repeated"}


def test_a_row_again_below_the_repeated_header_is_one_row(extracted: Read) -> None:
    head = "科目编码¦科目名称¦合计¦基本支出\n"
    row = "2010801¦行政运行¦5.00¦5.00\n"
    found = read(extracted, "支出总表", head + row + "\n" + head + row)
    assert flows(found) == [("5.00", "expenditure"), ("5.00", "expenditure")]
    assert refused(found) == [("5.00", "printed-again"), ("5.00", "printed-again")]


def test_of_which_is_no_project_however_it_is_written(extracted: Read) -> None:
    rows = "项目名称¦金额\n甲项目¦5.00\n其中：中央专项资金¦2.00\n（1）其中：省级资金¦1.00\n其中¦0.50\n"
    found = read(extracted, "项目支出表", rows)
    assert [c.key.project for c in found.claims if isinstance(c.key, ProjectKey)] == ["甲项目"]
    assert refused(found) == [(text, "part-of-row-above") for text in ("2.00", "1.00", "0.50")]


def test_two_projects_of_one_name_are_not_one(extracted: Read) -> None:
    found = read(extracted, "项目支出表", "项目名称¦金额\n甲项目¦5.00\n甲项目¦3.00\n乙项目¦1.00\n")
    assert [c.key.project for c in found.claims if isinstance(c.key, ProjectKey)] == ["乙项目"]
    assert refused(found) == [("5.00", "project-repeated"), ("3.00", "project-repeated")]


def test_projects_of_one_name_are_told_apart_however_their_brackets_are_printed(extracted: Read) -> None:
    rows = "项目名称¦合计\n合计¦10.00\n学生资助（助学金）¦4.00\n"
    rows += "学生资助（助学金)¦3.00\n学生资助（助学金）¦2.00\n运转经费¦1.00\n"
    found = read(extracted, "项目支出表", rows)
    named = {c.key.project: c.amount.text for c in found.claims if isinstance(c.key, ProjectKey) and c.key.project}
    assert named == {
        "学生资助（助学金）（第1项）": "4.00",
        "学生资助（助学金）（第2项）": "3.00",
        "学生资助（助学金）（第3项）": "2.00",
        "运转经费": "1.00",
    }
