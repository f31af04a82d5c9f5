"""An answer without rows says which of several things that means, and what is near to what was asked for."""

import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.query import Format, Reason, ask, catalogue, render
from kg.store import GraphStore

CASES = [
    ("total-spending", {"year": "2019"}, "no-such-year", "2019", ("2024",)),
    ("function-code", {"code": "2101599"}, "no-such-code", "2101599", ("2101506",)),
    ("projects", {"text": "离休干部医药"}, None, "", ()),
    ("projects", {"text": "离休人员"}, "no-such-name", "离休人员", ("市直离休干部医药费",)),
    ("satisfaction-targets", {"name": "对象满足度"}, "no-such-name", "对象满足度", ("服务对象满意度",)),
    ("tables", {"file": "丁市"}, "no-such-name", "丁市", ("甲市.txt",)),
    ("procurement", {"agency": "乙县", "year": "2024"}, "no-disclosure", "", ()),
    ("operating-costs", {"agency": "甲市", "phase": "approved"}, "not-disclosed", "", ("without phase: 1 row",)),
    ("findings", {"file": "甲市"}, None, "", ()),
    ("disagreements", {"agreement": "rounding-only"}, "nothing-found", "", ()),
]


Case = tuple[str, dict[str, str], str | None, str, tuple[str, ...]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join([case[0], *case[1].values()]))
def test_the_reason_is_the_right_one(graph: GraphStore, case: Case) -> None:
    name, values, reason, says, near = case
    answer = ask(graph, catalogue()[name], values)
    assert (answer.absence is None) == bool(answer.rows) == (reason is None)
    if answer.absence is not None:
        assert answer.absence.reason == reason
        assert says in answer.absence.words.zh
        assert says in answer.absence.words.en
        assert set(near) <= set(answer.absence.near)


DECLARED = """
@base <https://w3id.org/cnfiscal/id/> .
@prefix cnf: <https://w3id.org/cnfiscal/def#> .
<file/aaaaaaaaaaaaaaaa/t07> cnf:form "operating-costs" ; <http://purl.org/dc/terms/title> "机关运行经费表" .
"""


def test_a_table_that_says_it_is_empty_is_named() -> None:
    """甲市 prints operating costs as spent, and its table 7 says that nothing was planned."""
    with GraphStore.in_memory() as store:
        for path in sorted(Path(__file__).parent.glob("*.trig")):
            store.add(parse(path=str(path)))
        store.add(parse(DECLARED, format=RdfFormat.TURTLE))
        answer = ask(store, catalogue()["operating-costs"], {"agency": "甲市", "phase": "approved"})
        other = ask(store, catalogue()["operating-costs"], {"agency": "丙县"})
    assert answer.absence is not None
    assert answer.absence.reason == Reason.DECLARED_EMPTY
    assert answer.absence.near == ("甲市.txt, table 7, 机关运行经费表, 本表无数据",)
    assert other.absence is not None
    assert other.absence.reason == Reason.NOT_DISCLOSED


def test_a_table_and_json_say_it_and_csv_is_rows_alone(graph: GraphStore) -> None:
    answer = ask(graph, catalogue()["total-spending"], {"year": "2019"})
    assert render(answer, Format.TABLE).endswith("(no-such-year) the graph holds nothing of 2019. [2024]\n")
    assert render(answer, Format.TABLE, language="zh").endswith("(no-such-year) 图中没有2019年度的数据。 [2024]\n")
    assert json.loads(render(answer, Format.JSON)) == {
        "rows": [],
        "empty": {
            "reason": "no-such-year",
            "zh": "图中没有2019年度的数据。",
            "en": "the graph holds nothing of 2019.",
            "near": ["2024"],
        },
    }
    assert render(answer, Format.CSV).count("\r\n") == 1
