"""The files that a store holds: all, or those of some contents, bodies or names, however many others there are."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.audit.batches import batches
from kg.model import Agency, Disclosure
from kg.query.header import fill
from kg.rdf.iris import Iris
from kg.rdf.naming import notation
from kg.store import GraphReader, Rows

_FILES = """
PREFIX cnf: <https://w3id.org/cnfiscal/def#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?file ?agencyName ?area ?year ?kind ?scope ?issued WHERE {
  %s
  ?disclosure dcat:distribution ?file ; cnf:agency ?agency ; cnf:fiscalYear ?year ;
              cnf:disclosureKind ?kind ; cnf:scope ?scope .
  ?agency rdfs:label ?agencyName .
  OPTIONAL { ?agency cnf:area ?area }
  OPTIONAL { ?file dcterms:issued ?issued }
}
"""
_OF = """
    VALUES ?given { UNDEF }
    %s
"""
_BY_CONTENT, _BY_BODY, _BY_NAME = (
    _FILES % (_OF % pattern)
    for pattern in (
        "?file cnf:sha256 ?given .",
        "?disclosure cnf:agency ?given ; dcat:distribution ?file .",
        "?disclosure dcat:distribution ?given . BIND(?given AS ?file)",
    )
)


class StoredFile(NamedTuple):
    """A file in the store, or a part of one, and the disclosure it belongs to; ``id`` ends its IRI.

    ``issued`` is the date on its cover, a month or a day, empty where none is printed.
    """

    id: str
    disclosure: Disclosure
    issued: str


def files(store: GraphReader) -> tuple[StoredFile, ...]:
    """Every file in the store."""
    return tuple(_read(store, _FILES % ""))


def files_with(store: GraphReader, contents: Iterable[str]) -> tuple[StoredFile, ...]:
    """The files, and parts of files, of some contents (SHA-256)."""
    return tuple(_given(store, _BY_CONTENT, map(Literal, sorted(contents))))


def files_of(store: GraphReader, agencies: Iterable[str], iris: Iris) -> tuple[StoredFile, ...]:
    """The files of the disclosures of some bodies (ids)."""
    return tuple(_given(store, _BY_BODY, (NamedNode(iris.agency(agency)) for agency in sorted(agencies))))


def files_named(store: GraphReader, ids: Iterable[str], iris: Iris) -> tuple[StoredFile, ...]:
    """The files, and parts of files, with these ids."""
    return tuple(_given(store, _BY_NAME, (NamedNode(iris.file(id_)) for id_ in sorted(ids))))


def _given(store: GraphReader, query: str, terms: Iterable[NamedNode | Literal]) -> Iterator[StoredFile]:
    for some in batches(tuple(terms)):
        yield from _read(store, fill(query, "given", " ".join(map(str, some))))


def _read(store: GraphReader, query: str) -> Iterator[StoredFile]:
    answer = store.query(query)
    for row in answer.rows if isinstance(answer, Rows) else ():
        file, name, area, year, kind, scope, issued = map(_value, row)
        told = {
            "agency": Agency(area=area.rsplit("/", 1)[-1], name=name),
            "year": int(year),
            "kind": notation("kind", kind),
            "scope": notation("scope", scope),
        }
        yield StoredFile(file.rsplit("/", 1)[1], Disclosure.model_validate(told), issued)


def _value(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
