"""Small queries over HTTP: ``kg serve`` beside ``oxigraph serve`` and a bare uvicorn, on the same data in one run.

python serve_ratio.py [SECONDS]    prints a table; rounds alternate, the best of each server counts
"""

import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from synthetic import documents

from kg.rdf.yarrrml import Mapping
from kg.store import GraphStore, Rows

BENCH = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
_DOCUMENTS, _SUBJECTS, _ROUNDS = 20, 500, 3
_CONNECTIONS = (1, 8)


def main() -> None:
    """Build a store, and ask each server."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    with tempfile.TemporaryDirectory(dir=BENCH) as folder:
        store, subjects = Path(folder) / "store", Path(folder) / "subjects"
        quads = build(store, subjects)
        print(f"{quads} quads, {_SUBJECTS} different queries, best of {_ROUNDS} rounds of {seconds:g} s\n")
        for connections in _CONNECTIONS:
            print(table(measured(store, subjects, connections, seconds), connections))


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


def servers(store: Path, port: int) -> dict[str, tuple[list[str], str]]:
    """The command of each server and the path it answers at."""
    kg = [str(BIN / "kg"), "serve", "--store", str(store), "--port", str(port)]
    oxigraph = [str(BIN / "oxigraph"), "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}",
                "--union-default-graph"]  # fmt: skip
    bare = [sys.executable, str(BENCH / "serve_inprocess.py"), str(store), str(port)]
    return {
        "oxigraph serve": (oxigraph, "/query"),
        "bare uvicorn": (bare, "/"),
        "kg, each anew": ([*kg, "--remember", "0"], "/sparql"),
        "kg serve": (kg, "/sparql"),
    }


def measured(store: Path, subjects: Path, connections: int, seconds: float) -> dict[str, dict[str, float]]:
    """The best round of each server."""
    best: dict[str, dict[str, float]] = {}
    for _ in range(_ROUNDS):
        for name, (command, path) in servers(store, _free_port()).items():
            port = _port_of(command)
            with running(command, port):
                arguments = [str(port), path, str(connections), str(seconds), str(subjects)]
                done = subprocess.run(
                    [sys.executable, str(BENCH / "serve_load.py"), *arguments], check=True, capture_output=True
                )
            told = json.loads(done.stdout)
            if name not in best or told["requests_per_second"] > best[name]["requests_per_second"]:
                best[name] = told
    return best


def table(best: dict[str, dict[str, float]], connections: int) -> str:
    """A table of the measurements, each with its ratio to ``oxigraph serve``."""
    reference = best["oxigraph serve"]["requests_per_second"]
    lines = [f"{connections} connections", "server          requests/s  ratio  p50 ms  p95 ms  failures"]
    for name, told in best.items():
        rate = told["requests_per_second"]
        lines.append(
            f"{name:<15} {rate:>10.0f} {rate / reference:>6.2f}"
            f" {told['p50_ms']:>7.2f} {told['p95_ms']:>7.2f} {told['failures']:>9.0f}"
        )
    return "\n".join(lines) + "\n"


def _port_of(command: list[str]) -> int:
    numbers = (word.rpartition(":")[2] for word in command)
    return next(int(number) for number in numbers if number.isdigit() and int(number) > 1024)


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server that listens."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port)
            yield
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
