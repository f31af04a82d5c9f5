"""Where things are printed: files, and in each the tables, rows, columns and passages."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.publish.selecting import Row, keyed, select, word
from kg.store import GraphReader

_FILES = """SELECT * WHERE {
  GRAPH ?graph { ?file cnf:sha256 ?sha ; dcterms:title ?name . ?disclosure dcat:distribution ?file }
  ?disclosure cnf:disclosureKind ?kind }"""
_TABLES = """SELECT ?table ?title ?number ?unit WHERE { ?table a cnf:Table ; cnf:number ?number .
  OPTIONAL { ?table cnf:reportedUnit ?unit } OPTIONAL { ?table dcterms:title ?title } }"""
_ROWS = """SELECT DISTINCT ?row ?table ?label ?line ?page ?code ?source ?total WHERE {
  ?claim cnf:row ?row . ?row cnf:table ?table .
  OPTIONAL { ?row cnf:printedCode ?code }
  OPTIONAL { ?row rdfs:label ?label } OPTIONAL { ?row cnf:line ?line } OPTIONAL { ?row cnf:page ?page }
  OPTIONAL { ?row cnf:codeSource ?source } OPTIONAL { ?row cnf:totalRow ?total } }"""
_COLUMNS = "SELECT DISTINCT ?column ?label WHERE { ?claim cnf:column ?column . OPTIONAL { ?column rdfs:label ?label } }"
_PASSAGES = """SELECT ?passage ?line ?page WHERE { ?passage a cnf:Passage .
  OPTIONAL { ?passage cnf:line ?line } OPTIONAL { ?passage cnf:page ?page } }"""
_CELL = re.compile(r"/r(\d+)/c(\d+)(?:/\d+)?$")
_OFFSET = re.compile(r"/o(\d+)(?:/\d+)?$")

WHERE = """OPTIONAL { ?at cnf:passage ?passage } OPTIONAL { ?at cnf:row ?row } OPTIONAL { ?at cnf:table ?table }
  OPTIONAL { ?at cnf:line ?line } OPTIONAL { ?at cnf:page ?page }"""
"""The pattern that tells where ``?at`` stands, as :meth:`Places.spot` reads it."""


class File(NamedTuple):
    """A file, or the part of one that is one disclosure, with the graphs of what it says and of its checks."""

    iri: str
    name: str
    sha256: str
    kind: str
    disclosure: str
    claims: str

    @property
    def checks(self) -> str:
        """The graph of what the checks found in it."""
        return f"{self.claims.removesuffix('/claims')}/checks"

    @property
    def cells(self) -> Row:
        """The columns that name the file."""
        return {"document": self.name, "sha256": self.sha256}


def files(store: GraphReader) -> list[File]:
    """Every file, ordered by checksum, then by part."""
    found = (
        File(row["file"], row["name"], row["sha"], word("kind", row["kind"]), row["disclosure"], row["graph"])
        for row in select(store, _FILES)
    )
    return sorted(found, key=lambda file: (file.sha256, len(file.iri), file.iri))


class Places:
    """The places of one file."""

    def __init__(self, store: GraphReader, file: File) -> None:
        def all_of(query: str, name: str) -> dict[str, Row]:
            return keyed(select(store, query, file.claims), name)

        self._tables, self._rows = all_of(_TABLES, "table"), all_of(_ROWS, "row")
        self._columns, self._passages = all_of(_COLUMNS, "column"), all_of(_PASSAGES, "passage")

    def of_claim(self, claim: Row) -> Row:
        """The columns that tell where a claim stands and in what unit."""
        return self._sentence(claim) if claim["passage"] else self._cell(claim)

    def _cell(self, claim: Row) -> Row:
        row = self._rows.get(claim["row"]) or {**dict.fromkeys(("label", "code", "source", "total"), ""), **claim}
        table = self._tables[row["table"]]
        at, column = _CELL.search(claim["at"]), self._columns.get(claim["column"])
        return {
            "code_source": _code_source(row),
            "reported_unit": word("unit", claim["unit"] or table["unit"]),
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

    def _sentence(self, claim: Row) -> Row:
        passage, at = self._passages[claim["passage"]], _OFFSET.search(claim["at"])
        nowhere = ("code_source", "table_title", "row_header", "column_header", "table", "row", "cell")
        return {
            **dict.fromkeys(nowhere, ""),
            "reported_unit": word("unit", claim["unit"]),
            "is_total_row": "no",
            "source": "prose",
            "page": passage["page"],
            "line": passage["line"],
            "offset": at[1] if at else "",
        }

    def spot(self, thing: Row) -> Row:
        """Table, page and line of anything that is placed by a passage, by a row or by a table."""
        place = self._passages.get(thing["passage"]) or self._rows.get(thing["row"]) or thing
        table = self._tables.get(thing["table"] or place.get("table", ""))
        return {
            "table": table["number"] if table else "",
            "page": place["page"],
            "line": place["line"],
        }


def _code_source(row: Row) -> str:
    """How a row has its code; a code that is printed and no more is stated without a source."""
    return word("codeSource", row["source"], "printed" if row["code"] else "")


def of_every_file(store: GraphReader) -> Iterator[tuple[File, Places]]:
    """Every file with its places, one at a time."""
    for file in files(store):
        yield file, Places(store, file)
