"""The one writer of a served store: changes one after the other, each served before it is acknowledged."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, TypeVarTuple

from kg.errors import EnvironmentUnusable, KgError
from kg.serve import writing
from kg.serve.engine import refusal
from kg.serve.generations import Generations
from kg.serve.requests import Refusal
from kg.workers import Limits
from kg.workers.crew import Crew, Preparation, Size

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_MOST_WAITING = 32


class Writer:
    """Changes the store at ``path`` in a worker of its own, which holds it."""

    def __init__(self, path: Path, generations: Generations, limits: Limits, served: Callable[[], None]) -> None:
        self._path = path
        self._generations = generations
        self._served = served
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._crew = Crew(limits, Size(1, limits.seconds), Preparation(writing.prepare, (path,)))

    async def start(self) -> None:
        """Hold the store and serve it as it is; raises ``StoreBusy`` or ``StoreMissing``."""
        await self._crew.start()
        await self._serve()

    async def close(self) -> None:
        """Give the store back."""
        await self._crew.close()

    async def change(self, function: Callable[[Path, *Ts], T], *args: *Ts) -> T:
        """``function(store, …)``, and then a generation with what it changed; raises ``Refusal``.

        A client who leaves does not stop it: half of what was asked for is never served.
        """
        if self._waiting >= _MOST_WAITING:
            raise Refusal(503, "too many updates are waiting.", Retry_After="5")
        self._waiting += 1
        try:
            return await asyncio.shield(asyncio.ensure_future(self._change(function, *args)))
        except KgError as error:
            raise refusal(error) from error
        finally:
            self._waiting -= 1

    async def _change(self, function: Callable[[Path, *Ts], T], *args: *Ts) -> T:
        async with self._turn:
            done = (await self._crew.run(function, self._path, *args)).result
            try:
                await self._serve()
            except KgError as error:
                raise EnvironmentUnusable(f"the change is in the store, and not served yet: {error}") from error
            return done

    async def _serve(self) -> None:
        with self._generations.making() as folder:
            quads = (await self._crew.run(writing.copy, self._path, folder)).result
        self._generations.publish(folder, quads)
        self._served()
