"""Lists as people review them: UTF-8 CSV, read strictly, every fault named by file and line."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import NoReturn

from kg.errors import DataFileError
from kg.paths.strictyaml import text_of


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list with its place, ``file:line``."""

    place: str
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def refuse(self, what: str, advice: str = "Mend the row.") -> NoReturn:
        """Raise ``DataFileError`` for this line."""
        raise DataFileError(what, place=self.place, advice=advice)

    def year(self, column: str) -> int | None:
        """A year in four digits, or ``None`` where the cell is empty."""
        text = self.values[column]
        if text and not (len(text) == 4 and text.isascii() and text.isdigit()):
            self.refuse(f"{column} is {text!r}, which is no year.", "Write four digits, or nothing.")
        return int(text) if text else None

    def years(self, column: str) -> tuple[int, ...]:
        """The years in a cell, divided by spaces; at least one."""
        found = self.values[column].split()
        if not found or any(not (len(one) == 4 and one.isascii() and one.isdigit()) for one in found):
            self.refuse(f"{column} is {self.values[column]!r}.", "Write years in four digits, divided by spaces.")
        return tuple(map(int, found))

    def count(self, column: str) -> int:
        """A whole number above zero."""
        text = self.values[column]
        if not (text.isascii() and text.isdigit() and int(text)):
            self.refuse(f"{column} is {text!r}, which is no number above zero.", "Write digits.")
        return int(text)

    def one_of(self, column: str, allowed: Sequence[str]) -> str:
        """The value, which must be one of those ``allowed``."""
        if self.values[column] not in allowed:
            named = ", ".join(repr(value) for value in allowed)
            self.refuse(f"{column} is {self.values[column]!r}.", f"Write one of {named}.")
        return self.values[column]


def lines(
    path: Path, columns: Sequence[str], *, delimiter: str = ",", skip: str = "", others: bool = False
) -> list[Line]:
    """The rows of a list whose header is ``columns``, or has them among ``others``.

    Leading lines that begin with ``skip`` are passed over. Raises ``DataFileError`` for a missing file, another
    encoding, another header, a row of another width.
    """
    body = text_of(path).splitlines(keepends=True)
    passed = len(list(takewhile(lambda line: skip and line.startswith(skip), body)))
    reader = csv.reader(body[passed:], delimiter=delimiter, strict=True)
    try:
        header = next(reader, [])
        lacking = [column for column in columns if column not in header]
        if lacking or not (others or header == list(columns)):
            what = f"the list has no column {lacking[0]}." if others else f"the columns are not {', '.join(columns)}."
            raise DataFileError(what, place=f"{path}:{passed + 1}", advice="Mend the header.")
        return [_line(f"{path}:{passed + reader.line_num}", header, values) for values in reader]
    except csv.Error as error:
        place = f"{path}:{passed + reader.line_num}"
        raise DataFileError(f"not CSV: {error}.", place=place, advice="Mend the quotes.") from error


def _line(place: str, header: list[str], values: list[str]) -> Line:
    if len(values) != len(header):
        what = f"the row has {len(values)} cells, not {len(header)}."
        raise DataFileError(what, place=place, advice="Mend the row.")
    return Line(place, dict(zip(header, values, strict=True)))
