"""Reading a store to the last block. RocksDB checks a block's checksum when it is read, and only then.

Oxigraph keeps quads in six indexes (SPOG POSG OSPG GSPO GPOS GOSP) and strings in a table of their own. The bound
terms of a pattern decide which index answers it, so each index is read by binding its leading terms. Counting is
left to the engine, which is five times as quick at it as Python.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kg.errors import EnvironmentUnusable

_BATCH = 1000


def count_in_every_index(store: Store) -> int:
    """The number of quads, the same by every index. A damaged block raises what pyoxigraph raises."""
    graphs = list(store.named_graphs())
    total = len(store)
    unnamed = _count(store, "?s ?p ?o")
    counts = {
        "SPOG": unnamed + _count(store, "GRAPH ?g { ?s ?p ?o }"),
        "GSPO": unnamed + sum(_count(store, _within(graph, "?s ?p ?o")) for graph in graphs),
        "POSG": unnamed + _by_predicate(store, "GRAPH ?g { ?s ?p ?o }"),
        "GPOS": _by_predicate(store, "?s ?p ?o")
        + sum(_by_predicate(store, _within(graph, "?s ?p ?o")) for graph in graphs),
        "OSPG": unnamed + _by_object(store, "GRAPH ?g { ?s ?p ?o }"),
        "GOSP": _by_object(store, "?s ?p ?o") + sum(_by_object(store, _within(g, "?s ?p ?o")) for g in graphs),
    }
    for index, count in counts.items():
        if count != total:
            raise EnvironmentUnusable(
                f"the store is damaged: {count} quads in the index {index}, {total} in all.",
                advice="Build it again, or go back to a backup.",
            )
    _read_strings(store)
    return total


def _within(graph: NamedNode | BlankNode, pattern: str) -> str:
    return f"GRAPH {graph} {{ {pattern} }}"


def _count(store: Store, pattern: str) -> int:
    (solution,) = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")  # type: ignore[misc]
    return int(solution["n"].value)


def _distinct(store: Store, variable: str, pattern: str) -> Iterator[NamedNode | BlankNode | Literal | Triple]:
    for solution in store.query(f"SELECT DISTINCT ?{variable} WHERE {{ {pattern} }}"):  # type: ignore[union-attr]
        yield solution[variable]


def _by_predicate(store: Store, pattern: str) -> int:
    predicates = list(_distinct(store, "p", pattern))
    return sum(_count(store, pattern.replace("?p", str(predicate))) for predicate in predicates)


def _by_object(store: Store, pattern: str) -> int:
    """VALUES holds no blank nodes (SPARQL 1.1 rule 65), and none names one in a query: those are counted together."""
    total = _count(store, f"{pattern} FILTER(isBlank(?o))")
    named = (term for term in _distinct(store, "o", pattern) if not isinstance(term, BlankNode | Triple))
    for batch in _batches(named):
        total += _count(store, f"VALUES ?o {{ {' '.join(map(str, batch))} }} {pattern}")
    return total


def _batches(terms: Iterable[object]) -> Iterator[list[object]]:
    source = iter(terms)
    while batch := list(islice(source, _BATCH)):
        yield batch


def _read_strings(store: Store) -> None:
    for _ in _distinct(store, "s", "GRAPH ?g { ?s ?p ?o }"):
        pass
