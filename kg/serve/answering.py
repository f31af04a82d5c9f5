"""What a read worker does: one query on one snapshot, in the format that was asked for."""

from pathlib import Path
from typing import TypeVar

from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat

from kg.errors import BadParameter, QueryError
from kg.store import Dataset, GraphStore

T = TypeVar("T")
_ROWS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}


class NotAcceptable(QueryError):
    """None of the media types that the client takes fits the answer."""


def accepted(header: str) -> tuple[str, ...]:
    """The media types of an Accept header, best first (RFC 9110, section 12.5.1)."""
    weighed = []
    for at, part in enumerate(header.split(",")):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        if name and quality.replace(".", "", 1).isdigit() and quality.strip("0.") != "":
            weighed.append((-int(quality.replace(".", "").ljust(4, "0")[:4]), at, name.lower()))
    return tuple(name for _, _, name in sorted(weighed)) or ("*/*",)


def answer(
    snapshot: Path, text: str, types: tuple[str, ...], default: tuple[str, ...], named: tuple[str, ...]
) -> tuple[str, bytes]:
    """The media type and the bytes of an answer. Raises ``QuerySyntax``, ``QueryError`` or ``NotAcceptable``."""
    dataset = None
    if default or named:
        dataset = Dataset(tuple(map(NamedNode, default)), tuple(map(NamedNode, named)))

    with GraphStore.open(snapshot, read_only=True) as store:
        try:
            return store.serialize(text, (_best(types, _ROWS), _best(types, _GRAPHS)), dataset=dataset)
        except BadParameter as error:
            known = ", ".join([*_ROWS, *_GRAPHS])
            raise NotAcceptable(error.what, advice=f"Known are {known}.") from error


def _best(types: tuple[str, ...], known: dict[str, T]) -> T | None:
    """The format of the first media type that is known, wildcards included."""
    for wanted in types:
        for name, form in known.items():
            if wanted in (name, "*/*") or (wanted.endswith("/*") and name.startswith(wanted[:-1])):
                return form
    return None
