"""A printed amount: its range of rounding decides what agrees with it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kg.model import YUAN_PER_UNIT, Amount, Quantity, ResourceUnit, Unit

YUAN = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
QUANTUM = st.sampled_from([Decimal("0.01"), Decimal(1), Decimal(100), Decimal(10_000)])


def printed(text: str, yuan: str, quantum: str, unit: Unit = Unit.WAN_YUAN) -> Amount:
    return Amount(text=text, yuan=Decimal(yuan), unit=unit, quantum=Decimal(quantum))


def test_a_unit_is_worth_its_yuan() -> None:
    assert YUAN_PER_UNIT == {
        Unit.YUAN: 1,
        Unit.QIAN_YUAN: 1_000,
        Unit.WAN_YUAN: 10_000,
        Unit.BAI_WAN_YUAN: 1_000_000,
        Unit.YI_YUAN: 100_000_000,
    }


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (printed("341.39", "3413900", "100"), printed("341.39", "3413900", "100"), True),
        (printed("138.59", "1385900", "100"), printed("138.60", "1386000", "100"), True),  # 50 + 50
        (printed("138.59", "1385900", "100"), printed("138.61", "1386100", "100"), False),
        (printed("341.3", "3413000", "1000"), printed("341.34", "3413400", "100"), True),
        (printed("341.3", "3413000", "1000"), printed("341.39", "3413900", "100"), False),  # 900 > 550: cut short
        (printed("559.99", "5599900", "100"), printed("5599899.51", "5599899.51", "0.01", Unit.YUAN), True),
    ],
)
def test_agreement_allows_half_of_each_last_digit(one: Amount, other: Amount, agree: bool) -> None:
    assert one.agrees_with(other) is agree
    assert other.agrees_with(one) is agree


@given(YUAN, QUANTUM, QUANTUM)
def test_the_boundary_itself_agrees_and_a_hair_beyond_does_not(yuan: Decimal, one: Decimal, other: Decimal) -> None:
    first = Amount(text="a", yuan=yuan, unit=Unit.YUAN, quantum=one)
    reach = (one + other) / 2
    at = Amount(text="b", yuan=yuan + reach, unit=Unit.YUAN, quantum=other)
    beyond = Amount(text="c", yuan=yuan + reach + Decimal("0.0001"), unit=Unit.YUAN, quantum=other)
    assert first.agrees_with(at)
    assert not first.agrees_with(beyond)


@pytest.mark.parametrize("quantum", ["0", "-1"])
def test_a_last_digit_is_worth_something(quantum: str) -> None:
    with pytest.raises(ValidationError, match="greater than 0"):
        printed("1", "1", quantum)


def test_a_value_is_frozen_and_knows_its_fields() -> None:
    amount = printed("1.00", "10000", "100")
    with pytest.raises(ValidationError, match="frozen"):
        amount.yuan = Decimal(0)
    with pytest.raises(ValidationError, match="extra"):
        Amount.model_validate({**amount.model_dump(), "currency": "CNY"})


@pytest.mark.parametrize(
    ("unit", "agrees"),
    [(ResourceUnit.SQUARE_METRE, True), (ResourceUnit.YUAN, True), (ResourceUnit.VEHICLE, False)],
)
def test_what_is_counted_is_not_rounded(unit: ResourceUnit, agrees: bool) -> None:
    twelve, thirteen = (
        Quantity(text=text, number=Decimal(text), unit=unit, quantum=Decimal(1)) for text in ("12", "13")
    )
    assert twelve.agrees_with(thirteen) is agrees
    assert twelve.agrees_with(twelve)
