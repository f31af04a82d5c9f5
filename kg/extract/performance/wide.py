"""Tables with a project in every row, or a row for every indicator of one: lists of projects with goals and amounts.

Promises: a row that a page cuts in two is one project, with the whole of its name; a project printed again beside
every one of its indicators is one, and its amounts are counted once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.extract.performance import amounts, projects
from kg.extract.performance.amounts import Owner
from kg.extract.performance.grid import Grid, Slot
from kg.extract.performance.headings import Columns, phase_of
from kg.extract.performance.indicators import Lister
from kg.extract.performance.ledger import Ledger
from kg.extract.performance.owners import Owners
from kg.extract.performance.words import PerformanceWords
from kg.model import Detail, IndicatorReading, Phase, ProjectProfile, Unit


@dataclass(eq=False)
class Sheet:
    """One table of such rows: its grid and book, what its columns hold, and whose its rows can be."""

    grid: Grid
    ledger: Ledger
    columns: Columns
    owners: Owners
    unit: Unit | None
    phase: Phase | None


class Printed(NamedTuple):
    """A cell and the table it stands in."""

    sheet: Sheet
    slot: Slot


@dataclass(eq=False)
class Group:
    """The rows of one project."""

    sheet: Sheet
    names: list[Printed] = field(default_factory=list)
    bodies: list[Printed] = field(default_factory=list)
    goals: list[Printed] = field(default_factory=list)
    amounts: list[Printed] = field(default_factory=list)
    rows: list[tuple[Sheet, int]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name, the halves that a page cut it into put together."""
        return _joined(self.names)

    @property
    def body(self) -> str:
        """The unit the row names."""
        return _joined(self.bodies)

    @property
    def page(self) -> tuple[int, int | None]:
        """The table and page of its last row."""
        sheet, at = self.rows[-1]
        return sheet.grid.table.number, sheet.grid.rows[at].page

    def take(self, other: "Group") -> None:
        """Put the rows of ``other`` to these."""
        self.names += other.names
        self.bodies += other.bodies
        self.goals += other.goals
        self.amounts += other.amounts
        self.rows += other.rows


