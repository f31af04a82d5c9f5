"""The tidy export of claims and figures: one row each, plain columns, for R, Stata and pandas.

The columns, their order and conventions are a contract (``docs/export.md``). Amounts are exact decimals in yuan.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.query.answering import answered
from kg.rdf.naming import code, exported
from kg.store import GraphReader, Rows

CLAIM_COLUMNS = (
    "claim", "document", "sha256", "agency", "area", "scope", "fiscal_year", "kind", "phase", "flow", "fund",
    "revenue_code", "function_code", "economic_code", "government_economic_code", "code_source", "nature", "origin",
    "project", "item", "amount_yuan", "reported_text", "reported_unit", "quantum", "is_total_row", "source",
    "table_title", "row_header", "column_header", "page", "line", "table", "row", "cell", "offset", "figure",
    "agreement",
)  # fmt: skip
"""The columns of ``kg export claims``, in order."""

FIGURE_COLUMNS = (
    "figure", "cube", "agency", "area", "scope", "fiscal_year", "phase", "flow", "fund", "revenue_code",
    "function_code", "economic_code", "government_economic_code", "nature", "origin", "project", "event", "item",
    "funding_level", "term", "amount_yuan", "agreement", "chosen_by", "leaf", "headline", "claims",
)  # fmt: skip
"""The columns of ``kg export figures``, in order."""

_PREFIXES = """
PREFIX cnf: <https://w3id.org/cnfiscal/def#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <http://schema.org/>
"""
_FIGURES = """SELECT * WHERE {
  ?figure a cnf:Figure ; qb:dataSet ?cube ; cnf:agency ?agency ; cnf:scope ?scope ; cnf:fiscalYear ?year ;
          cnf:phase ?phase ; cnf:fund ?fund ; cnf:preferredAmount ?amount ; cnf:agreement ?agreement ;
          cnf:leaf ?leaf .
  OPTIONAL { ?figure cnf:chosenBy ?chosen } OPTIONAL { ?figure cnf:headline ?headline }
  OPTIONAL { ?figure cnf:flow ?flow } OPTIONAL { ?figure cnf:revenueCode ?revenue }
  OPTIONAL { ?figure cnf:functionalCode ?function } OPTIONAL { ?figure cnf:economicCode ?economic }
  OPTIONAL { ?figure cnf:governmentEconomicCode ?government } OPTIONAL { ?figure cnf:spendingNature ?nature }
  OPTIONAL { ?figure cnf:origin ?origin } OPTIONAL { ?figure cnf:item ?item }
  OPTIONAL { ?figure cnf:project ?project } OPTIONAL { ?figure cnf:event ?event }
  OPTIONAL { ?figure cnf:fundingLevel ?level } OPTIONAL { ?figure cnf:term ?term } }"""
_AGENCIES = """SELECT ?agency ?name ?area WHERE {
  ?agency rdfs:label ?name ; a org:FormalOrganization . OPTIONAL { ?agency cnf:area ?area } }"""
_NAMES = """SELECT ?thing ?name WHERE {
  VALUES ?type { schema:Project schema:Event } ?thing a ?type ; rdfs:label ?name }"""
_FILES = """SELECT ?file ?name ?sha ?kind WHERE { ?file dcterms:title ?name ; cnf:sha256 ?sha .
  ?disclosure dcat:distribution ?file ; cnf:disclosureKind ?kind }"""
_TABLES = """SELECT ?table ?file ?title ?number ?unit WHERE {
  ?table a cnf:Table ; dcterms:isPartOf ?file ; cnf:number ?number .
  OPTIONAL { ?table cnf:reportedUnit ?unit } OPTIONAL { ?table dcterms:title ?title } }"""
_ROWS = """SELECT DISTINCT ?row ?table ?label ?line ?page ?code ?source ?total WHERE {
  ?claim cnf:row ?row . ?row cnf:table ?table .
  OPTIONAL { ?row cnf:printedCode ?code }
  OPTIONAL { ?row rdfs:label ?label } OPTIONAL { ?row cnf:line ?line } OPTIONAL { ?row cnf:page ?page }
  OPTIONAL { ?row cnf:codeSource ?source } OPTIONAL { ?row cnf:totalRow ?total } }"""
_COLUMNS = "SELECT DISTINCT ?column ?label WHERE { ?claim cnf:column ?column . OPTIONAL { ?column rdfs:label ?label } }"
_COUNTS = "SELECT ?figure (COUNT(*) AS ?n) WHERE { ?c cnf:figure ?figure } GROUP BY ?figure"
_CLAIMS = """SELECT * WHERE { ?claim a cnf:Claim ; cnf:figure ?figure ; cnf:amount ?amount ; cnf:reportedText ?text ;
  cnf:quantum ?quantum .
  OPTIONAL { ?claim cnf:row ?row } OPTIONAL { ?claim cnf:column ?column } OPTIONAL { ?claim cnf:table ?table }
  OPTIONAL { ?claim cnf:passage ?passage } OPTIONAL { ?claim cnf:reportedUnit ?unit }
  OPTIONAL { ?claim cnf:line ?line } OPTIONAL { ?claim cnf:page ?page } }"""
_PASSAGES = """SELECT ?passage ?file ?line ?page WHERE { ?passage a cnf:Passage ; dcterms:isPartOf ?file .
  OPTIONAL { ?passage cnf:line ?line } OPTIONAL { ?passage cnf:page ?page } }"""


_CELL = re.compile(r"/r(\d+)/c(\d+)(?:/\d+)?$")
_OFFSET = re.compile(r"/o(\d+)(?:/\d+)?$")


class Export(NamedTuple):
    """A tidy table: its columns and its rows of text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def claims(store: GraphReader) -> Export:
    """Every claim of money, ordered by document, those of tables first, by table, row and cell, or line and offset."""
    figures, things, places = _keyed(store, _FIGURES, "figure"), _Things(store), _Places(store)
    found = [
        {
            **things.key(figures[claim["figure"]]),
            **places.of(claim),
            "claim": claim["claim"],
            "amount_yuan": claim["amount"],
            "reported_text": claim["text"],
            "quantum": claim["quantum"],
            "figure": claim["figure"],
            "agreement": exported("agreement", figures[claim["figure"]]["agreement"]),
        }
        for claim in _select(store, _CLAIMS)
    ]
    return _table(CLAIM_COLUMNS, sorted(found, key=_order))


