"""Cut the calling process off from the network, for good, where the kernel can do so.

Oxigraph fetches ``SERVICE`` and ``LOAD <http…>`` and has no switch against it, so the guarantee has to come from
outside: a seccomp filter that refuses ``socket()`` (seccomp(2), Linux 3.17). Threads and programs started later
inherit it. Sockets of the machine itself (``AF_UNIX``) stay allowed: office programs do not start without them.
"""

import ctypes
import errno
import platform
import struct
from typing import NamedTuple

from kg.errors import EnvironmentUnusable

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _SECCOMP_MODE_FILTER = 22, 38, 2
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EACCES
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_AF_UNIX = 1
_X32 = 0x40000000
_IO_URING_SETUP = 425


class _Machine(NamedTuple):
    """Its audit architecture and the number of its ``socket`` call (linux/audit.h, asm/unistd.h)."""

    architecture: int
    socket: int


_MACHINES = {"x86_64": _Machine(0xC000003E, 41), "aarch64": _Machine(0xC00000B7, 198)}


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def _step(code: int, operand: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, operand)


def _instructions(machine: _Machine) -> bytes:
    steps = [
        _step(_LOAD, _ARCHITECTURE_AT),
        _step(_EQUAL, machine.architecture, yes=1),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER_AT),
        _step(_AT_LEAST, _X32, yes=5),
        _step(_EQUAL, _IO_URING_SETUP, yes=4),
        _step(_EQUAL, machine.socket, no=2),
        _step(_LOAD, _FIRST_ARGUMENT_AT),
        _step(_EQUAL, _AF_UNIX, no=1),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _REFUSE),
    ]
    return b"".join(steps)


def deny_network() -> None:
    """Refuse every later ``socket()`` to the network, for this process and its threads; raise where that cannot be."""
    machine = _MACHINES.get(platform.machine()) if platform.system() == "Linux" else None
    if machine is None:
        raise _unavailable(f"{platform.system()} on {platform.machine()} is not known here")
    code = _instructions(machine)
    program = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    for request in (
        (_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), ctypes.c_ulong(0)),
        (_PR_SET_SECCOMP, ctypes.c_ulong(_SECCOMP_MODE_FILTER), ctypes.byref(program)),
    ):
        if libc.prctl(*request, ctypes.c_ulong(0), ctypes.c_ulong(0)) != 0:
            raise _unavailable(errno.errorcode.get(ctypes.get_errno(), "unknown error"))


def _unavailable(reason: str) -> EnvironmentUnusable:
    return EnvironmentUnusable(
        f"a worker cannot be cut off from the network ({reason}).",
        advice="Run on Linux (x86_64 or aarch64) with seccomp filters allowed, or allow it the network.",
    )
