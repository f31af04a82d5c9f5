"""Rows that the end of a page cuts in two: when they become one row, and when they stay as they are printed.

The cell of a label is 66 points wide: six ideographs of ten points, its text beginning three points from its side;
four leave room for one more.
"""

import pytest
from paper import Paper, Sheet

from kg.documents.pdf import blocks
from kg.model import Box, Table

XS = [50, 116, 200, 300]
HEAD = ["项目", "类别", "金额"]
FULL = "信息网络软件"


def page(paper: Paper, rows: list[list[str]], *, closed: bool = True) -> Sheet:
    """A page of a form, twenty points a row from 100; ``closed`` by a rule above."""
    sheet = paper.page(400, 300)
    ys = [100 + 20 * at for at in range(len(rows) + 1)]
    for x in XS:
        sheet.line(x, ys[0], x, ys[-1])
    for y in ys if closed else ys[1:]:
        sheet.line(XS[0], y, XS[-1], y)
    for y, row in zip(ys, rows, strict=False):
        sheet.row(XS, y + 14, row)
    return sheet


def table(paper: Paper) -> Table:
    (found,) = [block.table for block in blocks(paper.content(), "document.pdf").blocks if block.table]
    return found


def over_pages(*pages: list[list[str]]) -> Table:
    paper = Paper()
    for rows in pages:
        page(paper, rows)
    return table(paper)


def texts(found: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in found.rows]


BEFORE = [HEAD, ["维修", "其他", "2.00"], [FULL, "服务", "6.00"]]
AFTER = [["购置更新", "", ""], ["印刷", "其他", "1.00"]]


def test_the_rest_of_a_label_is_put_to_its_row_with_both_places() -> None:
    found = over_pages(BEFORE, AFTER)
    assert texts(found) == [*BEFORE[:2], [f"{FULL}购置更新", "服务", "6.00"], AFTER[1]]
    assert [(row.number, row.page) for row in found.rows] == [(1, 1), (2, 1), (3, 1), (4, 2)]
    cell = found.rows[2].cells[0]
    assert cell.box == Box(left=500, top=1400, right=1160, bottom=1600)
    assert [(spot.page, spot.box) for spot in cell.rest] == [(2, Box(left=500, top=1000, right=1160, bottom=1200))]
    assert all(not other.rest for row in found.rows for other in row.cells if other is not cell)


def test_a_header_printed_again_does_not_part_them() -> None:
    found = over_pages(BEFORE, [HEAD, *AFTER])
    assert texts(found) == [*BEFORE[:2], [f"{FULL}购置更新", "服务", "6.00"], HEAD, AFTER[1]]


def test_a_row_over_three_pages() -> None:
    found = over_pages(BEFORE, [["应用系统购置", "", ""]], AFTER)
    assert texts(found)[2] == [f"{FULL}应用系统购置购置更新", "服务", "6.00"]
    assert [spot.page for spot in found.rows[2].cells[0].rest] == [2, 3]


def test_a_mark_that_begins_no_line_takes_its_character_along() -> None:
    before = [*BEFORE[:2], ["信息网络", "服务", "6.00"]]
    assert texts(over_pages(before, AFTER)) == [*before, *AFTER]
    found = over_pages(before, [["软）购置", "", ""], AFTER[1]])
    assert texts(found)[2][0] == "信息网络软）购置"


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (["信息网络", "服务", "6.00"], ["购置更新", "", ""]),
        ([FULL, "服务", "6.00"], ["购置更新", "", "3.00"]),
        ([FULL, "服务", "6.00"], ["购置更新", "服务", ""]),
        ([FULL, "", "6.00"], ["购置更新", "其他服务", ""]),
        ([FULL, "服务", "6.00"], ["二、购置", "", ""]),
        ([FULL, "服务", ""], ["购置更新", "", ""]),
        (["信息网络20", "服务", "6.00"], ["26年", "", ""]),
        (["2010101020", "服务", "6.00"], ["购置更新", "", ""]),
    ],
    ids=[
        "room", "a number", "a text that was not full", "a text under none", "an item", "no number above",
        "digits on both sides", "a number above",
    ],
)  # fmt: skip
def test_where_there_is_a_doubt_both_rows_stay(last: list[str], first: list[str]) -> None:
    before, after = [*BEFORE[:2], last], [first, AFTER[1]]
    assert texts(over_pages(before, after)) == [*before, *after]


USUAL = [*BEFORE, ["设备", "其他", ""], BEFORE[2]]


def test_a_row_without_numbers_is_no_rest_where_others_have_none() -> None:
    assert texts(over_pages(USUAL, AFTER)) == [*USUAL, *AFTER]


def test_an_open_table_says_that_a_row_goes_on() -> None:
    paper = Paper()
    page(paper, USUAL)
    page(paper, AFTER, closed=False)
    assert texts(table(paper))[4] == [f"{FULL}购置更新", "服务", "6.00"]


def test_a_second_rest_is_not_put_to_a_row_that_has_not_its_first() -> None:
    between = ["应用系统购置", "", ""]
    paper = Paper()
    page(paper, USUAL)
    page(paper, [between])
    page(paper, AFTER, closed=False)
    assert texts(table(paper)) == [*USUAL, between, *AFTER]


def test_a_text_that_leaves_a_numbered_list_goes_on() -> None:
    before = [*USUAL[:4], ["八、社会保障", "服务", "6.00"]]
    assert texts(over_pages(before, AFTER))[4] == ["八、社会保障购置更新", "服务", "6.00"]
