"""Copies of a store to read from while the store itself can be written again: hard links, made in milliseconds.

They stand in one folder beside the store, because hard links do not leave a file system. A lock beside it tells
whether the server it belongs to still lives; what a killed server left is removed by the next one. A generation is
removed when a newer one is served and nobody reads it any more.
"""

import contextlib
import fcntl
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from kg.errors import EnvironmentUnusable


@dataclass
class Generation:
    """One copy: its folder, its number from 1 on, its quads, when it was made, and how many are reading it."""

    folder: Path
    number: int
    quads: int
    made: float = field(default_factory=time.time)
    readers: int = 0


class Generations:
    """The copies in ``home``, of which the newest is served."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._made = 0
        self._current: Generation | None = None
        self.answers = home / "answers"
        self.answers.mkdir(parents=True)

    @classmethod
    @contextlib.contextmanager
    def of(cls, store: Path) -> Iterator[Self]:
        """A place for copies of ``store``, removed afterwards."""
        store = store.resolve()
        _remove_abandoned(store)
        with _locked_home(store) as home:
            try:
                yield cls(home)
            finally:
                shutil.rmtree(home, ignore_errors=True)

    @property
    def current(self) -> Generation | None:
        """The generation that is served; ``None`` before the first."""
        return self._current

    def next_folder(self) -> Path:
        """A name for the folder of the next copy."""
        self._made += 1
        return self._home / str(self._made)

    def publish(self, folder: Path, quads: int) -> Generation:
        """Serve this copy from now on; the one before goes when its last reader does."""
        before = self._current
        self._current = Generation(folder, before.number + 1 if before else 1, quads)
        if before is not None:
            self._remove_unread(before)
        return self._current

    @contextlib.contextmanager
    def making(self) -> Iterator[Path]:
        """A folder for the next copy; what is left of it is removed where the copy fails."""
        with contextlib.ExitStack() as failed:
            folder = self.next_folder()
            failed.callback(shutil.rmtree, folder, ignore_errors=True)
            yield folder
            failed.pop_all()

    def reading(self) -> "Reader":
        """The generation that is served now, kept for as long as it is read."""
        generation = self._current
        if generation is None:
            raise EnvironmentUnusable("no copy of the store is served yet.", advice="Ask again in a moment.")
        return Reader(generation, self._remove_unread)

    def _remove_unread(self, generation: Generation) -> None:
        if generation is not self._current and generation.readers == 0:
            shutil.rmtree(generation.folder, ignore_errors=True)


class Reader:
    """Reads a generation inside its ``with`` block, and calls ``after`` with it; one is made for each query."""

    __slots__ = ("_after", "_generation")

    def __init__(self, generation: Generation, after: Callable[[Generation], None]) -> None:
        self._generation = generation
        self._after = after

    def __enter__(self) -> Generation:
        self._generation.readers += 1
        return self._generation

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._generation.readers -= 1
        self._after(self._generation)


@contextlib.contextmanager
def _locked_home(store: Path) -> Iterator[Path]:
    home = store.parent / f".{store.name}.serving-{secrets.token_hex(4)}"
    lock = home.with_name(f"{home.name}.lock")
    try:
        file = lock.open("xb")
    except OSError as error:
        raise EnvironmentUnusable(
            f"no copy of the store can be made beside it: {error.strerror}.",
            place=str(store.parent),
            advice="Give this program the right to write there.",
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield home
        finally:
            lock.unlink(missing_ok=True)


def _remove_abandoned(store: Path) -> None:
    for lock in store.parent.glob(f".{store.name}.serving-????????.lock"):
        with contextlib.suppress(OSError), lock.open("rb") as file:
            if _free(file):
                shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
                lock.unlink(missing_ok=True)


def _free(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
