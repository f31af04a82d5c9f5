"""A server from its parts: what reads, what writes where that is asked for, and the listeners in front of them."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from typing import NamedTuple

from kg.errors import BadParameter
from kg.serve import public
from kg.serve.accesslog import AccessLog
from kg.serve.application import Application
from kg.serve.engine import Engine
from kg.serve.listening import Listener, allow_connections, bound, until_signalled
from kg.serve.metrics import Metrics
from kg.serve.private import HEADERS, Private
from kg.serve.public import Public
from kg.serve.reading import Reading, reading
from kg.serve.settings import Settings, Updates
from kg.store import require_store

_SHORTEST_TOKEN = 16


class Ports(NamedTuple):
    """The ports that are listened to; ``updates`` is ``None`` where none are taken."""

    public: int
    updates: int | None


def serve(settings: Settings, started: Callable[[Ports], None]) -> None:
    """Serve until SIGINT or SIGTERM; ``started`` is called when requests are answered.

    Raises ``StoreMissing``, ``StoreBusy``, ``EnvironmentUnusable`` or ``BadParameter`` where it cannot be begun.
    """
    until_signalled(lambda stop: serve_until(stop, settings, started))


async def serve_until(stop: asyncio.Event, settings: Settings, started: Callable[[Ports], None]) -> None:
    """The same in a running event loop, until ``stop`` is set."""
    _require_token(settings.updates)
    require_store(settings.store)
    allow_connections(settings.capacity.connections)
    async with AsyncExitStack() as stack:
        sockets = [stack.enter_context(bound(*address)) for address in _addresses(settings)]
        readers = await stack.enter_async_context(reading(settings))
        applications = _applications(settings, readers, stack)
        listeners = [Listener(*pair, settings.capacity) for pair in zip(applications, sockets, strict=True)]
        serving = [asyncio.ensure_future(listener.serve()) for listener in listeners]
        stack.push_async_callback(_ended, listeners, serving)
        for listener in listeners:
            await listener.begun()
        ports = [one.getsockname()[1] for one in sockets]
        started(Ports(ports[0], ports[1] if settings.updates else None))
        await stop.wait()


def _applications(settings: Settings, readers: Reading, stack: AsyncExitStack) -> list[Application]:
    metrics = Metrics(readers.engine)
    site = Public(readers.engine, metrics, settings.url, settings.withdrawn)
    applications = [_application(site, public.HEADERS, readers.engine, metrics)]
    if settings.updates and readers.writer:
        private = Private(readers.engine, readers.writer, settings.updates.token)
        applications.append(_application(private, HEADERS, readers.engine, metrics))
    if settings.access_log:
        log = AccessLog(settings.access_log)
        stack.callback(log.close)
        for application in applications:
            application.observe(log)
    return applications


def _application(site: Public | Private, headers: dict[str, str], engine: Engine, metrics: Metrics) -> Application:
    application = Application(site, engine.capacity, headers)
    application.when_sent(engine.sent)
    application.observe(
        lambda seen: metrics.count(site.route_of(seen.request.path), seen.status, seen.size, seen.seconds)
    )
    return application


def _addresses(settings: Settings) -> list[tuple[str, int]]:
    return [settings.address, settings.updates.address] if settings.updates else [settings.address]


def _require_token(updates: Updates | None) -> None:
    if updates is not None and len(updates.token) < _SHORTEST_TOKEN:
        raise BadParameter(
            f"the token has less than {_SHORTEST_TOKEN} characters.", advice="Make one: openssl rand -hex 32"
        )


async def _ended(listeners: list[Listener], serving: Sequence[asyncio.Future[None]]) -> None:
    for listener in listeners:
        listener.stop()
    await asyncio.gather(*serving)
