"""Making a release: the same bytes from the same graph, whole or not at all, and clear words for what cannot be."""

import errno
import fcntl
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from releasing import BASE, DAY, content, release_of, small_store

from kg.errors import BadParameter, EnvironmentUnusable, InputError, MissingExtra, StoreBusy, StoreMissing
from kg.publish import Wanted
from kg.store import GraphStore

KG = Path(sys.executable).with_name("kg")
RETRIEVED = NamedNode(f"{BASE}def#retrieved")
CLAIMS = NamedNode(f"{BASE}graph/file/aaaaaaaaaaaaaaaa/claims")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_store(tmp_path_factory.mktemp("making") / "store")


def kg(*arguments: object, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return subprocess.run(
        [KG, *map(str, arguments)], capture_output=True, text=True, check=False, env=environment, preexec_fn=before
    )


def retrieved(time_: str, file: str = "aaaaaaaaaaaaaaaa") -> Quad:
    when = Literal(time_, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#dateTime"))
    return Quad(NamedNode(f"{BASE}id/file/{file}"), RETRIEVED, when, CLAIMS)


# the same bytes -------------------------------------------------------------------------------------------------------


def test_the_order_in_which_a_graph_was_made_changes_no_byte(store: Path, tmp_path: Path) -> None:
    """The second store gets the quads of the first from the last on, in parts, and another process publishes it.

    That documents give the same quads in whatever order they are built is proven beside the build.
    """
    with GraphStore.open(store, read_only=True) as first, GraphStore.create(tmp_path / "two") as second:
        quads = list(first.match())[::-1]
        for part in (quads[:700], quads[700:]):
            second.add(part)
    assert len(quads) > 1000
    made = release_of(store, tmp_path / "out")
    done = kg("publish", tmp_path / "again", "--store", tmp_path / "two", "--date", "2026-11-22")
    assert (done.returncode, done.stdout) == (0, f"{made.rdfc}\n")
    one, two = content(tmp_path / "out"), content(tmp_path / "again")
    assert one.keys() == two.keys()
    assert [path for path in one if one[path] != two[path]] == []
    assert {path for path in one if path.startswith("graph/documents/")} == {
        f"graph/documents/{line.split(',')[0].rpartition('/')[2]}.trig.gz"
        for line in one["tables/documents.csv"].decode().splitlines()[1:]
    }


def test_another_graph_has_another_hash(store: Path, tmp_path: Path) -> None:
    other = small_store(tmp_path / "store", retrieved("2026-11-20T01:00:00Z"))
    assert release_of(store, tmp_path / "a").rdfc != release_of(other, tmp_path / "b").rdfc


def test_the_store_is_left_as_it_was(store: Path, tmp_path: Path) -> None:
    before = {path.name for path in store.iterdir()}
    release_of(store, tmp_path / "out")
    assert {path.name for path in store.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


# the date -------------------------------------------------------------------------------------------------------------


def test_the_date_is_that_of_the_newest_retrieval(tmp_path: Path) -> None:
    times = (
        retrieved("2026-11-19T23:59:59Z"),
        retrieved("2026-11-20T00:00:01Z", "b"),
        retrieved("2025-12-31T09:00:00Z", "c"),
    )
    store = small_store(tmp_path / "store", *times)
    assert release_of(store, tmp_path / "out", Wanted()).date == "2026-11-20"
    assert release_of(store, tmp_path / "given", DAY).date == "2026-11-22"


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        (Wanted(), "--date"),
        (Wanted(date="2026-13-01"), "--date"),
        (Wanted(date="20261122"), "--date"),
        (replace(DAY, url="https://data.example.cn/x"), "--url"),
        (replace(DAY, url="ftp://data.example.cn/"), "--url"),
        (replace(DAY, url='https://data.example.cn/"><script>/'), "--url"),
        (replace(DAY, endpoint="sparql"), "--endpoint"),
        (replace(DAY, publisher=" "), "--publisher"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wanted_and_cannot_be(wanted: Wanted, place: str, store: Path, tmp_path: Path) -> None:
    with pytest.raises(BadParameter) as caught:
        release_of(store, tmp_path / "out", wanted)
    assert caught.value.place == place
    assert caught.value.advice
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_is_wrong_and_ends_as_it_should(store: Path, tmp_path: Path) -> None:
    cases = [
        ((), 2, "kg: --date: no document of the graph was fetched at a known time"),
        (
            ("--date", "2026-11-22", "--previous", tmp_path / "none"),
            3,
            f"kg: {tmp_path / 'none'}: there is no release here.",
        ),
        (("--date", "2026-11-22", "--url", "here"), 2, "kg: --url: 'here' is no address."),
    ]
    for options, code, message in cases:
        done = kg("publish", tmp_path / "out", "--store", store, *options)
        assert (done.returncode, done.stdout) == (code, "")
        assert done.stderr.startswith(message)
    assert list(tmp_path.iterdir()) == []


# the store ------------------------------------------------------------------------------------------------------------


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        release_of(tmp_path / "store", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_store_that_is_being_written(held: tuple[Path, int], tmp_path: Path) -> None:
    with pytest.raises(StoreBusy, match=str(held[1])):
        release_of(held[0], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_store_of_something_else(tmp_path: Path) -> None:
    with GraphStore.create(tmp_path / "store") as graph:
        graph.add([Quad(RETRIEVED, RETRIEVED, RETRIEVED)])
    with pytest.raises(InputError, match="no graph of this project"):
        release_of(tmp_path / "store", tmp_path / "out")


def test_without_pyarrow_nothing_is_begun(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtra, match=r"kg\[publish\]"):
        release_of(store, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


# the place ------------------------------------------------------------------------------------------------------------


def test_a_folder_that_holds_something_is_left_alone(store: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"it holds mine\.txt"):
        release_of(store, tmp_path / "out")
    assert content(tmp_path) == {"out/mine.txt": b"mine"}


def test_a_file_in_the_place(store: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="no folder"):
        release_of(store, tmp_path / "out")
    assert content(tmp_path) == {"out": b"mine"}


def test_an_empty_folder_is_filled_and_folders_above_are_made(store: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    release_of(store, tmp_path / "out")
    release_of(store, tmp_path / "a" / "b")
    assert content(tmp_path / "a" / "b") == content(tmp_path / "out")


def test_a_place_that_may_not_be_written(store: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentUnusable, match="cannot be written"):
        release_of(store, tmp_path / "file" / "out")


def test_two_runs_at_once_are_told_apart(store: Path, tmp_path: Path) -> None:
    part = tmp_path / ".out.part"
    part.mkdir()
    other = os.open(part, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    try:
        with pytest.raises(EnvironmentUnusable, match="another run"):
            release_of(store, tmp_path / "out")
    finally:
        os.close(other)
    release_of(store, tmp_path / "out")


def test_a_run_that_is_killed_leaves_nothing_that_looks_whole(store: Path, tmp_path: Path) -> None:
    out, part = tmp_path / "out", tmp_path / ".out.part"
    command = [KG, "publish", out, "--store", store, "--date", "2026-11-22"]
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        end = time.monotonic() + 60
        while not (part / "graph").exists() and time.monotonic() < end:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert part.is_dir(), "it was killed while it wrote"
    assert not out.exists()
    assert not (part / "SHA256SUMS").exists()
    release_of(store, out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"], "the next run took it over"


@pytest.mark.parametrize("after", [0, 3, 12, 25])
def test_a_full_disk_is_told_and_nothing_is_left(
    after: int, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when so many files have been opened for writing."""
    opened = 0
    open_ = Path.open

    def full(self: Path, mode: str = "r", *arguments: object, **options: object) -> object:
        nonlocal opened
        opened += "w" in mode
        if "w" in mode and opened > after:
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        return open_(self, mode, *arguments, **options)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(EnvironmentUnusable, match="no space left on device") as caught:
        release_of(store, tmp_path / "out")
    assert "Free disk space" in caught.value.advice
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_may_grow_no_further_ends_the_command_with_3(store: Path, tmp_path: Path) -> None:
    """The system itself refuses in the middle of a file."""

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, 16_384))

    copy = tmp_path / "store"
    shutil.copytree(store, copy)
    done = kg("publish", tmp_path / "out", "--store", copy, "--date", "2026-11-22", before=limited)
    assert done.returncode == 3
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "the release cannot be written" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store"]
