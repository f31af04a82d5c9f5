"""A file of several disclosures is several, each with its place; where that is not sure it is refused as a whole."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest

from kg.documents import grid, read
from kg.documents.sheets import Sheet, reading
from kg.errors import KgError, SeveralDisclosures
from kg.extract import Forms, extract, extract_parts
from kg.model import Block, Cell, Document, Extraction, Paragraph, Part, Row

Table = list[tuple[str, ...]]
JIA, YI, BING = "泽州县财政局", "泽州县财政局国库中心", "泽州县财政局投资评审中心"
CONTENTS = ["目录", "第一部分 概况", "第二部分 预算表"]


def made(blocks: Sequence[Block], pages: int | None = None) -> Document:
    return Document(name="file", sha256="a" * 64, media_type="x", size=1, blocks=tuple(blocks), pages=pages)


def paged(*pages: Sequence[str | Table]) -> Document:
    """A document of pages, each of which is given as lines and tables."""
    items: list[grid.Item] = []
    for page, content in enumerate(pages, 1):
        items += [Paragraph(text=one, page=page) if isinstance(one, str) else rows(one, page) for one in content]
    return made(grid.blocks(items), len(pages))


def rows(table: Table, page: int) -> tuple[Row, ...]:
    return tuple(
        Row(number=number, page=page, cells=tuple(Cell(number=at, text=text) for at, text in enumerate(row, 1)))
        for number, row in enumerate(table, 1)
    )


def cover(body: str, level: str, year: int = 2026, kind: str = "预算") -> list[str | Table]:
    return [body, f"{year}年{level}{kind}", "2026年2月"]


def spending(amount: str, body: str = "") -> list[str | Table]:
    """A page with a form of one class of spending."""
    above = [f"编制单位：{body}"] if body else []
    form: Table = [("科目编码", "科目名称", "合计"), ("201", "一般公共服务支出", amount), ("", "合计", amount)]
    return ["支出总表", *above, "单位：万元", form]


def summary(amount: str, body: str) -> list[str | Table]:
    """A page with the summary of a body."""
    form: Table = [
        ("收入", "预算数", "支出", "预算数"),
        ("一、一般公共预算拨款收入", amount, "一、一般公共服务支出", amount),
        ("收入总计", amount, "支出总计", amount),
    ]
    return [f"{body}2026年收支总表", f"编制单位：{body}", "单位：万元", form]


def said(found: Sequence[Extraction]) -> list[tuple[str, int, str, str, list[str], list[int]]]:
    """Of each part: body, year, kind and level, the amounts it claims and the tables it has."""
    return [
        (
            one.disclosure.agency.name,
            one.disclosure.year,
            one.disclosure.kind.value,
            one.disclosure.scope.value,
            sorted({claim.amount.text for claim in one.claims}),
            [table.number for table in one.tables],
        )
        for one in found
    ]


def test_cover_after_cover(forms: Forms) -> None:
    """A department and then two of its units, each with a cover and a contents list."""
    found = extract_parts(
        paged(
            cover(JIA, "部门"), CONTENTS, spending("9.00"),
            cover(YI, "单位"), CONTENTS, spending("4.00"), ["财政拨款支出4万元。"],
            cover(BING, "单位"), CONTENTS, spending("5.00"),
        ),
        forms,
    )  # fmt: skip
    assert said(found) == [
        (JIA, 2026, "budget", "consolidated", ["9.00"], [1]),
        (YI, 2026, "budget", "own", ["4.00"], [2]),
        (BING, 2026, "budget", "own", ["5.00"], [3]),
    ]
    assert [one.part for one in found] == [
        Part(number=1, first_page=1, last_page=3),
        Part(number=2, first_page=4, last_page=7),
        Part(number=3, first_page=8, last_page=10),
    ]
    assert [one.id for one in found] == [f"{'a' * 16}-{number}" for number in (1, 2, 3)]
    assert {claim.place.page for claim in found[1].claims} == {6}, "a place is one of the file"
    assert [one.account.prose for one in found] == [0, 1, 0]


def test_a_budget_and_final_accounts(forms: Forms) -> None:
    accounts = ["支出决算表", "单位：万元", [("科目编码", "科目名称", "合计"), ("201", "一般公共服务支出", "3.00")]]
    found = extract_parts(
        paged(cover(JIA, "部门"), spending("9.00"), cover(JIA, "部门", 2024, "决算"), accounts), forms
    )
    assert [(year, kind, amounts) for _, year, kind, _, amounts, _ in said(found)] == [
        (2026, "budget", ["9.00"]),
        (2024, "final", ["3.00"]),
    ]


def test_several_agencies_in_a_text(forms: Forms) -> None:
    """Without pages a title above a contents list or a first part begins a disclosure; its place is told in lines."""
    texts = []
    for body in (JIA, "泽州县教育局", "泽州县民政局"):
        texts += [f"{body}2026年部门预算", "目录", "第一部分 概况", f"本年支出{len(texts)}万元。"]
    blocks = grid.blocks(Paragraph(text=text, line=line) for line, text in enumerate(texts, 1))
    found = extract_parts(made(blocks), forms)
    assert [one.disclosure.agency.name for one in found] == [JIA, "泽州县教育局", "泽州县民政局"]
    assert [one.part for one in found][1:] == [
        Part(number=2, first_line=5, last_line=8),
        Part(number=3, first_line=9, last_line=12),
    ]


def sheet(name: str, *lines: tuple[str, ...]) -> Sheet:
    return Sheet(name, {(row, at): text for row, texts in enumerate(lines) for at, text in enumerate(texts) if text})


def unit_sheet(body: str, amount: str) -> Sheet:
    return sheet(
        body[-4:],
        (f"{body}2026年单位预算收支总表",),
        (f"编制单位：{body}", "", "", "单位：万元"),
        ("收入", "预算数", "支出", "预算数"),
        ("一、一般公共预算拨款收入", amount, "一、一般公共服务支出", amount),
        ("收入总计", amount, "支出总计", amount),
    )


def test_sheets_of_a_workbook_per_unit(forms: Forms) -> None:
    """No covers: each sheet is the summary of another unit, and says its year and level."""
    book = reading([unit_sheet(YI, "4.00"), unit_sheet(BING, "5.00")], "book.xlsx")
    found = extract_parts(made(book.blocks), forms)
    assert said(found) == [
        (YI, 2026, "budget", "own", ["4.00"], [1]),
        (BING, 2026, "budget", "own", ["5.00"], [2]),
    ]


def test_sheets_of_one_body_are_one(forms: Forms) -> None:
    more = sheet(
        "支出总表",
        (f"{YI}2026年单位预算支出总表",),
        (f"编制单位：{YI}", "", "单位：万元"),
        ("科目编码", "科目名称", "合计"),
        ("201", "一般公共服务支出", "4.00"),
    )
    found = extract_parts(made(reading([unit_sheet(YI, "4.00"), more], "book.xlsx").blocks), forms)
    assert [(one.disclosure.agency.name, one.part, len(one.tables)) for one in found] == [(YI, None, 2)]


def test_a_contents_list_begins_nothing(forms: Forms) -> None:
    """What the contents of a department's disclosure list, over two pages, are no covers."""
    listed = [f"{YI}2026年单位预算", f"{BING}2026年单位预算......12"]
    document = paged(cover(JIA, "部门"), ["目录", f"{JIA}2026年部门预算"], listed, ["第一部分 概况"], spending("9.00"))
    found = extract_parts(document, forms)
    assert [(one.disclosure.agency.name, one.part) for one in found] == [(JIA, None)]


