"""The page of an administrative division: where it lies, what became of it, and the bodies in it."""

from pyoxigraph import NamedNode

from kg.publish.pages.graph import value
from kg.publish.pages.view import PER_PAGE, Shown, View

_ABOUT = """SELECT ?full ?code ?above ?before ?after WHERE {{
  OPTIONAL {{ {area} cnf:fullName ?full }} OPTIONAL {{ {area} skos:notation ?code }}
  OPTIONAL {{ {area} schema:containedInPlace ?above }}
  OPTIONAL {{ ?before dcterms:isReplacedBy {area} }} OPTIONAL {{ {area} dcterms:isReplacedBy ?after }} }} LIMIT 50"""
_BODIES = """SELECT ?agency ?name ?area (COUNT(DISTINCT ?disclosure) AS ?disclosures) (MAX(?year) AS ?last) WHERE {{
  {{ SELECT ?agency ?area WHERE {{ VALUES ?area {{ {areas} }} ?agency cnf:area ?area }} }}
  ?agency rdfs:label ?name .
  OPTIONAL {{ ?disclosure cnf:agency ?agency ; a cnf:Disclosure ; cnf:fiscalYear ?year }}
  }} GROUP BY ?agency ?name ?area ORDER BY ?area DESC(?disclosures) ?name {window}"""
_WITHIN = """SELECT ?below ?name WHERE {{ ?below schema:containedInPlace {area} ; rdfs:label ?name }}
  ORDER BY ?below LIMIT 1000"""
_INHABITED = """SELECT DISTINCT ?below WHERE {{ ?agency cnf:area ?below . ?below schema:containedInPlace* {area} }}
  LIMIT 5000"""


def area(view: View, thing: NamedNode) -> Shown:
    """A division with the bodies in it and in those below it."""
    told = view.graph.rows(_ABOUT.format(area=thing))
    within = view.graph.rows(_WITHIN.format(area=thing))
    here = [thing.value, *(value(row["below"]) for row in view.graph.rows(_INHABITED.format(area=thing)))]
    listed = " ".join(f"<{iri}>" for iri in dict.fromkeys(here))
    bodies = view.graph.rows(_BODIES.format(areas=listed, window=view.window))
    linked = {name: list(dict.fromkeys(value(row[name]) for row in told if row[name])) for name in ("before", "after")}
    above = next((value(row["above"]) for row in told if row["above"]), "")
    labels = view.names(thing.value, above, *linked["before"], *linked["after"], *(value(r["area"]) for r in bodies))
    values = {
        "full": value(told[0]["full"]) if told else "",
        "code": value(told[0]["code"]) if told else "",
        "above": above,
        "linked": linked,
        "within": within,
        "places": len({value(row["area"]) for row in bodies}),
        "bodies": bodies[:PER_PAGE],
        "pages": view.paged(more=len(bodies) > PER_PAGE),
        "labels": labels,
    }
    return Shown("area.html", labels.get(thing.value, thing.value), values, thing.value)
