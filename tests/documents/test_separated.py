"""Comma- and tab-separated values: RFC 4180, the separator, encodings, what is wrong."""

from pathlib import Path

import pytest

from kg.documents import read
from kg.errors import DamagedFile
from kg.model import Document


def of(folder: Path, content: str, encoding: str = "utf-8", name: str = "a.csv") -> Document:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return read(path)


def texts(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_separator_is_found(separator: str, tmp_path: Path) -> None:
    content = "\r\n".join(separator.join(fields) for fields in [["项目", "金额"], ["甲", "1.00"], ["乙", "2.00"]])
    assert texts(of(tmp_path, content)) == [["项目", "金额"], ["甲", "1.00"], ["乙", "2.00"]]


def test_quotation_marks_keep_separators_lines_and_themselves(tmp_path: Path) -> None:
    document = of(tmp_path, '项目,金额\r\n"甲,""乙""","1,234.50"\r\n"行政\r\n运行",2\r\n丙,3\r\n')
    assert texts(document) == [["项目", "金额"], ['甲,"乙"', "1,234.50"], ["行政\n运行", "2"], ["丙", "3"]]
    assert [row.line for row in document.tables[0].rows] == [1, 2, 3, 5]


def test_a_short_record_leaves_its_last_columns_empty(tmp_path: Path) -> None:
    assert texts(of(tmp_path, "项目,金额,注\n甲,1\n")) == [["项目", "金额", "注"], ["甲", "1", ""]]


def test_empty_records_are_no_rows(tmp_path: Path) -> None:
    assert texts(of(tmp_path, "项目,金额\n,\n\n甲,1\n")) == [["项目", "金额"], ["甲", "1"]]


def test_title_and_unit_are_paragraphs(tmp_path: Path) -> None:
    document = of(tmp_path, "收支总表,\n部门：某局,单位：万元\n项目,金额\n甲,1\n注：无,\n")
    assert [(one.text, one.line) for one in document.paragraphs] == [
        ("收支总表", 1), ("部门：某局", 2), ("单位：万元", 2), ("注：无", 5),
    ]  # fmt: skip


@pytest.mark.parametrize(("encoding", "charset"), [("gb18030", "; charset=GB18030"), ("utf-8-sig", "")])
def test_encodings(encoding: str, charset: str, tmp_path: Path) -> None:
    document = of(tmp_path, "项目,金额\n行政运行,1\n", encoding)
    assert document.media_type == f"text/csv{charset}"
    assert texts(document)[0] == ["项目", "金额"]


def test_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile) as caught:
        of(tmp_path, '项目,金额\n甲,1\n"乙,2\n' + "丙,3\n" * 9)
    assert "line 3" in caught.value.what
    assert "quotation marks" in caught.value.advice


def test_the_files_of_the_corpus(shared: Path) -> None:
    """江苏省人大办公厅: three years under one header; 2017: 13,649.07."""
    document = read(shared / "disclosures" / "jiangsu" / "江苏省人大办公厅_收支预算总表.csv")
    assert [row[:2] for row in texts(document)] == [
        ["", "财政拨款"], ["2017-01-01", "13649.07"], ["2018-01-01", "15897.44"], ["2019-01-01", "18330.37"],
    ]  # fmt: skip
