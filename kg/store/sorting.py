"""Lines in order whatever their number: what memory does not hold is sorted in runs on the disk and merged."""

import contextlib
import heapq
import tempfile
from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO

_LINES_IN_MEMORY = 200_000


def in_order(lines: Iterable[str], folder: Path | None = None) -> Generator[str, None, None]:
    """``lines``, each ending in its only line break, sorted by code point; what memory cannot hold is in ``folder``.

    Without ``folder`` the system's own for temporary files is taken. The runs are gone when the last line is read.
    """
    with contextlib.ExitStack() as files:
        runs = [_run(chunk, files, folder) for chunk in _sorted_chunks(lines)]
        yield from heapq.merge(*runs)


def _sorted_chunks(lines: Iterable[str]) -> Iterator[list[str]]:
    source = iter(lines)
    while chunk := sorted(islice(source, _LINES_IN_MEMORY)):
        yield chunk


def _run(chunk: list[str], files: contextlib.ExitStack, folder: Path | None) -> Iterable[str]:
    if len(chunk) < _LINES_IN_MEMORY:
        return chunk
    return files.enter_context(_on_disk(chunk, folder))


@contextlib.contextmanager
def _on_disk(chunk: list[str], folder: Path | None) -> Iterator[IO[str]]:
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=folder) as file:
        file.writelines(chunk)
        chunk.clear()  # before the next is read, so that there are never two
        file.seek(0)
        yield file
