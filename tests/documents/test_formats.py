"""What a file holds decides how it is read, not what it is called."""

import base64
import contextlib
from pathlib import Path

import pytest
from office_files import compound, docx, in_memory, label, number, paragraph, records, row, xlsx

from kg.documents import Source, read
from kg.documents.formats import Format, detect
from kg.errors import DamagedFile, EmptyDocument, InputError, ProtectedFile, UnknownFormat

PAGE = "<html><body><table><tr><td>项目<td>金额<tr><td>甲<td>1</table></body></html>"
TABLE = [["项目", "金额"], ["甲", "1"]]


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def texts(path: Path) -> list[list[str]]:
    (table,) = read(path).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def a_workbook(folder: Path) -> bytes:
    sheet = f"<sheetData>{row(1, '项目', '金额')}{row(2, '甲', '1')}</sheetData>"
    return xlsx(folder / "made.xlsx", {"一": sheet}).read_bytes()


OLD = records("一", label(0, 0, "项目") + label(0, 1, "金额") + label(1, 0, "甲") + number(1, 1, 1.0))


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.html", "a.doc", "a.pdf.xls", "a.csv", "a", "a.php"])
def test_a_page_is_read_whatever_its_name(name: str, tmp_path: Path) -> None:
    assert texts(written(tmp_path, name, PAGE.encode("gb18030"))) == TABLE


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.et", "a.html", "a.txt", "a"])
def test_a_new_workbook_is_read_whatever_its_name(name: str, tmp_path: Path) -> None:
    assert texts(written(tmp_path, name, a_workbook(tmp_path))) == TABLE


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.txt", "a"])
def test_an_old_workbook_is_read_whatever_its_name(name: str, tmp_path: Path) -> None:
    assert texts(written(tmp_path, name, compound("Workbook", OLD))) == TABLE


@pytest.mark.parametrize("name", ["a.docx", "a.doc", "a.wps", "a.pdf"])
def test_a_word_document_is_read_whatever_its_name(name: str, tmp_path: Path) -> None:
    content = docx(tmp_path / "made.docx", paragraph("部门预算")).read_bytes()
    assert read(written(tmp_path, name, content)).paragraphs[0].text == "部门预算"


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.et", "a.csv", "a.tsv", "a.txt"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_text_with_tabs_under_the_name_of_a_workbook(name: str, encoding: str, tmp_path: Path) -> None:
    content = "项目\t金额\n甲公司\t1\n"
    assert texts(written(tmp_path, name, content.encode(encoding))) == [["项目", "金额"], ["甲公司", "1"]]


def test_text_under_the_name_of_a_word_document(tmp_path: Path) -> None:
    document = read(written(tmp_path, "a.doc", "部门预算公开\n".encode("gb18030")))
    assert document.media_type == "text/plain; charset=GB18030"


def test_a_page_without_head_is_a_page_but_not_under_a_name_of_text(tmp_path: Path) -> None:
    content = b"<table><tr><td>1<td>2<tr><td>3<td>4</table>"
    assert read(written(tmp_path, "a.xls", content)).media_type == "text/html"
    assert read(written(tmp_path, "a.md", content)).media_type == "text/markdown"


def test_a_page_saved_in_one_file(tmp_path: Path) -> None:
    content = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + base64.encodebytes(PAGE.encode("gb2312"))
        + b"\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"
    )
    assert texts(written(tmp_path, "a.xls", content)) == TABLE


def test_a_word_document_with_a_password(tmp_path: Path) -> None:
    head = b"\xec\xa5\xc1\x00" + bytes(6)
    with pytest.raises(ProtectedFile):
        read(written(tmp_path, "a.doc", compound("WordDocument", head + b"\x00\x01")))
    assert detect(Source(name="a.doc", content=compound("WordDocument", head + b"\x00\x02"), place="a")) is Format.DOC


def test_a_mail_without_a_page_is_damage(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="holds no web page"):
        read(written(tmp_path, "a.mht", b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx\n"))


def test_what_a_server_states_is_a_hint() -> None:
    content = "项目,金额\n甲,1\n".encode()
    source = Source(name="download", content=content, place="here", media_type="text/csv")
    assert detect(source) is Format.CSV
    with pytest.raises(UnknownFormat):
        detect(source.model_copy(update={"media_type": "application/octet-stream"}))


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.rar", b"Rar!\x1a\x07\x00", "RAR archive"),
        ("a.doc", b"7z\xbc\xaf\x27\x1c", "7z archive"),
        ("a.gz", b"\x1f\x8b\x08", "gzip"),
        ("a.xls", b"\x89PNG\r\n\x1a\n", "picture (PNG)"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "picture (JPEG)"),
        ("a.zip", in_memory({"a.txt": b"x"}), "zip archive and no document"),
        ("a.doc", compound("PowerPoint Document", b"x"), "neither a Word document nor an Excel workbook"),
        ("a.zyx", b"text of an unknown kind", "of an unknown kind"),
    ],
)
def test_what_has_no_reader_is_named(name: str, content: bytes, what: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat) as caught:
        read(written(tmp_path, name, content))
    assert what in caught.value.what
    assert caught.value.place == str(tmp_path / name)
    assert caught.value.advice


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.docx", "a.doc", "a.ods"])
def test_bytes_that_are_nothing_are_damage(name: str, tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match=r"neither what .* begins with nor text"):
        read(written(tmp_path, name, b"\x01\x02\xff\xfe\x00" * 9))


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.docx", "a.doc", "a.html", "a.csv", "a.zip"])
@pytest.mark.parametrize("content", [b"", b"\n"])
def test_nothing_is_no_document(name: str, content: bytes, tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument):
        read(written(tmp_path, name, content))


@pytest.mark.parametrize("at", range(0, 100, 7))
def test_a_workbook_with_a_wrong_byte_is_read_or_refused(at: int, tmp_path: Path) -> None:
    """Whichever byte is changed, the outcome is a document or an error of input, and no other exception."""
    for content in (a_workbook(tmp_path), compound("Workbook", OLD), OLD):
        spoilt = bytearray(content)
        spoilt[at * len(content) // 100] ^= 0xFF
        with contextlib.suppress(InputError):
            read(written(tmp_path, "a.xls", bytes(spoilt)))
