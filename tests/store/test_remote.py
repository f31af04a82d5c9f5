"""Endpoints that do not answer as they should, each a real server on this machine."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from loopback import serving
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import EndpointFailed, InputError, KgError, LimitExceeded, QuerySyntax
from kg.store import Dataset, RemoteStore, Rows

RESULTS = "application/sparql-results+json"
YES = b'{"head":{},"boolean":true}'
ROWS = b"""{"head":{"vars":["a","b"]},"results":{"bindings":[
  {"a":{"type":"uri","value":"urn:x"},"b":{"type":"literal","value":"\\u4e2d","xml:lang":"zh"}},
  {"b":{"type":"literal","value":"1.50","datatype":"http://www.w3.org/2001/XMLSchema#decimal"}},
  {"a":{"type":"bnode","value":"n"}}]}}"""

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def endpoint(behave: Behaviour) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            behave(self)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/sparql"
        server.shutdown()


def say(status: int, media_type: str, body: bytes, length: str = "", **headers: str) -> Behaviour:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Content-Length", length or str(len(body)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def test_rows_come_as_terms() -> None:
    with endpoint(say(200, RESULTS, ROWS)) as url:
        assert RemoteStore(url).query("SELECT * {}") == Rows(
            ("a", "b"),
            (
                (NamedNode("urn:x"), Literal("中", language="zh")),
                (None, Literal("1.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
                (BlankNode("n"), None),
            ),
        )


def test_yes_comes_as_true() -> None:
    with endpoint(say(200, f"{RESULTS}; charset=utf-8", YES)) as url:
        assert RemoteStore(url).query("ASK {}") is True


@pytest.mark.parametrize("media_type", ["text/turtle", "application/n-triples"])
def test_a_graph_comes_as_triples(media_type: str) -> None:
    with endpoint(say(200, media_type, b"<urn:a> <urn:b> <urn:c> .")) as url:
        assert RemoteStore(url).query("DESCRIBE <urn:a>") == (
            Triple(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c")),
        )


def test_whatever_the_text_a_query_is_sent_as_a_query() -> None:
    seen: list[str] = []

    def behave(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.body)
        say(200, RESULTS, YES)(handler)

    with endpoint(behave) as url:
        for text in ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "nonsense", "# SELECT\nASK {}"):
            RemoteStore(url).query(text, dataset=Dataset(default=(NamedNode("urn:g"),), named=(NamedNode("urn:h"),)))
    assert [body.split("query=")[1][:6] for body in seen] == ["INSERT", "nonsen", "%23+SE"]
    assert all("default-graph-uri=urn%3Ag&named-graph-uri=urn%3Ah" in body for body in seen)


NOT_AS_IT_SHOULD: dict[str, tuple[Behaviour, type[KgError], str]] = {
    "a login page": (say(200, "text/html", b"<html>"), EndpointFailed, "answered with text/html"),
    "results that are none": (say(200, RESULTS, b"<html>"), EndpointFailed, "not the application/sparql-results"),
    "results cut in the middle": (say(200, RESULTS, ROWS[:90]), EndpointFailed, "not the application/sparql-results"),
    "a body cut short": (say(200, RESULTS, YES, length="999"), EndpointFailed, "IncompleteRead"),
    "a graph that is none": (say(200, "text/turtle", b"<urn:a> oh"), EndpointFailed, "not the text/turtle"),
    "RDF/XML": (say(200, "application/rdf+xml", b"<x/>"), EndpointFailed, "answered with application/rdf"),
    "a bad query": (say(400, "text/plain", "第1行 'x'\n".encode()), QuerySyntax, "refused the query: 第1行 'x'"),
    "a bad query without a word": (say(400, "text/plain", b""), QuerySyntax, "refused the query"),
    "not found": (say(404, "text/plain", b"no such page"), EndpointFailed, "no such page"),
    "a fault within": (say(500, "text/plain", b"\xff\xfe"), EndpointFailed, "did not answer as it should"),
    "busy": (say(503, "text/plain", b"later"), EndpointFailed, "HTTP status 503: later"),
    "no rights": (say(401, "text/plain", b"who are you"), EndpointFailed, "who are you"),
    "a way to a file": (say(302, "text/plain", b"", Location="file:///etc/passwd"), EndpointFailed, "302|file"),
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_AS_IT_SHOULD)
def test_what_is_no_answer_is_told(case: str) -> None:
    behave, kind, says = NOT_AS_IT_SHOULD[case]
    with endpoint(behave) as url, pytest.raises(kind, match=says) as caught:
        RemoteStore(url, seconds=5).query("SELECT * {}")
    assert str(caught.value).startswith(f"{url}: ")


def test_a_server_that_says_nothing_is_left() -> None:
    with endpoint(lambda _: time.sleep(1.5)) as url, pytest.raises(EndpointFailed, match="timed out"):
        RemoteStore(url, seconds=0.3).query("ASK {}")


def test_a_server_that_drips_is_left() -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", RESULTS)
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b" ")
                time.sleep(0.05)
        except OSError:
            pass

    begun = time.monotonic()
    with endpoint(drip) as url, pytest.raises(LimitExceeded, match=r"longer than 0\.3 s"):
        RemoteStore(url, seconds=0.3).query("ASK {}")
    assert time.monotonic() - begun < 3


def test_an_answer_without_end_is_left() -> None:
    def flood(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", RESULTS)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b" " * 65536)
        except OSError:
            pass

    with endpoint(flood) as url, pytest.raises(LimitExceeded, match="longer than 1000000 bytes"):
        RemoteStore(url, most_bytes=1_000_000).query("ASK {}")


def test_nobody_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(EndpointFailed, match="refused"):
        RemoteStore(f"http://127.0.0.1:{port}/sparql").query("ASK {}")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "example.org/sparql", "http://", ""])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="http or https"):
        RemoteStore(url)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(InputError, match="KG_STORE_PASSWORD") as caught:
        RemoteStore("http://me:secret@127.0.0.1:9/sparql")
    assert "secret" not in str(caught.value)


def test_a_query_is_sent_again_when_the_server_is_busy() -> None:
    asked: list[str] = []

    def behave(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.body)
        (say(200, RESULTS, YES) if len(asked) > 2 else say(503, "text/plain", b"later"))(handler)

    with endpoint(behave) as url:
        assert RemoteStore(url).query("ASK {}", union=False) is True
    assert len(asked) == 3


@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_a_password_is_given_to_who_asks_for_it(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_USER", "me")
    monkeypatch.setenv("KG_STORE_PASSWORD", "a secret: 密" if scheme == "Basic" else "a secret: x")
    given: list[str | None] = []
    challenge = f'{scheme} realm="r", nonce="abc", qop="auth", algorithm=MD5'

    def behave(handler: BaseHTTPRequestHandler) -> None:
        given.append(handler.headers.get("Authorization"))
        asks = say(401, "text/plain", b"who", **{"WWW-Authenticate": challenge})
        (say(200, RESULTS, YES) if given[-1] else asks)(handler)

    with endpoint(behave) as url:
        store = RemoteStore(url)
        assert [store.query("ASK {}", union=False) for _ in range(2)] == [True, True]
    assert [one is None for one in given] == [True, False, False]
    assert all(one is None or (one.startswith(scheme) and "secret" not in one) for one in given)


def test_a_token_does_not_follow_a_redirection_and_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_TOKEN", "a-secret-token")
    seen: list[str | None] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers.get("Authorization"))
            say(500, "text/plain", b"you sent a-secret-token")(self)

    with serving(Elsewhere) as other, endpoint(say(302, "text/plain", b"", Location=other)) as url:
        with pytest.raises(EndpointFailed) as caught:
            RemoteStore(url).query("ASK {}", union=False)
        assert seen == [None]
    assert "a-secret-token" not in str(caught.value)


def test_rows_that_the_server_cut_off_are_no_answer() -> None:
    cut = {"X-SPARQL-MaxRows": "10000"}
    with endpoint(say(200, RESULTS, ROWS, **cut)) as url, pytest.raises(LimitExceeded, match="at 10000 rows"):
        RemoteStore(url).query("SELECT * {}", union=False)


def test_a_page_of_an_error_is_told_without_its_markup() -> None:
    page = b"<!DOCTYPE html><html><title>x</title><body><h1>Error</h1>\n<p>no room</p></body></html>"
    with endpoint(say(500, "text/html", page)) as url, pytest.raises(EndpointFailed, match="Error no room"):
        RemoteStore(url).query("ASK {}", union=False)
