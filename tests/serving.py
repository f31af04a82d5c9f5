"""A running ``kg serve`` process for tests: started, asked over real sockets, ended by its id."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import parse

from kg.store import GraphStore

GRAPH = Path(__file__).parent / "query" / "graph.trig"
TOKEN = "a-token-for-tests-only-0123456789"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
_PORT = re.compile(r"http://127\.0\.0\.1:(\d+)/sparql")


@dataclass(frozen=True)
class Said:
    """A whole response."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def body(self) -> str:
        return self.content.decode()


@dataclass
class Running:
    """A server; ``updates`` is the port that takes updates, 0 where none are taken."""

    process: subprocess.Popen[str]
    port: int
    updates: int
    store: Path
    said: list[str] = field(default_factory=list)

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, port: int = 0
    ) -> Said:
        connection = HTTPConnection("127.0.0.1", port or self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return Said(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def query(self, text: str, **headers: str) -> Said:
        return self.send("GET", f"/sparql?query={quote(text)}", headers=headers)

    def update(self, text: str) -> Said:
        headers = {"Content-Type": "application/sparql-update", **BEARER}
        return self.send("POST", "/sparql", text.encode(), headers, self.updates)

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def make_store(path: Path) -> Path:
    """A store of the small graph that queries are tested with."""
    with GraphStore.create(path) as store:
        store.add(parse(path=str(GRAPH)))
    return path


@contextmanager
def running(store: Path, *options: str, updates: bool = False) -> Iterator[Running]:
    """``kg serve`` over ``store`` in a process of its own, ended afterwards."""
    command = [sys.executable, "-c", "from kg.cli import main; main()", "serve", "--store", str(store), "--port", "0"]
    command += ["--update-listen", "127.0.0.1:0"] if updates else []
    environment = os.environ | {"KG_UPDATE_TOKEN": TOKEN}
    with subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        lines = [process.stderr.readline() for _ in range(2 if updates else 1)]
        ports = [int(found[1]) for found in map(_PORT.search, lines) if found]
        assert len(ports) == len(lines), lines
        try:
            yield Running(process, ports[0], ports[1] if updates else 0, store)
        finally:
            if process.poll() is None:
                process.terminate()
            process.communicate(timeout=30)
