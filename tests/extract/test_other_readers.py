"""Totals that somebody else took from the same disclosures: the figures say the same."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from kg import extract
from kg.documents import read
from kg.model import BudgetKey, Extraction, Figure, Flow, Fund, Nature
from kg.reconcile import reconcile, statements

COLUMNS: dict[str, dict[str, str]] = {
    "财政拨款": {"flow": Flow.REVENUE, "fund": Fund.ALL_FISCAL},
    "一般公共预算": {"flow": Flow.REVENUE, "fund": Fund.GENERAL},
    "财政专户管理资金": {"flow": Flow.REVENUE, "fund": Fund.FISCAL_ACCOUNT},
    "其他资金": {"flow": Flow.REVENUE, "fund": Fund.OTHER},
    "当年收入小计": {"flow": Flow.REVENUE},
    "收入合计": {"flow": Flow.RESOURCES},
    "当年支出小计": {"flow": Flow.EXPENDITURE},
    "支出合计": {"flow": Flow.USES},
    "一般公共服务支出": {"flow": Flow.EXPENDITURE, "function_code": "201"},
    "公共安全支出": {"flow": Flow.EXPENDITURE, "function_code": "204"},
    "社会保障和就业支出": {"flow": Flow.EXPENDITURE, "function_code": "208"},
    "住房保障支出": {"flow": Flow.EXPENDITURE, "function_code": "221"},
    "基本支出": {"flow": Flow.EXPENDITURE, "nature": Nature.BASIC},
    "项目支出": {"flow": Flow.EXPENDITURE, "nature": Nature.PROJECT},
    "单位预留机动经费": {"flow": Flow.EXPENDITURE, "nature": Nature.RESERVE},
}
"""What the columns of the totals are in the model: the given members, and the total of every other dimension."""
OPEN = ("flow", "fund", "nature", "function_code", "revenue_code", "economic_code", "government_economic_code")


class Total(NamedTuple):
    """A total, in ten thousand yuan, and the document that prints it."""

    totals: str
    year: str
    column: str
    amount: Decimal
    document: str


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def totals(root: Path, shared: Path) -> list[Total]:
    return list(_totals(root, shared))


def _totals(root: Path, shared: Path) -> Iterator[Total]:
    for row in table(root / "tests" / "cases" / "corpus" / "other-readers.csv"):
        for line in table(shared / "disclosures" / row["totals"]):
            if line[""].startswith(row["year"]):
                for column, amount in line.items():
                    if column and amount:
                        yield Total(row["totals"], row["year"], column, Decimal(amount), row["document"])


@cache
def extraction(path: Path) -> Extraction:
    return extract.extract(read(path), extract.load())


@cache
def figures(path: Path) -> tuple[Figure, ...]:
    return reconcile(statements(extraction(path)))


def figure(total: Total, shared: Path) -> Figure | None:
    """The figure of the document's own body and year that is the total."""
    said = extraction(shared / "disclosures" / total.document).disclosure
    wanted = COLUMNS.get(total.column)
    if wanted is None:
        return None
    whole = BudgetKey(agency=said.agency, scope=said.scope, year=said.year, phase="approved", flow="revenue")
    key = whole.model_copy(update=wanted)
    return next((one for one in figures(shared / "disclosures" / total.document) if one.key.id == key.id), None)


def test_totals_taken_by_somebody_else_are_the_figures(totals: list[Total], shared: Path) -> None:
    assert len(totals) == 36 + 38 + 37
    found = {total: figure(total, shared) for total in totals}
    assert {total: one for total, one in found.items() if one is None or one.preferred != total.amount * 10_000} == {}
