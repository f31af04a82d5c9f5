"""Where facts stand: their IRIs, the passages of a document, and the place of each as a record."""

from collections import Counter
from collections.abc import Iterable, Iterator

from kg.model import Extraction, Place, Printed, Span
from kg.rdf import factrecords as f
from kg.rdf.iris import Iris
from kg.rdf.lexical import integer_if


class Places:
    """The places of one document: gives each fact an IRI of its own and remembers which passages are spoken of."""

    def __init__(self, extraction: Extraction, iris: Iris) -> None:
        self.sha = extraction.id
        self._iris = iris
        self._texts = {passage.span.passage: passage.text for passage in extraction.passages}
        self._spans = {passage.span.passage: passage.span for passage in extraction.passages}
        self._columns = {(table.number, one.number) for table in extraction.tables for one in table.columns}
        rows = [row for table in extraction.tables for row in table.rows]
        self._parts = {(row.table, row.number): row.part for row in reversed(rows)}
        self._given: Counter[str] = Counter()

    def iri(self, place: Printed, kind: str = "") -> str:
        """The IRI of what stands at ``place``; of the second thing of one ``kind`` there, with ``/2`` at its end."""
        tail = f"{place.id}/{kind}" if kind else place.id
        self._given[tail] += 1
        number = self._given[tail]
        return self._iris.printed(self.sha, tail if number == 1 else f"{tail}/{number}")

    def placed(self, at: str, place: Printed) -> f.PlacedRecord:
        """The record of where ``at`` stands; a cell by its table alone."""
        if isinstance(place, Span):
            self._spans.setdefault(place.passage, place)
            passage = self._iris.printed(self.sha, place.passage)
            return f.PlacedRecord(self.sha, at, passage, row=None, column=None, table=None, line=None, page=None)
        return f.PlacedRecord(
            sha=self.sha,
            at=at,
            passage=None,
            row=None,
            column=None,
            table=self._iris.table(self.sha, place.table),
            line=integer_if(place.line),
            page=integer_if(place.page),
        )

    def claimed(self, at: str, place: Printed) -> f.PlacedRecord:
        """The record of where a claim stands; a cell by its row and column as far as they were read."""
        found = self.placed(at, place)
        if isinstance(place, Span):
            return found
        table = found.table
        if (place.table, place.cell) in self._columns:
            found = found._replace(column=f"{table}/k{place.cell}")
        if part := self._parts.get((place.table, place.row)):
            row = f"{table}/r{row_tail(place.row, part)}"
            found = found._replace(row=row, table=None, line=None, page=None)
        return found

    def rows(self, places: Iterable[Printed]) -> set[tuple[int, int, int]]:
        """The rows, each by table, number and part, that :meth:`claimed` tells of the cells among ``places``."""
        cells = {(place.table, place.row) for place in places if isinstance(place, Place)}
        return {(*cell, self._parts[cell]) for cell in cells if cell in self._parts}

    def passages(self) -> Iterator[f.PassageRecord]:
        """The passages of the document, and those that something placed so far stands in."""
        for name, span in self._spans.items():
            at = self._iris.printed(self.sha, name)
            line, page = integer_if(span.line), integer_if(span.page)
            yield f.PassageRecord(self.sha, at, line, page, self._texts.get(name) or None)


def row_tail(row: int, part: int) -> str:
    """A row's part as its IRI has it: ``14``, and ``14-2`` for the second half of a row with halves side by side."""
    return str(row) if part == 1 else f"{row}-{part}"
