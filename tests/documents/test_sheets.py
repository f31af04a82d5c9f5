"""Workbooks, new and old: what is shown, merged, hidden; where tables begin and end; what is not computed."""

import struct
from pathlib import Path

import pytest
from office_files import (
    compound,
    hidden_column,
    hidden_row,
    label,
    locked,
    merged,
    number,
    records,
    row,
    xlsx,
    zipped,
)  # fmt: skip

from kg.documents import read
from kg.errors import BeyondLimit, DamagedFile, ProtectedFile
from kg.model import Document


def texts(document: Document, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def said(document: Document) -> list[str]:
    return [one.text for one in document.paragraphs]


def of(folder: Path, *rows: str, after: str = "", before: str = "", **parts: str) -> Document:
    content = f"{before}<sheetData>{''.join(rows)}</sheetData>{after}"
    more = {f"xl/{name}.xml": xml for name, xml in parts.items()}
    return read(xlsx(folder / "a.xlsx", {"收支总表": content}, more=more))


HEAD = row(1, "科目", "名称", "金额")
BODY = row(2, "208", "社保", "5")


def test_a_sheet_is_a_heading_and_a_table(tmp_path: Path) -> None:
    document = of(tmp_path, HEAD, BODY)
    assert [(one.text, one.level) for one in document.paragraphs] == [("收支总表", 1)]
    assert texts(document) == [["科目", "名称", "金额"], ["208", "社保", "5"]]
    assert [row.line for row in document.tables[0].rows] == [1, 2]


def test_merged_cells_cover_the_others(tmp_path: Path) -> None:
    merges = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells>'
    document = of(tmp_path, row(1, "项目", "支出"), row(2, None, "基本", "项目"), row(3, "甲", "1", "2"), after=merges)
    (table,) = document.tables
    assert texts(document) == [["项目", "支出", ""], ["", "基本", "项目"], ["甲", "1", "2"]]
    assert [(cell.rows, cell.columns, cell.covered) for cell in table.rows[0].cells] == [
        (2, 1, False), (1, 2, False), (1, 1, True),
    ]  # fmt: skip
    assert table.rows[1].cells[0].covered


def test_title_and_unit_rows_are_paragraphs_with_their_row(tmp_path: Path) -> None:
    rows = row(1, "收支总表"), row(2, "部门：某局", None, "单位：万元"), row(3, "科目", "名称", "金额")
    document = of(tmp_path, *rows, row(4, "208", "社保", "5"), row(5, "注：四舍五入"))
    assert [(one.text, one.line) for one in document.paragraphs[1:]] == [
        ("收支总表", 1), ("部门：某局", 2), ("单位：万元", 2), ("注：四舍五入", 5),
    ]  # fmt: skip
    assert [row.line for row in document.tables[0].rows] == [3, 4]


def test_a_gap_within_a_form_does_not_end_its_table(tmp_path: Path) -> None:
    document = of(tmp_path, HEAD, BODY, row(5, "合计", None, "5"))
    assert len(document.tables) == 1
    assert texts(document)[-1] == ["合计", "", "5"]
    assert [row.line for row in document.tables[0].rows] == [1, 2, 5]


def test_a_label_after_a_gap_does_not_end_the_table(tmp_path: Path) -> None:
    document = of(tmp_path, HEAD, BODY, row(4, "二、其他"), row(5, "210", "卫生", "6"))
    assert len(document.tables) == 1


def test_a_title_after_a_gap_begins_a_new_table(tmp_path: Path) -> None:
    document = of(tmp_path, HEAD, BODY, row(4, None, "第二表"), row(5, "项目", "说明", "数"), row(6, "甲", "乙", "1"))
    assert [texts(document, at)[0] for at in (0, 1)] == [["科目", "名称", "金额"], ["项目", "说明", "数"]]
    assert said(document) == ["收支总表", "第二表"]


def test_a_lone_word_of_a_header_is_no_title(tmp_path: Path) -> None:
    document = of(tmp_path, row(1, None, None, "本年支出"), row(2, "科目", "名称", "金额"), row(3, "208", "社保", "5"))
    assert texts(document)[0] == ["", "", "本年支出"]
    assert said(document) == ["收支总表"]


def test_the_number_of_a_form_at_the_right_is_a_paragraph(tmp_path: Path) -> None:
    document = of(tmp_path, row(1, None, None, "公开01表"), row(2, "科目", "名称", "金额"), row(3, "208", "社保", "5"))
    assert said(document) == ["收支总表", "公开01表"]
    assert len(document.tables[0].rows) == 2


def test_a_header_after_a_gap_begins_a_new_table(tmp_path: Path) -> None:
    document = of(tmp_path, HEAD, BODY, row(4, "项目", "说明", "数"), row(5, "甲", "乙", "1"))
    assert [len(table.rows) for table in document.tables] == [2, 2]


def test_more_columns_after_a_gap_begin_a_new_table(tmp_path: Path) -> None:
    document = of(tmp_path, HEAD, BODY, row(4, "1", "2", "3", "4"), row(5, "1", "2", "3", "4"))
    assert [table.width for table in document.tables] == [3, 4]


def test_empty_columns_at_the_edges_are_left_out(tmp_path: Path) -> None:
    document = of(tmp_path, row(3, None, None, "甲", "乙"), row(4, None, None, "丙", "1"))
    assert texts(document) == [["甲", "乙"], ["丙", "1"]]
    assert [cell.number for cell in document.tables[0].rows[0].cells] == [1, 2]


def test_hidden_rows_and_columns_are_set_aside(tmp_path: Path) -> None:
    columns = '<cols><col min="2" max="2" width="9" hidden="1"/></cols>'
    gone = row(3, "210", "卫生", "6", attributes=' hidden="1"')
    document = of(tmp_path, HEAD, BODY, gone, row(4, "221", "住房", "7"),
                  before=columns)  # fmt: skip
    assert texts(document) == [["科目", "金额"], ["208", "5"], ["221", "7"]]
    assert [(one.place, one.reason) for one in document.aside] == [
        ("sheet 收支总表 row 3", "hidden"), ("sheet 收支总表 column B", "hidden"),
    ]  # fmt: skip


def test_a_merged_cell_whose_beginning_is_hidden_shows_in_what_is_left(tmp_path: Path) -> None:
    columns = '<cols><col min="1" max="1" width="9" hidden="1"/></cols>'
    document = of(tmp_path, row(1, "支出", None, None), row(2, "甲", "基本", "项目"), row(3, "乙", "1", "2"),
                  row(4, "丙", "3", "4"), before=columns,
                  after='<mergeCells><mergeCell ref="A2:B2"/></mergeCells>')  # fmt: skip
    assert texts(document)[0] == ["甲", "项目"]


def test_hidden_sheets_are_set_aside_and_empty_ones_are_nothing(tmp_path: Path) -> None:
    sheet = f"<sheetData>{HEAD}{BODY}</sheetData>"
    document = read(xlsx(tmp_path / "a.xlsx", {"一": sheet, "藏": sheet, "空": "<sheetData/>"}, states=" h "))
    assert said(document) == ["一"]
    assert [(one.place, one.reason) for one in document.aside] == [("sheet 藏", "hidden")]


STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<numFmts><numFmt numFmtId="176" formatCode="#,##0.00_ "/></numFmts>'
    '<fonts><font><family val="34"/></font></fonts>'  # a family beyond the standard's, as some programs write it
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="10"/><xf numFmtId="31"/></cellXfs></styleSheet>'
)


