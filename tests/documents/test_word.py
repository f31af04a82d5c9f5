"""Word documents: paragraphs with levels and printed numbers, tables with merged cells, changes, boxes, hidden text."""

from pathlib import Path

import pytest
from office_files import docx, paragraph, relations, table, zipped

from kg.documents import read
from kg.documents.numbering import shown
from kg.errors import DamagedFile, EmptyDocument
from kg.model import Document


def of(folder: Path, body: str, **parts: str) -> Document:
    return read(docx(folder / "a.docx", body, parts))


def said(document: Document) -> list[str]:
    return [one.text for one in document.paragraphs]


def texts(document: Document, at: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[at].rows]


def test_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    document = of(
        tmp_path, paragraph("收支总表") + table(["项目", "金额"], ["甲", "1"]) + paragraph("注：无") + paragraph(" ")
    )
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]
    assert said(document) == ["收支总表", "注：无"]
    assert texts(document) == [["项目", "金额"], ["甲", "1"]]
    assert document.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_a_heading_has_the_level_of_its_outline(tmp_path: Path) -> None:
    styles = (
        '<w:style w:styleId="base"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:styleId="mine"><w:basedOn w:val="base"/></w:style>'
        '<w:style w:styleId="loop"><w:basedOn w:val="loop"/></w:style>'
    )
    body = (
        paragraph("一级", '<w:pStyle w:val="mine"/>') + paragraph("三级", '<w:outlineLvl w:val="2"/>')
        + paragraph("正文", '<w:outlineLvl w:val="9"/>') + paragraph("环", '<w:pStyle w:val="loop"/>')
    )  # fmt: skip
    document = of(tmp_path, body, styles=styles)
    assert [(one.text, one.level) for one in document.paragraphs] == [("一级", 1), ("三级", 3), ("正文", 0), ("环", 0)]


def level(at: int, form: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


LISTS = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%1.%3")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="8">' + level(0, "bullet", "●") + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>'
)  # fmt: skip


def listed(text: str, number: int, at: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def test_numbers_of_lists_are_printed(tmp_path: Path) -> None:
    body = "".join([
        listed("概况", 1), listed("职责", 1, 1), listed("机构", 1, 1), listed("预算", 1), listed("收入", 1, 1),
        listed("款项", 1, 2), listed("从五", 2), listed("再六", 2), listed("点", 3), listed("无", 0), listed("缺", 99),
    ])  # fmt: skip
    assert said(of(tmp_path, body, numbering=LISTS)) == [
        "一、概况", "（一）职责", "（二）机构", "二、预算", "（一）收入", "二.1款项",
        "五、从五", "六、再六", "点", "无", "缺",
    ]  # fmt: skip


def test_a_legal_level_writes_all_numbers_in_digits(tmp_path: Path) -> None:
    lists = LISTS.replace('<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="decimal"/><w:isLgl/>')
    body = listed("概况", 1) + listed("职责", 1, 1) + listed("款项", 1, 2)
    assert said(of(tmp_path, body, numbering=lists)) == ["一、概况", "（一）职责", "1.1款项"]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (11, "chineseCountingThousand", "十一"),
        (20, "japaneseCounting", "二十"), (25, "chineseCounting", "二十五"), (105, "chineseCounting", "一百〇五"),
        (110, "chineseCounting", "一百一十"), (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "21"), (4, "upperRoman", "IV"), (14, "lowerRoman", "xiv"),
        (3, "upperLetter", "C"), (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"), (12, "ideographDigital", "一二"), (5, "unheardOf", "5"),
    ],
)  # fmt: skip
def test_digits(number: int, form: str, text: str) -> None:
    assert shown(number, form) == text


def cell(text: str, properties: str) -> str:
    return f"<w:tcPr>{properties}</w:tcPr>{paragraph(text)}"


def test_merged_cells_cover_the_others(tmp_path: Path) -> None:
    document = of(tmp_path, table(
        [cell("项目", '<w:vMerge w:val="restart"/>'), cell("支出", '<w:gridSpan w:val="2"/>')],
        [cell("", "<w:vMerge/>"), "基本", "项目"],
        ["甲", "1", "2"],
    ))  # fmt: skip
    assert texts(document) == [["项目", "支出", ""], ["", "基本", "项目"], ["甲", "1", "2"]]
    first = document.tables[0].rows[0].cells
    assert [(one.rows, one.columns, one.covered) for one in first] == [(2, 1, False), (1, 2, False), (1, 1, True)]
    assert document.tables[0].rows[1].cells[0].covered


def test_a_row_that_begins_later_keeps_its_columns(tmp_path: Path) -> None:
    later = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>{paragraph("2")}</w:tc></w:tr></w:tbl>'
    body = table(["项目", "金额"], ["甲", "1"]).replace("</w:tbl>", later)
    assert texts(of(tmp_path, body)) == [["项目", "金额"], ["甲", "1"], ["", "2"]]


