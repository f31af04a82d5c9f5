"""A server from its parts: what reads, what writes where that is asked for, and the listeners in front of them."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from kg.errors import BadParameter, KgError
from kg.query import catalogue
from kg.serve import answering, asking, public, writing
from kg.serve.accesslog import AccessLog
from kg.serve.application import Application
from kg.serve.capacity import COPY, QUERY, UNSAID, UPDATE, Capacity
from kg.serve.engine import Engine
from kg.serve.generations import Generations
from kg.serve.lanes import Lane, Lanes, shape_of_question
from kg.serve.listening import Listener, allow_connections, bound, new_loop
from kg.serve.metrics import Metrics
from kg.serve.private import HEADERS, Private
from kg.serve.public import Public
from kg.serve.watching import Watch
from kg.serve.writer import Writer
from kg.store import require_store
from kg.workers import Limits
from kg.workers.crew import Crew, Preparation, run_alone

_SHORTEST_TOKEN = 16
_GIVING_WAY = 10


class Updates(NamedTuple):
    """Where updates are taken, and the token that allows them."""

    address: tuple[str, int]
    token: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What to serve and how; ``watch`` is how many seconds lie between two looks at the store, 0 for never."""

    store: Path
    address: tuple[str, int] = ("127.0.0.1", 7878)
    updates: Updates | None = None
    query: Limits = QUERY
    update: Limits = UPDATE
    capacity: Capacity = UNSAID
    access_log: Path | None = None
    watch: float = 2.0


class Ports(NamedTuple):
    """The ports that are listened to; ``updates`` is ``None`` where none are taken."""

    public: int
    updates: int | None


def serve(settings: Settings, started: Callable[[Ports], None]) -> None:
    """Serve until SIGINT or SIGTERM; ``started`` is called when requests are answered.

    Raises ``StoreMissing``, ``StoreBusy``, ``EnvironmentUnusable`` or ``BadParameter`` where it cannot be begun.
    """

    async def until_signalled() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await serve_until(stop, settings, started)

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(until_signalled())


async def serve_until(stop: asyncio.Event, settings: Settings, started: Callable[[Ports], None]) -> None:
    """The same in a running event loop, until ``stop`` is set."""
    _require_token(settings.updates)
    require_store(settings.store)
    allow_connections(settings.capacity.connections)
    async with AsyncExitStack() as stack:
        sockets = [stack.enter_context(bound(*address)) for address in _addresses(settings)]
        reading = await stack.enter_async_context(_reading(settings))
        applications = _applications(settings, reading, stack)
        listeners = [Listener(*pair, settings.capacity) for pair in zip(applications, sockets, strict=True)]
        serving = [asyncio.ensure_future(listener.serve()) for listener in listeners]
        stack.push_async_callback(_ended, listeners, serving)
        for listener in listeners:
            await listener.begun()
        ports = [one.getsockname()[1] for one in sockets]
        started(Ports(ports[0], ports[1] if settings.updates else None))
        await stop.wait()


class _Reading(NamedTuple):
    """What answers queries, and what writes where that is allowed."""

    engine: Engine
    writer: Writer | None


@asynccontextmanager
async def _reading(settings: Settings) -> AsyncIterator[_Reading]:
    async with AsyncExitStack() as stack:
        generations = stack.enter_context(Generations.of(settings.store))
        renewal = _Renewal()
        writer = None
        if settings.updates:
            writer = Writer(settings.store, generations, settings.update, renewal.served)
            stack.push_async_callback(writer.close)
            await writer.start()
        else:
            await copied(settings.store, generations)
        quick = await _lane(settings, generations, _Kind(asking.prepare, 0), stack)
        other = await _lane(settings, generations, _Kind(answering.prepare, _GIVING_WAY), stack)
        lanes = Lanes(quick, other, map(shape_of_question, catalogue()))
        renewal.of(lanes, generations)
        stack.push_async_callback(renewal.close)
        if settings.watch and not settings.updates:
            renewal.later(_watched(settings, generations, renewal))
        yield _Reading(Engine(lanes, generations, settings.capacity), writer)


class _Kind(NamedTuple):
    """What the workers of a lane prepare, and how far they give way."""

    prepare: Callable[[str], int]
    nice: int


async def _lane(settings: Settings, generations: Generations, kind: _Kind, stack: AsyncExitStack) -> Lane:
    capacity = settings.capacity
    with generations.reading() as generation:
        preparation = Preparation(kind.prepare, (str(generation.folder),))
        crew = Crew(replace(settings.query, nice=kind.nice), capacity.processes, preparation, capacity.patience)
        stack.push_async_callback(crew.close)
        await crew.start()
    return Lane(crew, kind.prepare, capacity.processes + capacity.waiting)


async def copied(store: Path, generations: Generations) -> None:
    """Make and serve a generation of a store that nobody writes, read through before it is served."""
    with generations.making() as folder:
        quads = await run_alone(writing.copy_once, store, folder, limits=COPY)
    generations.publish(folder, quads)


class _Renewal:
    """Has the workers open the newest generation, so that the files of the one before are given back."""

    def __init__(self) -> None:
        self._lanes: Lanes | None = None
        self._generations: Generations | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def of(self, lanes: Lanes, generations: Generations) -> None:
        self._lanes, self._generations = lanes, generations

    def served(self) -> None:
        current = self._generations.current if self._generations else None
        if self._lanes is not None and current is not None:
            self.later(self._lanes.prepare(str(current.folder)))

    def later(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _watched(settings: Settings, generations: Generations, renewal: _Renewal) -> None:
    """Serve a store that was built again, once it is at rest; what cannot be served is said, and tried again."""
    watch = Watch(settings.store)
    watch.seen()
    said = ""
    while True:
        await asyncio.sleep(settings.watch)
        if not watch.changed():
            continue
        try:
            await copied(settings.store, generations)
        except KgError as error:
            if str(error) != said:
                said = str(error)
                print(f"kg: the store changed and is not served yet: {error}", file=sys.stderr)
            continue
        watch.seen()
        renewal.served()
        said = ""


def _applications(settings: Settings, reading: _Reading, stack: AsyncExitStack) -> list[Application]:
    metrics = Metrics(reading.engine)
    site = Public(reading.engine, metrics)
    applications = [_application(site, public.HEADERS, reading.engine, metrics)]
    if settings.updates and reading.writer:
        private = Private(reading.engine, reading.writer, settings.updates.token)
        applications.append(_application(private, HEADERS, reading.engine, metrics))
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
