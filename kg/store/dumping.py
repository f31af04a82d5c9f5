"""Quads as sorted N-Quads: the same graph gives the same bytes, and memory does not grow with the graph."""

import contextlib
import heapq
import tempfile
from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from typing import IO

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad

_LINES_IN_MEMORY = 500_000


def write_sorted(quads: Iterable[Quad], out: IO[bytes]) -> int:
    """Write ``quads`` as N-Quads, sorted by code point, blank nodes named by RDFC-1.0; the number of lines."""
    count = 0
    with contextlib.ExitStack() as files:
        lines = files.enter_context(contextlib.closing(_lines(quads)))
        runs = [_run(chunk, files) for chunk in _sorted_chunks(lines)]
        for line in heapq.merge(*runs):
            out.write(line.encode())
            count += 1
    return count


def _lines(quads: Iterable[Quad]) -> Generator[str, None, None]:
    """One line for each quad. RDFC-1.0 names a blank node after the quads it stands in, so only those are kept."""
    blank = Dataset()
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            blank.add(quad)
        else:
            yield f"{quad} .\n"
    blank.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    for quad in blank:
        yield f"{quad} .\n"


def _sorted_chunks(lines: Iterable[str]) -> Iterator[list[str]]:
    source = iter(lines)
    while chunk := sorted(islice(source, _LINES_IN_MEMORY)):
        yield chunk


def _run(chunk: list[str], files: contextlib.ExitStack) -> Iterable[str]:
    if len(chunk) < _LINES_IN_MEMORY:
        return chunk
    return files.enter_context(_on_disk(chunk))


@contextlib.contextmanager
def _on_disk(chunk: list[str]) -> Iterator[IO[str]]:
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as file:
        file.writelines(chunk)
        file.seek(0)
        yield file
