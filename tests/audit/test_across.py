"""The rules across documents: what passes, what fails with which cells and tolerance, and what nobody can tell."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg import audit, paths, pipeline
from kg.audit import Across
from kg.check import rules
from kg.errors import DataFileError
from kg.model import Finding, Severity
from kg.query import rulefiles
from kg.rdf.iris import Iris
from kg.store import GraphStore
from tests.audit.graphs import Graph

MAPPINGS = paths.mappings() / "rdf"


def outcomes(found: Across, rule: str) -> tuple[int, int, int, int]:
    """Passed, failed, not applicable, could not tell."""
    (tally,) = (tally for tally in found.tallies if tally.rule == rule)
    return tally.passed, tally.failed, tally.inapplicable, tally.cant_tell


def run(graph: Graph) -> Across:
    with graph.store() as store:
        return audit.across(store, Iris())


def only(found: Across, rule: str) -> Finding:
    (finding,) = (finding for finding in found.findings if finding.rule == rule)
    return finding


def amounts(finding: Finding) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    return finding.found, finding.expected, finding.tolerance


# the approved budget, and earlier years ------------------------------------------------------------------------


def approved(in_final: str, quantum: str = "100") -> Graph:
    graph = Graph()
    graph.body("a")
    graph.file("b23", "a", 2023, "Budget")
    graph.file("f23", "a", 2023, "Final")
    graph.figure("total", "a", 2023, phase="Approved")
    graph.printed("total", "b23", "1000000")
    graph.printed("total", "f23", in_final, quantum)
    return graph


def test_the_approved_budget_that_final_accounts_repeat() -> None:
    assert outcomes(run(approved("1000000")), "approved-repeated") == (1, 0, 0, 0)
    found = run(approved("1010000"))
    assert outcomes(found, "approved-repeated") == (0, 1, 0, 0)
    finding = only(found, "approved-repeated")
    assert finding.severity is Severity.VIOLATION
    assert amounts(finding) == (1010000, 1000000, 100)  # half of 100 and half of 100
    assert finding.cells == ("f23/t01/r2/c2", "b23/t01/r1/c2")
    assert finding.focus == "f23/t01/r2/c2"


@pytest.mark.parametrize(("printed", "passed"), [("1000100", 1), ("1000101", 0)])
def test_the_last_printed_digits_alone_are_tolerated(printed: str, passed: int) -> None:
    assert outcomes(run(approved(printed)), "approved-repeated")[0] == passed


def test_without_the_budget_document_the_rule_does_not_apply() -> None:
    graph = Graph()
    graph.body("a")
    graph.file("f23", "a", 2023, "Final")
    graph.figure("total", "a", 2023, phase="Approved")
    graph.printed("total", "f23", "5")
    assert outcomes(run(graph), "approved-repeated") == (0, 0, 1, 0)


def test_where_the_budget_document_does_not_print_it_nobody_can_tell() -> None:
    graph = Graph()
    graph.body("a")
    graph.file("b23", "a", 2023, "Budget")
    graph.file("f23", "a", 2023, "Final")
    graph.figure("total", "a", 2023, phase="Approved")
    graph.printed("total", "f23", "5")
    assert outcomes(run(graph), "approved-repeated") == (0, 0, 0, 1)


@pytest.mark.parametrize(("scope", "year", "kind"), [("Own", 2023, "Budget"), ("Consolidated", 2022, "Budget")])
def test_a_budget_of_another_scope_or_year_is_another_document(scope: str, year: int, kind: str) -> None:
    graph = Graph()
    graph.body("a")
    graph.file("b23", "a", year, kind, scope)
    graph.file("f23", "a", 2023, "Final")
    graph.figure("total", "a", 2023, phase="Approved")
    graph.printed("total", "f23", "5")
    assert outcomes(run(graph), "approved-repeated") == (0, 0, 1, 0)


def earlier(phase: str, own: str, later: str) -> Across:
    """A figure of 2023 printed as 700 in the document of 2023 of one kind, and as 900 in one of 2024 of another."""
    graph = Graph()
    graph.body("a")
    graph.file("own", "a", 2023, own)
    graph.file("later", "a", 2024, later)
    graph.figure("total", "a", 2023, phase=phase)
    graph.printed("total", "own", "700", "1")
    graph.printed("total", "later", "900", "1")
    return run(graph)


@pytest.mark.parametrize("later", ["Budget", "Final"])
@pytest.mark.parametrize(("phase", "own"), [("Approved", "Budget"), ("Final", "Final"), ("Revised", "Final")])
def test_an_amount_of_an_earlier_year(phase: str, own: str, later: str) -> None:
    found = earlier(phase, own, later)
    assert outcomes(found, "earlier-year-repeated") == (0, 1, 0, 0)
    assert amounts(only(found, "earlier-year-repeated")) == (900, 700, 1)
    assert outcomes(found, "approved-repeated") == (0, 0, 0, 0)


def test_a_document_that_does_not_settle_the_phase_is_no_measure() -> None:
    assert outcomes(earlier("Final", "Budget", "Final"), "earlier-year-repeated") == (0, 0, 1, 0)


def test_an_estimate_has_no_counterpart() -> None:
    assert outcomes(earlier("Estimate", "Final", "Budget"), "earlier-year-repeated") == (0, 0, 0, 0)


def test_a_figure_with_a_hundred_claims_is_judged_once_for_each_document() -> None:
    graph = approved("1000000")
    for _ in range(98):
        graph.printed("total", "f23", "1000000")
    graph.printed("total", "f23", "1")  # the printings within one document are another rule's business
    assert outcomes(run(graph), "approved-repeated") == (1, 0, 0, 0)
    for _ in range(120):
        graph.printed("total", "f23", "1")
    found = run(graph)
    assert outcomes(found, "approved-repeated") == (0, 1, 0, 0)
    assert len(only(found, "approved-repeated").cells) == 2


# a department and its units -----------------------------------------------------------------------------------------


def department(unit_b: str = "30") -> Graph:
    """A department of 100 that is 50 by itself and 20 and 30 in its units."""
    graph = Graph()
    graph.body("d")
    graph.body("u1", "d")
    graph.body("u2", "d")
    graph.file("fd", "d", 2023, "Final")
    graph.file("fu1", "u1", 2023, "Final", "Own")
    graph.file("fu2", "u2", 2023, "Final", "Own")
    for name, body, scope, file, amount in (
        ("all", "d", "Consolidated", "fd", "100"),
        ("itself", "d", "Own", "fd", "50"),
        ("one", "u1", "Own", "fu1", "20"),
        ("two", "u2", "Own", "fu2", unit_b),
    ):
        graph.figure(name, body, 2023, scope=scope)
        graph.printed(name, file, amount, "1")
    return graph


def test_a_department_is_the_sum_of_itself_and_its_units() -> None:
    assert outcomes(run(department()), "department-adds") == (1, 0, 0, 0)
    found = run(department("40"))
    assert outcomes(found, "department-adds") == (0, 1, 0, 0)
    finding = only(found, "department-adds")
    assert amounts(finding) == (100, 110, 2)  # half a yuan for each of four printings
    assert set(finding.cells) == {"fd/t01/r1/c2", "fd/t01/r2/c2", "fu1/t01/r3/c2", "fu2/t01/r4/c2"}


def test_where_a_unit_is_missing_nobody_can_tell() -> None:
    graph = department()
    graph.body("u3", "d")
    assert outcomes(run(graph), "department-adds") == (0, 0, 0, 1)


def test_where_a_unit_is_named_and_not_known_nobody_can_tell() -> None:
    graph = department()
    graph.add("file/fd/claims", '<id/file/fd/l9/unit> cnf:superior <id/agency/d> ; rdfs:label "某中心" .')
    assert outcomes(run(graph), "department-adds") == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("term", "member"),
    [("phase", "Approved"), ("fund", "General"), ("flow", "Revenue")],
)
def test_units_count_only_in_the_same_phase_flow_and_fund(term: str, member: str) -> None:
    graph = department()
    graph.figure("other", "d", 2023, **{term: member})
    graph.printed("other", "fd", "7", "1")
    assert outcomes(run(graph), "department-adds") == (1, 0, 0, 1)


def test_a_unit_that_has_units_itself_stands_with_all_of_them() -> None:
    graph = department("0")
    graph.figure("whole", "u2", 2023)  # 30 with its own units, 0 by itself
    graph.printed("whole", "fu2", "30", "1")
    assert outcomes(run(graph), "department-adds") == (1, 0, 0, 0)


def test_a_unit_with_units_is_a_department_too_whoever_is_judged_with_it() -> None:
    """100 is 50, 20 and 30; the 30 are 10 and 20. What u2 is by itself is a part of its own sum, not of that above."""
    graph = department("10")
    graph.body("v", "u2")
    graph.file("fv", "v", 2023, "Final", "Own")
    graph.figure("whole", "u2", 2023)
    graph.printed("whole", "fu2", "30", "1")
    graph.figure("lowest", "v", 2023, scope="Own")
    graph.printed("lowest", "fv", "20", "1")
    with graph.store() as store:
        for bodies in (("d", "u1", "u2", "v"), ("d",), ("u2",)):
            found = audit.across(store, Iris(), tuple(NamedNode(Iris().agency(body)) for body in bodies))
            passed = 2 if len(bodies) > 1 else 1
            assert outcomes(found, "department-adds") == (passed, 0, 0, 0)


def test_a_body_without_units_is_no_department() -> None:
    graph = Graph()
    graph.body("d")
    graph.file("fd", "d", 2023, "Final")
    graph.figure("all", "d", 2023)
    graph.printed("all", "fd", "100")
    assert outcomes(run(graph), "department-adds") == (0, 0, 0, 0)


# what is carried over, and changes ------------------------------------------------------------------------------------


def carried(year: int, out: str, into: str) -> Across:
    graph = Graph()
    graph.body("a")
    graph.file("before", "a", year, "Final")
    graph.file("after", "a", 2024, "Final")
    graph.figure("out", "a", year, flow="CarryOverOut")
    graph.figure("in", "a", 2024, flow="CarryOverIn")
    graph.printed("out", "before", out, "1")
    graph.printed("in", "after", into, "1")
    return run(graph)


def test_what_is_carried_over_continues() -> None:
    assert outcomes(carried(2023, "10", "10"), "carry-over-continues") == (1, 0, 0, 0)
    found = carried(2023, "10", "12")
    assert outcomes(found, "carry-over-continues") == (0, 1, 0, 0)
    assert amounts(only(found, "carry-over-continues")) == (12, 10, 1)
    assert outcomes(carried(2022, "10", "12"), "carry-over-continues") == (0, 0, 1, 0)  # 2023 is not there


def changed(direction: str, size: str, last: tuple[str, str] = ("92100", "100")) -> Across:
    """52 000 in the budget of 2024 and 92 100 in that of 2023, as a sentence of the former compares them."""
    graph = Graph()
    graph.body("a")
    graph.file("b23", "a", 2023, "Budget")
    graph.file("b24", "a", 2024, "Budget")
    graph.figure("last", "a", 2023, phase="Approved", item="ThreePublic")
    graph.figure("this", "a", 2024, phase="Approved", item="ThreePublic")
    graph.printed("last", "b23", *last)
    graph.printed("this", "b24", "52000", "1000")
    graph.add(
        "file/b24/claims",
        "<id/change/b24/1> a cnf:Change ; cnf:changedFigure <id/figure/this> ; cnf:baseFigure <id/figure/last> ;"
        f" cnf:direction cnf:{direction} ; cnf:amount {size}.0 ; cnf:quantum 100.0 ;"
        " cnf:printedAt <id/file/b24/l159/o21> .",
    )
    return run(graph)


def test_a_stated_change_is_that_between_two_documents() -> None:
    assert outcomes(changed("Decrease", "40100"), "stated-change-holds") == (1, 0, 0, 0)
    found = changed("Increase", "40100")
    assert outcomes(found, "stated-change-holds") == (0, 1, 0, 0)
    finding = only(found, "stated-change-holds")
    assert amounts(finding) == (40100, -40100, 600)  # half of 100, 100 and 1000
    assert finding.cells == ("b24/l159/o21", "b23/t01/r1/c2", "b24/t01/r2/c2")


def test_a_change_is_computed_from_amounts_rounded_as_it_is() -> None:
    """A table in yuan and a sentence in 万元 with two places: half of 100 yuan for the change and for each amount."""
    finding = only(changed("Decrease", "50000", ("92149", "1")), "stated-change-holds")
    assert amounts(finding) == (-50000, -40149, 600)


# the graph of what was found --------------------------------------------------------------------------------------


def test_what_is_found_stands_in_a_graph_of_its_own_and_is_replaced_as_a_whole() -> None:
    with approved("1010000").store() as store:
        before = set(store.match())
        audit.renew(store, MAPPINGS)
        first = set(store.match())
        assert {quad.graph_name for quad in first - before} == {audit.graph_of(Iris())}
        audit.renew(store, MAPPINGS)
        assert set(store.match()) == first
        cell = "b23/t01/r1/c2"
        wrong = next(quad for quad in before if quad.subject.value.endswith(cell) and "amount" in quad.predicate.value)
        right = type(wrong)(
            wrong.subject,
            wrong.predicate,
            type(wrong.object)("1010000.0", datatype=wrong.object.datatype),
            wrong.graph_name,
        )
        store.replace(deletions=[wrong], additions=[right])
        assert audit.renew(store, MAPPINGS).findings == ()
        assert [
            row for row in store.match(None, None, None, audit.graph_of(Iris())) if "result" in row.subject.value
        ] == []


def test_a_report_says_whether_documents_conform() -> None:
    prefix = "PREFIX sh: <http://www.w3.org/ns/shacl#> "
    asked = prefix + "ASK { ?report a sh:ValidationReport ; sh:conforms %s }"
    linked = prefix + "ASK { ?report sh:result ?result . ?result a sh:ValidationResult }"
    for printed, conforms in (("1000000", "true"), ("1010000", "false")):
        with approved(printed).store() as store:
            audit.renew(store, MAPPINGS)
            assert store.query(asked % conforms) is True
            assert store.query(linked) is (conforms == "false")


def test_an_empty_store_meets_no_rule() -> None:
    with GraphStore.in_memory() as store:
        found = audit.across(store, Iris())
        assert found.findings == ()
        assert all(outcomes(found, tally.rule) == (0, 0, 0, 0) for tally in found.tallies)
        assert len(found.tallies) == len(list((paths.queries() / "across").glob("*.rq")))


# documents as they are read ---------------------------------------------------------------------------------------

BUDGET = """泽州县财政局2023年部门预算

