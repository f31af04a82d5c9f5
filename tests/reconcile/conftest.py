"""Figures of the samples, reconciled once, and printings made by hand."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from kg.model import (
    Agency,
    Amount,
    BudgetKey,
    Disclosure,
    Extraction,
    Figure,
    Flow,
    Kind,
    Phase,
    Scope,
    Statement,
    Unit,
)
from kg.reconcile import reconcile, statements

BUREAU = Agency(area="140525", name="泽州县财政局")


def key(**fields: Any) -> BudgetKey:
    """A key of 泽州县财政局 2024: final expenditure, unless said otherwise."""
    base = {"agency": BUREAU, "scope": Scope.OWN, "year": 2024, "phase": Phase.FINAL, "flow": Flow.EXPENDITURE}
    return BudgetKey.model_validate({**base, **fields})


def printing(
    claim: str, text: str, about: BudgetKey, *, year: int = 2024, kind: Kind = Kind.FINAL, issued: str = ""
) -> Statement:
    """``text`` 万元 printed in a document of ``year`` and ``kind``, with the date ``issued`` on its cover."""
    places = len(text.partition(".")[2])
    amount = Amount(
        text=text,
        yuan=Decimal(text) * 10_000,
        unit=Unit.WAN_YUAN,
        quantum=Decimal(10_000).scaleb(-places),
    )
    disclosure = Disclosure(agency=BUREAU, year=year, kind=kind, scope=Scope.OWN)
    return Statement(claim=claim, key=about, amount=amount, disclosure=disclosure, issued=issued)


@pytest.fixture(scope="session")
def figures(extractions: dict[str, Extraction]) -> dict[str, tuple[Figure, ...]]:
    """The figures of each sample."""
    return {number: reconcile(statements(extraction)) for number, extraction in extractions.items()}


@pytest.fixture(scope="session")
def make_key() -> Callable[..., BudgetKey]:
    """A key with everything but the given fields filled in."""
    return key


@pytest.fixture(scope="session")
def printed() -> Callable[..., Statement]:
    """One printing: its claim, its text in 万元, the key it is about."""
    return printing
