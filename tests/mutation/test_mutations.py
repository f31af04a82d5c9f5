"""Errors put into the tables of the samples are reported, where relations that know nothing of the rules can show them.

The same over all documents of a folder, and 500 of them: ``bench/mutations.py``.
"""

import importlib.util
import random
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from kg.model import Amount, Extraction, Unit


@pytest.fixture(scope="module")
def mutations(root: Path) -> ModuleType:
    """The script of the benchmark."""
    spec = importlib.util.spec_from_file_location("mutations", root / "bench" / "mutations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutations"] = module
    spec.loader.exec_module(module)
    return module


def test_nearly_all_errors_that_can_be_found_are_reported(
    mutations: ModuleType, extractions: dict[str, Extraction]
) -> None:
    """忻州 and 泽州 are clean; ten errors of each kind."""
    documents = [mutations.Clean(extractions[number]) for number in ("001", "004")]
    found = mutations.summary(mutations.scores(documents, 60, 6))
    assert set(found) == set(mutations.KINDS)
    assert sum(many for many, *_ in found.values()) == 60
    assert sum(reported for _, reported, *_ in found.values()) >= 57
    assert sum(focus for _, _, focus, _ in found.values()) >= 51


def test_the_relations_are_found_in_the_printed_numbers_alone(
    mutations: ModuleType, extractions: dict[str, Extraction]
) -> None:
    """忻州, table 3: 208 is 20805 and 20899 in the column of totals; a total is 基本支出 and 项目支出 in each row."""
    clean = mutations.Clean(extractions["001"])
    rows = {row.code: row.number for table in extractions["001"].tables if table.number == 3 for row in table.rows}
    columns = [column.number for table in extractions["001"].tables if table.number == 3 for column in table.columns]
    total, basic, project = columns[:3]
    assert mutations.Relation((3, rows["208"], total), ((3, rows["20805"], total), (3, rows["20899"], total))) in (
        clean.relations
    )
    assert mutations.Relation((3, rows["208"], total), ((3, rows["208"], basic), (3, rows["208"], project))) in (
        clean.relations
    )


@pytest.mark.parametrize("kind", ["digit", "transposed", "unit"])
def test_an_error_changes_the_amount_and_its_text_together(mutations: ModuleType, kind: str) -> None:
    clean = Amount(text="1,234.50", yuan=Decimal(12_345_000), unit=Unit.WAN_YUAN, quantum=Decimal(100))
    for seed in range(20):
        error = mutations.mutant(kind, {(1, 1, 1): clean}, random.Random(seed))
        if error is not None:
            (new,) = error.changed.values()
            assert new.yuan == Decimal(new.text) * 10_000 != clean.yuan