def _order(row: dict[str, str]) -> tuple[object, ...]:
    numbers = ("table", "row", "cell", "page", "line", "offset")
    return (row["sha256"], row["source"] != "table", *(int(row[name] or 0) for name in numbers), row["claim"])


class _Places:
    """Where claims are printed: in rows of tables, in cells of forms, in sentences."""

    def __init__(self, store: GraphReader) -> None:
        self._files, self._tables = _keyed(store, _FILES, "file"), _keyed(store, _TABLES, "table")
        self._rows, self._columns = _keyed(store, _ROWS, "row"), _keyed(store, _COLUMNS, "column")
        self._passages = _keyed(store, _PASSAGES, "passage")

    def of(self, claim: dict[str, str]) -> dict[str, str]:
        """The columns that tell where a claim stands and in what unit."""
        if claim["passage"]:
            return self._sentence(claim)
        row = self._rows.get(claim["row"]) or {**dict.fromkeys(("label", "code", "source", "total"), ""), **claim}
        table = self._tables[row["table"]]
        at, column = _CELL.search(claim["claim"]), self._columns.get(claim["column"])
        return {
            **self._file(table["file"]),
            "code_source": exported("codeSource", row["source"]) if row["source"] else "printed" if row["code"] else "",
            "reported_unit": exported("unit", claim["unit"] or table["unit"]),
            "is_total_row": "yes" if row["total"] == "true" else "no",
            "source": "table",
            "table_title": table["title"],
            "row_header": row["label"],
            "column_header": column["label"] if column else "",
            "page": row["page"],
            "line": row["line"],
            "table": table["number"],
            "row": at[1] if at else "",
            "cell": at[2] if at else "",
            "offset": "",
        }

    def _sentence(self, claim: dict[str, str]) -> dict[str, str]:
        passage, at = self._passages[claim["passage"]], _OFFSET.search(claim["claim"])
        nowhere = ("code_source", "table_title", "row_header", "column_header", "table", "row", "cell")
        return {
            **self._file(passage["file"]),
            **dict.fromkeys(nowhere, ""),
            "reported_unit": exported("unit", claim["unit"]),
            "is_total_row": "no",
            "source": "prose",
            "page": passage["page"],
            "line": passage["line"],
            "offset": at[1] if at else "",
        }

    def _file(self, iri: str) -> dict[str, str]:
        file = self._files[iri]
        return {"document": file["name"], "sha256": file["sha"], "kind": exported("kind", file["kind"])}


