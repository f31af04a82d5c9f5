"""The classifications, surveys and notices: as listed, and faults named by file and line."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import codebooks, paths
from kg.codebooks import Codebook, Version, schemes
from kg.codebooks.book import Evidence
from kg.codebooks.schemes import Amendment, Survey
from kg.errors import DataFileError
from kg.model import CLASSIFICATIONS
from kg.rdf.codelists import national

SCHEMES = "scheme,notation,levels,valid_from,issued,zh,en,description_zh,description_en"
SURVEYS = "survey,documents,regions,first_year,last_year,zh,en"
AMENDMENTS = "notice,issued,scheme,code,year"


def test_there_are_four_national_classifications_and_two_others() -> None:
    found = schemes.schemes()
    assert set(found) == {*CLASSIFICATIONS, "cofog", "gfsm"} == {*CLASSIFICATIONS, *schemes.FOREIGN}
    assert {name: scheme.levels for name, scheme in found.items()} == {
        "function": ("类", "款", "项"),
        "economic": ("类", "款"),
        "government-economic": ("类", "款"),
        "revenue": ("类", "款", "项"),
        "cofog": ("Division", "Group", "Class"),
        "gfsm": ("Digit 1", "Digit 2", "Digit 3", "Digit 4"),
    }


def test_the_economic_classifications_are_two_since_2018() -> None:
    years = {name: scheme.valid_from for name, scheme in schemes.schemes().items()}
    assert years["function"] == years["revenue"] == 2007
    assert years["economic"] == years["government-economic"] == 2018


def test_every_scheme_is_named_and_described_in_two_languages_and_dated() -> None:
    for scheme in schemes.schemes().values():
        assert all((scheme.notation, *scheme.titles, *scheme.descriptions)), scheme.name
        assert datetime.date.fromisoformat(scheme.issued)


def test_levels_are_as_deep_as_the_codes() -> None:
    for name in CLASSIFICATIONS:
        depth = {version.level for version in codebooks.load().all if version.scheme == name}
        assert depth == set(range(1, len(schemes.schemes()[name].levels) + 1)), name


def test_a_survey_says_how_much_it_looked_at() -> None:
    assert [(one.name, one.documents, one.regions, one.years) for one in schemes.surveys()] == [
        ("2026-09", 284, 13, (2017, 2026)),
        ("2026-11", 86, 11, (2017, 2026)),
    ]


def test_every_attestation_is_of_a_survey_and_within_it() -> None:
    surveys = {one.name: one for one in schemes.surveys()}
    book = codebooks.load()
    seen = [one for version in book.all for one in book.attestations(version)]
    assert seen
    for one in seen:
        survey = surveys[one.survey]
        assert one.documents <= survey.documents
        assert survey.years[0] <= min(one.years) <= max(one.years) <= survey.years[1]
        assert len(one.regions) <= survey.regions


def test_the_one_notice_added_four_codes() -> None:
    """财预〔2024〕22号 of 29 March 2024."""
    assert [one[:5] for one in schemes.amendments()] == [
        ("财预〔2024〕22号", "2024-03-29", "function", "22006", 2024),
        ("财预〔2024〕22号", "2024-03-29", "function", "2300412", 2024),
        ("财预〔2024〕22号", "2024-03-29", "revenue", "1030182", 2024),
        ("财预〔2024〕22号", "2024-03-29", "revenue", "1100412", 2024),
    ]
    assert [one.place.rpartition("/")[2] for one in schemes.amendments()] == [
        f"amendments.csv:{line}" for line in (2, 3, 4, 5)
    ]


def test_what_is_decreed_is_in_a_notice_and_nothing_else() -> None:
    decreed = {(v.scheme, v.code) for v in codebooks.load().all if v.basis is Evidence.DECREED}
    assert decreed == {(one.scheme, one.code) for one in schemes.amendments()}


# faults -----------------------------------------------------------------------------------------------------------

Write = Callable[[str, str, str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a list where it is then read from."""
    (tmp_path / "codes").mkdir()
    monkeypatch.setattr(paths, "ontology", lambda: tmp_path)

    def to(name: str, header: str, row: str) -> Path:
        path = tmp_path / "codes" / name
        path.write_text(f"{header}\n{row}\n", encoding="utf-8")
        return path

    return to


def test_rows_as_written(write: Write) -> None:
    write("surveys.csv", SURVEYS, "a,5,2,2024,2025,五份。,Five.")
    path = write("amendments.csv", AMENDMENTS, "notice,2024-03-29,function,201,2024")
    assert schemes.surveys.__wrapped__() == (Survey("a", 5, 2, (2024, 2025), ("五份。", "Five.")),)
    (added,) = schemes.amendments.__wrapped__()
    assert added == Amendment("notice", "2024-03-29", "function", "201", 2024, f"{path}:2")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,many,2,2024,2025,五份。,Five.", "documents is 'many'"),
        ("a,0,2,2024,2025,五份。,Five.", "documents is '0'"),
        ("a,5,,2024,2025,五份。,Five.", "regions is ''"),
        ("a,5,2,,2025,五份。,Five.", "first_year is empty"),
        ("a,5,2,2024,25,五份。,Five.", "no year"),
        ("a,5,2,2024,2025,五份。", "6 cells"),
    ],
)
def test_a_faulty_survey_is_refused_with_its_line(row: str, said: str, write: Write) -> None:
    path = write("surveys.csv", SURVEYS, row)
    with pytest.raises(DataFileError, match=f"^{path}:2: .*{said}"):
        schemes.surveys.__wrapped__()


@pytest.mark.parametrize(("row", "said"), [("n,2024-03-29,function,201,", "empty"), ("n,2024,function,201,24", "year")])
def test_a_faulty_amendment_is_refused_with_its_line(row: str, said: str, write: Write) -> None:
    path = write("amendments.csv", AMENDMENTS, row)
    with pytest.raises(DataFileError, match=f"^{path}:2: .*{said}"):
        schemes.amendments.__wrapped__()


def test_a_scheme_whose_year_is_none_is_refused_with_its_line(write: Write) -> None:
    path = write("schemes.csv", SCHEMES, "function,n,类|款,long ago,2026-11-22,甲,A,乙,B")
    with pytest.raises(DataFileError) as caught:
        schemes.schemes.__wrapped__()
    assert caught.value.place == f"{path}:2"


@pytest.mark.parametrize(
    ("first", "exact", "basis"),
    [(2023, True, Evidence.DECREED), (2024, False, Evidence.DECREED), (2024, True, Evidence.RECALLED), (None,) * 3],
    ids=["another year", "not sure", "recalled", "not in the list"],
)
def test_a_list_that_contradicts_a_notice_is_refused(
    first: int | None, exact: bool | None, basis: Evidence | None
) -> None:
    """An edition holds what its notice says, so the list has to say it too."""
    good = Version("function", "201", "", "甲", 1, "", 2024, None, exact=True, basis=Evidence.DECREED)
    added = Amendment("notice", "2024-03-29", "function", "201", 2024, "amendments.csv:2")
    scheme = schemes.schemes()["function"]
    assert "201/v2024" in national(scheme, Codebook([good]), [], [added])
    bad = [good._replace(valid_from=first, exact=bool(exact), basis=basis)] if basis else []
    with pytest.raises(DataFileError) as caught:
        national(scheme, Codebook(bad), [], [added])
    assert caught.value.place == "amendments.csv:2"
    assert "201" in caught.value.what
