"""From a file to a :class:`~kg.model.Document`: which reader, which encoding, what is wrong with it."""

import hashlib
import mimetypes
from pathlib import Path

from kg.documents import text
from kg.errors import EmptyDocument, MissingPath, UndecodableText, UnknownFormat, UnreadableFile
from kg.model import Document

MEDIA_TYPES = {".txt": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown"}
"""The formats that can be read, by file name ending."""


def read(path: Path) -> Document:
    """The document in ``path``.

    Raises ``MissingPath``, ``UnreadableFile``, ``UnknownFormat``, ``EmptyDocument`` or ``UndecodableText``, each
    naming the file, the place and what to do.
    """
    content = _bytes(path)
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        guessed = mimetypes.guess_type(path.name)[0] or "of an unknown kind"
        raise UnknownFormat(
            f"no reader for a file that is {guessed}.",
            place=str(path),
            advice=f"Readable are {', '.join(sorted(MEDIA_TYPES))}.",
        )
    if not content.strip():
        raise EmptyDocument("the file is empty.", place=str(path), advice="Fetch it again.")
    found, stamps = text.blocks(_decoded(content, path))
    return Document(
        name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=media_type,
        size=len(content),
        blocks=found,
        furniture=tuple(sorted(stamps.items())),
    )


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise MissingPath("there is no such file or folder.", place=str(path), advice="Check the path.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"it cannot be read: {error.strerror}.", place=str(path), advice="Check its permissions."
        ) from error


def _decoded(content: bytes, path: Path) -> str:
    """UTF-8, or UTF-16 where a byte order mark says so. Anything else is refused: no encoding is guessed."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        start = content.rfind(b"\n", 0, error.start) + 1
        column = len(content[start : error.start].decode(encoding, errors="replace")) + 1
        raise UndecodableText(
            f"byte 0x{content[error.start]:02x} is not valid {encoding.removesuffix('-sig').upper()}.",
            place=f"{path}:{line}:{column}",
            advice="Convert the file to UTF-8.",
        ) from error
