"""Tables of real disclosures against keys transcribed from their rendered pages: every amount, every dimension."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import model
from kg.model import Claim, Extraction, RowReading
from kg.model import Place as CellPlace

KEYS = Path(__file__).resolve().parents[1] / "cases" / "corpus"
TABLES = sorted(path for path in KEYS.glob("*/*.csv") if not path.stem.endswith("_refused"))
Place = tuple[int, int]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_place(rows: list[dict[str, str]]) -> dict[Place, dict[str, str]]:
    found = {
        (int(row["row"]), int(row["cell"])): {name: value for name, value in row.items() if name not in ("row", "cell")}
        for row in rows
    }
    assert len(found) == len(rows), "the key names a cell twice"
    return found


@pytest.mark.parametrize("key", TABLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_table_is_read_as_its_page_prints_it(
    key: Path,
    extraction_of: Callable[[str], Extraction],
    as_key_row: Callable[[Claim, RowReading, str], dict[str, str]],
) -> None:
    extraction, expected = extraction_of(key.parent.name), by_place(rows_of(key))
    title = next(iter(expected.values()))["table_title"]
    (table,) = [table for table in extraction.tables if table.title == title]
    rows = {(row.number, row.part): row for row in table.rows}
    claims = {
        (claim.place.row, claim.place.cell): as_key_row(claim, rows[claim.place.row, claim.part], table.title)
        for claim in extraction.claims
        if claim.place.table == table.number
    }
    assert claims == expected
    beside = key.with_name(f"{key.stem}_refused.csv")
    refused = {
        (one.place.row, one.place.cell): {"reported_text": one.text, "reason": one.reason}
        for one in extraction.refusals
        if isinstance(one.place, model.Place) and one.place.table == table.number
        if isinstance(one.place, CellPlace) and one.place.table == table.number
    }
    assert refused == (by_place(rows_of(beside)) if beside.is_file() else {})


def test_there_are_keys_of_five_documents_with_four_tables_each() -> None:
    documents = {path.parent.name for path in TABLES}
    assert len(documents) >= 5
    assert all(sum(path.parent.name == name for path in TABLES) >= 4 for name in documents)
