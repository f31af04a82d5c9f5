"""The page of a public body: what it spends and on what, over the years, and where that is printed.

Amounts are the answers of the catalogue's questions, so that the page and the question say the same.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pyoxigraph import NamedNode

from kg.publish.pages.chart import bars
from kg.publish.pages.graph import Row, amount, value
from kg.publish.pages.money import unit_for
from kg.publish.pages.pivots import Key, Pivot, phase_kind, pivots
from kg.publish.pages.view import PER_PAGE, Shown, View
from kg.query import ask, question_named

_SECTIONS = (
    ("total-spending", "fund", "fund", ("fund", "origin")),
    ("function-classes", "code", "name", ("fund", "origin")),
    ("economic-classes", "code", "name", ("fund", "nature", "origin")),
    ("government-economic-classes", "code", "name", ("fund", "nature", "origin")),
    ("three-public-expenses", "item", "item", ("fund",)),
)
"""A question, the columns of its answer that hold code and name, and those that tell rows of one code apart."""
_SCHEMES = {
    "function-classes": "function",
    "economic-classes": "economic",
    "government-economic-classes": "government-economic",
}
"""The classification whose codes an answer has."""
_MOST_BARS = 12
_MOST_PROJECTS = 50
_DOCUMENTS = """SELECT ?file ?title ?name ?year ?kind ?scope WHERE {{
  ?disclosure cnf:agency {agency} ; cnf:fiscalYear ?year ; cnf:disclosureKind ?kind ; cnf:scope ?scope ;
              dcterms:title ?title ; dcat:distribution ?file .
  ?file dcterms:title ?name }} ORDER BY DESC(?year) ?kind ?name LIMIT 500"""
_RELATIVES = """SELECT ?other ?name ?above WHERE {{
  {{ {agency} org:subOrganizationOf ?other BIND(true AS ?above) }}
  UNION {{ ?other org:subOrganizationOf {agency} BIND(false AS ?above) }}
  ?other rdfs:label ?name }} ORDER BY DESC(?above) ?name LIMIT 500"""
_SIDES = {"above": "true", "below": "false"}
_PROJECTS = """SELECT ?project ?name ?yuan ?year ?phase ?figure WHERE {{
  ?project cnf:agency {agency} ; a schema:Project ; rdfs:label ?name .
  OPTIONAL {{ ?figure cnf:project ?project . ?figure cnf:agency {agency} ; cnf:headline true ; cnf:leaf true ;
              cnf:preferredAmount ?yuan ; cnf:fiscalYear ?year ; cnf:phase ?phase }}
  }} ORDER BY DESC(?yuan) ?name {window}"""
_INDICATORS = """SELECT ?indicator ?name ?year ?class ?project WHERE {{
  ?indicator cnf:agency {agency} ; a cnf:Indicator ; rdfs:label ?name ; cnf:fiscalYear ?year .
  OPTIONAL {{ ?indicator cnf:indicatorClass ?class }} OPTIONAL {{ ?indicator cnf:about ?project }}
  }} ORDER BY DESC(?year) ?class ?name {window}"""
_FINDINGS = """SELECT ?result ?message ?severity ?cell ?file WHERE {{
  {{ SELECT DISTINCT ?file WHERE {{ ?disclosure cnf:agency {agency} ; dcat:distribution ?file }} }}
  BIND(IRI(CONCAT(REPLACE(STR(?file), "/id/file/", "/graph/file/"), "/checks")) AS ?graph)
  GRAPH ?graph {{ ?result a sh:ValidationResult ; sh:resultMessage ?message ; sh:resultSeverity ?severity ;
                 sh:focusNode ?cell }} FILTER(LANG(?message) = "{language}") }} ORDER BY ?severity ?result {window}"""


def agency(view: View, thing: NamedNode) -> Shown:
    """The whole page, or with ``part`` the full list of its projects, indicators or findings."""
    about = view.graph.about(thing)
    name = view.names(thing.value)[thing.value]
    part = view.asked.parameters.get("part", "")
    if part in ("projects", "indicators", "findings"):
        return Shown("agency-list.html", name, _list(view, thing, part), thing.value)
    area = next((value(term) for term in about.get("https://w3id.org/cnfiscal/def#area", [])), "")
    sections = [found for section in _SECTIONS if (found := _section(view, thing, section))]
    projects = _rows(view, _PROJECTS, thing, _MOST_PROJECTS)
    values = {
        "area": area,
        **_relatives(view, thing),
        "documents": view.graph.rows(_DOCUMENTS.format(agency=thing)),
        "sections": sections,
        "projects": projects,
        "project_unit": unit_for([_yuan(row) for row in projects], view.asked.parameters.get("unit")),
        "indicators": _rows(view, _INDICATORS, thing, _MOST_PROJECTS),
        "findings": _rows(view, _FINDINGS, thing, _MOST_PROJECTS),
    }
    labelled = [area, *_iris(values, "projects", "documents", "indicators")]
    return Shown("agency.html", name, values | {"labels": view.names(*labelled)}, thing.value)


def _section(view: View, thing: NamedNode, section: tuple[str, str, str, tuple[str, ...]]) -> dict[str, Any] | None:
    """The answer to one question as tables, the widest scope first, each with a chart of its last year."""
    question, code, name, others = section
    answer = ask(view.graph.reader, question_named(question), {"agency": thing.value})
    tables = [_table(view, question, pivot) for pivot in pivots(answer, code, name, others)]
    return {"question": question, "title": view.say(f"section-{question}"), "tables": tables} if tables else None


def _table(view: View, question: str, pivot: Pivot) -> dict[str, Any]:
    unit = unit_for(pivot.amounts, view.asked.parameters.get("unit"))
    members = [*(iri for key in pivot.keys for iri in (key.code, *key.others)), *(c.phase for c in pivot.columns)]
    codes = _codes(view, question, pivot)
    labels = view.names(pivot.scope, *codes.values(), *(iri for iri in members if iri.startswith("http")))
    labels |= {key.name: labels[codes[key]] for key in pivot.keys if codes.get(key) in labels}
    names = {key: _name(key, labels, several=_several(pivot)) for key in pivot.keys}
    last = [column for column in pivot.columns if column.year == pivot.columns[-1].year]
    groups = _by_year(pivot, labels) if question == "total-spending" else pivot.groups(last, names)[:_MOST_BARS]
    shown = pivot.columns if question == "total-spending" else last
    legend = {phase_kind(column): labels.get(column.phase, "") for column in shown}
    chart = bars(f"{labels.get(pivot.scope, '')} {last[0].year}", groups, unit)
    return {
        "pivot": pivot, "unit": unit, "labels": labels, "names": names, "codes": codes, "chart": chart,
        "legend": legend, "year": last[0].year,
    }  # fmt: skip


def _codes(view: View, question: str, pivot: Pivot) -> dict[Key, str]:
    """The codes that rows are about, so that they can be named in the reader's language."""
    scheme = _SCHEMES.get(question)
    return {key: view.graph.names.iris.code(scheme, key.code) for key in pivot.keys} if scheme else {}


