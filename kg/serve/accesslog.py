"""One line of JSON for each request, to a file or to stderr: what was asked by whom, and what became of it.

A query is told by the first characters of its SHA-256, not in full: it may be long, or say whom somebody looks at.
"""

import hashlib
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from kg.errors import EnvironmentUnusable
from kg.serve.application import Seen

STDERR = Path("-")


class AccessLog:
    """Writes to the file at ``path``, or to stderr where it is ``-``."""

    def __init__(self, path: Path) -> None:
        self._file: IO[str] = sys.stderr if path == STDERR else _appended(path)
        self._own = path != STDERR

    def __call__(self, seen: Seen) -> None:
        """One line."""
        request = seen.request
        told = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": request.client,
            "method": request.method,
            "path": request.path[:200],
            "asked": hashlib.sha256(request.address.encode()).hexdigest()[:16] if request.address else "",
            "status": seen.status,
            "bytes": seen.size,
            "ms": round(seen.seconds * 1000, 1),
            "agent": request.headers.get("user-agent", "")[:200],
        }
        self._file.write(json.dumps(told, ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Give the file back."""
        if self._own:
            self._file.close()


def _appended(path: Path) -> IO[str]:
    try:
        return path.open("a", encoding="utf-8")
    except OSError as error:
        raise EnvironmentUnusable(f"the log cannot be written: {error.strerror}.", place=str(path)) from error
