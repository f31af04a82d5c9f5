"""Web pages that place every word, as programs write them that turn a PDF to HTML; and pages that are none of these."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.documents import Source, read
from kg.model import Box, Document

XS = [50, 150, 300, 400]
ROWS = [
    ["科目", "名称", "金额"],
    ["201", "一般公共服务支出", "1,234.56"],
    ["205", "教育支出", "7.00"],
    ["", "合计", "1,241.56"],
]
FULL = "position:absolute;"
PAGE = "position:relative;width:595pt;height:842pt;"


def of(body: str, head: str = "") -> Document:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read(Source(name="page.html", content=page.encode(), place="page.html"))


def word(x: float, y: float, text: str, more: str = "") -> str:
    return f'<div style="{FULL}left:{x}pt;top:{y}pt;font-size:10pt;line-height:10pt;{more}">{text}</div>'


def rule(x: float, y: float, wide: float, tall: float) -> str:
    side = "bottom" if wide else "right"
    return (
        f'<div style="{FULL}left:{x}pt;top:{y}pt;width:{wide}pt;height:{tall}pt;border-{side}:0.5pt solid #000"> </div>'
    )


def lines(ys: list[float]) -> str:
    across = "".join(rule(XS[0], y, XS[-1] - XS[0], 0) for y in ys)
    return across + "".join(rule(x, ys[0], 0, ys[-1] - ys[0]) for x in XS)


def words(ys: list[float], rows: list[list[str]]) -> str:
    pairs = ((x, y, text) for y, row in zip(ys, rows, strict=False) for x, text in zip(XS, row, strict=False))
    return "".join(word(x + 3, y + 5, text) for x, y, text in pairs if text)


def form(rows: list[list[str]] = ROWS, more: str = "") -> str:
    ys = [100 + 20.0 * at for at in range(len(rows) + 1)]
    return f'<div class="page" style="{PAGE}">{more}{lines(ys)}{words(ys, rows)}</div>'


OTHER = form(more=word(180, 60, "表2 收入表"))
"""A page that begins another table."""


def texts(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_placed_words_and_rules_are_a_table_on_a_page_with_places() -> None:
    document = of(f"<h1>某局预算</h1>{form(more=word(180, 60, '表1 支出表'))}{OTHER}<p>打印</p>")
    assert texts(document) == [ROWS, ROWS]
    assert [paragraph.text for paragraph in document.paragraphs] == ["某局预算", "表1 支出表", "表2 收入表", "打印"]
    assert [table.rows[0].page for table in document.tables] == [1, 2]
    assert document.pages == 2
    assert document.tables[0].rows[1].cells[2].box == Box(left=3000, top=1200, right=4000, bottom=1400)


def test_a_table_over_two_pages_is_one() -> None:
    tall = [ROWS[0], *([str(at), "支出", f"{at}.00"] for at in range(1, 31))]
    document = of(form(tall) + form([["31", "支出", "31.00"], ["32", "支出", "32.00"]]))
    (table,) = document.tables
    assert [(row.number, row.page) for row in table.rows][29:] == [(30, 1), (31, 1), (32, 2), (33, 2)]


def test_a_page_in_a_table_that_lays_out_the_site() -> None:
    document = of(f"<table><tr><td><p>首页</p></td></tr><tr><td>{form()}{OTHER}</td></tr></table>")
    assert texts(document) == [ROWS, ROWS]
    assert [paragraph.text for paragraph in document.paragraphs] == ["首页", "表2 收入表"]


def by_class() -> str:
    """Places and sizes by classes, in pixels from the bottom, text four times as large and scaled down, one text a row.

    A pixel is three quarters of a point. Within a row room is left by spans; print has other sizes.
    """
    rows = "".join(
        f'<div class="t m0 x1 y{at} h1 fs0"><span>{name}</span><span class="_ _1"> </span>{amount}</div>'
        for at, (name, amount) in enumerate([("项目", "预算"), *((f"支出{at}", f"{at},000.00") for at in range(1, 10))])
    )
    heights = "".join(f".y{at}{{bottom:{1000 - 30 * at}px}}" for at in range(10))
    sheet = (
        ".pf{position:relative;overflow:hidden}.t{position:absolute;white-space:pre}.m0{transform:matrix(.25,0,0,.25,0,0)}"
        ".w0{width:800px}.h0{height:1120px}.h1{height:80px}.x1{left:100px}.fs0{font-size:64px}._1{width:600px}"
        f"{heights}@media print{{.w0{{width:10px}}.x1{{left:1px}}}}"
    )
    page = f'<div class="pf w0 h0">{rows}</div>'
    return f"<style>/* .w0{{width:9px}} */{sheet}</style>{page}{page}"


def test_places_by_classes_scaled_text_and_room_left_by_spans() -> None:
    rows = [["项目", "预算"], *([f"支出{at}", f"{at},000.00"] for at in range(1, 10))]
    assert texts(of(by_class())) == [rows + rows]


def test_a_style_for_all_paragraphs_places_them() -> None:
    style = "<style>div{position:relative} p{position:absolute;margin:0;line-height:10pt}</style>"
    ys = [100 + 20.0 * at for at in range(5)]
    placed = words(ys, ROWS).replace(FULL, "").replace("<div", "<p").replace("/div>", "/p>")
    page = f'<div id="page{{}}" style="width:595pt;height:842pt">{lines(ys)}{placed}</div>'
    (table,) = texts(of(page.format(1) + page.format(2), style))
    assert table == ROWS + ROWS


@pytest.mark.parametrize(("more", "cells"), [("", ["205", "12345678", ""]), ("width:79pt", ["205", "", "12345678"])])
def test_the_width_that_a_text_gives_is_its_width(more: str, cells: list[str]) -> None:
    """Eight digits of ten points are forty points wide, most of it before the rule at 300; these may say 79."""
    rows = [*ROWS[:2], ["205", "", ""], ROWS[3]]
    assert texts(of(form(rows, word(270, 145, "12345678", more)) + OTHER))[0][2] == cells


def test_what_is_hidden_is_counted_and_a_watermark_is_furniture() -> None:
    more = word(50, 300, "暗记", "display:none") + word(200, 400, "内部资料", "transform:rotate(-35deg)")
    document = of(form(more=more) + OTHER)
    assert texts(document) == [ROWS, ROWS]
    assert document.furniture == (("内部资料", 1),)
    assert [(one.place, one.reason) for one in document.aside] == [("2 glyphs on page 1", "hidden")]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda page: page.replace("</div></div>", "</div>无处</div>"),
        lambda page: page.replace("</div></div>", "</div><table><tr><td>1</td></tr></table></div>"),
        lambda page: page.replace("</div></div>", f"</div>{word(9, 9, '横', 'transform:rotate(90deg)')}</div>"),
        lambda page: page.replace("</div></div>", f"</div>{word(9, 9, '旋').replace('left:9pt', 'left:9%')}</div>"),
        lambda page: page.replace("height:842pt", "min-height:842pt"),
        lambda page: page.replace("position:relative", "position:static"),
    ],
    ids=["a text without a place", "a table", "turned text", "a share of the width", "no height", "not the frame"],
)
def test_an_element_where_a_place_is_not_known_is_read_as_a_browser_orders_it(spoil: Callable[[str], str]) -> None:
    spoiled = spoil(form() + form())
    document = of(spoiled)
    assert document.pages is None
    assert "1,234.56" in [paragraph.text for paragraph in document.paragraphs]
    assert ROWS not in texts(document)


@pytest.mark.parametrize(
    "style",
    [
        "transform:matrix(1.2.3,0,0,1,0,0)", "transform:matrix(1e999,0,0,1,0,0)", "transform:matrix(0,0,0,0,0,0)",
        "transform:rotate(1.2.3deg)", "left:1e999pt", "left:" + "9" * 400 + "pt", "font-size:-5pt", "font-size:99999pt",
        "line-height:-9pt", "letter-spacing:-99999pt", "width:-5pt", ";;:;left", "left:1pt 2pt",
    ],
)  # fmt: skip
def test_values_that_make_no_sense_do_no_harm(style: str) -> None:
    document = of(form(more=word(50, 300, "乱", style)) + OTHER)
    assert "1,241.56" in str(document.blocks)


def test_style_sheets_of_nonsense_take_no_time() -> None:
    for sheet in ("a" * 400_000, "/*" * 200_000, "@{" * 200_000, ".a{" * 100_000, "}" * 400_000):
        document = of(form() + OTHER, f"<style>{sheet}</style>")
        assert texts(document) == [ROWS, ROWS]


def test_a_web_page_with_some_placed_captions_stays_what_it_is() -> None:
    captions = "".join(word(10, 10 + 20 * at, f"图{at}") for at in range(9))
    banner = f'<div style="{PAGE}">{captions}</div>'
    table = "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    document = of(banner + table + banner + banner)
    assert document.pages is None
    assert [paragraph.text for paragraph in document.paragraphs] == [f"图{at}" for at in range(9)] * 3
    assert texts(document) == [[["甲", "1"], ["乙", "2"]]]


def test_elements_with_a_size_around_one_another_are_not_all_tried() -> None:
    deep = f'<div style="{PAGE}">' * 300 + "无处" + form() * 2 + "</div>" * 300
    document = of(deep)
    assert document.pages is None
    assert document.paragraphs[0].text == "无处"


def test_a_real_page_has_its_tables(shared: Path) -> None:
    document = read(shared / "disclosures" / "yantai" / "烟台市退役军人事务局_2026_budget.html")
    assert document.pages == 53
    summary, revenue = texts(document)[:2]
    assert summary[2] == ["一、财政拨款收入", "28,685.65", "一、一般公共服务支出", ""]
    assert revenue[2][3:9] == ["合 计", "35,874.49", "28,685.65", "28,467.65", "218.00", ""]
    assert document.tables[1].rows[-1].page == 10
