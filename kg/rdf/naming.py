"""From IRIs of members and codes back to their notations, and to the names that exports give them."""

from functools import lru_cache

from kg.codebooks import dimensions, notation_of
from kg.rdf.iris import CNF, TOTAL


@lru_cache(maxsize=1)
def _by_iri() -> dict[tuple[str, str], dimensions.Member]:
    return {(m.dimension, CNF + m.iri): m for m in dimensions.members().values()}


def notation(dimension: str, iri: str) -> str:
    """The notation of a member (``fund``, ``…#AllFiscal`` → ``all-fiscal``)."""
    return _by_iri()[dimension, iri].notation


def exported(dimension: str, iri: str) -> str:
    """The name of a member in the tidy exports (``docs/export.md``)."""
    return _by_iri()[dimension, iri].export


def export_words(dimension: str) -> tuple[str, ...]:
    """The names that the members of a dimension have in the tidy exports, each once, in the order of the list."""
    members = (member for member in dimensions.members().values() if member.dimension == dimension)
    return tuple(dict.fromkeys(member.export for member in members if member.export))


def code(iri: str) -> str:
    """The printed form of a code, whichever of its meanings the IRI names; of ``cnf:T``, which is none, nothing.

    Several that share an amount are joined by ``+``.
    """
    items = iri.rsplit("/", 1)[1].split("_")
    return "" if iri == TOTAL else "+".join(map(notation_of, items))
