"""What changed from year to year: what follows from the years of names, what is stated, and what is refused."""

from pathlib import Path

import pytest

from kg import codebooks
from kg.codebooks import Codebook, Version
from kg.codebooks.changes import Change, Kind, all_changes, changes
from kg.errors import DataFileError

HEADER = "scheme,year,kind,from,to,bounds,basis,zh,en"


def version(code: str, name: str, first: int | None = None, last: int | None = None, *, exact: bool = True) -> Version:
    level = (len(code) - 1) // 2
    return Version("function", code, "", name, level, code[:-2] if level > 1 else "", first, last, exact)


def told(book: Codebook, folder: Path, *rows: str) -> tuple[Change, ...]:
    path = folder / "changes.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return changes(book, path)


def short(found: tuple[Change, ...]) -> list[tuple[int, str, tuple[str, ...], tuple[str, ...]]]:
    return [(change.year, change.kind.value, change.sources, change.targets) for change in found]


# derived ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("versions", "wanted"),
    [
        ([version("201", "甲")], []),
        ([version("201", "甲", 2019)], [(2019, "new", (), ("201",))]),
        ([version("201", "甲", last=2018)], [(2019, "ended", ("201",), ())]),  # the first year without it
        ([version("201", "甲", last=2018), version("201", "乙", 2019)], [(2019, "renamed", ("201",), ("201",))]),
        (
            [version("201", "乙", 2015, 2018), version("201", "甲", 2010, 2014), version("201", "丙", 2019, 2020)],
            [
                (2010, "new", (), ("201",)),
                (2015, "renamed", ("201",), ("201",)),
                (2019, "renamed", ("201",), ("201",)),
                (2021, "ended", ("201",), ()),
            ],
        ),
    ],
    ids=["no years", "new", "ended", "renamed", "all three, in any order"],
)
def test_years_imply_changes(versions: list[Version], wanted: list[object], tmp_path: Path) -> None:
    assert short(told(Codebook(versions), tmp_path)) == wanted


def test_a_new_name_is_told_with_the_old_one(tmp_path: Path) -> None:
    (change,) = told(Codebook([version("201", "甲", last=2018), version("201", "乙", 2019)]), tmp_path)
    assert (change.names, change.id, change.zh) == (("甲", "乙"), "renamed-201", "")


@pytest.mark.parametrize(("before", "after"), [(True, True), (True, False), (False, True)])
def test_a_change_is_as_sure_as_the_less_sure_of_two_names(before: bool, after: bool, tmp_path: Path) -> None:
    versions = [version("201", "甲", last=2018, exact=before), version("201", "乙", 2019, exact=after)]
    (change,) = told(Codebook(versions), tmp_path)
    assert change.exact is (before and after)


def test_a_notation_with_a_new_meaning_is_no_renaming(tmp_path: Path) -> None:
    former = version("201", "甲", last=2018)._replace(since="2007")
    found = told(Codebook([former, version("201", "乙", 2019)]), tmp_path)
    assert short(found) == [(2019, "new", (), ("201",)), (2019, "ended", ("201-2007",), ())]


# stated -----------------------------------------------------------------------------------------------------------

BOOK = Codebook(
    [
        version("201", "甲"),
        version("20101", "乙", last=2020),
        version("20102", "丙", last=2020),
        version("20103", "丁", 2021),
        version("20104", "戊", 2021),
    ]
)


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (
            "function,2021,moved,20101,20103,exact,recalled,改列。,Moved.",
            [
                ("moved", ("20101",), ("20103",)),
                ("ended", ("20102",), ()),
                ("new", (), ("20104",)),
            ],
        ),
        (
            "function,2021,merged,20101 20102,20103,approximate,decreed,,",
            [("merged", ("20101", "20102"), ("20103",)), ("new", (), ("20104",))],
        ),
        (
            "function,2021,split,20101,20103 20104,exact,recalled,,",
            [("split", ("20101",), ("20103", "20104")), ("ended", ("20102",), ())],
        ),
    ],
    ids=["moved", "merged", "split"],
)
def test_what_is_stated_takes_the_place_of_what_follows(row: str, wanted: list[object], tmp_path: Path) -> None:
    found = told(BOOK, tmp_path, row)
    assert [one[1:] for one in short(found)] == wanted
    assert {change.year for change in found} == {2021}


def test_a_change_in_another_year_leaves_what_follows(tmp_path: Path) -> None:
    found = told(BOOK, tmp_path, "function,2022,moved,20101,20103,exact,recalled,,")
    assert (2021, "ended", ("20101",), ()) in short(found)
    assert (2021, "new", (), ("20103",)) in short(found)
    assert (2022, "moved", ("20101",), ("20103",)) in short(found)


def test_a_stated_change_has_its_words_and_says_how_sure_it_is(tmp_path: Path) -> None:
    row = "function,2021,moved,20101,20103,approximate,recalled,改列。,Moved."
    change = next(one for one in told(BOOK, tmp_path, row) if one.kind is Kind.MOVED)
    assert (change.zh, change.en, change.exact, change.id) == ("改列。", "Moved.", False, "moved-20101")