def _code_source(row: dict[str, str]) -> str:
    """How a row has its code; a code that is printed and no more is stated without a source."""
    if row["source"]:
        return exported("codeSource", row["source"])
    return "printed" if row["code"] else ""


def figures(store: GraphReader) -> Export:
    """Every figure, ordered by body, year and key."""
    things = _Things(store)
    counts = {row["figure"]: row["n"] for row in _select(store, _COUNTS)}
    found = [
        {
            **things.key(figure),
            "figure": figure["figure"],
            "cube": figure["cube"].rsplit("/", 1)[1],
            "event": things.names.get(figure["event"], ""),
            "funding_level": exported("fundingLevel", figure["level"]) if figure["level"] else "",
            "term": exported("term", figure["term"]) if figure["term"] else "",
            "amount_yuan": figure["amount"],
            "agreement": exported("agreement", figure["agreement"]),
            "chosen_by": figure["chosen"],
            "leaf": figure["leaf"],
            "headline": figure["headline"] or "false",
            "claims": counts.get(figure["figure"], "0"),
        }
        for figure in _select(store, _FIGURES)
    ]
    found.sort(key=lambda r: (*(r[name] for name in FIGURE_COLUMNS[2:20]), r["figure"]))
    return _table(FIGURE_COLUMNS, found)


class _Things:
    """The names of what figures are about."""

    def __init__(self, store: GraphReader) -> None:
        self.agencies = _keyed(store, _AGENCIES, "agency")
        self.names = {row["thing"]: row["name"] for row in _select(store, _NAMES)}

    def key(self, figure: dict[str, str]) -> dict[str, str]:
        """The dimensions of a figure as exports name them. Money of projects and events is expenditure."""
        agency = self.agencies[figure["agency"]]
        project = bool(figure["project"])
        return {
            "agency": agency["name"],
            "area": _tail(agency["area"]),
            "scope": exported("scope", figure["scope"]),
            "fiscal_year": figure["year"],
            "phase": exported("phase", figure["phase"]),
            "flow": exported("flow", figure["flow"]) if figure["flow"] else "expenditure",
            "fund": exported("fund", figure["fund"]),
            "revenue_code": _code(figure["revenue"]),
            "function_code": _code(figure["function"]),
            "economic_code": _code(figure["economic"]),
            "government_economic_code": _code(figure["government"]),
            "nature": "project" if project else exported("nature", figure["nature"]) if figure["nature"] else "total",
            "origin": exported("origin", figure["origin"]) if figure["origin"] else "total",
            "project": self.names.get(figure["project"], "") or self.names.get(figure["event"], ""),
            "item": exported("item", figure["item"]) if figure["item"] else "",
        }


def _table(columns: tuple[str, ...], found: list[dict[str, str]]) -> Export:
    return Export(columns, tuple(tuple(row[name] for name in columns) for row in found))


def _code(iri: str) -> str:
    return code(iri) if iri else ""


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _keyed(store: GraphReader, query: str, name: str) -> dict[str, dict[str, str]]:
    return {row[name]: row for row in _select(store, query)}


def _select(store: GraphReader, query: str) -> Iterator[dict[str, str]]:
    rows = answered(store, _PREFIXES + query)
    if not isinstance(rows, Rows):
        raise TypeError("a SELECT query answers with rows")
    for row in rows.rows:
        yield {
            name: "" if term is None else getattr(term, "value", "")
            for name, term in zip(rows.variables, row, strict=True)
        }
