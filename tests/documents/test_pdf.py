"""PDF: glyphs and rules become tables and paragraphs; one condition in each test, in a file the test writes."""

import re
from itertools import pairwise

import pytest
from paper import Paper, Sheet

from kg import documents
from kg.documents import Source
from kg.documents.pdf import Pages, blocks
from kg.errors import DamagedFile, EmptyDocument, PicturesOnly, ProtectedFile
from kg.model import Table, Unread


def read(paper: Paper) -> Pages:
    return blocks(paper.content(), "document.pdf")


def tables(pages: Pages) -> list[Table]:
    return [block.table for block in pages.blocks if block.table]


def texts(table: Table) -> list[list[str]]:
    return [["~" if cell.covered else cell.text for cell in row.cells] for row in table.rows]


def paragraphs(pages: Pages) -> list[str]:
    return [block.paragraph.text for block in pages.blocks if block.paragraph]


def one(pages: Pages) -> list[list[str]]:
    assert len(tables(pages)) == 1
    return texts(tables(pages)[0])


XS = [50, 150, 300, 400]
YS = [100, 120, 140, 160]
ROWS = [["科目", "名称", "金额"], ["201", "一般公共服务支出", "1,234.56"], ["205", "教育支出", "7.00"]]


def form(sheet: Sheet, ys: list[float] = YS, rows: list[list[str]] = ROWS) -> None:
    sheet.grid(XS, ys)
    for y, row in zip(ys, rows, strict=False):
        sheet.row(XS, y + 14, row)


def test_a_ruled_grid_is_a_table_with_its_pages_and_places() -> None:
    paper = Paper()
    form(paper.page())
    pages = read(paper)
    assert one(pages) == ROWS
    cell = tables(pages)[0].rows[1].cells[2]
    assert cell.number == 3
    assert cell.box is not None
    assert [cell.box.left, cell.box.top, cell.box.right, cell.box.bottom] == pytest.approx(
        [3000, 1200, 4000, 1400], abs=3
    )
    assert {row.page for row in tables(pages)[0].rows} == {1}
    assert pages.pages == 1


def test_the_title_and_the_unit_stand_before_the_table_and_a_note_after_it() -> None:
    paper = Paper()
    sheet = paper.page()
    sheet.text(180, 60, "收支总表", 18)
    sheet.text(50, 90, "部门：某局")
    sheet.text(340, 90, "单位：万元")
    form(sheet)
    sheet.text(50, 190, "注：无。")
    pages = read(paper)
    kinds = [block.paragraph.text if block.paragraph else "table" for block in pages.blocks]
    assert kinds == ["收支总表", "部门：某局", "单位：万元", "table", "注：无。"]


def test_a_header_merged_over_rows_and_columns() -> None:
    paper = Paper()
    sheet = paper.page()
    for y in (100, 160, 180):
        sheet.line(50, y, 400, y)
    for x in (50, 150, 400):
        sheet.line(x, 100, x, 180)
    sheet.line(150, 130, 400, 130)
    sheet.line(300, 130, 300, 180)
    sheet.text(60, 134, "科目")
    sheet.text(240, 120, "支出")
    sheet.row([150, 300], 150, ["基本", "项目"])
    sheet.row([50, 150, 300], 174, ["201", "1.00", "2.00"])
    pages = read(paper)
    assert one(pages) == [["科目", "支出", "~"], ["~", "基本", "项目"], ["201", "1.00", "2.00"]]
    head = tables(pages)[0].rows[0].cells
    assert [(cell.rows, cell.columns, cell.covered) for cell in head] == [(2, 1, False), (1, 2, False), (1, 1, True)]


def thin_bars(sheet: Sheet) -> None:
    for x in XS:
        sheet.bar(x, 100, x + 0.5, 160)
    for y in YS:
        sheet.bar(50, y, 400, y + 0.5)


def dashes(sheet: Sheet) -> None:
    for x in XS:
        for y in range(100, 160, 5):
            sheet.line(x, y, x, y + 3)
    for y in YS:
        for x in range(50, 400, 5):
            sheet.line(x, y, x + 3, y)


