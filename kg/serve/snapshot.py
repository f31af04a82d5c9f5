"""A copy of a store to read from while the store itself can be written again: hard links, made in milliseconds.

It stands beside the store, because hard links do not leave a file system. A lock beside it tells whether the
server it belongs to still lives; what a killed server left is removed by the next one.
Before it is served the copy is counted against the store: one index is read to its end, 0.1 s for a million quads.
"""

import contextlib
import fcntl
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from kg.errors import EnvironmentUnusable
from kg.store import GraphStore


@contextlib.contextmanager
def snapshot(store: Path) -> Iterator[Path]:
    """The folder of a copy of the store as it is now; it is removed afterwards."""
    store = store.resolve()
    with GraphStore.open(store) as source:
        _remove_abandoned(store)
        with _locked_name(store) as folder:
            try:
                source.backup(folder)
                _require_whole(folder, source.count())
                source.close()
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _locked_name(store: Path) -> Iterator[Path]:
    folder = store.parent / f".{store.name}.serving-{secrets.token_hex(4)}"
    lock = _lock_of(folder)
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
            yield folder
        finally:
            lock.unlink(missing_ok=True)


def _require_whole(folder: Path, quads: int) -> None:
    """Refuse a copy that cannot be opened or read to its end, or holds less or more, before anything is answered."""
    with GraphStore.open(folder, read_only=True) as copy:
        copied = copy.count()
    if copied != quads:
        raise EnvironmentUnusable(
            f"the copy to serve holds {copied} quads, the store {quads}.",
            place=str(folder),
            advice="Check the disk, and serve again.",
        )


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


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
