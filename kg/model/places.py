"""Where something is printed in a file: a cell of a table, or words of a paragraph."""

from kg.model.base import Value


class Place(Value):
    """Where a cell stands: table, row and cell count from 1."""

    table: int
    row: int
    cell: int
    line: int | None = None
    page: int | None = None

    @property
    def id(self) -> str:
        """Its identifier within the file: ``t03/r14/c5``."""
        return f"t{self.table:02d}/r{self.row}/c{self.cell}"


class Span(Value):
    """Where words stand: the paragraph, counted from 1 in the document, and the characters of it, from 0.

    ``part`` tells apart the facts that one printed amount states, from 1.
    """

    paragraph: int
    start: int
    end: int
    line: int | None = None
    page: int | None = None
    part: int = 1

    @property
    def passage(self) -> str:
        """The identifier of its paragraph within the file: ``l159`` where lines are known, otherwise ``s57``."""
        return f"l{self.line}" if self.line is not None else f"s{self.paragraph}"

    @property
    def id(self) -> str:
        """Its identifier within the file: ``l159/o12``, and ``l159/o12/2`` for the second fact stated there."""
        tail = "" if self.part == 1 else f"/{self.part}"
        return f"{self.passage}/o{self.start}{tail}"


Printed = Place | Span
"""Where a fact is printed."""
