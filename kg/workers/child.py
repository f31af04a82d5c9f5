"""What runs inside a worker: take a call, answer it, wait for the next.

The parent kills at the deadline. Should the parent be gone, the alarm set here ends the call instead: its
default action is the kernel's, so it works while native code holds the interpreter.
"""

import os
import pickle
import resource
import signal
import struct
import time
import traceback
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any, NamedTuple, Self, cast

from kg.errors import KgError, LimitExceeded
from kg.workers.limits import MIB, Limits
from kg.workers.network import deny_network

STARTED = b"started"
"""Sent once, when the function of the first call is imported; later calls have nothing to wait for."""
_LENGTH = struct.Struct("!i")
_PART = 256 * 1024
_ALARM_AFTER_DEADLINE = 5.0


class Outcome(Enum):
    """How a call ended; after the last three the process is of no more use."""

    DONE = "done"
    FAILED = "failed"
    OUT_OF_MEMORY = "out of memory"
    LATE = "late"
    DIED = "died"


class Reply(NamedTuple):
    """The outcome of a call with its result, or with its error and the traceback of a defect.

    ``seconds`` is the processor time it took, if it came to an end by itself.
    """

    outcome: Outcome
    result: object = None
    error: KgError | None = None
    note: str = ""
    seconds: float = 0.0

    def unpacked(self) -> object:
        """The result; raises the error."""
        if self.error is None:
            return self.result
        if self.note:
            self.error.add_note(self.note)
        raise self.error

    def packed(self) -> bytes:
        """As a message between processes: the names of classes would take most of the time of packing."""
        return pickle.dumps((self.outcome.value, *self[1:]))

    @classmethod
    def of(cls, message: bytes) -> Self:
        """The reply that a message of our own process holds."""
        outcome, *rest = _received(message)
        return cls(Outcome(outcome), *rest)


def main(descriptor: int, limits: Limits) -> None:
    """Answer calls on ``descriptor`` until the parent closes it or memory runs out."""
    connection = Connection(descriptor)
    messages = _messages(descriptor)
    setback = _confine(limits)
    first: Connection | None = connection
    for message in messages:
        outcome, answer = _answer(first, message, limits, setback)
        first = None
        connection.send_bytes(answer)
        if outcome is Outcome.OUT_OF_MEMORY:
            return


def _messages(descriptor: int) -> Iterator[bytes]:
    """The messages of a ``Connection`` at the other end, each of them read at once if it is small."""
    received = bytearray()
    while part := _read(descriptor):
        received += part
        while len(received) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(received)[0]
            if len(received) < end:
                break
            message = bytes(received[_LENGTH.size : end])
            del received[:end]
            yield message


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, _PART)
    except ConnectionResetError:
        return b""


def _confine(limits: Limits) -> KgError | None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    if limits.network:
        return None
    try:
        deny_network()
    except KgError as error:
        return error
    return None


def _answer(first: Connection | None, message: bytes, limits: Limits, setback: KgError | None) -> tuple[Outcome, bytes]:
    reply = _call(first, message, limits, setback)
    signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        return reply.outcome, reply.packed()
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        unsendable = Reply(Outcome.FAILED, error=_defect(error), note=traceback.format_exc())
        return unsendable.outcome, unsendable.packed()
    except MemoryError:
        return Outcome.OUT_OF_MEMORY, Reply(Outcome.OUT_OF_MEMORY, error=out_of_memory(limits)).packed()


def _call(first: Connection | None, message: bytes, limits: Limits, setback: KgError | None) -> Reply:
    try:
        if setback is not None:
            raise setback
        place, args = _received(message)
        function = _found(place)
        if first is not None:
            first.send_bytes(STARTED)
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + _ALARM_AFTER_DEADLINE)
        began = time.thread_time()
        result = function(*args)
        return Reply(Outcome.DONE, result=result, seconds=time.thread_time() - began)
    except KgError as error:
        return Reply(Outcome.FAILED, error=error)
    except MemoryError:
        return Reply(Outcome.OUT_OF_MEMORY, error=out_of_memory(limits))
    except Exception as error:  # noqa: BLE001 - carried over the process boundary and raised in the parent
        return Reply(Outcome.FAILED, error=_defect(error), note=traceback.format_exc())


def message_of(function: Callable[..., object], args: tuple[object, ...]) -> bytes:
    """A call as a message; raises AttributeError where the function cannot be found by name.

    Its place goes as words: pickle would look for it again at every call, which takes longer than all the rest.
    """
    return pickle.dumps((_place_of(function), args))


@cache
def _place_of(function: Callable[..., object]) -> str:
    place = f"{function.__module__}:{function.__qualname__}"
    _found(place)
    return place


@cache
def _found(place: str) -> Callable[..., object]:
    module, _, name = place.partition(":")
    return cast("Callable[..., object]", getattr(import_module(module), name))


def _received(message: bytes) -> Any:
    """What the process at the other end of a pair of sockets sent, which this program started or was started by."""
    return ForkingPickler.loads(message)


def _defect(error: Exception) -> KgError:
    return KgError(
        f"a defect of this program: {type(error).__name__}: {error}.", advice="Please report it with its input."
    )


def out_of_memory(limits: Limits) -> LimitExceeded:
    """The error of a call that used up its memory."""
    return LimitExceeded(
        f"out of the {limits.memory // MIB} MiB of memory it was given.", advice="Give it more, or less to do."
    )
