"""What cannot be read is said: its place, what is wrong, what to do. The rest is built, and nothing by halves."""

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg import pipeline
from kg.cli import main
from kg.documents import MEDIA_TYPES
from kg.errors import InputError
from kg.extract import extract_file
from kg.model import Extraction
from kg.pipeline import building
from kg.pipeline.intake import Task
from kg.store import GraphStore
from kg.workers import Limits

KG = Path(sys.executable).with_name("kg")
CNF = "https://w3id.org/cnfiscal/def#"
TITLE = NamedNode("http://purl.org/dc/terms/title")

TABLE = """{title}

支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出
221\t住房保障支出\t1.00\t0.50
合计\t\t1.00\t0.50
"""
GOOD = TABLE.format(title="泽州县财政局2024年部门预算公开")
CONTENTS = {
    "blank.md": b"\n  \n",
    "empty.txt": b"",
    "gbk.txt": "万元".encode("gb18030"),  # too little to tell its encoding
    "good.txt": GOOD.encode(),
    "letter.txt": "关于召开会议的通知\n\n请各单位准时参加。\n".encode(),
    "no-kind.txt": TABLE.format(title="泽州县财政局2024年部门情况公开").encode(),
    "two-levels.txt": TABLE.format(title="泽州县财政局2024年预算公开\n\n部门预算和单位预算").encode(),
    "no-unit.txt": GOOD.replace("单位：万元\n\n", "").replace("泽州县", "沁水县").encode(),
    "no-year.txt": TABLE.format(title="泽州县财政局部门预算公开").encode(),
    "undecodable.txt": GOOD.replace("公开", "公开\n\n支出")
    .encode()
    .replace("支出\n".encode(), "支出".encode() + b"\xff\n", 1),
}
"""The files of a folder. In one, byte 0xff stands in line 3 after two letters."""
ASIDE = {"table.ppt": b"\xd0\xcf", "slides.pptx": b"PK", "README.md": b"# About this folder"}

NO_TITLE = "no title with a body, a year and 预算 or 决算 is printed"
SAID = {
    "blank.md": ("the file is empty.", "Fetch it again."),
    "empty.txt": ("the file is empty.", "Fetch it again."),
    "gbk.txt:1:1": ("byte 0xcd is not valid UTF-8.", "Convert the file to UTF-8."),
    "letter.txt": (NO_TITLE, "see docs/refusals.md#no-title"),
    "no-kind.txt": (NO_TITLE, "see docs/refusals.md#no-title"),
    "two-levels.txt": ("部门预算 and 单位预算 are printed as often", "see docs/refusals.md#no-title"),
    "no-year.txt": (NO_TITLE, "see docs/refusals.md#no-title"),
    "table.ppt": ("no reader for a file that is application/vnd.ms-powerpoint.", "Readable are .csv, .doc"),
    "undecodable.txt:3:3": ("byte 0xff is not valid UTF-8.", "Convert the file to UTF-8."),
    "unreadable.txt": ("it cannot be read: Input/output error.", "Check its permissions."),
}
"""Of each file that cannot be read: its place, what is wrong, what to do."""


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([KG, *map(str, arguments)], capture_output=True, text=True, check=False)