支出总表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| | 合计 | 100.00 | 60.00 | 40.00 |
| 201 | 一般公共服务支出 | 100.00 | 60.00 | 40.00 |
"""
FINAL = """泽州县财政局2023年度部门决算

收入支出决算总表

单位：万元

| 收入项目 | 决算数 | 支出项目 | 决算数 |
|---|---|---|---|
| 本年收入合计 | 110.00 | 本年支出合计 | 105.00 |
| 年初结转和结余 | 5.00 | 年末结转和结余 | 10.00 |
| 总计 | 115.00 | 总计 | 115.00 |

支出决算表

单位：万元

| 科目编码 | 科目名称 | 年初预算数 | 决算数 |
|---|---|---|---|
| | 合计 | 101.00 | 105.00 |
| 201 | 一般公共服务支出 | 101.00 | 105.00 |
"""


@pytest.fixture
def built(tmp_path: Path) -> Iterator[GraphStore]:
    (tmp_path / "budget.md").write_text(BUDGET, encoding="utf-8")
    (tmp_path / "final.md").write_text(FINAL, encoding="utf-8")
    with GraphStore.in_memory() as store:
        assert pipeline.Builder(store).build(sorted(tmp_path.glob("*.md"))).errors == ()
        yield store


def test_documents_that_contradict_each_other(built: GraphStore) -> None:
    found = audit.renew(built, MAPPINGS)
    assert outcomes(found, "approved-repeated") == (0, 2, 0, 0)
    assert {finding.found for finding in found.findings} == {Decimal(1010000)}
    assert outcomes(found, "carry-over-continues") == (0, 0, 1, 0)
    assert built.count() == built.distinct_triples()


# bad rules -----------------------------------------------------------------------------------------------------------

Break = Callable[[str], str]
BROKEN: list[tuple[str, Break, int, str]] = [
    ("no SPARQL", lambda text: text.replace("WHERE {", "WHEER {", 1), 5, "expected"),
    ("another column", lambda text: text.replace("?quantum WHERE", "WHERE", 1), 5, "it must give agency, group"),
    ("no slot", lambda text: text.replace("VALUES ?agency { UNDEF }", ""), 5, "needs a line"),
    ("another slot", lambda text: text.replace("?agency { UNDEF }", "?year { UNDEF }", 1), 7, r"\?year is filled"),
    ("no table", lambda _: "ASK { ?s ?p ?o }", 1, "gives no rows"),
]


@pytest.mark.parametrize(("broken", "line", "what"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN])
def test_a_mistake_in_a_rule_names_its_file_and_line(tmp_path: Path, broken: Break, line: int, what: str) -> None:
    text = (paths.queries() / "across" / "approved-repeated.rq").read_text(encoding="utf-8")
    (tmp_path / "mine.rq").write_text(broken(text), encoding="utf-8")
    with pytest.raises(DataFileError, match=what) as raised:
        rulefiles.read_queries(tmp_path, rulefiles.RULE)
    assert raised.value.place == f"{tmp_path / 'mine.rq'}:{line}"


def test_a_folder_without_rules_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="no query file"):
        rulefiles.read_queries(tmp_path, rulefiles.RULE)


def test_every_query_is_a_rule_that_is_listed() -> None:
    assert set(rulefiles.across()) <= set(rules())
