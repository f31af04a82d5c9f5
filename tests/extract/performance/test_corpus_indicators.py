"""Indicators of real disclosures of many layouts against keys made by hand from their rendered pages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.model import Extraction, IndicatorReading, Place
from tests.extract.performance.conftest import Row, key_of

KEYS = sorted((Path(__file__).parent / "keys").glob("*.csv"))


@pytest.mark.parametrize("key", KEYS, ids=lambda path: path.stem)
def test_the_indicators_of_a_page_are_read_as_it_prints_them(
    key: Path, extraction_of: Callable[[str], Extraction], reading_row: Callable[[IndicatorReading], Row]
) -> None:
    rows = key_of(key)
    pages = {row.pop("page") for row in rows}
    found = [
        reading_row(one)
        for one in extraction_of(key.stem).indicators
        if isinstance(one.place, Place) and str(one.place.page) in pages
    ]
    wanted = sorted(tuple(row.items()) for row in rows)
    assert sorted(tuple(row.items()) for row in found if tuple(row.items()) in wanted or _of(rows, row)) == wanted


def _of(rows: list[Row], row: Row) -> bool:
    """Whether a reading is one of the projects of the key."""
    return row["project"] in {one["project"] for one in rows}


def test_there_are_keys_of_eight_layouts() -> None:
    assert len(KEYS) >= 8
    assert sum(len(key_of(key)) for key in KEYS) >= 8 * 15