def test_a_table_in_a_table_is_a_table_of_its_own(tmp_path: Path) -> None:
    inner = table(["科目", "数"], ["208", "5"])
    document = of(tmp_path, table(["项目", "金额"], ["甲", "1"], ["乙", paragraph("2") + inner]))
    assert [texts(document, at) for at in (0, 1)] == [
        [["项目", "金额"], ["甲", "1"], ["乙", "2"]], [["科目", "数"], ["208", "5"]],
    ]  # fmt: skip


def test_a_frame_is_no_table(tmp_path: Path) -> None:
    inner = table(["科目", "数"], ["208", "5"])
    document = of(tmp_path, table([paragraph("收支总表") + inner]))
    assert said(document) == ["收支总表"]
    assert texts(document) == [["科目", "数"], ["208", "5"]]


def test_insertions_are_in_and_deletions_out(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>预算</w:t></w:r><w:ins><w:r><w:t>一百</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>九十</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>"
    )
    assert said(of(tmp_path, body)) == ["预算一百新处"]


def test_a_deleted_row_is_out_and_a_deleted_end_joins_paragraphs(tmp_path: Path) -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('乙')}</w:tc><w:tc>{paragraph('2')}</w:tc></w:tr></w:tbl>"
    body = table(["项目", "金额"], ["甲", "1"]).replace("</w:tbl>", gone)
    body += paragraph("前半", "<w:rPr><w:del/></w:rPr>") + paragraph("后半")
    document = of(tmp_path, body)
    assert texts(document) == [["项目", "金额"], ["甲", "1"]]
    assert said(document) == ["前半后半"]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    document = of(tmp_path, f"<w:p><w:r><w:t>框外</w:t></w:r><w:r>{both}</w:r></w:p>")
    assert said(document) == ["框外", "框内"]


def test_wrapped_parts_are_read(tmp_path: Path) -> None:
    wrapped = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('内容控件')}</w:sdtContent></w:sdt>"
    link = "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
    link += '<w:fldSimple w:instr="PAGE"><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>'
    assert said(of(tmp_path, wrapped + link)) == ["内容控件", "链接3"]


def test_signs_between_words(tmp_path: Path) -> None:
    run = "<w:t>部门：某局</w:t><w:tab/><w:t>单位：万元</w:t><w:br/><w:t>次行</w:t><w:noBreakHyphen/>"
    assert said(of(tmp_path, f"<w:p><w:r>{run}</w:r></w:p>")) == ["部门：某局 单位：万元", "次行-"]


def test_a_field_shows_its_result_and_not_its_code(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:instrText>SUM(ABOVE)</w:instrText></w:r><w:r><w:t>12.00</w:t></w:r></w:p>"
    assert said(of(tmp_path, body)) == ["12.00"]


def test_hidden_text_and_rows_are_set_aside(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗文</w:t></w:r><w:r><w:t>明文</w:t></w:r></w:p>"
    gone = (
        f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{paragraph('乙')}</w:tc><w:tc>{paragraph('2')}</w:tc></w:tr></w:tbl>"
    )
    document = of(tmp_path, body + table(["项目", "金额"], ["甲", "1"]).replace("</w:tbl>", gone))
    assert said(document) == ["明文"]
    assert len(document.tables[0].rows) == 2
    assert [one.place for one in document.aside] == ["text “暗文”", "row “乙2”"]


def test_a_switch_that_is_off_hides_nothing(tmp_path: Path) -> None:
    body = '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>明文</w:t></w:r></w:p>'
    assert said(of(tmp_path, body)) == ["明文"]


# what is wrong with a document --------------------------------------------------------------------------------------


def test_a_document_without_text(tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument):
        of(tmp_path, "<w:p/>")


def test_a_document_without_body(tmp_path: Path) -> None:
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}
    path = zipped(tmp_path / "a.docx", parts | {"_rels/.rels": relations(d="officeDocument word/document.xml")})
    with pytest.raises(DamagedFile, match="it has no body"):
        read(path)


def test_a_number_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="a number in its XML is none"):
        of(tmp_path, table([cell("甲", '<w:gridSpan w:val="x"/>')]))


@pytest.mark.parametrize("content", [b"PK", b"PK\x03\x04", b"PK\x03\x04" + bytes(100)])
def test_a_document_cut_short(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(DamagedFile) as caught:
        read(path)
    assert caught.value.place == str(path)


def test_a_table_nested_too_deep_is_refused(tmp_path: Path) -> None:
    body = paragraph("底")
    for _ in range(100):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    with pytest.raises(DamagedFile, match=r"document\.xml: the file is damaged: its XML cannot be read"):
        of(tmp_path, body)
