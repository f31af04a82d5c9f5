"""Unkind clients, stores that are not there or change: a clear word, nothing leaks, the next question is answered."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from mcp.shared.exceptions import MCPError
from mcp_sessions import PROGRAM, Session, over_http, over_stdio, running
from pyoxigraph import Literal, NamedNode, Quad

from kg.cli import main
from kg.errors import MissingExtra
from kg.store import GraphStore

GOOD = "SELECT (1 + 1 AS ?two) {}"
BOMB = "SELECT (COUNT(*) AS ?n) { ?a !<x:p>* ?b . ?b !<x:q>* ?c . ?c !<x:r>* ?d . ?d !<x:s>* ?e }"
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def posted(port: int, body: bytes, **headers: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        given = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        connection.request("POST", "/mcp", body, given | {name.replace("_", "-"): one for name, one in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def listing() -> bytes:
    told = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "0"}}
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": told}).encode()


async def _is_well(session: Session) -> None:
    assert (await session.call("query", sparql=GOOD)).values["rows"] == [{"two": 2}]


async def _attack(session: Session) -> None:
    hostile = {
        "long": ("query", {"sparql": GOOD + " " * 10_000_000}, "characters are too many"),
        "long text": ("search", {"text": "长" * 20_000}, "characters are too many"),
        "long value": ("ask", {"question": "staff", "parameters": {"agency": "长" * 20_000}}, "too many"),
        "path": ("query", {"sparql": BOMB}, "this was stopped"),
        "deep": ("query", {"sparql": "SELECT * " + "{" * 3000 + "}" * 3000}, "nests more than 100 deep"),
        "join": ("query", {"sparql": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i"}, "this was stopped"),
        "control": ("query", {"sparql": "SELECT \0 { }"}, "not a SPARQL 1.1 query"),
        "kind": ("query", {"sparql": ["not", "text"]}, "valid string"),
    }
    for name, (tool, given, words) in hostile.items():
        told = await session.call(tool, **given)
        assert told.error, name
        assert words in told.text, (name, told.text[:300])
        assert "Traceback" not in told.text
        await _is_well(session)
    told = await session.call("query", sparql='SELECT ("项目🙂\u202e" AS ?x) {}')
    assert told.values["rows"] == [{"x": "项目🙂\u202e"}]


def test_hostile_calls_over_stdio(store: Path) -> None:
    async def talk() -> None:
        async with over_stdio(store, "--seconds", "2") as session:
            await _attack(session)

    asyncio.run(talk())


def test_hostile_calls_over_http(port: int) -> None:
    async def talk() -> None:
        async with over_http(port) as session:
            with pytest.raises(MCPError):
                await session.call("query", sparql=GOOD + " " * 10_000_000)
            for sparql in (BOMB, "SELECT * " + "{" * 3000 + "}" * 3000):
                assert (await session.call("query", sparql=sparql)).error
            await _is_well(session)

    asyncio.run(talk())


def test_queries_of_several_agents_do_not_wait_for_one_that_never_ends(port: int) -> None:
    async def talk() -> None:
        async with over_http(port) as one, over_http(port) as other:
            await other.call("query", sparql=GOOD)  # so that its shape is known to be quick
            slow = asyncio.ensure_future(one.call("query", sparql=BOMB))
            await asyncio.sleep(0.3)
            began = time.monotonic()
            await _is_well(other)
            assert time.monotonic() - began < 1.5
            assert not slow.done()
            assert (await slow).error

    asyncio.run(talk())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost:{port}"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:{port}.evil.example"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1:1"}, 421),
        ({"Content_Type": "text/plain"}, 400),
    ],
    ids=str,
)
def test_pages_of_other_sites_are_kept_out(port: int, headers: dict[str, str], status: int) -> None:
    given = {name: value.replace("{port}", str(port)) for name, value in headers.items()}
    assert posted(port, listing(), **given)[0] == status


def test_bodies_that_are_no_messages_are_refused(port: int) -> None:
    for body, status in ((b"", 400), (b"{", 400), (b"\xff\xfe", 400), (b"[" * 100_000, 400), (b" " * 2_000_000, 413)):
        found, text = posted(port, body)
        assert (found, "Traceback" in text) == (status, False), body[:10]
    assert posted(port, listing())[0] == 200


def test_hosts_and_origins_can_be_named(store: Path) -> None:
    with running(store, "--allow-host", "budget.example", "--allow-origin", "https://budget.example") as port:
        assert posted(port, listing(), Host="budget.example", Origin="https://budget.example")[0] == 200
        assert posted(port, listing(), Host="other.example")[0] == 421


def started(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *PROGRAM, *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, check=False)


def test_what_cannot_be_served_is_said_before_anything_starts(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, options, code, says in (
        (store.with_name("none"), (), 3, "there is no store here. Build one first"),
        (store, ("--http", "--host", "0.0.0.0"), 2, "--allow-host"),
    ):
        monkeypatch.setattr(sys, "argv", ["kg", "mcp", *options, "--store", str(folder)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert (ended.value.code, out) == (code, "")
        assert says in err


def test_a_store_that_another_process_writes_is_not_served(store: Path) -> None:
    with GraphStore.open(store):
        done = started("--store", str(store))
    assert (done.returncode, done.stdout) == (3, "")
    assert "another process" in done.stderr


def test_a_client_that_ends_ends_the_server(store: Path) -> None:
    """stdin ends, or the process is told to: it ends by itself, and leaves nothing beside the store."""
    done = started("--store", str(store))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "ended.\n")
    command = [sys.executable, *PROGRAM, "--store", str(store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(listing() + b"\n")
        process.stdin.flush()
        assert b"serverInfo" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert [left for left in store.parent.iterdir() if was_left(left, store)] == []


def was_left(folder: Path, store: Path) -> bool:
    """Whether this is a copy of the store whose server has ended: no lock is beside it."""
    copied = folder.name.startswith(f".{store.name}.serving-") and folder.suffix != ".lock"
    return copied and not folder.with_name(f"{folder.name}.lock").exists()


def test_a_store_that_is_built_again_is_answered_from(tmp_path: Path) -> None:
    """While it is written the old one is answered from; when it is at rest, the new one."""
    path = tmp_path / "store"
    thing = NamedNode("http://example.org/thing")
    with GraphStore.create(path) as graph:
        graph.add([Quad(thing, LABEL, Literal("one"), thing)])

    async def names(session: Session) -> list[str]:
        told = (await session.call("query", sparql=f"SELECT ?n {{ {thing} {LABEL} ?n }} ORDER BY ?n")).values
        return [row["n"] for row in told["rows"]]

    async def talk() -> None:
        async with over_stdio(path) as session:
            assert await names(session) == ["one"]
            with GraphStore.open(path) as graph:
                graph.add([Quad(thing, LABEL, Literal("two"), thing)])
                assert await names(session) == ["one"]
            for _ in range(60):
                if await names(session) == ["one", "two"]:
                    break
                await asyncio.sleep(0.5)
            assert await names(session) == ["one", "two"]

    asyncio.run(talk())


def test_the_extra_is_named_where_it_is_missing(
    store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    monkeypatch.delitem(sys.modules, "kg.agents.server", raising=False)
    monkeypatch.setattr(sys, "argv", ["kg", "mcp", "--store", str(store)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == MissingExtra.exit_code
    assert "pip install 'kg[mcp]'" in capsys.readouterr().err
