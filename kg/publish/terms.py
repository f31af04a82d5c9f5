"""Writing small RDF files by short names: descriptions of a release, not its data."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.query.vocabulary import prefixes

_OTHERS = {
    "as": "https://www.w3.org/ns/activitystreams#",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
"""Vocabularies that only a release uses."""

Value: TypeAlias = NamedNode | Literal
Said: TypeAlias = tuple[str, Value]
"""A property by its short name, and a value."""


def namespaces() -> dict[str, str]:
    """Every namespace a release uses, by prefix."""
    return {**prefixes(), **_OTHERS}


def term(short: str) -> NamedNode:
    """The IRI of a short name: ``dcat:Dataset``."""
    prefix, _, local = short.partition(":")
    return NamedNode(namespaces()[prefix] + local)


def typed(value: str | int, datatype: str) -> Literal:
    """A literal of a datatype of XML Schema: ``typed(5, "integer")``."""
    return Literal(str(value), datatype=term(f"xsd:{datatype}"))


def words(name: str, zh: str, en: str) -> tuple[Said, Said]:
    """A property in both languages."""
    return (name, Literal(zh, language="zh")), (name, Literal(en, language="en"))


def about(subject: NamedNode, kind: str, *said: Said) -> Iterator[Triple]:
    """What is said of a subject of a class."""
    yield Triple(subject, term("rdf:type"), term(kind))
    for name, value in said:
        yield Triple(subject, term(name), value)


def turtle(triples: Iterable[Triple]) -> bytes:
    """Triples as Turtle, in their order."""
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=namespaces()) or b""
