"""Comparing what was read with keys made by hand (``tests/cases/samples/README.md`` says what a key is)."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from kg import extract
from kg.documents import read
from kg.extract import Forms
from kg.model import Claim, Extraction, RowReading

Place = tuple[int, int]
"""The line of a cell in its file and its number in that line, both from 1."""
Rows = dict[Place, dict[str, str]]
CODES = ("revenue_code", "function_code", "economic_code", "government_economic_code")


def squeezed(text: str) -> str:
    return "".join(text.split())


def place_of(claim: Claim) -> Place:
    assert claim.place.line is not None
    return claim.place.line, claim.place.cell


def claim_row(claim: Claim, row: RowReading, title: str) -> dict[str, str]:
    """A claim as a line of a key: what its cube lacks is the total, or the nature of a project's money."""
    key = claim.key
    project = getattr(key, "project", getattr(key, "event", ""))
    item, level = getattr(key, "item", "total"), getattr(key, "funding_level", "total")
    return {
        "reported_text": claim.amount.text.strip(),
        "amount_yuan": f"{claim.amount.yuan.normalize():f}",
        "agency": key.agency.name,
        "scope": key.scope,
        "year": str(key.year),
        "phase": key.phase,
        "flow": getattr(key, "flow", "expenditure"),
        "fund": key.fund,
        **{name: getattr(key, name, "") for name in CODES},
        "code_source": row.code_source or "",
        "nature": getattr(key, "nature", "project" if key.cube == "project" else "total"),
        "origin": getattr(key, "origin", "total"),
        "item": "" if item == "total" else item,
        "project": project,
        "funding_level": "" if level == "total" else level,
        "is_total_row": "yes" if row.is_total else "no",
        "table_title": squeezed(title),
    }


def claims_of(extraction: Extraction) -> Rows:
    titles = {table.number: table.title for table in extraction.tables}
    rows = {(row.table, row.number, row.part): row for table in extraction.tables for row in table.rows}
    found = {
        place_of(claim): claim_row(
            claim, rows[claim.place.table, claim.place.row, claim.part], titles[claim.place.table]
        )
        for claim in extraction.claims
    }
    assert len(found) == len(extraction.claims), "two claims stand in one cell"
    return found


def key_of(path: Path, line: str = "line") -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places = [(int(row[line]), int(row["cell"])) for row in rows]
    assert len(set(places)) == len(places), f"{path} names a cell twice"
    kept = [{name: value for name, value in row.items() if name not in ("line", "seed_line", "cell")} for row in rows]
    for row in kept:
        if "table_title" in row:
            row["table_title"] = squeezed(row["table_title"])
    return dict(zip(places, kept, strict=True))


@pytest.fixture(scope="session")
def read_claims() -> Callable[[Extraction], Rows]:
    """The claims of an extraction, by place, in the columns of a key."""
    return claims_of


@pytest.fixture(scope="session")
def read_key() -> Callable[..., Rows]:
    """A key made by hand, by place; ``line`` names the column that says in which line of the file a cell stands."""
    return key_of


@pytest.fixture(scope="session")
def as_key_row() -> Callable[[Claim, RowReading, str], dict[str, str]]:
    """A claim, with its row and the title of its table, in the columns of a key."""
    return claim_row


@pytest.fixture(scope="session")
def extraction_of(shared: Path, forms: Forms) -> Callable[[str], Extraction]:
    """What is read out of the disclosure of a name, read once."""

    @cache
    def of(name: str) -> Extraction:
        (document,) = (shared / "disclosures").glob(f"*/{name}.*")
        return extract.extract(read(document), forms)

    return of
