"""What changed since the release before: every figure added, changed or withdrawn, and no other."""

import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from releasing import BASE, DAY, quads_in, release_of, small_store

from kg.errors import BadParameter, DamagedFile, KgError, MissingPath
from kg.store import GraphStore

CNF = f"{BASE}def#"
FIGURES = NamedNode(f"{BASE}graph/figures")
PREFERRED, QUANTITY, LEAF = (NamedNode(f"{CNF}{name}") for name in ("preferredAmount", "quantity", "leaf"))
DECIMAL, BOOLEAN = (NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}") for name in ("decimal", "boolean"))
GONE, NEW, DEARER, STOCK, RANKED = (
    f"{BASE}id/figure/{name}000000000000" for name in ("c010", "c990", "a010", "d040", "a100")
)


def set_to(store: GraphStore, figure: str, name: NamedNode, value: Literal) -> None:
    old = store.match(NamedNode(figure), name)
    assert len(old) == 1
    store.replace(deletions=old, additions=[Quad(NamedNode(figure), name, value, FIGURES)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Releases of two days: a figure gone, one new, one of another amount, a stock, and one that is a leaf no more."""
    folder = tmp_path_factory.mktemp("changes")
    store = small_store(folder / "store")
    release_of(store, folder / "before", replace(DAY, date="2026-10-01"))
    with GraphStore.open(store) as graph:
        gone = graph.match(NamedNode(GONE))
        fresh = [Quad(NamedNode(NEW), quad.predicate, quad.object, quad.graph_name) for quad in gone]
        graph.replace(deletions=gone, additions=fresh)
        set_to(graph, DEARER, PREFERRED, Literal("3413999.5", datatype=DECIMAL))
        set_to(graph, STOCK, QUANTITY, Literal("121", datatype=DECIMAL))
        set_to(graph, RANKED, LEAF, Literal("false", datatype=BOOLEAN))
    release_of(store, folder / "after", replace(DAY, previous=folder / "before"))
    return folder


def test_every_change_is_told_and_no_other(folder: Path) -> None:
    with (folder / "after" / "tables" / "figure_changes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = ("figure", "change", "cube", "value_before", "value_after", "differs")
    assert [tuple(row[name] for name in columns) for row in rows] == [
        (DEARER, "changed", "budget", "3413900", "3413999.5", "value"),
        (RANKED, "changed", "budget", "351600", "351600", "leaf"),
        (GONE, "withdrawn", "budget", "10000", "", ""),
        (NEW, "added", "budget", "", "10000", ""),
        (STOCK, "changed", "resource", "120.5", "121", "value"),
    ]
    assert {row["agency"] for row in rows if row["figure"] in (GONE, NEW)} == {"丙县医疗保障局"}


def test_the_same_is_told_in_rdf(folder: Path) -> None:
    quads = quads_in(folder / "after" / "graph" / "changes.ttl.gz", RdfFormat.TURTLE)
    said = {(quad.subject.value, quad.predicate.value.rpartition("#")[2]): quad.object.value for quad in quads}
    kinds = {
        said[subject, "object"]: said[subject, "type"].rpartition("#")[2] for subject, name in said if name == "object"
    }
    assert kinds == {DEARER: "Update", RANKED: "Update", STOCK: "Update", GONE: "Delete", NEW: "Create"}
    activity = next(subject for subject, name in said if name == "object" and said[subject, name] == DEARER)
    for link, value in (("used", "3413900"), ("generated", "3413999.5")):
        state = said[activity, link]
        assert (said[state, "specializationOf"], said[state, "preferredAmount"]) == (DEARER, value)
    graph = f"{BASE}release/2026-11-22/catalogue.ttl#graph"
    assert said[graph, "wasRevisionOf"] == f"{BASE}release/2026-10-01/catalogue.ttl#graph"


def test_the_catalogue_and_the_package_tell_of_it(folder: Path) -> None:
    text = (folder / "after" / "catalogue.ttl").read_text(encoding="utf-8")
    assert f"dcat:previousVersion <{BASE}release/2026-10-01/catalogue.ttl#graph>" in text
    assert "graph/changes.ttl.gz" in text
    package = json.loads((folder / "after" / "datapackage.json").read_text(encoding="utf-8"))
    assert "figure_changes" in {one["name"] for one in package["resources"]}
    assert not (folder / "before" / "tables" / "figure_changes.csv").exists()


def test_a_release_against_itself_changes_nothing(folder: Path, tmp_path: Path) -> None:
    made = release_of(folder / "store", tmp_path / "out", replace(DAY, date="2026-11-23", previous=folder / "after"))
    assert made.rows["figure_changes"] == 0
    assert (tmp_path / "out" / "graph" / "changes.ttl.gz").exists()


# a previous release that is none --------------------------------------------------------------------------------------


@pytest.fixture
def previous(folder: Path, tmp_path: Path) -> Path:
    """What is needed of the release before, to be damaged."""
    for name in ("SHA256SUMS", "datapackage.json", "tables/figures.csv", "tables/resources.csv"):
        target = tmp_path / "previous" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((folder / "before" / name).read_bytes())
    return tmp_path / "previous"


def refused(folder: Path, previous: Path, date: str = "2026-11-22") -> KgError:
    out = previous.parent / "out"
    with pytest.raises(KgError) as caught:
        release_of(folder / "store", out, replace(DAY, date=date, previous=previous))
    assert not out.exists()
    assert [path for path in previous.parent.iterdir() if path.name.startswith(".")] == []
    assert caught.value.advice
    return caught.value


def test_a_folder_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    assert isinstance(refused(folder, tmp_path / "nothing"), MissingPath)


@pytest.mark.parametrize("name", ["SHA256SUMS", "datapackage.json", "tables/figures.csv", "tables/resources.csv"])
@pytest.mark.parametrize("damage", ["missing", "cut", "altered"])
def test_a_release_that_is_damaged(name: str, damage: str, folder: Path, previous: Path) -> None:
    path = previous / name
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(content[: len(content) // 3] if damage == "cut" else content.replace(b"a", b"\xff", 1))
    found = refused(folder, previous)
    assert isinstance(found, DamagedFile)
    assert str(previous) in found.place
    assert "previous release is damaged" in str(found)


def test_a_release_whose_checksums_fit_and_whose_tables_do_not(folder: Path, previous: Path) -> None:
    table, sums = previous / "tables" / "figures.csv", previous / "SHA256SUMS"
    old = hashlib.sha256(table.read_bytes()).hexdigest()
    table.write_text(table.read_text(encoding="utf-8") + "one cell\n", encoding="utf-8")
    new = hashlib.sha256(table.read_bytes()).hexdigest()
    sums.write_text(sums.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    found = refused(folder, previous)
    assert isinstance(found, DamagedFile)
    assert "line 41 is no row" in str(found)


@pytest.mark.parametrize("date", ["2026-10-01", "2026-09-30"])
def test_a_release_that_is_not_older(date: str, folder: Path, previous: Path) -> None:
    found = refused(folder, previous, date)
    assert isinstance(found, BadParameter)
    assert "2026-10-01" in str(found)
