"""Servers of other makers as stores: the same catalogue gives the same answers, and builds into them are whole.

Each server is started here, on this machine, once for all tests of this file.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from servers import oxigraph, virtuoso
from serving import TOKEN, make_store, running

import kg
from kg import pipeline
from kg.cli.status import counts as told_of
from kg.errors import EndpointFailed, StoreBusy
from kg.query import Answer, Format, ask, catalogue, explain, render, with_cells
from kg.store import GraphStore, RemoteStore, Rows
from kg.store.journal import JOURNAL
from kg.store.wire import Refused
from tests.pipeline.small_files import disclosure, written
from tests.query.conftest import GRAPHS
from tests.query.test_questions import CASES, Case, shortened

XSD = "http://www.w3.org/2001/XMLSchema#"
SECRET = "dba"  # what a new Virtuoso opens with; it listens on this machine alone, and is gone after the tests


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that holds nothing yet."""
    started = {"oxigraph": oxigraph, "virtuoso": virtuoso}[request.param]
    with pytest.MonkeyPatch.context() as environment, started(tmp_path_factory.mktemp(request.param)) as url:
        environment.setenv("KG_STORE_USER", SECRET)
        environment.setenv("KG_STORE_PASSWORD", SECRET)
        yield url


@pytest.fixture(scope="module")
def here() -> Iterator[GraphStore]:
    """The small graph in memory."""
    with GraphStore.in_memory() as store:
        for path in GRAPHS:
            store.add(parse(path=str(path)))
        yield store


@pytest.fixture(scope="module")
def there(server: str, here: GraphStore) -> RemoteStore:
    """The small graph on a server."""
    with RemoteStore.writer(server) as store:
        store.add(set(here.match()))
    return RemoteStore(server)


def of_documents(store: GraphStore | RemoteStore) -> set[Quad]:
    """What a build says of documents, counts of bytes as plain integers, as Oxigraph keeps them."""
    about = re.compile(r"/graph/(agencies|catalogue|figures|projects|file/.*)$")
    return {plain(one) for graph in counts(store) if about.search(graph.value) for one in store.match(graph=graph)}


def counts(store: GraphStore | RemoteStore) -> dict[NamedNode, str]:
    """The graphs of this project, each with the number of its quads."""
    found = rows(store, "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    return {
        g: n.value for g, n in found if isinstance(g, NamedNode) and isinstance(n, Literal) and "/graph/" in g.value
    }


def plain(quad: Quad) -> Quad:
    if isinstance(quad.object, Literal) and quad.object.datatype.value == f"{XSD}nonNegativeInteger":
        integer = Literal(quad.object.value, datatype=NamedNode(f"{XSD}integer"))
        return Quad(quad.subject, quad.predicate, integer, quad.graph_name)
    return quad


def rows(store: GraphStore | RemoteStore, text: str) -> tuple[tuple[object, ...], ...]:
    found = store.query(text)
    assert isinstance(found, Rows)
    return found.rows


# asking ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join([case.question, *case.values.values()]))
def test_the_catalogue_gives_the_same_answers(there: RemoteStore, here: GraphStore, case: Case) -> None:
    question = catalogue()[case.question]
    answer = ask(there, question, case.values)
    records = csv.DictReader(io.StringIO(render(answer, Format.CSV)))
    assert [" ".join(shortened(n, record[n]) for n in case.columns.split()) for record in records] == case.rows
    own = ask(here, question, case.values)
    assert (settled(answer), answer.absence) == (settled(own), own.absence)


def settled(answer: Answer) -> list[list[object]]:
    """The rows, a list of IRIs in one order: SPARQL leaves that of GROUP_CONCAT open."""
    return [[sorted(term.value.split()) if isinstance(term, Literal) else term for term in row] for row in answer.rows]


def test_cells_and_explanations_are_the_same(there: RemoteStore, here: GraphStore) -> None:
    total = catalogue()["total-spending"]
    assert with_cells(there, ask(there, total)) == with_cells(here, ask(here, total))
    assert explain(there, "a010000000000000") == explain(here, "a010000000000000")


