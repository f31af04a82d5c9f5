"""What is given becomes files: folders, patterns, archives and URLs, each with its place, and errors in theirs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from loopback import serving
from pyoxigraph import Literal, NamedNode
from small_files import disclosure, gbk_named, written, zipped

from kg import pipeline
from kg.documents import FetchLimits
from kg.errors import (
    BeyondLimit,
    DamagedFile,
    FetchFailed,
    ForbiddenAddress,
    InputError,
    KgError,
    MissingPath,
    UnsafeName,
)
from kg.pipeline.inputs import File, opened
from kg.store import GraphStore

KG = Path(sys.executable).with_name("kg")
LOCAL = FetchLimits(private=True, seconds=10)
DCAT = "http://www.w3.org/ns/dcat#"
TITLE = NamedNode("http://purl.org/dc/terms/title")
URL = NamedNode(f"{DCAT}downloadURL")
RETRIEVED = NamedNode("https://w3id.org/cnfiscal/def#retrieved")


def places(given: list[Path | str], limits: FetchLimits = LOCAL) -> list[str | tuple[type[KgError], str]]:
    """The places of the files found, and the kinds and places of errors."""
    found = opened(given, limits)
    return [one.place if isinstance(one, File) else (type(one), one.place) for one in found]


# files, folders, patterns -------------------------------------------------------------------------------------------


def test_folders_and_patterns_are_sorted_and_each_file_comes_once(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a/3.md", "a/README.md", "a/.hidden.txt", "a/x.ppt", "a/pack.ZIP"):
        written(tmp_path / name, b"x")
    found = pipeline.discover([str(tmp_path / "b" / "*.txt"), tmp_path / "b", tmp_path])
    assert [Path(file).relative_to(tmp_path).as_posix() for file in found.files] == [
        "b/1.txt", "b/2.txt", "a/3.md", "a/pack.ZIP",
    ]  # fmt: skip
    assert (found.aside, found.missing) == ({".ppt": 1}, ())


def test_a_pattern_goes_down_where_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("2023/x/a.txt", "2024/b.txt", "2024/b.md"):
        written(tmp_path / name, b"x")
    monkeypatch.chdir(tmp_path)
    assert pipeline.discover(["**/*.txt"]).files == (Path("2023/x/a.txt"), Path("2024/b.txt"))
    assert pipeline.discover(["202?/*.txt"]).files == (Path("2024/b.txt"),)


def test_a_name_with_brackets_is_a_name_first(tmp_path: Path) -> None:
    file = written(tmp_path / "预算[2024].txt", b"x")
    written(tmp_path / "预算2.txt", b"x")
    assert pipeline.discover([str(file)]).files == (file,)


def test_a_pattern_with_one_empty_folder_gives_the_others(tmp_path: Path) -> None:
    (tmp_path / "d1").mkdir()
    file = written(tmp_path / "d2" / "a.txt", b"x")
    found = pipeline.discover([str(tmp_path / "d*")])
    assert found.files == (file,)
    assert [error.place for error in found.missing] == [str(tmp_path / "d1")]


def test_a_pattern_that_fits_nothing_and_a_name_beyond_all_length(tmp_path: Path) -> None:
    with pytest.raises(MissingPath):
        pipeline.discover([str(tmp_path / "*.pdf")])
    with pytest.raises(InputError, match="it cannot be looked at: File name too long"):
        pipeline.discover([str(tmp_path / ("x" * 400))])


def test_names_that_are_no_utf8_are_read_as_gb18030(tmp_path: Path, read_here: list[str]) -> None:
    written(tmp_path / os.fsdecode("预算.txt".encode("gb18030")), disclosure())
    with GraphStore.in_memory() as store:
        report = pipeline.Builder(store).build(pipeline.discover([tmp_path]).files)
        assert [outcome.file for outcome in report.outcomes] == [f"{tmp_path}/预算.txt"] == read_here
        assert [quad.object for quad in store.match(None, TITLE, Literal("预算.txt"))] == [Literal("预算.txt")]


# archives -----------------------------------------------------------------------------------------------------------


def test_members_of_an_archive_with_folders_an_inner_archive_and_a_bad_member(tmp_path: Path) -> None:
    inner = zipped({"c.txt": b"c"})
    content = zipped({"z.txt": b"z", "甲/乙/a.txt": b"damaged below", "甲/in.zip": inner, "../out.txt": b"o"})
    at = content.index("甲/乙/a.txt".encode()) + len("甲/乙/a.txt".encode())
    archive = written(tmp_path / "pack.zip", content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
    last = written(tmp_path / "last.txt", b"l")
    assert places([archive, last]) == [
        (UnsafeName, f"{archive}!/../out.txt"),
        f"{archive}!/z.txt",
        f"{archive}!/甲/in.zip!/c.txt",
        (DamagedFile, f"{archive}!/甲/乙/a.txt"),
        str(last),
    ]


def test_a_member_named_by_an_old_chinese_program(tmp_path: Path) -> None:
    archive = written(tmp_path / "pack.zip", gbk_named(zipped({"x" * 12: b"a"}), "预算公开.txt"))
    assert places([archive]) == [f"{archive}!/预算公开.txt"]


def test_an_archive_is_one_by_what_it_holds(tmp_path: Path) -> None:
    """A zip archive with a wrong ending is opened; a document with the ending of an archive is read."""
    archive = written(tmp_path / "pack.pdf", zipped({"a.txt": b"a"}))
    workbook = written(tmp_path / "book.zip", zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}))
    assert places([archive, workbook]) == [f"{archive}!/a.txt", str(workbook)]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04 and no more", "the list of its parts cannot be read"),
        (b"no archive at all", "it is no zip archive, nor any document that is read"),
    ],
    ids=["empty", "cut", "something else"],
)
def test_an_archive_that_is_none_is_said(content: bytes, what: str, tmp_path: Path, read_here: list[str]) -> None:
    files = [written(tmp_path / "a.zip", content), written(tmp_path / "b.txt", disclosure())]
    with GraphStore.in_memory() as store:
        report = pipeline.Builder(store).build(files)
    assert [outcome.state for outcome in report.outcomes] == ["error", "read"]
    assert what in str(report.errors[0])
    assert report.errors[0].place == str(files[0])
    assert len(read_here) == 2


def test_a_list_of_a_million_parts_is_not_even_read(tmp_path: Path, read_here: list[str]) -> None:
    entry = b"PK\x01\x02" + bytes(24) + b"\x01\x00" + bytes(16) + b"x"
    count = 100_001
    end = b"PK\x05\x06" + bytes(8) + (len(entry) * count).to_bytes(4, "little") + bytes(6)
    bomb = written(tmp_path / "bomb.zip", b"PK\x03\x04" + entry * count + end)
    with GraphStore.in_memory() as store:
        (error,) = pipeline.Builder(store).build([bomb]).errors
    assert isinstance(error, BeyondLimit)
    assert str(error) == f"{bomb}: it lists more than 100,000 parts. Unpack it and give the files in it."
    assert len(read_here) == 1


# files from the web -------------------------------------------------------------------------------------------------


class Handler(BaseHTTPRequestHandler):
    """Answers with a disclosure, with an archive, or with where they are."""

    def do_GET(self) -> None:
        body, status = b"", 200
        if self.path == "/moved":
            status = 302
        elif self.path == "/pack.zip":
            body = zipped({"甲.txt": disclosure("沁水县财政局"), "bad.txt": b""})
        elif self.path.startswith("/docs/"):
            body = disclosure()
        else:
            status = 404
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/docs/a%20b.txt?y=[2024]&n=%E9%A2%84")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving(Handler) as address:
        yield address


def test_urls_keep_their_place_among_files(server: str, tmp_path: Path) -> None:
    file = written(tmp_path / "a.txt", b"a")
    assert places([f"{server}/gone", file, f"{server}/pack.zip", f"{server}/moved"]) == [
        (FetchFailed, f"{server}/gone"),
        str(file),
        f"{server}/pack.zip!/bad.txt",
        f"{server}/pack.zip!/甲.txt",
        f"{server}/docs/a%20b.txt?y=[2024]&n=%E9%A2%84",
    ]


def test_private_addresses_are_refused_unless_they_are_meant(server: str, tmp_path: Path) -> None:
    assert places([f"{server}/docs/a.txt"], FetchLimits()) == [(ForbiddenAddress, f"{server}/docs/a.txt")]
    command = [KG, "build", f"{server}/docs/a.txt", "--store", tmp_path / "store", "-j", "1"]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 3
    assert "which is not public" in refused.stderr
    done = subprocess.run([*command, "--private"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "1 of 1 files are in " in done.stderr


@pytest.mark.usefixtures("read_here")
def test_where_a_file_was_fetched_and_when_stands_in_the_graph(server: str) -> None:
    with GraphStore.in_memory() as store:
        builder = pipeline.Builder(store)
        report = builder.build([f"{server}/moved", f"{server}/pack.zip"], limits=LOCAL)
        assert [outcome.state for outcome in report.outcomes] == ["read", "error", "read"]
        assert {quad.object.value for quad in store.match(None, URL)} == {
            f"{server}/docs/a%20b.txt?y=%5B2024%5D&n=%E9%A2%84",
            f"{server}/pack.zip",
        }
        times = store.match(None, RETRIEVED)
        assert len(times) == 2
        assert all(quad.object.datatype.value.endswith("#dateTime") for quad in times)
        again = builder.build([f"{server}/moved", f"{server}/pack.zip"], limits=LOCAL)
        assert [outcome.state for outcome in again.outcomes] == ["unchanged", "error", "unchanged"]
        assert store.match(None, RETRIEVED) == times, "when it was fetched first"


@pytest.mark.usefixtures("read_here")
def test_a_file_that_was_local_first_learns_its_url_and_keeps_its_first_name(server: str, tmp_path: Path) -> None:
    local = written(tmp_path / "z.txt", disclosure())
    given: list[Path | str] = [local, f"{server}/docs/a.txt"]
    for order in ([given], [given[::-1]], [given[:1], given[1:]], [given[1:], given[:1]]):
        with GraphStore.in_memory() as store:
            for files in order:
                assert pipeline.Builder(store).build(files, limits=LOCAL).errors == ()
            assert [quad.object.value for quad in store.match(None, URL)] == [f"{server}/docs/a.txt"]
            (file,) = {quad.subject for quad in store.match(None, URL)}
            assert [quad.object.value for quad in store.match(file, TITLE)] == ["a.txt"]
