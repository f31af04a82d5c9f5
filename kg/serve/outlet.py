"""Where a worker writes an answer: memory at first, a file when it grows, and no further than the answer may go.

So an answer is complete before its first byte is sent, and no answer, however long, fills the memory of the server.
"""

import io
import zlib
from typing import TypeAlias

from kg.errors import EnvironmentUnusable, LimitExceeded

IN_MEMORY = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS
_LEVEL = 4


Terms: TypeAlias = tuple[str, int, bool]
"""How an answer is written: the file for a long one, its most bytes before they are compressed, and whether they are.

A plain tuple, as ``Reply`` is: both pass between processes for each answer, and to pack and find the class of a value
takes longer than to pack the value.
"""
Reply: TypeAlias = tuple[str, int, bytes, str, str]
"""A whole answer: its media type, its size, itself or the file it is in if it is long, and its encoding."""


class Outlet:
    """Takes an answer part by part; ``reply`` ends it."""

    def __init__(self, terms: Terms) -> None:
        self._name, self._most, gzip = terms
        self._compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP) if gzip else None
        self._taken = 0
        self._written = 0
        self._memory = bytearray()
        self._file: io.FileIO | None = None

    def write(self, part: bytes, /) -> int:
        """Take a part; raises ``LimitExceeded`` where it is too much."""
        self._taken += len(part)
        if self._taken > self._most:
            raise LimitExceeded(
                f"the answer is longer than {self._most} bytes.", advice="Ask for less, or set a LIMIT."
            )
        self._put(self._compressor.compress(part) if self._compressor else part)
        return len(part)

    def flush(self) -> None:
        """Nothing waits for the next part."""

    def reply(self, media_type: str) -> Reply:
        """The answer that was written."""
        if self._compressor:
            self._put(self._compressor.flush())
        encoding = "gzip" if self._compressor else ""
        if self._file is None:
            return media_type, self._written, bytes(self._memory), "", encoding
        self._spill()
        self._file.close()
        return media_type, self._written, b"", self._name, encoding

    def _put(self, part: bytes) -> None:
        self._written += len(part)
        self._memory += part
        if len(self._memory) > IN_MEMORY:
            self._spill()

    def _spill(self) -> None:
        try:
            if self._file is None:
                self._file = io.FileIO(self._name, "xb")
            self._file.write(self._memory)
        except OSError as error:
            raise EnvironmentUnusable(
                f"a long answer cannot be kept: {error.strerror}.",
                place=self._name,
                advice="Free disk space.",
            ) from error
        self._memory.clear()
