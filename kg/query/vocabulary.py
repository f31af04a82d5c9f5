"""The words that a query may use: the vocabulary of ``ontology/``, and what else the graph is made of.

Of namespaces that are not this project's the properties are those that the ontology and the mappings use; a store may
hold others, which is for the store to say.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode, RdfFormat, parse

from kg import paths
from kg.paths.lists import lines
from kg.query.members import CNF

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PROPERTY = re.compile(r"(?:owl|qb|rdf)#(?:Object|Datatype|Annotation|Dimension|Measure|Attribute|Coded)?Property$")
_OUTCOMES = ("passed", "failed", "inapplicable", "cantTell")
_CURIE = re.compile(r"^\s+- \[([a-z][a-z-]*):([A-Za-z]+),", re.MULTILINE)


class Vocabulary(NamedTuple):
    """IRIs: of properties, of classes, and of everything that has a name in ``cnf:``."""

    properties: frozenset[str]
    classes: frozenset[str]
    terms: frozenset[str]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """What ``ontology/`` names and the mappings use."""
    rules, counts = _rules()
    properties, classes, terms = _mapped() | counts, set[str](), rules | counts
    for path in sorted(paths.ontology().glob("*.ttl")):
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            properties.add(quad.predicate.value)
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(CNF):
                terms.add(quad.subject.value)
            if quad.predicate.value == RDF_TYPE and isinstance(quad.object, NamedNode):
                classes.add(quad.object.value)
                if quad.object.value.endswith("Property") and isinstance(quad.subject, NamedNode):
                    properties.add(quad.subject.value)
                if quad.object.value.endswith("#Class") and isinstance(quad.subject, NamedNode):
                    classes.add(quad.subject.value)
    return Vocabulary(frozenset(properties), frozenset(classes), frozenset(terms))


@lru_cache(maxsize=1)
def prefixes() -> dict[str, str]:
    """The namespaces of ``ontology/prefixes.csv`` by prefix."""
    stated = lines(paths.ontology() / "prefixes.csv", ["prefix", "namespace"])
    return {line["prefix"]: line["namespace"] for line in stated}


def short(iri: str) -> str:
    """``cnf:phase`` for the IRI of that property, or the IRI in brackets where no prefix is known."""
    return prefixed(iri) or f"<{iri}>"


@lru_cache(maxsize=4096)
def prefixed(iri: str) -> str | None:
    """``cnf:phase`` for the IRI of that property, if a prefix is known."""
    name = iri.removeprefix(space := namespace(iri))
    known = (prefix for prefix, one in prefixes().items() if one == space)
    return f"{prefix}:{name}" if re.fullmatch(r"[\w-]+", name) and (prefix := next(known, None)) else None


def namespace(iri: str) -> str:
    """All of an IRI before what a prefixed name keeps of it."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _rules() -> tuple[set[str], set[str]]:
    """The rules, and the properties that count their outcomes."""
    names = [line["rule"] for line in lines(paths.ontology() / "rules.csv", ["rule"], others=True)]
    return {f"{CNF}rule-{name}" for name in names}, {f"{CNF}{one}-{name}" for name in names for one in _OUTCOMES}


def _mapped() -> set[str]:
    known = prefixes()
    texts = (path.read_text(encoding="utf-8") for path in sorted((paths.mappings() / "rdf").glob("*.yml")))
    return {known[prefix] + name for text in texts for prefix, name in _CURIE.findall(text) if prefix in known}
