"""A release that was made before: what it was, and that its tables are still what they were."""

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from kg.errors import BadParameter, DamagedFile, MissingPath
from kg.publish.release import CATALOGUE, PACKAGE, SUMS, Release

_SUM = re.compile(r"([0-9a-f]{64})  (.+)")
_NEEDED = (PACKAGE, "tables/figures.csv", "tables/resources.csv")


@dataclass(frozen=True)
class Previous:
    """A release in a folder: its date, and where it is on the web."""

    folder: Path
    date: str
    url: str

    @property
    def graph(self) -> str:
        """The IRI of its graph."""
        return f"{self.url}{CATALOGUE}#graph"

    def rows(self, table: str) -> Iterator[dict[str, str]]:
        """The rows of one of its tables; raises ``DamagedFile`` for what is no table."""
        path = self.folder / f"tables/{table}.csv"
        try:
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file, strict=True)
                for row in reader:
                    if None in row or None in row.values() or not row.get("figure"):
                        _damaged(path, f"line {reader.line_num} is no row of the table")
                    yield row
        except (csv.Error, UnicodeDecodeError) as error:
            _damaged(path, f"it cannot be read: {error}")


def previous(folder: Path, release: Release) -> Previous:
    """The release in ``folder``, its checksums compared.

    Raises ``MissingPath``, ``DamagedFile``, and ``BadParameter`` where it is not older than ``release``.
    """
    if not folder.is_dir():
        raise MissingPath("there is no release here.", place=str(folder), advice="Name the folder of a release.")
    stated = _sums(folder)
    for path in _NEEDED:
        _require_whole(folder, path, stated)
    found = _described(folder)
    if found.date >= release.date:
        raise BadParameter(
            f"the previous release is of {found.date}, this one of {release.date}.",
            place="--previous",
            advice="Name an older release, or give this one a later --date.",
        )
    return found


def _sums(folder: Path) -> dict[str, str]:
    path = folder / SUMS
    if not path.is_file():
        _damaged(path, "it is missing, so the release is not whole")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        _damaged(path, "it is not text")
    found = [_SUM.fullmatch(line) for line in lines]
    return {one[2]: one[1] for one in found if one}


def _require_whole(folder: Path, path: str, stated: dict[str, str]) -> None:
    if path not in stated or not (folder / path).is_file():
        _damaged(folder / path, "it is missing")
    with (folder / path).open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != stated[path]:
            _damaged(folder / path, f"it is not the file that {SUMS} tells of")


def _described(folder: Path) -> Previous:
    try:
        said = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
        return Previous(folder, str(said["version"]), str(said["homepage"]))
    except (ValueError, KeyError, TypeError) as error:
        _damaged(folder / PACKAGE, f"it does not describe a release: {error}")


def _damaged(path: Path, what: str) -> NoReturn:
    advice = "Fetch the previous release again, or publish without --previous."
    raise DamagedFile(f"the previous release is damaged: {what}.", place=str(path), advice=advice)
