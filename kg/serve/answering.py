"""What a read worker does: answer one query on a generation that nobody writes, and keep it open for the next."""

from pathlib import Path
from typing import TypeAlias

from pyoxigraph import DefaultGraph, NamedNode, QueryResultsFormat, RdfFormat

from kg.errors import BadParameter, QueryError
from kg.serve.outlet import Outlet, Reply, Terms
from kg.store import Dataset, GraphStore, has_word, nests_deeper

_OPEN: dict[str, GraphStore] = {}


Manner: TypeAlias = tuple[str | None, str | None, str, int]
"""The types that fit a table and a graph, the IRI that relative ones are resolved against, how deep a query may nest.

Plain, as ``Terms`` are.
"""


def opened(folder: str) -> GraphStore:
    """The generation in ``folder``; the one that was open before is closed first."""
    if folder not in _OPEN:
        for store in _OPEN.values():
            store.close()
        _OPEN.clear()
        _OPEN[folder] = GraphStore.open(Path(folder), read_only=True)
    return _OPEN[folder]


def prepare(folder: str) -> int:
    """Open the generation in ``folder``; the number of its quads."""
    return opened(folder).count()


def require_runnable(text: str, depth: int) -> None:
    """Refuse a query that nests too deep for the engine, or asks for the network; raises ``QueryError``."""
    if nests_deeper(text, depth):
        raise QueryError(f"the query nests more than {depth} deep.", advice="Write it flatter.")
    if has_word(text, "SERVICE"):
        raise QueryError(
            "SERVICE is not answered here: this endpoint reaches no network.", advice="Ask the other endpoint yourself."
        )


def answer(folder: str, terms: Terms, query: str, dataset: Dataset | None, manner: Manner) -> Reply:
    """The answer to ``query`` over ``dataset``, in the type of ``manner`` that fits it.

    Raises ``QuerySyntax``, ``QueryError``, ``BadParameter`` where no type fits, or ``LimitExceeded``.
    """
    tabular, graphic, base, depth = manner
    require_runnable(query, depth)
    formats = (
        QueryResultsFormat.from_media_type(tabular) if tabular else None,
        RdfFormat.from_media_type(graphic) if graphic else None,
    )
    outlet = Outlet(terms)
    media_type = opened(folder).serialize(query, formats, outlet, dataset=dataset, base=base)
    return outlet.reply(media_type)


def graph(folder: str, terms: Terms, name: NamedNode | None, media_type: str) -> Reply | None:
    """The graph of this name, or the default graph; ``None`` where there is no such graph."""
    store = opened(folder)
    form = RdfFormat.from_media_type(media_type)
    if form is None:
        raise BadParameter(f"{media_type} is no format for a graph.", place="format")
    if name is not None and not store.holds(name):
        return None
    outlet = Outlet(terms)
    store.write_graph(name or DefaultGraph(), form, outlet)
    return outlet.reply(media_type)
