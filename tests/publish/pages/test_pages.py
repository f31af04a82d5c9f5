"""Pages of the samples, held against what the documents print; expected values are worked out from the documents."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.errors import BadParameter, NoSuchPage
from kg.publish.pages import Asked, Site, error
from kg.publish.pages.places import clipped
from kg.publish.pages.words import Speech

Read = Callable[..., LexborHTMLParser]
HUZHU = "page/agency/630223-huzhutuzuzizhixianyiliaobaozhangju-9d53bd"
ZEZHOU = "page/agency/140525-zezhouxianyiliaobaoxianfuwuzhongxin-616b1c"
HUZHU_FILE = "page/file/736c4c71466e6252"


def text_of(node: LexborNode | None) -> str:
    assert node is not None
    return re.sub(r"\s+", " ", node.text()).strip()


def table_after(page: LexborHTMLParser, heading: str) -> list[list[str]]:
    """The rows of the table of the section with this heading."""
    section = next(one for one in page.css("section") if one.attributes.get("aria-labelledby") == heading)
    return [[text_of(cell) for cell in row.css("th,td")] for row in section.css("tbody tr")]


def links(page: LexborHTMLParser, start: str) -> list[str]:
    found = [one.attributes.get("href") or "" for one in page.css("main a")]
    return [one for one in found if one.startswith(start)]


def test_home_counts_what_is_there(read: Read) -> None:
    page = read("", "en")
    counts = {text_of(one.css_first("dt")): text_of(one.css_first("dd")) for one in page.css("dl.counts div")}
    assert counts["documents"] == "5"
    assert counts["departments and units"] == "7"  # five that disclose, two that are named as their superiors
    assert len(page.css("main tbody tr")) == 5


def test_what_a_body_spends_by_function(read: Read) -> None:
    """互助 2024, final accounts, as its table of expenditure prints in ten thousands: 9.18, 326.78, 5.43."""
    rows = table_after(read(HUZHU), "function-classes")
    assert rows == [
        ["208", "社会保障和就业支出", "9.18"],
        ["210", "卫生健康支出", "326.78"],
        ["221", "住房保障支出", "5.43"],
    ]


def test_the_same_in_yuan(read: Read) -> None:
    rows = table_after(read(HUZHU, unit="yuan"), "function-classes")
    assert [row[2] for row in rows] == ["91,800.00", "3,267,800.00", "54,300.00"]


def test_budget_stands_beside_final(read: Read) -> None:
    """Printed for the three public expenses: 2.10 as budgeted and 2.10 as spent."""
    rows = table_after(read(HUZHU, "en"), "three-public-expenses")
    assert rows[0][1:] == ["21,000.00", "21,000.00"]


def test_a_superior_and_its_unit_are_linked_both_ways(read: Read) -> None:
    superior = links(read(ZEZHOU), "../../page/agency/140525-zezhouxianyiliaobaozhangju")
    assert len(superior) == 1
    assert f"../../{ZEZHOU}" in links(read(superior[0].removeprefix("../../")), "../../page/agency")


def test_a_figure_tells_its_printings_side_by_side(read: Read) -> None:
    """326.7 in table 1 against 326.78 in tables 3 and 5: they conflict, and the page says so."""
    table = read(f"{HUZHU_FILE}/t01")
    cell = table.css_first("#r12c6")
    assert cell is not None
    assert "conflict" in (cell.attributes["class"] or "")
    assert text_of(cell.css_first("a")) == "326. 7"
    figure = read((cell.css_first("a").attributes["href"] or "").replace("../", ""), "en")
    rows = table_after(figure, "printings")
    assert {row[0] for row in rows} >= {"326. 7", "326.78"}
    assert text_of(figure.css_first(".badge.conflict")) == "Printings conflict"


def test_blocks_that_are_printed_side_by_side_stand_side_by_side(read: Read) -> None:
    """Row 11 of table 1 prints 八、其他收入 without an amount, and beside it 八、社会保障和就业支出 with 9.1."""
    row = read(f"{HUZHU_FILE}/t01").css_first("#r11")
    cells = [text_of(one) for one in row.css("th,td")]
    assert cells[0:2] == ["11", "八、其他收入"]
    assert "八、社会保障和就业支出" in cells[2:]
    assert cells[-1].startswith("9. 1")


def test_every_cell_of_a_table_leads_to_its_figure_and_to_its_place(read: Read, sample_site: Site) -> None:
    page = read(f"{HUZHU_FILE}/t03")
    claims = sample_site.graph.rows(
        "SELECT ?c WHERE { ?r cnf:table <https://w3id.org/cnfiscal/id/file/736c4c71466e6252/t03> . ?c cnf:row ?r }"
    )
    assert len(claims) > 20
    assert len(links(page, "../../../page/figure/")) == len(claims)
    assert len(page.css("a.source")) == len(claims)


def test_a_refused_number_says_why(read: Read) -> None:
    """The third amount of the row 年度资金总, whose label is cut off."""
    page = read(f"{HUZHU_FILE}/t14/r6/c6", "en")
    assert text_of(page.css_first("h1")) == "101.00"
    assert text_of(page.css_first(".badge.refused")) == "a label that is not understood"


def test_an_amount_in_a_sentence_is_shown_in_it(read: Read) -> None:
    page = read("page/file/1611233462c05a34/l356/o49")
    assert text_of(page.css_first("blockquote mark")) == "992.81"


def test_the_account_of_a_file(read: Read) -> None:
    page = read(HUZHU_FILE, "en")
    account = {text_of(one.css_first("dt")): text_of(one.css_first("dd")) for one in page.css("dl.facts div")}
    told = [int(account[name]) for name in ("Claims", "Labels, codes, ordinals", "Other facts", "Refused")]
    assert sum(told) == int(account["Numeric cells"])


def test_a_code_tells_who_spends_on_it_and_where_it_belongs(read: Read) -> None:
    page = read("page/code/function/2101506")
    assert text_of(page.css_first("h1")) == "2101506 医疗保障经办事务"
    crumbs = [text_of(one) for one in page.css(".crumbs li a")]
    assert crumbs == ["首页", "支出功能分类科目", "卫生健康支出", "医疗保障管理事务"]
    assert any(row[0] == "互助土族自治县医疗保障局" for row in table_after(page, "spenders"))


def test_an_edition_has_a_page_with_its_codes(read: Read) -> None:
    page = read("page/code/function/edition/2024-03-29", "en")
    assert text_of(page.css_first("h1")).endswith("财预〔2024〕22号")
    assert len(page.css("ul.codes li")) == 2


def test_what_became_of_a_place(read: Read) -> None:
    """旬阳: 612429, since 2000 610928, since 2021 610981."""
    page = read("page/area/610981")
    assert links(page, "../../page/area/610928")
    assert any(text_of(one) == "旬阳市医疗保障局" for one in page.css("tbody th"))


def test_bodies_side_by_side(read: Read) -> None:
    huzhu, zezhou = (one.rpartition("/")[2] for one in (HUZHU, ZEZHOU))
    page = read("compare", "en", agencies=f"{huzhu},{zezhou}", slice="2024-Final-Consolidated")
    assert [text_of(one) for one in page.css("thead th.number")] == ["互助土族自治县医疗保障局"]
    assert ["210", "Health", "326.78"] in [[text_of(c) for c in row.css("th,td")] for row in page.css("tbody tr")]
    assert len(page.css("ul.chips li")) == 2
    added = read("compare", "en", agencies=huzhu, add="旬阳市医疗保障局")
    assert [text_of(one.css_first("a")) for one in added.css("ul.chips li")] == [
        "互助土族自治县医疗保障局",
        "旬阳市医疗保障局",
    ]


def test_the_vocabulary_has_an_anchor_for_each_term(read: Read) -> None:
    page = read("page/def", "en")
    for name in ("Claim", "Figure", "agreement", "Final", "rule-levels-add"):
        assert page.css_first(f"[id='{name}']") is not None, name
    ids = [one.attributes["id"] for one in page.css("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "path",
    ["", "search", "compare", HUZHU, ZEZHOU, HUZHU_FILE, f"{HUZHU_FILE}/t01", f"{HUZHU_FILE}/t14/r6/c6",
     "page/code/function", "page/code/cofog/07.6", "page/area/610000", "page/def", "page/shapes", "page/graph/figures",
     "data/area/610981", "page/question/printings", "page/cube/budget", "page/code/function/2101506/v2019"],
)  # fmt: skip
def test_a_page_is_well_made(read: Read, path: str, language: str) -> None:
    page = read(path, language)
    assert page.css_first("html").attributes["lang"] == language
    assert len(page.css("h1")) == 1
    assert text_of(page.css_first("title"))
    assert page.css_first("script, style, img, iframe, [style], [onclick]") is None
    ids = [one.attributes["id"] for one in page.css("[id]") if one.attributes["id"]]
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    assert all(
        one.css_first("thead th[scope=col]") or "key" in (one.attributes.get("class") or "")
        for one in page.css("table")
    )
    loaded = [one.attributes["href"] for one in page.css("link[rel=stylesheet]")]
    assert loaded
    assert not any("//" in (one or "") for one in loaded)


@pytest.mark.parametrize("path", ["page/agency/none", "page/", "page", "nothing", "page/id/agency/x", "data/x/../../y"])
def test_what_is_not_there_is_said(sample_site: Site, path: str) -> None:
    with pytest.raises(NoSuchPage, match="nothing here has the address"):
        sample_site.page(Asked(path))


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        (HUZHU, {"part": "projects", "page": "0"}),
        (HUZHU, {"part": "projects", "page": "x"}),
        (HUZHU_FILE, {"page": "99"}),
        (f"{HUZHU_FILE}/t03", {"page": "2"}),
        ("search", {"q": "a", "kind": "nonsense"}),
        ("compare", {"agencies": "<script>"}),
        ("compare", {"in": "x"}),
    ],
)
def test_a_parameter_that_does_not_fit_is_said(sample_site: Site, path: str, parameters: dict[str, str]) -> None:
    with pytest.raises(BadParameter):
        sample_site.page(Asked(path, parameters))


# words and looks -----------------------------------------------------------------------------------------------------


def test_a_phase_has_one_colour_in_every_chart(read: Read) -> None:
    """The three public expenses of 2024 as revised and as spent: bars of two kinds, the legend names both."""
    section = read(HUZHU, "en").css_first("section[aria-labelledby=three-public-expenses]")
    legend = {
        text_of(key): (key.css_first(".swatch").attributes["class"] or "").split()[1] for key in section.css(".key")
    }
    assert legend == {"Revised budget": "kind1", "Final account": "kind3"}
    bars = {(bar.attributes["class"] or "").split()[1] for bar in section.css("rect")}
    assert bars == {"kind1", "kind3"}


def test_every_code_of_a_refusal_is_told_in_words() -> None:
    """Those of the tables of docs/refusals.md."""
    page = (Path(__file__).parents[3] / "docs" / "refusals.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    codes = {code for row in rows for code in re.findall("`([a-z-]+)`", row)}
    assert len(codes) > 30
    assert [code for code in sorted(codes) if Speech("zh").coded("reason", code) == code] == []


def test_what_is_printed_as_a_reason_stays_as_printed() -> None:
    assert Speech("en").coded("reason", "本表无数据") == "本表无数据"


def test_a_long_sentence_is_cut_around_its_amount() -> None:
    before, behind = "甲" * 200, "乙" * 61
    assert clipped((before, "12.5", behind)) == ("…" + "甲" * 60, "12.5", behind)
    assert clipped(("", "1", "乙" * 62)) == ("", "1", "乙" * 60 + "…")


def test_a_refusal_says_in_the_language_of_the_reader_what_to_do() -> None:
    page = LexborHTMLParser(error(Asked("page/x", {}, "zh"), 404, "nothing here has the address page/x.").decode())
    told = [(one.attributes.get("lang"), text_of(one)) for one in page.css("main p")][:2]
    assert told == [(None, "请核对地址，或从首页按名称搜索。"), ("en", "nothing here has the address page/x.")]


def test_the_home_page_has_one_search(read: Read) -> None:
    assert len(read("").css("form[role=search]")) == 1
    assert len(read("browse").css("form[role=search]")) == 1
