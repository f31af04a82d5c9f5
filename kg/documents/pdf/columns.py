"""Places that a C library writes its answers to, many at once.

One call of a C function from Python costs as much as dozens of additions; calls made by ``map`` over prepared places
cost half of calls made in a loop. So answers are asked for in columns.
"""

import ctypes
from typing import Any


class Column:
    """Places for values of one C type: ``"f"`` float, ``"I"`` unsigned, ``"i"`` signed; as many as are needed."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._kind: Any = {"f": ctypes.c_float, "I": ctypes.c_uint, "i": ctypes.c_int}[code]
        self._buffer = bytearray()
        self._refs: list[Any] = []

    def refs(self, count: int) -> list[Any]:
        """References to the first ``count`` places or more, to be passed to C."""
        if count > len(self._refs):
            size = ctypes.sizeof(self._kind)
            self._buffer = bytearray(size * 2 * count)
            self._refs = [ctypes.byref(self._kind.from_buffer(self._buffer, size * at)) for at in range(2 * count)]
        return self._refs

    def values(self, count: int) -> list[Any]:
        """The first ``count`` values."""
        cast: Any = memoryview(self._buffer).cast
        values: list[Any] = cast(self._code)[:count].tolist()
        return values
