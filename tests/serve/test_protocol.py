"""The endpoint against unkind clients and unkind queries, over real sockets, with real workers."""

import concurrent.futures
import json
import os
import socket
import subprocess
import sys
import textwrap
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, parse

from kg.errors import EndpointFailed, EnvironmentUnusable, QuerySyntax, StoreBusy
from kg.query import ask, catalogue, explain
from kg.serve import Capacity, Endpoint, endpoint
from kg.serve.negotiation import choose
from kg.store import Dataset, GraphStore, RemoteStore, Rows
from kg.workers import MIB, Limits

GRAPH = Path(__file__).parents[1] / "query" / "graph.trig"
FIGURES = "PREFIX cnf: <https://w3id.org/cnfiscal/def#> SELECT ?f { ?f a cnf:Figure } ORDER BY ?f"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{n} ?b{n} ?c{n} .' for n in range(9))} }}"
QUICK = Limits(seconds=2, memory=768 * MIB)


def make(path: Path) -> Path:
    with GraphStore.create(path) as store:
        store.add(parse(path=str(GRAPH)))
    return path


@contextmanager
def served(path: Path, capacity: Capacity | None = None) -> Iterator[Endpoint]:
    with endpoint(path, ("127.0.0.1", 0), QUICK, capacity) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with served(make(tmp_path_factory.mktemp("protocol") / "store")) as running:
        yield running


