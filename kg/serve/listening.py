"""Sockets and HTTP/1.1: the one door to uvicorn, with the time limits it lacks.

uvicorn waits for ever for a head that does not come, keeps heads of any length, and lets a client take as long over
an answer as it likes. Here a connection has a deadline whenever the other side is to do something.
"""

import asyncio
import contextlib
import resource
import socket
from asyncio import BaseTransport, TimerHandle
from collections.abc import Generator
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.errors import EnvironmentUnusable
from kg.serve.application import Application
from kg.serve.capacity import Capacity

_GRACE = 5
_LARGE = 16 * 1024
_BACKLOG = 4096
_TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


def new_loop() -> asyncio.AbstractEventLoop:
    """The event loop that uvicorn finds best."""
    factory = uvicorn.Config(_nothing, log_config=None).get_loop_factory()
    return factory() if factory else asyncio.new_event_loop()


def allow_connections(count: int) -> None:
    """Let this process hold ``count`` connections, as far as it is allowed to."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + 1024
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(wanted, hard)), hard))


def bound(host: str, port: int) -> socket.socket:
    """A socket at this address, which does not listen yet; port 0 takes a free one."""
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise EnvironmentUnusable(
            f"it cannot be listened to: {error.strerror}.", place=f"{host}:{port}", advice="Name another address."
        ) from error
    return made


class Listener:
    """Serves an application on a socket until it is stopped."""

    def __init__(self, application: Application, listening: socket.socket, capacity: Capacity) -> None:
        self._socket = listening
        config = uvicorn.Config(
            application, loop="none", http=_protocol(capacity), ws="none", lifespan="off", log_config=None,
            log_level="critical", access_log=False, server_header=False, backlog=_BACKLOG,
            timeout_keep_alive=max(1, round(capacity.idle_seconds)), timeout_graceful_shutdown=_GRACE,
        )  # fmt: skip
        self._server = _Server(config)

    async def serve(self) -> None:
        """Serve until ``stop``."""
        await self._server.serve([self._socket])

    async def begun(self) -> None:
        """Wait until connections are taken."""
        await self._server.listening.wait()

    def stop(self) -> None:
        """Take no more connections, and end when the requests under way are answered."""
        self._server.should_exit = True


class _Server(uvicorn.Server):
    """Signals are for the one who runs several listeners."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        self.listening.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave them alone."""
        yield


def _protocol(capacity: Capacity) -> type[asyncio.Protocol]:
    class Protocol(_Timed):
        limits = capacity

    return Protocol


class _Timed(HttpToolsProtocol):
    """A connection with deadlines: for the head, for what is left of an answer, for the next request."""

    limits: Capacity
    _deadline: TimerHandle | None = None
    _in_head = False
    _head = 0

    def connection_made(self, transport: BaseTransport) -> None:
        joining = _Joining(cast("asyncio.Transport", transport), self.loop, self.limits.stall_seconds)
        super().connection_made(cast("asyncio.Transport", joining))
        if len(self.connections) > self.limits.connections:
            self.transport.abort()
        else:
            self._expire(self.limits.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._keep()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._in_head:
            self._head += len(data)
            if self._head > self.limits.head_bytes:
                self._refuse_head()

    def on_message_begin(self) -> None:
        self._in_head = True
        self._head = 0
        if self._deadline is None:
            self._expire(self.limits.head_seconds)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._keep()
        super().on_headers_complete()

    def timeout_keep_alive_handler(self) -> None:
        """A client that has not even taken the last answer is not waited for."""
        self.transport.abort()

    def _refuse_head(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(_TOO_LONG)
            self.transport.close()

    def _expire(self, seconds: float) -> None:
        self._keep()
        self._deadline = self.loop.call_later(seconds, self.transport.abort)

    def _keep(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class _Joining:
    """A transport that sends what is written in one turn of the loop at once: the head and body of a response."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop, patience: float) -> None:
        self._transport = transport
        self._loop = loop
        self._patience = patience
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> None:
        """Send a part soon."""
        if not self._parts:
            self._loop.call_soon(self._send)
        self._parts.append(part)
        if len(part) > _LARGE:
            self._send()

    def close(self) -> None:
        """Send what is left and close; a client who does not take it is not waited for."""
        self._send()
        if not self._transport.is_closing():
            self._transport.close()
            self._loop.call_later(self._patience, self._transport.abort)

    def _send(self) -> None:
        if self._parts:
            parts, self._parts = self._parts, []
            self._transport.write(b"".join(parts))

    def __getattr__(self, name: str) -> Any:
        """Everything else is the transport's own."""
        return getattr(self._transport, name)


async def _nothing(*_: Any) -> None:
    """Stands for an application where only the loop is asked for."""
