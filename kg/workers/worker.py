"""One spawned process that answers calls one at a time and can be killed.

Spawned, never forked: a forked child can write into its parent's store. Started through ``subprocess`` and not
``multiprocessing.Process``, which would import the main module again in every child. What the process prints
goes to a file of its own, whose end is told where the process dies.
"""

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict
from multiprocessing import Pipe

from kg.errors import LimitExceeded
from kg.workers.child import STARTED, Outcome, Reply, out_of_memory
from kg.workers.limits import Limits

_STARTUP_SECONDS = 60.0
_EXIT_SECONDS = 5.0
_TAIL = 300
_STARVED = ("memory allocation", "bad_alloc")
_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[2]); "
    "from kg.workers.child import main; from kg.workers.limits import Limits; "
    "main(int(sys.argv[1]), Limits(**json.loads(sys.argv[3])))"
)


class Worker:
    """A process for calls within ``limits``; ``calls`` counts those it answered."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.calls = 0
        self._ending = threading.Lock()
        self._prints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process; ``close`` closes it
        self._connection, theirs = Pipe()
        arguments = [str(theirs.fileno()), json.dumps(sys.path), json.dumps(asdict(limits))]
        with theirs, _interrupts_kept_from_children():
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, a constant program
                [sys.executable, "-c", _BOOT, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=self._prints,
                stderr=self._prints,
                pass_fds=(theirs.fileno(),),
                # glibc reserves 64 MiB of addresses for each arena, all counted against RLIMIT_AS
                env=os.environ | {"MALLOC_ARENA_MAX": "2"},
            )

    def call(self, function: Callable[..., object], args: tuple[object, ...]) -> Reply:
        """What became of ``function(*args)``; its clock starts when its module is imported."""
        message = pickle.dumps((function, args))
        seconds = _STARTUP_SECONDS
        try:
            self._connection.send_bytes(message)
            reply = self._receive(seconds)
            if reply == STARTED:
                seconds = self.limits.seconds
                reply = self._receive(seconds)
        except (EOFError, OSError):
            return self._death()
        if not isinstance(reply, Reply):
            return Reply(Outcome.LATE, error=_late(seconds))
        self.calls += 1
        return reply

    def kill(self) -> None:
        """End the process now; safe from any thread and any number of times. A call under way tells of its death."""
        with self._ending:
            self._process.kill()
            self._process.wait()

    def close(self) -> None:
        """End the process and give back what it held; only for the thread that uses it."""
        self.kill()
        self._connection.close()
        self._prints.close()

    def _receive(self, seconds: float) -> Reply | bytes | None:
        if not self._connection.poll(seconds):
            return None
        message = self._connection.recv_bytes()
        if message == STARTED:
            return message
        reply: Reply = pickle.loads(message)  # noqa: S301 - our own process wrote it
        return reply

    def _death(self) -> Reply:
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
        return Reply(Outcome.DIED, error=out_of_memory(self.limits) if starved else _died(status, tail))


@contextlib.contextmanager
def _interrupts_kept_from_children() -> Iterator[None]:
    """Ctrl-C reaches every process of the terminal; a blocked signal mask is inherited, so only the parent acts."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _late(seconds: float) -> LimitExceeded:
    return LimitExceeded(f"not done within the {seconds:g} s it was given.", advice="Give it more, or less to do.")


def _died(status: int, tail: str) -> LimitExceeded:
    how = signal.Signals(-status).name if status < 0 else f"exit code {status}"
    last = f"; it printed: {tail.splitlines()[-1]}" if tail else ""
    return LimitExceeded(f"its process died ({how}{last}).")