@pytest.mark.parametrize(
    ("style", "value", "shown"),
    [("0", "1234.5000000001", "1234.5"), ("1", "1234.5000000001", "1,234.50"), ("2", "0.1234", "12.34%"),
     ("3", "45292", "2024年1月1日"), ("9", "5", "5")],
)  # fmt: skip
def test_numbers_are_as_the_sheet_shows_them(style: str, value: str, shown: str, tmp_path: Path) -> None:
    cell = f'<c r="C2" s="{style}"><v>{value}</v></c>'
    assert texts(of(tmp_path, HEAD, row(2, "208", "社保", cell), styles=STYLES))[1][2] == shown


def test_a_date_in_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    cell = '<c r="B2" s="3"><v>0</v></c>'
    sheet = f"<sheetData>{row(1, '项目', '日期')}{row(2, '甲', cell)}</sheetData>"
    book = (
        '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<workbookPr date1904="1"/><sheets><sheet name="一" sheetId="1" r:id="s1"/></sheets></workbook>'
    )
    document = read(xlsx(path, {"一": sheet}, more={"xl/styles.xml": STYLES, "xl/workbook.xml": book}))
    assert texts(document)[1] == ["甲", "1904年1月1日"]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="C2"><f>A1+1</f><v>7</v></c>', "7"),
        ('<c r="C2" t="str"><f>A1</f><v>甲</v></c>', "甲"),
        ('<c r="C2" t="str"><f>A1</f><v></v></c>', ""),
        ('<c r="C2" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="C2" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="C2" t="s"><v>1</v></c>', "行政运行"),
        ('<c r="C2" t="inlineStr"><is><r><t>行政</t></r><r><t>运行</t></r></is></c>', "行政运行"),
        ("<c><v>8</v></c>", "8"),
    ],
    ids=["formula", "text formula", "empty formula", "boolean", "error", "shared", "runs", "without reference"],
)
def test_kinds_of_cells(cell: str, shown: str, tmp_path: Path) -> None:
    strings = "<sst><si><t>甲</t></si><si><r><t>行政</t></r><r><t>运行</t></r><rPh><t>xing</t></rPh></si></sst>"
    document = of(tmp_path, HEAD, row(2, "208", "社保", cell), sharedStrings=strings)
    assert texts(document)[1][2] == shown
    assert document.aside == ()


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>"])
def test_a_formula_without_a_result_shows_itself_and_is_set_aside(value: str, tmp_path: Path) -> None:
    cell = f'<c r="C2"><f>SUM(C3:C9)</f>{value}</c>'
    document = of(tmp_path, HEAD, row(2, "208", "社保", cell))
    assert texts(document)[1][2] == "=SUM(C3:C9)"
    assert [(one.place, one.reason) for one in document.aside] == [("sheet 收支总表 cell C2", "not computed")]


