"""The W3C's SPARQL 1.1 manifests of tests over HTTP, read into values."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
_STATUS = {"Created": "201", "OK": "200", "NoContent": "204", "NotFound": "404"}


@dataclass(frozen=True)
class Expected:
    """What a response must be: a status of ``statuses`` (``2xx``, ``404``), and what else the manifest says."""

    statuses: frozenset[str]
    boolean: bool | None
    kind: str | None
    media_type: str | None
    body: str | None
    location: str | None


@dataclass(frozen=True)
class Step:
    """One request of a test."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    expected: Expected


@dataclass(frozen=True)
class Case:
    """One test: graphs to be there before, and requests in order."""

    name: str
    graphs: tuple[tuple[str, Path], ...]
    steps: tuple[Step, ...]


def cases(manifest: Path) -> tuple[Case, ...]:
    """The tests that a manifest lists, in its order."""
    graph = Graph().parse(manifest)
    listed = next(graph.objects(None, MF.entries))
    return tuple(_case(graph, entry, manifest.parent) for entry in Collection(graph, listed))


def _case(graph: Graph, entry: Node, folder: Path) -> Case:
    data = [
        (str(graph.value(node, _LABEL)), folder / Path(str(graph.value(node, UT.graph))).name)
        for node in graph.objects(entry, UT.graphData)
    ]
    action = graph.value(entry, MF.action)
    requests = graph.value(action, HT.requests) if action else None
    steps = tuple(_step(graph, one) for one in Collection(graph, requests)) if requests else ()
    return Case(str(entry).rpartition("#")[2], tuple(data), steps)


def _step(graph: Graph, node: Node) -> Step:
    return Step(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        tuple(_headers(graph, node)),
        _body(graph, node),
        _expected(graph, graph.value(node, HT.resp)),
    )


def _headers(graph: Graph, node: Node) -> Iterator[tuple[str, str]]:
    listed = graph.value(node, HT.headers)
    for header in Collection(graph, listed) if listed else ():
        yield str(graph.value(header, HT.fieldName)), str(graph.value(header, HT.fieldValue))


def _body(graph: Graph, node: Node) -> bytes | None:
    body = graph.value(node, HT.body)
    if body is None:
        return None
    return str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding)))


def _expected(graph: Graph, node: Node | None) -> Expected:
    names = [str(status).rpartition("#")[2] for status in graph.objects(node, MF.expectedStatus)]
    boolean = graph.value(node, MF.expectedBoolean)
    body = _body(graph, node) if node else None
    return Expected(
        frozenset(_STATUS.get(name, name.removeprefix("StatusCode")) for name in names),
        bool(boolean.toPython()) if isinstance(boolean, Literal) else None,
        _text(graph, node, MF.expectedFormat),
        dict(_headers(graph, node)).get("content-type") if node else None,
        body.decode() if body else None,
        _text(graph, node, MF.expectedLocation),
    )


def _text(graph: Graph, node: Node | None, predicate: URIRef) -> str | None:
    value = graph.value(node, predicate)
    return None if value is None else str(value)
