"""Finding in a graph what a user means by a name or a short id. What is not there is refused with what is near it."""

import re

from pyoxigraph import Literal, NamedNode

from kg.errors import BadParameter
from kg.query.answering import answered
from kg.query.near import near_names
from kg.store import GraphReader, Rows

_PREFIXES = """
PREFIX cnf: <https://w3id.org/cnfiscal/def#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_AGENCY = "?found a org:FormalOrganization ; rdfs:label ?name ."
_AREA_CODE = "?found a cnf:AdministrativeDivision ; skos:notation ?name ."
_AREA = "?found a cnf:AdministrativeDivision ; rdfs:label|cnf:fullName ?name ."
_AREA_OWN_NAME = "?found a cnf:AdministrativeDivision ; rdfs:label ?name ."
_EXACTLY, _WITHIN = "STR(?name) = ?wanted", "CONTAINS(STR(?name), ?wanted)"
_MOST_NAMES = 20_000


def agencies_named(store: GraphReader, name: str, text: str) -> tuple[NamedNode, ...]:
    """The agencies with this IRI, this id, exactly this name, or else with it in their name."""
    if not _is_iri(text) and not re.fullmatch(r"\d{6}-[a-z0-9-]+", text):
        exactly = _found(store, _AGENCY, _EXACTLY, text)
        return exactly or _found(store, _AGENCY, _WITHIN, text) or _refuse(store, _AGENCY, name, "agency", text)
    known = known_thing(store, text if _is_iri(text) else f"agency/{text}", "org:FormalOrganization")
    if known is None:
        raise BadParameter(f"no agency has the id {text}.", place=name, advice="Give its name, or a part of it.")
    return (known,)


def areas_named(store: GraphReader, name: str, text: str) -> tuple[NamedNode, ...]:
    """The administrative divisions with this code, exactly this name, or else with it in their own name."""
    if re.fullmatch(r"\d+", text):
        return _found(store, _AREA_CODE, _EXACTLY, text) or _refuse(store, _AREA_CODE, name, "area", text)
    exactly = _found(store, _AREA, _EXACTLY, text)
    return exactly or _found(store, _AREA_OWN_NAME, _WITHIN, text) or _refuse(store, _AREA, name, "area", text)


def known_thing(store: GraphReader, place: str, kind: str) -> NamedNode | None:
    """The thing of this class with this IRI, or with this path below the base of data IRIs."""
    try:
        node = NamedNode(place if _is_iri(place) else _base(store, kind) + place)
    except ValueError:
        return None
    found = store.query(f"{_PREFIXES} ASK {{ VALUES ?thing {{ {node} }} ?thing a {kind} }}")
    return node if found is True else None


def rows(store: GraphReader, query: str) -> Rows:
    """The answer to a SELECT query that may use the prefixes of this module."""
    answer = answered(store, _PREFIXES + query)
    return answer if isinstance(answer, Rows) else Rows((), ())


def _is_iri(text: str) -> bool:
    return re.match(r"https?://", text) is not None


def _base(store: GraphReader, kind: str) -> str:
    """The base of data IRIs is a setting of whoever built the graph: one thing of the class shows it."""
    found = rows(store, f"SELECT ?one WHERE {{ ?one a {kind} }} LIMIT 1").rows
    return re.sub(r"/id/.*", "/id/", found[0][0].value) if found and isinstance(found[0][0], NamedNode) else ""


def _found(store: GraphReader, pattern: str, test: str, text: str) -> tuple[NamedNode, ...]:
    given = f"VALUES ?wanted {{ {Literal(text)} }}"
    query = f"SELECT DISTINCT ?found WHERE {{ {given} {pattern} FILTER({test}) }} ORDER BY ?found"
    return tuple(row[0] for row in rows(store, query).rows if isinstance(row[0], NamedNode))


def _refuse(store: GraphReader, pattern: str, name: str, kind: str, text: str) -> tuple[NamedNode, ...]:
    query = f"SELECT DISTINCT ?name WHERE {{ {pattern} }} ORDER BY ?name LIMIT {_MOST_NAMES}"
    known = [row[0].value for row in rows(store, query).rows if isinstance(row[0], Literal)]
    near = near_names(text, known)
    advice = f"Did you mean {', '.join(near)}?" if near else "Ask the question 'documents' whose documents there are."
    raise BadParameter(f"no {kind} is called {text!r}.", place=name, advice=advice)
