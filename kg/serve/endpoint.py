"""A read-only SPARQL 1.1 Protocol endpoint (section 2.1) on a snapshot of a store.

Queries run in killable worker processes without network: a query cannot be cancelled in its process, a small one
can end the process, and SERVICE fetches whatever it names. The status is decided only when the whole answer is
there, so that what looks whole is whole. Updates are not offered.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import BadParameter, KgError, LimitExceeded, QueryError
from kg.serve.answering import Reply, answer
from kg.serve.negotiation import GRAPHIC, TABULAR, choose
from kg.serve.requests import QueryRequest, Refusal, by_get, by_post
from kg.serve.snapshot import snapshot
from kg.workers import MIB, Limits, Pool

LIMITS = Limits(seconds=30, memory=2048 * MIB)
"""What one query may use unless it is said."""
_PATH = "/sparql"
_CHARSETS = {"text/plain", "text/csv", "text/tab-separated-values"}
"""The types that may come in another encoding than UTF-8; Turtle, JSON and XML say theirs."""


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """How many queries run at once, how many more may wait, how long requests and answers may be."""

    processes: int = 2
    waiting: int = 16
    request_bytes: int = MIB
    answer_bytes: int = 64 * MIB
    idle_seconds: float = 30.0


class Endpoint(ThreadingHTTPServer):
    """The server; ``folder`` is a copy of the store that nobody writes."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], folder: Path, pool: Pool, capacity: Capacity) -> None:
        self.capacity = capacity
        self._folder = folder
        self._pool = pool
        self._places = threading.BoundedSemaphore(capacity.processes + capacity.waiting)
        super().__init__(address, _Handler)

    def answer(self, request: QueryRequest, accept: str | None) -> Reply:
        """The answer to ``request`` in a type that ``accept`` allows; raises ``Refusal``."""
        choice = choose(accept)
        if choice == (None, None):
            raise Refusal(406, f"an answer can be had as {', '.join((*TABULAR, *GRAPHIC))}.")
        if not self._places.acquire(blocking=False):
            raise Refusal(503, "too many queries are waiting.", Retry_After="5")
        try:
            return self._pool.run(answer, self._folder, request, choice, self.capacity.answer_bytes)
        except KgError as error:
            raise Refusal(_status(error), str(error)) from error
        finally:
            self._places.release()


def _status(error: KgError) -> int:
    if isinstance(error, BadParameter):
        return 406  # besides the query the store is told the format only
    if isinstance(error, LimitExceeded):
        return 503
    return 400 if isinstance(error, QueryError) else 500


@contextmanager
def endpoint(
    store: Path, address: tuple[str, int], limits: Limits = LIMITS, capacity: Capacity | None = None
) -> Iterator[Endpoint]:
    """An endpoint over a snapshot of the store at ``store``; call ``serve_forever`` on it. Port 0 takes a free one."""
    capacity = capacity or Capacity()
    with (
        snapshot(store) as folder,
        Pool(limits, capacity.processes) as pool,
        Endpoint(address, folder, pool, capacity) as server,
    ):
        yield server


class _Handler(BaseHTTPRequestHandler):
    """One request: ``/sparql`` by GET, by form POST or by direct POST."""

    protocol_version = "HTTP/1.1"
    server_version = "kg"
    sys_version = ""
    server: Endpoint

    def setup(self) -> None:
        """Wait for a silent client no longer than the capacity says."""
        self.request.settimeout(self.server.capacity.idle_seconds)
        super().setup()

    def do_GET(self) -> None:
        """Query via GET (SPARQL 1.1 Protocol, section 2.1.1); HEAD is the same without the body."""
        self._handle()

    def do_POST(self) -> None:
        """Query via POST, as a form (2.1.2) or directly (2.1.3)."""
        self._handle()

    def do_PUT(self) -> None:
        """Refuse what only reading has no use for."""
        self._refuse(Refusal(405, "this endpoint answers GET, HEAD and POST.", Allow="GET, HEAD, POST"))

    def do_HEAD(self) -> None:
        """The same as GET, without the body."""
        self._handle()

    def do_DELETE(self) -> None:
        """Refused like PUT."""
        self.do_PUT()

    def do_PATCH(self) -> None:
        """Refused like PUT."""
        self.do_PUT()

    def do_OPTIONS(self) -> None:
        """Refused like PUT."""
        self.do_PUT()

    def _handle(self) -> None:
        try:
            reply = self.server.answer(self._request(), self.headers.get("Accept"))
        except Refusal as refusal:
            self._refuse(refusal)
            return
        self._send(200, reply, {"Vary": "Accept"})

    def _request(self) -> QueryRequest:
        place = urlsplit(self.path)
        if place.path != _PATH:
            raise Refusal(404, f"the endpoint is {_PATH}.")
        if self.command != "POST":
            return by_get(place.query)
        return by_post(place.query, self.headers.get_content_type(), self._body())

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        most = self.server.capacity.request_bytes
        if not (length.isascii() and length.isdigit()):
            raise Refusal(411, "a body needs its Content-Length.")
        if len(length) > 12 or int(length) > most:
            raise Refusal(413, f"a request has at most {most} bytes.")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise Refusal(400, "the body is shorter than its Content-Length.")
        return body

    def _refuse(self, refusal: Refusal) -> None:
        """The connection ends with it: part of a refused request may still be on its way."""
        self.close_connection = True
        words = Reply("text/plain", f"{refusal.words}\n".encode())
        self._send(refusal.status, words, refusal.headers | {"Connection": "close"})

    def _send(self, status: int, reply: Reply, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        charset = "; charset=utf-8" if reply.media_type in _CHARSETS else ""
        self.send_header("Content-Type", reply.media_type + charset)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged yet."""