def doubled(sheet: Sheet) -> None:
    sheet.grid(XS, YS)
    sheet.grid([x + 1.8 for x in XS], [y + 1.8 for y in YS])


def frames(sheet: Sheet) -> None:
    for x0, x1 in pairwise(XS):
        for y0, y1 in pairwise(YS):
            sheet.frame(x0, y0, x1, y1)


def open_sides(sheet: Sheet) -> None:
    for x in XS[1:-1]:
        sheet.line(x, 100, x, 160)
    for y in YS:
        sheet.line(50, y, 400, y)


@pytest.mark.parametrize("draw", [thin_bars, dashes, doubled, frames, open_sides])
def test_rules_drawn_in_other_ways(draw: object) -> None:
    paper = Paper()
    sheet = paper.page()
    assert callable(draw)
    draw(sheet)
    for y, row in zip(YS, ROWS, strict=False):
        sheet.row(XS, y + 14, row)
    assert one(read(paper)) == ROWS


def test_a_box_around_everything_is_no_table() -> None:
    paper = Paper()
    sheet = paper.page()
    sheet.frame(30, 30, 560, 800)
    sheet.text(180, 60, "收支总表")
    form(sheet)
    pages = read(paper)
    assert paragraphs(pages) == ["收支总表"]
    assert one(pages) == ROWS


@pytest.mark.parametrize(
    ("rotate", "place"), [(90, [500, 1000, 1500, 1200]), (0, [1000, 6920, 1200, 7920])], ids=["turned", "not turned"]
)
def test_text_set_sideways(rotate: int, place: list[int]) -> None:
    """Sideways on an upright page: shown as it lies, or turned by the page's entry into a landscape 842 by 595."""
    paper = Paper()
    sheet = paper.page(595, 842, rotate=rotate)
    for x in XS:  # x across what is read is y from the bottom of the page
        sheet.line(100, 842 - x, 160, 842 - x)
    for y in YS:
        sheet.line(y, 842 - 50, y, 842 - 400)
    for y, row in zip(YS, ROWS, strict=False):
        for x, text in zip(XS, row, strict=False):
            sheet.text(y + 14, 842 - x - 3, text, angle=90)
    pages = read(paper)
    assert one(pages) == ROWS
    box = tables(pages)[0].rows[0].cells[0].box
    assert box is not None
    assert [box.left, box.top, box.right, box.bottom] == pytest.approx(place, abs=3)


def test_two_tables_on_a_page_one_above_the_other_and_side_by_side() -> None:
    paper = Paper()
    sheet = paper.page()
    form(sheet)
    form(sheet, [300, 320, 340, 360])
    sheet.grid([430, 480, 530], YS[:3])
    sheet.row([430, 480], 114, ["甲", "1"])
    sheet.row([430, 480], 134, ["乙", "2"])
    assert [texts(table) for table in tables(read(paper))] == [ROWS, [["甲", "1"], ["乙", "2"]], ROWS]


def long_form(paper: Paper, *, title: str, again: str, rows: list[str]) -> None:
    """A form over two pages: six rows to the end of the first, ``rows`` on the second, under ``again``."""
    first, second = paper.page(400, 300), paper.page(400, 300)
    ys = [100 + 25 * at for at in range(8)]
    first.text(150, 60, title)
    form(first, ys, [["科目", "名称", "金额"], *([str(at), "支出", f"{at}.00"] for at in range(1, 7))])
    if again:
        second.text(150, 60, again)
    form(second, ys[: len(rows) + 1], [[row, "支出", f"{row}.00"] for row in rows])


def test_a_table_over_two_pages_is_one_table() -> None:
    paper = Paper()
    long_form(paper, title="表3 支出表", again="", rows=["7", "8"])
    pages = read(paper)
    assert [row[0] for row in one(pages)] == ["科目", "1", "2", "3", "4", "5", "6", "7", "8"]
    assert [row.page for row in tables(pages)[0].rows] == [1] * 7 + [2] * 2
    assert [row.number for row in tables(pages)[0].rows] == list(range(1, 10))


