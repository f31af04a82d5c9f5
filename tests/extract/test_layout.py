"""The shape of a table: header rows, numbering rows, what each column is, and columns that belong together."""

import pytest

from kg.extract import Forms
from kg.extract.layout import Layout, is_code, layout, ordinals
from kg.model import Cell, Row, Table


def table_of(text: str) -> Table:
    """A table written with a stroke between cells."""
    lines = [line.strip().split("|") for line in text.strip().splitlines()]
    return Table(
        number=1,
        rows=tuple(
            Row(number=number, cells=tuple(Cell(number=at, text=cell.strip()) for at, cell in enumerate(line, 1)))
            for number, line in enumerate(lines, 1)
        ),
    )


def shape(text: str, family: str, forms: Forms) -> Layout:
    known = next(one for one in forms.families if one.id == family)
    return layout(table_of(text), known, forms)


def paths(found: Layout) -> list[str]:
    return ["/".join(head.path) for head in found.heads]


def parts(found: Layout) -> list[tuple[list[int], list[int], str | None]]:
    return [
        ([head.number for head in part.labels], [head.number for head in part.amounts], part.side)
        for part in found.parts
    ]


def test_a_header_of_one_row(forms: Forms) -> None:
    found = shape(
        """
        科目编码|科目名称|合计|基本支出|项目支出|备注
        208|社会保障和就业支出|38.87|38.87||
        """,
        "expenditure",
        forms,
    )
    assert found.header == {1}
    assert parts(found) == [([1, 2], [3, 4, 5], None)]
    assert [head.role for head in found.heads] == ["code", "name", "amount", "amount", "amount", "note"]


def test_a_header_of_two_rows_gives_each_column_its_path(forms: Forms) -> None:
    found = shape(
        """
        项目||2024年预算数||
        科目编码|科目名称|合计|基本支出|项目支出
        合计||1220.24|358.64|861.60
        """,
        "expenditure",
        forms,
    )
    assert found.header == {1, 2}
    assert paths(found)[2:] == ["2024年预算数/合计", "2024年预算数/基本支出", "2024年预算数/项目支出"]


def test_a_header_of_three_rows_spreads_only_within_its_span(forms: Forms) -> None:
    """上海 2026: 基本支出 spans two columns of the four under 预算数."""
    found = shape(
        """
        收入||支出||||
        项目|预算数|项目|预算数|||
        |||合计|基本支出||项目支出
        ||||人员经费|公用经费|
        一、财政拨款收入|54,837,000|一、社会保障和就业支出|53,300,945|9,258,388|3,446,434|40,596,123
        """,
        "revenue-expenditure-summary",
        forms,
    )
    assert found.header == {1, 2, 3, 4}
    assert paths(found)[3:] == [
        "支出/预算数/合计", "支出/预算数/基本支出/人员经费", "支出/预算数/基本支出/公用经费", "支出/预算数/项目支出",
    ]  # fmt: skip
    assert parts(found) == [([1], [2], "income"), ([3], [4, 5, 6, 7], "expenditure")]


def test_a_header_cell_ends_where_a_new_one_stands_above(forms: Forms) -> None:
    """公用经费 does not reach under 项目支出."""
    found = shape(
        """
        科目编码|科目名称|基本支出||项目支出|
        ||人员经费|公用经费||
        ||小计|小计|小计|金额
        208|社会保障和就业支出|1.00|2.00|3.00|3.00
        """,
        "expenditure",
        forms,
    )
    assert paths(found)[2:] == ["基本支出/人员经费/小计", "基本支出/公用经费/小计", "项目支出/小计", "项目支出/金额"]


@pytest.mark.parametrize(
    "numbering",
    ["栏次||1=2+3|2|3", "|栏次|1=2+3|2|3", "||1=2+3|2|3", "栏次||1|2|3", "**||1|2|3", "|栏次|1|2|3", "1|2|3|4|5"],
)
def test_a_row_of_column_numbers_is_no_data(numbering: str, forms: Forms) -> None:
    found = shape(
        f"""
        科目编码|科目名称|合计|基本支出|项目支出
        {numbering}
        合计||3|1|2
        """,
        "expenditure",
        forms,
    )
    assert found.header == {1}
    assert found.numbering == {2}


@pytest.mark.parametrize("row", ["合计||1|2|3", "208||1|2|3", "||2024|2025|2026", "||1|3|2", "||5|6|7"])
def test_a_row_with_a_label_or_without_order_is_data(row: str, forms: Forms) -> None:
    found = shape(f"科目编码|科目名称|合计|基本支出|项目支出\n{row}", "expenditure", forms)
    assert (found.header, found.numbering) == ({1}, set())


def test_two_numbers_deep_in_a_table_are_amounts(forms: Forms) -> None:
    """1 and 2 yuan below the first rows: only near the header are so few a numbering row."""
    rows = "\n".join(f"{code}|某科目|3|1|2" for code in range(201, 206))
    found = shape(f"科目编码|科目名称|合计|基本支出|项目支出\n{rows}\n|||1|2", "expenditure", forms)
    assert found.numbering == set()