GOOD = "function,2021,moved,20101,20103,exact,recalled,,"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("functional,2021,moved,20101,20103,exact,recalled,,", "scheme is 'functional'"),
        ("function,2021,renamed,20101,20101,exact,recalled,,", "kind is 'renamed'"),  # follows from the names
        ("function,2021,gone,20101,20103,exact,recalled,,", "kind is 'gone'"),
        ("function,,merged,20101 20102,20103,exact,recalled,,", "a change has a year"),
        ("function,21,merged,20101 20102,20103,exact,recalled,,", "no year"),
        ("function,2021,merged,20101 20102,20103,perhaps,recalled,,", "bounds is 'perhaps'"),
        ("function,2021,merged,20101 20102,20103,,recalled,,", "bounds is ''"),
        ("function,2021,merged,20101 20102,20103,exact,rumour,,", "basis is 'rumour'"),
        ("function,2021,merged,20101 20102,20103,exact,attested,,", "basis is 'attested'"),  # print attests names only
        ("function,2021,moved,20109,20103,exact,recalled,,", "20109 is not in the list of function"),
        ("function,2021,moved,20102,20109,exact,recalled,,", "20109 is not in the list of function"),
        ("economic,2021,moved,20102,20103,exact,recalled,,", "20102 is not in the list of economic"),
        ("function,2021,moved,20101-2007,20103,exact,recalled,,", "20101-2007 is not in the list"),
        ("function,2021,moved,20101 20102,20103,exact,recalled,,", "2 codes to 1 is no moved code"),
        ("function,2021,moved,20102,,exact,recalled,,", "1 codes to 0 is no moved code"),
        ("function,2021,moved,,20103,exact,recalled,,", "0 codes to 1 is no moved code"),
        ("function,2021,merged,20102,20103,exact,recalled,,", "1 codes to 1 is no merged code"),
        ("function,2021,merged,20101 20102,20103 20104,exact,recalled,,", "2 codes to 2 is no merged code"),
        ("function,2021,split,20102,20103,exact,recalled,,", "1 codes to 1 is no split code"),
        ("function,2021,split,20101 20102,20103 20104,exact,recalled,,", "2 codes to 2 is no split code"),
        ("function,2021,merged,20102 20102,20103,exact,recalled,,", "twice"),
        ("function,2021,moved,20102,20102,exact,recalled,,", "twice"),
        ("function,2021,moved,20101,20104,exact,recalled,,", "20101 is moved in 2021 in a row above"),  # one IRI
        ("function,2021,moved,20102,20104,exact,recalled,", "8 cells, not 9"),
    ],
)
def test_a_faulty_row_is_refused_with_its_line(row: str, said: str, tmp_path: Path) -> None:
    assert told(BOOK, tmp_path, GOOD)
    with pytest.raises(DataFileError) as caught:
        told(BOOK, tmp_path, GOOD, row)
    assert caught.value.place.endswith("changes.csv:3")
    assert said in caught.value.what
    assert caught.value.advice


# of this package --------------------------------------------------------------------------------------------------


def in_year(scheme: str, year: int, kind: Kind) -> list[Change]:
    return [one for one in all_changes() if (one.scheme, one.year, one.kind) == (scheme, year, kind)]


def test_the_reform_of_2018_in_the_economic_classification() -> None:
    """财政部: 住房公积金 and 提租补贴 left 303, and 30104 was divided; 30311 was given a new meaning."""
    assert [(c.sources, c.targets) for c in in_year("economic", 2018, Kind.MOVED)] == [
        (("30311-2007",), ("30113",)),
        (("30312",), ("30102",)),
    ]
    assert [c.targets for c in in_year("economic", 2018, Kind.SPLIT)] == [("30110", "30111", "30112")]
    assert [c.targets for c in in_year("economic", 2018, Kind.NEW)] == [("30311",)]
    assert in_year("economic", 2018, Kind.ENDED) == []


def test_names_of_2019() -> None:
    renamed = {change.sources[0]: change.names for change in in_year("function", 2019, Kind.RENAMED)}
    assert renamed["207"] == ("文化体育与传媒支出", "文化旅游体育与传媒支出")
    assert renamed["210"] == ("医疗卫生与计划生育支出", "卫生健康支出")


def test_what_a_notice_of_2024_added_is_new() -> None:
    new = {change.targets[0]: change.exact for change in in_year("function", 2024, Kind.NEW)}
    assert new["22006"]
    assert new["2300412"]
    assert [change.targets[0] for change in in_year("revenue", 2024, Kind.NEW)] == ["1030182", "1100412"]


def test_every_change_has_an_id_of_its_own_in_its_year() -> None:
    ids = [(change.scheme, change.year, change.id) for change in all_changes()]
    assert len(set(ids)) == len(ids)


def test_a_code_is_not_moved_before_it_begins_nor_out_of_a_later_one() -> None:
    """The years of a stated change and of the names do not contradict each other."""
    book = codebooks.load()
    for change in all_changes():
        if change.kind not in (Kind.MOVED, Kind.MERGED, Kind.SPLIT):
            continue
        for item in change.sources:
            held = [v for v in book.all if (v.scheme, v.item) == (change.scheme, item)]
            assert max(v.valid_to or 9999 for v in held) >= change.year - 1, (change, item)
            assert min(v.valid_from or 0 for v in held) < change.year, (change, item)
        for item in change.targets:
            held = [v for v in book.all if (v.scheme, v.item) == (change.scheme, item)]
            assert any(v.holds(change.year) for v in held), (change, item)
