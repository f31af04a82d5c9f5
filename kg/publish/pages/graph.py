"""Reading a store for pages: rows as mappings, what a thing says of itself, and names of things in either language."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.publish.pages.addresses import Names
from kg.query.members import dimensions
from kg.rdf.iris import BASE, Iris
from kg.store import GraphReader, Rows, Term

Row: TypeAlias = Mapping[str, Term | None]
_PREFIXES = """
PREFIX cnf: <https://w3id.org/cnfiscal/def#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <http://schema.org/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xkos: <http://rdf-vocabulary.ddialliance.org/xkos#>
"""
_BATCH = 500
_NAMES = """SELECT ?thing ?name WHERE {{ VALUES ?thing {{ {things} }}
  ?thing rdfs:label|skos:prefLabel|dcterms:title ?name }}"""


def value(term: Term | None) -> str:
    """The text of a literal, the IRI of a node, nothing for nothing."""
    return getattr(term, "value", "") if term is not None else ""


def amount(term: Term | None) -> Decimal | None:
    """The number that a literal states, if it states one."""
    try:
        number = Decimal(value(term))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


class Graph:
    """A store that pages are made from; its reader answers SPARQL 1.1 over the union of all graphs."""

    def __init__(self, reader: GraphReader) -> None:
        self.reader = reader

    @cached_property
    def names(self) -> Names:
        """The IRIs of this store: their base is told by the graph that states the version of the vocabulary."""
        found = self.rows("SELECT ?g WHERE { GRAPH ?g { ?g owl:versionInfo ?version } } LIMIT 1")
        ending = "graph/ontology"
        iri = value(found[0]["g"]) if found else ""
        return Names(Iris(iri.removesuffix(ending) if iri.endswith(ending) else BASE))

    def rows(self, query: str) -> list[Row]:
        """The answer to a SELECT query, which may use the usual prefixes."""
        answer = self.reader.query(_PREFIXES + query)
        if not isinstance(answer, Rows):
            raise TypeError("a SELECT query answers with rows")
        return [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]

    def about(self, thing: NamedNode, most: int = 1000) -> dict[str, list[Term]]:
        """What is said of a thing, by property."""
        found: dict[str, list[Term]] = {}
        for row in self.rows(f"SELECT ?p ?o WHERE {{ {thing} ?p ?o }} LIMIT {most}"):
            if row["o"] is not None:
                found.setdefault(value(row["p"]), []).append(row["o"])
        return found

    def labels(self, things: Iterable[str], language: str) -> dict[str, str]:
        """The names of things in a language, or in another where there is none in it."""
        wanted = list(dict.fromkeys(things))
        found = {iri: _members()[iri][language] for iri in wanted if iri in _members()}
        asked = [node for iri in wanted if iri not in found and (node := node_of(iri))]
        told: dict[str, list[Literal]] = {}
        for batch in _batches(asked):
            for row in self.rows(_NAMES.format(things=" ".join(map(str, batch)))):
                if isinstance(row["name"], Literal):
                    told.setdefault(value(row["thing"]), []).append(row["name"])
        return found | {iri: best(names, language) for iri, names in told.items()}


def best(names: Iterable[Term], language: str) -> str:
    """The name in a language, or without one, or in any; of several the first in order."""
    literals = [name for name in names if isinstance(name, Literal)]
    order = {language: 0, None: 1}
    chosen = min(literals, key=lambda name: (order.get(name.language, 2), name.value), default=None)
    return chosen.value if chosen else ""


def node_of(iri: str) -> NamedNode | None:
    """The node of this IRI; ``None`` where it is none."""
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def _batches(nodes: list[NamedNode]) -> Iterator[list[NamedNode]]:
    for start in range(0, len(nodes), _BATCH):
        yield nodes[start : start + _BATCH]


@lru_cache(maxsize=1)
def _members() -> dict[str, dict[str, str]]:
    """The names of the members of dimensions, which every store shares."""
    return {
        member.iri.value: {"zh": member.zh, "en": member.en} for several in dimensions().values() for member in several
    }
