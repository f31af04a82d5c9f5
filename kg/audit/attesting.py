"""Which codes are printed with which names, by how many disclosures, in which years and regions.

It reads a built graph. What comes out has the columns of ``ontology/codes/attestations.csv`` first and then what the
codebook says, so that a reviewer can take rows over as evidence and see what the book lacks or contradicts.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.codebooks import Codebook, plain, scheme_of, standing, unnumbered
from kg.query.lookup import rows
from kg.store import GraphReader

_ROWS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?code ?name ?file WHERE {
  ?row cnf:printedCode ?code ; rdfs:label ?name ; cnf:table/dcterms:isPartOf ?file }
"""
_OTHERS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?other ?file WHERE { ?row cnf:otherCode ?other ; cnf:table/dcterms:isPartOf ?file }
"""
_MENTIONS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?code ?name ?file WHERE {
  ?mention a cnf:CodeMention ; cnf:printedCode ?code ; rdfs:label ?name ; dcterms:isPartOf ?file }
"""
_FILES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
SELECT ?file ?year ?area WHERE {
  ?disclosure dcat:distribution ?file ; cnf:fiscalYear ?year ; cnf:agency ?agency .
  OPTIONAL { ?agency cnf:area/skos:notation ?area } }
"""


class Attested(NamedTuple):
    """A code and a name that disclosures print, and how they stand against the codebook.

    ``regions`` are codes of provinces; ``standing`` is that of the latest year it is printed in, ``book_name`` the
    codebook's name for that year.
    """

    scheme: str
    code: str
    name: str
    documents: int
    years: tuple[int, ...]
    regions: tuple[str, ...]
    standing: str
    certain: bool
    book_name: str


def attested(store: GraphReader, book: Codebook) -> list[Attested]:
    """Every pair of code and name in rows and sentences, by classification and code, the commonest name first."""
    facts = {file: (int(year), area[:2] + "0000" if area else "") for file, year, area in _texts(store, _FILES)}
    seen: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for code, name, file in _pairs(store):
        scheme = scheme_of(code)
        if scheme is not None and name and file in facts:
            seen[scheme, code, plain(name)].add(file)
    result = [_attested(key, files, facts, book) for key, files in seen.items()]
    return sorted(result, key=lambda one: (one.scheme, one.code, -one.documents, one.name))


def _attested(
    key: tuple[str, str, str], files: set[str], facts: dict[str, tuple[int, str]], book: Codebook
) -> Attested:
    scheme, code, name = key
    years = tuple(sorted({facts[file][0] for file in files}))
    regions = tuple(sorted({facts[file][1] for file in files} - {""}))
    verdict = standing(book, scheme, code, name, years[-1])
    known = verdict.known[0].name if verdict.known else ""
    return Attested(scheme, code, name, len(files), years, regions, verdict.standing.value, verdict.certain, known)


def _pairs(store: GraphReader) -> Iterator[tuple[str, str, str]]:
    for query in (_ROWS, _MENTIONS):
        for code, label, file in _texts(store, query):
            yield code, unnumbered(re.sub(rf"^\[?{code}\]?\s*[-—－]*\s*", "", label)), file
    for other, file in _texts(store, _OTHERS):
        code, _, name = other.partition(" ")
        yield code, name, file


def _texts(store: GraphReader, query: str) -> Iterator[list[str]]:
    for row in rows(store, query).rows:
        yield [term.value if isinstance(term, Literal | NamedNode) else "" for term in row]
