"""A read-only SPARQL 1.1 Protocol endpoint (section 2.1) on a snapshot of a store.

Queries run in killable worker processes without network; the status is decided only after a query has ended
within its limits. Updates are not offered.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from kg.errors import KgError, LimitExceeded, QueryError
from kg.serve.answering import NotAcceptable, accepted, answer
from kg.store import GraphStore
from kg.workers import MIB, Limits, Pool

LIMITS = Limits(seconds=30, memory=2048 * MIB)
"""What one query may use unless it is said."""
_LONGEST = 1 << 20


class Endpoint(ThreadingHTTPServer):
    """The server; ``snapshot`` is a copy of the store that nobody writes."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], snapshot: Path, pool: Pool) -> None:
        self.snapshot = snapshot
        self.pool = pool
        super().__init__(address, _Handler)


@contextmanager
def endpoint(store: Path, address: tuple[str, int], limits: Limits = LIMITS, processes: int = 2) -> Iterator[Endpoint]:
    """An endpoint over a snapshot of the store at ``store``; call ``serve_forever`` on it. Port 0 takes a free one."""
    folder = Path(tempfile.mkdtemp(prefix="kg-serve-", dir=store.resolve().parent))
    try:
        with GraphStore.open(store) as graph:
            graph.backup(folder / "snapshot")
        with Pool(limits, processes, second_try=True) as pool, Endpoint(address, folder / "snapshot", pool) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Handler(BaseHTTPRequestHandler):
    """One request: ``/sparql`` by GET, by form POST or by direct POST."""

    protocol_version = "HTTP/1.1"
    server: Endpoint

    def do_GET(self) -> None:
        """Query via GET (SPARQL 1.1 Protocol, section 2.1.1)."""
        self._query(parse_qs(urlsplit(self.path).query, keep_blank_values=True))

    def do_POST(self) -> None:
        """Query via POST, as a form (2.1.2) or directly (2.1.3)."""
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _LONGEST:
            self.close_connection = True
            self._say(413 if length.isdigit() else 411, f"a request has a Content-Length of at most {_LONGEST} bytes.")
            return
        try:
            body = self.rfile.read(int(length)).decode("utf-8")
        except UnicodeDecodeError:
            self._say(400, "the request is not UTF-8.")
            return
        kind = self.headers.get_content_type()
        if kind == "application/x-www-form-urlencoded":
            self._query(parse_qs(body, keep_blank_values=True))
        elif kind == "application/sparql-query":
            self._query({**parse_qs(urlsplit(self.path).query), "query": [body]})
        else:
            self._say(415, f"a query comes as a form or as application/sparql-query, not as {kind}.")

    def _query(self, given: dict[str, list[str]]) -> None:
        if urlsplit(self.path).path != "/sparql":
            self._say(404, "the endpoint is /sparql.")
            return
        texts = given.get("query", [])
        if len(texts) != 1 or "update" in given:
            self._say(400, "give exactly one parameter query; updates are not offered.")
            return
        types = accepted(self.headers.get("Accept", "*/*"))
        default, named = (tuple(given.get(name, ())) for name in ("default-graph-uri", "named-graph-uri"))
        try:
            kind, content = self.server.pool.run(answer, self.server.snapshot, texts[0], types, default, named)
        except KgError as error:
            self._say(_status(error), str(error))
            return
        self._send(200, kind, content)

    def _say(self, status: int, text: str) -> None:
        self._send(status, "text/plain; charset=utf-8", f"{text}\n".encode())

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Nothing is logged yet."""


def _status(error: KgError) -> int:
    if isinstance(error, NotAcceptable):
        return 406
    if isinstance(error, LimitExceeded):
        return 503
    return 400 if isinstance(error, QueryError) else 500