class Said:
    """A whole response."""

    def __init__(self, response: HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read().decode()


def send(
    server: Endpoint,
    method: str,
    path: str = "/sparql",
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> Said:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        return Said(connection.getresponse())
    finally:
        connection.close()


def query(server: Endpoint, text: str, **headers: str) -> Said:
    return send(server, "GET", "/sparql?" + urllib.parse.urlencode({"query": text}), headers=headers)


# requests ------------------------------------------------------------------------------------------------------


REFUSED = {
    "no query": ("GET", "/sparql", None, {}, 400, "one parameter 'query', not 0"),
    "two queries": ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400, "not 2"),
    "an update": ("GET", "/sparql?update=CLEAR+ALL", None, {}, 400, "updates are not offered"),
    "an update beside a query": ("POST", "/sparql", b"query=ASK{}&update=CLEAR+ALL", FORM, 400, "updates"),
    "an update directly": ("POST", "/sparql", b"CLEAR ALL", UPDATE, 415, "takes"),
    "a query twice over": ("POST", "/sparql?query=ASK%7B%7D", b"ASK{}", DIRECT, 400, "another in the address"),
    "an upload": ("POST", "/sparql", b"ASK{}", {"Content-Type": "multipart/form-data"}, 415, "takes"),
    "no type": ("POST", "/sparql", b"ASK{}", {}, 415, "takes"),
    "no length": ("POST", "/sparql", None, DIRECT | {"Transfer-Encoding": "chunked"}, 411, "Content-Length"),
    "a signed length": ("POST", "/sparql", b"", DIRECT | {"Content-Length": "+5"}, 411, "Content-Length"),
    "too long": ("POST", "/sparql", b"", DIRECT | {"Content-Length": str(2 * MIB)}, 413, "at most"),
    "absurdly long": ("POST", "/sparql", b"", DIRECT | {"Content-Length": "9" * 5000}, 413, "at most"),
    "a body that is no text": ("POST", "/sparql", b"ASK { ?s ?p '\xff' }", DIRECT, 400, "not UTF-8"),
    "a form that is no text": ("POST", "/sparql", b"query=%FF", FORM, 400, "cannot be read"),
    "a graph that is no IRI": ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=a%20b", None, {}, 400, "by an IRI"),
    "another place": ("GET", "/", None, {}, 404, "/sparql"),
    "another method": ("PUT", "/sparql", b"x", {}, 405, "GET, HEAD and POST"),
    "a deletion": ("DELETE", "/sparql", None, {}, 405, "GET, HEAD and POST"),
    "only pictures": ("GET", "/sparql?query=ASK%7B%7D", None, {"Accept": "image/png"}, 406, "text/turtle"),
    "a table as a graph": ("GET", "/sparql?query=ASK%7B%7D", None, {"Accept": "text/turtle"}, 406, "is a table"),
    "a graph as a table": (
        "GET", "/sparql?query=DESCRIBE%20%3Curn:a%3E", None, {"Accept": "text/csv"}, 406, "is a graph",
    ),
    "bad syntax": ("GET", "/sparql?query=SELECT%0A*", None, {}, 400, "line 2, column 2"),
    "an unknown function": ("GET", "/sparql?query=ASK%7BFILTER(%3Curn:f%3E(1))%7D", None, {}, 400, "the query failed"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_request_is_refused_with_words(server: Endpoint, case: str) -> None:
    method, path, body, headers, status, says = REFUSED[case]
    said = send(server, method, path, body, headers)
    assert (said.status, said.headers["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert says in said.body
    assert said.headers["Connection"] == "close"


def test_a_body_cut_short_is_refused(server: Endpoint) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as client:
        head = (
            "POST /sparql HTTP/1.1",
            "Host: x",
            "Content-Type: application/sparql-query",
            "Content-Length: 99",
            "",
            "ASK",
        )
        client.sendall("\r\n".join(head).encode())
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1000).startswith(b"HTTP/1.1 400")


def test_a_silent_client_is_left(tmp_path: Path) -> None:
    capacity = Capacity(idle_seconds=0.3)
    with (
        served(make(tmp_path / "store"), capacity) as server,
        socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as client,
    ):
        client.sendall(b"GET /sparql?query=")
        assert client.recv(1000) == b""


def test_head_is_get_without_a_body(server: Endpoint) -> None:
    get, head = (send(server, method, "/sparql?query=ASK%7B%7D") for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (200, "")
    assert head.headers["Content-Length"] == get.headers["Content-Length"] == str(len(get.body))


def test_a_connection_answers_again_and_again(server: Endpoint) -> None:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    for _ in range(3):
        connection.request("POST", "/sparql", b"ASK {}", DIRECT)
        assert json.loads(connection.getresponse().read())["boolean"] is True
    connection.close()


def test_an_answer_says_that_it_depends_on_accept(server: Endpoint) -> None:
    said = query(server, "ASK {}", Accept="text/csv")
    assert (said.headers["Vary"], said.headers["Content-Type"], said.body) == (
        "Accept",
        "text/csv; charset=utf-8",
        "true",
    )


@pytest.mark.parametrize(
    ("accept", "tabular", "graphic"),
    [
        (None, "application/sparql-results+json", "text/turtle"),
        ("", "application/sparql-results+json", "text/turtle"),
        ("*/*", "application/sparql-results+json", "text/turtle"),
        ("text/*", "text/csv", "text/turtle"),
        ("application/json", "application/sparql-results+json", None),
        ("application/xml;q=0.5, text/csv;q=0.4", "application/sparql-results+xml", None),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.5", "application/sparql-results+xml", None),
        ("application/n-triples, text/turtle;q=0.9", None, "application/n-triples"),
        ("*/*;q=0.1, text/turtle;q=0", "application/sparql-results+json", "application/n-triples"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/sparql-results+json", "text/turtle"),
        ("TEXT/CSV; Q=1.0", "text/csv", None),
        ("text/csv; charset=utf-8; q=0.5", "text/csv", None),
        ("text/csv;q=many", None, None),
        ("image/png", None, None),
        (",;=,", None, None),
    ],
)
def test_the_best_type_is_chosen(accept: str | None, tabular: str | None, graphic: str | None) -> None:
    assert choose(accept) == (tabular, graphic)


# queries that do harm -------------------------------------------------------------------------------------------


def alive(server: Endpoint) -> bool:
    return query(server, "ASK { ?s ?p ?o }").status == 200


def test_a_query_that_never_ends_is_stopped(server: Endpoint) -> None:
    begun = time.monotonic()
    said = query(server, ENDLESS)
    assert (said.status, time.monotonic() - begun < 10) == (503, True)
    assert "not done within the 2 s" in said.body
    assert alive(server)


def test_a_query_that_eats_memory_is_stopped(server: Endpoint) -> None:
    doubled = "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(40))
    said = query(server, f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789' AS ?x0) {doubled} }}")
    assert said.status == 503
    assert alive(server)


def test_a_query_that_overflows_the_stack_ends_its_worker_only(server: Endpoint) -> None:
    said = query(server, "ASK " + "{" * 10_000 + "}" * 10_000)
    assert said.status == 503
    assert "SIG" in said.body
    assert alive(server)


def test_an_answer_that_is_too_long_is_not_begun(tmp_path: Path) -> None:
    with served(make(tmp_path / "store"), Capacity(answer_bytes=1000)) as server:
        said = query(server, "SELECT * { ?s ?p ?o }")
        assert (said.status, "longer than 1000 bytes" in said.body) == (503, True)
        assert alive(server)


@pytest.mark.parametrize("silent", ["", "SILENT"])
def test_service_reaches_nothing(server: Endpoint, silent: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        said = query(server, f"SELECT * {{ SERVICE {silent} <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")
        with pytest.raises(TimeoutError):
            listener.accept()
    assert said.status == (200 if silent else 400)


def test_from_does_not_fetch(server: Endpoint) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        said = query(server, f"ASK FROM <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }}")
        with pytest.raises(TimeoutError):
            listener.accept()
    assert json.loads(said.body)["boolean"] is False


def test_many_clients_are_all_answered(server: Endpoint) -> None:
    with concurrent.futures.ThreadPoolExecutor(8) as clients:
        said = list(clients.map(lambda _: query(server, FIGURES).body, range(40)))
    assert len(set(said)) == 1
    assert len(json.loads(said[0])["results"]["bindings"]) == 36


def test_one_client_too_many_is_told_to_come_again(tmp_path: Path) -> None:
    with served(make(tmp_path / "store"), Capacity(processes=1, waiting=1)) as server:
        with concurrent.futures.ThreadPoolExecutor(3) as clients:
            said = list(clients.map(lambda _: query(server, ENDLESS), range(3)))
        turned_away = [one for one in said if one.headers["Retry-After"] == "5"]
        assert [one.status for one in said] == [503] * 3
        assert len(turned_away) == 1
        assert "too many queries are waiting" in turned_away[0].body
        assert alive(server)


# snapshots ------------------------------------------------------------------------------------------------------


def hidden(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir() if entry.name.startswith("."))


def test_the_store_can_be_written_while_it_is_served(tmp_path: Path) -> None:
    path = make(tmp_path / "store")
    with served(path) as server:
        before = query(server, FIGURES).body
        with GraphStore.open(path) as store:
            kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
            store.add([Quad(NamedNode("urn:f"), kind, NamedNode("https://w3id.org/cnfiscal/def#Figure"))])
        assert query(server, FIGURES).body == before
    with served(path) as server:
        assert query(server, FIGURES).body != before


def test_a_store_that_is_being_written_is_not_served(tmp_path: Path) -> None:
    path = make(tmp_path / "store")
    with GraphStore.open(path), pytest.raises(StoreBusy), served(path):
        pass
    assert hidden(path) == []


def test_nothing_is_left_when_the_endpoint_is_closed(tmp_path: Path) -> None:
    path = make(tmp_path / "store")
    with served(path) as server:
        assert alive(server)
        assert len(hidden(path)) == 2
    assert hidden(path) == []


def other(self: GraphStore, target: Path) -> None:
    """A copy that is a store, and not this one: it holds a quad more."""
    COPY(self, target)
    with GraphStore.open(target) as store:
        store.add([Quad(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c"))])


def damaged(self: GraphStore, target: Path) -> None:
    """A copy that lacks the file that says what belongs to it."""
    COPY(self, target)
    next(target.glob("MANIFEST-*")).unlink()


COPY = GraphStore.backup


@pytest.mark.parametrize(("copy", "says"), [(other, "holds .* quads, the store"), (damaged, "cannot be used")])
def test_a_copy_that_is_not_the_whole_store_is_not_served(
    copy: Callable[[GraphStore, Path], None], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make(tmp_path / "store")
    monkeypatch.setattr(GraphStore, "backup", copy)
    with pytest.raises(EnvironmentUnusable, match=says), served(path):
        pass
    assert hidden(path) == []


SERVER = """
    import sys
    from pathlib import Path
    from kg.serve import endpoint
    if __name__ == "__main__":
        with endpoint(Path(sys.argv[1]), ("127.0.0.1", 0)) as server:
            print(server.server_port, flush=True)
            server.serve_forever()
"""


def test_what_a_killed_server_left_is_removed_and_a_living_ones_is_not(tmp_path: Path) -> None:
    path = make(tmp_path / "store")
    command = [sys.executable, "-c", textwrap.dedent(SERVER), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as living:
        assert living.stdout is not None
        living.stdout.readline()
        kept = hidden(path)
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as killed:
            assert killed.stdout is not None
            killed.stdout.readline()
            killed.kill()
        assert len(hidden(path)) == 4
        with served(path) as server:
            assert alive(server)
            assert len(hidden(path)) == 4
        assert hidden(path) == kept
        os.kill(living.pid, 9)


# the endpoint as a store ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def remote(server: Endpoint) -> RemoteStore:
    return RemoteStore(f"http://127.0.0.1:{server.server_port}/sparql", seconds=20)


def test_questions_get_the_same_answers_from_afar(remote: RemoteStore) -> None:
    with GraphStore.in_memory() as store:
        store.add(parse(path=str(GRAPH)))
        for name, question in catalogue().items():
            if name != "printings":
                values = {"agency": "甲市"} if "agency" in question.parameters else {}
                assert ask(remote, question, values) == ask(store, question, values), name
        assert explain(remote, "a010000000000000") == explain(store, "a010000000000000")


def test_the_dataset_of_a_request_travels(remote: RemoteStore) -> None:
    figures = NamedNode("https://w3id.org/cnfiscal/graph/figures")
    count = "SELECT (COUNT(*) AS ?n) { ?s a ?type }"
    number = Literal(36)
    assert remote.query(count, dataset=Dataset(default=(figures,))) == Rows(("n",), ((number,),))
    assert remote.query(count, dataset=Dataset(named=(figures,))) == Rows(("n",), ((Literal(0),),))


def test_a_graph_comes_from_afar(remote: RemoteStore) -> None:
    answer = remote.query("CONSTRUCT WHERE { <https://w3id.org/cnfiscal/id/code/function/208> ?p ?o }")
    assert isinstance(answer, tuple)
    assert len(answer) == 6  # type, notation, label, scheme and level, and from another graph its match


def test_errors_come_from_afar(remote: RemoteStore) -> None:
    with pytest.raises(QuerySyntax, match="line 1, column 15"):
        remote.query("SELECT nothing")
    with pytest.raises(QuerySyntax, match="expected"):
        remote.query("INSERT DATA { <urn:a> <urn:b> <urn:c> }")


def test_a_reader_does_not_wait_for_ever(server: Endpoint) -> None:
    hasty = RemoteStore(f"http://127.0.0.1:{server.server_port}/sparql", seconds=0.5)
    with pytest.raises(EndpointFailed, match="timed out"):
        hasty.query(ENDLESS)
