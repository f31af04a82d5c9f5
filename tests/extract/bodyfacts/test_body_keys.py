"""Keys made by hand: everything that disclosures of eleven places say of their bodies, and nothing else."""

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import extract
from kg.documents import read
from kg.extract import Forms
from kg.model import Extraction, Place, Span

KEYS = sorted((Path(__file__).parent / "keys").glob("*.csv"))
Line = tuple[str, ...]
Told = Callable[[Extraction], Counter[Line]]


def key_of(path: Path) -> Counter[Line]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)][1:]
    return Counter(normal(row) for row in rows)


def normal(row: tuple[str, ...]) -> Line:
    return (*row, *[""] * (6 - len(row)))


def document_of(key: Path, request: pytest.FixtureRequest) -> Path:
    """The disclosure of a key: a sample of this checkout, or a real one, without which the test is skipped."""
    folder, _, name = key.stem.partition("__")
    if folder == "samples":
        samples: dict[str, Path] = request.getfixturevalue("samples")
        return samples[name]
    shared: Path = request.getfixturevalue("shared")
    return next((shared / "disclosures" / folder).glob(f"{name}*"))


@pytest.mark.parametrize("key", KEYS, ids=lambda path: path.stem)
def test_a_disclosure_says_of_its_body_what_its_key_says(
    key: Path, request: pytest.FixtureRequest, forms: Forms, told: Told
) -> None:
    extraction = extract.extract(read(document_of(key, request)), forms)
    found, expected = told(extraction), key_of(key)
    assert found - expected == Counter(), "said, and not in the key"
    assert expected - found == Counter(), "in the key, and not said"


@pytest.mark.parametrize(
    "key", [key for key in KEYS if key.stem.startswith(("seeds", "samples"))], ids=lambda path: path.stem
)
def test_each_number_is_read_at_one_place_and_printed_there(
    key: Path, request: pytest.FixtureRequest, forms: Forms
) -> None:
    document = read(document_of(key, request))
    extraction = extract.extract(document, forms)
    texts = {paragraph.number: paragraph.text for paragraph in document.paragraphs}
    cells = {
        (table.number, row.number, cell.number): cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    }
    places = [claim.place for claim in extraction.others]
    assert len(set(places)) == len(places)
    for claim in extraction.others:
        place = claim.place
        if isinstance(place, Span):
            printed = texts[place.paragraph][place.start : place.end]
        else:
            assert isinstance(place, Place)
            printed = cells[place.table, place.row, place.cell]
        assert "".join(printed.split()) == "".join(claim.amount.text.split())


def test_the_documentation_states_the_sample_as_judged(root: Path) -> None:
    with (Path(__file__).parent / "judged.csv").open(encoding="utf-8", newline="") as file:
        verdicts = [row["verdict"] for row in csv.DictReader(file)]
    right = verdicts.count("right")
    text = " ".join((root / "docs" / "bodies.md").read_text(encoding="utf-8").split())
    assert f"sample of {len(verdicts)} of these facts" in text
    assert f"{right} were right and {len(verdicts) - right} was wrong" in text
