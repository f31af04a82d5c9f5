"""Tables of stocks: a label beside its number (相关统计数), or rows and columns of headers (人员情况表).

Only numbers that the table reader has refused are looked at, and each that is understood leaves its refusals: no cell
is counted twice. A label is understood as in sentences: whole, or not at all.
"""

import re
from decimal import Decimal

from kg.codebooks import plain, unnumbered
from kg.extract import numbers
from kg.extract.bodyfacts.counted import Counted
from kg.extract.bodyfacts.days import Days, When
from kg.extract.bodyfacts.kinds import resolved
from kg.extract.bodyfacts.labels import Label, Labels
from kg.extract.bodyfacts.subjects import Subjects
from kg.extract.bodyfacts.words import BodyWords, Kind, Measure
from kg.extract.context import Surroundings
from kg.extract.readings import Reading, with_facts
from kg.model import OtherClaim, Place, Printed, Quantity, ResourceKey

_REASONS = frozenset({"count", "form-unknown"})
_MEASURE = re.compile(r"\((?:单位:)?([^()]{1,6})\)$")
_HEADERS = 3


class StockTables:
    """Reads the tables of stocks of one document."""

    def __init__(self, words: BodyWords, subjects: Subjects) -> None:
        self.words = words
        self.subjects = subjects
        self.labels = Labels(words, subjects)
        self.days = Days(words, subjects.disclosure)
        self.measures = [(re.compile(measure.match), measure) for measure in words.measures]

    def read(self, reading: Reading, around: Surroundings) -> tuple[Reading, tuple[OtherClaim, ...]]:
        """The stocks among the refused numbers of a table, and the reading with their cells as facts."""
        if not self._is_stock_table(reading):
            return reading, ()
        grid = {(row.number, cell.number): cell.text for row in around.table.rows for cell in row.cells}
        claims: list[OtherClaim] = []
        for refusal in reading.refusals:
            if isinstance(refusal.place, Place) and refusal.reason in _REASONS:
                claim = self._claim(refusal.place, refusal.text, grid, around)
                claims += [claim] if claim is not None else []
        told: set[Printed] = {claim.place for claim in claims}
        return with_facts(reading, told), tuple(claims)

    def _is_stock_table(self, reading: Reading) -> bool:
        title = plain(reading.table.title)
        return reading.table.family == "statistics" or any(re.search(one, title) for one in self.words.stock_tables)

    def _claim(
        self, place: Place, text: str, grid: dict[tuple[int, int], str], around: Surroundings
    ) -> OtherClaim | None:
        number = numbers.read(text)
        if number is None:
            return None
        words = self._label_text(place, grid)
        label = self.labels.read(unnumbered(_MEASURE.sub("", words)))
        kind = self._kind(label, self._measure(words)) if label is not None and not label.refused else None
        if label is None or kind is None:
            return None
        return self._told(label, kind, _quantity(text, number, kind), place, self._day(around))

    def _label_text(self, place: Place, grid: dict[tuple[int, int], str]) -> str:
        """What may be the label: the nearest words to the left, with the headers above where those say something."""
        left = [grid.get((place.row, at), "") for at in range(place.cell - 1, 0, -1)]
        beside = next((plain(text) for text in left if text.strip() and numbers.read(text) is None), "")
        above = list(
            dict.fromkeys(
                plain(text)
                for row in range(1, min(place.row, _HEADERS + 1))
                if (text := _over(grid, row, place.cell)) and numbers.read(text) is None
            )
        )
        path = "".join(above)
        if beside and (not path or re.search(self.words.value_columns, above[-1])):
            return beside
        return beside + path

    def _measure(self, words: str) -> Measure | None:
        printed = _MEASURE.search(words)
        if printed is None:
            return None
        return next((measure for pattern, measure in self.measures if pattern.fullmatch(printed.group(1))), None)

    def _kind(self, label: Label, measure: Measure | None) -> Kind | None:
        """The kind of a label; without a printed measure the one kind that what is counted has."""
        sets = {**label.weak, **label.sets}
        if "thing" not in sets:
            return None
        mode = "bought" if sets.get("mode") == "buy" and self.subjects.disclosure.kind == "final" else sets.get("mode")
        mode = "planned" if mode == "buy" else mode
        counts = [measure.counts] if measure is not None else [kind.counts for kind in self.words.kinds]
        asked = {one for all_of in counts for one in all_of}
        found = {
            kind.kind: kind
            for one in asked
            if (kind := resolved(self.words, sets, _of(one), mode)) is not None and ("money" not in kind.counts)
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _told(self, label: Label, kind: Kind, amount: Quantity, place: Place, day: str) -> OtherClaim | None:
        subject = label.subject or self.subjects.itself
        whose = label.sets.get("whose") or label.weak.get("whose")
        subject = self.subjects.whose(whose, subject) if whose else subject
        if subject.refused:
            return None
        year = str(self.subjects.disclosure.year)
        key = ResourceKey(
            agency=subject.agency,
            scope=subject.scope,
            as_of=year if kind.flow else day or year,
            kind=kind.kind,
            unit=kind.unit,
        )
        return OtherClaim(key=key, amount=amount, place=place)

    def _day(self, around: Surroundings) -> str:
        return self.days.after(plain(around.title), When()).day


def _quantity(text: str, number: numbers.Number, kind: Kind) -> Quantity:
    quantum = Decimal(1).scaleb(-number.places)
    return Quantity(text=text, number=number.value, unit=kind.unit, quantum=quantum, repairs=number.repairs)


def _over(grid: dict[tuple[int, int], str], row: int, cell: int) -> str:
    """The header above a cell: its own, or the one its blank takes from the left."""
    for at in range(cell, 0, -1):
        if text := grid.get((row, at), "").strip():
            return text if at == cell or row == 1 else ""
    return ""


def _of(counts: str) -> Counted:
    measure = Measure.model_validate({"match": "", "counts": (counts,)})
    return Counted(0, 0, 0, Decimal(0), 0, measure)
