"""Web pages: what a browser shows, tables with their spans, frames apart from tables, encodings, what is hidden."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.documents import Source, html, read
from kg.errors import BeyondLimit, EmptyDocument, UndecodableText
from kg.model import Document, Table

Read = Callable[[str], Document]


@pytest.fixture
def of(tmp_path: Path) -> Read:
    """The document with this inside ``body``."""

    def written(body: str) -> Document:
        path = tmp_path / "page.html"
        path.write_text(f"<!DOCTYPE html><html><body>{body}</body></html>", encoding="utf-8")
        return read(path)

    return written


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def spans(table: Table) -> list[tuple[int, int, int, int]]:
    """Row, column, rows and columns of each cell that takes more than its own place."""
    return [
        (row.number, cell.number, cell.rows, cell.columns)
        for row in table.rows
        for cell in row.cells
        if cell.rows > 1 or cell.columns > 1
    ]


def covered(table: Table) -> list[tuple[int, int]]:
    return [(row.number, cell.number) for row in table.rows for cell in row.cells if cell.covered]


PLAIN = "<tr><td>合计<td>1.00<tr><td>208<td>2.00"


def test_headings_and_paragraphs_in_order(of: Read) -> None:
    document = of("<h1>2024年部门预算</h1><p>第一段</p>散文<div>第二<b>段</b></div><h3>收支总表</h3>")
    assert [(one.text, one.level) for one in document.paragraphs] == [
        ("2024年部门预算", 1), ("第一段", 0), ("散文", 0), ("第二段", 0), ("收支总表", 3),
    ]  # fmt: skip


def test_cells_that_span_keep_every_cell_in_its_column(of: Read) -> None:
    document = of(
        "<table><tr><td rowspan=2>项目<td colspan=2>支出<tr><td>基本<td>项目<tr><td>208<td>1.00<td>2.00</table>"
    )
    (table,) = document.tables
    assert texts(table) == [["项目", "支出", ""], ["", "基本", "项目"], ["208", "1.00", "2.00"]]
    assert spans(table) == [(1, 1, 2, 1), (1, 2, 1, 2)]
    assert covered(table) == [(1, 3), (2, 1)]
    assert [cell.number for cell in table.rows[1].cells] == [1, 2, 3]


def test_line_breaks_are_kept_where_the_page_keeps_them(of: Read) -> None:
    document = of("<p>一\n二</p><pre>三\n四</pre><p>五\n六</p>")
    assert [one.text for one in document.paragraphs] == ["一 二", "三", "四", "五 六"]


def test_a_row_span_ends_with_the_table(of: Read) -> None:
    (table,) = of("<table><tr><td rowspan=60000>甲<td>1<tr><td>2</table>").tables
    assert texts(table) == [["甲", "1"], ["", "2"]]
    assert spans(table) == [(1, 1, 2, 1)]


def test_a_span_of_nonsense_is_one(of: Read) -> None:
    (table,) = of("<table><tr><td colspan=x rowspan=-1>甲<td>1<tr><td>乙<td>2</table>").tables
    assert texts(table) == [["甲", "1"], ["乙", "2"]]
    assert spans(table) == []


def test_a_cell_keeps_its_lines_and_loses_hard_spaces(of: Read) -> None:
    (table,) = of("<table><tr><td>&nbsp;&nbsp;行政<br>运行&nbsp;<td>1<tr><td><p>一</p><p>二</p><td>2</table>").tables
    assert texts(table) == [["行政\n运行", "1"], ["一\n二", "2"]]


def test_scripts_and_styles_are_no_text(of: Read) -> None:
    document = of("<style>p{}</style><script>var x='表';</script><noscript>请</noscript><!-- 注 --><p>正文</p>")
    assert [one.text for one in document.paragraphs] == ["正文"]


@pytest.mark.parametrize("attribute", ["hidden", "style='display: none'", "style='COLOR:red;Display:None;'",
                                       "style='visibility:hidden'"])  # fmt: skip
def test_what_is_hidden_is_set_aside(attribute: str, of: Read) -> None:
    document = of(f"<p>正文</p><div {attribute}><p>隐藏的部分</p></div>")
    assert [one.text for one in document.paragraphs] == ["正文"]
    assert [(one.place, one.reason) for one in document.aside] == [("element div “隐藏的部分”", "hidden")]


def test_a_hidden_row_is_no_row(of: Read) -> None:
    document = of("<table><tr><td>甲<td>1</tr><tr style='display:none'><td>乙<td>2</tr><tr><td>丙<td>3</table>")
    assert texts(document.tables[0]) == [["甲", "1"], ["丙", "3"]]
    assert len(document.aside) == 1


def test_a_hidden_element_without_text_is_nothing(of: Read) -> None:
    assert of("<p>正文</p><span style='display:none'>\u200d</span>").aside == ()


def test_title_unit_and_note_rows_are_paragraphs(of: Read) -> None:
    document = of(
        "<table><caption>表1</caption><tr><td colspan=2>收支总表<tr><td>部门：某局<td>单位：万元"
        f"{PLAIN}<tr><td colspan=2>注：本表无误</table>"
    )
    assert [block.kind for block in document.blocks] == [*["paragraph"] * 4, "table", "paragraph"]
    said = [one.text for one in document.paragraphs]
    assert said == ["表1", "收支总表", "部门：某局", "单位：万元", "注：本表无误"]
    assert texts(document.tables[0]) == [["合计", "1.00"], ["208", "2.00"]]
    assert [row.number for row in document.tables[0].rows] == [1, 2]


def test_a_row_with_one_label_at_the_end_stays(of: Read) -> None:
    (table,) = of(f"<table>{PLAIN}<tr><td>结转下年<td></table>").tables
    assert texts(table)[-1] == ["结转下年", ""]


def test_a_frame_for_the_page_is_no_table(of: Read) -> None:
    document = of(
        "<table><tr><td colspan=2>网站名称<tr><td>栏目<td><h2>收支总表</h2>"
        f"<table>{PLAIN}</table><p>注：无</p><tr><td colspan=2>版权</table>"
    )
    assert [block.kind for block in document.blocks] == [*["paragraph"] * 3, "table", *["paragraph"] * 2]
    assert [one.text for one in document.paragraphs] == ["网站名称", "栏目", "收支总表", "注：无", "版权"]
    assert texts(document.tables[0]) == [["合计", "1.00"], ["208", "2.00"]]


def test_a_table_in_a_table_of_data_is_a_table_of_its_own(of: Read) -> None:
    document = of(f"<table><tr><td>项目<td>金额<tr><td>甲<td>1<tr><td>乙<td>2<table>{PLAIN}</table></table>")
    assert [texts(table) for table in document.tables] == [
        [["项目", "金额"], ["甲", "1"], ["乙", "2"]],
        [["合计", "1.00"], ["208", "2.00"]],
    ]
    assert [table.number for table in document.tables] == [1, 2]


@pytest.mark.parametrize("cells", ["<tr><td>一段<tr><td>二段", "<tr><td>一段<td>二段"])
def test_a_single_row_or_column_is_no_table(cells: str, of: Read) -> None:
    document = of(f"<table>{cells}</table>")
    assert document.tables == ()
    assert [one.text for one in document.paragraphs] == ["一段", "二段"]


def test_the_foot_of_a_table_stands_last(of: Read) -> None:
    (table,) = of(f"<table><tfoot><tr><td>总计<td>3.00</tfoot><tbody>{PLAIN}</tbody></table>").tables
    assert texts(table) == [["合计", "1.00"], ["208", "2.00"], ["总计", "3.00"]]


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb18030", "utf-8", None])
def test_a_page_in_gb18030_is_read_whatever_it_declares(label: str | None, tmp_path: Path) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    path = tmp_path / "page.html"
    path.write_bytes(f"<html><head>{meta}</head><body><p>部门预算公开</p></body></html>".encode("gb18030"))
    document = read(path)
    assert document.paragraphs[0].text == "部门预算公开"
    assert document.media_type == "text/html; charset=GB18030"


def test_a_page_in_utf8_that_declares_another_encoding_is_utf8(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text('<meta charset="gb2312"><p>部门预算公开</p>', encoding="utf-8")
    assert read(path).paragraphs[0].text == "部门预算公开"
    assert read(path).media_type == "text/html"


def test_the_encoding_of_the_server_is_believed_for_big5() -> None:
    content = "<html><body><p>預算總表</p></body></html>".encode("big5")
    document = read(Source(name="a.html", content=content, place="a.html", charset="big5"))
    assert document.paragraphs[0].text == "預算總表"
    assert document.media_type == "text/html; charset=Big5"


def test_a_page_with_a_byte_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes("<html><body>预算".encode() + b"\xff</body></html>")
    with pytest.raises(UndecodableText, match="0xff"):
        read(path)


def test_a_page_without_text_is_no_document(of: Read) -> None:
    with pytest.raises(EmptyDocument):
        of("<script>x</script>")


def test_a_page_nested_too_deep_is_refused(of: Read) -> None:
    with pytest.raises(BeyondLimit, match="10,000"):
        of("<div>" * (html.MAX_DEPTH + 1) + "x")


def test_a_page_as_deep_as_the_limit_is_read(of: Read) -> None:
    deep = html.MAX_DEPTH - 2  # html and body are two
    assert of("<div>" * deep + "底").paragraphs[0].text == "底"


def test_open_paragraphs_and_cells_do_not_count_as_depth(of: Read) -> None:
    document = of("<p>段" * (html.MAX_DEPTH + 1))
    assert len(document.paragraphs) == html.MAX_DEPTH + 1


def test_a_table_of_impossible_width_is_refused(of: Read) -> None:
    with pytest.raises(BeyondLimit, match="columns"):
        of("<table><tr>" + "<td colspan=1000>x" * 3 + "<tr><td>y</table>")


def test_the_pages_of_the_corpus(shared: Path) -> None:
    """重庆: prose in 46 blocks, two kinds of hidden menus. 烟台: drawn by coordinates, its title is the heading."""
    document = read(next((shared / "disclosures" / "chongqing").glob("*.html")))
    assert document.tables == ()
    assert document.paragraphs[1].text == "重庆市交通委员会2018年部门预算情况说明"
    assert document.paragraphs[1].level == 2
    said = next(one.text for one in document.paragraphs if "2018年“三公”经费预算" in one.text)
    assert "2800.68万元" in said
    page = read(next((shared / "disclosures" / "yantai").glob("*.html")))
    assert next(one.text for one in page.paragraphs if one.level == 1) == "2026年烟台市退役军人事务局部门预算"
