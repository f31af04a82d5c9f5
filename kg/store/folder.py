"""What a store's folder may look like, and who holds it."""

import fcntl
import re
import struct
from pathlib import Path

from kg.errors import InputError, StoreBusy, StoreMissing
from kg.store.failures import busy

_MARK = "CURRENT"  # RocksDB writes it last when it makes a database
_UNFINISHED = re.compile(r"LOCK|IDENTITY|LOG(\.old\.\d+)?|MANIFEST-000001|OPTIONS-\d+(\.dbtmp)?|\d+\.dbtmp")
_ORPHAN = re.compile(r"bulk-\d+\.sst")
_FLOCK = "hhqqi0q"  # struct flock: type, whence, start, length, process

_WRITERS: set[Path] = set()
"""The stores this process has open for writing. Looking at the lock of one of them would give it up:
closing any descriptor of a file drops the POSIX locks a process has on it."""


def require_store(path: Path) -> None:
    """Refuse a folder that is absent or holds something else."""
    if not path.exists():
        raise StoreMissing("there is no store here.", place=str(path), advice="Build one first, or correct the path.")
    if not (path / _MARK).is_file():
        raise StoreMissing("this is not a store.", place=str(path), advice="Name the folder that a store was built in.")


def require_store_or_nothing(path: Path) -> None:
    """Refuse a folder that holds something other than a store, or a file. A store cut off in the making is nothing."""
    if not path.exists() or (path / _MARK).is_file():
        return
    if not path.is_dir():
        raise InputError("this is a file; a store needs a folder.", place=str(path), advice="Name a new folder.")
    foreign = sorted(entry.name for entry in path.iterdir() if not _UNFINISHED.fullmatch(entry.name))
    if foreign:
        raise InputError(
            f"this folder is not a store and not empty: it holds {foreign[0]}.",
            place=str(path),
            advice="Name a new or empty folder.",
        )


def require_no_writer(path: Path) -> None:
    """Refuse a store that is open for writing: Oxigraph leaves reading beside a writer undefined."""
    if path.resolve() in _WRITERS:
        raise busy(path)
    lock = path / "LOCK"
    if not lock.is_file():
        return
    with lock.open("rb") as file:
        asked = struct.pack(_FLOCK, fcntl.F_WRLCK, 0, 0, 0, 0)
        kind, _, _, _, holder = struct.unpack(_FLOCK, fcntl.fcntl(file, fcntl.F_GETLK, asked))
    if kind != fcntl.F_UNLCK:
        raise busy(path, holder)


def held(path: Path) -> bool:
    """Whether the store at ``path`` is open for writing, here or in another process."""
    try:
        require_no_writer(path)
    except StoreBusy:
        return True
    return False


def note_writer(path: Path) -> None:
    """Remember that this process writes the store at ``path``."""
    _WRITERS.add(path.resolve())


def forget_writer(path: Path) -> None:
    """Forget it again."""
    _WRITERS.discard(path.resolve())


def remove_orphans(path: Path) -> None:
    """Remove what killed bulk loads left. Only for the holder of the lock: a live load has such files too.

    They are numbered tables not yet taken in; taking them in renames them, so no manifest names them.
    """
    for entry in path.iterdir():
        if _ORPHAN.fullmatch(entry.name):
            entry.unlink()
