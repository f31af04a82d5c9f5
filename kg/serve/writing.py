"""What the one writing worker does: change the store, and make a copy of it to serve.

It holds the store for as long as the server runs. Killed in the middle of a change it leaves all of it or nothing.
"""

import time
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import DefaultGraph, NamedNode

from kg.errors import EnvironmentUnusable, StoreBusy
from kg.serve.requests import UpdateRequest
from kg.store import GraphStore, triples

_PATIENCE = 5.0
_PAUSE = 0.05
_HELD: dict[Path, GraphStore] = {}


class Sent(NamedTuple):
    """RDF that a client sent, of this media type."""

    media_type: str
    content: bytes


def hold(path: Path) -> GraphStore:
    """The store at ``path``, open for writing from now on."""
    if path not in _HELD:
        _HELD[path] = _opened(path)
    return _HELD[path]


def prepare(path: Path) -> int:
    """Hold the store; the number of its quads."""
    return hold(path).count()


def update(path: Path, request: UpdateRequest, base: str) -> None:
    """Run an update."""
    hold(path).update(request.update, base=base, dataset=request.dataset)


def put(path: Path, graph: NamedNode | None, sent: tuple[Sent, ...], replace: bool) -> bool:
    """Put triples into a graph, or into the default graph, instead of those in it if ``replace``.

    Whether the graph is new.
    """
    store = hold(path)
    base = graph.value if graph else None
    parsed = [quad for one in sent for quad in triples(one.content, one.media_type, base)]
    new = graph is not None and not store.holds(graph)
    store.put_graph(graph or DefaultGraph(), [quad.triple for quad in parsed], replace=replace)
    return new


def drop(path: Path, graph: NamedNode | None) -> bool:
    """Drop a graph, or empty the default graph; whether it was there."""
    store = hold(path)
    if graph is None:
        store.update("CLEAR DEFAULT")
        return True
    there = store.holds(graph)
    if there:
        store.update(f"DROP GRAPH {graph}")
    return there


def copy(path: Path, folder: Path) -> int:
    """Copy the held store to ``folder``; the number of quads, the same in both."""
    hold(path).backup(folder)
    return _same_count(folder, hold(path).count(), whole=False)


def copy_once(path: Path, folder: Path) -> int:
    """Copy the store at ``path`` to ``folder`` and read the copy through; the number of quads, the same in both.

    The store is held for the copy and the count only. Raises ``StoreBusy`` where it is not to be had.
    """
    with _opened(path) as store:
        store.backup(folder)
        quads = store.count()
    return _same_count(folder, quads, whole=True)


def _opened(path: Path) -> GraphStore:
    """The store, once it is free: another server may have it for the moment that its copy takes."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return GraphStore.open(path)
        except StoreBusy:
            if time.monotonic() > until:
                raise
        time.sleep(_PAUSE)


def _same_count(folder: Path, quads: int, *, whole: bool) -> int:
    """Refuse a copy that cannot be opened or read to its end, or holds less or more, before anything is answered."""
    with GraphStore.open(folder, read_only=True) as made:
        copied = made.scan() if whole else made.count()
    if copied != quads:
        raise EnvironmentUnusable(
            f"the copy to serve holds {copied} quads, the store {quads}.",
            place=str(folder),
            advice="Check the disk, and serve again.",
        )
    return quads
