"""Ctrl-C in a build with workers: it ends at once, leaves no process behind and a store that holds whole documents."""

import io
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

from small_files import disclosure, written

from kg.audit import files
from kg.store import GraphStore

KG = Path(sys.executable).with_name("kg")
BODIES = "甲乙丙丁戊己庚辛壬癸子丑"
DRIVER = """
    import signal
    from kg.cli import main
    from kg.pipeline import building
    from kg.store import GraphStore

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background begins with it ignored

    def told(method):
        def call(*args, **kwargs):
            method(*args, **kwargs)
            print("written", flush=True)
        return call

    GraphStore.add, building._BATCH = told(GraphStore.add), 2
    main()
"""
"""``kg build`` that commits every two files and says so."""


def session(pid: int) -> list[int]:
    """The processes of the session that ``pid`` began, itself aside, that are not yet dead."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == pid and fields[0] != "Z" and int(path.parent.name) != pid:
            found.append(int(path.parent.name))
    return found


def dumped(path: Path) -> bytes:
    with GraphStore.open(path, read_only=True) as store:
        out = io.BytesIO()
        store.dump(out)
        return out.getvalue()


def test_ctrl_c_leaves_whole_documents_and_no_worker(tmp_path: Path) -> None:
    folder, store = tmp_path / "folder", tmp_path / "store"
    for body in BODIES:
        written(folder / f"{body}.txt", disclosure(f"泽州县{body}字财政局"))
    command = [sys.executable, "-c", textwrap.dedent(DRIVER), "build", folder, "--store", store, "-j", "2"]
    program = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert program.stdout is not None
    for _ in range(2):  # the reference data, and the first two files
        assert program.stdout.readline() == "written\n"
    workers = session(program.pid)
    os.killpg(program.pid, signal.SIGINT)
    began = time.monotonic()
    _, stderr = program.communicate(timeout=20)
    assert time.monotonic() - began < 10
    assert program.returncode == 130
    assert "Traceback" not in stderr
    assert len(workers) >= 2
    deadline = time.monotonic() + 5
    while (left := session(program.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []
    with GraphStore.open(store, read_only=True) as graph:
        held = len(files(graph))
        assert 2 <= held < len(BODIES)
        assert held % 2 == 0, "a batch is there as a whole"
    subprocess.run([KG, "build", folder, "--store", store, "-j", "2"], check=True, capture_output=True)
    never = tmp_path / "never-interrupted"
    subprocess.run([KG, "build", folder, "--store", never, "-j", "1"], check=True, capture_output=True)
    assert dumped(store) == dumped(never)
