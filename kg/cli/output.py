"""Writing data: to stdout, or to a file that is whole or not there at all."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import UnreadableFile


def write(data: str | bytes, out: Path | None = None) -> None:
    """Write ``data`` to ``out``, or to stdout as UTF-8."""
    with writing(out) as file:
        file.write(data.encode() if isinstance(data, str) else data)


@contextmanager
def writing(out: Path | None) -> Iterator[IO[bytes]]:
    """A file to write to part by part: ``out``, which is there once all is written, or stdout."""
    if out is None:
        try:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # whoever read it has enough: what is left goes nowhere, and nothing is wrong
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        return
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(out)
    except OSError as error:
        raise UnreadableFile(
            f"it cannot be written: {error.strerror}.", place=str(out), advice="Name another file."
        ) from error
    finally:
        part.unlink(missing_ok=True)


def say(text: str) -> None:
    """A message to the person at the terminal, on stderr."""
    print(text, file=sys.stderr)
