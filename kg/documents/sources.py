"""Where a document comes from and what a reader makes of it: the two values that every reader has in common.

A source is a file with its content, be it from a folder, an archive or the web; what is known of its origin goes
with it. No reader opens a path or a connection, so each is a pure function of bytes.
"""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from kg.errors import BeyondLimit, MissingPath, UnreadableFile
from kg.model import Aside, Block, Unread
from kg.model.base import Value

MAX_BYTES = 256 * 1024 * 1024
"""The largest file that is read, in bytes. The largest real disclosures, scans in colour, have about 100 MB."""


class Source(Value):
    """A file with its content.

    ``place`` says in messages where it is: a path, ``archive.zip!/member`` or a URL. What came from the web has the
    ``url`` that finally answered, the ``asked`` one, the time it was ``retrieved`` (UTC), and the ``media_type`` and
    ``charset`` that the server stated.
    """

    name: str
    content: bytes = Field(repr=False)
    place: str
    url: str | None = None
    asked: str | None = None
    retrieved: datetime | None = None
    media_type: str | None = None
    charset: str | None = None

    def __str__(self) -> str:
        return self.place

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content, in hex digits."""
        return hashlib.sha256(self.content).hexdigest()


class Reading(NamedTuple):
    """What a reader makes of a source: the parts of a :class:`~kg.model.Document` that depend on its format.

    ``charset`` is named where the format is text and its encoding is not UTF-8.
    """

    blocks: tuple[Block, ...]
    furniture: tuple[tuple[str, int], ...] = ()
    aside: tuple[Aside, ...] = ()
    pages: int | None = None
    charset: str | None = None
    unread: tuple[Unread, ...] = ()


def shown(path: Path | str) -> str:
    """A path as its author saw it. Names that are not UTF-8 are in the code page of a Chinese system: GB18030."""
    stored = os.fsencode(path)
    for encoding in ("utf-8", "gb18030"):
        try:
            return stored.decode(encoding)
        except UnicodeDecodeError:
            continue
    return stored.decode("utf-8", "replace")


def source(path: Path) -> Source:
    """The file at ``path``. Raises ``MissingPath``, ``UnreadableFile`` or ``BeyondLimit``."""
    place = shown(path)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise MissingPath("there is no such file or folder.", place=place, advice="Check the path.") from error
    except OSError as error:
        raise UnreadableFile(
            f"it cannot be read: {error.strerror}.", place=place, advice="Check its permissions."
        ) from error
    if len(content) > MAX_BYTES:
        raise BeyondLimit(
            f"it has more than {MAX_BYTES // 2**20} MiB.", place=place, advice="Give its parts one by one."
        )
    return Source(name=shown(path.name), content=content, place=place)
