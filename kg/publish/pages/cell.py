"""The page of a printed place: a cell or an amount in a sentence, what was read there, and the figure it states."""

from pyoxigraph import NamedNode

from kg.publish.pages.graph import amount, value
from kg.publish.pages.money import exact
from kg.publish.pages.places import Place, around, place_of
from kg.publish.pages.view import Shown, View
from kg.rdf.iris import CNF

_CONTEXT = """SELECT ?row ?rowLabel ?code ?line ?page ?column ?title ?number ?unit ?file ?text WHERE {{
  VALUES ?holder {{ {holder} }} ?holder dcterms:isPartOf ?part . ?part dcterms:title ?file .
  OPTIONAL {{ ?holder dcterms:title ?title }} OPTIONAL {{ ?holder cnf:number ?number }}
  OPTIONAL {{ ?holder cnf:text ?text }} OPTIONAL {{ ?holder cnf:reportedUnit ?tableUnit }}
  OPTIONAL {{ {cell} cnf:reportedUnit ?ownUnit }} BIND(COALESCE(?ownUnit, ?tableUnit) AS ?unit)
  OPTIONAL {{ {cell} cnf:row ?row OPTIONAL {{ ?row rdfs:label ?rowLabel }} OPTIONAL {{ ?row cnf:printedCode ?code }}
              OPTIONAL {{ ?row cnf:line ?rowLine }} OPTIONAL {{ ?row cnf:page ?rowPage }} }}
  OPTIONAL {{ {cell} cnf:column/rdfs:label ?column }}
  OPTIONAL {{ {cell} cnf:line ?ownLine }} OPTIONAL {{ {cell} cnf:page ?ownPage }}
  OPTIONAL {{ ?holder cnf:line ?textLine }} OPTIONAL {{ ?holder cnf:page ?textPage }}
  BIND(COALESCE(?rowLine, ?ownLine, ?textLine) AS ?line)
  BIND(COALESCE(?rowPage, ?ownPage, ?textPage) AS ?page) }} LIMIT 1"""
_FINDINGS = """SELECT DISTINCT ?result ?message WHERE {{
  ?result sh:focusNode|cnf:cell {cell} ; sh:resultMessage ?message FILTER(LANG(?message) = "{language}") }} LIMIT 100"""
_SAID = ("reportedText", "reportedPercent", "text")


def is_cell(iri: str) -> bool:
    """Whether an IRI names a cell or a place in a sentence."""
    place = place_of(iri)
    return place is not None and bool((place.row and place.cell) or place.offset)


def cell(view: View, thing: NamedNode) -> Shown:
    """A claim, a refused number, or anything else that stands in a cell or sentence."""
    place = place_of(thing.value) or Place(thing.value, thing.value, 0, "", 0, 0)
    about = view.graph.about(thing)
    context = view.graph.rows(_CONTEXT.format(holder=f"<{place.holder}>", cell=thing))
    told = {name: value(term) for name, term in (context[0] if context else {}).items()}
    printed = next((value(about[CNF + name][0]) for name in _SAID if CNF + name in about), "")
    repairs = [value(term) for term in about.get(CNF + "repair", [])]
    figure = value(next(iter(about.get(CNF + "figure", [])), None))
    stated = view.graph.about(NamedNode(figure)) if figure else {}
    values = {
        "place": place,
        "told": told,
        "printed": printed,
        "yuan": amount(next(iter(about.get(CNF + "amount", [])), None)),
        "quantum": amount(next(iter(about.get(CNF + "quantum", [])), None)),
        "quantity": value(next(iter(about.get(CNF + "quantity", [])), None)),
        "reason": value(next(iter(about.get(CNF + "reason", [])), None)),
        "repairs": repairs,
        "figure": figure,
        "agreement": value(next(iter(stated.get(CNF + "agreement", [])), None)),
        "preferred": amount(next(iter(stated.get(CNF + "preferredAmount", [])), None)),
        "findings": view.graph.rows(_FINDINGS.format(cell=thing, language=view.language)),
        "sentence": around(told.get("text", ""), place, printed),
        "exact": exact,
    }
    labels = view.names(told.get("unit", ""), *repairs, str(values["agreement"]))
    return Shown("cell.html", printed or thing.value.rpartition("/id/")[2], values | {"labels": labels}, thing.value)