@pytest.mark.parametrize("again", ["表3 支出表", "续表", "表3 支出表（续）"])
def test_a_title_printed_again_is_set_aside(again: str) -> None:
    paper = Paper()
    long_form(paper, title="表3 支出表", again=again, rows=["7", "8"])
    pages = read(paper)
    assert len(one(pages)) == 9
    assert pages.furniture == {again: 1}


def test_another_title_begins_another_table() -> None:
    paper = Paper()
    long_form(paper, title="表3 支出表", again="表4 收入表", rows=["7", "8"])
    pages = read(paper)
    assert [len(table.rows) for table in tables(pages)] == [7, 2]
    assert paragraphs(pages) == ["表3 支出表", "表4 收入表"]


def test_another_form_of_one_kind_is_another_table() -> None:
    paper = Paper()
    for name in ("甲", "乙"):
        sheet = paper.page(400, 300)
        sheet.text(150, 60, "项目表")
        form(sheet, [100, 160, 220, 290], [["项目", name, ""], ["金额", "1.00", ""], ["目标", "好", ""]])
    assert [len(table.rows) for table in tables(read(paper))] == [3, 3]


def test_a_part_with_fewer_columns_goes_on_in_the_columns_of_the_form() -> None:
    paper = Paper()
    form(paper.page(), [700, 740, 780, 820])
    sheet = paper.page()
    sheet.grid([50, 150, 400], [60, 80, 100])
    sheet.row([50, 150], 74, ["301", "合并"])
    sheet.row([50, 150], 94, ["302", "再合并"])
    pages = read(paper)
    assert one(pages)[3:] == [["301", "合并", "~"], ["302", "再合并", "~"]]
    assert tables(pages)[0].rows[3].cells[1].columns == 2


def test_columns_without_rules_where_the_text_stands_in_line() -> None:
    paper = Paper()
    sheet = paper.page()
    for at, (name, one_, two) in enumerate(
        [
            ("项目", "2024年", "2025年"),
            ("办公费", "1.00", "2.00"),
            ("差旅费", "13.00", "24.00"),
            ("合计", "14.00", "26.00"),
        ]
    ):
        sheet.text(60, 100 + 20 * at, name)
        sheet.text(260 - 5 * len(one_), 100 + 20 * at, one_)
        sheet.text(400 - 5 * len(two), 100 + 20 * at, two)
    assert one(read(paper)) == [
        ["项目", "2024年", "2025年"],
        ["办公费", "1.00", "2.00"],
        ["差旅费", "13.00", "24.00"],
        ["合计", "14.00", "26.00"],
    ]


def test_rules_across_the_page_only_hold_a_broken_label_together() -> None:
    paper = Paper()
    sheet = paper.page()
    for y in (100, 125, 165, 190):
        sheet.line(50, y, 400, y)
    for y, texts_ in ((117, ["科目", "预算", "决算"]), (182, ["205教育支出", "3.00", "4.00"])):
        sheet.row([50, 200, 300], y, texts_)
    sheet.row([50], 140, ["201一般公共"])
    sheet.row([50, 200, 300], 155, ["服务支出", "1.00", "2.00"])
    assert one(read(paper)) == [
        ["科目", "预算", "决算"],
        ["201一般公共服务支出", "1.00", "2.00"],
        ["205教育支出", "3.00", "4.00"],
    ]


def test_three_rules_around_a_header_and_its_rows() -> None:
    paper = Paper()
    sheet = paper.page()
    rows = [["科目", "预算", "决算"], ["201", "1.00", "2.00"], ["205", "3.00", "4.00"], ["合计", "4.00", "6.00"]]
    for y in (100, 122, 190):
        sheet.line(50, y, 400, y)
    for at, row in enumerate(rows):
        sheet.row([50, 200, 300], 116 + 22 * at, row)
    assert one(read(paper)) == rows


def test_a_list_of_contents_is_no_table() -> None:
    paper = Paper()
    sheet = paper.page()
    for at, (name, page) in enumerate([("一、概况", "3"), ("二、收支", "5"), ("三、说明", "12"), ("四、名词", "20")]):
        sheet.text(60, 100 + 20 * at, name)
        sheet.text(400, 100 + 20 * at, page)
    assert tables(read(paper)) == []


