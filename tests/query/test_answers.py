"""The questions of the catalogue on the samples: answers worked out by hand from what is printed.

``answers/<question>.csv`` holds some columns of an answer, and every row of it; the order of rows is not compared.
"""

import csv
import io
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from kg import query
from kg.query import Format
from kg.store import GraphStore

ANSWERS = Path(__file__).parent / "answers"
ASKED = {
    "code-history": {"code": "30311"},
    "function-code": {"code": "2101506"},
    "spending-by-class": {"year": "2024"},
    "budget-against-final": {"agency": "互助"},
}
"""The values given to the parameters of some questions."""
ONLY = {
    "cofog-divisions": {"scope": "own"},
    "spending-by-class": {"phase": "approved", "scope": "own"},
}
"""The rows that are compared where not all are."""


@pytest.fixture(scope="module")
def store(sample_graph: GraphStore) -> GraphStore:
    return sample_graph


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV text, numbers without zeros at their end."""
    return [
        {name: plain(value) for name, value in row.items()} for row in csv.DictReader(io.StringIO(text, newline=""))
    ]


def plain(value: str) -> str:
    if not re.fullmatch(r"-?\d+\.\d+", value):
        return value
    return f"{Decimal(value):f}".rstrip("0").rstrip(".")


def answer(store: GraphStore, name: str, **values: str) -> list[dict[str, str]]:
    return rows(query.render(query.ask(store, query.question_named(name), values), Format.CSV))


@pytest.mark.parametrize("path", sorted(ANSWERS.glob("*.csv")), ids=lambda path: path.stem)
def test_the_answer_is_what_is_printed(path: Path, store: GraphStore) -> None:
    expected = rows(path.read_text(encoding="utf-8"))
    columns = list(expected[0])
    found = [
        row
        for row in answer(store, path.stem, **ASKED.get(path.stem, {}))
        if all(row[name] == value for name, value in ONLY.get(path.stem, {}).items())
    ]
    assert found, "the question has an answer"
    assert set(columns) <= found[0].keys()
    assert Counter(tuple(row[name] for name in columns) for row in found) == Counter(
        tuple(row.values()) for row in expected
    )


def test_a_year_without_documents_has_no_answer(store: GraphStore) -> None:
    assert answer(store, "total-spending", year="2023") == []
    assert {row["year"] for row in answer(store, "total-spending", year="2025")} == {"2025"}


def test_a_part_of_a_name_is_enough(store: GraphStore) -> None:
    found = answer(store, "total-spending", agency="医疗保险服务中心")
    assert {row["body"] for row in found} == {
        "忻州市医疗保险服务中心",
        "泽州县医疗保险服务中心",
        "盐池县医疗保险服务中心",
    }


TOTALS = {"忻州": "12202400", "旬阳和盐池": "9897399.51", "互助": "3413900", "泽州": "8145100"}
"""旬阳 budgets 5,599,899.51 and 盐池, in sentences, 4,297,500."""


@pytest.mark.parametrize("scope", ["own", "consolidated"])
def test_classes_add_up_to_the_total(scope: str, store: GraphStore) -> None:
    """Two bodies of one scope and three of the other; each is counted once in its year and phase."""
    expected = {
        "own": {("2024", "approved"): TOTALS["忻州"], ("2025", "approved"): TOTALS["泽州"]},
        "consolidated": {("2024", "approved"): TOTALS["旬阳和盐池"], ("2024", "final"): TOTALS["互助"]},
    }[scope]
    sums: dict[tuple[str, str], Decimal] = {}
    for row in answer(store, "spending-by-class"):
        if row["scope"] == scope:
            at = (row["year"], row["phase"])
            sums[at] = sums.get(at, Decimal(0)) + Decimal(row["yuan"])
    assert sums == {at: Decimal(total) for at, total in expected.items()}


NATIONAL = {"code-history", "code-matches"}
"""Questions about the national books: nothing that a disclosure prints stands behind their answers."""
UNDESCRIBED = "/t06/r28"
"""A row of 互助 with a misspelt name and blank cells: the finding names it, and the graph says no more of it."""


@pytest.mark.parametrize("name", sorted(query.catalogue().keys() - {"printings", "places"}))
def test_every_row_shows_what_is_printed(name: str, store: GraphStore) -> None:
    supported = query.with_cells(store, query.ask(store, query.question_named(name)))
    bare = [
        row
        for row, cells in zip(supported.answer.rows, supported.cells, strict=True)
        if not cells.rows and not any(getattr(term, "value", "").endswith(UNDESCRIBED) for term in row)
    ]
    assert bare == (list(supported.answer.rows) if name in NATIONAL else [])


def cells_of(store: GraphStore, question: str, /, **values: str) -> list[list[dict[str, str]]]:
    supported = query.with_cells(store, query.ask(store, query.question_named(question), values))
    return [rows(query.render(cells, Format.CSV)) for cells in supported.cells]


def test_facts_show_their_cells_too(store: GraphStore) -> None:
    """The target of line 81 of 盐池, and a rise of 89.20 万元 that its line 35 states."""
    (cells,) = cells_of(store, "indicator-targets", name="光纤使用数量")
    assert [(one["line"], one["printed"], one["sentence"]) for one in cells] == [
        ("81", "1 条", "2. 光纤使用数量，指标值 1 条；")
    ]
    changed = cells_of(store, "changes-explained", agency="盐池", least="0")
    assert ("35", "89.2") in {(one["line"], one["printed"]) for cells in changed for one in cells}


def test_what_is_refused_or_empty_shows_where(store: GraphStore) -> None:
    assert answer(store, "refused")
    assert answer(store, "declared-empty")
    for cells, row in zip(cells_of(store, "refused"), answer(store, "refused"), strict=True):
        assert len(cells) == int(row["cells"])
    for cells, row in zip(cells_of(store, "declared-empty"), answer(store, "declared-empty"), strict=True):
        assert [(one["document"], one["table"]) for one in cells] == [(row["document"], row["table"])]
