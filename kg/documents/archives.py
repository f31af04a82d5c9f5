"""Zip archives given as input: each member becomes a source of its own, named ``archive.zip!/folder/member``.

Nothing is written to disk. A member that cannot be had — locked, damaged, with a name that leads out of the archive —
is an error in its place, and the others go on. Archives in archives are opened down to a stated depth.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from kg.documents import formats
from kg.documents.formats import Format
from kg.documents.sources import MAX_BYTES, Source, source
from kg.documents.zipped import Zip
from kg.errors import BeyondLimit, InputError, UnsafeName

MAX_DEPTH = 3
"""How deep archives may lie in archives; the one given is 1."""
MAX_MEMBERS = 20_000
"""The most members of an archive, those of archives in it included."""
_OF_THE_SYSTEM = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def is_archive(given: Source) -> bool:
    """Whether this is a zip archive, and no office document (which is one too by its bytes)."""
    try:
        return formats.detect(given) is Format.ZIP
    except InputError:
        return False


def members(given: Path | Source) -> Iterator[Source | InputError]:
    """The files in a zip archive, in the order of their names, each as a source or as what is wrong with it.

    Raises ``DamagedFile`` or ``BeyondLimit`` where the archive as a whole cannot be read, before the first member.
    """
    archive = source(given) if isinstance(given, Path) else given
    opened = Zip(archive.content, archive.place, largest=MAX_BYTES)
    return _counted(_members(archive, opened, 1), archive.place)


def _counted(found: Iterator[Source | InputError], place: str) -> Iterator[Source | InputError]:
    for count, member in enumerate(found):
        if count >= MAX_MEMBERS:
            yield BeyondLimit(
                f"it has more than {MAX_MEMBERS:,} members.", place=place, advice="Unpack it and give the files in it."
            )
            return
        yield member


def _members(archive: Source, opened: Zip, depth: int) -> Iterator[Source | InputError]:
    for part in sorted(opened.parts, key=opened.shown):
        name = opened.shown(part).replace("\\", "/")
        if any(name.startswith(mark) or name.endswith(mark) for mark in _OF_THE_SYSTEM):
            continue
        try:
            member = _member(archive, opened, part, name)
        except InputError as error:
            yield error
            continue
        if is_archive(member):
            yield from _inner(member, opened, depth)
        else:
            yield member


def _member(archive: Source, opened: Zip, part: str, name: str) -> Source:
    path = PurePosixPath(name)
    place = f"{archive.place}!/{name}"
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        raise UnsafeName(
            "its name points outside the archive.",
            place=place,
            advice="Such an archive is made to harm; unpack it with care and give the file by itself.",
        )
    return archive.model_copy(
        update={"name": f"{archive.name}!/{name}", "content": opened.read(part), "place": place} | _UNSTATED
    )


_UNSTATED: dict[str, str | None] = {"media_type": None, "charset": None}
"""What a server states of an archive does not hold for its members."""


def _inner(member: Source, outer: Zip, depth: int) -> Iterator[Source | InputError]:
    if depth >= MAX_DEPTH:
        yield BeyondLimit(
            f"archives lie in archives deeper than {MAX_DEPTH}.",
            place=member.place,
            advice="Unpack the outer ones and give this one by itself.",
        )
        return
    try:
        opened = Zip(member.content, member.place, within=outer, largest=MAX_BYTES)
    except InputError as error:
        yield error
        return
    yield from _members(member, opened, depth + 1)
