"""What a server is told: which store to serve, where to listen, and within which limits."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.serve.capacity import QUERY, UNSAID, UPDATE, Capacity
from kg.workers import Limits


class Updates(NamedTuple):
    """Where updates are taken, and the token that allows them."""

    address: tuple[str, int]
    token: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What to serve and how; ``watch`` is how many seconds lie between two looks at the store, 0 for never.

    ``url`` is the address people reach it at, ending in a slash, where that is not the address of each request;
    ``withdrawn`` are the IRIs of things that were published and are no more.
    """

    store: Path
    address: tuple[str, int] = ("127.0.0.1", 7878)
    updates: Updates | None = None
    query: Limits = QUERY
    update: Limits = UPDATE
    capacity: Capacity = UNSAID
    access_log: Path | None = None
    watch: float = 2.0
    url: str | None = None
    withdrawn: frozenset[str] = frozenset()
