"""Which of several printings is taken, by which rule, and how they agree."""

from collections.abc import Callable
from itertools import permutations

import pytest

from kg.model import Agreement, Kind, Phase, Scope, Statement
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


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("2024-02-10", "2024-03-01"), (92_500, "sole", Agreement.RESTATED)),
        (("2024-03-01", "2024-02-10"), (91_800, "sole", Agreement.RESTATED)),
        (("2024-02", "2024-03-01"), (92_500, "sole", Agreement.RESTATED)),
        (("2024-03", "2024-03-01"), (91_800, "first-in-tie", Agreement.CONFLICT)),  # which of them is later is not said
        (("", "2024-03-01"), (91_800, "first-in-tie", Agreement.CONFLICT)),
        (("2024-03-01", "2024-03-01"), (91_800, "first-in-tie", Agreement.CONFLICT)),
    ],
)
def test_a_later_issue_of_a_disclosure_chooses(
    dates: tuple[str, str], expected: tuple[int, str, Agreement], printed: Make, make_key: Callable
) -> None:
    (figure,) = reconcile(
        printed(claim, text, make_key(), issued=date)
        for claim, text, date in zip("ab", ("9.18", "9.25"), dates, strict=True)
    )
    assert (figure.preferred, figure.chosen_by, figure.agreement) == expected


def test_what_a_later_issue_does_not_print_stands_and_its_own_contradiction_is_one(
    printed: Make, make_key: Callable
) -> None:
    other = make_key(function_code="201")
    figures = reconcile(
        [
            printed("a/1", "9.18", make_key(), issued="2024-02-10"),
            printed("a/2", "3.00", other, issued="2024-02-10"),
            printed("b/1", "9.25", make_key(), issued="2024-03-01"),
            printed("b/2", "9.30", make_key(), issued="2024-03-01"),
        ]
    )
    told = {figure.key.id: (figure.preferred, figure.agreement) for figure in figures}
    assert told[other.id] == (30_000, Agreement.SINGLE)
    assert told[make_key().id] == (92_500, Agreement.CONFLICT)


def test_a_document_of_another_disclosure_supersedes_nothing(printed: Make, make_key: Callable) -> None:
    about = make_key(phase=Phase.APPROVED)
    first = printed("a", "9.18", about, kind=Kind.BUDGET, issued="2024-02-10")
    unit = first.disclosure.model_copy(update={"scope": Scope.CONSOLIDATED})
    second = printed("b", "9.25", about, kind=Kind.BUDGET, issued="2024-03-01").model_copy(update={"disclosure": unit})
    (figure,) = reconcile([first, second])
    assert (figure.preferred, figure.agreement) == (91_800, Agreement.CONFLICT)


def test_years_and_bodies_are_figures_of_their_own(printed: Make, make_key: Callable) -> None:
    figures = reconcile([printed("a", "1.00", make_key()), printed("b", "2.00", make_key(year=2023))])
    assert {figure.preferred for figure in figures} == {10_000, 20_000}
    assert {figure.agreement for figure in figures} == {Agreement.SINGLE}


def test_no_printing_no_figure() -> None:
    assert reconcile([]) == ()
