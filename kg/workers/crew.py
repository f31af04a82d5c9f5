"""Workers for a server: kept warm, lent one call at a time, replaced where a call killed or spoilt them.

A call that is cancelled, because nobody waits for its answer any more, ends the process it runs in.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Generic, NamedTuple, TypeVar, TypeVarTuple, cast

from kg.errors import EnvironmentUnusable, LimitExceeded
from kg.workers.child import Reply
from kg.workers.limits import Limits
from kg.workers.link import Call, Link, closed

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_PAUSE_AFTER_FAILED_START = 1.0
_PREPARING = 60.0


class Preparation(NamedTuple):
    """What every worker does before its first call."""

    function: Callable[..., object]
    args: tuple[object, ...]


class Done(NamedTuple, Generic[T]):
    """What a call gave, and the processor time it took."""

    result: T
    seconds: float


class Size(NamedTuple):
    """How many workers, how many seconds a call waits for one, and how many calls one is sent beside that it runs."""

    processes: int
    patience: float
    ahead: int = 0


class _Waiting(NamedTuple):
    call: Call
    patience: asyncio.TimerHandle


class Crew:
    """Workers of one kind. ``start`` it, and ``close`` it in the same event loop.

    A call that is sent ahead waits for the one that runs, so that is for calls that all end soon. It loses nothing
    where that one kills the worker: it is asked again of another.
    """

    def __init__(self, limits: Limits, size: Size, preparation: Preparation) -> None:
        self._limits = limits
        self._size = size
        self._preparation = preparation
        self._links: set[Link] = set()
        self._ready: set[Link] = set()
        self._idle: list[Link] = []
        self._waiting: deque[_Waiting] = deque()
        self._background: set[asyncio.Task[None]] = set()
        self._closed = False
        self.replaced = 0

    async def start(self) -> None:
        """Start every worker; raises what its preparation raised."""
        async with contextlib.AsyncExitStack() as failed:
            failed.push_async_callback(self.close)
            for _ in range(self._size.processes):
                link = await self._new()
                (await self._prepared(link)).unpacked()
                self._take_on(link)
            failed.pop_all()

    async def run(self, function: Callable[[*Ts], T], *args: *Ts) -> Done[T]:
        """``function(*args)`` in a worker; raises what it raised, LimitExceeded, or TimeoutError if none was free."""
        if self._closed:
            raise LimitExceeded("the workers are closed.")
        call = Call(function, args)
        self._give(call)
        try:
            reply = await call.reply
        except asyncio.CancelledError:
            self._abandon(call)
            raise
        return Done(cast("T", reply.unpacked()), reply.seconds)

    async def prepare(self, preparation: Preparation) -> None:
        """Have the idle workers prepare anew, and those that are started from now on."""
        self._preparation = preparation
        idle, self._idle = self._idle, []
        await asyncio.gather(*map(self._prepared, idle))

    async def close(self) -> None:
        """Kill every worker; a call under way ends with LimitExceeded."""
        self._closed = True
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        for link in tuple(self._links):
            await self._end(link)
        while self._waiting:
            self._next().tell(closed())

    def numbers(self) -> tuple[int, ...]:
        """The ids of the processes."""
        return tuple(link.number for link in self._links)

    # which worker has which call -----------------------------------------------------------------------------

    def freed(self, link: Link) -> None:
        """Give it what waits."""
        while self._waiting and link.calls <= self._size.ahead and not link.lost:
            link.begin(self._next())
        if not link.calls and not link.lost:
            self._idle.append(link)

    def spoilt(self, link: Link, unbegun: list[Call]) -> None:
        """Start another in its place; what it was to do next comes before all that waits."""
        self._ready.discard(link)
        if link in self._idle:
            self._idle.remove(link)
        for call in reversed(unbegun):
            self._give(call, first=True)
        self._later(self._replace(link))

    def _give(self, call: Call, *, first: bool = False) -> None:
        if self._idle:
            self._idle.pop().begin(call)
            return
        least = min(self._ready, key=lambda link: link.calls, default=None) if self._size.ahead else None
        if least is not None and least.calls <= self._size.ahead:
            least.begin(call)
            return
        waiting = _Waiting(call, asyncio.get_running_loop().call_later(self._size.patience, self._turn_away, call))
        self._waiting.insert(0 if first else len(self._waiting), waiting)

    def _next(self) -> Call:
        waiting = self._waiting.popleft()
        waiting.patience.cancel()
        return waiting.call

    def _turn_away(self, call: Call) -> None:
        self._forget(call)
        if not call.reply.done():
            call.reply.set_exception(TimeoutError())

    def _abandon(self, call: Call) -> None:
        self._forget(call)
        for link in tuple(self._ready):
            link.abandon(call)

    def _forget(self, call: Call) -> None:
        for waiting in self._waiting:
            if waiting.call is call:
                waiting.patience.cancel()
                self._waiting.remove(waiting)
                return

    # starting and ending -------------------------------------------------------------------------------------

    async def _new(self) -> Link:
        try:
            link = await Link.start(self._limits)
        except OSError as error:
            raise EnvironmentUnusable(f"no worker can be started: {error.strerror}.") from error
        self._links.add(link)
        return link

    async def _prepared(self, link: Link) -> Reply:
        """What the preparation came to; a busy machine may need longer for it than for a call that must be quick."""
        return await link.call(*self._preparation, seconds=max(_PREPARING, self._limits.seconds))

    def _take_on(self, link: Link) -> None:
        link.owner = self
        self._ready.add(link)
        self.freed(link)

    async def _replace(self, link: Link) -> None:
        await self._end(link)
        self.replaced += 1
        while not self._closed:
            with contextlib.suppress(EnvironmentUnusable):
                fresh = await self._new()
                await self._prepared(fresh)  # what is refused here is refused, and told, in the next call
                if not fresh.lost:
                    self._take_on(fresh)
                    return
                await self._end(fresh)
            await asyncio.sleep(_PAUSE_AFTER_FAILED_START)

    async def _end(self, link: Link) -> None:
        self._links.discard(link)
        await link.close()

    def _later(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


async def run_alone(function: Callable[[*Ts], T], *args: *Ts, limits: Limits) -> T:
    """``function(*args)`` in a process of its own; raises its KgError, or LimitExceeded."""
    link = await Link.start(limits)
    try:
        return cast("T", (await link.call(function, args)).unpacked())
    finally:
        await link.close()
