"""What a user gives to a build: files, folders, patterns, zip archives and URLs become files, one after another.

Archives are opened only when their turn comes, and one at a time; URLs are fetched a few ahead. What cannot be had is
an error in its place, and the others go on.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self, TypeAlias

from kg.audit import Origin
from kg.documents import MEDIA_TYPES, FetchLimits, Source, as_sent, is_archive, members, shown, source
from kg.errors import InputError, KgError, MissingPath, UnreadableFile
from kg.pipeline.ahead import fetched_ahead

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


class File(NamedTuple):
    """A file that can be had: by its path, or with its content where it has no path of its own."""

    given: Path | Source
    place: str
    sha256: str
    origin: Origin

    @classmethod
    def of(cls, given: Path | Source, content: Source) -> Self:
        """The file with this content."""
        retrieved = f"{content.retrieved:%Y-%m-%dT%H:%M:%SZ}" if content.retrieved else ""
        url = as_sent(content.url) if content.url else ""
        return cls(given, content.place, content.sha256, Origin(content.name, url, retrieved))

    @property
    def held(self) -> int:
        """The bytes of content that are kept in memory as long as the file waits."""
        return 0 if isinstance(self.given, Path) else len(self.given.content)


def discover(given: Iterable[Path | str]) -> Found:
    """The files and URLs given, and the files of a readable kind in folders given and under patterns, sorted.

    A path that does not exist, a pattern that fits nothing, or a folder without any such file, is an error among
    ``missing``; where nothing else is given, the first of them is raised.
    """
    search = _Search()
    for one in given:
        search.add(one)
    if search.missing and not search.files:
        raise search.missing[0]
    return Found(tuple(search.files), dict(sorted(search.aside.items())), tuple(search.missing))


class _Search:
    """What was found so far; ``files`` has each of them once, in their order."""

    def __init__(self) -> None:
        self.files: dict[Path | str, None] = {}
        self.aside: Counter[str] = Counter()
        self.missing: list[KgError] = []

    def add(self, one: Path | str) -> None:
        """Look for what is given; what is wrong with it is noted."""
        if isinstance(one, str) and _URL.match(one):
            self.files[one] = None
            return
        with self._noted(Path(one)):
            for path in _expanded(Path(one)):
                with self._noted(path):
                    readable, others = _inside(path) if path.is_dir() else ([path], [])
                    self.files.update(dict.fromkeys(readable))
                    self.aside.update(map(_kind, others))

    @contextmanager
    def _noted(self, path: Path) -> Iterator[None]:
        try:
            yield
        except InputError as error:
            self.missing.append(error)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            what = f"it cannot be looked at: {why}."
            self.missing.append(UnreadableFile(what, place=shown(path), advice="Check the path and its permissions."))


def _expanded(path: Path) -> list[Path]:
    """The path, or what fits it as a pattern."""
    found = [path] if path.exists() else []
    if not found and _PATTERN.search(str(path)):
        start = Path(path.anchor)
        found = sorted(start.glob(str(path.relative_to(start))))
    if not found:
        raise MissingPath("there is no such file or folder.", place=shown(path), advice="Check the path.")
    return found


def _inside(folder: Path) -> tuple[list[Path], list[Path]]:
    """The files in a folder that can be read, and the others; what speaks of the folder or is hidden is neither."""
    inside = [file for file in sorted(folder.rglob("*")) if not file.is_dir() and not _is_note(file)]
    readable = [file for file in inside if file.is_file() and _is_readable(file)]
    if not readable:
        known = ", ".join(sorted([*MEDIA_TYPES, _ARCHIVE]))
        raise InputError(
            "the folder holds no document of a readable kind.", place=shown(folder), advice=f"Readable are {known}."
        )
    taken = set(readable)
    return readable, [file for file in inside if file not in taken]


def opened(given: Iterable[Given], limits: FetchLimits) -> Iterator[File | InputError]:
    """Each file given; of an archive its members, of a URL what it leads to. What cannot be had is its error."""
    for one in fetched_ahead(given, limits):
        try:
            yield from _opened(one)
        except InputError as error:
            yield error


def _opened(given: Path | Source | Callable[[], Source]) -> Iterator[File | InputError]:
    content = given if isinstance(given, Source) else source(given) if isinstance(given, Path) else given()
    if is_archive(content):
        for member in members(content):
            yield member if isinstance(member, InputError) else File.of(member, member)
        return
    file = File.of(given if isinstance(given, Path) else content, content)
    del content  # nobody waits for the next file with this one in memory
    yield file


def _is_readable(file: Path) -> bool:
    return file.suffix.lower() in MEDIA_TYPES or file.suffix.lower() == _ARCHIVE


def _kind(path: Path) -> str:
    return (shown(path.suffix.lower()) or shown(path.name)) if path.exists() else "broken link"


def _is_note(path: Path) -> bool:
    """A file that speaks of the folder, or is hidden."""
    return path.name.startswith(".") or path.stem.lower() == "readme"
