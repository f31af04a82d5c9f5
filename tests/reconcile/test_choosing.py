"""Which of several printings is taken, by which rule, and how they agree."""

from collections.abc import Callable
from itertools import permutations

import pytest

from kg.model import Agreement, Kind, Statement
from kg.reconcile import reconcile

Make = Callable[..., Statement]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["9.18"], (91_800, "sole", Agreement.SINGLE)),
        (["9.18", "9.18"], (91_800, "unanimous", Agreement.AGREE)),
        (["9.18", "9.180"], (91_800, "unanimous", Agreement.AGREE)),
        (["9.2", "9.18"], (91_800, "most-precise", Agreement.ROUNDING_ONLY)),
        (["9.2", "9.18", "9"], (91_800, "most-precise", Agreement.ROUNDING_ONLY)),
        (["138.59", "138.60"], (1_385_900, "most-precise", Agreement.ROUNDING_ONLY)),  # their roundings just touch
        (["9.1", "9.18"], (91_800, "most-precise-in-tie", Agreement.CONFLICT)),  # cut short, not rounded
        (["9.18", "9.25", "9.25"], (92_500, "most-supported", Agreement.CONFLICT)),
        (["9.18", "9.25"], (91_800, "first-in-tie", Agreement.CONFLICT)),  # the smallest claim identifier
        (["0.00", "0"], (0, "unanimous", Agreement.AGREE)),
        (["0.00", "5.00"], (0, "first-in-tie", Agreement.CONFLICT)),
        # each is within rounding of 9.2, but 9.15 and 9.24 exclude each other
        (["9.2", "9.15", "9.24"], (92_000, "most-supported", Agreement.CONFLICT)),
    ],
)
def test_printings_of_one_document(
    texts: list[str], expected: tuple[int, str, Agreement], printed: Make, make_key: Callable
) -> None:
    (figure,) = reconcile(printed(f"a/t{at:02d}", text, make_key()) for at, text in enumerate(texts, 1))
    assert (figure.preferred, figure.chosen_by, figure.agreement) == expected


def test_a_value_is_chosen_and_never_averaged(printed: Make, make_key: Callable) -> None:
    for texts in permutations(["9.18", "9.25", "9.30"]):
        (figure,) = reconcile(printed(f"a/t{at}", text, make_key()) for at, text in enumerate(texts))
        assert figure.preferred in (91_800, 92_500, 93_000)


def test_a_later_document_restates_and_never_chooses(printed: Make, make_key: Callable) -> None:
    """The prior-year column of 2025 prints another value for 2024, and more precisely."""
    own, later = printed("a", "9.2", make_key()), printed("b", "8.765", make_key(), year=2025)
    (figure,) = reconcile([later, own])
    assert (figure.preferred, figure.chosen_by, figure.agreement) == (92_000, "sole", Agreement.RESTATED)


def test_a_later_document_that_agrees_confirms(printed: Make, make_key: Callable) -> None:
    own, later = printed("a", "9.2", make_key()), printed("b", "9.18", make_key(), year=2025)
    (figure,) = reconcile([own, later])
    assert (figure.preferred, figure.agreement) == (92_000, Agreement.ROUNDING_ONLY)


def test_only_a_later_document_chooses_where_there_is_no_other(printed: Make, make_key: Callable) -> None:
    (figure,) = reconcile([printed("b", "8.76", make_key(), year=2025)])
    assert (figure.preferred, figure.agreement) == (87_600, Agreement.SINGLE)


def test_a_conflict_in_the_year_itself_is_none_that_a_later_document_restates(
    printed: Make, make_key: Callable
) -> None:
    statements = [
        printed("a", "9.18", make_key()),
        printed("b", "9.25", make_key()),
        printed("c", "9.25", make_key(), year=2025),
    ]
    (figure,) = reconcile(statements)
    assert figure.agreement is Agreement.CONFLICT


@pytest.mark.parametrize(
    ("phase", "preferred"), [("approved", 50_000), ("revised", 60_000), ("final", 60_000), ("estimate", 50_000)]
)
def test_the_kind_of_document_settles_its_own_phases(
    phase: str, preferred: int, printed: Make, make_key: Callable
) -> None:
    """The approved amount is the budget's word, the final one that of the final accounts."""
    about = make_key(phase=phase)
    budget, final = printed("a", "5.00", about, kind=Kind.BUDGET), printed("b", "6.00", about, kind=Kind.FINAL)
    (figure,) = reconcile([final, budget])
    assert (figure.preferred, figure.chosen_by) == (preferred, "sole")
    assert figure.agreement is Agreement.CONFLICT


def test_years_and_bodies_are_figures_of_their_own(printed: Make, make_key: Callable) -> None:
    figures = reconcile([printed("a", "1.00", make_key()), printed("b", "2.00", make_key(year=2023))])
    assert {figure.preferred for figure in figures} == {10_000, 20_000}
    assert {figure.agreement for figure in figures} == {Agreement.SINGLE}


def test_no_printing_no_figure() -> None:
    assert reconcile([]) == ()