def test_a_cell_that_refers_to_a_missing_text_is_damage(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="text number 7"):
        of(tmp_path, HEAD, row(2, '<c r="A2" t="s"><v>7</v></c>'))


def test_a_style_over_all_columns_is_no_width(tmp_path: Path) -> None:
    merges = '<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'
    document = of(tmp_path, row(1, "收支总表"), row(2, "甲", "乙"), row(3, "丙", "1"), after=merges)
    assert document.tables[0].width == 2
    assert said(document) == ["收支总表", "收支总表"]


# what is wrong with a workbook --------------------------------------------------------------------------------------


def test_a_workbook_cut_short(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"一": f"<sheetData>{HEAD}</sheetData>"})
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DamagedFile) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: the file is damaged: ")
    assert caught.value.advice == "Fetch it again, or open it and save it anew."


def test_a_workbook_whose_sheet_is_missing_names_it(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"一": "<sheetData/>"}, more={"xl/_rels/workbook.xml.rels": (
        '<Relationships><Relationship Id="s1" Type="x/worksheet" Target="worksheets/none.xml"/></Relationships>'
    )})  # fmt: skip
    with pytest.raises(DamagedFile, match=r"a\.xlsx!/xl/worksheets/none\.xml: this part is missing"):
        read(path)


def test_a_part_that_is_no_xml_is_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"一": "<sheetData>"})
    with pytest.raises(DamagedFile, match=r"a\.xlsx!/xl/worksheets/sheet1\.xml: .* its XML cannot be read"):
        read(path)


def test_entities_are_refused_and_nothing_is_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("42", encoding="utf-8")
    evil = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><worksheet><sheetData>{HEAD}'
        '<row r="2"><c r="A2"><v>&e;</v></c></row></sheetData></worksheet>'
    )
    path = xlsx(tmp_path / "a.xlsx", {"一": ""}, more={"xl/worksheets/sheet1.xml": evil})
    with pytest.raises(DamagedFile, match="document type"):
        read(path)


