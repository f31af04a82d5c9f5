"""What the graph says of any thing at all, statement by statement, each with the graph it stands in.

This is the page of whatever has no page of its own, and the data of everything: both say the same.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.publish.pages.graph import Graph, node_of, value
from kg.publish.pages.view import PER_PAGE, Shown, View
from kg.publish.pages.words import words
from kg.query.vocabulary import namespace, prefixed, prefixes
from kg.store import Term

_OUT = "SELECT ?g ?p ?o WHERE {{ GRAPH ?g {{ {thing} ?p ?o }} }} LIMIT {limit} OFFSET {offset}"
_IN = "SELECT ?g ?s ?p WHERE {{ GRAPH ?g {{ ?s ?p {thing} }} }} LIMIT {limit} OFFSET {offset}"
_GRAPH = "SELECT ?s ?p ?o WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }} LIMIT {limit} OFFSET {offset}"
_TERMS = """SELECT ?g ?s ?p ?o WHERE {{ GRAPH ?g {{ ?s ?p ?o }}
  FILTER(STRSTARTS(STR(?s), "{vocabulary}#") || STR(?s) = "{vocabulary}")
  }} ORDER BY ?s ?p LIMIT {limit} OFFSET {offset}"""
_WITH_GRAPHS = (RdfFormat.TRIG, RdfFormat.N_QUADS)
"""JSON-LD could have graphs too, but a reader of one graph would find it empty."""
_FOAF = "http://xmlns.com/foaf/0.1/"
_DCTERMS = "http://purl.org/dc/terms/"
_XHV = "http://www.w3.org/1999/xhtml/vocab#"
_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


class Said(NamedTuple):
    """Statements in their graphs, and whether there are more behind them."""

    quads: list[Quad]
    more: bool


class Document(NamedTuple):
    """The address of a document with statements, and where no header can tell it, of the one that follows it."""

    address: str
    following: str = ""


def said(graph: Graph, thing: NamedNode, page: int = 1) -> Said:
    """What is said of a thing, and by other things of it, a thousand each; of a graph, what stands in it."""
    limits = {"limit": PER_PAGE + 1, "offset": (page - 1) * PER_PAGE}
    if thing.value.startswith(graph.names.iris.graphs):
        rows = graph.rows(_GRAPH.format(graph=thing, **limits))
        within = [_quad(row["s"], row["p"], row["o"], thing) for row in rows]
        about = [] if page > 1 else _outgoing(graph, thing, {"limit": PER_PAGE, "offset": 0})
        return Said([*within[:PER_PAGE], *(quad for quad in about if quad.graph_name != thing)], len(rows) > PER_PAGE)
    if "/" not in (graph.names.path(thing.value) or "/") and "#" not in thing.value:
        rows = graph.rows(_TERMS.format(vocabulary=thing.value, **limits))
        if rows:
            return Said([_quad(r["s"], r["p"], r["o"], r["g"]) for r in rows[:PER_PAGE]], len(rows) > PER_PAGE)
    out = _outgoing(graph, thing, limits)
    rows = graph.rows(_IN.format(thing=thing, **limits))
    inward = [_quad(row["s"], row["p"], thing, row["g"]) for row in rows]
    quads = dict.fromkeys([*out[:PER_PAGE], *inward[:PER_PAGE]])
    return Said(list(quads), len(out) > PER_PAGE or len(inward) > PER_PAGE)


def statements(view: View, thing: NamedNode) -> Shown:
    """The statements about a thing, those that it makes first."""
    found = said(view.graph, thing, view.page)
    own = [quad for quad in found.quads if quad.subject == thing]
    others = [quad for quad in found.quads if quad.subject != thing]
    nodes = [term.value for quad in found.quads for term in (quad.subject, quad.object) if isinstance(term, NamedNode)]
    iris = view.graph.names.iris
    terms = [quad.predicate.value for quad in found.quads]
    labels = view.names(thing.value, *nodes, *terms)
    labels |= {term: view.say(short(term)) for term in terms if term not in labels and short(term) in words()}
    values = {
        "own": own,
        "inward": others,
        "labels": labels,
        "short": short,
        "base": iris.base,
        "is_literal": lambda term: isinstance(term, Literal),
        "pages": view.paged(more=found.more),
    }
    return Shown("statements.html", labels.get(thing.value) or short(thing.value), values, thing.value)


def data(graph: Graph, thing: NamedNode, media_type: str, page: int, document: Document) -> tuple[bytes, bool]:
    """The statements about a thing in an RDF format, and whether another page follows; empty where there are none.

    The document that holds them says which thing it is about, in which graphs its statements stand, and which document
    follows, if it is told.
    """
    found = said(graph, thing, page)
    if not found.quads:
        return b"", False
    form = RdfFormat.from_media_type(media_type)
    if form is None:
        raise ValueError(media_type)
    quads = [*found.quads, *_document(document, thing, found)]
    content = quads if form in _WITH_GRAPHS else [quad.triple for quad in quads]
    return serialize(content, format=form, prefixes=_used(quads)) or b"", found.more


def short(iri: str) -> str:
    """``cnf:phase`` for the IRI of that property; the IRI where no prefix fits."""
    return prefixed(iri) or iri


def _document(told: Document, thing: NamedNode, found: Said) -> Iterator[Quad]:
    document, following = node_of(told.address), node_of(told.following)
    if document is None:
        return
    if found.more and following:
        yield Quad(document, NamedNode(f"{_XHV}next"), following)
    yield Quad(document, _RDF_TYPE, NamedNode(f"{_FOAF}Document"))
    yield Quad(document, NamedNode(f"{_FOAF}primaryTopic"), thing)
    graphs = {quad.graph_name.value for quad in found.quads if isinstance(quad.graph_name, NamedNode)}
    for graph in sorted(graphs):
        yield Quad(document, NamedNode(f"{_DCTERMS}source"), NamedNode(graph))


def _outgoing(graph: Graph, thing: NamedNode, limits: Mapping[str, int]) -> list[Quad]:
    return [_quad(thing, row["p"], row["o"], row["g"]) for row in graph.rows(_OUT.format(thing=thing, **limits))]


def _quad(subject: Term | None, predicate: Term | None, term: Term | None, graph: Term | None) -> Quad:
    if not isinstance(predicate, NamedNode) or not isinstance(graph, NamedNode) or subject is None or term is None:
        raise TypeError("a statement of a named graph has a predicate and a graph that are IRIs")
    if isinstance(subject, Literal):
        raise TypeError("a literal says nothing")
    return Quad(subject, predicate, term, graph)


def _used(quads: list[Quad]) -> dict[str, str]:
    spaces = {namespace(value(term)) for quad in quads for term in (quad.subject, quad.predicate, quad.object)}
    return {name: space for name, space in prefixes().items() if space in spaces}
