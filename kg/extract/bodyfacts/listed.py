"""The body's offices, the units below it and the body above it, as sentences, lists and tables name them.

Promises: a name ends as names of offices or of bodies end; the document's own name among its units is no unit; an
office of another body is told of that body, where its name is printed in full.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

from kg.codebooks import plain, unnumbered
from kg.extract import naming
from kg.extract.bodyfacts import enumerations
from kg.extract.bodyfacts.counted import number_of
from kg.extract.bodyfacts.lines import Line
from kg.extract.bodyfacts.sections import Placed
from kg.extract.bodyfacts.subjects import Subject, Subjects
from kg.extract.bodyfacts.words import BodyWords, Topic
from kg.model import (
    BodyFact,
    OtherClaim,
    Place,
    Printed,
    Quantity,
    ResourceKey,
    ResourceKind,
    ResourceUnit,
    Row,
    Scope,
    Table,
)

Sort = Literal["office", "unit"]
_TOPICS = frozenset({"offices", "units", "staff", "duties"})
_LONGEST = 40
_MOST_INVALID = 3
"""Of so many names one may be none; of fewer each must be one."""


class Listed(NamedTuple):
    """What is named: facts, the numbers of names printed behind them, and the lines that are such lists."""

    facts: tuple[BodyFact, ...]
    claims: tuple[OtherClaim, ...]
    lines: frozenset[int]


class Pending(NamedTuple):
    """A list that a line has begun: of what, whose, and whether its words say so or only its place."""

    sort: Sort
    subject: Subject
    sure: bool = True


class Lists:
    """Reads the names of one document, line by line."""

    def __init__(self, words: BodyWords, subjects: Subjects) -> None:
        self.words = words
        self.subjects = subjects
        self.facts: list[BodyFact] = []
        self.claims: list[OtherClaim] = []
        self.lines: set[int] = set()
        self.pending: Pending | None = None

    def read(self, placed: Iterable[Placed]) -> Listed:
        """All names of a document."""
        for one in placed:
            if isinstance(one.of, Table):
                self._table(one.of, one)
                continue
            if one.topic != "definitions":
                self._superior(one.of)
            if one.topic not in _TOPICS:
                self.pending = None
            elif one.heading:
                self.pending = self._opened(one.of)
            elif not self._item(one.of):
                self._sentences(one.of, one.topic)
        return Listed(tuple(dict.fromkeys(self.facts)), tuple(self.claims), frozenset(self.lines))

    # sentences ---------------------------------------------------------------------------------------------------

    def _sentences(self, line: Line, topic: Topic) -> None:
        kept, self.pending = self.pending, None
        at = 0
        while (found := self._lead(line.text, at)) is not None:
            sort, direct, start = found
            subject = self._subject(line.text, start)
            end = self._end(line.text, start)
            if kept is not None and kept.sort == "unit" and subject.agency != self.subjects.disclosure.agency:
                self._fact("unit", plain(subject.agency.name), "", self.subjects.itself, line.place(0, start))
            named = enumerations.names(line.text, start, end, self._valid(sort))
            named, count = self._counted(line.text, named, end)
            if direct and named and self.subjects.body(named[0].text) is not None:
                sort = "unit"
            if self._tell(line, sort, named, subject, direct=direct):
                self.lines.add(id(line))
                if count is not None and sort == "office" and not subject.refused:
                    self.claims.append(self._number(line, count, subject))
            elif start >= len(line.text) and not subject.refused and not direct:
                self.pending = Pending(sort, subject)
                self.lines.add(id(line))
            at = max(end, start)
        if self.pending is None and kept is not None and line.text != unnumbered(line.text):
            self.pending = kept
        elif self.pending is None and line.text.endswith(":") and topic in ("units", "offices"):
            sort = next((one.kind for one in self.words.openings if re.search(one.match, line.text)), "unit")
            self.pending = Pending(sort, self.subjects.itself, sure=False)

    def _lead(self, text: str, at: int) -> tuple[Sort, bool, int] | None:
        """The next words behind which names stand: of several that begin together, those that reach farthest."""
        found = [
            (match.start(), -match.end(), listing)
            for listing in self.words.listings
            for match in re.compile(listing.lead).finditer(text, at)
            if match.end() > at and text.count("(", 0, match.start()) <= text.count(")", 0, match.start())
        ]
        if not found:
            return None
        _, end, listing = min(found, key=lambda one: (one[2].direct, one[0], one[1]))
        return listing.kind, listing.direct, -end

    def _end(self, text: str, start: int) -> int:
        numbered = enumerations.style(text[start:]) not in ("", "-")
        end = re.compile("。" if numbered else self.words.names_end).search(text, start)
        return end.start() if end is not None else len(text)

    def _counted(
        self, text: str, named: list[enumerations.Name], end: int
    ) -> tuple[list[enumerations.Name], re.Match[str] | None]:
        """The names without the number printed behind the last, and that number."""
        if not named:
            return named, None
        pattern = re.compile(self.words.names_count)
        behind = pattern.match(text, end)
        if behind is not None:
            return named, behind
        last = named[-1]
        glued = next((match for match in pattern.finditer(text, last.start) if match.end() == last.end), None)
        if glued is None or glued.start() == last.start:
            return named, None
        return [*named[:-1], enumerations.Name(text[last.start : glued.start()], last.start, glued.start())], glued

    def _tell(self, line: Line, sort: Sort, named: list[enumerations.Name], subject: Subject, *, direct: bool) -> bool:
        valid = self._valid(sort)
        good = [name for name in named if valid(name.text)]
        if not good or (len(named) - len(good)) * _MOST_INVALID > len(named) or (direct and len(good) < 2):
            return False
        for name in good:
            self._fact(sort, name.text, "", subject, line.place(name.start, name.end))
        return True

    def _subject(self, text: str, at: int) -> Subject:
        """The body of the sentence in which ``at`` stands; its organ where the words before say so."""
        before = text[text.rfind("。", 0, at) + 1 : at]
        subject = self.subjects.opening(unnumbered(before)) or self.subjects.itself
        organ = re.search(self.words.includes_itself, before) is not None
        return subject._replace(scope=Scope.OWN) if organ else subject

    # lists and tables --------------------------------------------------------------------------------------------

    def _opened(self, line: Line) -> Pending | None:
        text = line.text.rstrip(":")
        found = next((one for one in self.words.openings if re.search(one.match, text)), None)
        if found is None:
            return None
        sure = re.match(found.match, unnumbered(text)) is not None
        return Pending(found.kind, self.subjects.itself, sure=sure)

    def _item(self, line: Line) -> bool:
        """Whether ``line`` is an item of the list that the line above began."""
        if self.pending is None or self._lead(line.text, 0) is not None:
            return False
        sort, subject, sure = self.pending
        start = len(line.text) - len(re.sub(r"^[-•·●◆■□▪★☆*]*", "", unnumbered(line.text)))
        name = self._name_at(line.text, max(start, 0), sort)
        if name is None:
            return False
        rest = line.printed(name.end, len(line.text)).strip("：:。.，,；; ")
        self._fact(
            sort if sure else self._sort_of(sort, name.text), name.text, rest, subject, line.place(name.start, name.end)
        )
        self.lines.add(id(line))
        return True

    def _sort_of(self, sort: Sort, name: str) -> Sort:
        """An item without a place before its name, that ends as offices do, is none of the units."""
        whole = self.subjects.body(name) is not None or not self._is_office(name)
        return sort if sort == "office" or whole or self.subjects.is_own(name) else "office"

    def _name_at(self, text: str, start: int, sort: Sort) -> enumerations.Name | None:
        for stops in ("[:。,;]|$", rf"(?={self.words.duty_begins})", r"\("):
            for match in re.compile(stops).finditer(text, start + 2):
                name = text[start : match.start()]
                if self._valid(sort)(name):
                    return enumerations.Name(name, start, match.start())
        return None

    def _table(self, table: Table, placed: Placed) -> None:
        """A list of units: a column of their names, and columns of what is said of them."""
        pending, self.pending = self.pending, None
        if not table.rows or (placed.topic not in ("offices", "units", "staff") and pending is None):
            return
        heads = {cell.number: plain(cell.text) for cell in table.rows[0].cells}
        column = next((at for at, head in heads.items() if re.fullmatch(self.words.unit_tables, head)), None)
        if column is None:
            return
        notes = [at for at, head in heads.items() if re.fullmatch(self.words.unit_notes, head)]
        for row in table.rows[1:]:
            self._row(table.number, row, column, notes)

    def _row(self, table: int, row: Row, column: int, notes: list[int]) -> None:
        texts = {cell.number: re.sub(r"\s+", "", cell.text) for cell in row.cells}
        name = plain(texts.get(column, ""))
        if self._valid("unit")(name):
            note = "；".join(text for at in notes if (text := texts.get(at, "")))
            place = Place(table=table, row=row.number, cell=column, line=row.line, page=row.page)
            self._fact("unit", name, note, self.subjects.itself, place)

    # facts -------------------------------------------------------------------------------------------------------

    def _valid(self, sort: Sort) -> Callable[[str], bool]:
        return self._is_office if sort == "office" else self.subjects.is_name

    def _is_office(self, name: str) -> bool:
        bare = re.sub(r"\([^()]*\)$", "", name)
        ends = any(re.search(self.words.office_ends, one) for one in (name, bare))
        return ends and 2 <= len(name) <= _LONGEST and not re.search(self.words.no_name, bare)

    def _fact(self, sort: Sort, name: str, note: str, subject: Subject, place: Printed) -> None:
        """An office or a unit; the body itself, among its units, is none of them."""
        if subject.refused or (sort == "unit" and self.subjects.is_own(name)):
            return
        kind = re.search(self.words.kind_brackets, name) if sort == "unit" else None
        if kind is not None:
            name, note = name[: kind.start()], note or naming.printed(kind.group()[1:-1])
        other = self.subjects.body(name) if sort == "unit" else None
        text = naming.printed(name)
        if not any((known.agency, known.kind, known.text) == (subject.agency, sort, text) for known in self.facts):
            self.facts.append(
                BodyFact(agency=subject.agency, kind=sort, text=text, note=note, other=other, place=place)
            )

    def _superior(self, line: Line) -> None:
        """The body above, in a sentence that begins with the document's body."""
        for pattern in self.words.superiors:
            for match in re.finditer(pattern, line.text):
                name = match["body"]
                before = line.text[line.text.rfind("。", 0, match.start()) + 1 : match.start()]
                spoken = self.subjects.opening(unnumbered(before)) if before else self.subjects.itself
                clause = re.split("[,;:]", before)[-1]
                own = spoken == self.subjects.itself or re.match(self.words.itself, before) is not None
                own = own or (spoken is None and not clause)
                if not own or not self.subjects.is_name(name) or self.subjects.is_own(name):
                    continue
                place = line.place(match.start("body"), match.end("body"))
                if line.text.count("。") <= 1:
                    self.lines.add(id(line))
                agency = self.subjects.disclosure.agency
                other = self.subjects.body(name)
                self.facts.append(
                    BodyFact(agency=agency, kind="superior", text=naming.printed(name), other=other, place=place)
                )

    def _number(self, line: Line, match: re.Match[str], subject: Subject) -> OtherClaim:
        start, end = match.span("count")
        key = ResourceKey(
            agency=subject.agency,
            scope=subject.scope,
            as_of=str(self.subjects.disclosure.year),
            kind=ResourceKind.INTERNAL_OFFICES,
            unit=ResourceUnit.BODY,
        )
        text = line.printed(start, end)
        number = number_of(line.text[start:end])
        amount = Quantity(text=text, number=number, unit=ResourceUnit.BODY, quantum=Decimal(1))
        return OtherClaim(key=key, amount=amount, place=line.place(start, end))
