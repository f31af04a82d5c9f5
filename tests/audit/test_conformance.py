"""The constraints on the cubes: they hold for what is built, and each finds the one fault that breaks it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg import audit, pipeline
from kg.errors import DataFileError
from kg.query import rulefiles
from kg.rdf.iris import CNF, Iris
from kg.store import GraphStore

QB = "http://purl.org/linked-data/cube#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
IRIS = Iris()
FIGURES, ONTOLOGY = NamedNode(IRIS.graph("figures")), NamedNode(IRIS.graph("ontology"))
PAGE = """泽州县财政局2023年部门预算

支出总表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| | 合计 | 100.00 | 60.00 | 40.00 |
| 201 | 一般公共服务支出 | 100.00 | 60.00 | 40.00 |
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    path = tmp_path_factory.mktemp("cubes") / "budget.md"
    path.write_text(PAGE, encoding="utf-8")
    with GraphStore.in_memory() as store:
        assert pipeline.Builder(store).build([path]).errors == ()
        yield store


def broken(store: GraphStore, gone: list[Quad], new: list[Quad]) -> set[tuple[str, str]]:
    """The constraints that find something, and what, once some quads are gone and others are there."""
    store.replace(deletions=gone, additions=new)
    try:
        return {(one.component, one.focus) for one in audit.cube_results(store)}
    finally:
        store.replace(deletions=new, additions=gone)


def cnf(name: str) -> NamedNode:
    return NamedNode(CNF + name)


def figure(store: GraphStore) -> NamedNode:
    found = min((q.subject for q in store.match(None, cnf("preferredAmount"), None, FIGURES)), key=str)
    assert isinstance(found, NamedNode)
    return found


def said(store: GraphStore, subject: NamedNode, term: str) -> Quad:
    (quad,) = store.match(subject, NamedNode(term))
    return quad


def test_what_is_built_keeps_every_constraint(built: GraphStore) -> None:
    assert list(audit.cube_results(built)) == []
    assert len(built.match(None, cnf("preferredAmount"), None, FIGURES)) == 6


@pytest.mark.parametrize(
    ("term", "constraints"),
    [
        (f"{QB}dataSet", {"ic-01"}),
        (f"{CNF}flow", {"ic-11"}),
        (f"{CNF}item", {"ic-11"}),
        (f"{CNF}agreement", {"ic-13"}),
        (f"{CNF}leaf", {"ic-13"}),
        (f"{CNF}preferredAmount", {"ic-14"}),
    ],
)
def test_a_figure_that_lacks_something(built: GraphStore, term: str, constraints: set[str]) -> None:
    one = figure(built)
    assert broken(built, [said(built, one, term)], []) == {(name, one.value) for name in constraints}


def test_a_figure_in_two_cubes(built: GraphStore) -> None:
    one = figure(built)
    second = Quad(one, NamedNode(f"{QB}dataSet"), NamedNode(f"{IRIS.ids}cube/event"), FIGURES)
    assert ("ic-01", one.value) in broken(built, [], [second])


def test_two_figures_of_one_key(built: GraphStore) -> None:
    one = figure(built)
    twin = NamedNode(IRIS.figure("ffffffffffffffff"))
    copy = [Quad(twin, quad.predicate, quad.object, FIGURES) for quad in built.match(one, None, None, FIGURES)]
    assert broken(built, [], copy) == {("ic-12-budget", one.value)}
    other = [quad for quad in copy if quad.predicate != cnf("flow")]
    assert broken(built, [], [*other, Quad(twin, cnf("flow"), cnf("OtherFlow"), FIGURES)]) == set()


