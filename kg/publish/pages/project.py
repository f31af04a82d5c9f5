"""The pages of a project, with its money and its aims, of one of its indicators, and of a disclosure with its files."""

from pyoxigraph import NamedNode

from kg.publish.pages.graph import amount, value
from kg.publish.pages.money import unit_for
from kg.publish.pages.view import PER_PAGE, Shown, View

_MONEY = """SELECT ?figure ?year ?phase ?scope ?fund ?origin ?level ?term ?yuan ?agreement ?leaf WHERE {{
  ?figure cnf:project|cnf:event {thing} ; cnf:fiscalYear ?year ; cnf:phase ?phase ; cnf:scope ?scope ; cnf:fund ?fund ;
          cnf:preferredAmount ?yuan ; cnf:agreement ?agreement .
  OPTIONAL {{ ?figure cnf:origin ?origin }} OPTIONAL {{ ?figure cnf:fundingLevel ?level }}
  OPTIONAL {{ ?figure cnf:term ?term }} OPTIONAL {{ ?figure cnf:leaf ?leaf }}
  }} ORDER BY DESC(?year) ?phase DESC(?yuan) ?figure LIMIT 500"""
_DETAILS = """SELECT ?kind ?text ?place WHERE {{
  ?profile cnf:about {thing} . ?place cnf:profile ?profile ; cnf:detailKind ?kind ; cnf:text ?text }} LIMIT 200"""
_AIMS = """SELECT ?indicator ?name ?year ?class ?target ?wanted ?result ?reached ?score ?weight ?deviation
  WHERE {{
  {which} ?indicator rdfs:label ?name ; cnf:fiscalYear ?year .
  OPTIONAL {{ ?indicator cnf:indicatorClass ?class }}
  OPTIONAL {{ ?target cnf:indicator ?indicator ; a cnf:Target . OPTIONAL {{ ?target cnf:text ?wanted }}
              OPTIONAL {{ ?target cnf:weight ?weight }} }}
  OPTIONAL {{ ?result cnf:indicator ?indicator ; a cnf:Result . OPTIONAL {{ ?result cnf:text ?reached }}
              OPTIONAL {{ ?result cnf:score ?score }} OPTIONAL {{ ?result cnf:deviation ?deviation }} }}
  }} ORDER BY DESC(?year) ?class ?name ?target {window}"""
_FILES = """SELECT ?file ?name ?agency ?year ?kind ?scope WHERE {{
  {thing} dcat:distribution ?file ; cnf:agency ?agency ;
          cnf:fiscalYear ?year ; cnf:disclosureKind ?kind ; cnf:scope ?scope .
  ?file dcterms:title ?name }} ORDER BY ?name LIMIT 500"""
_AGENCY = "https://w3id.org/cnfiscal/def#agency"


def project(view: View, thing: NamedNode) -> Shown:
    """A project or event of a body."""
    money = view.graph.rows(_MONEY.format(thing=thing))
    details = view.graph.rows(_DETAILS.format(thing=thing))
    which = f"?indicator cnf:about {thing} ."
    agency = value(next(iter(view.graph.about(thing).get(_AGENCY, [])), None))
    aims = view.graph.rows(_AIMS.format(which=which, window=view.window))
    members = [value(row[n]) for row in money for n in ("phase", "scope", "fund", "origin", "level", "term")]
    members += [value(row["kind"]) for row in details] + [value(row["class"]) for row in aims]
    labels = view.names(thing.value, agency, *members)
    values = {
        "agency": agency,
        "amounts": money,
        "unit": unit_for([amount(row["yuan"]) for row in money], view.asked.parameters.get("unit")),
        "details": details,
        "aims": aims[:PER_PAGE],
        "pages": view.paged(more=len(aims) > PER_PAGE),
        "labels": labels,
    }
    return Shown("project.html", labels.get(thing.value, thing.value), values, thing.value)


def indicator(view: View, thing: NamedNode) -> Shown:
    """An indicator with its targets and results."""
    about = view.graph.about(thing)
    aims = view.graph.rows(_AIMS.format(which=f"VALUES ?indicator {{ {thing} }}", window=view.window))
    owners = [value(term) for name in ("about", "agency") for term in about.get(_AGENCY.replace("agency", name), [])]
    labels = view.names(thing.value, *owners, *(value(row["class"]) for row in aims))
    values = {
        "aims": aims[:PER_PAGE],
        "owners": owners,
        "labels": labels,
        "pages": view.paged(more=len(aims) > PER_PAGE),
    }
    return Shown("indicator.html", labels.get(thing.value, thing.value), values, thing.value)


def disclosure(view: View, thing: NamedNode) -> Shown:
    """A disclosure and its files."""
    files = view.graph.rows(_FILES.format(thing=thing))
    labels = view.names(thing.value, *(value(row[name]) for row in files for name in ("agency", "kind", "scope")))
    return Shown(
        "disclosure.html", labels.get(thing.value, thing.value), {"files": files, "labels": labels}, thing.value
    )
