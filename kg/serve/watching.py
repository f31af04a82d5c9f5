"""Whether a store was built again: its tables are other ones, nobody writes them, and that has been so for a while.

Only tables tell: opening a store to copy it writes a manifest and a log anew, so that two servers of one store would
see each other's copies without end. Looking holds nothing: the lock is taken only to copy, and only when the store has
been quiet from one look to the next, so that builds that follow one another closely are not disturbed.
"""

from pathlib import Path
from typing import TypeAlias

from kg.errors import StoreMissing
from kg.store import held, require_store

Print: TypeAlias = frozenset[tuple[str, int, int]]


class Watch:
    """Looks at the store at ``path``; ``seen`` says that what is there now is served."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._served: Print | None = None
        self._last: Print | None = None

    def seen(self) -> None:
        """What is there now is served."""
        self._served = self._last = _print(self._path)

    def changed(self) -> bool:
        """Whether there is another store, at rest since the last look."""
        now = None if held(self._path) else _print(self._path)
        quiet = now == self._last
        self._last = now
        return now is not None and quiet and now != self._served


def _print(path: Path) -> Print | None:
    """The tables of a store; ``None`` where there is none, or where it is being replaced."""
    try:
        require_store(path)
        told = [(entry.name, entry.stat()) for entry in path.glob("*.sst")]
    except (StoreMissing, OSError):
        return None
    return frozenset((name, one.st_size, one.st_mtime_ns) for name, one in told)
