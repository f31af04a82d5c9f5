"""What answers queries on a store: a generation of it, workers in two lanes, and a look for a store built again."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kg.errors import KgError
from kg.query import catalogue
from kg.serve import answering, pages, writing
from kg.serve.capacity import COPY
from kg.serve.engine import Engine
from kg.serve.generations import Generations
from kg.serve.lanes import Lane, Lanes, shape_of_page, shape_of_question
from kg.serve.settings import Settings
from kg.serve.watching import Watch
from kg.serve.writer import Writer
from kg.workers import Limits
from kg.workers.crew import Crew, Preparation, Size, run_alone

_GIVING_WAY = 10
_AHEAD = 1
"""A quick query is done before its worker could ask for the next."""
_QUICK_PAGES = (
    "",
    "thing",
    "data",
    "search",
    "dataset",
    "editor",
    "page/agency",
    "page/figure",
    "page/file",
    "page/code",
    "page/area",
)
"""Kinds of pages that are taken for quick until they are not."""


class Prepared(NamedTuple):
    """What the workers of two lanes do with a generation before they are asked: open it, and load what they need."""

    quick: Callable[[str], int]
    other: Callable[[str], int]


PUBLIC = Prepared(pages.prepare, answering.prepare)
"""For queries, the questions of the catalogue, and pages."""


class Reading(NamedTuple):
    """What answers queries, and what writes where that is allowed."""

    engine: Engine
    writer: Writer | None


@asynccontextmanager
async def reading(settings: Settings, prepared: Prepared = PUBLIC) -> AsyncIterator[Reading]:
    """What answers queries on the store of ``settings``, for as long as it is entered."""
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
        brief = replace(settings.query, seconds=min(settings.query.seconds, settings.capacity.quick_seconds))
        quick = await _lane(settings, generations, _Kind(prepared.quick, brief, _AHEAD), stack)
        giving_way = replace(settings.query, nice=_GIVING_WAY)
        other = await _lane(settings, generations, _Kind(prepared.other, giving_way), stack)
        lanes = Lanes(quick, other, (*map(shape_of_question, catalogue()), *map(shape_of_page, _QUICK_PAGES)))
        renewal.of(lanes, generations)
        stack.push_async_callback(renewal.close)
        if settings.watch and not settings.updates:
            renewal.later(_watched(settings, generations, renewal))
        yield Reading(Engine(lanes, generations, settings.capacity), writer)


class _Kind(NamedTuple):
    """What the workers of a lane prepare, what one call may use, and how many calls they are sent ahead."""

    prepare: Callable[[str], int]
    limits: Limits
    ahead: int = 0


async def _lane(settings: Settings, generations: Generations, kind: _Kind, stack: AsyncExitStack) -> Lane:
    capacity = settings.capacity
    with generations.reading() as generation:
        preparation = Preparation(kind.prepare, (str(generation.folder),))
        crew = Crew(kind.limits, Size(capacity.processes, capacity.patience, kind.ahead), preparation)
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
