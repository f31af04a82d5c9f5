"""Whether a store was built again: its files are other ones, nobody writes them, and that has been so for a while.

Looking holds nothing: the lock is taken only to copy, and only when the store has been quiet from one look to the
next, so that builds that follow one another closely are not disturbed.
"""

from pathlib import Path
from typing import TypeAlias

from kg.store import held

Print: TypeAlias = frozenset[tuple[str, int, int]]
_TELLING = (".sst", ".log")
_NAMES = ("CURRENT", "MANIFEST-")


class Watch:
    """Looks at the store at ``path``; ``seen`` says that what is there now is served."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._served: Print = frozenset()
        self._last: Print = frozenset()

    def seen(self) -> None:
        """What is there now is served."""
        self._served = self._last = _print(self._path)

    def changed(self) -> bool:
        """Whether there is another store, at rest since the last look."""
        now = _print(self._path)
        quiet = now == self._last
        self._last = now
        return bool(now) and quiet and now != self._served and not held(self._path)


def _print(path: Path) -> Print:
    found = set()
    try:
        for entry in path.iterdir():
            if entry.suffix in _TELLING or entry.name.startswith(_NAMES):
                told = entry.stat()
                found.add((entry.name, told.st_size, told.st_mtime_ns))
    except OSError:
        return frozenset()  # it is being replaced
    return frozenset(found)
