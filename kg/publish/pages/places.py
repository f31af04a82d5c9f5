"""Places in files, read off their IRIs (``docs/graph.md``): which file, table, row and cell, or where in a sentence."""

import re
from typing import NamedTuple

_PLACE = re.compile(
    r"(?P<file>\S+/id/file/[0-9a-f]{16}(?:-\d+)?)/"
    r"(?:t(?P<table>\d+)(?:/r(?P<row>\d+)(?P<block>-\d+)?)?(?:/[ck](?P<cell>\d+))?|(?P<passage>[ls]\d+)(?:/o(?P<offset>\d+))?)"
    r"(?P<rest>/\S*)?$"
)

ROWS_OF_A_PAGE = 1000
"""Rows of a table are counted in the file, and so are those of its pages."""
_NEAR = 60
"""How many characters of a sentence are shown on each side of an amount, where it stands among others."""


class Place(NamedTuple):
    """A place: the IRI of its file, and of its table or passage; the numbers within are as the IRI writes them."""

    file: str
    holder: str
    row: int
    block: str
    cell: int
    offset: int

    @property
    def page(self) -> int | None:
        """The page of its table it stands on, where that is not the first."""
        page = page_of_row(self.row)
        return page if page > 1 else None

    @property
    def anchor(self) -> str:
        """What the place is called within the page of its table or passage."""
        if not self.row:
            return f"o{self.offset}"
        return f"r{self.row}c{self.cell}" if self.cell else f"r{self.row}"


def page_of_row(row: int) -> int:
    """The page of a table, from 1, on which a row of this number stands."""
    return max(0, row - 1) // ROWS_OF_A_PAGE + 1


def place_of(iri: str) -> Place | None:
    """The place that an IRI names; ``None`` where it names no place in a file."""
    found = _PLACE.match(iri)
    if found is None:
        return None
    holder = f"{found['file']}/t{found['table']}" if found["table"] else f"{found['file']}/{found['passage']}"
    numbers = (int(found[name] or 0) for name in ("row", "cell", "offset"))
    row, cell, offset = numbers
    return Place(found["file"], holder, row, found["block"] or "", cell, offset)


def around(text: str, place: Place, printed: str) -> tuple[str, str, str]:
    """A sentence before, at and behind the printed amount; offsets count characters from 1."""
    for start in (place.offset - 1, place.offset):
        if place.offset and printed and text[start : start + len(printed)] == printed:
            return text[:start], printed, text[start + len(printed) :]
    before, found, behind = text.partition(printed) if printed else (text, "", "")
    return before, found, behind


def clipped(sentence: tuple[str, str, str]) -> tuple[str, str, str]:
    """The words nearest to the amount, where a sentence is long; an ellipsis stands for the rest."""
    before, printed, behind = sentence
    head = f"…{before[-_NEAR:]}" if len(before) > _NEAR + 1 else before
    tail = f"{behind[:_NEAR]}…" if len(behind) > _NEAR + 1 else behind
    return head, printed, tail
