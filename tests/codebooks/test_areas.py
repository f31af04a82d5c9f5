"""Which division a body's name begins with: by the year of the document, and never by guessing."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from kg.codebooks import areas
from kg.codebooks.areas import Division, Divisions
from kg.errors import DataFileError
from kg.model import Area


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("旬阳市医疗保障局", 2024, "610981"),
        ("旬阳县医疗保障局", 2019, "610928"),
        ("旬阳市医疗保障局", 2021, "610981"),  # in the year of the change both names hold
        ("旬阳县医疗保障局", 2021, "610928"),
        ("旬阳市医疗保障局", 2019, None),  # no such city yet
        ("旬阳县医疗保障局", 2024, None),  # no such county any more
        ("忻州市医疗保险服务中心", 2024, "140900"),
        ("泽州县医疗保险服务中心", 2025, "140525"),
        ("互助土族自治县医疗保障局", 2024, "630223"),
        ("内蒙古自治区财政厅", 2024, "150000"),
        ("国家信访局", 2024, None),  # a central organ
        ("中共泽州县委办公室", 2025, "140525"),
        ("中共上海市普陀区委社会工作部", 2024, "310107"),
        ("中国共产党江苏省委员会办公厅", 2025, "320000"),
        ("政协泽州县委员会办公室", 2025, "140525"),
        ("中共中央办公厅", 2025, None),
    ],
)
def test_the_year_decides(name: str, year: int, code: str | None) -> None:
    found = areas.load().of_name(name, year)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("朝阳区教育局", None),  # of Beijing or of Changchun
        ("北京市朝阳区教育局", "110105"),
        ("长春市朝阳区教育局", "220104"),
        ("吉林省长春市朝阳区教育局", "220104"),
        ("吉林省朝阳区教育局", "220104"),  # a parent left out
        ("鼓楼区教育局", None),  # of Nanjing, Xuzhou, Fuzhou or Kaifeng
        ("福州市鼓楼区教育局", "350102"),
        ("福州市公安局交通管理支队", "350100"),
        ("海淀区教育局", "110108"),  # the only one of its name
        ("北京市 朝阳区（教育局）", "110105"),
    ],
)
def test_a_name_that_fits_several_divisions_is_none_of_them(name: str, code: str | None) -> None:
    found = areas.load().of_name(name, 2024)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("name", "code"), [("内蒙古财政厅", "150000"), ("忻州医疗保障局", "140900"), ("吉林教育厅", None)]
)
def test_a_province_or_city_is_known_without_its_suffix_where_only_one_fits(name: str, code: str | None) -> None:
    found = areas.load().of_name(name, 2024)
    assert (found.code if found else None) == code


def test_an_area_carries_its_full_name_and_parent() -> None:
    assert areas.load().by_code["630223"].area == Area(
        code="630223", name="互助土族自治县", full_name="青海省海东市互助土族自治县", parent="630200"
    )


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "year", "holds"),
    [
        (None, None, 1949, True),
        (2021, None, 2020, False),
        (2021, None, 2021, True),
        (None, 2021, 2021, True),
        (None, 2021, 2022, False),
    ],
)
def test_a_code_holds_from_its_first_to_its_last_year(
    valid_from: int | None, valid_to: int | None, year: int, holds: bool
) -> None:
    division = Division(Area(code="1", name="甲县", full_name="甲县"), valid_from, valid_to)
    assert division.holds(year) is holds


def test_the_longest_beginning_wins() -> None:
    county = Division(Area(code="2", name="甲乙县", full_name="丙市甲乙县", parent="3"), None, None)
    city = Division(Area(code="3", name="丙市", full_name="丙市"), None, None)
    divisions = Divisions((county, city))
    assert divisions.of_name("丙市甲乙县财政局", 2024) == county.area
    assert divisions.of_name("丙市财政局", 2024) == city.area


def test_what_no_name_begins_is_nowhere() -> None:
    corps = Division(Area(code="660000", name="兵团", full_name="兵团"), None, None)  # no suffix to leave out
    assert Divisions((corps,)).of_name("无关办公室", 2024) is None
    assert Divisions((corps,)).of_name("兵团办公室", 2024) == corps.area
    assert Divisions(()).of_name("泽州县财政局", 2024) is None


def test_a_code_stands_twice_only_where_the_division_was_renamed() -> None:
    named: dict[str, list[Division]] = defaultdict(list)
    for division in areas.load().divisions:
        named[division.area.code].append(division)
    twice = {code: found for code, found in named.items() if len(found) > 1}
    assert set(twice) == {"130502", "130503"}  # 邢台 2020: 桥东区 became 襄都区, 桥西区 信都区
    for later, earlier in twice.values():
        assert later.valid_from == earlier.valid_to == 2020


def test_of_a_renamed_division_the_code_has_its_present_name(root: Path) -> None:
    assert [areas.load().by_code[code].area.name for code in ("130502", "130503")] == ["襄都区", "信都区"]
    before = areas.load().of_name("邢台市桥东区财政局", 2019)
    after = areas.load().of_name("邢台市襄都区财政局", 2025)
    assert before is not None
    assert after is not None
    assert [(area.code, area.name) for area in (before, after)] == [("130502", "桥东区"), ("130502", "襄都区")]
    with (root / "ontology" / "areas" / "divisions.csv").open(encoding="utf-8", newline="") as file:
        assert [row["code"] for row in csv.DictReader(file) if row["successor"] == row["code"]] == []


def test_codes_names_and_parents_of_the_list_hold_together(root: Path) -> None:
    with (root / "ontology" / "areas" / "divisions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {row["code"] for row in rows}
    assert len(rows) == len(areas.load().divisions)
    assert [row["code"] for row in rows if not row["code"].isdigit() or len(row["code"]) != 6] == []
    assert [row["code"] for row in rows if not row["full_name"].endswith(row["name"])] == []
    assert [row["code"] for row in rows if row["parent"] and row["parent"] not in codes] == []
    assert [row["code"] for row in rows if row["successor"] and row["successor"] not in codes] == []


# faults of the list -----------------------------------------------------------------------------------------------

HEADER = "code,name,full_name,parent,valid_from,valid_to,successor,wikidata"
GOOD = (
    "610000,陕西省,陕西省,,,,,Q47974",
    "610900,安康市,陕西省安康市,610000,,,,",
    "610928,旬阳县,陕西省安康市旬阳县,610900,,2021,610981,",
    "610981,旬阳市,陕西省安康市旬阳市,610900,2021,,,",
)


def listed(folder: Path, *rows: str) -> Path:
    path = folder / "divisions.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_good_list_is_read_in_its_order(tmp_path: Path) -> None:
    found = areas.divisions(listed(tmp_path, *GOOD))
    assert [(d.area.code, d.valid_from, d.valid_to, d.successor, d.wikidata) for d in found] == [
        ("610000", None, None, "", "Q47974"),
        ("610900", None, None, "", ""),
        ("610928", None, 2021, "610981", ""),
        ("610981", 2021, None, "", ""),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("61092,甲县,甲县,610900,,,,", "'61092' is no code of GB/T 2260"),
        ("6109281,甲县,甲县,610900,,,,", "no code of GB/T 2260"),
        ("61092A,甲县,甲县,610900,,,,", "no code of GB/T 2260"),
        ("６１０９２９,甲县,甲县,610900,,,,", "no code of GB/T 2260"),
        (",甲县,甲县,610900,,,,", "no code of GB/T 2260"),
        ("610929,甲县,陕西省安康市甲,610900,,,,", "does not end in the name '甲县'"),
        ("610929,,陕西省安康市,610900,,,,", "does not end in the name ''"),
        ("610929,甲县,甲县,611900,,,,", "610929 has the parent 611900, which is not in the list"),
        ("610929,甲县,甲县,610900,,2021,610999,", "610929 has the successor 610999, which is not in the list"),
        ("610929,甲县,甲县,610929,,,,", "the parents of 610929 lead back to it"),
        ("610929,甲县,甲县,610900,,,610929,", "the successors of 610929 lead back to it"),
        ("610929,甲县,甲县,610900,2022,2021,,", "610929 ends in 2021, before it begins in 2022"),
        ("610929,甲县,甲县,610900,21,,,", "valid_from is '21', which is no year"),
        ("610929,甲县,甲县,610900,,now,,", "valid_to is 'now', which is no year"),
        ("610929,甲县,甲县,610900,,,", "7 cells, not 8"),
    ],
)
def test_a_faulty_division_is_refused_with_its_line(row: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DataFileError) as caught:
        areas.divisions(listed(tmp_path, *GOOD, row))
    assert caught.value.place.endswith("divisions.csv:6")
    assert said in caught.value.what
    assert caught.value.advice


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        (("610900,甲市,甲市,610901,,,,", "610901,乙市,乙市,610900,,,,"), 2, "the parents of 610900 lead back"),
        (
            # what leads into a cycle is not the fault: the cycle is
            ("610903,丁市,丁市,610900,,,,", "610900,甲市,甲市,610901,,,,", "610901,乙市,乙市,610900,,,,"),
            3,
            "the parents of 610900 lead back",
        ),
        (("610900,甲市,甲市,,,,610901,", "610901,乙市,乙市,,,,610900,"), 2, "the successors of 610900 lead back"),
        (
            ("610900,甲市,甲市,,,,610901,", "610901,乙市,乙市,,,,610902,", "610902,丙市,丙市,,,,610900,"),
            2,
            "the successors of 610900 lead back",
        ),
    ],
    ids=["parents", "into parents", "two successors", "three successors"],
)
def test_a_cycle_is_refused_at_its_first_line(rows: tuple[str, ...], line: int, said: str, tmp_path: Path) -> None:
    with pytest.raises(DataFileError) as caught:
        areas.divisions(listed(tmp_path, *rows))
    assert caught.value.place.endswith(f"divisions.csv:{line}")
    assert said in caught.value.what


def test_a_successor_that_has_one_itself_is_no_cycle(tmp_path: Path) -> None:
    """旬阳: 612429, then 610928, then 610981."""
    former = "612429,旬阳县,陕西省安康地区旬阳县,,,2000,610928,"
    assert areas.divisions(listed(tmp_path, former, *GOOD))[0].successor == "610928"
