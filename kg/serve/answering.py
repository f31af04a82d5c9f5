"""What a read worker does: answer one query on a generation that nobody writes, and keep it open for the next."""

from pathlib import Path
from typing import NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, QueryResultsFormat, RdfFormat

from kg.errors import BadParameter, QueryError
from kg.serve.negotiation import Choice
from kg.serve.outlet import Outlet, Reply, Terms
from kg.serve.requests import QueryRequest
from kg.store import GraphStore, has_word, nests_deeper

_OPEN: dict[str, GraphStore] = {}


class Manner(NamedTuple):
    """The types that fit an answer, the IRI that relative ones are resolved against, how deep a query may nest."""

    choice: Choice
    base: str
    depth: int


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


def answer(folder: str, terms: Terms, request: QueryRequest, manner: Manner) -> Reply:
    """The answer to ``request``, in the type of ``manner`` that fits it.

    Raises ``QuerySyntax``, ``QueryError``, ``BadParameter`` where no type fits, or ``LimitExceeded``.
    """
    if nests_deeper(request.query, manner.depth):
        raise QueryError(f"the query nests more than {manner.depth} deep.", advice="Write it flatter.")
    if has_word(request.query, "SERVICE"):
        raise QueryError(
            "SERVICE is not answered here: this endpoint reaches no network.", advice="Ask the other endpoint yourself."
        )
    tabular, graphic = manner.choice
    formats = (
        QueryResultsFormat.from_media_type(tabular) if tabular else None,
        RdfFormat.from_media_type(graphic) if graphic else None,
    )
    outlet = Outlet(terms)
    media_type = opened(folder).serialize(request.query, formats, outlet, dataset=request.dataset, base=manner.base)
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
