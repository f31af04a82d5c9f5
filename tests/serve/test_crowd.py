"""Ten thousand connections at once, of clients who say nothing, little by little, or nothing more: a real crowd."""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hostile import resident
from serving import make_store, running

CROWD = 10_000
WHOLE = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"


@contextmanager
def files_allowed(count: int) -> Iterator[None]:
    """This process may hold so many files; skips where the system does not let it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < count:
        pytest.skip(f"the system allows {hard} files, not {count}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_ten_thousand_clients_keep_nobody_from_an_answer(tmp_path: Path) -> None:
    """A third says nothing, a third begins a head, a third asked once and stays; others are answered meanwhile."""
    with files_allowed(CROWD + 500), running(make_store(tmp_path / "store")) as server, ExitStack() as stack:
        before = resident(server.process.pid)
        assert server.query("ASK { ?s ?p ?o }").status == 200
        crowd = []
        for number in range(CROWD):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30))
            client.sendall((b"", b"GET /sparql HTTP/1.1\r\nX-Half: ", WHOLE)[number % 3])
            crowd.append(client)
        said = [server.query(f"SELECT ({number} AS ?n) {{}}") for number in range(20)]
        assert [one.status for one in said] == [200] * 20
        assert all(client.recv(12) == b"HTTP/1.1 200" for client in crowd[2:300:3]), "who asked has an answer"
        assert resident(server.process.pid) - before < 250 * 1024, "KiB: 25 for each connection"
        for client in crowd[1:300:3]:
            client.send(b"x")
        deadline = time.monotonic() + 60
        silent = crowd[0]
        silent.settimeout(60)
        assert silent.recv(1) == b"", "who does not say what it wants is not waited for"
        assert time.monotonic() < deadline
        assert server.query("ASK { ?s ?p ?o }").status == 200
        assert server.process.poll() is None
