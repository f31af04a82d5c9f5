"""A folder that is whole or not there: it is filled beside its place under another name, and renamed at the end.

A run that is killed leaves ``.NAME.part``, which is no release and which the next run takes over. Two runs that
fill one folder are told apart by a lock that ends with its process.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from kg.errors import EnvironmentUnusable, InputError
from kg.store import GraphStore

COPY = ".store"
"""What the copy of a store is called while a folder is filled from it."""


@contextmanager
def copied(held: GraphStore, folder: Path) -> Iterator[GraphStore]:
    """A copy of a store within a folder, so that what is made of it is of one moment; gone at the end."""
    held.backup(folder / COPY)
    try:
        with GraphStore.open(folder / COPY, read_only=True) as copy:
            yield copy
    finally:
        shutil.rmtree(folder / COPY, ignore_errors=True)


@contextmanager
def staged(target: Path, *, many: bool = False) -> Iterator[Path]:
    """An empty folder that becomes ``target`` when the ``with`` ends well, and is gone where it ends ill.

    ``many`` says that it will hold so many files that the system is asked once to write all it has, not for each of
    them. Raises ``InputError`` where ``target`` is a file or holds anything, ``EnvironmentUnusable`` where another run
    fills it or the system refuses.
    """
    _require_free(target)
    part = target.absolute().with_name(f".{target.absolute().name}.part")
    with _refusals(target):
        part.mkdir(parents=True, exist_ok=True)
        held = os.open(part, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _lock(held, target)
        with _refusals(target):
            yield from _filled(part, target, os.sync if many else partial(_keep, part))
    finally:
        os.close(held)


def _filled(part: Path, target: Path, keep: Callable[[], None]) -> Iterator[Path]:
    _empty(part)
    try:
        yield part
        keep()
        part.replace(target.absolute())
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _require_free(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise InputError("this is no folder.", place=str(target), advice="Name a new folder.")
    held = sorted(entry.name for entry in target.iterdir()) if target.exists() else []
    if held:
        raise InputError(
            f"the folder is not empty: it holds {held[0]}.",
            place=str(target),
            advice="Name a new or empty folder; a release is never changed.",
        )


def _lock(folder: int, target: Path) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise EnvironmentUnusable(
            "another run is writing this release.", place=str(target), advice="Wait for it, or name another folder."
        ) from error


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _keep(folder: Path) -> None:
    """Have the system write everything to the disk, so that a release that is there is whole after a power cut too."""
    for path in sorted(folder.rglob("*"), reverse=True):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


@contextmanager
def _refusals(target: Path) -> Iterator[None]:
    """What the system refuses as an error that names the folder, and says what to do."""
    try:
        yield
    except OSError as error:
        what = f"the release cannot be written: {(error.strerror or str(error)).lower()}."
        advice = "Free disk space, or check the rights, and run it again; nothing was left behind."
        raise EnvironmentUnusable(what, place=str(error.filename or target), advice=advice) from error
