"""What is wrong with a query before it is run: words that nothing in the graph has, and sums that count twice.

Such a query runs without an error and answers with nothing, or with a wrong amount. These are warnings: a store may
hold what this package does not know, and who asks may know better.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.query.lookup import rows
from kg.query.members import CNF
from kg.query.near import near_codes, near_names
from kg.query.sparql import Asked, Pattern, asked
from kg.query.sums import unsafe
from kg.query.vocabulary import RDF_TYPE, short, vocabulary
from kg.store import GraphReader

_NOTATION = "http://www.w3.org/2004/02/skos/core#notation"
_CODE = re.compile(r"(?P<scheme>.*/id/code/[^/]+)/(?P<code>[^/]+)$")
_DATA = re.compile(r"/id/|/graph/")
_MOST_CODES = 20_000


@dataclass(frozen=True)
class Warned:
    """A warning: what is wrong, and what to do."""

    what: str
    advice: str

    def __str__(self) -> str:
        return f"{self.what} {self.advice}".rstrip()


def warnings(text: str, store: GraphReader | None = None) -> tuple[Warned, ...]:
    """What is wrong with the query ``text``, as far as it can be told without running it.

    With a ``store``, codes, things and graphs that it does not hold are told of too, and properties of other
    vocabularies that it does not use. A query that cannot be read has no warnings: whoever runs it says what is wrong.
    """
    query = asked(text)
    if query is None:
        return ()
    found = [*_words(query, store), *_things(query, store), *_graphs(query, store)]
    found += [Warned(*pair) for summing in query.sums for pair in unsafe(summing)]
    return tuple(dict.fromkeys(found))


def _words(query: Asked, store: GraphReader | None) -> Iterator[Warned]:
    known = vocabulary()
    for iri in _once(predicate.value for one in query.patterns for predicate in one.predicates):
        if iri not in known.properties and not _holds(store, f"?s <{iri}> ?o", iri):
            yield _unknown("property", iri, known.properties)
    for iri in _once(one.object.value for one in query.patterns if _states_class(one)):
        if iri not in known.classes and not _holds(store, f"?s a <{iri}>", iri):
            yield _unknown("class", iri, known.classes)
    for iri in _once(_members(query)):
        if iri not in known.terms and not _holds(store, f"{{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }}", iri):
            yield _unknown("member", iri, known.terms)


def _states_class(one: Pattern) -> bool:
    return [p.value for p in one.predicates] == [RDF_TYPE] and isinstance(one.object, NamedNode)


def _members(query: Asked) -> Iterator[str]:
    """The IRIs in ``cnf:`` that stand where a value stands."""
    objects = (one.object for one in query.patterns if not _states_class(one))
    for node in (*objects, *query.constants):
        if isinstance(node, NamedNode) and node.value.startswith(CNF):
            yield node.value


def _holds(store: GraphReader | None, pattern: str, iri: str) -> bool:
    """Whether the store has such statements; without one, only the words of this project can be judged."""
    if store is None:
        return not iri.startswith(CNF)
    return store.query(f"ASK {{ {pattern} }}") is True


def _unknown(kind: str, iri: str, known: frozenset[str]) -> Warned:
    names = {short(one): one for one in known}
    near = near_names(short(iri), [name for name, one in names.items() if _namespace(one) == _namespace(iri)])
    near = near or near_names(short(iri).split(":")[-1], [name.split(":")[-1] for name in names])
    advice = f"Did you mean {', '.join(near)}?" if near else "docs/graph.md lists what there is."
    return Warned(f"no {kind} is called {short(iri)}: nothing can match it.", advice)


def _namespace(iri: str) -> str:
    return re.sub(r"[^/#]*$", "", iri)


def _things(query: Asked, store: GraphReader | None) -> Iterator[Warned]:
    """Codes, bodies and other things of the graph that are not in it."""
    if store is None:
        return
    nodes = [node for one in query.patterns for node in (one.subject, one.object)]
    for iri in _once(node.value for node in (*nodes, *query.constants) if isinstance(node, NamedNode)):
        if _DATA.search(iri) and not _holds(store, f"{{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }}", iri):
            yield _missing(store, iri)
    for one in query.patterns:
        said, stated = one.object, _NOTATION in (p.value for p in one.predicates)
        if stated and isinstance(said, Literal) and not _holds(store, f"?s <{_NOTATION}> {said}", _NOTATION):
            near = near_codes(said.value, _notations(store, ""))
            yield Warned(f"nothing has the notation {said}.", f"Near to it: {', '.join(near)}." if near else "")


def _missing(store: GraphReader, iri: str) -> Warned:
    code = _CODE.match(iri)
    if code is None:
        return Warned(f"nothing in the store is called <{iri}>.", "Copy an IRI from an answer.")
    near = near_codes(code["code"], _notations(store, f"?thing <{_SCHEME}> <{code['scheme']}> . "))
    advice = f"Near to it: {', '.join(near)}." if near else "kg codes search TEXT finds codes."
    return Warned(f"there is no code <{iri}>.", advice)


_SCHEME = "http://www.w3.org/2004/02/skos/core#inScheme"


def _notations(store: GraphReader, also: str) -> list[str]:
    select = f"SELECT DISTINCT ?code WHERE {{ {also}?thing skos:notation ?code }} LIMIT {_MOST_CODES}"
    return [row[0].value for row in rows(store, select).rows if isinstance(row[0], Literal)]


def _graphs(query: Asked, store: GraphReader | None) -> Iterator[Warned]:
    if store is None:
        return
    for graph in dict.fromkeys(query.graphs):
        if not _holds(store, f"GRAPH {graph} {{ ?s ?p ?o }}", graph.value):
            held = rows(store, "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s a ?class } } LIMIT 1000").rows
            near = near_names(graph.value, [row[0].value for row in held if isinstance(row[0], NamedNode)])
            advice = f"Did you mean {', '.join(near)}?" if near else "docs/graph.md lists the graphs."
            yield Warned(f"the store has no graph {graph}.", advice)


def _once(iris: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(iris))