def _several(pivot: Pivot) -> bool:
    """Whether codes alone do not tell its rows apart."""
    return len({key.code for key in pivot.keys}) < len(pivot.keys)


def _name(key: Key, labels: Mapping[str, str], *, several: bool) -> str:
    """The name of a row; what else tells it apart is told where the code does not."""
    name = labels.get(key.name, key.name)
    total = "https://w3id.org/cnfiscal/def#T"
    others = [labels.get(iri, "") for iri in key.others if iri not in (total, key.name)] if several else []
    return " · ".join(part for part in (name, *others) if part)


def _by_year(pivot: Pivot, labels: Mapping[str, str]) -> list[Any]:
    """Total spending: a group for each year and row, a bar for each phase."""
    turned = []
    for year in dict.fromkeys(column.year for column in pivot.columns):
        columns = [column for column in pivot.columns if column.year == year]
        several = len(pivot.keys) > 1
        names = {key: f"{year} {_name(key, labels, several=True)}" if several else year for key in pivot.keys}
        turned += pivot.groups(columns, names)
    return turned


def _relatives(view: View, thing: NamedNode) -> dict[str, list[Row]]:
    """The bodies above and below it."""
    rows = view.graph.rows(_RELATIVES.format(agency=thing))
    return {name: [row for row in rows if value(row["above"]) == told] for name, told in _SIDES.items()}


def _rows(view: View, query: str, thing: NamedNode, most: int) -> list[Row]:
    return view.graph.rows(query.format(agency=thing, window=f"LIMIT {most}", language=view.language))


def _list(view: View, thing: NamedNode, part: str) -> dict[str, Any]:
    query = {"projects": _PROJECTS, "indicators": _INDICATORS, "findings": _FINDINGS}[part]
    rows = view.graph.rows(query.format(agency=thing, window=view.window, language=view.language))
    labels = view.names(*(value(row.get(name)) for row in rows for name in ("class", "phase", "project")))
    unit = unit_for([_yuan(row) for row in rows], view.asked.parameters.get("unit"))
    return {
        "part": part,
        "rows": rows[:PER_PAGE],
        "labels": labels,
        "unit": unit,
        "pages": view.paged(more=len(rows) > PER_PAGE),
    }


def _yuan(row: Row) -> Decimal | None:
    return amount(row.get("yuan"))


def _iris(values: Mapping[str, Any], *names: str) -> list[str]:
    columns = ("kind", "scope", "phase", "class", "project")
    return [value(row.get(column)) for name in names for row in values[name] for column in columns]
