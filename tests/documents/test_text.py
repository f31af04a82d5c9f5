"""Plain text and Markdown: tables, paragraphs and headings, each at its line; page furniture set aside."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.documents import read
from kg.model import Document

Read = Callable[[str], Document]


@pytest.fixture
def of(tmp_path: Path) -> Read:
    """The document with this text."""

    def written(text: str) -> Document:
        path = tmp_path / "document.txt"
        path.write_text(text, encoding="utf-8")
        return read(path)

    return written


def texts(document: Document, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def places(document: Document, table: int = 0) -> list[tuple[int, int | None]]:
    return [(row.number, row.line) for row in document.tables[table].rows]


def test_tabs_and_pipes_make_the_same_table(of: Read) -> None:
    tabs, pipes = of("合计\t 1.00\t\n208\t\t2.00\n"), of("| 合计 | 1.00 | |\n| 208 | | 2.00 |\n")
    assert texts(tabs) == texts(pipes) == [["合计", "1.00", ""], ["208", "", "2.00"]]
    assert [cell.number for cell in pipes.tables[0].rows[1].cells] == [1, 2, 3]


def test_pipes_count_with_and_without_the_outer_one(of: Read) -> None:
    assert texts(of("| 合计 | 1.00\n")) == texts(of("| 合计 | 1.00 |\n")) == [["合计", "1.00"]]


def test_a_line_with_one_pipe_is_a_sentence(of: Read) -> None:
    document = of("|单位：万元\n")
    assert document.tables == ()
    assert document.paragraphs[0].text == "|单位：万元"


def test_rows_and_paragraphs_keep_their_lines(of: Read) -> None:
    document = of("表1\n\n收支总表\n合计\t1\n208\t2\n注：无\n")
    assert [(paragraph.text, paragraph.line) for paragraph in document.paragraphs] == [
        ("表1", 1), ("收支总表", 3), ("注：无", 6),
    ]  # fmt: skip
    assert places(document) == [(1, 4), (2, 5)]
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph", "table", "paragraph"]


def test_windows_line_ends(of: Read) -> None:
    document = of("表1\r\n合计\t1\r\n208\t2\r\n")
    assert texts(document) == [["合计", "1"], ["208", "2"]]
    assert places(document) == [(1, 2), (2, 3)]


@pytest.mark.parametrize("sign", ["\f", "\u2028", "\u2029", "\x85", "\v"])
def test_only_a_line_feed_ends_a_line(sign: str, of: Read) -> None:
    """A form feed begins every page of a text made from a PDF; line numbers are those of an editor."""
    document = of(f"a\n{sign}b\tc\n")
    assert [line for _, line in places(document)] == [2]


def test_a_form_feed_is_no_part_of_a_cell(of: Read) -> None:
    assert texts(of("总表\n\f合计\t1\n")) == [["合计", "1"]]


def test_a_table_broken_by_blank_lines_is_one(of: Read) -> None:
    document = of("合计\t1\n208\t2\n\n\n210\t3\n")
    assert texts(document) == [["合计", "1"], ["208", "2"], ["210", "3"]]
    assert places(document) == [(1, 1), (2, 2), (3, 5)]


def test_tables_of_different_width_stay_apart(of: Read) -> None:
    document = of("合计\t1\n\n项目\t人员\t公用\n")
    assert [table.number for table in document.tables] == [1, 2]


def test_a_sentence_between_keeps_tables_apart(of: Read) -> None:
    document = of("合计\t1\n\n收入总表\n\n合计\t2\n")
    assert [texts(document, at) for at in (0, 1)] == [[["合计", "1"]], [["合计", "2"]]]
    assert document.tables[1].rows[0].number == 1


@pytest.mark.parametrize(
    "rule",
    ["|---|---|", "| :-- | --: |", "|--|", "----\t------", "---\t--------------", "--------"],
)
def test_a_rule_is_no_row_and_breaks_nothing(rule: str, of: Read) -> None:
    document = of(f"| 合计 | 1 |\n{rule}\n| 208 | 2 |\n")
    assert texts(document) == [["合计", "1"], ["208", "2"]]
    assert places(document) == [(1, 1), (2, 3)]
    assert document.paragraphs == ()


@pytest.mark.parametrize("row", ["-\t旬阳市医疗保障局", "—\t—"])
def test_a_row_of_dashes_that_stand_for_nothing_is_a_row(row: str, of: Read) -> None:
    assert texts(of(f"合计\t1\n{row}\n"))[-1] == row.split("\t")


def test_headings_and_emphasis(of: Read) -> None:
    document = of("## 第二部分\n\n**单位：万元**\n\n#标签\n")
    assert [(paragraph.text, paragraph.level) for paragraph in document.paragraphs] == [
        ("第二部分", 2), ("单位：万元", 0), ("#标签", 0),
    ]  # fmt: skip


STAMP = "仅供内部审核"


def test_a_stamp_on_every_page_is_set_aside_and_counted(of: Read) -> None:
    document = of(f"{STAMP}\n\n总表\n\n{STAMP}\n\n合计\t1\n\n{STAMP}\n\n208\t2\n\n{STAMP}\n")
    assert document.furniture == ((STAMP, 4),)
    assert [paragraph.text for paragraph in document.paragraphs] == ["总表"]
    assert texts(document) == [["合计", "1"], ["208", "2"]]


@pytest.mark.parametrize(
    "line",
    [
        "单位：万元",  # says something: a unit
        "注本表无数据",  # a note
        "第3页共9页表",  # a number
        "收支预算总表",  # a title
        "（仅供内部审核）",  # in brackets
        "本单位没有政府性基金预算收入也没有支出",  # longer than a stamp
    ],
)
def test_what_says_something_is_no_stamp_however_often_it_stands(line: str, of: Read) -> None:
    document = of("\n\n".join([line] * 5) + "\n")
    assert document.furniture == ()
    assert [paragraph.text for paragraph in document.paragraphs] == [line] * 5


def test_three_times_is_not_yet_a_stamp(of: Read) -> None:
    assert of("\n\n".join([STAMP] * 3) + "\n").furniture == ()


def test_a_line_inside_a_paragraph_is_no_stamp(of: Read) -> None:
    assert of(f"甲\n{STAMP}\n乙\n" * 5).furniture == ()


@pytest.mark.parametrize("line", ["12", "- 12 -", "— 8 —", "第 3 页", "第3页 共19页", "3/共19页"])
def test_a_page_number_standing_alone_is_set_aside(line: str, of: Read) -> None:
    document = of(f"总表\n\n{line}\n\n合计\t1\n")
    assert dict(document.furniture) == {line: 1}
    assert [paragraph.text for paragraph in document.paragraphs] == ["总表"]


@pytest.mark.parametrize("line", ["2024", "1.5", "12万元"])
def test_a_year_or_an_amount_standing_alone_is_no_page_number(line: str, of: Read) -> None:
    assert of(f"总表\n\n{line}\n").furniture == ()