def test_a_first_row_with_blank_amounts_ends_the_header(forms: Forms) -> None:
    """忻州 2024: nothing is spent on travel abroad, so the first row of data prints no number."""
    found = shape(
        """
        项目|2024年预算数|
        |合计|一般公共预算
        因公出国（境）费||
        公务接待费|1.00|1.00
        """,
        "three-public",
        forms,
    )
    assert found.header == {1, 2}


def test_a_header_printed_again_is_header(forms: Forms) -> None:
    found = shape(
        """
        科目编码|科目名称|合计
        201|一般公共服务支出|3
        科目编码|科目 名称|合 计
        208|社会保障和就业支出|5
        """,
        "expenditure",
        forms,
    )
    assert found.header == {1, 3}


def test_header_and_numbering_printed_again_on_the_next_page(forms: Forms) -> None:
    found = shape(
        """
        科目编码|科目名称|合计|基本支出|项目支出
        栏次||1|2|3
        201|一般公共服务支出|3|1|2
        205|教育支出|3|1|2
        科目编码|科目名称|合计|基本支出|项目支出
        栏次||1|2|3
        208|社会保障和就业支出|5|4|1
        """,
        "expenditure",
        forms,
    )
    assert (found.header, found.numbering) == ({1, 5}, {2, 6})


def test_three_blocks_side_by_side(forms: Forms) -> None:
    found = shape(
        """
        科目代码|科目名称|金额|科目代码|科目名称|金额|科目代码|科目名称|金额
        301|工资福利支出|74.82|302|商品和服务支出|26.98|307|债务利息及费用支出|
        """,
        "basic-expenditure",
        forms,
    )
    assert parts(found) == [([1, 2], [3], None), ([4, 5], [6], None), ([7, 8], [9], None)]


def test_columns_that_hold_no_money_belong_to_no_part(forms: Forms) -> None:
    found = shape(
        """
        收入|||支出||
        项目|行次|金额|项目|行次|金额
        一、一般公共预算财政拨款收入|1|341.39|一、一般公共服务支出|32|
        """,
        "revenue-expenditure-summary",
        forms,
    )
    assert parts(found) == [([1], [3], "income"), ([4], [6], "expenditure")]
    assert [head.role for head in found.heads if head.number in (2, 5)] == ["line-number", "line-number"]


def test_halves_that_repeat_take_their_upper_header_in_order(forms: Forms) -> None:
    """互助 2024: the two upper words have slipped over the columns; the repetition says where they belong."""
    found = shape(
        """
        |"三公"经费预算数||"三公"经费决算数||
        合计|因公出国(境)费用|公务接待费|合计|因公出国(境)费用|公务接待费
        2.10||2.10|2.10||2.10
        """,
        "three-public",
        forms,
    )
    lead = ['"三公"经费预算数'] * 3 + ['"三公"经费决算数'] * 3
    assert [head.path[0] for head in found.heads] == lead


def test_halves_that_differ_are_left_alone(forms: Forms) -> None:
    found = shape(
        """
        |预算数||决算数||
        合计|因公出国(境)费用|公务接待费|合计|公务接待费|因公出国(境)费用
        2.10||2.10|2.10|2.10|
        """,
        "three-public",
        forms,
    )
    assert paths(found)[0] == "合计"


def test_halves_under_one_upper_word_are_left_alone(forms: Forms) -> None:
    found = shape(
        """
        |预算数||
        合计|公务接待费|合计|公务接待费
        2.10|2.10|2.10|2.10
        """,
        "three-public",
        forms,
    )
    assert paths(found) == ["合计", "预算数/公务接待费", "预算数/合计", "预算数/公务接待费"]


def test_an_unknown_word_below_a_known_label_is_a_label(forms: Forms) -> None:
    """The upper header says what the columns are, whatever character recognition made of the lower one."""
    found = shape(
        """
        功能分类科目||2025年预算数|
        代뭐|名뭐|合计|基本支出
        208|社会保障和就业支出|1.00|1.00
        """,
        "expenditure",
        forms,
    )
    assert [head.role for head in found.heads] == ["name", "name", "amount", "amount"]
    assert parts(found) == [([1, 2], [3, 4], None)]


def test_a_column_of_words_under_an_unknown_header_ends_the_part_to_its_left(forms: Forms) -> None:
    found = shape(
        """
        收入||支出|||
        项目|预算数|某某归口|预算数|部门预算支出经济科目|预算数
        一、财政拨款|1.00|一、教育支出|2.00|一、工资福利支出|3.00
        二、其他收入|1.00|二、其他支出|2.00|二、商品和服务支出|3.00
        """,
        "revenue-expenditure-summary",
        forms,
    )
    assert [head.role for head in found.heads] == ["name", "amount", "unknown", "amount", "name", "amount"]
    assert parts(found) == [([1], [2], "income"), ([3], [4], "expenditure"), ([5], [6], "expenditure")]


