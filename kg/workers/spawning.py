"""Starting a worker process, and what its end means.

Spawned, never forked: a forked child can write into its parent's store. Started through ``subprocess`` and not
``multiprocessing.Process``, which would import the main module again in every child. What the process prints
goes to a file of its own, whose end is told where the process dies.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import asdict

from kg.errors import LimitExceeded, OutOfTime
from kg.workers.child import Outcome, Reply, out_of_memory
from kg.workers.limits import Limits

STARTUP_SECONDS = 60.0
"""The longest that starting and importing may take."""
_EXIT_SECONDS = 5.0
_TAIL = 300
_STARVED = ("memory allocation", "bad_alloc")
_BOOT = (
    "import json, os, sys; os.nice(json.loads(sys.argv[3])['nice']); sys.path[:] = json.loads(sys.argv[2]); "
    "from kg.workers.child import main; from kg.workers.limits import Limits; "
    "main(int(sys.argv[1]), Limits(**json.loads(sys.argv[3])))"
)


class Spawned:
    """A process that answers calls within ``limits`` on ``descriptor``, its end of a pair of sockets."""

    def __init__(self, limits: Limits, descriptor: int) -> None:
        self._limits = limits
        self._ending = threading.Lock()
        self._prints = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process; ``close`` closes it
        arguments = [str(descriptor), json.dumps(sys.path), json.dumps(asdict(limits))]
        with _interrupts_kept_from_children():
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BOOT, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=self._prints,
                stderr=self._prints,
                pass_fds=(descriptor,),
                # glibc reserves 64 MiB of addresses for each arena, all counted against RLIMIT_AS
                env=os.environ | {"MALLOC_ARENA_MAX": "2"},
            )

    @property
    def number(self) -> int:
        """The id of the process."""
        return self._process.pid

    def stop(self) -> None:
        """End the process without waiting until it is gone."""
        self._process.kill()

    def kill(self) -> None:
        """End the process now; safe from any thread and any number of times."""
        with self._ending:
            self._process.kill()
            self._process.wait()

    def close(self) -> None:
        """End the process and give back what it held."""
        self.kill()
        self._prints.close()

    def death(self) -> Reply:
        """Why it died, where it did not answer any more."""
        with self._ending:
            try:
                status = self._process.wait(_EXIT_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                status = self._process.wait()
        size = self._prints.seek(0, os.SEEK_END)
        self._prints.seek(max(0, size - _TAIL))
        tail = self._prints.read().decode("utf-8", "replace").strip()
        starved = any(mark in tail for mark in _STARVED)
        return Reply(Outcome.DIED, error=out_of_memory(self._limits) if starved else _died(status, tail))


def late(seconds: float) -> Reply:
    """The end of a call that took longer than it was given."""
    words = f"not done within the {seconds:g} s it was given."
    return Reply(Outcome.LATE, error=OutOfTime(words, advice="Give it more, or less to do."))


@contextlib.contextmanager
def _interrupts_kept_from_children() -> Iterator[None]:
    """Ctrl-C reaches every process of the terminal; a blocked signal mask is inherited, so only the parent acts."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _died(status: int, tail: str) -> LimitExceeded:
    how = signal.Signals(-status).name if status < 0 else f"exit code {status}"
    last = f"; it printed: {tail.splitlines()[-1]}" if tail else ""
    return LimitExceeded(f"its process died ({how}{last}).")
