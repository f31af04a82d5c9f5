"""The page of a code: its names and when they held, what it belongs to, what it matches, and who spends on it.

And the page of a classification or one of its editions, with its codes in order.
"""

from decimal import Decimal
from typing import Any

from pyoxigraph import NamedNode

from kg.publish.pages.graph import Row, amount, value
from kg.publish.pages.money import unit_for
from kg.publish.pages.view import PER_PAGE, Shown, View
from kg.rdf.iris import CNF

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_VERSIONS = """SELECT ?version ?name ?from ?to ?evidence WHERE {{
  {code} dcterms:hasVersion ?version . ?version rdfs:label ?name .
  OPTIONAL {{ ?version schema:validFrom ?from }} OPTIONAL {{ ?version schema:validThrough ?to }}
  OPTIONAL {{ ?version cnf:evidence ?evidence }} }} ORDER BY ?from ?version LIMIT 200"""
_ABOVE = "SELECT ?above WHERE {{ {code} skos:broader ?above }} LIMIT 1"
_BELOW = """SELECT ?below ?notation WHERE {{ ?below skos:broader {code} ; skos:notation ?notation }}
  ORDER BY ?notation LIMIT 500"""
_MATCHES = """SELECT DISTINCT ?how ?other WHERE {{
  VALUES ?how {{ skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch skos:relatedMatch }}
  {{ {code} ?how ?other }} UNION {{ ?other ?how {code} }} }} ORDER BY ?how ?other LIMIT 200"""
_SPENDERS = """SELECT ?agency ?name ?year ?phase ?scope ?fund ?nature ?yuan ?agreement ?figure WHERE {{
  ?figure cnf:{dimension} {code} ; cnf:headline true ; cnf:item cnf:T ; {others} ; cnf:agency ?agency ;
          cnf:fiscalYear ?year ; cnf:phase ?phase ; cnf:scope ?scope ; cnf:fund ?fund ; cnf:spendingNature ?nature ;
          cnf:preferredAmount ?yuan ; cnf:agreement ?agreement .
  ?agency rdfs:label ?name }} ORDER BY DESC(?year) ?phase DESC(?yuan) ?name ?figure {window}"""
_DIMENSIONS = {
    "function": (
        "functionalCode",
        "cnf:flow cnf:Expenditure ; cnf:economicCode cnf:T ; cnf:governmentEconomicCode cnf:T",
    ),
    "economic": (
        "economicCode",
        "cnf:flow cnf:Expenditure ; cnf:functionalCode cnf:T ; cnf:governmentEconomicCode cnf:T",
    ),
    "government-economic": (
        "governmentEconomicCode",
        "cnf:flow cnf:Expenditure ; cnf:functionalCode cnf:T ; cnf:economicCode cnf:T",
    ),
    "revenue": ("revenueCode", "cnf:functionalCode cnf:T ; cnf:economicCode cnf:T"),
}
"""Which dimension the codes of a classification stand in, and what is the whole beside it, so that rows are alike."""
_MEMBERS = """SELECT DISTINCT ?code ?notation ?level WHERE {{
  {{ ?code skos:inScheme {scheme} }} UNION {{ {scheme} skos:hasTopConcept ?code }}
  OPTIONAL {{ ?code skos:notation ?own }} OPTIONAL {{ ?code cnf:level ?level }}
  OPTIONAL {{ ?code <http://www.w3.org/ns/prov#specializationOf>/skos:notation ?item }}
  BIND(COALESCE(?own, ?item) AS ?notation) }} ORDER BY ?notation ?code {window}"""
_EDITIONS = """SELECT DISTINCT ?edition WHERE {{
  {scheme} xkos:belongsTo ?series . ?edition xkos:belongsTo ?series FILTER(?edition != {scheme}) }} LIMIT 100"""
_FARTHEST_UP = 8


def code(view: View, thing: NamedNode) -> Shown:
    """A code of a classification."""
    about = view.graph.about(thing)
    notation = value(next(iter(about.get(_SKOS + "notation", [])), None))
    schemes = [value(term) for term in about.get(_SKOS + "inScheme", [])]
    versions = view.graph.rows(_VERSIONS.format(code=thing))
    below = view.graph.rows(_BELOW.format(code=thing))
    matches = view.graph.rows(_MATCHES.format(code=thing))
    above = _above(view, thing)
    spenders = _spenders(view, thing)
    iris = [*schemes, *above, *(value(row["below"]) for row in below), *(value(row["other"]) for row in matches)]
    iris += [value(row[name]) for row in spenders for name in ("phase", "scope", "fund", "nature")]
    iris += [value(row["evidence"]) for row in versions]
    labels = view.names(thing.value, *iris)
    values = {
        "notation": notation,
        "schemes": schemes,
        "versions": versions,
        "dated": any(row["from"] or row["to"] for row in versions),
        "above": above,
        "below": below,
        "matches": [(value(row["how"]).rpartition("#")[2], value(row["other"])) for row in matches],
        "spenders": spenders[:PER_PAGE],
        "unit": unit_for(_amounts(spenders), view.asked.parameters.get("unit")),
        "pages": view.paged(more=len(spenders) > PER_PAGE),
        "labels": labels,
        "whole": CNF + "T",
    }
    name = labels.get(thing.value, "")
    return Shown("code.html", f"{notation} {name}".strip() or thing.value, values, thing.value)


def scheme(view: View, thing: NamedNode) -> Shown:
    """A classification, or what one edition of it has: its codes in order, a thousand at a time."""
    members = view.graph.rows(_MEMBERS.format(scheme=thing, window=view.window))
    editions = [value(row["edition"]) for row in view.graph.rows(_EDITIONS.format(scheme=thing))]
    about = view.graph.about(thing)
    labels = view.names(thing.value, *editions, *(value(row["code"]) for row in members))
    values: dict[str, Any] = {
        "members": members[:PER_PAGE],
        "editions": editions,
        "pages": view.paged(more=len(members) > PER_PAGE),
        "labels": labels,
        "issued": value(next(iter(about.get("http://purl.org/dc/terms/issued", [])), None)),
    }
    return Shown("scheme.html", labels.get(thing.value, thing.value), values, thing.value)


def is_code(iri: str) -> bool:
    """Whether an IRI is that of a code of a classification, not of a member of a dimension."""
    return "/id/code/" in iri


def _above(view: View, thing: NamedNode) -> list[str]:
    """What a code belongs to, the nearest last."""
    found: list[str] = []
    node = thing
    while len(found) < _FARTHEST_UP:
        rows = view.graph.rows(_ABOVE.format(code=node))
        if not rows or not isinstance(rows[0]["above"], NamedNode) or rows[0]["above"].value in found:
            break
        node = rows[0]["above"]
        found.append(node.value)
    return found[::-1]


def _spenders(view: View, thing: NamedNode) -> list[Row]:
    kind = (view.graph.names.path(thing.value) or "").split("/")
    known = _DIMENSIONS.get(kind[1]) if len(kind) > 1 else None
    if known is None:
        return []
    dimension, others = known
    return view.graph.rows(_SPENDERS.format(dimension=dimension, others=others, code=thing, window=view.window))


def _amounts(rows: list[Row]) -> list[Decimal | None]:
    return [amount(row["yuan"]) for row in rows]