def test_a_column_of_numbers_under_an_unknown_header_is_an_amount_column_not_known(forms: Forms) -> None:
    found = shape("科目编码|科目名称|合计|某某\n208|社会保障|1.00|2.00\n210|卫生健康|1.00|2.00", "expenditure", forms)
    assert [(head.role, head.known) for head in found.heads[2:]] == [("amount", True), ("amount", False)]


@pytest.mark.parametrize("word", ["支出功能分科目（按大类）", "部门预算支出经济科目", "政府预算支出经济科目（按大类）"])
def test_header_words_printed_short_are_labels(word: str, forms: Forms) -> None:
    found = shape(f"{word}|预算数\n一、教育支出|1.00", "revenue-expenditure-summary", forms)
    assert found.heads[0].role == "name"
    assert found.heads[0].scheme is not None


def test_a_header_that_is_not_known_is_marked(forms: Forms) -> None:
    found = shape("科目编码|고상|合计\n208|1.00|2.00", "expenditure", forms)
    assert [head.known for head in found.heads] == [True, False, True]


@pytest.mark.parametrize(
    ("text", "code"),
    [("208", True), ("20805", True), ("2080505", True), ("208050501", True), ("08", False), ("408", False),
     ("2080", False), ("2080505-x", False), ("", False)],
)  # fmt: skip
def test_what_a_code_looks_like(text: str, code: bool) -> None:
    assert is_code(text) is code


def test_ordinals_of_a_table_of_no_form(forms: Forms) -> None:
    table = table_of("序号|单位名称|拟变动情况|编制\n1|旬阳市医疗保障局||40")
    assert ordinals(table, forms) == {1, 2}


def merged(*rows: list[tuple[str, int, int]]) -> Table:
    """A table of cells given as text, rows and columns they take; the places they cover are filled in."""
    taken: set[tuple[int, int]] = set()
    found = []
    for at, row in enumerate(rows, 1):
        cells: dict[int, Cell] = {}
        number = 1
        for text, down, over in row:
            while (at, number) in taken:
                number += 1
            cells[number] = Cell(number=number, text=text, rows=down, columns=over)
            taken |= {(at + a, number + b) for a in range(down) for b in range(over)}
        width = max(number for line, number in taken if line == at)
        every = [cells.get(number, Cell(number=number, text="", covered=True)) for number in range(1, width + 1)]
        found.append(Row(number=at, cells=tuple(every)))
    return Table(number=1, rows=tuple(found))


def known(table: Table, family: str, forms: Forms) -> dict[str, bool]:
    (of,) = [one for one in forms.families if one.id == family]
    found = layout(table, of, forms)
    return {"/".join(head.path): head.known for part in found.parts for head in part.amounts}


def test_a_column_below_a_merged_header_in_no_list_is_not_known(forms: Forms) -> None:
    table = merged(
        [("科目编码", 2, 1), ("合计", 2, 1), ("甲乙丙丁", 1, 2)],
        [("小计", 1, 1), ("基本支出", 1, 1)],
        [("205", 1, 1), ("1.00", 1, 1), ("2.00", 1, 1), ("3.00", 1, 1)],
    )
    assert known(table, "expenditure", forms) == {"合计": True, "甲乙丙丁/小计": False, "甲乙丙丁/基本支出": False}


def test_a_header_over_every_column_tells_none_from_another(forms: Forms) -> None:
    table = merged(
        [("甲乙丙丁", 1, 3)],
        [("科目编码", 1, 1), ("合计", 1, 1), ("基本支出", 1, 1)],
        [("205", 1, 1), ("1.00", 1, 1), ("2.00", 1, 1)],
    )
    assert known(table, "expenditure", forms) == {"甲乙丙丁/合计": True, "甲乙丙丁/基本支出": True}


def test_a_total_below_an_item_is_that_item_s(forms: Forms) -> None:
    table = merged(
        [("“三公”经费", 1, 3), ("会议费", 3, 1)],
        [("小计", 2, 1), ("公务用车购置及运行费", 1, 2)],
        [("小计", 1, 1), ("购置费", 1, 1)],
        [("9.00", 1, 1), ("2.00", 1, 1), ("2.00", 1, 1), ("1.00", 1, 1)],
    )
    (of,) = [one for one in forms.families if one.id == "three-public"]
    heads = [head for part in layout(table, of, forms).parts for head in part.amounts]
    items = [[settings.item for settings in head.settings if settings.item][-1] for head in heads]
    assert items == ["three-public", "vehicles", "vehicle-purchase", "meetings"]


def test_a_column_of_words_without_a_header_beside_names_is_more_names(forms: Forms) -> None:
    found = shape("项目名称||金额\n政府性基金|小计|1.00\n其他资金|事业收入|2.00", "revenue", forms)
    assert [(head.number, head.role) for head in found.heads] == [(1, "name"), (2, "name"), (3, "amount")]
