"""The classifications: codes by name below the code that governs, all names of a code, economic pairs."""

from pathlib import Path

import pytest

from kg import codebooks, paths
from kg.codebooks import Codebook, Entry, scheme_of
from kg.codebooks import book as books
from kg.errors import DataFileError

HEADER = "code,name,level,parent,valid_from,valid_to,evidence"


@pytest.mark.parametrize(
    ("code", "scheme"),
    [
        ("10301", "revenue"),
        ("2101506", "function"),
        ("301", "economic"),
        ("50101", "government-economic"),
        ("401", None),
        ("", None),
    ],
)
def test_the_first_digit_says_which_classification(code: str, scheme: str | None) -> None:
    assert scheme_of(code) == scheme


@pytest.mark.parametrize(
    ("scheme", "name", "under", "level", "codes"),
    [
        ("function", "行政运行", "21015", 0, ("2101501",)),  # 行政运行 is below nearly every 款
        ("function", "行政运行", "20108", 3, ("2010801",)),
        ("function", "卫生健康支出", "", 1, ("210",)),
        ("function", "其他社会保障和就业支出", "208", 2, ("20899",)),
        ("function", "住房公积金", "", 0, ("2210201",)),
        ("economic", "住房公积金", "", 0, ("30113",)),
        ("government-economic", "住房公积金", "", 0, ("50103",)),
        ("economic", "维修(护)费", "302", 0, ("30213",)),
        ("economic", "维修（护）费", "301", 0, ()),
        ("function", "没有这个科目", "", 0, ()),
    ],
)
def test_codes_by_name(scheme: str, name: str, under: str, level: int, codes: tuple[str, ...]) -> None:
    assert codebooks.load().named(scheme, name, under=under, level=level) == codes


def test_a_name_that_is_below_many_codes_names_them_all() -> None:
    found = codebooks.load().named("function", "行政运行")
    assert {"2010101", "2010801", "2101501"} <= set(found)
    assert all(code.endswith("01") and len(code) == 7 for code in found)


@pytest.mark.parametrize(
    ("code", "name", "known"),
    [
        ("2080505", "机关事业单位基本养老保险缴费支出", True),
        ("2080505", "机关事业单位基本养老保险缴费", True),  # a trailing 支出 aside
        ("2080505", "机关事业单位基本养老保", False),  # cut short in sample 002
        ("210", "医疗卫生与计划生育支出", True),  # an earlier name
        ("2101505", "其他医疗保障管理事务支出", False),  # what sample 000 prints
        ("2101599", "其他医疗保障管理事务支出", True),
    ],
)
def test_a_code_has_every_name_it_ever_had(code: str, name: str, known: bool) -> None:
    assert codebooks.load().is_name("function", code, name) is known


def test_names_come_latest_first() -> None:
    assert codebooks.load().names("function", "207") == ("文化旅游体育与传媒支出", "文化体育与传媒支出")
    assert codebooks.load().names("function", "20805") == ("行政事业单位养老支出", "行政事业单位离退休")
    assert codebooks.load().names("function", "999") == ()


@pytest.mark.parametrize(("code", "parent"), [("2101506", "21015"), ("21015", "210"), ("210", ""), ("999", "")])
def test_parents(code: str, parent: str) -> None:
    assert codebooks.load().parent("function", code) == parent


def test_pairs_depend_on_the_kind_of_body() -> None:
    """办公费 of an organ is 50201, of a public institution 50502."""
    pairs = codebooks.load().pairs
    assert {("30201", "50201"), ("30201", "50502"), ("30101", "50101"), ("30101", "50501")} <= pairs
    assert ("30201", "50101") not in pairs


def test_pairs_name_codes_of_the_book() -> None:
    book = codebooks.load()
    assert [pair for pair in book.pairs if not book.has("economic", pair[0])] == []
    assert [pair for pair in book.pairs if not book.has("government-economic", pair[1])] == []


def test_a_short_name_keeps_its_last_two_signs() -> None:
    """基本支出 is not 基本: only from five signs on is a trailing 支出 a matter of style."""
    book = Codebook([Entry("economic", "301", "其他支出", 1, "", "", "", "")], [])
    assert not book.is_name("economic", "301", "其他")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("code,name\n101,税收收入\n", ":1"),
        (f"{HEADER}\n101,税收收入,1,,,,\n1o2,增值税,2,101,,,\n", ":3"),
        (f"{HEADER}\n101,,1,,,,\n", ":2"),
        (f"{HEADER}\n101,税收收入,4,,,,\n", ":2"),
    ],
)
def test_a_malformed_list_names_file_and_line(
    text: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "revenue.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(paths, "ontology", lambda: tmp_path)
    books.load.cache_clear()
    with pytest.raises(DataFileError) as caught:
        books.load()
    books.load.cache_clear()
    assert caught.value.place.endswith(f"revenue.csv{place}")
    assert caught.value.advice
