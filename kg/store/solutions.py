"""From pyoxigraph's results, which belong to the thread and the store they came from, to values that belong to nobody.

Such a result must be gone before this module returns or raises: dropped by another thread, as happens when a
garbage collection there finds it in the frames of an old traceback, it is never freed and keeps its store open;
used by another thread, it ends the process. So no frame here keeps one: they are consumed without a generator and
deleted on every way out.
"""

from collections import deque
from itertools import count
from typing import IO, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat

from kg.store.protocol import Result, Rows, Sink


def gathered(answer: QuerySolutions | QueryBoolean | QueryTriples) -> Result:
    """The whole answer as a value."""
    try:
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        if isinstance(answer, QueryTriples):
            return tuple(answer)
        variables = tuple(variable.value for variable in answer.variables)
        return Rows(variables, tuple(map(tuple, answer)))
    finally:
        del answer


def serialized(
    answer: QuerySolutions | QueryBoolean | QueryTriples,
    formats: tuple[QueryResultsFormat | None, RdfFormat | None],
    out: Sink,
) -> str:
    """Write the answer to ``out``; its media type, or where the format for its kind is missing, the kind."""
    tabular, graphic = formats
    file = cast("IO[bytes]", out)  # pyoxigraph writes and flushes, no more
    try:
        if isinstance(answer, QueryTriples):
            if graphic is None:
                return "graph"
            answer.serialize(file, format=graphic)
            return graphic.media_type
        if tabular is None:
            return "table"
        answer.serialize(file, format=tabular)
        return tabular.media_type
    finally:
        del answer


def counted(answer: QuerySolutions | QueryBoolean | QueryTriples) -> int:
    """The number of solutions of a SELECT query, none of which is kept."""
    numbers = count()
    try:
        if not isinstance(answer, QuerySolutions):
            raise TypeError("only a SELECT query has solutions to count")
        deque(zip(answer, numbers, strict=False), maxlen=0)
    finally:
        del answer
    return next(numbers)
