"""Copies to serve: whole, swapped without losing a request, removed when nobody reads them."""

import asyncio
import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad
from serving import make_store, running

from kg.errors import EnvironmentUnusable, StoreBusy, StoreMissing
from kg.serve import writing
from kg.serve.endpoint import copied
from kg.serve.generations import Generations
from kg.serve.watching import Watch
from kg.store import GraphStore

NEW = Quad(NamedNode("urn:new"), NamedNode("urn:p"), NamedNode("urn:o"))


def add(path: Path) -> None:
    with GraphStore.open(path) as store:
        store.add([NEW])


def hidden(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir() if entry.name.startswith("."))


def test_a_store_that_was_built_again_is_served_without_losing_a_request(tmp_path: Path) -> None:
    path = make_store(tmp_path / "store")
    with running(path, "--watch", "0.2") as server:
        statuses: list[int] = []
        asking = threading.Event()

        def ask() -> None:
            while not asking.is_set():
                statuses.append(server.query("ASK { ?s ?p ?o }").status)

        clients = [threading.Thread(target=ask) for _ in range(2)]
        for client in clients:
            client.start()
        add(path)
        deadline = time.monotonic() + 20
        while '"boolean":false' in server.query("ASK { <urn:new> ?p ?o }").body and time.monotonic() < deadline:
            time.sleep(0.1)
        served = server.query("ASK { <urn:new> ?p ?o }").body
        asking.set()
        for client in clients:
            client.join()
        assert '"boolean":true' in served
        assert set(statuses) == {200}
        assert json.loads(server.send("GET", "/health").body)["generation"] == 2
        home = next(entry for entry in path.parent.iterdir() if entry.name.startswith(".") and entry.is_dir())
        assert sorted(entry.name for entry in home.iterdir()) == ["2", "answers"]


def test_a_store_that_is_written_or_gone_is_left_alone(tmp_path: Path) -> None:
    path = make_store(tmp_path / "store")
    watch = Watch(path)
    watch.seen()
    assert not watch.changed()
    with GraphStore.open(path) as store:
        store.add([NEW])
        assert [watch.changed(), watch.changed()] == [False, False], "it is held"
    assert [watch.changed(), watch.changed()] == [False, True], "quiet from one look to the next"
    watch.seen()
    path.rename(tmp_path / "away")
    assert [watch.changed(), watch.changed()] == [False, False]


def test_a_copy_that_another_server_makes_is_no_other_store(tmp_path: Path) -> None:
    path = make_store(tmp_path / "store")
    watch = Watch(path)
    watch.seen()
    writing.copy_once(path, tmp_path / "copy")
    assert [watch.changed(), watch.changed()] == [False, False]


def test_a_store_that_was_emptied_is_another_store(tmp_path: Path) -> None:
    path = make_store(tmp_path / "store")
    watch = Watch(path)
    watch.seen()
    shutil.rmtree(path)
    GraphStore.create(path).close()
    assert [watch.changed(), watch.changed()] == [False, True]


def test_a_copy_waits_for_one_that_another_server_makes(tmp_path: Path) -> None:
    path = make_store(tmp_path / "store")
    with GraphStore.open(path) as store:
        quads = store.count()
        ending = threading.Timer(0.5, store.close)
        ending.start()
        assert writing.copy_once(path, tmp_path / "copy") == quads
        ending.join()


def test_looking_does_not_change_the_store(tmp_path: Path) -> None:
    path = make_store(tmp_path / "store")
    watch = Watch(path)
    watch.seen()
    with GraphStore.open(path, read_only=True) as store:
        store.count()
    assert [watch.changed(), watch.changed()] == [False, False]


def test_a_store_that_cannot_be_served_is_told(tmp_path: Path, held: tuple[Path, int]) -> None:
    with Generations.of(held[0]) as generations, pytest.raises(StoreBusy):
        asyncio.run(copied(held[0], generations))
    assert hidden(held[0]) == []
    done = subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()", "serve", "--store", str(tmp_path / "none")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "there is no store here" in done.stderr) == (3, True)
    assert StoreMissing.exit_code == 3


def test_the_one_that_is_read_stays_until_it_is_not(tmp_path: Path) -> None:
    with Generations.of(tmp_path / "store") as generations:
        first, second = generations.next_folder(), generations.next_folder()
        first.mkdir()
        second.mkdir()
        generations.publish(first, 1)
        with generations.reading() as reading:
            assert reading.folder == first
            generations.publish(second, 2)
            with generations.reading() as other:
                assert (other.folder, other.number) == (second, 2)
            assert first.exists()
        assert (first.exists(), second.exists()) == (False, True)
    assert hidden(tmp_path / "store") == []


COPY = GraphStore.backup


def other(self: GraphStore, target: Path) -> None:
    """A copy that is a store, and not this one: it holds a quad more."""
    COPY(self, target)
    add(target)


def damaged(self: GraphStore, target: Path) -> None:
    """A copy that lacks the file that says what belongs to it."""
    COPY(self, target)
    next(target.glob("MANIFEST-*")).unlink()


@pytest.mark.parametrize("copy", [other, damaged])
def test_a_copy_that_is_not_the_whole_store_is_not_served(
    copy: Callable[[GraphStore, Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_store(tmp_path / "store")
    monkeypatch.setattr(GraphStore, "backup", copy)
    with pytest.raises(EnvironmentUnusable, match=r"holds .* quads, the store|cannot be used"):
        writing.copy_once(path, tmp_path / "copy")


def test_what_a_killed_server_left_is_removed_and_a_living_ones_is_not(tmp_path: Path) -> None:
    path = make_store(tmp_path / "store")
    with running(path) as living:
        kept = hidden(path)
        with running(path) as killed:
            killed.process.kill()
            killed.process.wait()
        assert len(hidden(path)) == 4
        with running(path):
            assert len(hidden(path)) == 4
        assert hidden(path) == kept
        assert living.query("ASK {}").status == 200
    assert hidden(path) == []
