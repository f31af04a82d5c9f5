"""Requests and responses as values, over ASGI: the one place that speaks to the server below.

A response whose body is a file is sent in parts, each within the time a client has to take it. Where a client does
not take it, or the file fails, the connection is cut: what looks whole is whole.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from kg.serve.requests import Refusal

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

_HOST = re.compile(r"[A-Za-z0-9._~\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_CHARSETS = frozenset(
    {"text/plain", "text/csv", "text/tab-separated-values", "text/html", "text/turtle", "text/css", "text/javascript"}
)
_PART = 64 * 1024
_THROWN_AWAY = 16
"""How many times the longest body is read and forgotten, so that a client that only sends comes to hear the refusal."""


@dataclass(slots=True)
class Request:
    """One request. ``address`` is what stands behind the question mark."""

    method: str
    path: str
    address: str
    headers: Mapping[str, str]
    client: str
    place: str
    receive: Receive
    was_read: bool = False

    @property
    def url(self) -> str:
        """Its address without parameters, as the client wrote it: what relative IRIs are resolved against."""
        return f"{self.place}{self.path}"

    async def body(self, most: int, seconds: float) -> bytes:
        """The body, if it is no longer than ``most`` bytes and comes within ``seconds``."""
        try:
            async with asyncio.timeout(seconds):
                return await self._read(most)
        except TimeoutError:
            raise Refusal(408, f"the body did not come within {seconds:g} s.", Connection="close") from None

    async def gone(self) -> None:
        """Wait until the client has left."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def _read(self, most: int) -> bytes:
        body = bytearray()
        length = 0
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise Refusal(400, "the body ended early.", Connection="close")
            part = message.get("body", b"")
            length += len(part)
            if length <= most:
                body += part
            if not message.get("more_body") or length > most * _THROWN_AWAY:
                break
        if length > most:
            raise Refusal(413, f"a request has at most {most} bytes.", Connection="close")
        self.was_read = True
        return bytes(body)


@dataclass(frozen=True, slots=True)
class Response:
    """One response: the bytes of ``body``, or ``size`` bytes of ``file``, which is removed when it is sent."""

    status: int
    media_type: str = ""
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    file: Path | None = None
    size: int = 0


def request_of(scope: Message, receive: Receive) -> Request:
    """The request that a server passes on."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    host = headers.get("host", "")
    if not _HOST.fullmatch(host):
        name, port = scope.get("server") or ("localhost", 0)
        host = f"{name}:{port}"
    return Request(
        method=scope["method"],
        path=scope["path"],
        address=scope["query_string"].decode("latin-1"),
        headers=headers,
        client=(scope.get("client") or ("",))[0],
        place=f"{scope['scheme']}://{host}",
        receive=receive,
    )


class Delivery(NamedTuple):
    """How a response is sent: with these headers too, without its body if ``head``, and how long that may take."""

    headers: list[tuple[bytes, bytes]]
    head: bool
    stall_seconds: float
    send_seconds: float


async def deliver(response: Response, send: Send, how: Delivery) -> None:
    """Send a response."""
    size = response.size if response.file else len(response.body)
    headers = [*how.headers]
    headers += [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in response.headers.items()]
    if response.media_type:
        charset = "; charset=utf-8" if response.media_type in _CHARSETS else ""
        headers.append((b"content-type", f"{response.media_type}{charset}".encode()))
    if response.status != 204:
        headers.append((b"content-length", str(size).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    if response.file is None or how.head:
        await send({"type": "http.response.body", "body": response.body})
        return
    async with asyncio.timeout(how.send_seconds):
        await _stream(response.file, send, how.stall_seconds)


async def _stream(file: Path, send: Send, seconds: float) -> None:
    with file.open("rb") as answer:
        while part := answer.read(_PART):
            async with asyncio.timeout(seconds):
                await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