class WideReader:
    """Gathers the projects of such tables, then tells of each."""

    def __init__(self, words: PerformanceWords, *, recognised: bool) -> None:
        self.words = words
        self.recognised = recognised
        self.groups: list[Group] = []
        self.sheet: Sheet | None = None

    def rows(self, sheet: Sheet, rows: Sequence[int]) -> None:
        """Take in the rows of a table below its header."""
        self.sheet = sheet
        for at in rows:
            self._row(sheet, at)

    def _row(self, sheet: Sheet, at: int) -> None:
        found = Group(sheet, rows=[(sheet, at)])
        for column, slot in sheet.grid.places[at].items():
            if not slot.text or slot.row is not sheet.grid.rows[at] or slot.column != column:
                continue
            role = sheet.columns.roles[column].role if column in sheet.columns.roles else ""
            part = {"project": found.names, "body": found.bodies, "goal": found.goals, "": found.amounts}.get(role)
            if part is not None:
                part.append(Printed(sheet, slot))
            elif role == "ordinal":
                sheet.ledger.label(slot)
        covering = sheet.grid.at(at, sheet.columns.of("project") or 0)
        if found.amounts and not found.names and covering is not None and covering.text:
            found.names.append(Printed(sheet, covering))
        before = self.groups[-1] if self.groups else None
        if before is not None and self._continues(before, found):
            before.take(found)
        elif before is not None and self._again(before, found):
            before.rows += found.rows
            for printed in found.amounts:
                sheet.ledger.refuse_amount(printed.slot, "printed-again")
        else:
            self.groups.append(found)

    def _continues(self, before: Group, found: Group) -> bool:
        """Whether a row goes on with the project above: it names none, or is the rest of a row that a page cut."""
        if not found.names and not found.amounts:
            return True
        if before.page == found.page or self._coded(found):
            return False
        return bool(found.names) and bool(before.amounts) != bool(found.amounts) and bool(before.names)

    def _coded(self, found: Group) -> bool:
        code = projects.of_cell(found.name, self.words.names)
        return code != projects.canonical(found.name)

    def _again(self, before: Group, found: Group) -> bool:
        """Whether a row prints the project above once more, with nothing else said of it."""
        same = [one.slot.plain for one in before.amounts] == [one.slot.plain for one in found.amounts]
        indicators = before.sheet.columns.of("name") is not None
        return indicators and same and bool(found.name) and (before.name, before.body) == (found.name, found.body)

    def read(self) -> Iterator[tuple[list[IndicatorReading], ProjectProfile | None]]:
        """The indicators and the profile of each project."""
        for group in self.groups:
            if self._several(group):
                for printed in group.amounts:
                    printed.sheet.ledger.refuse_amount(printed.slot, "project-repeated")
            yield self._group(group)

    def _several(self, group: Group) -> bool:
        """Whether one merged cell names this project and others with amounts of their own: units that are not named."""
        spots = {(id(one.sheet), one.slot.row.number, one.slot.column) for one in group.names}
        again = [
            other
            for other in self.groups
            if other is not group
            and other.amounts
            and spots & {(id(one.sheet), one.slot.row.number, one.slot.column) for one in other.names}
        ]
        return bool(group.amounts) and bool(again)

    def _group(self, group: Group) -> tuple[list[IndicatorReading], ProjectProfile | None]:
        sheet = group.sheet
        header = sheet.columns.paths.get(sheet.columns.of("project") or 0, ())
        owner = sheet.owners.row(group.name, group.body, units=any("单位" in text for text in header))
        for printed in group.names + group.bodies + group.goals:
            printed.sheet.ledger.label(printed.slot)
        for printed in group.amounts:
            self._claim(group, printed, owner)
        indicators = []
        for part in {id(part): part for part, _ in group.rows}.values():
            lister = Lister(part.grid, part.ledger, self.words, recognised=self.recognised)
            rows = [at for other, at in group.rows if other is part]
            if part.columns.of("name") is not None:
                indicators += lister.read(rows, part.columns, owner, ())
        return indicators, self._profile(group, owner)

    def _claim(self, group: Group, printed: Printed, owner: Owner | None) -> None:
        sheet, slot = printed
        path = sheet.columns.paths.get(slot.column, ())
        said = amounts.named(path[-1], self.words) if path else None
        phase = next((one for text in path if (one := phase_of(text, self.words))), sheet.phase)
        unit = next((found for text in reversed(path) if (found := amounts.unit_of(text))), sheet.unit)
        if said is None:
            sheet.ledger.refuse_amount(slot, "column-not-understood")
            return
        amount = amounts.read(slot.text, unit)
        reason = said.word.refuse or ("" if phase else "phase-unknown") or ("" if unit else "unit-unknown")
        if owner is None or reason or amount is None or phase is None:
            sheet.ledger.refuse_amount(slot, reason or ("not-one-number" if owner else "no-project-name"))
            return
        label = group.names[0].slot
        sheet.ledger.claim(slot, amounts.key(owner, said.word, phase, said.term), amount, label, "/".join(path))

    def _profile(self, group: Group, owner: Owner | None) -> ProjectProfile | None:
        if owner is None or not owner.project or not group.goals:
            return None
        sheet, slot = group.goals[0]
        text = " ".join(_joined(group.goals).split())
        return ProjectProfile(
            agency=owner.agency,
            project=owner.project,
            year=owner.year,
            details=(Detail(kind="goal", text=text, place=sheet.grid.place(slot)),),
            place=group.names[0].sheet.grid.place(group.names[0].slot),
        )


def _joined(cells: Sequence[Printed]) -> str:
    return "".join(printed.slot.text for printed in cells)
