"""One spawned process that answers calls one at a time and can be killed, used from threads."""

from collections.abc import Callable
from multiprocessing import Pipe

from kg.workers.child import STARTED, Reply, message_of
from kg.workers.limits import Limits
from kg.workers.spawning import STARTUP_SECONDS, Spawned, late


class Worker:
    """A process for calls within ``limits``; ``calls`` counts those it answered."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.calls = 0
        self._connection, theirs = Pipe()
        with theirs:
            self._process = Spawned(limits, theirs.fileno())

    def call(self, function: Callable[..., object], args: tuple[object, ...]) -> Reply:
        """What became of ``function(*args)``; the clock of the first starts when its module is imported."""
        message = message_of(function, args)
        seconds = self.limits.seconds if self.calls else STARTUP_SECONDS
        try:
            self._connection.send_bytes(message)
            reply = self._receive(seconds)
            if reply == STARTED:
                seconds = self.limits.seconds
                reply = self._receive(seconds)
        except (EOFError, OSError):
            return self._process.death()
        if not isinstance(reply, Reply):
            return late(seconds)
        self.calls += 1
        return reply

    def kill(self) -> None:
        """End the process now; safe from any thread and any number of times. A call under way tells of its death."""
        self._process.kill()

    def close(self) -> None:
        """End the process and give back what it held; only for the thread that uses it."""
        self._process.close()
        self._connection.close()

    def _receive(self, seconds: float) -> Reply | bytes | None:
        if not self._connection.poll(seconds):
            return None
        message = self._connection.recv_bytes()
        if message == STARTED:
            return message
        return Reply.of(message)