def test_rules_between_columns_only_leave_rows_to_the_numbers() -> None:
    paper = Paper()
    sheet = paper.page()
    sheet.grid(XS, [100, 120, 200])
    sheet.row(XS, 114, ["名称", "预算", "决算"])
    for at in range(3):
        sheet.row(XS, 136 + 22 * at, [f"支出{at}", f"{at}.00", f"{at}.50"])
    assert one(read(paper)) == [["名称", "预算", "决算"], *([f"支出{at}", f"{at}.00", f"{at}.50"] for at in range(3))]


def test_numbers_that_touch_the_rule_between_them_are_two_numbers() -> None:
    paper = Paper()
    sheet = paper.page()
    sheet.grid([100, 140, 180], [100, 120])
    sheet.text(100.2, 114, "1,234.56")  # eight half ems of ten points: it ends at the rule
    sheet.text(140.2, 114, "6,543.21")
    assert one(read(paper)) == [["1,234.56", "6,543.21"]]


def test_text_that_flows_over_a_rule_stays_in_its_cell() -> None:
    paper = Paper()
    sheet = paper.page()
    sheet.grid([100, 147, 250], [100, 120])
    sheet.text(103, 114, "123,456,789.00")  # seventy points wide from 103: over the rule at 147, most of it before
    sheet.text(230, 114, "元")
    assert one(read(paper)) == [["123,456,789.00", "元"]]


LINES = [
    (50, 62, ["一般公共服务", "支出"], "一般公共服务支出"),
    (50, 35, ["11,542", ".36"], "11,542.36"),
    (50, 150, ["12", "34"], "12 34"),
    (50, 11, ["1", "2"], "1 2"),
    (50, 52, ["1,234,567", "890"], "1,234,567 890"),
    (50, 52, ["100,763.00", "3.00"], "100,763.00 3.00"),
    (55.4, 57.9, ["811,669.9", "7"], "811,669.97"),
    (60, 57.9, ["11,669.9", "7"], "11,669.9 7"),
]
"""Where text begins in a cell that begins at 50, the width of the cell, lines of ten points, and what they are.

A digit is five points wide. In the cell of 57.9 points nine signs leave 12.9: less than one digit beside margins of 5.4
on both sides; eight signs leave room.
"""


@pytest.mark.parametrize(("left", "wide", "lines", "text"), LINES, ids=lambda one: str(one)[:20])
def test_what_the_lines_of_a_cell_are_put_together_to(left: float, wide: float, lines: list[str], text: str) -> None:
    paper = Paper()
    sheet = paper.page()
    sheet.grid([50, 50 + wide, 300], [100, 140])
    for at, line in enumerate(lines):
        sheet.text(left, 114 + 14 * at, line)
    sheet.text(220, 114, "甲 乙")
    assert one(read(paper)) == [[text, "甲 乙"]]


def test_spaces_within_a_number_stay_as_printed() -> None:
    paper = Paper()
    sheet = paper.page()
    sheet.text(50, 100, "收入341. 39万元，支出138 . 59万元。")
    assert paragraphs(read(paper)) == ["收入341. 39万元，支出138 . 59万元。"]


def test_type_printed_twice_for_bold_is_read_once() -> None:
    paper = Paper()
    sheet = paper.page()
    for off in (0, 0.3):
        sheet.text(50 + off, 100, "合计1,100.00")
    for sign, x in zip("支出", (50, 60), strict=True):
        for off in (0, 0.2, 0.4):
            sheet.text(x + off, 130, sign)
    assert paragraphs(read(paper)) == ["合计1,100.00", "支出"]


def test_invisible_text_and_text_in_the_colour_of_paper_are_counted_and_left_out() -> None:
    paper = Paper()
    sheet = paper.page()
    sheet.text(50, 100, "收入1.00万元")
    sheet.text(50, 130, "暗记", mode=3)
    sheet.text(50, 160, "白字", colour="1 1 1")
    sheet.bar(40, 180, 200, 200, "0 0 0.5")
    sheet.text(50, 194, "白字蓝底", colour="1 1 1")
    sheet.text(50, 900, "页外")
    pages = read(paper)
    assert paragraphs(pages) == ["收入1.00万元", "白字蓝底"]
    assert pages.hidden == {1: 6}


