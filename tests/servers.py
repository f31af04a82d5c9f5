"""SPARQL servers of other makers for tests, each a real process on this machine, ended by its id."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

VIRTUOSO = "virtuoso-t"
_BEGUN = 90  # seconds that a server has to begin
_SETTINGS = """\
[Database]
DatabaseFile = store.db
ErrorLogFile = store.log
LockFile = store.lck
TransactionFile = store.trx
xa_persistent_file = store.pxa
FileExtend = 200

[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
MaxQueryMem = 256M
MaxOptimizeLayouts = 20
DirsAllowed = .

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
MaxClientConnections = 6

[SPARQL]
ResultSetMaxRows = 100000
"""
"""80 MB of buffers; layouts bound the time in which a query is compiled, which would else take minutes."""


def needed(program: str | None, name: str) -> str:
    """The path of a program; where it is not installed the test is skipped, or fails where it has to be there."""
    if program is not None:
        return program
    if os.environ.get("CI"):
        pytest.fail(f"{name} is not installed: .ci/install installs it")
    pytest.skip(f"{name} is not installed: .ci/install installs it")


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[str]:
    """``oxigraph serve`` in a new folder: the address of its queries."""
    port = free_port()
    program = Path(sys.executable).parent / "oxigraph"
    command = [str(program), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}", *options]
    url = f"http://127.0.0.1:{port}/query"
    with _server(command, folder, url):
        yield url


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Virtuoso in a new folder, with about 300 MB of memory: the address of its queries."""
    program = needed(shutil.which(VIRTUOSO), "Virtuoso")
    http = free_port()
    (folder / "settings.ini").write_text(_SETTINGS.format(sql=free_port(), http=http))
    url = f"http://127.0.0.1:{http}/sparql"
    with _server([program, "+configfile", "settings.ini", "+foreground"], folder, url):
        yield url


@contextmanager
def _server(command: Sequence[str], folder: Path, url: str) -> Iterator[None]:
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
    try:
        _wait(process, url, folder / "said")
        yield
    finally:
        process.kill()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], url: str, said: Path) -> None:
    deadline = time.monotonic() + _BEGUN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server did not begin: {said.read_text(errors='replace')[-2000:]}")
