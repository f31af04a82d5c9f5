"""The members of the dimensions, as ``ontology/dimensions.csv`` lists them: names for people, IRIs for the graph."""

from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg import paths
from kg.paths.lists import lines

CNF = "https://w3id.org/cnfiscal/def#"
"""The namespace of the vocabulary."""


class Member(NamedTuple):
    """A member: its notation, its IRI, its names."""

    notation: str
    iri: NamedNode
    zh: str
    en: str


@lru_cache(maxsize=1)
def dimensions() -> dict[str, tuple[Member, ...]]:
    """The members of each dimension, in the order of the list."""
    found: dict[str, list[Member]] = {}
    for line in lines(paths.ontology() / "dimensions.csv", ["dimension", "member", "iri", "zh", "en"], others=True):
        member = Member(line["member"], NamedNode(CNF + line["iri"]), line["zh"], line["en"])
        found.setdefault(line["dimension"], []).append(member)
    return {dimension: tuple(members) for dimension, members in found.items()}


def member_named(dimension: str, text: str) -> Member | None:
    """The member with this notation or name in either language, whatever the case."""
    wanted = text.casefold()
    for member in dimensions()[dimension]:
        if wanted in {member.notation.casefold(), member.zh.casefold(), member.en.casefold()}:
            return member
    return None


@lru_cache(maxsize=1)
def _notations() -> dict[tuple[str, str], str]:
    return {
        (dimension, member.iri.value): member.notation
        for dimension, members in dimensions().items()
        for member in members
    }


def notation(dimension: str, iri: str) -> str | None:
    """The notation of the member of ``dimension`` that ``iri`` names."""
    return _notations().get((dimension, iri))
