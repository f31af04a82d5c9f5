"""Indicators of the five disclosures as published, and of their samples, against keys made by hand."""

from collections import Counter
from pathlib import Path

import pytest

from kg import extract
from kg.documents import read
from kg.extract import Forms
from kg.model import Extraction, IndicatorReading, ProjectKey
from tests.extract.performance.conftest import Row, key_of

KEYS = Path(__file__).parent / "keys" / "seeds"
NUMBERS = sorted(path.stem for path in KEYS.glob("*.csv"))


def row_of(one: IndicatorReading) -> Row:
    target = one.target
    return {
        "project": one.project,
        "term": one.term,
        "group": one.group,
        "name": one.name,
        "operator": target.operator if target else "",
        "number": "" if target is None or target.number is None else str(target.number),
        "upper": "" if target is None or target.upper is None else str(target.upper),
        "unit": target.unit if target else "",
    }


def counted(rows: list[Row]) -> Counter[tuple[tuple[str, str], ...]]:
    return Counter(tuple((name, str(value)) for name, value in row.items()) for row in rows)


@pytest.fixture(scope="module")
def seeds(shared: Path, forms: Forms) -> dict[str, Extraction]:
    """The five disclosures as published."""
    files = sorted((shared / "disclosures" / "seeds").glob("*.txt"))
    return {path.name[:3]: extract.extract(read(path), forms) for path in files}


@pytest.mark.parametrize("number", NUMBERS)
def test_the_indicators_of_a_disclosure_are_as_the_key_says(number: str, seeds: dict[str, Extraction]) -> None:
    found, wanted = counted(list(map(row_of, seeds[number].indicators))), counted(key_of(KEYS / f"{number}.csv"))
    assert sorted((wanted - found).elements()) == [], "in the key and not read"
    assert sorted((found - wanted).elements()) == [], "read and not in the key"


@pytest.mark.parametrize("number", NUMBERS)
def test_a_sample_prints_some_of_them(number: str, extractions: dict[str, Extraction]) -> None:
    found, wanted = counted(list(map(row_of, extractions[number].indicators))), counted(key_of(KEYS / f"{number}.csv"))
    assert found
    assert sorted((found - wanted).elements()) == [], "read and not in the key"


def test_the_four_projects_of_a_disclosure_without_tables(seeds: dict[str, Extraction]) -> None:
    found = seeds["000"]
    assert Counter(Counter(one.project for one in found.indicators).values()) == Counter([15, 8, 25, 22])
    whole = [one for one in found.others if isinstance(one.key, ProjectKey) and not one.key.function_code]
    assert [str(one.amount.value) for one in whole] == ["592000.00", "50000.00", "150000.00", "750000"]


def test_a_sign_that_recognition_may_have_changed_is_kept_and_doubted(seeds: dict[str, Extraction]) -> None:
    (one, *_) = [one for one in seeds["004"].indicators if one.name == "系统故障修复处理时间"]
    assert one.target is not None
    assert (one.target.text, one.target.operator, one.target.doubt) == ("<40分钟", "less-than", "recognised-sign")


def test_names_that_nearly_agree_are_linked_and_not_merged(seeds: dict[str, Extraction]) -> None:
    (link,) = seeds["004"].links
    assert (link.project, link.other) == ("医保便民服务中心工作经费", "医保便民服务大厅工作经费")
    assert (str(link.confidence), link.ground) == ("0.83", "name-and-amount")
