"""Lists are read strictly: what is wrong is named by file and line, and nothing is guessed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import DataFileError
from kg.paths.lists import Line, lines

COLUMNS = ["code", "year", "kind"]


def written(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_rows_come_with_their_places(tmp_path: Path) -> None:
    path = written(tmp_path, "code,year,kind\n201,2019,a\n202,,b\n")
    assert [(line.place, line["code"], line["year"], line["kind"]) for line in lines(path, COLUMNS)] == [
        (f"{path}:2", "201", "2019", "a"),
        (f"{path}:3", "202", "", "b"),
    ]


def test_nothing_is_stripped_and_quotes_keep_commas_and_breaks(tmp_path: Path) -> None:
    path = written(tmp_path, 'code,year,kind\r\n 201,"a, ""b""","c\nd"\r\n202,,\r\n')
    first, second = lines(path, COLUMNS)
    assert first.values == {"code": " 201", "year": 'a, "b"', "kind": "c\nd"}
    assert second.place == f"{path}:4"  # the row before has two lines


def test_a_list_without_rows_is_empty(tmp_path: Path) -> None:
    assert lines(written(tmp_path, "code,year,kind\n"), COLUMNS) == []


def test_leading_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "#a: 1\n#b: 2\ncode\tyear\tkind\n201\t2019\t#c\n#202\t\t\n")
    found = lines(path, COLUMNS, delimiter="\t", skip="#")
    assert [(line.place, line["code"], line["kind"]) for line in found] == [
        (f"{path}:4", "201", "#c"),
        (f"{path}:5", "#202", ""),  # below the header it is a row
    ]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "the columns are not code, year, kind"),
        ("code,kind,year\n201,a,2019\n", 1, "the columns are not"),
        ("code,year,kind,note\n", 1, "the columns are not"),
        ("\ufeffcode,year,kind\n", 1, "the columns are not"),  # a byte order mark
        ("code,year,kind\n201,2019,a\n202,2019\n", 3, "the row has 2 cells, not 3"),
        ("code,year,kind\n201,2019,a,b\n", 2, "the row has 4 cells, not 3"),
        ("code,year,kind\n201,2019,a\n\n202,2019,b\n", 3, "the row has 0 cells, not 3"),
        ('code,year,kind\n201,2019,"a\n', 2, "not CSV"),
        ('code,year,kind\n201,2019,"a"b\n', 2, "not CSV"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, line: int, said: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DataFileError) as caught:
        lines(path, COLUMNS)
    assert caught.value.place == f"{path}:{line}"
    assert said in caught.value.what
    assert caught.value.advice


def test_a_fault_below_lines_passed_over_has_its_own_line(tmp_path: Path) -> None:
    path = written(tmp_path, "#a\n#b\ncode,year,kind\n201\n")
    with pytest.raises(DataFileError) as caught:
        lines(path, COLUMNS, skip="#")
    assert caught.value.place == f"{path}:4"


def test_what_is_no_utf8_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with pytest.raises(DataFileError, match=rf"{path}: the file is missing"):
        lines(path, COLUMNS)
    path.write_bytes(b"code,year,kind\n" + "科目".encode("gb18030"))
    with pytest.raises(DataFileError, match=rf"{path}:2: byte 15 is not UTF-8"):
        lines(path, COLUMNS)


def test_columns_may_stand_among_others_where_that_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, "note,code\nx,201\n")
    assert [line["code"] for line in lines(path, ["code"], others=True)] == ["201"]
    with pytest.raises(DataFileError, match="the list has no column year"):
        lines(path, ["code", "year"], others=True)
    written(tmp_path, "note,code\nx\n")
    with pytest.raises(DataFileError, match="1 cells, not 2"):
        lines(path, ["code"], others=True)


# values -----------------------------------------------------------------------------------------------------------


def line(value: str) -> Line:
    return Line("list.csv:7", {"cell": value})


def test_values_are_read() -> None:
    assert line("2019").year("cell") == 2019
    assert line("").year("cell") is None
    assert line("2019").years("cell") == (2019,)
    assert line("2019 2024").years("cell") == (2019, 2024)
    assert line("12").count("cell") == 12
    assert line("b").one_of("cell", ("a", "b")) == "b"
    assert line("").one_of("cell", ("", "b")) == ""


def choice(given: Line) -> str:
    return given.one_of("cell", ("a", "b"))


@pytest.mark.parametrize(
    ("read", "value"),
    [
        *[
            (lambda given: given.year("cell"), value)
            for value in ("19", "20190", "２０１９", " 2019", "二〇一九", "-201")
        ],
        *[(lambda given: given.years("cell"), value) for value in ("", " ", "2019,2024", "2019 24", "２０１９")],
        *[(lambda given: given.count("cell"), value) for value in ("", "0", "-1", "1.5", "１", "many")],
        *[(choice, value) for value in ("", "c", "A", " a")],
    ],
)
def test_a_value_of_another_kind_is_refused_at_its_place(read: Callable[[Line], object], value: str) -> None:
    with pytest.raises(DataFileError) as caught:
        read(line(value))
    assert caught.value.place == "list.csv:7"
    assert repr(value) in caught.value.what
    assert "cell" in caught.value.what


def test_a_choice_names_what_there_is_to_choose() -> None:
    with pytest.raises(DataFileError, match="'a', 'b'"):
        choice(line("c"))
