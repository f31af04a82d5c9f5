"""Keys of indicators made by hand from rendered pages, and readings in the same columns."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.model import IndicatorReading

Row = dict[str, str]


def squeezed(text: str) -> str:
    return "".join(text.split())


def number(value: object) -> str:
    return "" if value is None else str(value)


def as_row(one: IndicatorReading) -> Row:
    """A reading in the columns of a key."""
    target, actual = one.target, one.actual
    return {
        "project": one.project,
        "first": one.first,
        "second": one.second,
        "name": squeezed(one.name),
        "operator": target.operator if target else "",
        "number": number(target.number) if target else "",
        "upper": number(target.upper) if target else "",
        "unit": target.unit if target else "",
        "actual": squeezed(actual.text) if actual else "",
        "weight": number(one.weight),
        "score": number(one.score),
    }


def key_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def reading_row() -> Callable[[IndicatorReading], Row]:
    """A reading in the columns of a key."""
    return as_row
