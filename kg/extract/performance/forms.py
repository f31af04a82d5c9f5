"""The performance forms of one document, in order: one form over several tables, several forms in one table.

Promises: each number of each table is a claim, a fact of an indicator, a label or refused, exactly once; indicators
and amounts are told only of a project that is named, or of the body as a whole where the form says so.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract.context import Surroundings
from kg.extract.forms import Family, Forms
from kg.extract.headers import HeaderWords
from kg.extract.performance.crammed import spread
from kg.extract.performance.funds import Money, whole_funds
from kg.extract.performance.grid import Grid, Slot
from kg.extract.performance.headings import Columns, columns
from kg.extract.performance.heads import Form, HeadReader
from kg.extract.performance.indicators import Lister
from kg.extract.performance.ledger import Ledger
from kg.extract.performance.owners import Owners
from kg.extract.performance.wide import Sheet, WideReader
from kg.extract.performance.words import Words, load
from kg.extract.readings import Reading
from kg.model import BodyFact, Disclosure, IndicatorReading, Kind, Phase, ProjectProfile, Unit

_HEAD = frozenset({"project", "whole", "total", "aside", "competent", "tasks", "funds"})


class FormTable(NamedTuple):
    """A table of performance forms with what stands around it, and its unit and where that is printed."""

    around: Surroundings
    family: Family
    unit: Unit | None
    unit_source: str


class FormsRead(NamedTuple):
    """What the forms of a document say; ``readings`` by the number of their table."""

    readings: dict[int, Reading]
    indicators: tuple[IndicatorReading, ...]
    projects: tuple[ProjectProfile, ...]
    body: tuple[BodyFact, ...]


def read_forms(tables: Sequence[FormTable], disclosure: Disclosure, forms: Forms, *, recognised: bool) -> FormsRead:
    """Read the performance forms of a document; ``recognised`` where its text was taken from scans."""
    reader = FormReader(disclosure, forms, recognised=recognised)
    for table in tables:
        reader.table(table)
    return reader.read()


class FormReader:
    """Reads the forms of a document table by table, remembering the form that goes on in the next."""

    def __init__(self, disclosure: Disclosure, forms: Forms, *, recognised: bool) -> None:
        self.disclosure = disclosure
        self.forms = forms
        self.words: Words = load()
        self.recognised = recognised
        self.default = Phase.APPROVED if disclosure.kind is Kind.BUDGET else None
        self.form = Form()
        self.forms_read: list[tuple[Form, Grid]] = []
        self.columns: Columns | None = None
        self.wide = WideReader(self.words, recognised=recognised)
        self.tables: list[tuple[FormTable, Ledger]] = []
        self.title = ""

    def table(self, table: FormTable) -> None:
        """Take in the next table."""
        read = spread(table.around.table, self.words)
        grid = Grid(read.table)
        ledger = Ledger(grid, read.moved)
        self.tables.append((table, ledger))
        title = plain(table.around.title)
        if title and title != self.title:
            self._new(Form(), grid)
            self.columns = None
        self.title = title or self.title
        owners = Owners(grid.table, self.disclosure, self.forms, self.words)
        if self.form.owner is None and re.search(self.words.names.whole, title):
            self.form.owner, self.form.whole = owners.whole(), True
        self.form.unit = None if table.around.foreign else table.unit or self.form.unit
        _Rows(self, table, grid, ledger, HeadReader(grid, ledger, self.words, owners)).read()

    def _new(self, form: Form, grid: Grid) -> Form:
        form.unit = form.unit or self.form.unit
        self.form = form
        self.forms_read.append((form, grid))
        return form

    def opened(self, grid: Grid) -> None:
        """A label opens another form in the same table."""
        self._new(Form(unit=self.form.unit), grid)
        self.columns = None

    def read(self) -> FormsRead:
        """All that the tables say, once the last is taken in."""
        indicators: list[IndicatorReading] = []
        projects: list[ProjectProfile] = []
        body: list[BodyFact] = []
        for form, grid in self.forms_read:
            indicators += form.indicators
            if form.owner is not None and form.owner.project and form.slot is not None and form.details:
                projects.append(_profile(form, grid))
            elif form.whole and form.owner is not None:
                body += [
                    BodyFact(agency=form.owner.agency, kind="goal", text=detail.text, place=detail.place)
                    for detail in form.details
                    if detail.kind == "goal"
                ]
        for found, profile in self.wide.read():
            indicators += found
            projects += [profile] if profile is not None else []
        readings = {
            table.around.table.number: ledger.reading(table.around, table.family, table.unit, table.unit_source)
            for table, ledger in self.tables
        }
        return FormsRead(readings, tuple(indicators), tuple(projects), tuple(body))


def _profile(form: Form, grid: Grid) -> ProjectProfile:
    owner, slot = form.owner, form.slot
    if owner is None or slot is None:
        raise AssertionError("a profile is told of a project that is named in a cell")
    return ProjectProfile(
        agency=owner.agency,
        project=owner.project,
        year=owner.year,
        details=tuple(form.details),
        place=grid.place(slot),
    )


class _Rows:
    """The rows of one table, told apart: headers, indicators, heads of forms, tasks and funds of the whole body."""

    def __init__(self, reader: FormReader, table: FormTable, grid: Grid, ledger: Ledger, heads: HeadReader) -> None:
        self.reader = reader
        self.table = table
        self.grid = grid
        self.ledger = ledger
        self.heads = heads
        self.listed: list[int] = []
        self.block: tuple[str, Slot] | None = None
        self.before: list[int] = []

    def read(self) -> None:
        """Read every row."""
        if self._continues_wide():
            return
        for at in range(len(self.grid.rows)):
            found = columns(self.grid, at, self.reader.words)
            if found is not None and found.wide:
                self._wide(at, found)
                return
            if found is not None:
                self._header(at, found)
            elif not self._in_block(at):
                self._row(at)
        self._flush()

    def _header(self, at: int, found: Columns) -> None:
        if self.reader.columns is None or found.roles != self.reader.columns.roles:
            self._flush()
        self.reader.columns = found
        self.block = None
        for slot in self.grid.begun(at):
            self.ledger.label(slot)
            form = self.reader.form
            if form.owner is not None and re.fullmatch(self.reader.words.rate_weight, slot.plain):
                self.heads.row(at, form, None)

    def _row(self, at: int) -> None:
        begun = self.grid.begun(at)
        role = self.heads.role(begun[0]) if begun else None
        if role in ("tasks", "funds"):
            self._flush()
            self.block, self.before = (role, begun[0]), [at]
            if role == "funds":
                whole_funds(self.grid, self.ledger, begun[0], self._money())
            self._in_block(at)
            return
        if self.reader.columns is not None and self._across(begun):
            self._flush()
            self.reader.opened(self.grid)
            return
        if self.reader.columns is not None and role not in _HEAD:
            self.listed.append(at)
            return
        self._flush()
        opens = role in ("project", "whole") and self.reader.form.slot is not None
        if opens or self.reader.form not in [form for form, _ in self.reader.forms_read]:
            self.reader.opened(self.grid)
        if role != "total":
            self.reader.columns = None if role in ("project", "whole") else self.reader.columns
        self.heads.row(at, self.reader.form, self.reader.default)

    def _across(self, begun: list[Slot]) -> bool:
        """Whether a row prints one cell over all columns: the title of the next form, or a note."""
        width = self.grid.table.width
        return self.grid.spanned and len(begun) == 1 and begun[0].cell.columns == width > 1

    def _money(self) -> Money:
        reader = self.reader
        words = HeaderWords(reader.forms, self.table.family, reader.disclosure.kind)
        return Money(reader.disclosure, words, self.table.unit, reader.default)

    def _in_block(self, at: int) -> bool:
        """A row of the tasks or the funds of a body as a whole, down to the next label in the block's own column."""
        if self.block is None:
            return False
        role, slot = self.block
        here = self.grid.at(at, slot.column)
        if here is not None and here is not slot and here.text and here.row is self.grid.rows[at]:
            self.block = None
            return False
        for other in self.grid.line(at):
            self.ledger.refuse(other, "task-amount" if role == "tasks" else "column-not-understood")
        return True

    def _flush(self) -> None:
        """Read the indicators gathered under the last header."""
        rows, self.listed = self.listed, []
        reader = self.reader
        if not rows or reader.columns is None:
            return
        if reader.form not in [form for form, _ in reader.forms_read]:
            reader.forms_read.append((reader.form, self.grid))
        lister = Lister(self.grid, self.ledger, reader.words, recognised=reader.recognised)
        reader.form.indicators += lister.read(rows, reader.columns, reader.form.owner, reader.form.terms)

    def _wide(self, at: int, found: Columns) -> None:
        repeated = {other for other in range(len(self.grid.rows)) if self._same_header(other, found)}
        skipped = {row + down for row in repeated for down in range(found.depth)}
        rows = [row for row in range(at, len(self.grid.rows)) if row not in skipped]
        name = found.of("project") or 1
        amount = next((column for column in found.paths if column not in found.roles), name)
        owners = Owners(
            self.grid.table, self.reader.disclosure, self.reader.forms, self.reader.words, columns=(name, amount)
        )
        sheet = Sheet(self.grid, self.ledger, found, owners, self.table.unit, self.reader.default)
        self.reader.wide.rows(sheet, rows)

    def _same_header(self, at: int, found: Columns) -> bool:
        other = columns(self.grid, at, self.reader.words)
        return other is not None and other.roles == found.roles

    def _continues_wide(self) -> bool:
        """A table without a header of its own, as wide as the list of projects before it, goes on with that."""
        sheet = self.reader.wide.sheet
        last = self.reader.tables[-2][1].grid if len(self.reader.tables) > 1 else None
        if sheet is None or last is not sheet.grid or self.grid.table.width != sheet.grid.table.width:
            return False
        if self.table.around.title and plain(self.table.around.title) != self.reader.title:
            return False
        if any(columns(self.grid, at, self.reader.words) for at in range(min(2, len(self.grid.rows)))):
            return False
        self._wide(0, sheet.columns)
        sheet = self.reader.wide.sheet
        if sheet is not None:
            sheet.unit = sheet.unit or self.reader.form.unit
        return True
