"""The one door to PDFium: documents opened and closed, its functions, and places for its answers.

The modules beside it that read pages take ``raw`` from here; nothing of PDFium leaves this folder.
"""

import ctypes
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import repeat
from typing import Any

import pypdfium2
from pypdfium2 import raw

from kg.documents.pdf.columns import Column
from kg.documents.pdf.plane import Quad
from kg.errors import DamagedFile, EmptyDocument, ProtectedFile

__all__ = ["Columns", "Handle", "columns", "opened", "raw"]

Handle = Any  # the engine's pointers have no types of their own
_ALONE = threading.Lock()
"""PDFium is for one thread at a time, and so are the places it writes to."""


@contextmanager
def opened(content: bytes, place: str) -> Iterator[pypdfium2.PdfDocument]:
    """The document in ``content``; ``place`` names it in errors.

    Raises ``ProtectedFile`` where a password is needed, ``DamagedFile`` where it is no readable PDF and
    ``EmptyDocument`` where it has no page.
    """
    with _ALONE:
        yield from _opened(content, place)


def _opened(content: bytes, place: str) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise ProtectedFile(
                "the PDF is encrypted and needs a password.", place=place, advice="Unlock it first, or fetch it anew."
            ) from error
        if error.err_code == raw.FPDF_ERR_SUCCESS:
            raise EmptyDocument("the PDF has 0 pages.", place=place, advice="Fetch it again.") from error
        raise DamagedFile(
            "it is damaged, or no PDF.", place=place, advice="Fetch it again, or save it anew with a PDF program."
        ) from error
    try:
        yield document
    finally:
        document.close()


class Columns:
    """Places for the engine's answers, kept for all documents: making them costs more than using them."""

    def __init__(self) -> None:
        self.floats = tuple(Column("f") for _ in range(4))
        self.colours = tuple(Column("I") for _ in range(4))
        self.flags = tuple(Column("i") for _ in range(2))
        self._boxes = (raw.FS_RECTF * 0)()
        self._refs: list[Any] = []

    def boxes(self, text: Handle, count: int) -> list[Quad]:
        """The boxes of a page's first ``count`` glyphs in PDF space: the advance by the height of the type."""
        if count > len(self._boxes):
            self._boxes = (raw.FS_RECTF * (2 * count))()
            self._refs = [ctypes.byref(box) for box in self._boxes]
        for _ in map(raw.FPDFText_GetLooseCharBox, repeat(text, count), range(count), self._refs):
            pass
        return list(struct.iter_unpack("4f", bytes(memoryview(self._boxes).cast("B")[: count * 16])))


@cache
def columns() -> Columns:
    """The places, made once."""
    return Columns()
