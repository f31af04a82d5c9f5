"""The listener for updates: who may, what is taken, and that what was written is served."""

import json
from collections.abc import Iterator

import pytest
from rdflib import Graph
from serving import BEARER, Running, Said, make_store, running

from kg.errors import BadParameter
from kg.serve.endpoint import Updates, _require_token
from kg.store import GraphStore

UPDATE = {"Content-Type": "application/sparql-update"}
TURTLE = {"Content-Type": "text/turtle"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(make_store(tmp_path_factory.mktemp("private") / "store"), updates=True) as one:
        yield one


def send(server: Running, method: str, path: str, body: bytes | None = None, **headers: str) -> Said:
    return server.send(method, path, body, {name.replace("_", "-"): v for name, v in headers.items()}, server.updates)


def allowed(server: Running, method: str, path: str, body: bytes | None = None, kind: str = "") -> Said:
    headers = {**BEARER, **({"Content-Type": kind} if kind else {})}
    return server.send(method, path, body, headers, server.updates)


def holds(server: Running, pattern: str) -> bool:
    return bool(json.loads(server.query(f"ASK {{ {pattern} }}").body)["boolean"])


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer wrong-token", "Basic YTpi", "Bearer a-token-for-tests-only-012345678"]
)
def test_without_the_token_nothing_is_answered(server: Running, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization is not None else {}
    for method, path in (
        ("GET", "/sparql?query=ASK%7B%7D"),
        ("POST", "/sparql"),
        ("PUT", "/gsp?default"),
        ("GET", "/"),
    ):
        said = server.send(method, path, b"CLEAR ALL" if method != "GET" else None, headers | UPDATE, server.updates)
        assert (said.status, said.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_page_of_another_site_may_not(server: Running) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "authorization"}  # fmt: skip
    said = server.send("OPTIONS", "/sparql", headers=asked, port=server.updates)
    assert said.status == 401
    assert said.headers["Access-Control-Allow-Origin"] is None


def test_what_was_written_is_served_when_it_is_acknowledged(server: Running) -> None:
    for number in range(5):
        assert server.update(f"INSERT DATA {{ <urn:n{number}> <urn:p> {number} }}").status == 204
        assert holds(server, f"<urn:n{number}> <urn:p> {number}")
    assert json.loads(server.send("GET", "/health").body)["generation"] >= 6


def test_a_wrong_update_changes_nothing_and_names_its_place(server: Running) -> None:
    said = server.update("INSERT DATA { <urn:half> <urn:p> 1 } ;\nINSERT DATA { <urn:half> }")
    assert said.status == 400
    assert "not a SPARQL 1.1 update at line 2" in said.body
    assert not holds(server, "<urn:half> ?p ?o")


def test_an_update_reaches_no_network_and_no_file(server: Running) -> None:
    for source in ("http://127.0.0.1:9/", "file:///etc/passwd"):
        assert server.update(f"LOAD <{source}>").status == 400
    assert holds(server, "?s ?p ?o")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"CLEAR ALL", "text/plain", 415),
        (b"CLEAR ALL", "", 415),
        (b"CLEAR ALL", "application/sparql-update; charset=utf-16", 415),
        (b"\xff", "application/sparql-update", 400),
        (b"update=CLEAR+ALL&update=CLEAR+ALL", "application/x-www-form-urlencoded", 400),
    ],
)
def test_media_types_are_strict(server: Running, body: bytes, kind: str, status: int) -> None:
    assert allowed(server, "POST", "/sparql", body, kind).status == status
    assert holds(server, "?s ?p ?o")


def test_an_update_over_graphs_the_request_names(server: Running) -> None:
    """``DELETE WHERE`` too is about the graph that the request names; its template is the default graph."""
    assert server.update("INSERT DATA { <urn:x> <urn:in> 'd' GRAPH <urn:g> { <urn:x> <urn:in> 'g' } }").status == 204
    text = b"INSERT { <urn:x> <urn:copied> ?o } WHERE { <urn:x> <urn:in> ?o } # WHERE"
    path = "/sparql?using-graph-uri=urn%3Ag"
    assert allowed(server, "POST", path, text, "application/sparql-update").status == 204
    assert holds(server, "<urn:x> <urn:copied> 'g'")
    assert not holds(server, "<urn:x> <urn:copied> 'd'")
    short = b"DELETE WHERE { <urn:x> <urn:in> ?o }"
    assert allowed(server, "POST", path, short, "application/sparql-update").status == 204
    assert holds(server, "<urn:x> <urn:in> 'd'"), "the graph named holds 'g' only"


# graphs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"<urn:a> <urn:b> .", "text/turtle", 400),
        (b"<urn:a> <urn:b> 1 .", "text/plain", 415),
        (b"<urn:a> <urn:b> 1 .", "", 415),
        (b"<urn:a> <urn:b> '\xff' .", "text/turtle", 400),
        (b"<urn:a> <urn:b> 1 <urn:g> .", "application/n-quads", 415),
        (
            b'<!DOCTYPE x [<!ENTITY a "aaaa">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
            "application/rdf+xml",
            400,
        ),
    ],
)
def test_what_is_no_graph_is_refused(server: Running, body: bytes, kind: str, status: int) -> None:
    assert allowed(server, "PUT", "/gsp?graph=urn:refused", body, kind).status == status
    assert allowed(server, "GET", "/gsp?graph=urn:refused").status == 404


@pytest.mark.parametrize(
    "query", ["", "?graph=relative", "?graph=urn:a&graph=urn:b", "?graph=urn:a&default", "?other=1"]
)
def test_one_graph_is_named(server: Running, query: str) -> None:
    assert allowed(server, "GET", f"/gsp{query}").status == 400


def test_an_empty_graph_is_there(server: Running) -> None:
    assert allowed(server, "PUT", "/gsp?graph=urn:empty", b"", "text/turtle").status == 201
    said = allowed(server, "GET", "/gsp?graph=urn:empty")
    assert (said.status, len(Graph().parse(data=said.content, format="turtle"))) == (200, 0)
    assert allowed(server, "DELETE", "/gsp?graph=urn:empty").status == 204
    assert allowed(server, "DELETE", "/gsp?graph=urn:empty").status == 404


def test_blank_nodes_of_two_documents_stay_two(server: Running) -> None:
    for _ in range(2):
        sent = allowed(server, "POST", "/gsp?graph=urn:blank", b"_:a <urn:p> 1 .", "text/turtle")
        assert sent.status in (201, 204)
    found = server.query("SELECT ?s { GRAPH <urn:blank> { ?s <urn:p> 1 } }")
    assert len(json.loads(found.body)["results"]["bindings"]) == 2


# around it --------------------------------------------------------------------------------------------------------


def test_a_short_token_is_no_token() -> None:
    with pytest.raises(BadParameter, match="less than 16"):
        _require_token(Updates(("127.0.0.1", 0), "short"))


def test_what_was_written_is_in_the_store_afterwards(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = make_store(tmp_path_factory.mktemp("after") / "store")
    with running(path, updates=True) as server:
        assert server.update("INSERT DATA { <urn:kept> <urn:p> 1 }").status == 204
        assert server.end() == 0
    with GraphStore.open(path, read_only=True) as store:
        assert store.query("ASK { <urn:kept> <urn:p> 1 }") is True
    assert [entry.name for entry in path.parent.iterdir()] == ["store"]
