"""What every store holds whatever is built into it: vocabulary, shapes, codebooks, divisions, questions.

A hash over it stands in the store, so that a build replaces it only when this package's data has changed.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, parse

from kg import paths
from kg.codebooks import Codebook, areas
from kg.model import digest16
from kg.rdf import records as r
from kg.rdf.iris import BASE, Iris
from kg.rdf.yarrrml import Mapping

T = TypeVar("T")
_VERSION = NamedNode("http://www.w3.org/2002/07/owl#versionInfo")


def reference(records: Iterable[r.Record], book: Codebook, mapping: Mapping, iris: Iris) -> list[Quad]:
    """The reference quads, the statement of their version last; ``records`` are the rules and questions.

    The same data gives the same quads, in the same order.
    """
    quads = [*_turtle(iris), *mapping.quads([*_codes(book), *_areas(), *records])]
    digest = digest16("\n".join(sorted(map(str, quads))))
    return [*quads, _version_statement(digest, iris)]


def version(quads: Iterable[Quad]) -> str:
    """The version that reference quads state."""
    stated = (q.object for q in quads if q.predicate == _VERSION and q.subject == q.graph_name)
    return next((value.value for value in stated if isinstance(value, Literal)), "")


def _version_statement(digest: str, iris: Iris) -> Quad:
    graph = NamedNode(iris.graph("ontology"))
    return Quad(graph, _VERSION, Literal(digest), graph)


def _turtle(iris: Iris) -> Iterator[Quad]:
    """The files of ``ontology/``; blank nodes get IRIs from their canonical names (RDFC-1.0)."""
    folder = paths.ontology()
    for graph, pattern in (("ontology", "*.ttl"), ("ontology", "codes/*.ttl"), ("shapes", "shapes/*.ttl")):
        for path in sorted(folder.glob(pattern)):
            yield from _file(path, NamedNode(iris.graph(graph)), iris)


def _file(path: Path, graph: NamedNode, iris: Iris) -> list[Quad]:
    text = path.read_text(encoding="utf-8").replace(f"@base <{BASE}>", f"@base <{iris.base}>")
    data = Dataset(parse(text, format=RdfFormat.TURTLE))
    data.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)

    def named(term: T) -> T | NamedNode:
        return NamedNode(f"{iris.ids}genid/{path.stem}/{term.value}") if isinstance(term, BlankNode) else term

    quads = [Quad(named(q.subject), q.predicate, named(q.object), graph) for q in data]
    return sorted(quads, key=str)


def _codes(book: Codebook) -> Iterator[r.Record]:
    for scheme, code in sorted({(entry.scheme, entry.code) for entry in book.entries}):
        names = book.names(scheme, code)
        parent = book.parent(scheme, code)
        yield r.CodeRecord(scheme, code, names[0], parent or None, str((len(code) - 1) // 2))
        if not parent:
            yield r.CodeTopRecord(scheme, code)
        for name in names[1:]:
            yield r.CodeNameRecord(scheme, code, name)


def _areas() -> Iterator[r.Record]:
    for code in sorted(areas.load().by_code):
        area = areas.load().by_code[code].area
        yield r.AreaRecord(area.code, area.name, area.full_name, area.parent or None)
