"""Rules across documents on real ones: two budgets of one body, of which the later compares itself with the earlier."""

from pathlib import Path

from kg import audit, pipeline
from kg.audit import iris_of
from kg.store import GraphStore


def test_changes_that_a_budget_states_against_the_one_before(shared: Path) -> None:
    """Printed: 18,976.76 万元 in 2025, 增加 3,355.65 万元; the tables have 189,767,551 and 156,211,123 yuan.

    Their difference is 33,556,428 yuan, 72 less than stated, as each amount was rounded to 100 yuan before.
    """
    folder = shared / "disclosures" / "shanghai-putuo"
    given = sorted(folder.glob("上海市普陀区人民政府万里街道办事处2?年预算.pdf"))
    assert len(given) == 2
    with GraphStore.in_memory() as store:
        assert pipeline.Builder(store).build(given).errors == ()
        found = audit.across(store, iris_of(store))
    (changes,) = (tally for tally in found.tallies if tally.rule == "stated-change-holds")
    assert changes.passed >= 3
    assert changes.failed == 0
    assert found.findings == ()
