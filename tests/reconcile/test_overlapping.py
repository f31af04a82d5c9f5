"""Projects that may be one, or one within another: nothing is merged, and no sum takes their money twice."""

from collections.abc import Callable
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from kg import audit, pipeline
from kg.documents import read
from kg.extract import Forms, extract
from kg.model import Extraction, Figure, ProjectKey, ProjectLink, Statement
from kg.rdf.iris import Iris
from kg.reconcile import reconcile, statements
from kg.store import GraphStore

Make = Callable[..., Any]
HALL, CENTRE, NETWORK = "便民大厅工作经费", "便民中心工作经费", "金保工程"


@pytest.fixture
def lead(make_key: Make) -> dict[str, Any]:
    return {name: getattr(make_key(), name) for name in ("agency", "scope", "year", "phase")}


@pytest.fixture
def link(lead: dict[str, Any]) -> Callable[..., ProjectLink]:
    def linked(project: str, other: str, confidence: str = "0.83") -> ProjectLink:
        return ProjectLink(
            agency=lead["agency"], project=project, other=other, confidence=Decimal(confidence), ground="name"
        )

    return linked


def counted(figures: tuple[Figure, ...]) -> dict[str, tuple[bool, bool]]:
    """Leaf and headline by project."""
    return {figure.key.project: (figure.leaf, figure.headline) for figure in figures if hasattr(figure.key, "project")}


def test_of_two_in_one_slice_one_is_counted(printed: Make, lead: dict[str, Any], link: Make) -> None:
    said = [printed(f"t0{at}", "20.00", ProjectKey(**lead, project=name)) for at, name in enumerate((HALL, CENTRE))]
    said.append(printed("t03", "5.00", ProjectKey(**lead, project=NETWORK)))
    assert set(counted(reconcile(said)).values()) == {(True, True)}
    found = reconcile(said, [link(CENTRE, HALL)])
    assert counted(found) == {HALL: (False, False), CENTRE: (True, True), NETWORK: (True, True)}
    assert sum(figure.preferred for figure in found) == 450_000, "both keep their figures"


def test_in_slices_of_their_own_both_are_leaves_and_one_is_a_headline(
    printed: Make, lead: dict[str, Any], link: Make
) -> None:
    """Money of one slice is added from leaves, that of the widest slices from headlines: 25 either way."""
    said = [
        printed("t01", "20.00", ProjectKey(**lead, project=HALL, origin="current")),
        printed("t01", "5.00", ProjectKey(**lead, project=NETWORK, origin="current")),
        printed("t02", "20.00", ProjectKey(**lead, project=CENTRE)),
        printed("t02", "5.00", ProjectKey(**lead, project=NETWORK)),
    ]
    found = reconcile(said, [link(CENTRE, HALL)])
    for origin in ("current", "total"):
        assert sum(one.preferred for one in found if one.leaf and one.key.origin == origin) == 250_000
    assert sum(one.preferred for one in found if one.leaf and one.headline) == 250_000


def test_where_the_other_has_no_money_nothing_changes(printed: Make, lead: dict[str, Any], link: Make) -> None:
    said = [
        printed("t01", "20.00", ProjectKey(**lead, project=HALL)),
        printed("t02", "20.00", ProjectKey(**{**lead, "year": 2023}, project=CENTRE)),
        printed("t03", "20.00", ProjectKey(**{**lead, "phase": "approved"}, project=CENTRE)),
    ]
    assert reconcile(said, [link(CENTRE, HALL)]) == reconcile(said)


def test_contradicting_proposals_leave_one_whatever_their_order(
    printed: Make, lead: dict[str, Any], link: Make
) -> None:
    """The surest count first: 大厅 stands for 中心, and so cannot be a part of it; the third is a part of 中心."""
    third = "便民中心工作经费（二）"
    said = [
        printed(f"t0{at}", "20.00", ProjectKey(**lead, project=one)) for at, one in enumerate((HALL, CENTRE, third))
    ]
    links = [link(HALL, CENTRE, "0.90"), link(CENTRE, HALL, "0.83"), link(CENTRE, third, "0.80")]
    for order in permutations(links):
        assert counted(reconcile(said, order)) == {HALL: (True, True), CENTRE: (False, False), third: (False, False)}


def test_a_project_within_itself_is_counted(printed: Make, lead: dict[str, Any], link: Make) -> None:
    said: list[Statement] = [printed("t01", "20.00", ProjectKey(**lead, project=HALL))]
    assert reconcile(said, [link(HALL, HALL)]) == reconcile(said)


# documents ---------------------------------------------------------------------------------------------------


def total(extraction: Extraction) -> Decimal:
    """What the headlines and leaves of the year add up to."""
    figures = reconcile(statements(extraction), extraction.links)
    return sum(
        (
            figure.preferred
            for figure in figures
            if isinstance(figure.key, ProjectKey) and figure.leaf and figure.headline and figure.key.term == "annual"
        ),
        Decimal(0),
    )


@pytest.mark.parametrize(
    ("number", "yuan"),
    [("000", "1542000"), ("004", "250000")],
    ids=["盐池: 59.20, 5.00, 15.00 and 75", "泽州: 20.00 and 5.00"],
)
def test_projects_of_a_document_add_up_to_what_it_prints_for_them(
    number: str, yuan: str, extractions: dict[str, Extraction], shared: Path, forms: Forms
) -> None:
    """盐池 prints 154.20 for its projects. The original tells the 75 a second time by code: 30, 9.00 and 36.00."""
    (original,) = (shared / "disclosures" / "seeds").glob(f"{number}_*")
    assert total(extractions[number]) == Decimal(yuan)
    assert total(extract(read(original), forms)) == Decimal(yuan)


def test_what_a_store_proposes_is_read_back(samples: dict[str, Path], extractions: dict[str, Extraction]) -> None:
    """A later document of the body is reconciled with the links of those before it."""
    links = extractions["004"].links
    with GraphStore.in_memory() as store:
        assert pipeline.Builder(store).build([samples["004"]]).errors == ()
        body = links[0].agency.id
        assert audit.links(store, [body], [], Iris()) == links
        assert audit.links(store, [body], [extractions["004"].id], Iris()) == ()
        assert audit.links(store, ["140525-nobody-000000"], [], Iris()) == ()
