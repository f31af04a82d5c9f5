"""Small queries over HTTP: ``kg serve`` beside ``oxigraph serve`` and bare Python servers, same data, in one run.

python serve_ratio.py [SECONDS [ROUNDS]]    prints a table for each number of connections

No query of a load is asked twice, so answers that are kept do not count; ``kg, again`` tells what they are worth, for
500 queries that are asked in turn. The servers take turns, and the median of the rounds counts. ``cpu`` is the
processor time of the server and its workers for a request, which others on the machine change less than the rate.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import NamedTuple

from synthetic import documents

from kg.rdf.yarrrml import Mapping
from kg.store import GraphStore, Rows

BENCH = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
_DOCUMENTS, _SUBJECTS = 20, 500
_CONNECTIONS = (1, 8, 32)
_REFERENCE = "oxigraph serve"


class Server(NamedTuple):
    """The command that starts a server, the path it answers at, and which queries it is asked."""

    command: list[str]
    path: str
    kind: str = "distinct"


class Round(NamedTuple):
    """What one round measured: requests per second, milliseconds, microseconds of the processor, failures."""

    rate: float
    p50: float
    p95: float
    cpu: float
    failures: float


def main() -> None:
    """Build a store, and ask each server."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory(dir=BENCH) as folder:
        store, subjects = Path(folder) / "store", Path(folder) / "subjects"
        quads = build(store, subjects)
        print(f"{quads} quads, {os.cpu_count()} processors, median of {rounds} rounds of {seconds:g} s\n")
        for connections in _CONNECTIONS:
            found = measured(store, subjects, connections, seconds, rounds)
            print(table(found, connections), flush=True)


def build(store: Path, subjects: Path) -> int:
    """Synthetic documents in ``store``, and some of their figures in ``subjects``; the number of quads."""
    mapping = Mapping.load(BENCH.parent / "mappings" / "rdf")
    with GraphStore.create(store) as graph:
        for records in documents(_DOCUMENTS):
            graph.add(mapping.quads(iter(records)))
        found = graph.query(
            f"SELECT DISTINCT ?s {{ ?s <https://w3id.org/cnfiscal/def#agreement> ?o }} LIMIT {_SUBJECTS}"
        )
        assert isinstance(found, Rows)
        subjects.write_text("\n".join(row[0].value for row in found.rows if hasattr(row[0], "value")))
        return graph.count()


def servers(store: Path, port: int) -> dict[str, Server]:
    """Each server that can be had here, by its name."""
    kg = [str(BIN / "kg"), "serve", "--store", str(store), "--port", str(port)]
    oxigraph = [str(BIN / "oxigraph"), "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}",
                "--union-default-graph"]  # fmt: skip
    bare = [sys.executable, str(BENCH / "serve_inprocess.py"), str(store), str(port)]
    found = {_REFERENCE: Server(oxigraph, "/query"), "bare uvicorn": Server([*bare, "uvicorn"], "/")}
    if find_spec("granian"):
        found["bare granian"] = Server([*bare, "granian"], "/")
    return found | {"kg serve": Server(kg, "/sparql"), "kg, again": Server(kg, "/sparql", "again")}


def measured(store: Path, subjects: Path, connections: int, seconds: float, rounds: int) -> dict[str, Round]:
    """The median of the rounds of each server."""
    found: dict[str, list[Round]] = {}
    for _ in range(rounds):
        for name in servers(store, 0):
            port = _free_port()
            server = servers(store, port)[name]
            load = [str(port), server.path, str(connections), str(seconds), str(subjects), server.kind]
            found.setdefault(name, []).append(one_round(server, port, load))
    return {name: Round(*map(median, zip(*several, strict=True))) for name, several in found.items()}


def one_round(server: Server, port: int, load: list[str]) -> Round:
    """What a load on a fresh server measures."""
    with running(server.command, port) as process:
        before = processor_seconds(process)
        done = subprocess.run([sys.executable, str(BENCH / "serve_load.py"), *load], check=True, capture_output=True)
        used = processor_seconds(process) - before
    told = json.loads(done.stdout)
    return Round(
        told["requests_per_second"], told["p50_ms"], told["p95_ms"], used / told["answered"] * 1e6, told["failures"]
    )


def processor_seconds(process: int) -> float:
    """What a process and those it started have used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    own = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    children = {int(one) for task in tasks for one in task.read_text(encoding="utf-8").split()}
    return own + sum(map(processor_seconds, children))


def table(found: dict[str, Round], connections: int) -> str:
    """A table of the measurements, each with its ratio to the reference."""
    reference = found[_REFERENCE].rate
    lines = [f"{connections} connections", "server          requests/s  ratio  p50 ms  p95 ms  cpu us  failures"]
    for name, one in found.items():
        lines.append(
            f"{name:<15} {one.rate:>10.0f} {one.rate / reference:>6.2f}"
            f" {one.p50:>7.2f} {one.p95:>7.2f} {one.cpu:>7.0f} {one.failures:>9.0f}"
        )
    return "\n".join(lines) + "\n"


@contextmanager
def running(command: list[str], port: int) -> Iterator[int]:
    """A server that listens; the id of its process."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port)
            yield process.pid
        finally:
            process.terminate()


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing listens on {port}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


if __name__ == "__main__":
    main()
