"""Columns and rows that compare two years: their numbers are changes of figures, and no amounts of them.

Which figures are compared the headers tell, and arithmetic bears it out: what is printed is the later year's amount
less the earlier's. Where both leave it open the number stays refused; a number that contradicts its own row where the
rest of its column is borne out is kept as printed.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract import numbers
from kg.extract.beside.lines import Ends, Lines, Pair, amount_agrees, percent_agrees
from kg.extract.beside.words import BesideWords
from kg.extract.layout import Head
from kg.extract.numbers import Number
from kg.extract.readings import Reading
from kg.model import Amount, Change, Claim, Direction, Place, Refusal, Table, Unit

REASONS = frozenset({"change-not-read", "share"})
UNREAD = "changed-figure-unread"
UNCERTAIN = "change-uncertain"


class Told(NamedTuple):
    """The changes of a table, the cells they are read from, and why others became none."""

    changes: tuple[Change, ...]
    places: frozenset[Place]
    reasons: Mapping[Place, str]


class _Printed(NamedTuple):
    """A cell that prints a change: its place, its number, and whether that is in per cent."""

    place: Place
    text: str
    number: Number
    percent: bool


class _Line(NamedTuple):
    """A line of changes by crossing; ``tail`` is what its header tells of what changed."""

    cells: Mapping[int, _Printed]
    tail: tuple[str, ...]
    path: tuple[str, ...]


class ChangeReader:
    """Reads the changes of one table."""

    def __init__(self, reading: Reading, table: Table, heads: Iterable[Head], words: BesideWords) -> None:
        self.reading = reading
        self.table = table
        self.heads = {head.number: head for head in heads}
        self.words = words
        self.unit = reading.table.unit
        self.found: dict[tuple[str, str, int], list[tuple[Ends, _Printed]]] = defaultdict(list)
        self.reasons: dict[Place, str] = {}

    def read(self) -> Told:
        """All changes of the table."""
        columns: dict[int, dict[int, _Printed]] = defaultdict(dict)
        rows: dict[int, dict[int, _Printed]] = defaultdict(dict)
        for refusal in self.reading.refusals:
            place = refusal.place
            head = self.heads.get(place.cell) if isinstance(place, Place) else None
            if refusal.reason not in REASONS or head is None or not isinstance(place, Place):
                continue
            if head.role == "amount":
                self._add(rows[place.row], place.cell, refusal, place)
            elif any(re.search(self.words.compares, plain(text)) for text in head.path):
                self._add(columns[place.cell], place.row, refusal, place)
        if self.unit is not None:
            self._columns(columns, self.unit)
            self._rows(rows, self.unit)
        changes = list(self._changes())
        told = {printed.place for met in self.found.values() for _, printed in met}
        return Told(tuple(changes), frozenset(told), self.reasons)

    def _add(self, line: dict[int, _Printed], at: int, refusal: Refusal, place: Place) -> None:
        text = re.sub(r"\s*[%％](?=[)）]?$)", "", refusal.text.strip())
        number = numbers.signed(text)
        if number is None:
            self.reasons[place] = "not-one-number"
            return
        head = self.heads[place.cell]
        percent = text != refusal.text.strip() or (head.role != "amount" and self._in_percent(head))
        line[at] = _Printed(place, refusal.text, number, percent)

    def _in_percent(self, head: Head) -> bool:
        """Whether the header says per cent: its last word, or the last one that compares, above 合计 and 基本支出."""
        texts = [plain(text) for text in head.path]
        telling = texts[-1:] + [text for text in texts if re.search(self.words.compares, text)][-1:]
        return any(re.search(self.words.percent, text) for text in telling)

    # columns of changes ----------------------------------------------------------------------------------------

    def _columns(self, columns: Mapping[int, Mapping[int, _Printed]], unit: Unit) -> None:
        lines = self._lines(lambda place: (place.cell, place.row))
        tails = {number: self._tail(head) for number, head in self.heads.items()}
        taken = {tails[number] for number in columns}
        for number, cells in columns.items():
            line = _Line(cells, tails[number], self.heads[number].path)
            pair = self._pair(line, lines, tails, taken, unit)
            self._settle(cells, pair, lines)

    def _tail(self, head: Head) -> tuple[str, ...]:
        """What the header tells beside years, totals and that it compares."""
        told: list[str] = []
        for text in map(plain, head.path):
            left_out = [str(word.item) for word in self.words.left_out if re.search(word.match, text)]
            if left_out:
                told += left_out
            elif not re.search(self.words.compares, text) and not re.fullmatch(self.words.neutral, text):
                told.append(text)
        return tuple(dict.fromkeys(told))

    def _left_out(self, tail: tuple[str, ...]) -> set[str]:
        """The items by what a header says is left out (扣除基建投资): no change of another figure is one of these."""
        return {str(word.item) for word in self.words.left_out} & set(tail)

    def _pair(
        self,
        line: _Line,
        lines: Lines,
        tails: Mapping[int, tuple[str, ...]],
        taken: set[tuple[str, ...]],
        unit: Unit,
    ) -> Pair | None:
        """The columns that a column compares: by its header where its sums do not contradict, otherwise by its sums.

        By its sums alone it is none of those that the header of another column of changes names.
        """
        pairs = lines.pairs()
        if not pairs:
            return self._alone(line, lines, tails)
        both = {pair: tails[pair.current] for pair in pairs if tails[pair.current] == tails[pair.base or 0]}
        titled = [pair for pair, tail in both.items() if tail == line.tail]
        if len(titled) == 1 and self._borne_out(line.cells, titled[0], lines, unit):
            return titled[0]
        free = [pair for pair in pairs if pair not in both or (both[pair] not in taken and pair not in titled)]
        free = [pair for pair in free if self._left_out(tails[pair.current]) == self._left_out(line.tail)]
        proven = [pair for pair in free if self._proven(line.cells, pair, lines, unit)]
        return proven[0] if len(proven) == 1 else None

    def _alone(self, line: _Line, lines: Lines, tails: Mapping[int, tuple[str, ...]]) -> Pair | None:
        """The one column of amounts that a change can be of where no earlier year is printed beside it."""
        years = {time[0] for number in lines.claims if (time := lines.when(number))}
        titled = [number for number in lines.claims if tails[number] == line.tail and lines.when(number)]
        rising = any(re.search(self.words.rising, plain(text)) for text in line.path)
        return Pair(titled[0], None) if rising and len(titled) == 1 and len(years) == 1 else None

    # rows of changes -------------------------------------------------------------------------------------------

    def _rows(self, rows: Mapping[int, Mapping[int, _Printed]], unit: Unit) -> None:
        """A row of changes is about the two rows of amounts above it, below the row of changes before."""
        lines = self._lines(lambda place: (place.row, place.cell))
        before = 0
        for number in sorted(rows):
            above = sorted(row for row in lines.claims if before < row < number)
            pairs = [pair for pair in lines.pairs() if set(above) == {pair.current, pair.base}]
            pair = pairs[0] if len(pairs) == 1 and self._borne_out(rows[number], pairs[0], lines, unit) else None
            self._settle(rows[number], pair, lines, UNCERTAIN if above else UNREAD)
            before = number

    # both ------------------------------------------------------------------------------------------------------

    def _lines(self, by: Callable[[Place], tuple[int, int]]) -> Lines:
        claims: dict[int, dict[int, Claim]] = defaultdict(dict)
        for claim in self.reading.claims:
            line, at = by(claim.place)
            claims[line][at] = claim
        blank = {
            by(Place(table=self.table.number, row=row.number, cell=cell.number))
            for row in self.table.rows
            for cell in row.cells
            if not any(character.isdigit() for character in cell.text)
        }
        return Lines(claims, blank)

    def _checks(
        self, cells: Mapping[int, _Printed], pair: Pair, lines: Lines, unit: Unit
    ) -> Iterator[tuple[_Printed, bool]]:
        for at, printed in cells.items():
            ends = lines.ends(pair, at)
            if ends is not None:
                number = printed.number
                agrees = percent_agrees(ends, number) if printed.percent else amount_agrees(ends, number, unit)
                if agrees is not None:
                    yield printed, agrees

    def _borne_out(self, cells: Mapping[int, _Printed], pair: Pair, lines: Lines, unit: Unit) -> bool:
        """Whether more of the numbers agree with the amounts than contradict them; nothing contradicts nothing."""
        checks = [agrees for _, agrees in self._checks(cells, pair, lines, unit)]
        telling = [agrees for printed, agrees in self._checks(cells, pair, lines, unit) if printed.number.value]
        checks = telling or checks
        return not checks or sum(checks) * 2 > len(checks)

    def _proven(self, cells: Mapping[int, _Printed], pair: Pair, lines: Lines, unit: Unit) -> bool:
        """Whether every number agrees with the amounts, and one is not nought."""
        checks = list(self._checks(cells, pair, lines, unit))
        return all(agrees for _, agrees in checks) and any(printed.number.value for printed, _ in checks)

    def _settle(self, cells: Mapping[int, _Printed], pair: Pair | None, lines: Lines, reason: str = UNCERTAIN) -> None:
        for at, printed in cells.items():
            ends = lines.ends(pair, at) if pair is not None else None
            if pair is None or ends is None:
                crossed = any(at in line for line in lines.claims.values())
                self.reasons[printed.place] = reason if pair is None and crossed else UNREAD
            else:
                base = ends.base.id if ends.base else ""
                self.found[ends.figure.id, base, printed.place.row].append((ends, printed))

    def _changes(self) -> Iterator[Change]:
        """One change for each figure: an amount with the percentage beside it, or either alone."""
        for met in self.found.values():
            amounts = [one for one in met if not one[1].percent]
            percents = [one for one in met if one[1].percent]
            beside = [printed for _, printed in percents] + [None] * len(amounts)
            for (ends, printed), percent in zip(amounts, beside, strict=False):
                yield _change(ends, printed, percent, self.unit)
            for ends, printed in percents[len(amounts) :]:
                yield _change(ends, printed, printed, None)


def _change(ends: Ends, printed: _Printed, percent: _Printed | None, unit: Unit | None) -> Change:
    value = printed.number.value
    return Change(
        figure=ends.figure,
        base=ends.base,
        direction=_direction(value),
        amount=_amount(printed, unit) if unit is not None else None,
        percent=abs(percent.number.value) if percent else None,
        percent_text=percent.text if percent else "",
        place=printed.place,
    )


def _direction(value: Decimal) -> Direction:
    return Direction.INCREASE if value > 0 else Direction.DECREASE if value < 0 else Direction.UNCHANGED


def _amount(printed: _Printed, unit: Unit) -> Amount | None:
    """The amount without its sign, which the direction has."""
    text = printed.text if numbers.read(printed.text) else str(abs(printed.number.value))
    read = numbers.amount(text, unit)
    return read.model_copy(update={"yuan": abs(read.yuan), "text": printed.text}) if read else None
