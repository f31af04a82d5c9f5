"""The members of each dimension as ``ontology/dimensions.csv`` has them: labels, local names, hierarchy."""

from functools import lru_cache
from typing import NamedTuple

from kg import paths
from kg.paths.lists import lines


class Member(NamedTuple):
    """A member of a dimension: its notation, the local name of its IRI, the wider member, how exports name it."""

    dimension: str
    notation: str
    iri: str
    broader: str
    export: str
    zh: str
    en: str


@lru_cache(maxsize=1)
def members() -> dict[tuple[str, str], Member]:
    """Every member by dimension and notation."""
    columns = ["dimension", "member", "iri", "broader", "export", "zh", "en"]
    return {
        (line["dimension"], line["member"]): Member(*(line[column] for column in columns))
        for line in lines(paths.ontology() / "dimensions.csv", columns, others=True)
    }


def local_name(dimension: str, notation: str) -> str:
    """The local name of a member's IRI in the vocabulary (``fund``, ``all-fiscal`` → ``AllFiscal``)."""
    return members()[dimension, notation].iri


@lru_cache(maxsize=1024)
def wider(dimension: str, notation: str) -> tuple[str, ...]:
    """The members that contain this one, nearest first; none for a dimension without a hierarchy."""
    found: list[str] = []
    member = members().get((dimension, notation))
    broader = member.broader if member else ""
    while broader:
        found.append(broader)
        broader = members()[dimension, broader].broader
    return tuple(found)
