"""Whether a query names its dataset, told from its text; compared with what pyoxigraph makes of the same text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kg.store.dataset import names_dataset

HEADS = [
    "SELECT ?o", "SELECT*", "select distinct ?o", "SELECT (?o AS ?from)", "SELECT ?o ?FROM", "SELECT (1<2 AS ?x) ?o",
    "SELECT ((1<2)&&(3>2)AS?x)?o", "SELECT ((1<2)AS?x)((3>2)AS?y)?o", "SELECT (STR(<urn:a>) AS ?x) ?o",
    "SELECT (' FROM <urn:g> ' AS ?x) ?o", 'SELECT ("""a " FROM <urn:g> \\""" b""" AS ?x) ?o', "SELECT ('\\'' AS ?x) ?o",
    "SELECT (<urn:(a> AS ?x) ?o", "SELECT (from:x AS ?x) ?o", "SELECT (f:a\\(b AS ?x) ?o", "SELECT ?o # FROM <urn:g>\n",
    "SELECT (IF(?o IN (<urn:b>, <urn:c>), 1, 2) AS ?x) ?o", "SELECT (?o<?o||?o>?o AS ?x) ?o",
    "CONSTRUCT { ?s <urn:FROM> ?o }", "CONSTRUCT { ?s <urn:b#c> (<urn:d#(> <urn:e>) }", "DESCRIBE from:a", "ASK",
    "CONSTRUCT",
]  # fmt: skip
PROLOGUES = ["", "PREFIX from: <urn:from#> PREFIX f: <urn:f> ", "# FROM <urn:g>\nBASE <urn:b>\n"]
CLAUSES = [" FROM <urn:g> ", " from named <urn:g>\n", "\tFROM<urn:g>FROM NAMED<urn:h>", "#x\nFROM#y\n<urn:g>"]
NO_CLAUSES = ["", " # FROM <urn:g>\n", "  "]
TAILS = [
    "WHERE { ?s ?p ?o }", "{ ?s ?p ?o FILTER(?o<1||?p>2) }", "{ ?s ?p ?o } ORDER BY ?o LIMIT 10",
    "{ ?s ?p ' } FROM <urn:g> ' }", "{ { SELECT ?s { ?s ?p ?o } } ?s ?p ?o } # FROM <urn:g>",
]  # fmt: skip


@given(
    st.sampled_from(PROLOGUES), st.sampled_from(HEADS), st.sampled_from(CLAUSES + NO_CLAUSES), st.sampled_from(TAILS)
)
@example("", "SELECT ((1<2)AS?x)((3>2)AS?y)?o", "\tFROM<urn:g>FROM NAMED<urn:h>", TAILS[0])
def test_a_clause_is_found_where_there_is_one(prologue: str, head: str, clause: str, tail: str) -> None:
    query = f"{prologue}{head}{clause}{tail}"
    assert names_dataset(query) is (clause in CLAUSES)


@given(
    st.sampled_from([head for head in HEADS if head.upper().startswith("SELECT")]),
    st.sampled_from([clause for clause in CLAUSES if "<urn:g>FROM" not in clause] + NO_CLAUSES),
)
def test_oxigraph_reads_these_queries_the_same_way(head: str, clause: str) -> None:
    store = Store()
    store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("in the default graph")))
    query = f"PREFIX from: <urn:from#> PREFIX f: <urn:f> {head}{clause}WHERE {{ ?s ?p ?o }}"
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    assert (len(list(solutions)) == 0) is names_dataset(query)


@given(st.text(alphabet="SELCTFROM<>(){}'\"\\#?: \n.a1", max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    assert names_dataset(text) in (True, False)


@pytest.mark.parametrize("unit", ["'", '"', "<", "a", "1", "-", "(", "%", "'''", "\\", "?", "中", "a:"])
def test_long_text_is_read_in_linear_time(unit: str) -> None:
    assert names_dataset(unit * 300_000) is False
