"""The endpoint over real sockets on this machine, asked as clients ask."""

import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import QuerySyntax
from kg.serve import endpoint
from kg.store import GraphStore, RemoteStore, Rows
from kg.workers import MIB, Limits

EX = "https://example.org/"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def quad(number: int, graph: str) -> Quad:
    return Quad(NamedNode(f"{EX}s{number}"), NamedNode(f"{EX}p"), Literal(f"医保 {number}"), NamedNode(EX + graph))


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path: Path = tmp_path_factory.mktemp("serve") / "store"
    with GraphStore.create(path) as store:
        store.add([quad(1, "a"), quad(2, "a"), quad(3, "b")])
    with endpoint(path, ("127.0.0.1", 0), Limits(seconds=5, memory=1024 * MIB)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/sparql"
        server.shutdown()
        thread.join()


def fetch(url: str, accept: str = "*/*", data: bytes | None = None, kind: str | None = None) -> tuple[int, str, str]:
    headers = {"Accept": accept} | ({"Content-Type": kind} if kind else {})
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=30) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


def get(url: str, query: str, accept: str = "*/*", **more: str) -> tuple[int, str, str]:
    return fetch(f"{url}?{urllib.parse.urlencode({'query': query, **more})}", accept)


def counted(body: str) -> int:
    return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])


def test_get_counts_the_union_of_all_graphs(url: str) -> None:
    status, kind, body = get(url, COUNT, "application/sparql-results+json")
    assert (status, kind, counted(body)) == (200, "application/sparql-results+json", 3)


def test_dataset_of_the_request_wins(url: str) -> None:
    assert counted(get(url, COUNT, "application/json", **{"default-graph-uri": f"{EX}a"})[2]) == 2


def test_dataset_of_the_query_wins_over_the_union(url: str) -> None:
    query = f"SELECT (COUNT(*) AS ?n) FROM <{EX}b> WHERE {{ ?s ?p ?o }}"
    assert counted(get(url, query, "application/json")[2]) == 1


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (urllib.parse.urlencode({"query": COUNT}).encode(), "application/x-www-form-urlencoded"),
        (COUNT.encode(), "application/sparql-query"),
    ],
)
def test_post(url: str, data: bytes, kind: str) -> None:
    assert counted(fetch(url, "application/sparql-results+json", data, kind)[2]) == 3


@pytest.mark.parametrize(
    ("accept", "kind", "start"),
    [
        ("text/csv", "text/csv", "s\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values", "?s\n"),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("text/html;q=0.9, text/csv;q=0.5", "text/csv", "s\r\n"),
        ("text/csv;q=0, */*;q=0.1", "application/sparql-results+json", "{"),
    ],
)
def test_rows_come_as_asked(url: str, accept: str, kind: str, start: str) -> None:
    status, given, body = get(url, "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1", accept)
    assert status == 200
    assert given.startswith(kind)
    assert body.startswith(start)


def test_a_graph_comes_as_turtle(url: str) -> None:
    status, kind, body = get(url, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER(?s = <{EX}s1>) }}", "text/turtle")
    assert (status, kind) == (200, "text/turtle")
    assert "医保 1" in body


def test_what_cannot_be_given_is_406(url: str) -> None:
    assert get(url, COUNT, "text/turtle")[0] == 406


def test_a_mistake_is_400_and_says_where(url: str) -> None:
    status, _, body = get(url, "SELECT * WHERE {\n ?s ?p }")
    assert status == 400
    assert "line 2" in body


def test_no_query_no_update_no_other_place(url: str) -> None:
    assert fetch(url)[0] == 400
    assert fetch(url, data=b"update=CLEAR+ALL", kind="application/x-www-form-urlencoded")[0] == 400
    assert fetch(url, data=b"CLEAR ALL", kind="application/sparql-update")[0] == 415
    assert get(url.replace("/sparql", "/other"), COUNT)[0] == 404


def test_a_query_past_its_time_is_stopped_and_others_go_on(url: str) -> None:
    endless = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(16))
    assert get(url, f"SELECT (COUNT(*) AS ?n) WHERE {{ {endless} }}")[0] == 503
    assert get(url, COUNT)[0] == 200


def test_a_client_library_reads_it(url: str) -> None:
    remote = RemoteStore(url)
    answer = remote.query("SELECT ?o WHERE { ?s ?p ?o } ORDER BY ?o")
    assert isinstance(answer, Rows)
    assert [row[0] for row in answer.rows] == [Literal(f"医保 {number}") for number in (1, 2, 3)]
    assert remote.query("ASK { ?s ?p ?o }") is True
    with pytest.raises(QuerySyntax):
        remote.query("SELECT nothing")
