"""Workers for a server: kept warm, lent one call at a time, replaced where a call killed or spoilt them.

A call that is cancelled, because nobody waits for its answer any more, ends the process it runs in.
"""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Generic, NamedTuple, TypeVar, TypeVarTuple, cast

from kg.errors import EnvironmentUnusable, LimitExceeded
from kg.workers.child import Outcome
from kg.workers.limits import Limits
from kg.workers.link import Link

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_PAUSE_AFTER_FAILED_START = 1.0


class Preparation(NamedTuple):
    """What every worker does before its first call."""

    function: Callable[..., object]
    args: tuple[object, ...]


class Done(NamedTuple, Generic[T]):
    """What a call gave, and the processor time it took."""

    result: T
    seconds: float


class Crew:
    """``processes`` workers, for one of which a call waits ``patience`` seconds.

    ``start`` it, and ``close`` it in the same event loop.
    """

    def __init__(self, limits: Limits, processes: int, preparation: Preparation, patience: float) -> None:
        self._limits = limits
        self._processes = processes
        self._preparation = preparation
        self._patience = patience
        self._idle: asyncio.LifoQueue[Link] = asyncio.LifoQueue()
        self._links: set[Link] = set()
        self._background: set[asyncio.Task[None]] = set()
        self._closed = False
        self.replaced = 0

    async def start(self) -> None:
        """Start every worker; raises what its preparation raised."""
        async with contextlib.AsyncExitStack() as failed:
            failed.push_async_callback(self.close)
            for _ in range(self._processes):
                link = await self._new()
                (await link.call(*self._preparation)).unpacked()
                self._idle.put_nowait(link)
            failed.pop_all()

    async def run(self, function: Callable[[*Ts], T], *args: *Ts, begun: Callable[[], None] | None = None) -> Done[T]:
        """``function(*args)`` in a worker; raises what it raised, LimitExceeded, or TimeoutError if none was free.

        ``begun`` is called when there is a worker for it.
        """
        if self._closed:
            raise LimitExceeded("the workers are closed.")
        link = await self._free()
        if begun is not None:
            begun()
        healthy = False
        try:
            reply = await link.call(function, args)
            healthy = reply.outcome in (Outcome.DONE, Outcome.FAILED)
        finally:
            if healthy:
                self._idle.put_nowait(link)
            else:
                link.stop()
                self._later(self._replace(link))
        return Done(cast("T", reply.unpacked()), reply.seconds)

    async def prepare(self, preparation: Preparation) -> None:
        """Have the idle workers prepare anew, and those that are started from now on."""
        self._preparation = preparation
        for _ in range(self._idle.qsize()):
            link = self._idle.get_nowait()
            reply = await link.call(*preparation)
            if reply.outcome in (Outcome.DONE, Outcome.FAILED):
                self._idle.put_nowait(link)
            else:
                self._later(self._replace(link))

    async def close(self) -> None:
        """Kill every worker; a call under way ends with LimitExceeded."""
        self._closed = True
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        for link in tuple(self._links):
            await self._end(link)

    def numbers(self) -> tuple[int, ...]:
        """The ids of the processes."""
        return tuple(link.number for link in self._links)

    async def _free(self) -> Link:
        if not self._idle.empty():
            return self._idle.get_nowait()
        async with asyncio.timeout(self._patience):
            return await self._idle.get()

    async def _new(self) -> Link:
        try:
            link = await Link.start(self._limits)
        except OSError as error:
            raise EnvironmentUnusable(f"no worker can be started: {error.strerror}.") from error
        self._links.add(link)
        return link

    async def _replace(self, link: Link) -> None:
        await self._end(link)
        self.replaced += 1
        while not self._closed:
            try:
                fresh = await self._new()
            except EnvironmentUnusable:
                await asyncio.sleep(_PAUSE_AFTER_FAILED_START)
                continue
            await fresh.call(*self._preparation)  # what fails here fails again, and is told, in the next call
            self._idle.put_nowait(fresh)
            return

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
