"""The five samples against keys made by hand: every claim with every field right, none beside, nothing lost."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import extract
from kg.documents import read
from kg.extract import Forms
from kg.model import Agency, Disclosure, Extraction, Kind, Place, Scope, TableStatus

WITH_TABLES = ["001", "002", "003", "004"]
ALL = ["000", *WITH_TABLES]
TRUTH = Path(__file__).resolve().parents[1] / "cases" / "samples"


@pytest.fixture(scope="module", params=["line", "seed_line"])
def edition(
    request: pytest.FixtureRequest, extractions: dict[str, Extraction], forms: Forms
) -> tuple[str, dict[str, Extraction]]:
    """The samples, and the disclosures as published: the column of a key that names lines, and what was read."""
    if request.param == "line":
        return "line", extractions
    folder = request.getfixturevalue("shared") / "disclosures" / "seeds"
    return "seed_line", {path.name[:3]: extract.extract(read(path), forms) for path in sorted(folder.glob("*.txt"))}


@pytest.mark.parametrize("number", WITH_TABLES)
def test_every_amount_is_read_as_the_key_says(
    number: str,
    edition: tuple[str, dict[str, Extraction]],
    read_claims: Callable[..., dict],
    read_key: Callable[..., dict],
) -> None:
    line, found = edition
    key, claims = read_key(TRUTH / f"{number}.csv", line), read_claims(found[number])
    assert sorted(key.keys() - claims.keys()) == [], "in the key and not read"
    assert sorted(claims.keys() - key.keys()) == [], "read and not in the key"
    wrong = [
        (place, field, said, claims[place][field])
        for place, row in key.items()
        for field, said in row.items()
        if said != claims[place][field]
    ]
    assert wrong == []


@pytest.mark.parametrize("number", WITH_TABLES)
def test_every_other_number_is_refused_for_the_reason_the_key_says(
    number: str, edition: tuple[str, dict[str, Extraction]], read_key: Callable[..., dict]
) -> None:
    line, found = edition
    refused = {
        (one.place.line, one.place.cell): {"reported_text": one.text.strip(), "reason": one.reason}
        for one in found[number].refusals
        if isinstance(one.place, Place)
    }
    assert refused == read_key(TRUTH / f"{number}_refused.csv", line)


def cells(path: Path) -> list[str]:
    """Every cell of every table of a text file, told apart by nothing but its tabs and pipes."""
    found: list[str] = []
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        text = line.strip()
        if text.startswith("|"):
            found += text.removeprefix("|").removesuffix("|").split("|")
        elif "\t" in line:
            found += line.split("\t")
    return found


def prints_a_number(cell: str) -> bool:
    """A number with nothing beside it but signs, or with a unit of at most four letters; a year is a name."""
    text = unicodedata.normalize("NFKC", cell).strip().lstrip("-−")
    if re.match(r"(?:19|20)\d\d\s*年", text) or not re.search(r"\d", text):
        return False
    return bool(
        re.fullmatch(r"[<>≤≥=]*[\d\s,.%<>≤≥=+~()-]+", text)
        or re.fullmatch(r"[<>≤≥=]*[\d,.]+\s*[^\d\s,.、:(-]{1,4}", text)
    )


@pytest.mark.parametrize("number", ALL)
def test_every_number_in_a_table_is_accounted_for(
    number: str, samples: dict[str, Path], extractions: dict[str, Extraction]
) -> None:
    account = extractions[number].account
    # a cell of sample 003 (line 408) holds four numbers, of which two belong in places that are blank
    put_back = {"003": 2}.get(number, 0)
    assert sum(map(prints_a_number, cells(samples[number]))) + put_back == account.numeric
    assert account.numeric == account.claims + account.facts + account.labels + account.refused
    assert account.claims == len(extractions[number].claims)
    assert account.refused == sum(isinstance(one.place, Place) for one in extractions[number].refusals)


def test_the_count_is_one_of_real_cells(samples: dict[str, Path]) -> None:
    """The counter above finds what stands in the first rows of sample 001, so that it cannot agree on nothing."""
    found = [cell for cell in cells(samples["001"]) if prints_a_number(cell)]
    assert found[:3] == ["1070.24", "38.87", "38.87"]


def test_a_document_of_prose_alone_has_no_cells(extractions: dict[str, Extraction]) -> None:
    only_prose = extractions["000"]
    assert only_prose.tables == ()
    assert only_prose.claims == ()
    assert only_prose.account.numeric == 0
    assert only_prose.account.prose > 0


BODIES = {
    "000": ("640323", "盐池县医疗保险服务中心", 2024, Kind.BUDGET, Scope.CONSOLIDATED),
    "001": ("140900", "忻州市医疗保险服务中心", 2024, Kind.BUDGET, Scope.OWN),
    "002": ("610981", "旬阳市医疗保障局", 2024, Kind.BUDGET, Scope.CONSOLIDATED),
    "003": ("630223", "互助土族自治县医疗保障局", 2024, Kind.FINAL, Scope.CONSOLIDATED),
    "004": ("140525", "泽州县医疗保险服务中心", 2025, Kind.BUDGET, Scope.OWN),
}


@pytest.mark.parametrize("number", ALL)
def test_whose_disclosure_it_is(number: str, extractions: dict[str, Extraction]) -> None:
    area, name, year, kind, scope = BODIES[number]
    expected = Disclosure(agency=Agency(area=area, name=name), year=year, kind=kind, scope=scope)
    assert extractions[number].disclosure == expected


EMPTY = {
    "001": ["2024年政府性基金预算收入表（不含上年结转）", "2024年政府性基金预算支出表（不含上年结转）",
            "2024年国有资本经营预算收支预算表（不含上年结转）", "2024年财政拨款安排“三公”经费支出预算表"],
    "002": ["部门综合预算政府性基金收支表"],
    "003": ["政府性基金预算财政拨款收入支出决算表", "国有资本经营预算财政拨款收入支出决算表"],
    "004": ["2025年政府性基金预算收入表（不含上年结转）", "2025年政府性基金预算支出表（不含上年结转）",
            "2025年国有资本经营预算收支预算表（不含上年结转）", "2025年财政拨款安排机关运行经费预算表",
            "2025年项目支出预算表（上年结转）"],
}  # fmt: skip


@pytest.mark.parametrize("number", WITH_TABLES)
def test_tables_that_are_declared_empty(number: str, extractions: dict[str, Extraction]) -> None:
    declared = [table for table in extractions[number].tables if table.status is TableStatus.DECLARED_EMPTY]
    assert [table.title for table in declared] == EMPTY[number]
    assert all(table.reason for table in declared)


def test_a_file_is_read_with_the_forms_of_this_package(
    samples: dict[str, Path], extractions: dict[str, Extraction]
) -> None:
    assert extract.extract_file(samples["001"]) == (extractions["001"],)


def test_the_same_document_is_read_the_same_way_again(samples: dict[str, Path], forms: Forms) -> None:
    document = read(samples["002"])
    before = document.model_dump_json()
    assert extract.extract(document, forms) == extract.extract(document, forms)
    assert document.model_dump_json() == before, "reading leaves the document as it was"