def test_text_outside_its_clip_is_left_out_and_text_cut_at_its_end_is_whole() -> None:
    paper = Paper()
    sheet = paper.page()
    sheet.cut(40, 80, 80, 110)
    sheet.text(50, 100, "341.39")
    sheet.text(50, 130, "7,644.00")
    sheet.whole()
    pages = read(paper)
    assert paragraphs(pages) == ["341.39"]
    assert pages.hidden == {1: 8}


def test_a_watermark_is_furniture() -> None:
    paper = Paper()
    sheet = paper.page()
    form(sheet)
    sheet.text(100, 400, "内部资料", 40, angle=35)
    pages = read(paper)
    assert one(pages) == ROWS
    assert paragraphs(pages) == []
    assert pages.furniture == {"内部资料": 1}


def test_single_glyphs_of_a_font_that_is_nowhere_are_read() -> None:
    paper = Paper()
    sheet = paper.page()
    for at, sign in enumerate("收支总表"):
        sheet.text(50 + 10 * at, 100, sign)
    assert paragraphs(read(paper)) == ["收支总表"]


def test_the_same_text_in_rows_below_one_another_is_read_in_each() -> None:
    paper = Paper()
    sheet = paper.page()
    for y in (100, 114, 128):
        sheet.text(50, y, "工资福利支出")
    assert paragraphs(read(paper)) == ["工资福利支出"] * 3


def test_radicals_stay_as_they_are() -> None:
    paper = Paper()
    paper.page().text(50, 100, "部⻔⻋辆")
    assert paragraphs(read(paper)) == ["部⻔⻋辆"]


def test_glyphs_without_a_character_are_said_and_never_guessed() -> None:
    paper = Paper()
    sheet = paper.page()
    sheet.text(50, 100, "预算")
    sheet.text(50, 130, "㐀㐁", font="F2")
    pages = read(paper)
    assert paragraphs(pages) == ["预算", "\ufffd\ufffd"]
    assert pages.unmapped == {1: 2}


def test_glyphs_not_read_are_told_with_the_document_and_counted_for_each_page() -> None:
    paper = Paper()
    paper.page().text(50, 100, "预算")
    for hidden in ("暗记", "暗记号"):
        sheet = paper.page()
        sheet.text(50, 100, hidden, mode=3)
        sheet.text(50, 130, "㐀", font="F2")
    document = documents.read(Source(name="document.pdf", content=paper.content(), place="document.pdf"))
    assert [(one.place, one.reason) for one in document.aside] == [
        ("5 glyphs on 2 pages from page 2", "hidden"),
        ("2 glyphs on 2 pages from page 2", "no character"),
    ]
    assert document.unread == (Unread(page=2, hidden=2, unmapped=1), Unread(page=3, hidden=3, unmapped=1))


def test_of_a_file_read_in_full_nothing_is_told() -> None:
    paper = Paper()
    paper.page().text(50, 100, "预算")
    document = documents.read(Source(name="document.pdf", content=paper.content(), place="document.pdf"))
    assert (document.aside, document.unread) == ((), ())


def test_lines_of_a_paragraph_are_put_together_and_paragraphs_are_kept_apart() -> None:
    paper = Paper()
    sheet = paper.page()
    sheet.text(70, 100, "一" * 46)
    sheet.text(50, 118, "二" * 48)
    sheet.text(50, 136, "三" * 12 + "。")
    sheet.text(70, 154, "四" * 46)
    sheet.text(50, 172, "五" * 5)
    assert paragraphs(read(paper)) == ["一" * 46 + "二" * 48 + "三" * 12 + "。", "四" * 46 + "五" * 5]


def test_a_line_that_ends_early_because_a_number_had_no_room_goes_on() -> None:
    paper = Paper()
    sheet = paper.page()
    for y in (100, 118, 136):
        sheet.text(50, y, "一" * 48)
    sheet.text(50, 154, "二" * 44 + "比上年")
    sheet.text(50, 172, "1,192.85万元。")
    assert paragraphs(read(paper)) == ["一" * 144 + "二" * 44 + "比上年1,192.85万元。"]


