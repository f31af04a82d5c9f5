"""The first page, with what there is and a search, and the page of what a search finds."""

from collections.abc import Mapping

from kg.errors import BadParameter
from kg.publish.pages.graph import Row, value
from kg.publish.pages.search import KINDS, LONGEST, NameIndex
from kg.publish.pages.view import PER_PAGE, Shown, View

_COUNTS = {
    "agencies": "?thing a org:FormalOrganization",
    "documents": "?thing a dcat:Distribution",
    "figures": "?thing a cnf:Figure",
    "projects": "?thing a schema:Project",
    "indicators": "?thing a cnf:Indicator",
}
_PLACES = """SELECT ?area ?name (COUNT(DISTINCT ?agency) AS ?bodies) (COUNT(DISTINCT ?disclosure) AS ?disclosures)
  WHERE {
  ?disclosure a cnf:Disclosure ; cnf:agency ?agency . ?agency cnf:area ?area . ?area cnf:fullName ?name
  } GROUP BY ?area ?name ORDER BY ?name LIMIT 400"""
_PLACELESS = """SELECT ?agency ?name (COUNT(DISTINCT ?disclosure) AS ?disclosures) WHERE {
  ?disclosure a cnf:Disclosure ; cnf:agency ?agency . ?agency rdfs:label ?name
  FILTER NOT EXISTS { ?agency cnf:area ?area } } GROUP BY ?agency ?name ORDER BY ?name LIMIT 200"""
_NEWEST = """SELECT ?file ?title ?agency ?year WHERE {
  ?disclosure a cnf:Disclosure ; dcterms:title ?title ; cnf:agency ?agency ; cnf:fiscalYear ?year ;
              dcat:distribution ?file } ORDER BY DESC(?year) ?title LIMIT 12"""
_FIRST = 10
"""Of each kind, where all kinds are shown."""


def home(view: View) -> Shown:
    """What the store holds, the places it knows of, and a search."""
    counts = {
        name: value(view.graph.rows(f"SELECT (COUNT(?thing) AS ?n) WHERE {{ {pattern} }}")[0]["n"])
        for name, pattern in _COUNTS.items()
    }
    queries = {"places": _PLACES, "placeless": _PLACELESS, "newest": _NEWEST}
    values = {"counts": counts, **{name: _bound(view.graph.rows(query)) for name, query in queries.items()}}
    return Shown("home.html", view.say("site"), values)


def _bound(rows: list[Row]) -> list[Row]:
    """The rows of an answer, without the empty one that a count over nothing has."""
    return [row for row in rows if row.get("name") or row.get("title")]


def results(view: View, indexes: Mapping[str, NameIndex]) -> Shown:
    """What is found, some of each kind, or with ``kind`` all of one; raises ``BadParameter`` for an unknown kind."""
    text = view.asked.parameters.get("q", "")[:LONGEST].strip()
    kind = view.asked.parameters.get("kind", "")
    if kind and kind not in KINDS:
        raise BadParameter(f"{kind[:20]!r} is no kind.", place="kind", advice=f"Choose one of {', '.join(KINDS)}.")
    found = {one: indexes[one].find(text) for one in ([kind] if kind else KINDS)}
    start = (view.page - 1) * PER_PAGE if kind else 0
    shown = {one: things[start : start + (PER_PAGE if kind else _FIRST)] for one, things in found.items()}
    more = bool(kind) and len(found[kind]) > start + PER_PAGE
    values = {
        "text": text,
        "kind": kind,
        "found": {one: things for one, things in shown.items() if things},
        "counts": {one: len(things) for one, things in found.items()},
        "pages": view.paged(more=more),
        "labels": view.names(*(one.iri for one in shown.get("code", ()))),
    }
    return Shown("search.html", view.say("search-for", text=text) if text else view.say("search"), values)
