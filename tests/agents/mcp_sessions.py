"""Sessions with a running ``kg mcp``, over stdio and over HTTP, held by the client of the protocol's own SDK."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

PROGRAM = ("-c", "from kg.cli import main; main()", "mcp")
_PORT = re.compile(r"http://127\.0\.0\.1:(\d+)/mcp")


@dataclass(frozen=True)
class Told:
    """What a tool answered: its values, or the words of its error."""

    error: bool
    text: str

    @property
    def values(self) -> Any:
        assert not self.error, self.text
        return json.loads(self.text)


class Session:
    """A session in which tools are called by name."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def call(self, tool: str, /, **given: Any) -> Told:
        answer = await self.client.call_tool(tool, given)
        text = "".join(part.text for part in answer.content if part.type == "text")
        told = Told(bool(answer.is_error), text)
        if not told.error:
            assert answer.structured_content == told.values
        return told

    async def text_of(self, uri: str) -> str:
        (content,) = (await self.client.read_resource(uri)).contents
        return str(content.text)


@asynccontextmanager
async def over_stdio(store: Path, *options: str) -> AsyncIterator[Session]:
    given = StdioServerParameters(command=sys.executable, args=[*PROGRAM, "--store", str(store), *options])
    async with Client(stdio_client(given)) as client:
        yield Session(client)


@asynccontextmanager
async def over_http(port: int) -> AsyncIterator[Session]:
    async with Client(streamable_http_client(f"http://127.0.0.1:{port}/mcp")) as client:
        yield Session(client)


@contextmanager
def running(store: Path, *options: str) -> Iterator[int]:
    """The port of a server of its own process, ended afterwards."""
    command: Sequence[str] = (
        sys.executable, *PROGRAM, "--http", "--port", "0", "--store", str(store), *options,
    )  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = _PORT.search(line)
        assert found, line + process.stderr.read()
        try:
            yield int(found[1])
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
            assert process.stderr.read().strip() == "ended."
