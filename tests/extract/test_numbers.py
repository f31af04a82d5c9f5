"""Printed numbers: exact, with the repairs named, and refused where a cell prints none or more than one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import numbers
from kg.model import Unit


@pytest.mark.parametrize(
    ("text", "value", "places", "repairs"),
    [
        ("341.39", "341.39", 2, ()),
        ("1,220.24", "1220.24", 2, ()),
        ("480,544,221.62", "480544221.62", 2, ()),
        ("5599899.51", "5599899.51", 2, ()),
        ("0", "0", 0, ()),
        ("0.00", "0", 2, ()),
        ("-5.20", "-5.20", 2, ()),
        ("−5.20", "-5.20", 2, ()),  # the minus sign of typography
        ("3,138.093600", "3138.0936", 6, ()),
        ("341. 39", "341.39", 2, ("SpaceInsideNumber",)),
        ("138 . 59", "138.59", 2, ("SpaceInsideNumber",)),
        ("138 .59", "138.59", 2, ("SpaceInsideNumber",)),
        ("１２．５", "12.5", 1, ("FullWidthDigits",)),
        ("１，２２０．２４", "1220.24", 2, ("FullWidthDigits",)),
        ("９. １", "9.1", 1, ("FullWidthDigits", "SpaceInsideNumber")),
        (" 7.50 ", "7.50", 2, ()),
    ],
)
def test_a_number_is_read(text: str, value: str, places: int, repairs: tuple[str, ...]) -> None:
    found = numbers.read(text)
    assert found is not None
    assert (found.value, found.places, found.repairs) == (Decimal(value), places, repairs)


@pytest.mark.parametrize(
    "text",
    [
        "12 34",  # two numbers
        "60. 13 138. 60",
        "1.2.3",
        "1,22",  # no grouping by two
        "12,3456",
        "1234,567",
        "50%",
        "12.5万元",
        "<3",
        "5.",
        "",
        "-",
        "—",
        "合计",
        "1e5",
        "0x10",
        "1_000",
        "NaN",
        "Infinity",
    ],
)
def test_what_is_no_single_number_is_not_read(text: str) -> None:
    assert numbers.read(text) is None
    assert numbers.amount(text, Unit.YUAN) is None


@pytest.mark.parametrize(
    ("text", "unit", "yuan", "quantum"),
    [
        ("9.18", Unit.WAN_YUAN, "91800", "100"),
        ("9.1", Unit.WAN_YUAN, "91000", "1000"),
        ("9", Unit.WAN_YUAN, "90000", "10000"),
        ("3,138.093600", Unit.WAN_YUAN, "31380936", "0.01"),
        ("237500", Unit.YUAN, "237500", "1"),
        ("5599899.51", Unit.YUAN, "5599899.51", "0.01"),
        ("1.5", Unit.YI_YUAN, "150000000", "10000000"),
        ("0.00", Unit.WAN_YUAN, "0", "100"),
        ("-5.20", Unit.WAN_YUAN, "-52000", "100"),
    ],
)
def test_an_amount_is_in_yuan_and_knows_its_last_digit(text: str, unit: Unit, yuan: str, quantum: str) -> None:
    amount = numbers.amount(text, unit)
    assert amount is not None
    assert (amount.text, amount.unit) == (text, unit)
    assert (amount.yuan, amount.quantum) == (Decimal(yuan), Decimal(quantum))


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from(list(Unit)))
def test_what_is_printed_comes_back_exactly(value: Decimal, unit: Unit) -> None:
    plain, grouped = numbers.amount(f"{value}", unit), numbers.amount(f"{value:,}", unit)
    assert plain is not None
    assert grouped is not None
    assert plain.yuan == grouped.yuan
    assert plain.yuan / plain.quantum == value * 100


@pytest.mark.parametrize(
    ("cell", "numeric"),
    [
        ("341. 39", True),
        ("-5", True),
        ("50%", True),
        ("<40", True),
        ("≥95%", True),
        ("30人", True),
        ("<3万元", True),
        ("98%以上", True),
        ("20241207131235", True),
        ("12 34", True),
        ("2024年", False),  # a year is a name
        ("2024年度", False),
        ("2024年2月24日", False),
        ("合计", False),
        ("一、一般公共预算", False),
        ("-", False),
        ("", False),
        ("2080505-机关事业单位基本养老保险缴费支出", False),
        ("目标1: 目标2:", False),
    ],
)
def test_which_cells_have_to_be_accounted_for(cell: str, numeric: bool) -> None:
    assert numbers.numeric(cell) is numeric


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_number_that_can_be_read_has_to_be_accounted_for(value: Decimal) -> None:
    for text in (f"{value}", f"{value:,}", f"-{value}"):
        assert numbers.read(text) is not None
        assert numbers.numeric(text)