def test_a_title_on_the_next_page_is_not_drawn_into_a_paragraph() -> None:
    paper = Paper()
    first, second = paper.page(), paper.page()
    for y in (700, 718, 736):
        first.text(50, y, "一" * 48)
    second.text(440, 60, "公开表12")
    second.text(50, 90, "二" * 48)
    assert paragraphs(read(paper)) == ["一" * 144, "公开表12", "二" * 48]


def test_a_paragraph_over_two_pages_is_one() -> None:
    paper = Paper()
    first, second = paper.page(), paper.page()
    first.text(70, 780, "收" * 46)
    first.text(290, 820, "- 1 -")
    second.text(50, 60, "支" * 48)
    second.text(50, 78, "出。")
    second.text(290, 820, "- 2 -")
    pages = read(paper)
    assert paragraphs(pages) == ["收" * 46 + "支" * 48 + "出。"]
    assert pages.furniture == {"- 1 -": 1, "- 2 -": 1}


def test_running_heads_are_set_aside_but_units_and_titles_are_not() -> None:
    paper = Paper()
    for at in range(1, 5):
        sheet = paper.page()
        sheet.text(200, 40, "某市某局2026年度部门预算")
        sheet.text(400, 70, "单位：万元")
        sheet.text(100, 300, f"第{at}段。")
    pages = read(paper)
    assert pages.furniture == {"某市某局2026年度部门预算": 4}
    assert paragraphs(pages)[:2] == ["单位：万元", "第1段。"]


def test_a_page_that_is_a_picture_is_set_aside() -> None:
    paper = Paper()
    form(paper.page())
    paper.page().picture(0, 0, 595, 842)
    pages = read(paper)
    assert [(aside.place, aside.reason) for aside in pages.aside] == [("page 2", "picture")]


def test_a_background_picture_under_text_is_no_page_to_be_read() -> None:
    paper = Paper()
    sheet = paper.page()
    sheet.picture(0, 0, 595, 842)
    sheet.text(50, 100, "封面")
    assert read(paper).aside == ()


def test_a_layer_of_recognised_text_under_a_picture_is_its_text() -> None:
    paper = Paper()
    sheet = paper.page()
    sheet.picture(0, 0, 595, 842)
    sheet.text(50, 100, "收入合计5.00万元", mode=3)
    assert paragraphs(read(paper)) == ["收入合计5.00万元"]


def test_a_file_of_pictures_is_refused_and_ocr_is_named() -> None:
    paper = Paper()
    paper.page().picture(0, 0, 595, 842)
    with pytest.raises(PicturesOnly, match="OCR") as caught:
        read(paper)
    assert caught.value.place == "document.pdf"


@pytest.mark.parametrize("count", [0, 2])
def test_a_file_without_pages_or_with_blank_ones_is_empty(count: int) -> None:
    paper = Paper()
    for _ in range(count):
        paper.page()
    with pytest.raises(EmptyDocument, match=f"{count} pages"):
        read(paper)


def test_a_file_that_needs_a_password() -> None:
    paper = Paper()
    form(paper.page())
    with pytest.raises(ProtectedFile, match="password"):
        blocks(paper.content(locked=True), "document.pdf")


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.5\n%%EOF"])
def test_what_is_no_pdf_is_said_to_be_damaged(content: bytes) -> None:
    with pytest.raises(DamagedFile):
        blocks(content, "document.pdf")


def test_a_file_cut_short_is_an_error_of_ours_or_read() -> None:
    paper = Paper()
    form(paper.page())
    content = paper.content()
    for end in range(20, len(content), 97):
        try:
            found = blocks(content[:end], "document.pdf")
        except (DamagedFile, EmptyDocument):
            continue
        assert found.pages == 1


def test_a_page_beyond_all_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = Paper()
    form(paper.page())
    monkeypatch.setattr("kg.documents.pdf.drawing.MOST_OBJECTS", 5)
    with pytest.raises(DamagedFile, match=re.escape("at most 5")) as caught:
        read(paper)
    assert caught.value.place == "document.pdf: page 1"
