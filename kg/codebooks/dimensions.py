"""The members of each dimension as ``ontology/dimensions.csv`` has them: labels, local names, hierarchy."""

import csv
from functools import lru_cache
from typing import NamedTuple

from kg import paths


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
    with (paths.ontology() / "dimensions.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["dimension"], row["member"]): Member(
                row["dimension"], row["member"], row["iri"], row["broader"], row["export"], row["zh"], row["en"]
            )
            for row in csv.DictReader(file)
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
