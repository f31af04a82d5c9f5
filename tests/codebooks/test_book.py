"""The classifications: codes by name below the code that governs, names and items by year, evidence."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from kg import codebooks
from kg.codebooks import Attestation, Codebook, Version, notation_of, scheme_of
from kg.codebooks.loading import COLUMNS, attested, english, scheme_versions
from kg.errors import DataFileError

HEADER = ",".join(COLUMNS)


def version(code: str, name: str, **years: int | None) -> Version:
    first, last = years.get("first"), years.get("last")
    level = (len(code) - 1) // 2
    return Version("function", code, "", name, level, code[:-2] if level > 1 else "", first, last, exact=True)


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
        ("government-economic", "住房公积金", "", 0, ("50103",)),
        ("economic", "维修(护)费", "302", 0, ("30213",)),
        ("economic", "维修（护）费", "301", 0, ()),
        ("function", "没有这个科目", "", 0, ()),
    ],
)
def test_codes_by_name(scheme: str, name: str, under: str, level: int, codes: tuple[str, ...]) -> None:
    assert codebooks.load().named(scheme, name, under=under, level=level, year=2024) == codes


@pytest.mark.parametrize(
    ("name", "year", "codes"),
    [
        ("住房公积金", 2017, ("30311", "30113")),  # moved from 303 to 301 by the reform of 2018
        ("住房公积金", 2024, ("30113",)),
        ("提租补贴", 2024, ()),  # ended in 2017, and that is sure
        ("提租补贴", 2017, ("30312",)),
    ],
)
def test_the_year_decides_which_codes_have_a_name(name: str, year: int, codes: tuple[str, ...]) -> None:
    assert set(codebooks.load().named("economic", name, year=year)) == set(codes)


def test_a_name_whose_years_are_not_sure_is_found_where_no_other_is() -> None:
    unsure = version("20305", "甲", last=2019)._replace(exact=False)
    assert Codebook([unsure]).named("function", "甲", year=2024) == ("20305",)
    assert Codebook([unsure, version("20306", "甲")]).named("function", "甲", year=2024) == ("20306",)


def test_a_name_that_is_below_many_codes_names_them_all() -> None:
    found = codebooks.load().named("function", "行政运行")
    assert {"2010101", "2010801", "2101501"} <= set(found)
    assert all(code.endswith("01") and len(code) == 7 for code in found)


@pytest.mark.parametrize(
    ("year", "item"),
    [(2017, "30311-2007"), (2018, "30311"), (2024, "30311")],
)
def test_a_notation_with_a_new_meaning_is_another_item(year: int, item: str) -> None:
    """30311 is 住房公积金 up to 2017 and 代缴社会保险费 since; five disclosures of 2017 print the former."""
    assert codebooks.load().item("economic", "30311", year) == item
    assert notation_of(item) == "30311"


def test_a_code_in_a_year_it_does_not_hold_stays_itself() -> None:
    book = Codebook([version("201", "甲", first=2019)])
    assert book.item("function", "201", 2010) == "201"
    assert book.item("function", "299", 2010) == "299"


def test_names_come_latest_first() -> None:
    assert codebooks.load().names("function", "207") == ("文化旅游体育与传媒支出", "文化体育与传媒支出")
    assert codebooks.load().names("function", "20805") == ("行政事业单位养老支出", "行政事业单位离退休")
    assert codebooks.load().names("function", "999") == ()


def test_pairs_depend_on_the_kind_of_body() -> None:
    """办公费 of an organ is 50201, of a public institution 50502."""
    pairs = codebooks.load().pairs
    assert {("30201", "50201"), ("30201", "50502"), ("30101", "50101"), ("30101", "50501")} <= pairs
    assert ("30201", "50101") not in pairs


def test_a_short_name_keeps_its_last_two_signs() -> None:
    """基本支出 is not 基本: only from five signs on is a trailing 支出 a matter of style."""
    assert Codebook([version("201", "其他支出")]).named("function", "其他") == ()
    assert Codebook([version("201", "其他教育支出")]).named("function", "其他教育") == ("201",)


def test_evidence_is_a_notice_before_print_before_memory() -> None:
    book = codebooks.load()
    first = {code: book.versions("function", code)[0] for code in ("22006", "2101506", "2013901")}
    assert book.evidence(first["22006"]) == "decreed"  # 财预〔2024〕22号
    assert book.evidence(first["2101506"]) == "attested"
    assert [(one.survey, one.documents, one.years) for one in book.attestations(first["2101506"])] == [
        ("2026-09", 3, (2022, 2026)),
        ("2026-11", 3, (2022, 2024)),  # 西安市医疗保障局 of 2022, and samples 001 and 003
    ]
    former = book.versions("function", "207")[1]
    assert (former.name, book.evidence(former)) == ("文化体育与传媒支出", "recalled")


# faults of a list --------------------------------------------------------------------------------------------


def written(folder: Path, rows: Iterable[str]) -> Path:
    path = folder / "function.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


GOOD = ["201,,甲,1,,,,,general,recalled", "20101,,乙,2,201,2019,,exact,general,recalled"]


def test_a_good_list_is_read_in_its_order(tmp_path: Path) -> None:
    found = scheme_versions(written(tmp_path, GOOD), "function")
    assert [(v.code, v.name, v.level, v.parent, v.valid_from, v.valid_to, v.exact, v.fund) for v in found] == [
        ("201", "甲", 1, "", None, None, True, "general"),
        ("20101", "乙", 2, "201", 2019, None, True, "general"),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2o2,,丙,1,,,,,general,recalled", "no possible code"),
        ("301,,丙,1,,,,,,recalled", "no possible code"),  # a code of another classification
        ("2020,,丙,1,,,,,general,recalled", "no possible code"),
        ("202010101,,丙,4,2020101,,,,general,recalled", "no possible code"),
        ("202,,丙,2,,,,,general,recalled", "level"),
        ("202,,,1,,,,,general,recalled", "empty"),
        ("202, ,丙,1,,,,,general,recalled", "year"),
        ("202,,丙,1,,2020,2019,exact,general,recalled", "ends in 2019"),
        ("202,,丙,1,,20,,exact,general,recalled", "no year"),
        ("202,,丙,1,,2020,,,general,recalled", "bounds"),
        ("202,,丙,1,,,,exact,general,recalled", "bounds"),
        ("202,,丙,1,,2020,,perhaps,general,recalled", "perhaps"),
        ("202,,丙,1,,,,,gold,recalled", "gold"),
        ("202,,丙,1,,,,,general,rumour", "rumour"),
        ("2020101,,丙,3,20201,,,,general,recalled", "not in the list"),  # its parent is missing
        ("20201,,丙,2,20201,,,,general,recalled", "parent"),  # a cycle: it is its own parent
        ("20102,,丙,2,202,,,,general,recalled", "parent"),
        ("20101,,丙,2,201,2021,,exact,general,recalled", "乙"),  # two names in the same years
        ("20101,2021,丙,2,201,2021,,exact,general,recalled", "乙"),
        ("20102,,乙,2,201,,,,general,recalled", "sibling"),  # two siblings of one name
        ("202,,丙,1,,,,,general", "9 cells"),
        ('202,,"丙,1,,,,,general,recalled', "CSV"),
    ],
)
def test_a_faulty_row_is_refused_with_its_line(row: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DataFileError) as caught:
        scheme_versions(written(tmp_path, [*GOOD, row]), "function")
    assert caught.value.place.endswith("function.csv:4")
    assert said in caught.value.what
    assert caught.value.advice


@pytest.mark.parametrize(
    "row",
    [
        "20101,,丙,2,201,2010,2018,exact,general,recalled",  # its name before 乙
        "20102,,乙,2,201,2010,2018,exact,general,recalled",  # a sibling that ended before
        "20201,,丙,2,202,,,,general,recalled\n202,,丁,1,,,,,general,recalled",  # a parent further down
    ],
)
def test_what_only_looks_like_a_fault_is_read(row: str, tmp_path: Path) -> None:
    assert len(scheme_versions(written(tmp_path, [*GOOD, *row.split("\n")]), "function")) > len(GOOD)


def test_a_wrong_header_or_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "function.csv"
    path.write_text("code,name\n201,甲\n", encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        scheme_versions(path, "function")
    assert caught.value.place.endswith(":1")
    path.write_bytes("甲".encode("gb18030"))
    with pytest.raises(DataFileError, match="UTF-8"):
        scheme_versions(path, "function")
    with pytest.raises(DataFileError, match="is missing"):
        scheme_versions(tmp_path / "missing.csv", "function")


def test_attestations_are_found_whatever_the_brackets(tmp_path: Path) -> None:
    path = tmp_path / "attestations.csv"
    path.write_text(
        "survey,scheme,code,name,documents,years,regions\n"
        "a,economic,30213,维修(护)费,3,2024 2026,610000\n"
        "b,economic,30213,维修（护）费,5,2025,\n",
        encoding="utf-8",
    )
    name = Version("economic", "30213", "", "维修（护）费", 2, "302", None, None, exact=True)
    book = Codebook([name], attested=attested(path))
    assert book.attestations(name) == (
        Attestation("a", 3, (2024, 2026), ("610000",)),
        Attestation("b", 5, (2025,), ()),
    )


@pytest.mark.parametrize("row", ["a,function,30213,甲,3,2024,", "a,economic,30213,甲,many,2024,"])
def test_a_faulty_attestation_is_refused_with_its_line(row: str, tmp_path: Path) -> None:
    path = tmp_path / "attestations.csv"
    path.write_text(f"survey,scheme,code,name,documents,years,regions\n{row}\n", encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        attested(path)
    assert caught.value.place.endswith("attestations.csv:2")


@pytest.mark.parametrize("row", ["function,999,Nothing", "function,201,", "function,201,Once\nfunction,201,Twice"])
def test_a_faulty_label_is_refused_with_its_line(row: str, tmp_path: Path) -> None:
    path = tmp_path / "labels-en.csv"
    path.write_text(f"scheme,code,en\n{row}\n", encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        english(path, {("function", "201")})
    assert caught.value.place.endswith(f"labels-en.csv:{1 + len(row.splitlines())}")
