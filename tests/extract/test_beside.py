"""Changes, rates of completion and quantities that stand beside amounts: facts and labels, and no amounts."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from kg import extract
from kg.documents import read
from kg.extract import Forms
from kg.model import Change, Extraction, Place

Read = Callable[[str], Extraction]
CASES = Path(__file__).resolve().parents[1] / "cases"
HEAD = "| 科目编码 | 科目名称 | 上年预算数 | 本年预算数 | 比上年增减 | 增减(%) |"


def short(change: Change) -> tuple[int, int, str, str, str, int, int]:
    """Row, cell, direction, amount in yuan, percent, and the years compared."""
    assert isinstance(change.place, Place)
    assert change.base is not None
    amount = f"{change.amount.yuan.normalize():f}" if change.amount else ""
    percent = str(change.percent) if change.percent is not None else ""
    years = change.figure.year, change.base.year
    return (change.place.row, change.place.cell, change.direction.value, amount, percent, *years)


def in_table(found: Extraction, table: int, row: int) -> list[tuple[int, int, str, str, str, int, int]]:
    return [
        short(one)
        for one in found.changes
        if isinstance(one.place, Place) and (one.place.table, one.place.row) == (table, row)
    ]


def page(*rows: str, title: str = "支出总表", head: str = HEAD) -> str:
    body = "\n".join((head, *rows))
    return f"泽州县财政局2025年部门预算\n\n{title}\n\n单位：万元\n\n{body}\n"


def reasons(found: Extraction) -> list[tuple[str, str]]:
    return [(one.text, one.reason) for one in found.refusals]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("columns-of-changes", [(2, 5, "increase", "40000", "10.00", 2026, 2025)]),
        ("without-capital-construction", [(3, 9, "decrease", "50000", "", 2026, 2025)]),
        (
            "years-as-rows",
            [
                (4, 3, "increase", "20000", "", 2026, 2025),
                (4, 4, "increase", "20000", "", 2026, 2025),
                (4, 5, "unchanged", "0", "", 2026, 2025),
            ],
        ),
        (
            "executed-in-a-budget",
            [
                (4, 7, "decrease", "204423000", "60.86", 2026, 2025),
                (5, 7, "decrease", "204423000", "60.86", 2026, 2025),
                (6, 7, "decrease", "207666000", "55.76", 2026, 2025),
            ],
        ),
        (
            "prior-year-column",
            [
                (3, 7, "unchanged", "0", "0.00", 2026, 2025),
                (4, 7, "decrease", "1189000", "5.22", 2026, 2025),
                (5, 7, "decrease", "1189000", "4.97", 2026, 2025),
            ],
        ),
    ],
)
def test_a_change_is_of_the_figures_beside_it(case: str, expected: list[object], forms: Forms) -> None:
    (document,) = (CASES / case).glob("document.*")
    found = extract.extract(read(document), forms)
    assert [short(one) for one in found.changes if isinstance(one.place, Place)] == expected
    assert found.account.adds_up()


def test_a_blank_amount_is_compared_as_nothing(extracted: Read) -> None:
    found = extracted(
        page("| 205 | 教育支出 | | 3.00 | 3.00 | |", "| 208 | 社会保障和就业支出 | 1.00 | 2.00 | 1.00 | 100 |")
    )
    first, _ = found.changes
    assert first.base is not None
    assert first.base == first.figure.model_copy(update={"year": 2024})
    assert found.refusals == ()
    assert found.account.facts == 3


def test_one_slip_among_changes_is_kept_as_printed(extracted: Read) -> None:
    rows = ("| 205 | 教育支出 | 1.00 | 3.00 | 2.00 | |", "| 208 | 社会保障和就业支出 | 1.00 | 5.00 | 4.00 | |")
    found = extracted(page(*rows, "| 213 | 农林水支出 | 1.00 | 2.00 | 9.00 | |"))
    assert [one.amount.yuan for one in found.changes if one.amount] == [20_000, 40_000, 90_000]


def test_changes_with_the_other_sign_stay_refused(extracted: Read) -> None:
    rows = ("| 205 | 教育支出 | 1.00 | 3.00 | -2.00 | |", "| 208 | 社会保障和就业支出 | 1.00 | 5.00 | -4.00 | |")
    found = extracted(page(*rows))
    assert found.changes == ()
    assert reasons(found) == [("-2.00", "change-uncertain"), ("-4.00", "change-uncertain")]


def test_a_change_of_no_figure_stays_refused(extracted: Read) -> None:
    found = extracted(page("| 208 | 社会保障和就业支出 | -1.00 |", head="| 科目编码 | 科目名称 | 增减额 |"))
    assert reasons(found) == [("-1.00", "changed-figure-unread")]


@pytest.mark.parametrize(
    ("name", "table", "row", "expected"),
    [
        ("国家信访局_2026_budget", 5, 4, [("decrease", "204423000", "60.86"), ("increase", "30999000", "30.86")]),
        ("国家信访局_2026_budget", 5, 7, [("increase", "6708500", "1009.71"), ("increase", "6708500", "1009.71")]),
        (
            "西安市信访局_2026_budget", 16, 5,
            [("increase", "78800", ""), ("decrease", "19000", ""), ("decrease", "10000", ""), ("decrease", "9000", ""),
             ("decrease", "9000", ""), ("increase", "97800", "")],
        ),
        (
            "西安市医疗保障局_2022_budget", 15, 5,
            [("increase", "75500", ""), ("increase", "4600", ""), ("unchanged", "0", ""), ("decrease", "20400", ""),
             ("increase", "25000", ""), ("unchanged", "0", ""), ("increase", "25000", ""), ("increase", "54450", ""),
             ("increase", "16450", "")],
        ),
    ],
)  # fmt: skip
def test_changes_of_real_disclosures(
    name: str, table: int, row: int, expected: list[object], extraction_of: Callable[[str], Extraction]
) -> None:
    assert [one[2:5] for one in in_table(extraction_of(name), table, row)] == expected


def test_a_row_of_changes_of_a_real_disclosure(extraction_of: Callable[[str], Extraction]) -> None:
    found = in_table(extraction_of("深圳市民政局_2026_budget"), 10, 6)
    told = {cell: (direction, amount) for _, cell, direction, amount, *_ in found if direction != "unchanged"}
    assert told == {
        3: ("increase", "330000"), 6: ("increase", "468000"), 12: ("decrease", "138000"),
        15: ("decrease", "120000"), 18: ("decrease", "18000"),
    }  # fmt: skip
    assert len(found) == 18


def test_rates_of_a_real_disclosure(extraction_of: Callable[[str], Extraction]) -> None:
    found = extraction_of("西安市卫生健康委员会_2022_final")
    rates = [one for one in found.rates if isinstance(one.place, Place) and one.place.table == 20]
    (rate,) = rates
    assert (rate.place.id, rate.percent, rate.percent_text) == ("t20/r5/c9", Decimal("83.81"), "83.81%")
    assert (rate.figure.phase, rate.base.phase) == ("final", "revised")
