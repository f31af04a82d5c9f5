"""The W3C's SPARQL 1.1 suites of the protocol, the service description and the Graph Store Protocol, on ``kg serve``.

They run against the listener for updates of a running process, which answers queries and updates on one path. Against
the public listener, which never writes, the requests that write are refused and the rest pass as well.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from manifests import Case, Expected, Step, cases
from rdflib import Graph
from rdflib.compare import isomorphic
from serving import BEARER, Running, Said, make_store, running

STANDARDS = Path(__file__).resolve().parents[3] / "shared" / "standards" / "w3c-sparql11"
_KINDS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv"},
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"},
}
SD = "http://www.w3.org/ns/sparql-service-description#"


def listed(*manifests: str) -> list[Case]:
    return [case for name in manifests if (STANDARDS / name).exists() for case in cases(STANDARDS / name)]


PROTOCOL = listed("protocol/manifest.ttl")
GRAPH_STORE = listed("graph-store-protocol/manifest-direct.ttl", "graph-store-protocol/manifest-indirect.ttl")
needs_suites = pytest.mark.skipif(not STANDARDS.exists(), reason="no folder of the W3C's suites beside this checkout")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(make_store(tmp_path_factory.mktemp("w3c") / "store"), updates=True) as one:
        yield one


def fill(server: Running, case: Case) -> None:
    """The store as a test wants it: its graphs and nothing else."""
    assert server.update("CLEAR ALL").status == 204
    for name, file in case.graphs:
        put(server, name, file.read_bytes(), "application/n-triples")


def put(server: Running, name: str, content: bytes, media_type: str) -> None:
    headers = {"Content-Type": media_type, **BEARER}
    assert server.send("PUT", f"/gsp?graph={name}", content, headers, server.updates).status == 201


def take(server: Running, step: Step, port: int, location: str = "") -> Said:
    headers = {**dict(step.headers), **(BEARER if port == server.updates else {})}
    return server.send(step.method, step.path.replace("$LOCATION$", location), step.body, headers, port)


def check(said: Said, expected: Expected) -> None:
    status = str(said.status)
    assert {status, f"{status[0]}xx"} & expected.statuses, (said.status, said.content)
    media_type = said.headers["Content-Type"] or ""
    if expected.boolean is not None:
        assert json.loads(said.body)["boolean"] is expected.boolean
    if expected.kind is not None:
        assert media_type.partition(";")[0] in _KINDS[expected.kind]
    if expected.media_type is not None:
        assert media_type.replace(" ", "").lower() == expected.media_type.replace(" ", "").lower()
    if expected.body is not None:
        given, wanted = (Graph().parse(data=text, format="turtle") for text in (said.body, expected.body))
        assert isomorphic(given, wanted)
    assert (said.headers["Location"] is not None) >= (expected.location is not None)


@needs_suites
def test_the_suites_are_whole() -> None:
    assert (len(PROTOCOL), len(GRAPH_STORE)) == (34, 13)


@needs_suites
@pytest.mark.parametrize("case", PROTOCOL, ids=lambda case: case.name)
def test_the_protocol_with_updates(server: Running, case: Case) -> None:
    fill(server, case)
    for step in case.steps:
        check(take(server, step, server.updates), step.expected)


def writes(step: Step) -> bool:
    return ("content-type", "application/sparql-update") in step.headers or (step.body or b"").startswith(b"update=")


@needs_suites
@pytest.mark.parametrize("case", PROTOCOL, ids=lambda case: case.name)
def test_the_protocol_without_updates(server: Running, case: Case) -> None:
    """Every request that is meant to write is refused, and what only reads goes as before."""
    fill(server, case)
    before = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body
    refused = False
    for step in case.steps:
        said = take(server, step, server.port)
        if writes(step):
            refused = True
            assert 400 <= said.status < 500
            well_formed = not case.name.startswith("bad_")
            assert said.status == 403 or not well_formed
        elif not refused:
            check(said, step.expected)
    assert server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body == before


@needs_suites
@pytest.mark.parametrize("case", GRAPH_STORE, ids=lambda case: case.name)
def test_the_graph_store_protocol(server: Running, case: Case) -> None:
    assert server.update("CLEAR ALL").status == 204
    assert server.update("DROP ALL").status == 204
    location = ""
    for step in case.steps:
        said = take(server, step, server.updates, location)
        check(said, step.expected)
        location = said.headers["Location"] or location


@needs_suites
@pytest.mark.parametrize("case", GRAPH_STORE, ids=lambda case: case.name)
def test_no_graph_store_is_offered_to_the_public(server: Running, case: Case) -> None:
    assert {take(server, step, server.port).status for step in case.steps} == {404}


@needs_suites
def test_the_service_description_suite_is_the_three_tests_here() -> None:
    names = {case.name for case in cases(STANDARDS / "service-description" / "manifest.ttl")}
    assert names == {"returns-rdf", "has-endpoint-triple", "conforms-to-schema"}


@pytest.mark.parametrize("updates", [False, True])
@pytest.mark.parametrize("media_type", ["text/turtle", "application/rdf+xml", "application/n-triples"])
def test_the_service_description(server: Running, media_type: str, updates: bool) -> None:
    port = server.updates if updates else server.port
    said = server.send("GET", "/sparql", headers={"Accept": media_type, **(BEARER if updates else {})}, port=port)
    assert said.status == 200
    given = said.headers["Content-Type"].partition(";")[0]
    assert given == media_type  # returns-rdf
    graph = Graph().parse(data=said.content, format=media_type)
    asked = f"ASK {{ ?service a sd:Service ; sd:endpoint <http://127.0.0.1:{port}/sparql> }}"
    assert graph.query(asked, initNs={"sd": SD}).askAnswer  # has-endpoint-triple
    conforms = """ASK {
        ?service a sd:Service ; sd:supportedLanguage sd:SPARQL11Query ; sd:resultFormat ?format ;
            sd:feature sd:UnionDefaultGraph ; sd:defaultDataset ?dataset .
        ?dataset a sd:Dataset ; sd:defaultGraph ?graph .
        ?graph a sd:Graph .
        FILTER NOT EXISTS { ?any ?property ?value
            FILTER(STRSTARTS(STR(?property), STR(sd:)) && ?property NOT IN (sd:endpoint, sd:supportedLanguage,
                sd:feature, sd:resultFormat, sd:inputFormat, sd:defaultDataset, sd:defaultGraph)) } }"""
    assert graph.query(conforms, initNs={"sd": SD}).askAnswer  # conforms-to-schema
    writing = graph.query("ASK { ?service sd:supportedLanguage sd:SPARQL11Update }", initNs={"sd": SD}).askAnswer
    assert writing is updates
