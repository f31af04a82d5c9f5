"""Amounts in words: units, digits, signs."""

from decimal import Decimal

import pytest

from kg.publish.pages.chart import Bar, Group, bars
from kg.publish.pages.money import WAN, YUAN, exact, unit_for


@pytest.mark.parametrize(
    ("yuan", "in_yuan", "in_wan", "rounded"),
    [
        ("3413900", "3,413,900.00", "341.39", False),
        ("400", "400.00", "0.04", False),
        ("4642775.19", "4,642,775.19", "464.28", True),
        ("50", "50.00", "0.01", True),
        ("-900", "−900.00", "−0.09", False),
        ("0", "0.00", "0.00", False),
        ("1234567890123.45", "1,234,567,890,123.45", "123,456,789.01", True),
    ],
)
def test_amounts_in_both_units(yuan: str, in_yuan: str, in_wan: str, rounded: bool) -> None:
    amount = Decimal(yuan)
    assert (YUAN.text(amount), WAN.text(amount), WAN.is_rounded(amount)) == (in_yuan, in_wan, rounded)


def test_an_exact_amount_keeps_all_its_digits() -> None:
    assert [exact(Decimal(one)) for one in ("12", "12.5", "12.345", "-1000")] == [
        "12.00",
        "12.50",
        "12.345",
        "−1,000.00",
    ]
    assert exact(None) == YUAN.text(None) == ""


def test_the_unit_follows_the_largest_amount_unless_one_is_wanted() -> None:
    assert unit_for([Decimal(99_999), None]) is YUAN
    assert unit_for([Decimal(1), Decimal(-100_000)]) is WAN
    assert unit_for([Decimal(1_000_000)], "yuan") is YUAN
    assert unit_for([Decimal(1)], "wan") is WAN
    assert unit_for([]) is YUAN


def test_bars_are_in_proportion_and_their_names_escaped() -> None:
    groups = [Group("<script>", (Bar(Decimal(200), 0), Bar(Decimal(-50), 1))), Group("b", (Bar(Decimal(100), 0),))]
    chart = str(bars('a "title"', groups, YUAN))
    assert 'width="72.00%"' in chart
    assert 'class="bar kind1 below" x="0" y="38" width="18.00%"' in chart
    assert 'width="36.00%"' in chart
    assert "<script>" not in chart
    assert "&lt;script&gt;" in chart
    assert 'role="img"' in chart
    assert 'aria-label="a &#34;title&#34;"' in chart


def test_nothing_to_show_is_no_chart() -> None:
    assert bars("a", [Group("a", (Bar(Decimal(0), 0),))], YUAN) == ""
    assert bars("a", [], YUAN) == ""
