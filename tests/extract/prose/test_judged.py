"""The sample of claims that was judged against the text still stands, where its documents are quick to read."""

import csv
from pathlib import Path

from kg import extract
from kg.documents import read
from kg.extract import Forms
from kg.model import FigureKey, Span

JUDGED = Path(__file__).parent / "judged.csv"


def in_short(key: FigureKey) -> str:
    """The members of a key that are not the total, without whose figure it is."""
    members = (str(value) for name, value in key if name not in ("agency", "scope"))
    return " ".join(member for member in members if member not in ("", "total", "annual"))


def rows() -> list[dict[str, str]]:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_two_hundred_were_judged() -> None:
    assert len(rows()) == 200
    assert {row["verdict"] for row in rows()} <= {"right", "wrong"}


def test_the_judged_claims_of_the_seeds_are_read_so(shared: Path, forms: Forms) -> None:
    seeds = [row for row in rows() if row["file"].startswith("seeds/")]
    assert seeds
    for name in {row["file"] for row in seeds}:
        found = extract.extract(read(shared / "disclosures" / name), forms)
        read_so = {
            (one.place.paragraph, one.place.start, one.place.part): (one.amount.text, in_short(one.key))
            for one in found.others
            if isinstance(one.place, Span)
        }
        for row in seeds:
            if row["file"] == name:
                place = (int(row["paragraph"]), int(row["start"]), int(row["part"]))
                assert (read_so[place] == (row["amount"], row["key"])) == (row["verdict"] == "right"), (name, place)
