"""Reading a store to the last block. RocksDB checks a block's checksum when it is read, and only then.

Oxigraph keeps quads in six indexes (SPOG POSG OSPG GSPO GPOS GOSP) and strings in a table of their own. The bound
terms of a pattern decide which index answers it, so each index is read by binding its leading term. Only queries
that give their solutions one by one are used: on a damaged block Oxigraph's iterators fail again and again without
end, and whatever gathers solutions first (COUNT, ORDER BY, a hash join) takes memory until the system dies.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kg.errors import EnvironmentUnusable
from kg.store.solutions import counted

_Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
_BATCH = 1000


def count_in_every_index(store: Store) -> int:
    """The number of quads, the same by every index. A damaged block raises what pyoxigraph raises."""
    subjects, predicates, objects, total = _scan(store, None)
    graphs = tuple(store.named_graphs())
    unnamed = _solutions(store, "?s ?p ?o")
    counts = dict.fromkeys(("GSPO", "GPOS", "GOSP"), unnamed) | {
        "SPOG": unnamed + _bound(store, "s", subjects, "GRAPH ?g { ?s ?p ?o }"),
        "POSG": unnamed + _bound(store, "p", predicates, "GRAPH ?g { ?s ?p ?o }"),
        "OSPG": unnamed + _bound(store, "o", objects, "GRAPH ?g { ?s ?p ?o }"),
    }
    for graph in graphs:
        pattern = f"GRAPH {graph} {{ ?s ?p ?o }}"
        _, predicates, objects, size = _scan(store, graph)
        counts["GSPO"] += size
        counts["GPOS"] += _bound(store, "p", predicates, pattern)
        counts["GOSP"] += _bound(store, "o", objects, pattern)
    for index, count in counts.items():
        if count != total:
            raise EnvironmentUnusable(
                f"the store is damaged: {count} quads in the index {index}, {total} in all.",
                advice="Build it again, or go back to a backup.",
            )
    return total


def _scan(store: Store, graph: NamedNode | BlankNode | None) -> tuple[set[_Term], set[_Term], set[_Term], int]:
    """The subjects, predicates and objects of a graph, or of all, and the number of quads."""
    subjects: set[_Term] = set()
    predicates: set[_Term] = set()
    objects: set[_Term] = set()
    size = 0
    for quad in store.quads_for_pattern(None, None, None, graph):
        subjects.add(quad.subject)
        predicates.add(quad.predicate)
        objects.add(quad.object)
        size += 1
    return subjects, predicates, objects, size


def _bound(store: Store, variable: str, terms: set[_Term], pattern: str) -> int:
    """The number of solutions of ``pattern`` with ``variable`` bound to each of ``terms`` in turn.

    No query can name a blank node, and triple terms are not SPARQL 1.1: patterns with those are counted by filter.
    """
    named = (term for term in terms if isinstance(term, NamedNode | Literal))
    total = sum(
        _solutions(store, f"VALUES ?{variable} {{ {' '.join(map(str, batch))} }} {pattern}")
        for batch in _batches(named)
    )
    if any(isinstance(term, BlankNode | Triple) for term in terms):
        total += _solutions(store, f"{pattern} FILTER(!isIRI(?{variable}) && !isLiteral(?{variable}))")
    return total


def _solutions(store: Store, pattern: str) -> int:
    """The number of solutions; no variable is projected, so no string is fetched for them."""
    return counted(store.query(f"SELECT (1 AS ?one) WHERE {{ {pattern} }}"))


def _batches(terms: Iterable[_Term]) -> Iterator[list[_Term]]:
    source = iter(terms)
    while batch := list(islice(source, _BATCH)):
        yield batch
