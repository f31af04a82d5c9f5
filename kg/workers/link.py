"""One spawned process that answers calls one at a time and can be killed, used from an event loop.

The same process as ``Worker`` has, spoken to without a thread: a call costs a write and a read. Starting and ending
a process takes milliseconds of waiting, which is done in a thread.
"""

import asyncio
import pickle
import socket
import struct
from collections.abc import Callable
from typing import Self, cast

from kg.workers.child import STARTED, Reply, received
from kg.workers.limits import Limits
from kg.workers.spawning import STARTUP_SECONDS, Spawned, late

_LENGTH = struct.Struct("!i")  # as multiprocessing.Connection frames its messages


class Link(asyncio.Protocol):
    """A process for calls within ``limits``; ``calls`` counts those it answered."""

    def __init__(self, limits: Limits, process: Spawned) -> None:
        self.limits = limits
        self.calls = 0
        self._process = process
        self._received = bytearray()
        self._reply: asyncio.Future[bytes] | None = None
        self._clock: asyncio.TimerHandle | None = None
        self._transport: asyncio.WriteTransport | None = None
        self._lost = False

    @classmethod
    async def start(cls, limits: Limits) -> Self:
        """A new process."""
        ours, process = await asyncio.to_thread(_spawn, limits)
        loop = asyncio.get_running_loop()
        _, link = await loop.connect_accepted_socket(lambda: cls(limits, process), ours)
        return link

    async def call(self, function: Callable[..., object], args: tuple[object, ...]) -> Reply:
        """What became of ``function(*args)``. Where it is cancelled the process is of no more use."""
        message = pickle.dumps((function, args))
        loop = asyncio.get_running_loop()
        self._reply = loop.create_future()
        if self._lost or self._transport is None:
            return await asyncio.to_thread(self._process.death)
        self._transport.write(_LENGTH.pack(len(message)) + message)
        self._begin_clock(self.limits.seconds if self.calls else STARTUP_SECONDS)
        try:
            answer = await self._reply
        except TimeoutError:
            return late(self.limits.seconds)
        except EOFError:
            return await asyncio.to_thread(self._process.death)
        finally:
            self._end_clock()
        self.calls += 1
        reply: Reply = received(answer)
        return reply

    @property
    def number(self) -> int:
        """The id of the process."""
        return self._process.number

    def stop(self) -> None:
        """End the process without waiting until it is gone."""
        self._process.stop()

    async def close(self) -> None:
        """End the process and give back what it held."""
        if self._transport is not None:
            self._transport.abort()
        await asyncio.to_thread(self._process.close)

    # what the event loop calls -------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The process can be written to."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        """Part of an answer."""
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
        self._fail(EOFError())

    def _take(self, message: bytes) -> None:
        if message == STARTED:
            self._begin_clock(self.limits.seconds)
        elif self._reply is not None and not self._reply.done():
            self._reply.set_result(message)

    def _begin_clock(self, seconds: float) -> None:
        self._end_clock()
        self._clock = asyncio.get_running_loop().call_later(seconds, self._fail, TimeoutError())

    def _end_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _fail(self, error: Exception) -> None:
        if self._reply is not None and not self._reply.done():
            self._reply.set_exception(error)


def _spawn(limits: Limits) -> tuple[socket.socket, Spawned]:
    ours, theirs = socket.socketpair()
    with theirs:
        process = Spawned(limits, theirs.fileno())
    ours.setblocking(False)
    return ours, process
