"""Figures of stocks: which kind is a leaf, which a headline, and which printing is taken; and codes together."""

from collections.abc import Callable
from decimal import Decimal
from itertools import permutations

import pytest

from kg.model import (
    Agency,
    Agreement,
    Amount,
    BudgetKey,
    Disclosure,
    Figure,
    Kind,
    ProjectKey,
    Quantity,
    ResourceKey,
    ResourceKind,
    ResourceUnit,
    Scope,
    Statement,
    Unit,
)
from kg.reconcile import reconcile

BUREAU = Agency(area="140525", name="泽州县财政局")
V = ResourceKind
Printed = Callable[..., Statement]


def stock(kind: ResourceKind, *, as_of: str = "2023-12-31", scope: Scope = Scope.OWN) -> ResourceKey:
    return ResourceKey(agency=BUREAU, scope=scope, as_of=as_of, kind=kind, unit=ResourceUnit.VEHICLE)


def counted(claim: str, number: str, key: ResourceKey, *, year: int = 2023, kind: Kind = Kind.FINAL) -> Statement:
    """``number`` printed in a document of ``year`` and ``kind``."""
    quantum = Decimal(1).scaleb(-len(number.partition(".")[2]))
    amount = Quantity(text=number, number=Decimal(number), unit=key.unit, quantum=quantum)
    disclosure = Disclosure(agency=BUREAU, year=year, kind=kind, scope=Scope.OWN)
    return Statement(claim=claim, key=key, amount=amount, disclosure=disclosure)


def marks(*keys: ResourceKey) -> dict[tuple[str, str, str], tuple[bool, bool]]:
    """Whether the figure of each kind, day and scope is a leaf and a headline."""
    figures = reconcile(counted(f"c{number}", "3", key) for number, key in enumerate(keys))
    found = {}
    for figure in figures:
        assert isinstance(figure.key, ResourceKey)
        found[figure.key.kind.value, figure.key.as_of, figure.key.scope.value] = (figure.leaf, figure.headline)
    return found


def test_a_kind_is_a_leaf_where_no_narrower_kind_is_disclosed() -> None:
    day = "2023-12-31"
    assert marks(stock(V.VEHICLES), stock(V.VEHICLES_SPECIAL), stock(V.BUILDINGS)) == {
        ("vehicles", day, "own"): (False, True),
        ("vehicles-special", day, "own"): (True, False),
        ("buildings", day, "own"): (True, True),
    }


def test_a_narrower_kind_is_a_headline_where_no_wider_one_is_disclosed() -> None:
    day = "2023-12-31"
    assert marks(stock(V.VEHICLES_SPECIAL), stock(V.VEHICLES_GENERAL)) == {
        ("vehicles-special", day, "own"): (True, True),
        ("vehicles-general", day, "own"): (True, True),
    }


def test_another_day_or_scope_is_another_stock() -> None:
    other = stock(V.VEHICLES_SPECIAL, as_of="2024")
    wide = stock(V.VEHICLES_GENERAL, scope=Scope.CONSOLIDATED)
    assert set(marks(stock(V.VEHICLES), other, wide).values()) == {(True, True)}


def test_stocks_of_one_number_are_not_the_whole_of_each_other() -> None:
    figures = reconcile([counted("a", "3", stock(V.VEHICLES)), counted("b", "3", stock(V.VEHICLES_SPECIAL))])
    assert [figure.whole_of for figure in figures] == [(), ()]
    assert {figure.agreement for figure in figures} == {Agreement.SINGLE}


def only(*statements: Statement) -> Figure:
    (figure,) = reconcile(statements)
    return figure


def test_the_final_accounts_of_the_year_choose_a_stock() -> None:
    printings = [
        counted("a", "12", stock(V.VEHICLES), kind=Kind.BUDGET),
        counted("b", "11", stock(V.VEHICLES)),
        counted("c", "12", stock(V.VEHICLES), year=2024, kind=Kind.BUDGET),
    ]
    for order in permutations(printings):
        figure = only(*order)
        assert (figure.preferred, figure.chosen_by, figure.agreement) == (Decimal(11), "sole", Agreement.CONFLICT)


def test_a_later_document_chooses_where_it_is_alone_and_restates_where_it_is_not() -> None:
    later = counted("b", "12", stock(V.VEHICLES), year=2024, kind=Kind.BUDGET)
    assert only(later).preferred == 12
    figure = only(counted("a", "11", stock(V.VEHICLES)), later)
    assert (figure.preferred, figure.agreement) == (Decimal(11), Agreement.RESTATED)


def test_a_rounded_number_agrees_with_a_precise_one() -> None:
    key = stock(V.BUILDINGS).model_copy(update={"unit": ResourceUnit.SQUARE_METRE})
    figure = only(counted("a", "800", key), counted("b", "800.4", key))
    assert (figure.preferred, figure.agreement) == (Decimal("800.4"), Agreement.ROUNDING_ONLY)


def test_a_value_may_be_printed_as_money() -> None:
    key = stock(V.FURNITURE_VALUE).model_copy(update={"unit": ResourceUnit.YUAN})
    money = Amount(text="5.64", yuan=Decimal(56400), unit=Unit.WAN_YUAN, quantum=Decimal(100))
    printing = counted("a", "56413", key)
    figure = only(printing, printing.model_copy(update={"claim": "b", "amount": money}))
    assert (figure.preferred, figure.agreement) == (Decimal(56413), Agreement.ROUNDING_ONLY)


# several codes together ----------------------------------------------------------------------------------------


def leaf_and_headline(figures: tuple[Figure, ...]) -> dict[str, tuple[bool, bool]]:
    found = {}
    for figure in figures:
        assert isinstance(figure.key, BudgetKey)
        found[figure.key.function_code] = (figure.leaf, figure.headline)
    return found


def test_codes_together_hide_no_leaf_and_are_none(make_key: Callable[..., BudgetKey], printed: Printed) -> None:
    codes = ("", "210", "21011", "2101102", "2101101+2101103", "2101199+2101399")
    figures = reconcile(printed(code or "all", "1.00", make_key(function_code=code)) for code in codes)
    assert leaf_and_headline(figures) == {
        "": (False, True),
        "210": (False, True),
        "21011": (False, True),
        "2101102": (True, True),
        "2101101+2101103": (False, False),
        "2101199+2101399": (False, False),
    }


@pytest.mark.parametrize("parent", ["", "21011"])
def test_codes_together_do_not_make_the_code_above_a_parent(
    parent: str, make_key: Callable[..., BudgetKey], printed: Printed
) -> None:
    figures = reconcile(
        printed(code or "all", "1.00", make_key(function_code=code)) for code in (parent, "2101101+2101103")
    )
    assert leaf_and_headline(figures) == {parent: (True, True), "2101101+2101103": (False, False)}


def test_codes_together_of_all_projects_are_no_leaf(printed: Printed, make_key: Callable[..., BudgetKey]) -> None:
    budget = make_key()
    key = ProjectKey(
        agency=budget.agency, scope=budget.scope, year=2024, phase=budget.phase, project="", function_code="20801+20802"
    )
    (figure,) = reconcile([printed("a", "1.00", key)])
    assert (figure.leaf, figure.headline) == (False, False)
