"""pyoxigraph's exceptions, which are Python's own, as those of this package. Nothing else catches them."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType

from kg.errors import EnvironmentUnusable, KgError, QueryError, QuerySyntax, StoreBusy

_BUSY = ("lock file", "lock hold by current process")
_DAMAGED = ("Corruption", "IO error", "No such file", "Invalid data", "block checksum")
_POSITION = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_RANGES = re.compile(r"\[[^\[\]]*\](?:,\s*)?")
_LONGEST = 160
_AROUND = 20


def busy(path: Path, holder: int | None = None) -> StoreBusy:
    """The error of a store that is open elsewhere."""
    who = f"process {holder}" if holder else "another process, or another part of this one,"
    return StoreBusy(
        f"{who} has the store open for writing.",
        place=str(path),
        advice="Wait until it is done, or work on a copy made with a backup.",
    )


def on_disk(path: Path | None) -> "Translation":
    """Failures of opening, writing or reading through a store as KgErrors that name its folder."""
    return Translation(partial(_disk_failure, path=path))


def on_query(text: str, path: Path | None, kind: str = "query") -> "Translation":
    """Failures of a query, or of an update, as QuerySyntax, QueryError, or the state of the disk."""
    return Translation(partial(_query_failure, text=text, path=path, kind=kind))


class Translation:
    """Raises what ``translate`` makes of an exception in the place of it; what it makes nothing of goes on.

    The traceback below is dropped: its frames would keep the store, and so its lock, as long as the error lives.
    That is why this is no generator of ``contextlib``, which keeps the traceback in a frame of its own.
    """

    def __init__(self, translate: Callable[[BaseException], KgError | None]) -> None:
        self._translate = translate

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        del trace
        if error is not None and (translated := self._translate(error)):
            raise translated from error.with_traceback(None)


def _disk_failure(error: BaseException, path: Path | None) -> KgError | None:
    return _disk_error(error, path) if isinstance(error, OSError | RuntimeError | ValueError) else None


def _query_failure(error: BaseException, text: str, path: Path | None, kind: str) -> KgError | None:
    if isinstance(error, SyntaxError):
        return syntax_error(text, str(error), kind)
    if str(error).startswith(_DAMAGED):
        return _disk_failure(error, path)
    return QueryError(f"the {kind} failed: {error}") if isinstance(error, OSError | RuntimeError | ValueError) else None


def _disk_error(error: Exception, path: Path | None) -> KgError:
    if isinstance(error, OSError) and error.errno is not None:  # Python's own; pyoxigraph's have no number
        what = f"the system refused: {error.strerror}."
        return EnvironmentUnusable(what, place=str(error.filename or ""), advice="Check the disk and the rights.")
    text = str(error)
    place = str(path) if path else "the store in memory"
    if path and any(mark in text for mark in _BUSY):
        return busy(path)
    if "No space left" in text:
        advice = "Free disk space and open the store again; what was acknowledged is kept."
    elif "orruption" in text or "checksum" in text:
        advice = "The store is damaged: build it again, or go back to a backup."
    else:
        advice = "Check the folder, its rights and its disk."
    return EnvironmentUnusable(f"the store cannot be used: {text}.", place=place, advice=advice)


def syntax_error(text: str, message: str, kind: str = "query") -> QuerySyntax:
    """What is wrong with a query and where, in one line: the parser lists every character it would have taken."""
    what = f"not a SPARQL 1.1 {kind}"
    found = _POSITION.match(message)
    if not found:
        return QuerySyntax(f"{what}: {message[:_LONGEST]}.")
    line, column = int(found[1]), int(found[2])
    wanted = _RANGES.sub("", found[3]).strip(" ,\n")[:_LONGEST]
    lines = text.splitlines() or [""]
    around = lines[line - 1][max(0, column - _AROUND) : column + _AROUND].strip() if line <= len(lines) else ""
    expected = f": expected {wanted}" if wanted else ""
    return QuerySyntax(f"{what} at line {line}, column {column}, near {around!r}{expected}.")
