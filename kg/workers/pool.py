"""Workers that are kept while they are healthy, and the two ways to use them."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from types import TracebackType
from typing import Self, TypeVar, TypeVarTuple, cast

from kg.errors import KgError, LimitExceeded
from kg.workers.child import Outcome, Reply
from kg.workers.limits import MIB, Limits
from kg.workers.worker import Worker

T = TypeVar("T")
R = TypeVar("R")
Ts = TypeVarTuple("Ts")

_AHEAD = 8
_HELD = 256 * MIB
_LONGEST_NAME = 200


class Pool:
    """Up to ``processes`` workers; calls from any thread. Leaving the ``with`` block kills all of them.

    A worker that was used before may have less memory left than a new one. With ``second_try`` a call that
    killed or exhausted such a worker is made once more in a new one, so that a result never depends on the
    calls before it.
    """

    def __init__(self, limits: Limits, processes: int, *, second_try: bool = False) -> None:
        self._limits = limits
        self._second_try = second_try
        self._free = threading.BoundedSemaphore(processes)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, function: Callable[[*Ts], T], *args: *Ts) -> T:
        """``function(*args)`` in a worker, waiting for a free one; raises what it raised, or LimitExceeded."""
        with self._free:
            reply, used = self._attempt(function, args)
            spoilt = reply.outcome in (Outcome.DIED, Outcome.OUT_OF_MEMORY)
            if self._second_try and spoilt and used and not self._closed:
                self._drop_idle()
                reply, _ = self._attempt(function, args)
        return cast("T", reply.unpacked())

    def close(self) -> None:
        """Kill every worker; a call under way ends with LimitExceeded."""
        with self._lock:
            self._closed = True
            busy = list(self._busy)
        self._drop_idle()
        for worker in busy:
            worker.kill()

    def _attempt(self, function: Callable[..., object], args: tuple[object, ...]) -> tuple[Reply, bool]:
        worker = self._take()
        used = worker.calls > 0
        healthy = False
        try:
            reply = worker.call(function, args)
            healthy = reply.outcome in (Outcome.DONE, Outcome.FAILED)
            return reply, used
        finally:
            self._give_back(worker, healthy=healthy)

    def _take(self) -> Worker:
        with self._lock:
            if self._closed:
                raise LimitExceeded("the pool of workers is closed.")
            worker = self._idle.pop() if self._idle else None
        worker = worker or Worker(self._limits)
        with self._lock:
            self._busy.add(worker)
            closed = self._closed
        if closed:
            worker.kill()
        return worker

    def _give_back(self, worker: Worker, *, healthy: bool) -> None:
        with self._lock:
            self._busy.discard(worker)
            keep = healthy and not self._closed
            if keep:
                self._idle.append(worker)
        if not keep:
            worker.close()

    def _drop_idle(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.close()


def run(function: Callable[[*Ts], T], *args: *Ts, limits: Limits) -> T:
    """``function(*args)`` in a process of its own; raises its KgError, or LimitExceeded."""
    with Pool(limits, 1) as pool:
        return pool.run(function, *args)


def map_each(
    function: Callable[[T], R],
    items: Iterable[T],
    *,
    limits: Limits,
    processes: int | None = None,
    weigh: Callable[[T], int] | None = None,
) -> Iterator[tuple[T, R | KgError]]:
    """Each item with its result or its error, in the order of ``items``; no item stops another.

    Items are taken a few ahead of the one that is waited for, as long as these hold less than 256 MiB by what
    ``weigh`` says of each. Abandoning the iterator, or Ctrl-C, kills the workers.
    """
    count = processes or os.cpu_count() or 1
    waiting: deque[tuple[T, Future[R | KgError]]] = deque()
    source = iter(items)
    pool = Pool(limits, count, second_try=True)

    def full() -> bool:
        return len(waiting) >= count * _AHEAD or (
            weigh is not None and sum(weigh(item) for item, _ in waiting) >= _HELD
        )

    with ThreadPoolExecutor(count) as threads:
        try:
            while True:
                while not full() and (taken := list(islice(source, 1))):
                    waiting.append((taken[0], threads.submit(_one, pool, function, taken[0])))
                if not waiting:
                    return
                item, future = waiting.popleft()
                yield item, future.result()
        finally:
            pool.close()
            for _, future in waiting:
                future.cancel()


def _one(pool: Pool, function: Callable[[T], R], item: T) -> R | KgError:
    try:
        return pool.run(function, item)
    except KgError as error:
        if not error.place:
            error.place = str(item)[:_LONGEST_NAME]
        return error
