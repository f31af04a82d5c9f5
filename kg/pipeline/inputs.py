"""What a user gives to a build: files, folders, patterns, zip archives and URLs become files, one after another.

Archives are opened and URLs fetched only when their turn comes. What cannot be had is an error in its place.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

from kg.documents import MEDIA_TYPES, FetchLimits, Source, fetch, is_archive, members
from kg.errors import InputError, KgError, MissingPath

Given: TypeAlias = Path | str | Source
"""A path, a URL, or a file with its content."""

_URL = re.compile(r"https?://", re.IGNORECASE)
_PATTERN = re.compile(r"[*?\[]")
_ARCHIVE = ".zip"


class Found(NamedTuple):
    """The files, archives and URLs to read, and how many files of other kinds were left aside, by their endings."""

    files: tuple[Path | str, ...]
    aside: dict[str, int]
    missing: tuple[KgError, ...] = ()


def discover(given: Iterable[Path | str]) -> Found:
    """The files and URLs given, and the files of a readable kind in folders given and under patterns, sorted.

    A path that does not exist, a pattern that fits nothing, or a folder without any such file, is an error among
    ``missing``; where nothing else is given, the first of them is raised.
    """
    files: list[Path | str] = []
    aside: Counter[str] = Counter()
    missing: list[KgError] = []
    for one in given:
        if isinstance(one, str) and _URL.match(one):
            files.append(one)
            continue
        paths = _expanded(Path(one))
        if not paths:
            missing.append(MissingPath("there is no such file or folder.", place=str(one), advice="Check the path."))
        for path in paths:
            if path.is_dir():
                inside = [f for f in sorted(path.rglob("*")) if not f.is_dir() and not _is_note(f)]
                readable = [f for f in inside if f.is_file() and _is_readable(f)]
                if not readable:
                    missing.append(_nothing_in(path))
                files.extend(readable)
                aside.update(_kind(f) for f in inside if f not in readable)
            else:
                files.append(path)
    if missing and not files:
        raise missing[0]
    return Found(tuple(dict.fromkeys(files)), dict(sorted(aside.items())), tuple(missing))


def _expanded(path: Path) -> list[Path]:
    if path.exists():
        return [path]
    if _PATTERN.search(str(path)):
        start = Path(path.anchor)
        return sorted(start.glob(str(path.relative_to(start))))
    return []


def opened(given: Iterable[Given], limits: FetchLimits) -> Iterator[Path | Source | InputError]:
    """Each file given; of an archive its members, of a URL what it leads to. What cannot be had is its error."""
    for one in given:
        try:
            if isinstance(one, str):
                found = fetch(one, limits)
                yield from members(found) if is_archive(found) else [found]
            elif isinstance(one, Path) and one.suffix.lower() == _ARCHIVE:
                yield from members(one)
            else:
                yield one
        except InputError as error:
            yield error


def _is_readable(file: Path) -> bool:
    return file.suffix.lower() in MEDIA_TYPES or file.suffix.lower() == _ARCHIVE


def _nothing_in(folder: Path) -> InputError:
    known = ", ".join(sorted([*MEDIA_TYPES, _ARCHIVE]))
    return InputError(
        "the folder holds no document of a readable kind.", place=str(folder), advice=f"Readable are {known}."
    )


def _kind(path: Path) -> str:
    return (path.suffix.lower() or path.name) if path.exists() else "broken link"


def _is_note(path: Path) -> bool:
    """A file that speaks of the folder, or is hidden."""
    return path.name.startswith(".") or path.stem.lower() == "readme"