@pytest.mark.parametrize(
    ("cube", "key"),
    [
        ("project", {"project": "T", "functionalCode": "T", "economicCode": "T", "fund": "T", "origin": "T",
                     "fundingLevel": "T", "term": "Annual", "phase": "Final"}),
        ("event", {"event": "T", "item": "Training", "fund": "T", "phase": "Final"}),
        ("resource", {"resourceKind": "Buildings", "resourceUnit": "SquareMetre", "asOf": "T"}),
    ],
)  # fmt: skip
def test_two_figures_of_one_key_in_the_other_cubes(built: GraphStore, cube: str, key: dict[str, str]) -> None:
    agency = said(built, figure(built), f"{CNF}agency").object
    year = said(built, figure(built), f"{CNF}fiscalYear").object
    assert isinstance(agency, NamedNode)
    new = []
    for name in ("aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"):
        node = NamedNode(IRIS.figure(name))
        new += [Quad(node, cnf(term), cnf(member), FIGURES) for term, member in key.items()]
        new += [
            Quad(node, cnf("agency"), agency, FIGURES),
            Quad(node, cnf("scope"), cnf("Own"), FIGURES),
            Quad(node, cnf("fiscalYear"), year, FIGURES),
            Quad(node, NamedNode(f"{QB}dataSet"), NamedNode(f"{IRIS.ids}cube/{cube}"), FIGURES),
        ]
    found = {(name, focus) for name, focus in broken(built, [], new) if name.startswith("ic-12")}
    assert found == {(f"ic-12-{cube}", IRIS.figure("aaaaaaaaaaaaaaaa"))}


def test_a_member_of_another_list(built: GraphStore) -> None:
    one = figure(built)
    wrong = Quad(one, cnf("phase"), cnf("General"), FIGURES)
    assert broken(built, [said(built, one, f"{CNF}phase")], [wrong]) == {("ic-19", one.value)}


def test_the_definitions(built: GraphStore) -> None:
    budget, event = NamedNode(f"{IRIS.ids}cube/budget"), NamedNode(f"{IRIS.ids}cube/event")
    structure = said(built, event, f"{QB}structure")
    assert broken(built, [structure], []) == {("ic-02", event.value)}
    second = Quad(budget, structure.predicate, structure.object, ONTOLOGY)
    assert ("ic-02", budget.value) in broken(built, [], [second])
    measure = said(built, cnf("EventStructure-preferredAmount"), f"{QB}measure")
    assert broken(built, [measure], []) == {("ic-03", f"{CNF}EventStructure")}
    assert broken(built, [said(built, cnf("phase"), f"{RDFS}range")], []) == {("ic-04", f"{CNF}phase")}
    assert broken(built, [said(built, cnf("phase"), f"{QB}codeList")], []) == {("ic-05", f"{CNF}phase")}
    false = Literal("false", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))
    optional = Quad(cnf("BudgetStructure-flow"), NamedNode(f"{QB}componentRequired"), false, ONTOLOGY)
    assert broken(built, [], [optional]) == {("ic-06", f"{CNF}BudgetStructure-flow")}


def test_the_constraints_on_what_these_cubes_do_not_have_need_no_query(built: GraphStore) -> None:
    """Slices (IC-7 to 10, 18), measures as a dimension (15 to 17), lists with a property of their own (20, 21)."""
    for kind in ("Slice", "SliceKey", "ObservationGroup", "HierarchicalCodeList"):
        assert built.match(None, None, NamedNode(QB + kind)) == ()
    for term in ("slice", "sliceKey", "parentChildProperty"):
        assert built.match(None, NamedNode(QB + term)) == ()
    assert built.match(None, NamedNode(f"{QB}dimension"), NamedNode(f"{QB}measureType")) == ()


def test_a_constraint_that_does_not_say_what_it_asks_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="does not say what it asks"):
        rulefiles.told("mine", "# en: alone\nSELECT ?focus { ?focus ?p ?o }")
    (tmp_path / "mine.rq").write_text("SELECT ?other { ?other ?p ?o }", encoding="utf-8")
    with pytest.raises(DataFileError, match="it must give focus"):
        rulefiles.read_queries(tmp_path, rulefiles.CONSTRAINT)


def test_a_document_conforms_to_its_shapes(built: GraphStore) -> None:
    pytest.importorskip("pyshacl")
    (file,) = (one.id for one in audit.files(built))
    assert audit.shape_results(built, file, IRIS) == ()
    one = figure(built)
    leaf = said(built, one, f"{CNF}leaf")
    built.replace(deletions=[leaf])
    try:
        before = audit.judgement(built)
        judged = audit.with_conformance(before, built)
    finally:
        built.replace(additions=[leaf])
    counts = {one.rule.name: one for one in judged.counts}
    assert counts["shapes-hold"].failed == 1
    assert counts["shapes-hold"].passed == 0
    assert counts["cubes-hold"].failed == 1
    added = judged.findings[len(before.findings) :]
    assert {found.rule for found in added} == {"shapes-hold", "cubes-hold"}
    assert all(one.value in found.message_en for found in added)
