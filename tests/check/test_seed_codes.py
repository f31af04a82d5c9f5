"""Every code with a name that the five seeds print is found, and what is wrong with nine of them is reported.

The list was made by hand from the documents, before there was a program to read them.
"""

import csv
from pathlib import Path

import pytest

from kg import codebooks, extract
from kg.check import check
from kg.codebooks import plain
from kg.documents import read
from kg.extract import Forms
from kg.model import Extraction, Finding

Pair = tuple[str, str, str]
"""The number of the seed, the code, the plain name."""


@pytest.fixture(scope="module")
def listed(shared: Path) -> list[dict[str, str]]:
    path = shared / "codebooks" / "seeds_check.csv"
    if not path.is_file():
        pytest.skip("no list of the codes of the seeds")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def seeds(shared: Path, forms: Forms) -> dict[str, Extraction]:
    files = sorted((shared / "disclosures" / "seeds").glob("0*.txt"))
    if not files:
        pytest.skip("no seeds in the shared folder")
    return {path.name[:3]: extract.extract(read(path), forms) for path in files}


def pair(row: dict[str, str]) -> Pair:
    """As listed; with 2101103 stand there the words between it and the name that it shares with 2101101."""
    name = plain(row["name_as_printed"]).removesuffix("(2101101)和")
    return row["seed_file"], row["code"], name


def printed(seeds: dict[str, Extraction]) -> set[Pair]:
    found = {
        (seed, one.code, plain(one.name))
        for seed, extraction in seeds.items()
        for table in extraction.tables
        for row in table.rows
        for one in row.printed
    }
    return found | {
        (seed, one.code, plain(one.name)) for seed, extraction in seeds.items() for one in extraction.mentions
    }


def findings(seeds: dict[str, Extraction]) -> dict[str, list[Finding]]:
    book = codebooks.load()
    rules = ("code-in-book", "name-of-code")
    return {
        seed: [finding for finding in check(extraction, book).findings if finding.rule in rules]
        for seed, extraction in seeds.items()
    }


def test_all_pairs_are_found_and_no_other(listed: list[dict[str, str]], seeds: dict[str, Extraction]) -> None:
    assert len(listed) == 198
    assert printed(seeds) == {pair(row) for row in listed}


def test_the_nine_disagreements_are_reported_and_no_other(
    listed: list[dict[str, str]], seeds: dict[str, Extraction]
) -> None:
    wrong = {(*pair(row), plain(row["codebook_name"])) for row in listed if row["name_matches"] == "no"}
    assert len(wrong) == 9
    reported = [
        (seed, one.code, plain(one.printed), plain(one.known))
        for seed, found in findings(seeds).items()
        for one in found
    ]
    assert set(reported) == wrong


def test_causes_are_told_apart(seeds: dict[str, Extraction]) -> None:
    """A name cut short, one of another code, or the same words a little otherwise."""
    causes = {(seed, one.code): one.cause for seed, found in findings(seeds).items() for one in found}
    assert causes == {
        ("000", "2101505"): "LabelMismatch",
        ("000", "2101506"): "LabelMismatch",
        ("002", "2080505"): "TruncatedCell",
        ("002", "2101103"): "LabelMismatch",
        ("002", "303"): "LabelVariant",
        ("002", "501"): "LabelVariant",
        ("002", "502"): "LabelVariant",
        ("002", "509"): "LabelVariant",
        ("003", "30399"): "LabelVariant",
    }
