"""A disclosure that was issued again: both files stay in the graph, and the later one chooses."""

from pathlib import Path

import pytest

from kg.pipeline import Builder
from kg.store import GraphStore, Rows

_AGRICULTURE = """
PREFIX cnf: <https://w3id.org/cnfiscal/def#>
SELECT DISTINCT ?amount ?agreement (COUNT(?claim) AS ?claims) {
  ?figure cnf:functionalCode <https://w3id.org/cnfiscal/id/code/function/213> ;
          cnf:preferredAmount ?amount ; cnf:agreement ?agreement .
  ?claim cnf:figure ?figure .
} GROUP BY ?figure ?amount ?agreement
"""


@pytest.fixture
def issues(samples: dict[str, Path], tmp_path: Path) -> dict[str, Path]:
    """The first table of sample 001 under two dates; the later issue prints 5.50 for 农林水支出 where 5.60 stood."""
    text = samples["001"].read_text(encoding="utf-8").partition("2024年预算收入总表")[0]
    assert text.count("十三、农林水支出\t5.60\t5.60") == 1
    found = {}
    for name, date, amount in (("earlier", "2024年2月10日", "5.60"), ("later", "2024年3月1日", "5.50")):
        found[name] = tmp_path / f"{name}.txt"
        dated = text.replace("2024年度单位预算公开\n", f"2024年度单位预算公开\n\n{date}\n", 1)
        found[name].write_text(dated.replace("农林水支出\t5.60\t5.60", f"农林水支出\t{amount}\t{amount}"), "utf-8")
    return found


def told(store: GraphStore) -> set[tuple[str, str, str]]:
    rows = store.query(_AGRICULTURE)
    assert isinstance(rows, Rows)
    return {tuple(term.value.rpartition("#")[2] for term in row if term is not None) for row in rows.rows}


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("order", [("earlier", "later"), ("later", "earlier")])
@pytest.mark.parametrize("at_once", [True, False])
def test_the_later_issue_chooses_whatever_came_first(
    issues: dict[str, Path], order: tuple[str, str], at_once: bool
) -> None:
    with GraphStore.in_memory() as store:
        for given in [[issues[name] for name in order]] if at_once else [[issues[name]] for name in order]:
            assert Builder(store).build(given).errors == ()
        assert told(store) == {("55000", "restated", "2")}
