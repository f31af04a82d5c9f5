"""What the rules across documents cost for some bodies, whatever else is in the store."""

import time
from collections.abc import Callable

from pyoxigraph import NamedNode

from kg import audit
from kg.audit.batches import answers
from kg.query import rulefiles
from kg.rdf.iris import Iris
from kg.store import GraphStore
from tests.audit.graphs import Graph

FEW = ("b0000", "b0001", "b0002", "b0003")
"""A department and three units."""


def graph_of(departments: int) -> Graph:
    """Departments with three units; each body has a budget and final accounts, carries over, and states a change."""
    graph = Graph()
    for number in range(4 * departments):
        name = f"b{number:04}"
        graph.body(name, f"b{number - number % 4:04}" if number % 4 else "")
        for year, kind in ((2022, "Final"), (2023, "Budget"), (2023, "Final")):
            graph.file(f"{name}{year}{kind}", name, year, kind)
        for key, year, facets in (
            ("all", 2023, {}),
            ("approved", 2023, {"phase": "Approved"}),
            ("out", 2022, {"flow": "CarryOverOut"}),
            ("in", 2023, {"flow": "CarryOverIn"}),
        ):
            graph.figure(f"{name}{key}", name, year, **facets)
            graph.printed(f"{name}{key}", f"{name}{year}Final", "100")
        graph.printed(f"{name}approved", f"{name}2023Budget", "100")
        graph.printed(f"{name}out", f"{name}2023Budget", "100")
        graph.add(
            f"file/{name}2023Budget/claims",
            f"<id/change/{name}> a cnf:Change ; cnf:changedFigure <id/figure/{name}approved> ;"
            f" cnf:direction cnf:Increase ; cnf:baseFigure <id/figure/{name}out> ; cnf:amount 5.0 ; cnf:quantum 1.0 ;"
            f" cnf:printedAt <id/file/{name}2023Budget/l1/o1> .",
        )
    return graph


def few(iris: Iris) -> tuple[NamedNode, ...]:
    return tuple(NamedNode(iris.agency(name)) for name in FEW)


def seconds(run: Callable[[], object]) -> float:
    """The least time of the processor in nine runs."""
    taken = []
    for _ in range(9):
        began = time.process_time()
        run()
        taken.append(time.process_time() - began)
    return min(taken)


def test_every_rule_touches_its_own_bodies_alone() -> None:
    """Sixty times as many documents: a rule that looks at all of them, or at all figures, takes far longer."""
    iris = Iris()
    with graph_of(5).store() as small, graph_of(300).store() as large:
        assert audit.across(small, iris, few(iris)) == audit.across(large, iris, few(iris))
        ratios = {
            name: _cost(large, text, iris) / _cost(small, text, iris) for name, text in rulefiles.across().items()
        }
    assert all(ratio < 4 for ratio in ratios.values()), ratios


def test_the_measure_sees_a_rule_that_looks_at_all_documents() -> None:
    """The same figures asked for from the other side: every disclosure first."""
    iris, text = Iris(), rulefiles.across()["stated-change-holds"]
    astray = text.replace(
        "VALUES ?agency { UNDEF }",
        "{ SELECT DISTINCT ?agency WHERE { ?any a cnf:Disclosure ; cnf:agency ?agency } }\n VALUES ?agency { UNDEF }",
    )
    with graph_of(5).store() as small, graph_of(300).store() as large:
        assert _cost(large, astray, iris) / _cost(small, astray, iris) > 4


def _cost(store: GraphStore, text: str, iris: Iris) -> float:
    return seconds(lambda: list(answers(store, text, few(iris))))
