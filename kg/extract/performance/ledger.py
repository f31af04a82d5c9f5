"""The book of one table: every number in it is a claim, a fact, a label or refused, each exactly once."""

from kg.extract import numbers
from kg.extract.context import Surroundings
from kg.extract.forms import Family
from kg.extract.performance.crammed import REPAIR
from kg.extract.performance.grid import Grid, Slot
from kg.extract.readings import Reading
from kg.model import (
    Account,
    Amount,
    Claim,
    ColumnReading,
    FigureKey,
    Refusal,
    RowReading,
    TableReading,
    TableStatus,
    Unit,
)

NOT_UNDERSTOOD = "form-not-understood"


class Ledger:
    """What became of each number of a table. The first thing told of a cell holds."""

    def __init__(self, grid: Grid, moved: frozenset[tuple[int, int]] = frozenset()) -> None:
        self.grid = grid
        self.moved = moved
        self.slots = {
            _spot(slot): slot for row in range(len(grid.rows)) for slot in grid.line(row) if numbers.numeric(slot.text)
        }
        self.claims: dict[tuple[int, int], Claim] = {}
        self.facts: set[tuple[int, int]] = set()
        self.labels: set[tuple[int, int]] = set()
        self.refused: dict[tuple[int, int], str] = {}
        self.rows: dict[tuple[int, int], RowReading] = {}
        self.columns: dict[int, str] = {}

    def told(self, slot: Slot) -> bool:
        """Whether it is told what became of a cell."""
        spot = _spot(slot)
        return spot in self.claims or spot in self.facts or spot in self.labels or spot in self.refused

    def claim(self, slot: Slot, key: FigureKey, amount: Amount, label: Slot, header: str = "") -> None:
        """The amount in a cell is a claim about a figure; its row is called as ``label`` is."""
        if self.told(slot):
            return
        if _spot(slot) in self.moved:
            amount = amount.model_copy(update={"repairs": (*amount.repairs, REPAIR)})
        part = self._part(slot, label)
        place = self.grid.place(slot)
        self.slots.setdefault(_spot(slot), slot)
        self.claims[_spot(slot)] = Claim(key=key, amount=amount, place=place, part=part)
        self.columns.setdefault(slot.column, header)

    def _part(self, slot: Slot, label: Slot) -> int:
        """The part of the row, each label in it being one."""
        number, name = slot.row.number, "".join(label.text.split())
        for part in range(1, 100):
            reading = self.rows.get((number, part))
            if reading is None:
                self.rows[number, part] = RowReading(
                    table=self.grid.table.number,
                    number=number,
                    part=part,
                    line=slot.row.line,
                    page=slot.row.page,
                    label=name,
                )
            if reading is None or reading.label == name:
                return part
        return 100

    def fact(self, slot: Slot | None) -> None:
        """The number in a cell is one of an indicator."""
        if slot is not None and _spot(slot) in self.slots and not self.told(slot):
            self.facts.add(_spot(slot))

    def label(self, slot: Slot | None) -> None:
        """The number in a cell names or numbers something."""
        if slot is not None and _spot(slot) in self.slots and not self.told(slot):
            self.labels.add(_spot(slot))

    def refuse(self, slot: Slot | None, reason: str) -> None:
        """The number in a cell is read into nothing, for a reason with a page in ``docs/refusals.md``."""
        if slot is not None and _spot(slot) in self.slots and not self.told(slot):
            self.refused[_spot(slot)] = reason

    def refuse_amount(self, slot: Slot, reason: str) -> None:
        """As :meth:`refuse`, of a cell that should hold an amount and holds more than a number."""
        if any(character.isdigit() for character in slot.text):
            self.slots.setdefault(_spot(slot), slot)
            self.refuse(slot, reason)

    def reading(self, around: Surroundings, family: Family, unit: Unit | None, unit_source: str) -> Reading:
        """What was read from the table; a number of which nothing was told is refused as not understood."""
        for slot in self.slots.values():
            self.refuse(slot, NOT_UNDERSTOOD)
        refusals = tuple(
            Refusal(place=self.grid.place(self.slots[spot]), text=self.slots[spot].cell.text, reason=reason)
            for spot, reason in sorted(self.refused.items())
        )
        number = self.grid.table.number
        read = bool(self.claims or self.facts or not refusals)
        table = TableReading(
            number=number,
            title=around.title,
            family=family.id,
            status=TableStatus.READ if read else TableStatus.NOT_READ,
            reason="" if read else NOT_UNDERSTOOD,
            unit=unit,
            unit_source=unit_source,
            rows=tuple(self.rows[spot] for spot in sorted(self.rows)),
            columns=tuple(
                ColumnReading(table=number, number=column, header=header)
                for column, header in sorted(self.columns.items())
            ),
        )
        account = Account(
            numeric=len(self.slots),
            claims=len(self.claims),
            facts=len(self.facts),
            labels=len(self.labels),
            refused=len(refusals),
        )
        return Reading(table, tuple(self.claims[spot] for spot in sorted(self.claims)), refusals, account)


def _spot(slot: Slot) -> tuple[int, int]:
    return slot.row.number, slot.column
