"""Answers that were given already: a generation never changes, so what is asked again is answered again the same way.

Only short answers are kept, the least recently asked for go first, and none outlives its generation.
"""

import re
from collections import OrderedDict
from collections.abc import Hashable

from kg.serve.outlet import Reply

_NAMES = ("now", "rand", "uuid", "bnode")
_VARIES = re.compile(r"\b(?:now|rand|uuid|struuid|bnode)\b")
_LONGEST = 10_000
_OVERHEAD = 500
"""Bytes that an entry takes beside its answer and its question."""


def is_repeatable(query: str) -> bool:
    """Whether a query has one answer, and is short enough to be kept: it calls nothing that gives another each time."""
    if len(query) > _LONGEST:
        return False
    lowered = query.lower()
    return not any(name in lowered for name in _NAMES) or _VARIES.search(lowered) is None


class Answers:
    """At most so many bytes of answers."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._generation = 0
        self._kept: OrderedDict[Hashable, tuple[Reply, int]] = OrderedDict()
        self.given = 0

    def find(self, generation: int, question: Hashable) -> Reply | None:
        """The answer to ``question`` that this generation gave."""
        if generation != self._generation:
            self._kept.clear()
            self._bytes, self._generation = 0, generation
        found = self._kept.get(question)
        if found is None:
            return None
        self._kept.move_to_end(question)
        self.given += 1
        return found[0]

    def keep(self, generation: int, question: Hashable, reply: Reply, question_bytes: int) -> None:
        """Keep an answer, unless it is a long one or of a generation that is served no more."""
        _, length, _, file, _ = reply
        if generation != self._generation or file or question in self._kept:
            return
        size = length + question_bytes + _OVERHEAD
        if size > self._most:
            return
        self._kept[question] = (reply, size)
        self._bytes += size
        while self._bytes > self._most:
            _, (_, dropped) = self._kept.popitem(last=False)
            self._bytes -= dropped
