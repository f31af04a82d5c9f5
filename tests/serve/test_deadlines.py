"""Connections have a deadline whenever the other side is to do something; a server in this process, with short ones."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from serving import make_store

from kg.serve.capacity import Capacity
from kg.serve.endpoint import Ports, Settings, serve_until
from kg.serve.listening import new_loop

HASTY = Capacity(
    processes=1, connections=5, head_seconds=0.5, body_seconds=0.5, idle_seconds=1, stall_seconds=0.5, send_seconds=2
)
LONG = quote("SELECT ?s ?p ?o ?a ?b { ?s ?p ?o . ?a ?b ?c } LIMIT 60000")


@contextmanager
def served(store: Path, capacity: Capacity) -> Iterator[int]:
    """A server in a thread; its port."""
    stop, ports, begun = asyncio.Event(), [], threading.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    def started(found: Ports) -> None:
        ports.append(found.public)
        begun.set()

    async def serving() -> None:
        loops.append(asyncio.get_running_loop())
        settings = Settings(store=store, address=("127.0.0.1", 0), capacity=capacity, watch=0)
        await serve_until(stop, settings, started)

    def run() -> None:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            runner.run(serving())

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(60)
    try:
        yield ports[0]
    finally:
        loops[0].call_soon_threadsafe(stop.set)
        thread.join(60)
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("deadlines") / "store")


@pytest.fixture(scope="module")
def port(store: Path) -> Iterator[int]:
    with served(store, HASTY) as one:
        yield one


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def until_closed(client: socket.socket) -> tuple[bytes, float]:
    """What comes until the server closes, and after how many seconds it does."""
    began, received = time.monotonic(), b""
    try:
        while part := client.recv(65536):
            received += part
    except ConnectionResetError:
        pass
    return received, time.monotonic() - began


@pytest.mark.parametrize("sent", [b"", b"GET /spar", b"GET /sparql HTTP/1.1\r\nHost: x\r\nX-Half: "])
def test_a_head_that_does_not_come_is_not_waited_for(port: int, sent: bytes) -> None:
    with connected(port) as client:
        client.sendall(sent)
        received, seconds = until_closed(client)
    assert received == b""
    assert 0.3 < seconds < 5


def test_a_body_that_does_not_come_is_told(port: int) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nASK"
    with connected(port) as client:
        client.sendall(head)
        received, _ = until_closed(client)
    assert received.startswith(b"HTTP/1.1 408")
    assert b"did not come within 0.5 s" in received


def test_an_idle_connection_is_closed(port: int) -> None:
    with connected(port) as client:
        client.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        received, seconds = until_closed(client)
    assert received.count(b"HTTP/1.1 200") == 1
    assert 0.5 < seconds < 5


def test_an_answer_that_nobody_takes_is_given_up(port: int, store: Path) -> None:
    home = next(store.parent.glob(".store.serving-????????"))
    with connected(port) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        client.sendall(f"GET /sparql?query={LONG} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        deadline = time.monotonic() + 20
        while not list((home / "answers").iterdir()) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert list((home / "answers").iterdir()), "it is long enough to lie on the disk"
        while list((home / "answers").iterdir()) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert list((home / "answers").iterdir()) == []


def test_more_connections_than_there_may_be_are_closed(store: Path) -> None:
    with served(store, Capacity(processes=1, connections=3)) as port:
        clients = [connected(port) for _ in range(3)]
        for client in clients:
            client.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
            assert client.recv(1000).startswith(b"HTTP/1.1 200")
        with connected(port) as other:
            received, _ = until_closed(other)
        assert received == b""
        clients.pop().close()
        time.sleep(0.3)
        with urlopen(f"http://127.0.0.1:{port}/health", timeout=20) as said:
            assert json.loads(said.read())["ready"] is True
        for client in clients:
            client.close()
