"""Rows of indicators: each with its levels, its target, what was reached, its points, and where they are printed."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract import numbers
from kg.extract.performance.amounts import Owner
from kg.extract.performance.fitting import fitted, run_together
from kg.extract.performance.goals import Beside, goal
from kg.extract.performance.grid import Grid, Slot
from kg.extract.performance.headings import Columns, Half
from kg.extract.performance.ledger import Ledger
from kg.extract.performance.levels import level, parted
from kg.extract.performance.words import PerformanceWords
from kg.model import IndicatorReading, Term

_AGAIN = re.compile(r"[指推糧]?标\s*\d+\s*[:：]")
_NUMBERS = re.compile(r"\d+(?:\s+\d+)+")
_LETTER = re.compile(r"[㐀-鿿]|[A-Za-z]{2}")
_COLUMNS_OF_TEXT = {"note": "text-column", "deviation": "text-column"}


class Listed(NamedTuple):
    """A row of a list of indicators: the cell of each column, and the levels it stands under."""

    at: int
    cells: dict[int, Slot]
    levels: dict[int, str]


class Lister:
    """Reads the rows under one header of indicators."""

    def __init__(self, grid: Grid, ledger: Ledger, words: PerformanceWords, *, recognised: bool) -> None:
        self.grid = grid
        self.ledger = ledger
        self.words = words
        self.recognised = recognised

    def read(
        self, rows: Sequence[int], columns: Columns, owner: Owner | None, terms: Sequence[Term]
    ) -> list[IndicatorReading]:
        """The indicators of ``rows``; without an ``owner`` their numbers are refused."""
        found: list[IndicatorReading] = []
        for listed in self._listed(rows, columns):
            refused = self._refused(listed, columns, owner)
            for number, half in enumerate(columns.halves):
                if not refused and owner is not None:
                    default = terms[number] if number < len(terms) and len(columns.halves) > 1 else Term.ANNUAL
                    found += self._half(listed, columns, half, owner, default)
            self._rest(listed, columns, refused)
        return found

    def _listed(self, rows: Sequence[int], columns: Columns) -> list[Listed]:
        """The rows with the cells of each column; levels reach down, across the end of a page too."""
        if not self.grid.spanned:
            return self._fitted(rows, columns)
        level_columns = [column for column, word in columns.roles.items() if word.role in ("first", "second")]
        down = {column: self.grid.down(rows, column) for column in level_columns}
        listed = []
        for at in rows:
            cells = {column: slot for column in self.grid.places[at] if (slot := self.grid.at(at, column)) is not None}
            listed.append(Listed(at, cells, {column: down[column][at] for column in level_columns}))
        return listed

    def _fitted(self, rows: Sequence[int], columns: Columns) -> list[Listed]:
        listed, last = [], dict[int, str]()
        for at in rows:
            line = self.grid.line(at)
            texts = {slot.column: slot.text for slot in line}
            whole = run_together(texts, columns, self.words.levels)
            places = whole or fitted(texts, columns, self.words.levels)
            together = any(len(_AGAIN.findall(text)) > 1 or _NUMBERS.fullmatch(text) for text in texts.values())
            if places is None or together:
                for slot in line:
                    self.ledger.refuse(slot, "cells-run-together" if together else "row-not-aligned")
                continue
            moved = {column: found for column, printed in places.items() if (found := self.grid.at(at, printed))}
            last = {} if whole else last
            listed.append(Listed(at, moved, self._under(last, moved, columns)))
        return listed

    def _under(self, last: dict[int, str], cells: dict[int, Slot], columns: Columns) -> dict[int, str]:
        """The levels of a row: its own, else those of the row above; a new first level ends the second."""
        own = {
            column: slot.text
            for column, slot in cells.items()
            if column in columns.roles and columns.roles[column].role in ("first", "second")
        }
        if any(columns.roles[column].role == "first" for column in own):
            for column in [column for column in last if columns.roles[column].role == "second"]:
                del last[column]
        last.update(own)
        return dict(last)

    def _refused(self, listed: Listed, columns: Columns, owner: Owner | None) -> str:
        """The reason why a row is not read; empty where it is."""
        names = [listed.cells[half.name].text for half in columns.halves if half.name in listed.cells]
        points = [slot for role in ("weight", "score") if (slot := self._cell(listed, columns, role)) is not None]
        if any(len(_AGAIN.findall(name)) > 1 for name in names):
            return "cells-run-together"
        if any(re.search(r"\d\s+\d", slot.text) for slot in points):
            return "cells-run-together"
        return "" if owner is not None else "no-project-name"

    def _half(
        self, listed: Listed, columns: Columns, half: Half, owner: Owner, default: Term
    ) -> list[IndicatorReading]:
        slot = listed.cells.get(half.name)
        rest = self._rest_of_name(listed, columns, half)
        first = listed.levels.get(half.first, "") if half.first else ""
        second = listed.levels.get(half.second, "") if half.second else ""
        printed = slot.text + rest if slot else ""
        if not first and not second:
            first, second, printed = parted(printed, self.words.levels)
        name = self._name(printed)
        targets = [(listed.cells.get(column), term) for column, term in half.targets] or [(None, None)]
        if slot is None or not name:
            for target, _ in targets:
                self.ledger.refuse(target, "no-indicator-name")
            return []
        found = []
        self.ledger.label(slot)
        for target, term in targets:
            reading = self._reading(listed, columns, owner, (slot, name, target))
            kind, group = level(first, second, self.words.levels)
            found.append(
                reading.model_copy(
                    update={
                        "kind": kind,
                        "group": group,
                        "first": plain(first),
                        "second": plain(second),
                        "term": term or default,
                    }
                )
            )
            self.ledger.fact(target)
        return found

    def _reading(
        self, listed: Listed, columns: Columns, owner: Owner, printed: tuple[Slot, str, Slot | None]
    ) -> IndicatorReading:
        slot, name, target = printed
        beside = Beside(
            operator=self._text(listed, columns, "operator"),
            unit=self._text(listed, columns, "unit"),
            name=name,
            recognised=self.recognised,
        )
        reached = self._cell(listed, columns, "actual")
        aimed = goal(target.text, self.words.goals, beside) if target else None
        actual = goal(reached.text, self.words.goals, beside._replace(operator="")) if reached else None
        kind, group = level("", "", self.words.levels)
        return IndicatorReading(
            agency=owner.agency,
            scope=owner.scope,
            year=owner.year,
            project=owner.project,
            kind=kind,
            group=group,
            name=name,
            target=aimed,
            actual=actual,
            weight=self._points(listed, columns, "weight"),
            score=self._points(listed, columns, "score"),
            deviation=_one_line(self._text(listed, columns, "deviation")),
            place=self.grid.place(target if target is not None and aimed is not None else slot),
            actual_place=self.grid.place(reached) if reached is not None and actual is not None else None,
        )

    def _rest_of_name(self, listed: Listed, columns: Columns, half: Half) -> str:
        """What a name goes on with in a column without a header, between its own and the next that has one."""
        after = min((column for column in columns.roles if column > half.name), default=half.name)
        between = (listed.cells.get(column) for column in range(half.name + 1, after))
        texts = (slot for slot in between if slot is not None and slot is not listed.cells.get(half.name))
        return "".join(slot.text for slot in texts if not numbers.numeric(slot.text))

    def _name(self, text: str) -> str:
        """An indicator's name without its ordinal; empty where the cell prints none."""
        name = re.sub(r"\s+", "", text)
        short = re.sub(self.words.names.ordinal, "", plain(name))
        bare = name[len(name) - len(short) :] if len(plain(name)) == len(name) else short
        return bare if _LETTER.search(bare) else ""

    def _points(self, listed: Listed, columns: Columns, role: str) -> Decimal | None:
        read = numbers.read(self._text(listed, columns, role))
        return read.value if read else None

    def _cell(self, listed: Listed, columns: Columns, role: str) -> Slot | None:
        column = columns.of(role)
        return listed.cells.get(column) if column is not None else None

    def _text(self, listed: Listed, columns: Columns, role: str) -> str:
        slot = self._cell(listed, columns, role)
        return slot.text if slot is not None else ""

    def _rest(self, listed: Listed, columns: Columns, refused: str) -> None:
        """What becomes of the other numbers of a row."""
        told = any(
            self.ledger.told(slot) or self._name(slot.text)
            for half in columns.halves
            if (slot := listed.cells.get(half.name)) is not None
        )
        for column, slot in listed.cells.items():
            role = columns.roles[column].role if column in columns.roles else ""
            if refused:
                self.ledger.refuse(slot, refused)
            elif role in _COLUMNS_OF_TEXT:
                self.ledger.refuse(slot, _COLUMNS_OF_TEXT[role])
            elif role in ("weight", "score", "actual", "unit", "operator"):
                self.ledger.fact(slot) if told else self.ledger.refuse(slot, "no-indicator-name")
            elif role in ("first", "second", "ordinal"):
                self.ledger.label(slot)
            elif role == "":
                self.ledger.refuse(slot, "column-not-understood")


def _one_line(text: str) -> str:
    return re.sub(r"\s+", "", text)
