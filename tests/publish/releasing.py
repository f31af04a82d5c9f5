"""A small store for releases: the graph that queries are tested with, marked as a build marks it."""

import gzip
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.publish import Made, Wanted, publish
from kg.store import GraphStore

QUERIES = Path(__file__).resolve().parents[1] / "query"
BASE = "https://w3id.org/cnfiscal/"
ONTOLOGY = NamedNode(f"{BASE}graph/ontology")
VERSION = NamedNode("http://www.w3.org/2002/07/owl#versionInfo")
MARK = Quad(ONTOLOGY, VERSION, Literal("v0"), ONTOLOGY)
DAY = Wanted(date="2026-11-22")


def small_store(path: Path, *more: Quad) -> Path:
    """The small store, with further quads."""
    with GraphStore.create(path) as store:
        for name in ("graph.trig", "facts.trig"):
            store.add(parse(path=str(QUERIES / name)))
        store.add([MARK, *more])
    return path


def release_of(store: Path, out: Path, wanted: Wanted = DAY) -> Made:
    return publish(store, out, wanted, lambda _: None)


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def quads_in(path: Path, form: RdfFormat) -> list[Quad]:
    return list(parse(unpacked(path), format=form))
