"""A client that costs little: many connections in one event loop, each asking again when it is answered.

python serve_load.py PORT PATH CONNECTIONS SECONDS SUBJECTS   prints requests/s and latencies in ms as JSON
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import cast
from urllib.parse import quote

from kg.serve.listening import new_loop

_END = b"\r\n\r\n"


class Asker(asyncio.Protocol):
    """One connection."""

    def __init__(self, requests: list[bytes], first: int, latencies: list[float]) -> None:
        self._requests = requests
        self._next = first
        self._latencies = latencies
        self._answer = b""
        self._asked = 0.0
        self.failures = 0
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self.transport = cast("asyncio.Transport", transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Part of an answer; when it is whole, ask again."""
        self._answer += data
        head, end, body = self._answer.partition(_END)
        if not end:
            return
        lowered = head.lower()
        if b"transfer-encoding: chunked" in lowered:
            if not body.endswith(b"0" + _END):
                return
        elif len(body) < int(lowered.partition(b"content-length:")[2].split(b"\r\n")[0]):
            return
        self._latencies.append(time.perf_counter() - self._asked)
        if not (head.startswith(b"HTTP/1.1 200") and b'"value"' in body):
            self.failures += 1
        self._ask()

    def _ask(self) -> None:
        assert self.transport is not None
        self._answer = b""
        self._asked = time.perf_counter()
        self._next = (self._next + 1) % len(self._requests)
        self.transport.write(self._requests[self._next])


def requests_for(path: str, subjects: list[str]) -> list[bytes]:
    """A request for the properties of each subject."""
    queries = (f"SELECT ?p ?o WHERE {{ <{subject}> ?p ?o }} LIMIT 5" for subject in subjects)
    head = "HTTP/1.1\r\nHost: x\r\nAccept: application/sparql-results+json\r\n\r\n"
    return [f"GET {path}?query={quote(query)} {head}".encode() for query in queries]


async def load(port: int, requests: list[bytes], connections: int, seconds: float) -> dict[str, float]:
    """What ``connections`` askers measured."""
    loop = asyncio.get_running_loop()
    latencies: list[float] = []
    askers = []
    for number in range(connections):
        first = number * len(requests) // connections
        made = await loop.create_connection(lambda first=first: Asker(requests, first, latencies), "127.0.0.1", port)
        askers.append(made[1])
    await asyncio.sleep(1)
    latencies.clear()
    began = time.perf_counter()
    await asyncio.sleep(seconds)
    took = time.perf_counter() - began
    ordered = sorted(latencies)
    for asker in askers:
        asker.transport.abort()
    return {
        "requests_per_second": round(len(ordered) / took, 1),
        "p50_ms": round(ordered[len(ordered) // 2] * 1000, 2),
        "p95_ms": round(ordered[len(ordered) * 95 // 100] * 1000, 2),
        "failures": sum(asker.failures for asker in askers),
    }


def main() -> None:
    """Run as the docstring says."""
    port, path, connections, seconds, subjects = sys.argv[1:]
    asked = requests_for(path, Path(subjects).read_text(encoding="utf-8").split())
    with asyncio.Runner(loop_factory=new_loop) as runner:
        print(json.dumps(runner.run(load(int(port), asked, int(connections), float(seconds)))))


if __name__ == "__main__":
    main()
