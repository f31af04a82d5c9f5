"""Which media type an answer has: RFC 9110 section 12.5.1, for the types SPARQL 1.1 gives answers in."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

TABULAR = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
"""For SELECT and ASK, the preferred first."""

GRAPHIC = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/n-quads",
    "application/trig",
)
"""For CONSTRUCT and DESCRIBE; the last two are those of datasets, with the graph as their default graph."""

_ALIASES = {
    "application/json": TABULAR[0],
    "application/xml": TABULAR[1],
    "text/xml": TABULAR[1],
    "text/plain": GRAPHIC[1],
}


class Choice(NamedTuple):
    """The media types of a table and of a graph; ``None`` where none would do."""

    tabular: str | None
    graphic: str | None


def best(accept: str | None, offered: Sequence[str]) -> str | None:
    """The one of ``offered`` that a client prefers who accepts this; ``None`` where none would do."""
    return _best(_ranges(accept), offered)


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client takes answers compressed."""
    ranges = [_range(part) for part in accept_encoding.split(",") if part.strip()]
    named = [quality for name, quality in ranges if name == "gzip"] or [q for name, q in ranges if name == "*"]
    return bool(named) and max(named) > 0


@lru_cache(maxsize=256)
def choose(accept: str | None) -> Choice:
    """What to send to a client that accepts this."""
    ranges = [(_ALIASES.get(name, name), quality) for name, quality in _ranges(accept)]
    return Choice(_best(ranges, TABULAR), _best(ranges, GRAPHIC))


def _ranges(accept: str | None) -> list[tuple[str, float]]:
    return [_range(part) for part in (accept or "*/*").split(",") if part.strip()]


def _range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            return name, _quality(value.strip())
    return name, 1.0


def _quality(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def _best(ranges: Sequence[tuple[str, float]], offered: Sequence[str]) -> str | None:
    qualities = {media_type: _quality_of(media_type, ranges) for media_type in offered}
    best = max(offered, key=lambda media_type: qualities[media_type])
    return best if qualities[best] > 0 else None


def _quality_of(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers the type."""
    for covering in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        found = [quality for name, quality in ranges if name == covering]
        if found:
            return max(found)
    return 0.0
