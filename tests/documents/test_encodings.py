"""Which encoding a text is in, by evidence; and what is refused because there is none."""

from pathlib import Path

import pytest

from kg.documents import read
from kg.documents.encodings import decode, looks_chinese
from kg.errors import UndecodableText, UnknownFormat

TEXT = "泽州县财政局2024年部门预算公开\n科目名称\t合计\n行政运行\t1.00\n"


def test_gb18030_is_read_and_recorded(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    document = read(path)
    assert document.media_type == "text/plain; charset=GB18030"
    assert document.paragraphs[0].text == "泽州县财政局2024年部门预算公开"
    assert document.tables[0].rows[1].cells[0].text == "行政运行"


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [("utf-8", None), ("utf-8-sig", None), ("utf-16", "UTF-16"), ("gbk", "GB18030"), ("gb2312", "GB18030")],
)
def test_the_encoding_is_found(encoding: str, charset: str | None) -> None:
    assert decode(TEXT.encode(encoding), "here") == (TEXT, charset)


@pytest.mark.parametrize(
    "content",
    [
        "預算總表與決算報告之說明文字".encode("big5"),
        "予算書の説明".encode("shift-jis"),
        "Budget général, état prévisionnel".encode("latin-1"),
        "部门预算公开".encode() + b"\xe9",
        "万元".encode("gb18030"),  # too little to tell
        b"\xff" * 20,
    ],
    ids=["big5", "shift-jis", "latin-1", "broken utf-8", "two signs", "no text"],
)
def test_what_does_not_look_chinese_is_refused(content: bytes) -> None:
    with pytest.raises(UndecodableText, match="is not valid UTF-8"):
        decode(content, "here")


def test_nine_in_ten_letters_have_to_be_everyday_ones() -> None:
    """囧 is in no level of GB 2312; ASCII letters and digits do not count."""
    assert looks_chinese("预算公开说明的文字" + "囧" + "abc 123")
    assert not looks_chinese("预算公开说明的文" + "囧" + "abc 123")
    assert not looks_chinese("预算公")


def test_a_single_byte_encoding_is_not_believed() -> None:
    with pytest.raises(UndecodableText):
        decode("état".encode("latin-1"), "here", "iso-8859-1")


def test_a_declared_encoding_that_does_not_fit_is_named_in_the_error() -> None:
    with pytest.raises(UndecodableText, match="is not valid BIG5"):
        decode(b"\xff\xff", "here", "big5")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_zero_bytes_are_no_text(encoding: str) -> None:
    with pytest.raises(UnknownFormat, match="zero bytes"):
        decode("1 2".encode(encoding), "here")