def test_forms_of_units_among_a_departments_are_the_departments(forms: Forms) -> None:
    """Only a summary of its own makes a unit's forms a disclosure."""
    project: Table = [("项目名称", "合计"), ("国库系统维护", "1.00"), ("合计", "1.00")]
    units: list[list[str | Table]] = [["项目支出表", f"编制单位：{body}", "单位：万元", project] for body in (YI, BING)]
    found = extract_parts(paged(cover(JIA, "部门"), summary("9.00", JIA), *units), forms)
    assert [(one.disclosure.agency.name, one.part, len(one.tables)) for one in found] == [(JIA, None, 3)]


def test_a_title_repeated_inside_begins_nothing(forms: Forms) -> None:
    document = paged(cover(JIA, "部门"), CONTENTS, cover(JIA, "部门"), spending("9.00"))
    assert [one.part for one in extract_parts(document, forms)] == [None]


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        # a unit's summary whose year is not printed: it is not the department's by default
        ((cover(JIA, "部门"), summary("9.00", JIA), ["收支总表", *summary("4.00", YI)[1:]]), "year"),
        # the department begins again behind the unit: whose the last pages are is open
        ((cover(JIA, "部门"), spending("9.00"), cover(YI, "单位"), spending("4.00"), cover(JIA, "部门"),
          spending("9.00")), "begins twice"),
        # a form of the department among those of the unit
        ((cover(JIA, "部门"), spending("9.00"), cover(YI, "单位"), spending("4.00", YI), spending("9.00", JIA)),
         "编制单位"),
        # the forms behind a unit's cover are of another year
        ((cover(JIA, "部门"), spending("9.00"), cover(YI, "单位"), ["第二部分 2025年单位预算表"]), "2025"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_refused_as_a_whole(pages: Sequence[Sequence[str | Table]], why: str, forms: Forms) -> None:
    with pytest.raises(SeveralDisclosures, match=why) as caught:
        extract_parts(paged(*pages), forms)
    assert isinstance(caught.value, KgError)
    assert caught.value.place == "file"
    assert "docs/refusals.md#several-disclosures" in caught.value.advice


def test_a_departments_and_its_units_real_disclosures_in_one_file(shared: Path, forms: Forms, tmp_path: Path) -> None:
    """26 pages of a commission with its units and 22 of the commission alone: what each says, it says in one file."""
    folder = shared / "disclosures" / "shanghai-putuo"
    files = [folder / f"上海市普陀区商务委员会{which}25年预算.pdf" for which in ("", "单位")]
    both = pypdfium2.PdfDocument.new()
    for file in files:
        with pypdfium2.PdfDocument(file) as one:
            both.import_pages(one)
    both.save(tmp_path / "both.pdf")
    both.close()
    found = extract_parts(read(tmp_path / "both.pdf"), forms)
    assert [one.part for one in found] == [
        Part(number=1, first_page=1, last_page=26),
        Part(number=2, first_page=27, last_page=48),
    ]
    for part, file in zip(found, files, strict=True):
        alone = extract(read(file), forms)
        assert part.disclosure == alone.disclosure
        assert part.account == alone.account
        assert Counter((x.key.id, x.amount) for x in part.claims) == Counter((x.key.id, x.amount) for x in alone.claims)
