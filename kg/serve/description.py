"""The service description of an endpoint (SPARQL 1.1 Service Description): what it understands and answers with."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.serve.negotiation import GRAPHIC, TABULAR
from kg.store import READABLE

FORMATS = GRAPHIC[:4]
"""The media types it can be had in."""
_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
_SD = "http://www.w3.org/ns/sparql-service-description#"
_PREFIXES = {"sd": _SD, "void": "http://rdfs.org/ns/void#", "formats": "http://www.w3.org/ns/formats/"}
_NAMES = {
    TABULAR[0]: "SPARQL_Results_JSON", TABULAR[1]: "SPARQL_Results_XML", TABULAR[2]: "SPARQL_Results_CSV",
    TABULAR[3]: "SPARQL_Results_TSV", GRAPHIC[0]: "Turtle", GRAPHIC[1]: "N-Triples", GRAPHIC[2]: "RDF_XML",
    GRAPHIC[3]: "JSON-LD", GRAPHIC[4]: "N-Quads", GRAPHIC[5]: "TriG",
}  # fmt: skip


def description(endpoint: str, media_type: str, quads: int, *, updates: bool) -> bytes:
    """The description of the endpoint at this address, over a store of so many quads."""
    content = serialize(
        _triples(endpoint, quads, updates=updates), format=RdfFormat.from_media_type(media_type), prefixes=_PREFIXES
    )
    return content or b""


def _triples(endpoint: str, quads: int, *, updates: bool) -> Iterator[Triple]:
    service, dataset, graph = NamedNode(f"{endpoint}#service"), BlankNode("dataset"), BlankNode("graph")
    yield Triple(service, _RDF_TYPE, _sd("Service"))
    yield Triple(service, _sd("endpoint"), NamedNode(endpoint))
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    if updates:
        yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Update"))
    yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for media_type in (*TABULAR, *GRAPHIC):
        yield Triple(service, _sd("resultFormat"), _format(media_type))
    for media_type in READABLE if updates else ():
        yield Triple(service, _sd("inputFormat"), _format(media_type))
    yield Triple(service, _sd("defaultDataset"), dataset)
    yield Triple(dataset, _RDF_TYPE, _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), graph)
    yield Triple(graph, _RDF_TYPE, _sd("Graph"))
    yield Triple(graph, NamedNode(f"{_PREFIXES['void']}triples"), Literal(str(quads), datatype=_INTEGER))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)


def _format(media_type: str) -> NamedNode:
    return NamedNode(_PREFIXES["formats"] + _NAMES[media_type])
