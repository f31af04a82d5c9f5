"""kill -9 while a store is written: what is there afterwards is all of the state before or all of the one after."""

import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.store import GraphStore

MOMENTS = 10

COMMON = """
    import sys
    from pathlib import Path
    from pyoxigraph import Literal, NamedNode, Quad
    from kg.store import GraphStore

    def version(number, size):
        '''A document's graph and its lines in a shared graph, all of which say which version they are of.'''
        for n in range(size):
            for graph in (f"urn:document:{number % 2}", "urn:shared"):
                yield Quad(NamedNode(f"urn:s{n}"), NamedNode("urn:version"), Literal(str(number)), NamedNode(graph))

    size = int(sys.argv[2])
"""

REPLACING = """
    with GraphStore.create(Path(sys.argv[1])) as store:
        store.add(version(0, size))
        print(0, flush=True)
        for number in range(1, 1000):
            old = [quad for quad in version(number - 1, size) if quad.graph_name.value == "urn:shared"]
            store.replace(deletions=old, graphs=[NamedNode(f"urn:document:{(number - 1) % 2}")],
                          additions=version(number, size))
            print(number, flush=True)
"""

ADDING = """
    with GraphStore.create(Path(sys.argv[1])) as store:
        print(-1, flush=True)
        for number in range(1000):
            store.add(Quad(NamedNode(f"urn:s{n}"), NamedNode("urn:version"), Literal(str(number)),
                           NamedNode(f"urn:document:{number}")) for n in range(size))
            print(number, flush=True)
"""


def started(program: str, path: Path, size: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(COMMON) + textwrap.dedent(program), str(path), str(size)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def killed(program: str, path: Path, size: int, seconds: float) -> int:
    """Run ``program``, kill it ``seconds`` after its first word; the number it acknowledged last."""
    with started(program, path, size) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        said = first + process.stdout.read()
    return int(said.split("\n")[said.count("\n") - 1])


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_killed_replacement_leaves_one_whole_version(tmp_path: Path, moment: int) -> None:
    size = 3000
    acknowledged = killed(REPLACING, tmp_path / "store", size, 0.05 + moment * 0.09)
    with GraphStore.open(tmp_path / "store") as store:
        versions = {quad.object.value for quad in store.match()}
        assert versions in ({str(acknowledged)}, {str(acknowledged + 1)})
        (number,) = map(int, versions)
        assert store.graphs() == (NamedNode(f"urn:document:{number % 2}"), NamedNode("urn:shared"))
        assert store.verify() == 2 * size


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_killed_addition_leaves_whole_additions_and_no_litter(tmp_path: Path, moment: int) -> None:
    size = 20_000
    acknowledged = killed(ADDING, tmp_path / "store", size, 0.03 + moment * 0.07)
    with GraphStore.open(tmp_path / "store") as store:
        assert not list((tmp_path / "store").glob("bulk-*"))
        whole = store.count() // size
        assert store.count() == whole * size
        assert whole in (acknowledged + 1, acknowledged + 2)
        assert len(store.graphs()) == whole
        store.add(store.match(graph=NamedNode("urn:document:0"))[:1])
        assert store.count() == whole * size


def test_what_a_load_killed_in_the_middle_leaves_is_removed(tmp_path: Path) -> None:
    """Killed when its first file shows, so that there is something to remove."""
    path = tmp_path / "store"
    process = started(ADDING, path, 150_000)
    with process:
        while not list(path.glob("bulk-*")):
            assert process.poll() is None
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    assert list(path.glob("bulk-*"))
    with GraphStore.open(path) as store:
        assert not list(path.glob("bulk-*"))
        assert store.count() == 0
        assert store.verify() == 0