def test_the_status_is_the_same_but_for_what_the_server_keeps_for_itself(there: RemoteStore, here: GraphStore) -> None:
    near, far = (dict(row[:2] for row in told_of(store).rows) for store in (here, there))
    assert far.pop(Literal("unfinished changes")) == Literal("0", datatype=NamedNode(f"{XSD}integer"))
    for name in ("quads", "distinct triples"):
        more, own = far.pop(Literal(name)), near.pop(Literal(name))
        assert isinstance(more, Literal)
        assert isinstance(own, Literal)
        assert int(own.value) <= int(more.value) < int(own.value) + 3000
    assert far == near


def test_a_program_opens_it_by_its_address(there: RemoteStore) -> None:
    with kg.open(there.place) as store:
        assert [row.yuan for row in store.ask("operating-costs")] == [269800]


# terms ----------------------------------------------------------------------------------------------------------

TERMS = [
    Literal("123456789012345.123456", datatype=NamedNode(f"{XSD}decimal")),
    Literal("-0.5", datatype=NamedNode(f"{XSD}decimal")), Literal("0.000001", datatype=NamedNode(f"{XSD}decimal")),
    Literal("2024", datatype=NamedNode(f"{XSD}gYear")), Literal("2024-05", datatype=NamedNode(f"{XSD}gYearMonth")),
    Literal("2023-12-31", datatype=NamedNode(f"{XSD}date")),
    Literal("2024-01-01T00:00:00Z", datatype=NamedNode(f"{XSD}dateTime")),
    Literal("true", datatype=NamedNode(f"{XSD}boolean")), Literal("2147483647", datatype=NamedNode(f"{XSD}integer")),
    Literal("中", language="zh-Hans"), Literal("中", language="zh"), Literal("x", language="en-GB"),
    Literal(""), Literal("𠀀"),
    Literal("a\nb\t\"'\\ ${x} <urn:y>"), Literal("本" * 100_000), NamedNode("urn:中"),
]  # fmt: skip


def test_terms_come_back_as_they_were(server: str) -> None:
    graph, says = NamedNode("https://example.org/graph/terms"), NamedNode("urn:says")
    quads = [Quad(NamedNode(f"urn:{number}"), says, term, graph) for number, term in enumerate(TERMS)]
    with RemoteStore.writer(server) as store:
        store.add(quads)
        assert set(store.match(graph=graph)) == set(quads)
        assert [store.match(quad.subject, says, quad.object, graph) for quad in quads] == [(quad,) for quad in quads]
        store.replace(deletions=quads)
        assert store.match(graph=graph) == ()


def test_a_blank_node_is_refused(server: str) -> None:
    quads = parse("_:a <urn:b> <urn:c> <urn:g> .", format=RdfFormat.N_QUADS)
    with RemoteStore.writer(server) as store, pytest.raises(ValueError, match="blank node"):
        store.add(quads)


# writing --------------------------------------------------------------------------------------------------------

OLD = [NamedNode(f"https://example.org/graph/{name}") for name in ("claims", "shared")]


def quad(name: str, graph: NamedNode) -> Quad:
    return Quad(NamedNode(f"urn:{name}"), NamedNode("urn:p"), Literal(f"{name} 号"), graph)


