"""Quads as sorted N-Quads: the same graph gives the same bytes, and memory does not grow with the graph."""

import contextlib
from collections.abc import Generator, Iterable
from pathlib import Path

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad

from kg.store.sorting import in_order


def canonical_lines(quads: Iterable[Quad], folder: Path | None = None) -> Generator[str, None, None]:
    """``quads`` as the canonical N-Quads of RDFC-1.0: sorted by code point, blank nodes named by the algorithm.

    What memory cannot hold is sorted in files of ``folder``.
    """
    with contextlib.closing(_lines(quads)) as lines, contextlib.closing(in_order(lines, folder)) as found:
        yield from found


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
