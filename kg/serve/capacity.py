"""How much a server gives to its clients: every limit, its value unless it is said, and the word it is told by."""

from dataclasses import dataclass

from kg.workers import MIB, Limits

QUERY = Limits(seconds=30, memory=2048 * MIB)
"""What one query may use."""
UPDATE = Limits(seconds=300, memory=4096 * MIB)
"""What one update may use."""
COPY = Limits(seconds=6 * 3600, memory=8192 * MIB)
"""What copying and reading through a store may use."""


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """Counts, bytes and seconds of a server.

    In each of two lanes ``processes`` queries run at once and ``waiting`` more may wait ``patience`` seconds;
    ``depth`` is how deep a query may nest; ``held_bytes`` of long answers may lie on the disk for clients that are
    still reading; ``remembered_bytes`` of short answers are kept to be given again. A client has ``head_seconds`` for
    a request's head, ``body_seconds`` for its body, ``idle_seconds`` between requests, ``stall_seconds`` for a part of
    an answer and ``send_seconds`` for all of it.
    """

    processes: int = 2
    waiting: int = 32
    patience: float = 10.0
    depth: int = 100
    request_bytes: int = MIB
    update_bytes: int = 64 * MIB
    answer_bytes: int = 64 * MIB
    held_bytes: int = 1024 * MIB
    remembered_bytes: int = 64 * MIB
    connections: int = 20_000
    head_bytes: int = 64 * 1024
    head_seconds: float = 20.0
    body_seconds: float = 30.0
    idle_seconds: float = 60.0
    stall_seconds: float = 30.0
    send_seconds: float = 900.0


UNSAID = Capacity()
"""What a server has unless it is said."""
