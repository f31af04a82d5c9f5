"""Workers for a server: calls sent ahead, calls that wait, and what a killed worker costs."""

import asyncio
import os
import signal
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import TypeVar

import pytest

from kg.errors import KgError, LimitExceeded, OutOfTime
from kg.workers import MIB, Limits
from kg.workers.crew import Crew, Preparation, Size, run_alone

T = TypeVar("T")
LIMITS = Limits(seconds=2, memory=512 * MIB)
READY = Preparation(os.getpid, ())


def slept(seconds: float) -> int:
    """The process that slept."""
    time.sleep(seconds)
    return os.getpid()


def died() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refused() -> None:
    raise KgError("not this.")


def prepared(once: Path) -> None:
    """Dies where ``once`` is there, and removes it."""
    if once.exists():
        once.unlink()
        died()


def with_crew(size: Size, work: "Coroutine[object, object, T]", crews: list[Crew]) -> T:
    """What ``work`` gives while the crew it finds in ``crews`` is at work."""

    async def run() -> T:
        crew = Crew(LIMITS, size, READY)
        await crew.start()
        crews.append(crew)
        try:
            return await work
        finally:
            await crew.close()

    return asyncio.run(run())


def test_a_call_sent_ahead_is_asked_of_another_where_the_first_kills_the_worker() -> None:
    crews: list[Crew] = []

    async def work() -> tuple[int, list[object]]:
        crew = crews[0]
        before = crew.numbers()[0]
        calls = [crew.run(slept, 30), crew.run(slept, 0.0), crew.run(slept, 0.0)]
        late, *others = await asyncio.gather(*calls, return_exceptions=True)
        assert isinstance(late, OutOfTime)
        return before, [one.result for one in others if not isinstance(one, BaseException)]

    before, numbers = with_crew(Size(1, 10, ahead=1), work(), crews)
    assert len(numbers) == 2
    assert numbers[0] == numbers[1] != before
    assert crews[0].replaced == 1


def test_the_time_of_a_call_begins_when_the_one_before_it_ends() -> None:
    crews: list[Crew] = []

    async def work() -> list[object]:
        calls = [crews[0].run(slept, 0.9) for _ in range(3)]
        return [one.result for one in await asyncio.gather(*calls)]

    assert len(set(with_crew(Size(1, 10, ahead=2), work(), crews))) == 1
    assert crews[0].replaced == 0


def test_a_death_is_told_and_the_next_call_is_answered() -> None:
    crews: list[Crew] = []

    async def work() -> int:
        for _ in range(3):
            with pytest.raises(LimitExceeded, match="SIGKILL"):
                await asyncio.wait_for(crews[0].run(died), 10)
        return (await crews[0].run(slept, 0.0)).result

    assert with_crew(Size(1, 10), work(), crews) > 0


def test_an_idle_worker_that_dies_is_replaced_before_it_is_needed() -> None:
    crews: list[Crew] = []

    async def work() -> int:
        os.kill(crews[0].numbers()[0], signal.SIGKILL)
        while not crews[0].replaced:
            await asyncio.sleep(0.01)
        return (await crews[0].run(slept, 0.0)).result

    assert with_crew(Size(1, 10), work(), crews) > 0


def test_a_worker_that_dies_before_its_first_call_is_started_again(tmp_path: Path) -> None:
    async def run() -> int:
        crew = Crew(LIMITS, Size(1, 20), Preparation(prepared, (tmp_path / "once",)))
        await crew.start()
        (tmp_path / "once").touch()
        os.kill(crew.numbers()[0], signal.SIGKILL)
        while not crew.replaced:
            await asyncio.sleep(0.01)
        found = [(await crew.run(slept, 0.0)).result for _ in range(2)]
        await crew.close()
        return len(set(found))

    assert asyncio.run(run()) == 1
    assert not (tmp_path / "once").exists()


def test_a_call_waits_no_longer_than_it_may() -> None:
    crews: list[Crew] = []

    async def work() -> tuple[object, object]:
        one, other = await asyncio.gather(crews[0].run(slept, 0.4), crews[0].run(slept, 0.0), return_exceptions=True)
        return one, other

    one, other = with_crew(Size(1, 0.1), work(), crews)
    assert not isinstance(one, BaseException)
    assert isinstance(other, TimeoutError)


def test_a_call_that_nobody_waits_for_ends_its_worker_and_no_other() -> None:
    crews: list[Crew] = []

    async def work() -> int:
        before = crews[0].numbers()[0]
        running, waiting = (asyncio.ensure_future(crews[0].run(slept, n)) for n in (30, 0.0))
        await asyncio.sleep(0.05)
        running.cancel()
        found = (await waiting).result
        assert found != before
        waiting = asyncio.ensure_future(crews[0].run(slept, 0.0))
        running = asyncio.ensure_future(crews[0].run(slept, 0.2))
        gone = asyncio.ensure_future(crews[0].run(slept, 30))
        await asyncio.sleep(0.05)
        gone.cancel()
        assert (await waiting).result == (await running).result == found
        return crews[0].replaced

    assert with_crew(Size(1, 10), work(), crews) == 1


def test_an_error_comes_back_and_the_worker_goes_on() -> None:
    crews: list[Crew] = []

    async def work() -> bool:
        with pytest.raises(KgError, match="not this"):
            await crews[0].run(refused)
        return (crews[0].numbers(), crews[0].replaced) == (((await crews[0].run(slept, 0.0)).result,), 0)

    assert with_crew(Size(1, 10), work(), crews)


def test_closing_ends_calls_that_run_and_calls_that_wait() -> None:
    async def run() -> list[object]:
        crew = Crew(LIMITS, Size(1, 10), READY)
        await crew.start()
        calls = [asyncio.ensure_future(crew.run(slept, 30)) for _ in range(2)]
        await asyncio.sleep(0.05)
        await crew.close()
        return list(await asyncio.gather(*calls, return_exceptions=True))

    assert all(isinstance(one, LimitExceeded) and "closed" in str(one) for one in asyncio.run(run()))


def test_a_process_of_its_own() -> None:
    assert asyncio.run(run_alone(slept, 0.0, limits=LIMITS)) != os.getpid()
