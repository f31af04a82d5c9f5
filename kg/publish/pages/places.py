"""Places in files, read off their IRIs (``docs/graph.md``): which file, table, row and cell, or which sentence."""

import re
from typing import NamedTuple

_PLACE = re.compile(
    r"(?P<file>\S+/id/file/[0-9a-f]{16}(?:-\d+)?)/"
    r"(?:t(?P<table>\d+)(?:/r(?P<row>\d+)(?P<block>-\d+)?)?(?:/[ck](?P<cell>\d+))?|(?P<passage>[ls]\d+)(?:/o(?P<offset>\d+))?)"
    r"(?P<rest>/\S*)?$"
)


class Place(NamedTuple):
    """A place: the IRI of its file, and of its table or passage; the numbers within are as the IRI writes them."""

    file: str
    holder: str
    row: int
    block: str
    cell: int
    offset: int

    @property
    def anchor(self) -> str:
        """What the place is called within the page of its table or passage."""
        if self.row and self.cell:
            return f"r{self.row}{self.block}c{self.cell}"
        return f"o{self.offset}" if not self.row else f"r{self.row}{self.block}"


def place_of(iri: str) -> Place | None:
    """The place that an IRI names; ``None`` where it names no place in a file."""
    found = _PLACE.match(iri)
    if found is None:
        return None
    holder = f"{found['file']}/t{found['table']}" if found["table"] else f"{found['file']}/{found['passage']}"
    numbers = (int(found[name] or 0) for name in ("row", "cell", "offset"))
    row, cell, offset = numbers
    return Place(found["file"], holder, row, found["block"] or "", cell, offset)
