"""Two lanes, so that queries that take long do not keep those waiting that do not.

How long a query takes shows only when it has run. So what is remembered is its shape, which is its text without its
IRIs, literals and numbers: a shape that was quick goes to workers that answer nothing else, and everything else to
workers of its own, which give way when both want the processor. A shape is quick no longer as soon as one query of
it is slow, not only when it ends.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TypeVar, TypeVarTuple

from kg.serve.requests import Refusal
from kg.workers.crew import Crew, Done, Preparation

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_QUICK_SECONDS = 0.25
"""Of the processor, so that a query is not slow because others are."""
_SLOW_SECONDS = 0.5
"""Of the clock, while it runs."""
_REMEMBERED = 10_000
_LONGEST = 10_000
_RETRY = "5"
_VARYING = re.compile(r"""<[^>]*>|"[^"]*"|'[^']*'|\d+|\s+""")


def shape_of(query: str) -> str:
    """The text of a query without what varies from one to the next; the start of a long one stands for it."""
    return _VARYING.sub(" ", query[:_LONGEST])


def shape_of_question(name: str) -> str:
    """The shape of a question of the catalogue, whatever the values it is asked with."""
    return f"ask {name}"


class Lane:
    """Workers, what they do with a new generation, and the queue before them."""

    def __init__(self, crew: Crew, prepare: Callable[[str], int], most: int) -> None:
        self.crew = crew
        self._prepare = prepare
        self.most = most
        self.running = 0

    async def run(self, begun: Callable[[], None], function: Callable[[*Ts], T], *args: *Ts) -> Done[T]:
        """``function(*args)`` in a worker; raises ``Refusal`` where too many wait, or one has waited too long."""
        if self.running >= self.most:
            words = f"{self.most} queries of this kind are running or waiting, and that is the limit."
            raise Refusal(503, words, Retry_After=_RETRY)
        self.running += 1
        try:
            return await self.crew.run(function, *args, begun=begun)
        except TimeoutError:
            raise Refusal(503, "no worker was free in the time a query may wait.", Retry_After=_RETRY) from None
        finally:
            self.running -= 1

    async def prepare(self, folder: str) -> None:
        """Have the workers open another generation."""
        await self.crew.prepare(Preparation(self._prepare, (folder,)))


class Lanes:
    """Chooses the lane of each query, and remembers how long it took.

    Shapes of ``trusted`` are taken for quick until they are not: nobody but this program wrote them.
    """

    def __init__(self, quick: Lane, other: Lane, trusted: Iterable[str] = ()) -> None:
        self._quick = quick
        self._other = other
        self._known: OrderedDict[str, bool] = OrderedDict.fromkeys(trusted, True)

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
        clock = _Clock(lambda: self._note(shape, quick=False))
        try:
            done = await lane.run(clock.start, function, *args)
        finally:
            clock.stop()
        self._note(shape, quick=done.seconds < _QUICK_SECONDS)
        return done.result

    async def prepare(self, folder: str) -> None:
        """Have all workers open another generation."""
        await self._quick.prepare(folder)
        await self._other.prepare(folder)

    def _note(self, shape: str, *, quick: bool) -> None:
        self._known[shape] = quick
        self._known.move_to_end(shape)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


class _Clock:
    """Tells when a query has run for so long that its shape is not quick."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(_SLOW_SECONDS, self._tell)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
