"""What a read worker does: answer one query on a snapshot that nobody writes, and keep it open for the next."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.errors import LimitExceeded
from kg.serve.negotiation import Choice
from kg.serve.requests import QueryRequest
from kg.store import GraphStore


class Reply(NamedTuple):
    """A whole answer."""

    media_type: str
    body: bytes


def answer(snapshot: Path, request: QueryRequest, choice: Choice, most_bytes: int) -> Reply:
    """The answer to ``request``, in the type of ``choice`` that fits it, if it is no longer than ``most_bytes``.

    Raises ``QuerySyntax``, ``QueryError``, ``BadParameter`` where no type of ``choice`` fits, or ``LimitExceeded``.
    """
    tabular = QueryResultsFormat.from_media_type(choice.tabular) if choice.tabular else None
    graphic = RdfFormat.from_media_type(choice.graphic) if choice.graphic else None
    reply = Reply(*_store(snapshot).serialize(request.query, (tabular, graphic), dataset=request.dataset))
    if len(reply.body) > most_bytes:
        raise LimitExceeded(f"the answer is longer than {most_bytes} bytes.", advice="Ask for less, or set a LIMIT.")
    return reply


@lru_cache(maxsize=1)
def _store(snapshot: Path) -> GraphStore:
    return GraphStore.open(snapshot, read_only=True)
