"""Asking a query of some bodies at a time, so that the answers fit in memory however large the store.

A query that begins at its bodies and goes on from what is known by then costs the same for them in a store of any size:
see ``tests/audit/test_scale.py``.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from pyoxigraph import NamedNode

from kg.query.header import fill, slots
from kg.rdf.iris import Iris
from kg.store import GraphReader, Rows

T = TypeVar("T")
_BODIES = 200
"""So few that their rows take tens of megabytes and the query stays short for a server, so many that asking is no cost.

It must stay far below 10,000: the planner of Oxigraph then takes other patterns for the shorter way to begin.
"""
_KNOWN = """SELECT ?agency WHERE {
  VALUES ?agency { UNDEF }
  ?agency a <http://www.w3.org/ns/org#FormalOrganization> }"""
_AGENCIES = "SELECT ?body WHERE { ?body a <http://www.w3.org/ns/org#FormalOrganization> } ORDER BY ?body"


def bodies(store: GraphReader) -> tuple[NamedNode, ...]:
    """Every body of a store, sorted."""
    answer = store.query(_AGENCIES)
    rows = answer.rows if isinstance(answer, Rows) else ()
    return tuple(row[0] for row in rows if isinstance(row[0], NamedNode))


def known_bodies(store: GraphReader, agencies: Iterable[str], iris: Iris) -> set[str]:
    """Which of some bodies (ids) a store knows."""
    given = tuple(NamedNode(iris.agency(agency)) for agency in sorted(agencies))
    found = {row[0] for answer in answers(store, _KNOWN, given) for row in answer.rows}
    return {agency for agency in agencies if NamedNode(iris.agency(agency)) in found}


def batches(of: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    """As many of these at a time as one query is asked of."""
    for first in range(0, len(of), _BODIES):
        yield of[first : first + _BODIES]


def answers(store: GraphReader, query: str, of: tuple[NamedNode, ...]) -> Iterator[Rows]:
    """The answers to a SELECT query with a slot for ``?agency``, filled with some bodies after others.

    A query without the slot is asked once.
    """
    for some in batches(of) if "agency" in slots(query) else ((),):
        answer = store.query(fill(query, "agency", " ".join(map(str, some))))
        if isinstance(answer, Rows):
            yield answer
