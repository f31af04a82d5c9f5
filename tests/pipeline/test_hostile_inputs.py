"""What is opened and fetched in the building process itself: it takes neither its memory nor its time."""

import random
import subprocess
import sys
import textwrap
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest
from loopback import serving
from small_files import disclosure, written

from kg.documents import FetchLimits
from kg.errors import FetchFailed
from kg.pipeline.ahead import AHEAD
from kg.pipeline.inputs import File, opened

MIB = 1 << 20
DRIVER = """
    import resource, sys
    from pathlib import Path
    from kg import pipeline
    from kg.store import GraphStore
    builder = pipeline.Builder(GraphStore.in_memory())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = builder.build([Path(name) for name in sys.argv[1:]], processes=2)
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
    for outcome in report.outcomes:
        print(outcome.state, Path(outcome.file).name, outcome.error.what if outcome.error else "")
"""
"""A build that says by how many MiB it grew at most, and what became of each file."""


def bomb(path: Path, *, members: int, size: int, filled: int) -> Path:
    """An archive of members of ``size`` MiB each; of each MiB ``filled`` bytes are random, the others nought."""
    block = random.Random(7).randbytes(filled) + bytes(MIB - filled)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(members):
            with archive.open(f"{number:02d}.txt", "w", force_zip64=True) as member:
                for _ in range(size):
                    member.write(block)
    return path


def test_an_archive_that_unpacks_without_end_takes_no_memory_of_the_build(tmp_path: Path) -> None:
    """One by its ratio, one by the size of its member, one by all its members together; the file after them is read."""
    files = [
        bomb(tmp_path / "ratio.zip", members=1, size=40, filled=0),
        bomb(tmp_path / "large.zip", members=1, size=300, filled=4000),
        bomb(tmp_path / "many.zip", members=12, size=100, filled=4000),
        written(tmp_path / "good.txt", disclosure()),
    ]
    assert sum(file.stat().st_size for file in files) < 20 * MIB
    command = [sys.executable, "-c", textwrap.dedent(DRIVER), *map(str, files)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    grown, *outcomes = done.stdout.splitlines()
    assert outcomes[0] == "error 00.txt unpacked it is more than 400 times as large as packed."
    assert outcomes[1] == "error 00.txt unpacked it is larger than 256 MiB."
    assert outcomes[-2] == "error 11.txt unpacked it is larger than 1024 MiB."
    assert outcomes[-1].startswith("read good.txt")
    assert int(grown) < 1100, "256 MiB that wait, one member unpacked and one on its way to its reader"


class Slow(BaseHTTPRequestHandler):
    """Answers one byte after another for ever, or after half a second."""

    def do_GET(self) -> None:
        body = disclosure("沁水县财政局")
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.path.startswith("/soon"):
            time.sleep(0.5)
            self.wfile.write(body)
            return
        for letter in body:
            try:
                self.wfile.write(bytes([letter]))
            except OSError:
                return
            time.sleep(0.1)


@pytest.fixture
def slow() -> Iterator[str]:
    with serving(Slow) as address:
        yield address


def test_slow_servers_are_waited_for_together_and_no_longer_than_allowed(slow: str, tmp_path: Path) -> None:
    """Four at once: what each may take is what all of them take. Their errors and files keep their places."""
    file = written(tmp_path / "a.txt", disclosure())
    given: list[Path | str] = [f"{slow}/never", f"{slow}/never2", file, f"{slow}/soon", f"{slow}/soon2"]
    began = time.monotonic()
    found = list(opened(given, FetchLimits(private=True, seconds=2)))
    assert time.monotonic() - began < 3.5
    assert [type(one) for one in found] == [FetchFailed, FetchFailed, File, File, File]
    places = [one.place for one in found]
    assert [place.rsplit("/", 1)[1] for place in places] == ["never", "never2", "a.txt", "soon", "soon2"]


def test_no_more_files_are_fetched_ahead_than_are_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten URLs, of which one is asked for: as many connections as may be open, and no more."""
    asked: SimpleQueue[str] = SimpleQueue()

    def fetch(url: str, _: FetchLimits) -> None:
        asked.put(url)
        raise FetchFailed("none.", place=url)

    monkeypatch.setattr("kg.pipeline.ahead.fetch", fetch)
    found = opened([f"http://example.org/{number}" for number in range(10)], FetchLimits())
    next(found)
    assert len({asked.get(timeout=10) for _ in range(AHEAD)}) == AHEAD
    found.close()
    with pytest.raises(Empty):
        asked.get(timeout=0.2)
