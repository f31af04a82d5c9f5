"""Writing data: to stdout, or to a file that is whole or not there at all."""

import sys
from pathlib import Path

from kg.errors import UnreadableFile


def write(data: str | bytes, out: Path | None = None) -> None:
    """Write ``data`` to ``out``, or to stdout as UTF-8."""
    content = data.encode() if isinstance(data, str) else data
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    part = out.with_name(f".{out.name}.part")
    try:
        part.write_bytes(content)
        part.replace(out)
    except OSError as error:
        raise UnreadableFile(
            f"it cannot be written: {error.strerror}.", place=str(out), advice="Name another file."
        ) from error


def say(text: str) -> None:
    """A message to the person at the terminal, on stderr."""
    print(text, file=sys.stderr)
