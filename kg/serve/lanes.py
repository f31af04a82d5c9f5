"""Two lanes, so that queries that take long do not keep those waiting that do not.

How long a query takes shows only when it has run. So what is remembered is its shape, which is its text without its
IRIs, literals and numbers: a shape that was quick goes to workers that answer nothing else, and everything else to
workers of its own, which give way when both want the processor. A shape can mislead, be it made to: so a query in the
quick lane has a short time there, and then its worker is killed, it is run again in the other lane, and its shape is
not taken for quick any more.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from enum import Enum
from typing import TypeVar, TypeVarTuple

from kg.errors import OutOfTime
from kg.serve.requests import Refusal
from kg.workers.crew import Crew, Done, Preparation

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_QUICK_SECONDS = 0.25
"""Of the processor, so that a query is not slow because others are."""
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


def shape_of_page(kind: str) -> str:
    """The shape of pages of a kind."""
    return f"page {kind}"


class Lane:
    """Workers, what they do with a new generation, and the queue before them."""

    def __init__(self, crew: Crew, prepare: Callable[[str], int], most: int) -> None:
        self.crew = crew
        self._prepare = prepare
        self.most = most
        self.running = 0

    async def run(self, function: Callable[[*Ts], T], *args: *Ts) -> Done[T]:
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

    async def prepare(self, folder: str) -> None:
        """Have the workers open another generation."""
        await self.crew.prepare(Preparation(self._prepare, (folder,)))


class _Pace(Enum):
    """What is known of a shape; the last is for good."""

    QUICK = "quick"
    SLOW = "slow"
    MISLED = "misled"


class Misled(Exception):
    """A query outran the time of the quick lane; run again, it goes to the other one."""


class Lanes:
    """Chooses the lane of each query, and remembers how long it took.

    Shapes of ``trusted`` are taken for quick until they are not: nobody but this program wrote them.
    """

    def __init__(self, quick: Lane, other: Lane, trusted: Iterable[str] = ()) -> None:
        self._quick = quick
        self._other = other
        self._trusted = frozenset(trusted)
        self._known: OrderedDict[str, _Pace] = OrderedDict.fromkeys(self._trusted, _Pace.QUICK)
        self.misled = 0

    @property
    def running(self) -> int:
        """How many queries run or wait."""
        return self._quick.running + self._other.running

    @property
    def replaced(self) -> int:
        """How many workers were killed or lost."""
        return self._quick.crew.replaced + self._other.crew.replaced

    async def run(self, shape: str, function: Callable[[*Ts], T], *args: *Ts) -> T:
        """``function(*args)`` in the lane for ``shape``; raises ``Misled`` where it has to be run again."""
        lane = self._quick if self._known.get(shape) is _Pace.QUICK else self._other
        try:
            done = await lane.run(function, *args)
        except OutOfTime:
            if lane is self._other:
                raise
            self.misled += 1
            self._note(shape, _Pace.SLOW if shape in self._trusted else _Pace.MISLED)
            raise Misled from None
        self._note(shape, _Pace.QUICK if done.seconds < _QUICK_SECONDS else _Pace.SLOW)
        return done.result

    async def unhurried(self, function: Callable[[*Ts], T], *args: *Ts) -> T:
        """``function(*args)`` in the lane for what takes its time."""
        return (await self._other.run(function, *args)).result

    async def prepare(self, folder: str) -> None:
        """Have all workers open another generation."""
        await self._quick.prepare(folder)
        await self._other.prepare(folder)

    def _note(self, shape: str, pace: _Pace) -> None:
        if self._known.get(shape) is not _Pace.MISLED:
            self._known[shape] = pace
        self._known.move_to_end(shape)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
