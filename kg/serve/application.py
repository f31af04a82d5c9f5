"""An ASGI application: a handler of requests, its refusals in words, and an account of every response."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple, TypeAlias

from kg.serve.asgi import Delivery, Message, Receive, Request, Response, Send, deliver, request_of
from kg.serve.capacity import Capacity
from kg.serve.leaving import ClientGone
from kg.serve.requests import Refusal

Handler: TypeAlias = Callable[[Request], Awaitable[Response]]
_LOG = logging.getLogger("kg.serve")
_CLIENT_GONE = 499  # no status of HTTP: nobody was there to be told one


class Route(NamedTuple):
    """A handler and the methods it takes."""

    handler: Handler
    methods: tuple[str, ...] = ("GET", "HEAD")
    name: str = ""


class Seen(NamedTuple):
    """What became of a request."""

    request: Request
    status: int
    size: int
    seconds: float


class Application:
    """Answers each request by ``handler``, and tells ``observers`` of it; every response has ``headers``."""

    def __init__(self, handler: Handler, capacity: Capacity, headers: Mapping[str, str]) -> None:
        self._handler = handler
        self._capacity = capacity
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        self._observers: list[Callable[[Seen], None]] = []
        self._sent: list[Callable[[Response], None]] = []

    def observe(self, observer: Callable[[Seen], None]) -> None:
        """Tell ``observer`` of every request when it is over."""
        self._observers.append(observer)

    def when_sent(self, release: Callable[[Response], None]) -> None:
        """Call ``release`` with every response when it is sent, or could not be."""
        self._sent.append(release)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request, as ASGI has it."""
        if scope["type"] != "http":
            return
        began = time.perf_counter()
        request = request_of(scope, receive)
        status, size = _CLIENT_GONE, 0
        try:
            response = await self._response(request)
            status, size = response.status, response.size or len(response.body)
            try:
                await deliver(response, send, self._manner(request))
            finally:
                for release in self._sent:
                    release(response)
        except (ClientGone, TimeoutError, asyncio.CancelledError):
            status = _CLIENT_GONE  # or it did not take the answer; the server below cuts the connection
        except Exception:  # a defect of any kind is logged and counted, and raised again
            _LOG.exception("a defect of this program, in %s %s", request.method, request.path)
            status = 500
            raise
        finally:
            seen = Seen(request, status, size, time.perf_counter() - began)
            for observer in self._observers:
                observer(seen)

    def _manner(self, request: Request) -> Delivery:
        return Delivery(
            self._headers, request.method == "HEAD", self._capacity.stall_seconds, self._capacity.send_seconds
        )

    async def _response(self, request: Request) -> Response:
        try:
            response = await self._handler(request)
        except Refusal as refusal:
            words = f"{refusal.words}\n".encode()
            response = Response(refusal.status, "text/plain", words, _closing(refusal, request))
        return response


def _closing(refusal: Refusal, request: Request) -> Mapping[str, str]:
    """The connection ends where part of a refused request may still be on its way."""
    unread = request.method not in ("GET", "HEAD", "OPTIONS") and not request.was_read
    return refusal.headers | {"Connection": "close"} if unread else refusal.headers


def routed(request: Request, routes: Mapping[str, Route]) -> Handler:
    """The handler for a request; raises ``Refusal`` where there is none for its path or its method."""
    route = routes.get(request.path)
    if route is None:
        near = ", ".join(path for path in routes if not path.endswith("/"))
        raise Refusal(404, f"nothing is at {request.path[:200]}; there is {near}.")
    if request.method not in route.methods:
        allowed = ", ".join(route.methods)
        raise Refusal(405, f"{request.path} takes {allowed}.", Allow=allowed)
    return route.handler
