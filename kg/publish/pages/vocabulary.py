"""The vocabulary as a page: every term with its names and what it means, at the anchor its IRI names."""

from typing import Any

from pyoxigraph import NamedNode

from kg.publish.pages.graph import best, value
from kg.publish.pages.statements import short
from kg.publish.pages.view import Shown, View
from kg.store import Term

_VERSION = "http://www.w3.org/2002/07/owl#versionInfo"
_TERMS = """SELECT ?term ?type ?label ?comment ?scheme WHERE {{
  ?term a ?type FILTER(STRSTARTS(STR(?term), "{vocabulary}#"))
  OPTIONAL {{ ?term rdfs:label|skos:prefLabel|sh:name ?label }}
  OPTIONAL {{ ?term rdfs:comment|skos:definition|sh:message|sh:description ?comment }}
  OPTIONAL {{ ?term skos:inScheme ?scheme FILTER(STRSTARTS(STR(?scheme), "{vocabulary}#")) }} }} LIMIT 20000"""
_RELATIONS = """SELECT ?term ?how ?other WHERE {{
  VALUES (?property ?how) {{ (rdfs:domain "domain") (rdfs:range "range")
    (rdfs:subClassOf "above") (rdfs:subPropertyOf "above") }}
  ?term ?property ?other FILTER(STRSTARTS(STR(?term), "{vocabulary}#") && isIRI(?other)) }}
  ORDER BY ?term ?how ?other LIMIT 20000"""
_KINDS = (
    ("class", ("Class",)),
    ("property", ("ObjectProperty", "DatatypeProperty", "DimensionProperty", "MeasureProperty", "AttributeProperty")),
    ("scheme", ("ConceptScheme",)),
    ("member", ("Concept",)),
    ("rule", ("TestRequirement",)),
)


def vocabulary(view: View, thing: NamedNode) -> Shown:
    """All terms of a vocabulary by what they are."""
    terms: dict[str, dict[str, list[Term]]] = {}
    for row in view.graph.rows(_TERMS.format(vocabulary=thing.value)):
        found = terms.setdefault(value(row["term"]), {name: [] for name in ("type", "label", "comment", "scheme")})
        for name, several in found.items():
            term = row[name]
            if term is not None and term not in several:
                several.append(term)
    related = _related(view, thing)
    groups: dict[str, list[dict[str, Any]]] = {}
    for iri, told in sorted(terms.items()):
        groups.setdefault(_kind(told["type"]), []).append(
            {
                "name": iri.partition("#")[2],
                "label": best(told["label"], view.language),
                "comment": best(told["comment"], view.language),
                "scheme": value(next(iter(told["scheme"]), None)),
                "related": related.get(iri, {}),
            }
        )
    others = {iri for several in related.values() for found in several.values() for iri in found}
    schemes = {one["scheme"] for ones in groups.values() for one in ones if one["scheme"]}
    labels = view.names(thing.value, *sorted(others | schemes))
    version = value(next(iter(view.graph.about(thing).get(_VERSION, [])), None))
    order = [kind for kind, _ in _KINDS if kind in groups] + (["other"] if "other" in groups else [])
    values = {"groups": {kind: groups[kind] for kind in order}, "labels": labels, "short": short, "version": version}
    title = labels.get(thing.value) or view.say("shapes")  # the shapes are no ontology, and have no name of their own
    return Shown("vocabulary.html", title, values, thing.value)


def _related(view: View, thing: NamedNode) -> dict[str, dict[str, list[str]]]:
    """What each term is of, takes and is under, by its IRI."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in view.graph.rows(_RELATIONS.format(vocabulary=thing.value)):
        found.setdefault(value(row["term"]), {}).setdefault(value(row["how"]), []).append(value(row["other"]))
    return found


def _kind(types: list[Term]) -> str:
    names = {value(one).rpartition("#")[2].rpartition("/")[2] for one in types}
    return next((kind for kind, several in _KINDS if names & set(several)), "other")
