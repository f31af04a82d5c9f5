"""The page of a file with its tables as they are printed, of one of its tables, and of its sentences with amounts."""

from collections.abc import Iterator
from typing import Any

from pyoxigraph import NamedNode

from kg.errors import BadParameter
from kg.publish.pages.graph import Row, value
from kg.publish.pages.places import page_of_row
from kg.publish.pages.tables import Line, Printed, printed
from kg.publish.pages.view import PER_PAGE, Shown, View
from kg.rdf.iris import CNF

_FILE = """SELECT ?disclosure ?name ?agency ?year ?kind ?scope WHERE {{
  ?disclosure dcat:distribution {file} ; dcterms:title ?name ; cnf:agency ?agency ; cnf:fiscalYear ?year ;
              cnf:disclosureKind ?kind ; cnf:scope ?scope }}"""
_TABLES = """SELECT ?table ?number ?title ?unit ?status ?reason ?rows WHERE {{
  {{ SELECT ?table (COUNT(?row) AS ?rows) WHERE {{
    ?table dcterms:isPartOf {file} ; a cnf:Table . OPTIONAL {{ ?row cnf:table ?table }} }} GROUP BY ?table }}
  ?table cnf:number ?number ; cnf:tableStatus ?status .
  OPTIONAL {{ ?table dcterms:title ?title }} OPTIONAL {{ ?table cnf:reportedUnit ?unit }}
  OPTIONAL {{ ?table cnf:reason ?reason }} }} ORDER BY ?number"""
_ONE = """SELECT ?number ?title ?unit ?status ?reason ?file WHERE {{
  {table} dcterms:isPartOf ?file ; cnf:number ?number ; cnf:tableStatus ?status .
  OPTIONAL {{ {table} dcterms:title ?title }} OPTIONAL {{ {table} cnf:reportedUnit ?unit }}
  OPTIONAL {{ {table} cnf:reason ?reason }} }} LIMIT 1"""
_PASSAGES = """SELECT ?passage ?line ?page ?text WHERE {{
  ?passage dcterms:isPartOf {file} ; a cnf:Passage ; cnf:text ?text .
  OPTIONAL {{ ?passage cnf:line ?line }} OPTIONAL {{ ?passage cnf:page ?page }}
  }} ORDER BY ?line ?passage {window}"""
_FINDINGS = """SELECT ?result ?message ?severity ?cell WHERE {{ GRAPH {checks} {{
  ?result a sh:ValidationResult ; sh:resultMessage ?message ; sh:resultSeverity ?severity ; sh:focusNode ?cell }}
  FILTER(LANG(?message) = "{language}") }} ORDER BY ?severity ?result LIMIT 500"""
_COUNTS = ("numericCells", "claimCount", "labelCells", "factCells", "refusedCells", "blankCells", "proseAmounts")


def document(view: View, thing: NamedNode) -> Shown:
    """A file: what discloses it, its account, and its tables, as many as fit on a page of a thousand rows."""
    about = view.graph.about(thing)
    name = value(next(iter(about.get("http://purl.org/dc/terms/title", [])), None)) or thing.value
    if view.asked.parameters.get("part") == "text":
        return Shown("passages.html", name, _passages(view, thing), thing.value)
    disclosures = view.graph.rows(_FILE.format(file=thing))
    tables = view.graph.rows(_TABLES.format(file=thing))
    sheets = list(_sheets(tables))
    if view.page > max(1, len(sheets)):
        raise BadParameter("there is no such page.", place="page", advice=f"There are {len(sheets)}.")
    here = sheets[view.page - 1] if sheets else []
    values = {
        "disclosures": disclosures,
        "tables": tables,
        "here": here,
        "printed": printed(view, [value(row["table"]) for row in here], thing.value),
        "counts": {name: value(about[CNF + name][0]) for name in _COUNTS if CNF + name in about},
        "findings": _findings(view, thing),
        "labels": view.names(*_named(disclosures, "agency", "kind", "scope"), *_named(tables, "unit", "status")),
        "pages": view.paged(more=view.page < len(sheets)),
        "most": PER_PAGE,
    }
    return Shown("document.html", name, values, thing.value)


def table(view: View, thing: NamedNode) -> Shown:
    """One table, a thousand rows at a time."""
    (row,) = view.graph.rows(_ONE.format(table=thing)) or [{}]
    file = value(row.get("file"))
    whole = printed(view, [thing.value], file)[thing.value]
    last = max((_number(line) for line in whole.lines), default=0)
    if view.page > max(1, page_of_row(last)):
        raise BadParameter("there is no such page.", place="page", advice=f"There are {page_of_row(last)}.")
    part = Printed(whole.columns, [line for line in whole.lines if page_of_row(_number(line)) == view.page])
    document_name = view.names(file).get(file, file)
    values = {
        "table": row,
        "file": file,
        "document": document_name,
        "printed": part,
        "labels": view.names(*_named([row], "unit", "status")),
        "pages": view.paged(more=page_of_row(last) > view.page),
    }
    title = value(row.get("title")) or view.say("table-number", number=value(row.get("number")))
    return Shown("table.html", f"{title} – {document_name}", values, thing.value)


def _number(row: dict[str, Line]) -> int:
    return next(iter(row.values())).number


def _sheets(tables: list[Row]) -> Iterator[list[Row]]:
    """The tables of each page: as many as stay below a thousand rows, one at least."""
    sheet: list[Row] = []
    rows = 0
    for one in tables:
        count = int(value(one["rows"]))
        if sheet and rows + count > PER_PAGE:
            yield sheet
            sheet, rows = [], 0
        sheet.append(one)
        rows += count
    if sheet:
        yield sheet


def _passages(view: View, thing: NamedNode) -> dict[str, Any]:
    rows = view.graph.rows(_PASSAGES.format(file=thing, window=view.window))
    return {"passages": rows[:PER_PAGE], "pages": view.paged(more=len(rows) > PER_PAGE)}


def _findings(view: View, thing: NamedNode) -> list[Row]:
    iris = view.graph.names.iris
    checks = f"<{iris.graphs}{thing.value.removeprefix(iris.ids)}/checks>"
    return view.graph.rows(_FINDINGS.format(checks=checks, language=view.language))


def _named(rows: list[Row], *columns: str) -> list[str]:
    return [value(row.get(column)) for row in rows for column in columns if row.get(column) is not None]
