"""Where an agents' server listens, and whom it lets in."""

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple

from kg.serve.capacity import Capacity


class Doors(NamedTuple):
    """Where HTTP is taken, and the hosts and origins that requests may name besides this machine's own."""

    host: str
    port: int
    hosts: Sequence[str] = ()
    origins: Sequence[str] = ()

    @property
    def written(self) -> str:
        """The host as it stands in an address."""
        return f"[{self.host}]" if ":" in self.host else self.host


class Serving(NamedTuple):
    """What a server gives to its clients, who is told its port when it has begun, and what ends it."""

    capacity: Capacity
    begun: Callable[[int], None]
    stop: asyncio.Event
