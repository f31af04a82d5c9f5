"""What is built out of the samples conforms: each document's graph with the figures and things it is about."""

import hashlib
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from kg.rdf.iris import CNF, Iris
from kg.rdf.shacl import validate
from kg.store import GraphStore

pytest.importorskip("pyshacl")

IRIS = Iris()
SAMPLES = ["000", "001", "002", "003", "004"]


@pytest.fixture(scope="module")
def store(sample_graph: GraphStore, samples: dict[str, Path]) -> GraphStore:
    assert sorted(samples) == SAMPLES
    return sample_graph


def document(store: GraphStore, path: Path) -> list[Quad]:
    """The claims of a file, the figures they and its changes are about, and what the graphs beside them say."""
    sha = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    claims = list(store.match(None, None, None, NamedNode(IRIS.graph("file", sha, "claims"))))
    naming = {f"{CNF}{name}" for name in ("figure", "changedFigure", "baseFigure")}
    figures = {q.object for q in claims if q.predicate.value in naming and isinstance(q.object, NamedNode)}
    about = [quad for figure in figures for quad in store.match(figure, None, None, None)]
    beside = ("agencies", "catalogue", "projects")
    return claims + about + [q for name in beside for q in store.match(None, None, None, NamedNode(IRIS.graph(name)))]


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_conforms(store: GraphStore, samples: dict[str, Path], sample: str) -> None:
    quads = document(store, samples[sample])
    assert quads
    assert validate(quads) == ()


def test_every_figure_is_of_a_sample(store: GraphStore, samples: dict[str, Path]) -> None:
    """So that no figure escapes the test above."""
    described = {q.subject for q in store.match(None, None, None, NamedNode(IRIS.graph("figures")))}
    seen = {quad.subject for path in samples.values() for quad in document(store, path)}
    assert described <= seen
    assert len(described) > 500