def dumped(path: Path) -> bytes:
    out = io.BytesIO()
    with GraphStore.open(path, read_only=True) as store:
        store.dump(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of every kind of badness, two good ones among them, and a folder that is named like a file."""
    folder = tmp_path_factory.mktemp("input") / "folder"
    folder.mkdir()
    for name, content in (CONTENTS | ASIDE).items():
        (folder / name).write_bytes(content)
    (folder / "unreadable.txt").symlink_to("/proc/self/mem")  # refuses to be read at its beginning, to anybody
    (folder / "folder.txt").mkdir()
    return folder


@pytest.fixture(scope="module")
def built(folder: Path) -> subprocess.CompletedProcess[str]:
    """One build of that folder, and of a file that is named, into the store beside it."""
    return run("build", folder, folder / "table.ppt", "--store", folder.parent / "store")


def test_the_exit_code_says_that_files_were_not_read(built: subprocess.CompletedProcess[str]) -> None:
    assert built.returncode == 3
    assert built.stdout == "", "stdout is for data"


@pytest.mark.parametrize("place", SAID)
def test_each_file_is_said_with_its_place_what_is_wrong_and_what_to_do(
    place: str, built: subprocess.CompletedProcess[str]
) -> None:
    what, advice = SAID[place]
    (line,) = (line for line in built.stderr.splitlines() if f"{place}: " in line)
    assert line.startswith("  not read ")
    assert what in line
    assert line.index(what) < line.index(advice)


def test_nothing_is_said_but_of_the_files(built: subprocess.CompletedProcess[str]) -> None:
    lines = built.stderr.splitlines()
    assert sum(line.startswith("  not read ") for line in lines) == len(SAID)
    assert sum(line.startswith("  read ") for line in lines) == 2
    assert "  left aside 1 .ppt, 1 .pptx: no reader for these kinds." in lines
    assert any(line.startswith("2 of 12 files are in ") for line in lines)


def test_without_a_unit_amounts_are_refused_and_counted(built: subprocess.CompletedProcess[str], folder: Path) -> None:
    """221 is a label; the four amounts are refused: 万元 is printed nowhere."""
    (line,) = (line for line in built.stderr.splitlines() if "no-unit.txt" in line)
    assert line.endswith("5 numeric cells = 0 claims + 0 facts + 1 labels + 4 refused; 0 blank")
    with GraphStore.open(folder.parent / "store", read_only=True) as store:
        reasons = store.match(None, NamedNode(f"{CNF}reason"))
        cells = [quad.object.value for quad in reasons if "/r" in quad.subject.value]
    assert cells == ["unit-unknown"] * 4


def test_the_store_holds_the_good_files_and_nothing_of_the_others(
    built: subprocess.CompletedProcess[str], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert built.returncode == 3
    good = [folder / "good.txt", folder / "no-unit.txt"]
    monkeypatch.setattr(building, "map_each", lambda function, files, **_: ((file, function(file)) for file in files))
    with GraphStore.create(tmp_path / "store") as store:
        assert pipeline.Builder(store).build(good).errors == ()
    assert dumped(folder.parent / "store") == dumped(tmp_path / "store")


# what stands in the way of every file -------------------------------------------------------------------------------


def test_a_path_that_is_missing(tmp_path: Path) -> None:
    done = run("build", tmp_path / "no-such.txt", "--store", tmp_path / "store")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"kg: {tmp_path}/no-such.txt: there is no such file or folder. Check the path.\n"
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("inside", [[], ["table.ppt"], ["README.md"]], ids=["nothing", "another kind", "a note"])
def test_a_folder_without_a_readable_file(inside: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    for name in inside:
        (folder / name).write_bytes(ASIDE[name])
    with pytest.raises(InputError) as caught:
        pipeline.discover([folder])
    assert caught.value.exit_code == 3
    assert caught.value.place == str(folder)
    assert caught.value.what == "the folder holds no document of a readable kind."
    assert caught.value.advice == f"Readable are {', '.join(sorted([*MEDIA_TYPES, '.zip']))}."
    assert {".md", ".txt", ".xlsx", ".docx", ".html"} <= MEDIA_TYPES.keys()


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_store_where_a_file_is(good: Path) -> None:
    done = run("build", good, "--store", good)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"kg: {good}: this is a file; a store needs a folder. Name a new folder.\n"
    assert good.read_text(encoding="utf-8") == GOOD


def test_a_store_where_something_else_is(good: Path) -> None:
    done = run("build", good, "--store", good.parent)
    assert (done.returncode, done.stdout) == (3, "")
    assert f"kg: {good.parent}: this folder is not a store and not empty: it holds good.txt. Name a new" in done.stderr
    assert list(good.parent.iterdir()) == [good]


def test_a_store_that_another_process_writes(held: tuple[Path, int], good: Path) -> None:
    store, holder = held
    built = run("build", good, "--store", store)
    assert (built.returncode, built.stdout) == (3, "")
    assert f"kg: {store}: " in built.stderr
    assert "has the store open for writing. Wait until it is done" in built.stderr
    asked = run("status", "--store", store)
    assert (asked.returncode, asked.stdout) == (3, "")
    assert f"kg: {store}: process {holder} has the store open for writing. Wait until it is done" in asked.stderr


# workers that do not come back --------------------------------------------------------------------------------------


def misbehaving(task: Task) -> tuple[Extraction, ...]:
    """Reads a file, unless its name says what happens to the worker that reads it."""
    path = task.file.given
    assert isinstance(path, Path)
    if path.stem == "dies":
        os._exit(7)
    if path.stem == "hangs":
        time.sleep(600)
    if path.stem == "blunders":
        raise ZeroDivisionError("of nothing")
    return extract_file(path)


def test_a_document_whose_worker_dies_is_said_and_the_others_are_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, store = tmp_path / "folder", tmp_path / "store"
    folder.mkdir()
    for at, name in enumerate(["blunders", "dies", "good", "hangs", "last"]):
        text = GOOD.replace("泽州县财政局", f"泽州县{'甲乙丙丁戊'[at]}字财政局")
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr(building, "_extracted", misbehaving)
    monkeypatch.setattr(building, "_LIMITS", Limits(seconds=6))
    monkeypatch.setattr(sys, "argv", ["kg", "build", str(folder), "--store", str(store), "-j", "2"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 3
    out, err = capsys.readouterr()
    assert out == ""
    for name, what in {
        "blunders": "a defect of this program: ZeroDivisionError: of nothing.",
        "dies": "its process died (exit code 7).",
        "hangs": "not done within the 6 s it was given.",
    }.items():
        assert f"  not read   {folder}/{name}.txt: {what}" in err
    assert "2 of 5 files are in " in err
    with GraphStore.open(store, read_only=True) as graph:
        held = {quad.subject for quad in graph.match(None, NamedNode(f"{CNF}claimCount"))}
        names = {quad.object.value for file in held for quad in graph.match(file, TITLE)}
        claims = graph.match(None, NamedNode(f"{CNF}figure"))
        bodies = {quad.object for quad in graph.match(None, NamedNode(f"{CNF}agency"))}
    assert names == {"good.txt", "last.txt"}
    assert len(claims) == 8
    assert len(bodies) == 2, "nothing of the others"
