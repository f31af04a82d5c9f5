"""One spawned process that answers calls in the order they come and can be killed, used from an event loop.

The same process as ``Worker`` has, spoken to without a thread: a call costs a write and a read. A second call can be
sent while the first runs, so that the process need not wait for it. Starting and ending a process takes milliseconds
of waiting, which is done in a thread.
"""

import asyncio
import socket
import struct
from collections import deque
from collections.abc import Callable
from typing import Protocol, Self, cast

from kg.errors import LimitExceeded
from kg.workers.child import STARTED, Outcome, Reply, message_of
from kg.workers.limits import Limits
from kg.workers.spawning import STARTUP_SECONDS, Spawned, late

_LENGTH = struct.Struct("!i")  # as multiprocessing.Connection frames its messages
_NO_CALL = float("inf")
_LOOK = 0.01
"""A loop that was kept from the processor hears of the time before it hears of the answers that came meanwhile."""


class Call:
    """One call: its message, and the future of its reply."""

    __slots__ = ("message", "reply", "seconds")

    def __init__(self, function: Callable[..., object], args: tuple[object, ...], seconds: float | None = None) -> None:
        message = message_of(function, args)
        self.message = _LENGTH.pack(len(message)) + message
        self.seconds = seconds
        self.reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()

    def tell(self, reply: Reply) -> None:
        """What became of it, to who still waits."""
        if not self.reply.done():
            self.reply.set_result(reply)


class Owner(Protocol):
    """Whoever gives calls to a link."""

    def freed(self, link: "Link") -> None:
        """A call of ``link`` is answered."""

    def spoilt(self, link: "Link", unbegun: list[Call]) -> None:
        """The process is of no more use, and was not asked these calls yet."""


class Link(asyncio.Protocol):
    """A process for calls within ``limits``."""

    def __init__(self, limits: Limits, process: Spawned) -> None:
        self.owner: Owner | None = None
        self._limits = limits
        self._process = process
        self._loop = asyncio.get_running_loop()
        self._received = bytearray()
        self._calls: deque[Call] = deque()
        self._begun = False
        self._seconds = STARTUP_SECONDS  # until the first call is begun: there is much to import before it
        self._deadline = _NO_CALL
        self._looked = False
        self._clock: asyncio.TimerHandle | None = None
        self._transport: asyncio.WriteTransport | None = None
        self._lost = False
        self._death: asyncio.Task[Reply] | None = None
        self._closed = False

    @classmethod
    async def start(cls, limits: Limits) -> Self:
        """A new process."""
        ours, process = await asyncio.to_thread(_spawn, limits)
        loop = asyncio.get_running_loop()
        _, link = await loop.connect_accepted_socket(lambda: cls(limits, process), ours)
        return link

    @property
    def number(self) -> int:
        """The id of the process."""
        return self._process.number

    @property
    def lost(self) -> bool:
        """Whether the process is of no more use."""
        return self._lost

    @property
    def calls(self) -> int:
        """How many calls it has, the one that runs included."""
        return len(self._calls)

    async def call(
        self, function: Callable[..., object], args: tuple[object, ...], seconds: float | None = None
    ) -> Reply:
        """What became of ``function(*args)``, in ``seconds`` or those of the limits; cancelled it ends the process."""
        call = Call(function, args, seconds)
        self.begin(call)
        return await call.reply

    def begin(self, call: Call) -> None:
        """Ask a call, after those that were asked before; its reply comes in any case."""
        if self._closed:
            call.tell(closed())
            return
        self._calls.append(call)
        if self._lost or self._transport is None:
            self._died()
            return
        self._transport.write(call.message)
        if len(self._calls) == 1:
            self._begin_deadline()

    def abandon(self, call: Call) -> None:
        """Nobody waits for this call: if it is the one that runs, the process ends, and that is not waited for."""
        if self._calls and self._calls[0] is call:
            self._calls.popleft()
            self._stop()

    async def close(self) -> None:
        """End the process and give back what it held; a call under way is told that it is closed."""
        self.owner = None
        self._closed = True
        self._end_clock()
        while self._calls:
            self._calls.popleft().tell(closed())
        if self._transport is not None:
            self._transport.abort()
        if self._death is not None:
            await self._death  # it reads what the process printed
        await asyncio.to_thread(self._process.close)

    # what the event loop calls -------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The process can be written to."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        """Part of an answer, or some."""
        self._received += data
        while len(self._received) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(self._received)[0]
            if len(self._received) < end:
                return
            message = bytes(self._received[_LENGTH.size : end])
            del self._received[:end]
            self._take(message)

    def connection_lost(self, exc: Exception | None) -> None:
        """The process is gone."""
        del exc
        self._lost = True
        if self._calls:
            self._died()
        else:
            self._spoil()

    # what becomes of calls -----------------------------------------------------------------------------------

    def _begin_deadline(self) -> None:
        """The first of the calls runs. A clock that strikes too early is cheaper than one for each call."""
        if self._begun:
            self._seconds = self._calls[0].seconds or self._limits.seconds
        self._deadline = self._loop.time() + self._seconds
        self._looked = False
        if self._clock is None or self._clock.when() > self._deadline:
            self._begin_clock()

    def _take(self, message: bytes) -> None:
        if not self._calls:
            return
        if message == STARTED:
            self._begun = True
            self._begin_deadline()
            return
        reply = Reply.of(message)
        call = self._calls.popleft()
        self._begun, self._deadline = True, _NO_CALL
        if self._calls:
            self._begin_deadline()
        if reply.outcome is Outcome.OUT_OF_MEMORY:
            self._spoil()
        elif self.owner is not None:
            self.owner.freed(self)
        call.tell(reply)

    def _late(self) -> None:
        """The clock strikes: for the call that runs, or for one that is answered and had an earlier deadline."""
        self._clock = None
        if not self._calls:
            return
        if self._loop.time() < self._deadline:
            self._begin_clock()
        elif not self._looked:
            self._looked = True
            self._clock = self._loop.call_later(_LOOK, self._late)
        else:
            call = self._calls.popleft()
            self._stop()
            call.tell(late(self._seconds))

    def _stop(self) -> None:
        self._process.stop()
        self._spoil()

    def _died(self) -> None:
        call = self._calls.popleft()
        if self._death is None:
            self._death = self._loop.create_task(asyncio.to_thread(self._process.death))
        self._death.add_done_callback(lambda told: call.tell(closed() if told.cancelled() else told.result()))
        self._spoil()

    def _spoil(self) -> None:
        self._lost = True
        self._end_clock()
        unbegun = list(self._calls)
        self._calls.clear()
        if self.owner is not None:
            owner, self.owner = self.owner, None
            owner.spoilt(self, unbegun)

    def _begin_clock(self) -> None:
        self._end_clock()
        self._clock = self._loop.call_at(self._deadline, self._late)

    def _end_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None


def closed() -> Reply:
    """The end of a call whose worker is not needed any more."""
    return Reply(Outcome.DIED, error=LimitExceeded("the workers are closed."))


def _spawn(limits: Limits) -> tuple[socket.socket, Spawned]:
    ours, theirs = socket.socketpair()
    with theirs:
        process = Spawned(limits, theirs.fileno())
    ours.setblocking(False)
    return ours, process
