"""Small documents, each named for the rule it shows and explained beside it, against keys made by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg import extract
from kg.documents import read
from kg.extract import Forms
from kg.model import Extraction, Place

CASES = sorted(path.parent for path in (Path(__file__).resolve().parents[1] / "cases").glob("*/expected.csv"))


@pytest.fixture(params=CASES, ids=lambda folder: folder.name)
def case(request: pytest.FixtureRequest, forms: Forms) -> tuple[Path, Extraction]:
    """The folder of a case and what is read out of its document."""
    (document,) = request.param.glob("document.*")
    return request.param, extract.extract(read(document), forms)


def test_amounts_are_read_as_the_key_says(
    case: tuple[Path, Extraction], read_claims: Callable[..., dict], read_key: Callable[..., dict]
) -> None:
    folder, extraction = case
    assert read_claims(extraction) == read_key(folder / "expected.csv")


def test_what_is_no_amount_is_refused_for_the_reason_given(
    case: tuple[Path, Extraction], read_key: Callable[..., dict]
) -> None:
    folder, extraction = case
    refused = {
        (one.place.line, one.place.cell): {"reported_text": one.text, "reason": one.reason}
        for one in extraction.refusals
        if isinstance(one.place, Place)
    }
    listed = folder / "refused.csv"
    assert refused == (read_key(listed) if listed.is_file() else {})


def test_a_case_is_explained(case: tuple[Path, Extraction]) -> None:
    folder, extraction = case
    explanation = (folder / "README.md").read_text(encoding="utf-8")
    assert explanation.startswith(f"# {folder.name}\n")
    assert extraction.account.adds_up()
    assert extraction.claims
