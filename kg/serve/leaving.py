"""Clients who leave before they have their answer: what they asked for is stopped.

Whether one is still there is watched only when its answer has taken a moment, and one clock tells that for all of
them: most answers are there before, and a clock for each would take longer than some.
"""

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import TypeVar

from kg.serve.asgi import Request

T = TypeVar("T")

_MOMENT = 0.05


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class _Wait:
    """A client who waits; ``watcher`` is there from the first moment on, until it is over."""

    __slots__ = ("left", "over", "request", "since", "task", "watcher")

    def __init__(self, request: Request, task: asyncio.Task[object], since: float) -> None:
        self.request = request
        self.task = task
        self.since = since
        self.over = False
        self.left = False
        self.watcher: asyncio.Task[None] | None = None

    async def watch(self) -> None:
        """Cancel the task when the client leaves."""
        await self.request.gone()
        self.left = True
        self.task.cancel()

    def end(self) -> None:
        """It is over."""
        self.over = True
        if self.watcher is not None:
            self.watcher.cancel()


class Leaving:
    """Watches the clients of one event loop."""

    def __init__(self) -> None:
        self._waits: deque[_Wait] = deque()
        self._clock: asyncio.TimerHandle | None = None

    async def unless_gone(self, request: Request, work: Coroutine[object, object, T]) -> T:
        """What ``work`` gives; cancelled, and ``ClientGone`` raised, where the client leaves before."""
        wait = self._begun(request)
        try:
            return await work
        except asyncio.CancelledError:
            if not wait.left:
                raise
            wait.task.uncancel()
            raise ClientGone from None
        finally:
            wait.end()

    def _begun(self, request: Request) -> _Wait:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a client is answered in a task")
        loop = asyncio.get_running_loop()
        wait = _Wait(request, task, loop.time())
        self._waits.append(wait)
        if self._clock is None:
            self._clock = loop.call_later(_MOMENT, self._strike, loop)
        return wait

    def _strike(self, loop: asyncio.AbstractEventLoop) -> None:
        self._clock = None
        late = loop.time() - _MOMENT
        while self._waits and (self._waits[0].over or self._waits[0].since <= late):
            wait = self._waits.popleft()
            if not wait.over:
                wait.watcher = loop.create_task(wait.watch())
        if self._waits:
            self._clock = loop.call_at(self._waits[0].since + _MOMENT, self._strike, loop)
