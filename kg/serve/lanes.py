"""Two lanes, so that queries that take long do not keep those waiting that do not.

How long a query takes shows only when it has run. So what is remembered is its shape, which is its text without its
IRIs, literals and numbers: a shape that was quick goes to workers that answer nothing else, and everything else to
workers of its own, which give way when both want the processor. A shape is quick no longer as soon as one query of
it is slow, not only when it ends.
"""

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from kg.serve.requests import Refusal
from kg.workers.crew import Crew, Preparation

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_QUICK_SECONDS = 0.25
_REMEMBERED = 10_000
_LONGEST = 10_000
_RETRY = "5"
_VARYING = re.compile(r"""<[^>]*>|"[^"]*"|'[^']*'|\d+|\s+""")


def shape_of(query: str) -> str:
    """The text of a query without what varies from one to the next; the start of a long one stands for it."""
    return _VARYING.sub(" ", query[:_LONGEST])


class Lane:
    """Workers and the queue before them."""

    def __init__(self, crew: Crew, most: int) -> None:
        self.crew = crew
        self.most = most
        self.running = 0

    async def run(self, function: Callable[[*Ts], T], *args: *Ts) -> T:
        """``function(*args)`` in a worker; raises ``Refusal`` where too many wait, or one has waited too long."""
        if self.running >= self.most:
            words = f"{self.most} queries of this kind are running or waiting, and that is the limit."
            raise Refusal(503, words, Retry_After=_RETRY)
        self.running += 1
        try:
            return await self.crew.run(function, *args)
        except TimeoutError:
            raise Refusal(503, "no worker was free in the time a query may wait.", Retry_After=_RETRY) from None
        finally:
            self.running -= 1


class Lanes:
    """Chooses the lane of each query, and remembers how long it took."""

    def __init__(self, quick: Lane, other: Lane) -> None:
        self._quick = quick
        self._other = other
        self._known: OrderedDict[str, bool] = OrderedDict()

    @property
    def running(self) -> int:
        """How many queries run or wait."""
        return self._quick.running + self._other.running

    @property
    def replaced(self) -> int:
        """How many workers were killed or lost."""
        return self._quick.crew.replaced + self._other.crew.replaced

    async def run(self, shape: str, function: Callable[[*Ts], T], *args: *Ts) -> T:
        """``function(*args)`` in the lane for ``shape``."""
        lane = self._quick if self._known.get(shape) else self._other
        slow = asyncio.get_running_loop().call_later(_QUICK_SECONDS * 2, self._note, shape, False)
        began = time.monotonic()
        try:
            done = await lane.run(function, *args)
            self._note(shape, time.monotonic() - began < _QUICK_SECONDS)
            return done
        finally:
            slow.cancel()

    async def prepare(self, preparation: Preparation) -> None:
        """Have all workers prepare anew."""
        await self._quick.crew.prepare(preparation)
        await self._other.crew.prepare(preparation)

    def _note(self, shape: str, quick: bool) -> None:
        self._known[shape] = quick
        self._known.move_to_end(shape)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
