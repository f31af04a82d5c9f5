"""What every store holds whatever is built into it: vocabulary, shapes, codebooks, divisions, questions.

A hash over it stands in the store, so that a build replaces it only when this package's data has changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, parse

from kg import paths
from kg.model import digest16
from kg.rdf import records as r
from kg.rdf.iris import BASE, Iris
from kg.rdf.yarrrml import Mapping

T = TypeVar("T")
VERSION = NamedNode("http://www.w3.org/2002/07/owl#versionInfo")
"""The property by which the graph of the vocabulary states the version of the reference data."""


def reference(records: Sequence[r.Record], mapping: Mapping, iris: Iris) -> list[Quad]:
    """The reference quads, the statement of their version last; ``records`` are the rules and questions.

    The same data gives the same quads, in the same order.
    """
    graph = NamedNode(iris.graph("ontology"))
    stated = Quad(graph, VERSION, Literal(version(records, mapping, iris)), graph)
    return [*_turtle(iris), *mapping.quads(records), stated]


def version(records: Sequence[r.Record], mapping: Mapping, iris: Iris) -> str:
    """The version of the reference quads: a hash over all that they are made from."""
    folder = paths.ontology()
    files = (f"{path.relative_to(folder)}\n{path.read_text(encoding='utf-8')}" for path in _files())
    return digest16("\n".join([iris.base, *files, *mapping.nquads(records)]))


def stated_version(quads: Iterable[Quad]) -> str:
    """The version that the quads of a store state, empty where they state none."""
    stated = (q.object for q in quads if q.predicate == VERSION and q.subject == q.graph_name)
    return next((value.value for value in stated if isinstance(value, Literal)), "")


def _files() -> list[Path]:
    return sorted(paths.ontology().rglob("*.ttl"))


def _turtle(iris: Iris) -> Iterator[Quad]:
    """The files of ``ontology/``, each in its graph."""
    for path in _files():
        yield from _file(path, NamedNode(iris.graph(*_graph(path.relative_to(paths.ontology())))), iris)


def _graph(path: Path) -> tuple[str, ...]:
    """The graph of a file: its folder's, ``codes/function`` for a code list, else the vocabulary's."""
    if path.parent.name == "codes":
        return "codes", path.stem
    return (path.parent.name or "ontology",)


def _file(path: Path, graph: NamedNode, iris: Iris) -> list[Quad]:
    """The quads of a file in its order; blank nodes get IRIs from their canonical names (RDFC-1.0), and are sorted."""
    text = path.read_text(encoding="utf-8").replace(f"@base <{BASE}>", f"@base <{iris.base}>")
    quads = [Quad(q.subject, q.predicate, q.object, graph) for q in parse(text, format=RdfFormat.TURTLE)]
    if not any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        return quads
    data = Dataset(quads)
    data.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)

    def named(term: T) -> T | NamedNode:
        return NamedNode(f"{iris.ids}genid/{path.stem}/{term.value}") if isinstance(term, BlankNode) else term

    return sorted((Quad(named(q.subject), q.predicate, named(q.object), graph) for q in data), key=str)