def test_laughs_are_refused(tmp_path: Path) -> None:
    lines = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    evil = f'<!DOCTYPE x [<!ENTITY l0 "ha">{lines}]><worksheet><sheetData>&l9;</sheetData></worksheet>'
    path = xlsx(tmp_path / "a.xlsx", {"一": ""}, more={"xl/worksheets/sheet1.xml": evil})
    with pytest.raises(DamagedFile):
        read(path)


def test_a_part_that_unpacks_to_far_more_than_it_is_packed(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"一": f"<sheetData>{' ' * 40_000_000}</sheetData>"})
    assert path.stat().st_size < 100_000
    with pytest.raises(BeyondLimit, match="times as large"):
        read(path)


def test_a_new_workbook_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(compound("EncryptedPackage", b"\x01"))
    with pytest.raises(ProtectedFile) as caught:
        read(path)
    assert str(caught.value) == f"{path}: a password locks it. Open it, remove the password and save it again."


# older workbooks ----------------------------------------------------------------------------------------------------

CELLS = (
    label(0, 0, "收支总表") + merged(0, 0, 0, 2)
    + label(1, 0, "项目") + label(1, 1, "金额") + label(1, 2, "说明")
    + label(2, 0, "甲") + number(2, 1, 1234.5) + label(2, 2, "无")
)  # fmt: skip


def old(folder: Path, content: bytes, name: str = "a.xls") -> Document:
    path = folder / name
    path.write_bytes(content)
    return read(path)


@pytest.mark.parametrize("name", ["a.xls", "a.et", "a.xlsx", "a.doc"])
@pytest.mark.parametrize("wrapped", [True, False], ids=["compound", "records only"])
def test_an_old_workbook(name: str, wrapped: bool, tmp_path: Path) -> None:
    content = records("收支", CELLS, "#,##0.00")
    document = old(tmp_path, compound("Workbook", content) if wrapped else content, name)
    assert said(document) == ["收支", "收支总表"]
    assert texts(document) == [["项目", "金额", "说明"], ["甲", "1,234.50", "无"]]
    assert [row.line for row in document.tables[0].rows] == [2, 3]
    assert document.media_type == "application/vnd.ms-excel"


def test_hidden_rows_and_columns_of_an_old_workbook(tmp_path: Path) -> None:
    content = records("收支", hidden_column(2) + hidden_row(3) + CELLS + label(3, 0, "乙") + number(3, 1, 2.0))
    document = old(tmp_path, content)
    assert texts(document) == [["项目", "金额"], ["甲", "1234.5"]]
    assert [one.place for one in document.aside] == ["sheet 收支 row 4", "sheet 收支 column C"]


def test_an_old_workbook_with_a_password(tmp_path: Path) -> None:
    content = records("收支", CELLS)
    begin = 4 + 16
    with pytest.raises(ProtectedFile):
        old(tmp_path, content[:begin] + locked() + content[begin:])


@pytest.mark.parametrize("cut", [60, 200, 300])
def test_an_old_workbook_cut_short(cut: int, tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="its records cannot be read"):
        old(tmp_path, records("收支", CELLS)[:cut])


def test_an_old_workbook_that_goes_round_in_a_circle(tmp_path: Path) -> None:
    """A short workbook lies in short sectors; here each of these is followed by the first."""
    content = bytearray(compound("Workbook", bytes(4096)) + bytes(512))
    for at, value in (
        (60, 10), (64, 1),  # the table of short sectors is sector 10, the one added
        (512 + 4 * 10, 0xFFFFFFFE),  # which is a chain of its own
        (1024 + 116, 2), (1024 + 120, 4096),  # the short sectors lie in the eight sectors of the stream
        (1152 + 116, 0), (1152 + 120, 64),  # the workbook begins in the first short sector
    ):  # fmt: skip
        content[at : at + 4] = struct.pack("<I", value)
    with pytest.raises(DamagedFile, match="round in a circle"):
        old(tmp_path, bytes(content))


def test_a_zip_that_only_looks_like_a_workbook(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", {"[Content_Types].xml": "<Types/>", "xl/x.xml": "<x/>"})
    with pytest.raises(DamagedFile, match="no part of it is the document"):
        read(path)