@pytest.mark.parametrize("allowed", range(12))
def test_a_change_that_is_cut_off_is_ended_by_the_next_writer(
    server: str, allowed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks after so many requests; then the change was not begun, or it is made in the end."""
    claims, shared = OLD
    before = {quad("old", claims), quad("gone", shared), quad("stays", shared)}
    after = {quad("new", claims), quad("stays", shared), quad("come", shared)}
    with RemoteStore.writer(server) as store:
        store.replace(graphs=OLD, additions=before)
    with RemoteStore.writer(server) as store:
        writing = store._writing
        assert writing is not None
        monkeypatch.setattr(writing, "_at_once", False)
        sent = [0]
        for name in ("update", "graph"):
            monkeypatch.setattr(writing._wire, name, cut_off(getattr(writing._wire, name), sent, allowed))
        try:
            store.replace(graphs=[claims], deletions=before - {quad("old", claims)}, additions=after)
        except EndpointFailed:
            monkeypatch.undo()
        else:
            monkeypatch.undo()
            assert allowed > 5
    seen = RemoteStore(server)
    begun = seen.unfinished()
    RemoteStore.writer(server).close()
    held = {one for graph in OLD for one in seen.match(graph=graph)}
    assert held in (before, after)
    assert not seen.unfinished()
    assert held == after or allowed < 2 or not begun


def cut_off(send: Callable[..., object], sent: list[int], allowed: int) -> Callable[..., object]:
    def sending(*args: object) -> object:
        sent[0] += 1
        if sent[0] > allowed:
            raise EndpointFailed("the connection broke.")
        return send(*args)

    return sending


def test_a_second_build_ends_the_first(server: str) -> None:
    first = RemoteStore.writer(server)
    with RemoteStore.writer(server) as second:
        with pytest.raises(StoreBusy, match="another build"):
            first.add([quad("late", OLD[0])])
        second.replace(graphs=OLD)


def test_reading_does_not_write(server: str) -> None:
    with pytest.raises(EndpointFailed, match="for reading only"):
        RemoteStore(server).add([quad("x", OLD[0])])


def test_documents_are_built_into_it_and_replaced(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a folder: read, skipped when built again, replaced with their figures when they are read anew."""
    with RemoteStore.writer(server) as store:
        store.replace(graphs=counts(store))
    given = [written(tmp_path / "a.txt", disclosure()), written(tmp_path / "b.txt", disclosure(amount="1.20"))]
    with GraphStore.in_memory() as own, RemoteStore.writer(server) as store:
        assert pipeline.Builder(own).build(given).errors == ()
        builder = pipeline.Builder(store)
        assert builder.build(given[:1]).errors == ()
        monkeypatch.setattr("kg.pipeline.intake.__version__", "9")
        assert [one.skipped for one in builder.build(given).outcomes] == [False, False]
        assert of_documents(store) == of_documents(own) != set()
        assert counts(store) == counts(own)
        monkeypatch.undo()
        assert [one.skipped for one in builder.build(given).outcomes] == [True, True]
        assert builder._holds_others()


# who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("password", ["", "wrong-password-1"])
def test_who_may_not_write_is_told_how(server: str, password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if "/query" in server:
        pytest.skip("this server lets everybody in")
    monkeypatch.setenv("KG_STORE_PASSWORD", password)
    if not password:
        monkeypatch.delenv("KG_STORE_USER")
    with pytest.raises(EndpointFailed, match="KG_STORE_USER and KG_STORE_PASSWORD") as caught:
        RemoteStore.writer(server)
    assert "wrong-password-1" not in str(caught.value)


def test_kg_serve_is_a_store_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_TOKEN", TOKEN)
    with running(make_store(tmp_path / "store"), updates=True) as served:
        url = f"http://127.0.0.1:{served.updates}/sparql"
        with RemoteStore.writer(url) as store:
            assert store.evaluates
            store.replace(graphs=OLD, additions=[quad("x", OLD[0])])
            assert store.match(graph=OLD[0]) == (quad("x", OLD[0]),)
            assert store.match(graph=JOURNAL) == ()
        monkeypatch.delenv("KG_STORE_TOKEN")
        with pytest.raises(EndpointFailed, match="KG_STORE_TOKEN"):
            RemoteStore.writer(f"http://127.0.0.1:{served.port}/sparql")


def test_refused_is_inside_this_package_only(server: str) -> None:
    with RemoteStore.writer(server) as store:
        writing = store._writing
        assert writing is not None
        with pytest.raises(EndpointFailed) as caught:
            writing._change("this is no update")
    assert isinstance(caught.value.__cause__, Refused)
