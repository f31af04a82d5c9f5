"""One table: every numeric cell becomes a claim, a label or a refusal, and the three add up."""

import re
from typing import NamedTuple

from kg.codebooks import Codebook, plain
from kg.extract import context, numbers, proving
from kg.extract.bodies import Bodies
from kg.extract.context import Surroundings
from kg.extract.forms import Family, Forms
from kg.extract.layout import Layout, Part, layout
from kg.extract.meaning import Contradiction, KeyMaker
from kg.extract.readings import Reading
from kg.extract.repeated import Repeats
from kg.extract.rows import Meaning, RowReader
from kg.model import (
    Account,
    Claim,
    ColumnReading,
    Disclosure,
    Place,
    Refusal,
    Row,
    RowReading,
    TableReading,
    TableStatus,
    Unit,
)

_BLANK = re.compile(r"[\s\-—–－_/•·*]*")
_REASONS = {"count": "count", "share": "share", "change": "change-not-read", "note": "text-column"}


class UnitFound(NamedTuple):
    """The unit of a table's amounts and where it is printed (``table``, ``document``)."""

    unit: Unit | None
    source: str


class TableReader:
    """Reads one table of a disclosure as a form of one family."""

    def __init__(self, around: Surroundings, family: Family, unit: UnitFound, disclosure: Disclosure) -> None:
        self.around = around
        self.family = family
        self.unit = unit
        self.disclosure = disclosure
        self.claims: list[Claim] = []
        self.implied: list[Claim] = []
        self.wholes: list[Claim] = []
        self.items: set[str] = set()
        self.refusals: list[Refusal] = []
        self.rows: list[RowReading] = []
        self.labels = 0
        self.blank = 0
        self.numeric = 0

    def read(self, forms: Forms, book: Codebook, *, empty: frozenset[str]) -> Reading:
        """Read every row. ``empty`` are the titles that the document lists as empty tables."""
        shape = layout(self.around.table, self.family, forms, self.disclosure.kind)
        keys = KeyMaker(self.around, self.family, self.disclosure, forms, book)
        keys.name_classes(shape.heads)
        self.columns = {head.number: keys.column(head, part) for part in shape.parts for head in part.amounts}
        self.numeric = self._count({head.number for part in shape.parts for head in part.amounts}, shape)
        bodies = [Bodies(part, self.disclosure, forms, self.around.table) for part in shape.parts]
        readers = [RowReader(body, self.family, book) for body in bodies]
        for row in self.around.table.rows:
            if row.number in shape.header or row.number in shape.numbering:
                self.labels += sum(1 for cell in row.cells if numbers.numeric(cell.text))
            else:
                self._row(row, shape, self._meanings(row, readers, forms), keys)
        self._withdraw(proving.not_whole(self.wholes, self.claims, self.rows), "no-such-dimension")
        self._settle_repeated(shape.header)
        self._widen()
        for claims, reason in proving.unproved(self.claims, self.implied, self.rows, self.family):
            self._withdraw(claims, reason)
        return self._reading(shape, context.declared_empty(self.around, empty, forms))

    def _count(self, amounts: set[int], shape: Layout) -> int:
        """The numeric cells, counted by themselves: what becomes of them has to add up to this."""
        header = shape.header | shape.numbering
        return sum(
            numbers.numeric(cell.text)
            or (cell.number in amounts and row.number not in header and any(c.isdigit() for c in cell.text))
            for row in self.around.table.rows
            for cell in row.cells
        )

    def _meanings(self, row: Row, readers: list[RowReader], forms: Forms) -> list[Meaning | None]:
        """The meaning of each part of a row.

        A part without a label takes the label printed in the amount column to its left (人员经费合计 and
        公用经费合计 span columns), or that of the row's other half where totals are printed in pairs.
        """
        meanings = [reader.read(row) for reader in readers]
        for at, reader in enumerate(readers):
            if meanings[at] is None and at and (label := _text_in_amounts(row, readers[at - 1].part)):
                meanings[at] = reader.stray(label)
            if meanings[at] is None and at:
                meanings[at] = _spanning(row, readers[at - 1].part, meanings[at - 1])
            if meanings[at] is None:
                meanings[at] = _twin(reader.part, meanings, forms)
        if readers and meanings[0] is None and (label := _total_before(row, readers[0].part, forms)):
            meanings[0] = readers[0].stray(label)
        return meanings

    def _row(self, row: Row, shape: Layout, meanings: list[Meaning | None], keys: KeyMaker) -> None:
        part_of = {head.number: at for at, part in enumerate(shape.parts) for head in part.amounts}
        blanks: dict[int, list[int]] = {}
        claimed: set[int] = set()
        for cell in row.cells:
            at = part_of.get(cell.number)
            if at is not None and _BLANK.fullmatch(cell.text):
                blanks.setdefault(at, []).append(cell.number)
            elif not numbers.numeric(cell.text):
                if at is not None and any(character.isdigit() for character in cell.text):
                    self._refuse(row, cell.number, cell.text, "not-one-number")
            elif at is None:
                self._silent(row, cell.number, cell.text, shape)
            elif self._amount(row, cell.number, at, meanings[at], keys):
                claimed.add(at)
        self.blank += sum(map(len, blanks.values()))
        self.items |= {meaning.sets["item"] for meaning in meanings if meaning is not None and "item" in meaning.sets}
        for at, meaning in enumerate(meanings):
            if meaning is not None and (at in claimed or (at in blanks and meaning.label)):
                self.rows.append(_row_reading(row, at, meaning, tuple(blanks.get(at, ()))))

    def _silent(self, row: Row, number: int, text: str, shape: Layout) -> None:
        role = next((head.role for head in shape.heads if head.number == number), "note")
        if role in _REASONS:
            self._refuse(row, number, text, _REASONS[role])
        else:
            self.labels += 1

    def _amount(self, row: Row, number: int, at: int, meaning: Meaning | None, keys: KeyMaker) -> bool:
        text = next(cell.text for cell in row.cells if cell.number == number)
        column = self.columns[number]
        try:
            if isinstance(column, str):
                raise Contradiction(column)
            if meaning is None or meaning.refused:
                raise Contradiction(meaning.refused if meaning else "no-row-label")
            if self.unit.unit is None:
                raise Contradiction("unit-unknown")
            amount = numbers.amount(text, self.unit.unit)
            if amount is None:
                raise Contradiction("not-one-number")
            key = keys.key(meaning, column)
        except Contradiction as found:
            self._refuse(row, number, text, found.reason)
            return False
        claim = Claim(key=key, amount=amount, place=self._place(row, number), part=at + 1)
        self.claims.append(claim)
        if meaning.whole:
            self.wholes.append(claim)
        if "item" not in column and "item" not in meaning.sets:
            self.implied.append(claim)
        return True

    def _settle_repeated(self, headers: frozenset[int]) -> None:
        settled = Repeats(self.around.table, headers, self.rows).settle(self.claims)
        self.claims = settled.claims
        for at, reason in sorted(settled.refused.items()):
            self._withdraw([claim for claim in self.claims if (claim.place.row, claim.part) == at], reason)

    def _widen(self) -> None:
        """Totals of more items than the form's own are told as what they add up."""
        named = {column["item"] for column in self.columns.values() if not isinstance(column, str) and "item" in column}
        wider = proving.of_wider_items(self.claims, self.implied, named | self.items, self.family)
        self.claims = [wider.get(claim, claim) for claim in self.claims]

    def _withdraw(self, claims: list[Claim], reason: str) -> None:
        for claim in claims:
            self.claims.remove(claim)
            self.refusals.append(Refusal(place=claim.place, text=claim.amount.text, reason=reason))

    def _place(self, row: Row, number: int) -> Place:
        return Place(table=self.around.table.number, row=row.number, cell=number, line=row.line, page=row.page)

    def _refuse(self, row: Row, number: int, text: str, reason: str) -> None:
        self.refusals.append(Refusal(place=self._place(row, number), text=text, reason=reason))

    def _reading(self, shape: Layout, empty: str) -> Reading:
        number = self.around.table.number
        table = TableReading(
            number=number,
            title=self.around.title,
            family=self.family.id,
            status=TableStatus.DECLARED_EMPTY if empty and not self.claims else TableStatus.READ,
            reason="" if self.claims else empty,
            unit=self.unit.unit,
            unit_source=self.unit.source,
            rows=tuple(row.model_copy(update={"table": number}) for row in self.rows),
            columns=tuple(
                ColumnReading(table=number, number=head.number, header="/".join(head.path))
                for part in shape.parts
                for head in part.amounts
            ),
        )
        account = Account(
            numeric=self.numeric,
            claims=len(self.claims),
            labels=self.labels,
            refused=len(self.refusals),
            blank=self.blank,
        )
        return Reading(table, tuple(self.claims), tuple(self.refusals), account)


def _text_in_amounts(row: Row, part: Part) -> str:
    texts = {cell.number: cell.text for cell in row.cells}
    words = [texts.get(head.number, "") for head in part.amounts]
    return next(
        (text for text in reversed(words) if text and not numbers.numeric(text) and not _BLANK.fullmatch(text)), ""
    )


def _total_before(row: Row, part: Part, forms: Forms) -> str:
    """The total that is printed in a column of notes or ordinals left of all amounts: 合计 below 序号."""
    first = min(head.number for head in part.amounts)
    before = [cell.text for cell in row.cells if cell.number < first and plain(cell.text)]
    return before[0] if len(before) == 1 and re.fullmatch(forms.totals, plain(before[0])) else ""


def _spanning(row: Row, part: Part, before: Meaning | None) -> Meaning | None:
    """The total to the left whose own amounts are blank: its label stands one block before its amount."""
    texts = {cell.number: cell.text for cell in row.cells}
    blank = all(_BLANK.fullmatch(texts.get(head.number, "")) for head in part.amounts)
    return before if before is not None and before.total and before.sets.get("nature") and blank else None


def _twin(part: Part, meanings: list[Meaning | None], forms: Forms) -> Meaning | None:
    labels = [plain(meaning.label) for meaning in meanings if meaning is not None]
    for twin in forms.twins:
        if twin.side == part.side and any(re.fullmatch(twin.label, label) for label in labels):
            return Meaning(label="", sets=twin.set.given(), total=True)
    return None


def _own_code(meaning: Meaning) -> str:
    """The printed code whose name the label is; empty where the label names something else, such as a body."""
    label = plain(meaning.label)
    named = [pair.code for pair in meaning.printed if pair.name and _is_name(plain(pair.name), label)]
    return max(named, key=lambda code: (code in label, len(code)), default="")


def _is_name(name: str, label: str) -> bool:
    """Whether a label is that name, be it behind a number, a code or 其中."""
    return (
        label.endswith(name)
        and re.fullmatch(r"(?:其中|[一二三四五六七八九十]|[\W\d_])*", label.removesuffix(name)) is not None
    )


def _row_reading(row: Row, at: int, meaning: Meaning, blanks: tuple[int, ...]) -> RowReading:
    codes = [] if meaning.printed else list(meaning.codes.values())
    return RowReading(
        table=0,
        number=row.number,
        part=at + 1,
        line=row.line,
        page=row.page,
        label=re.sub(r"\s+", "", meaning.label),
        code=max(codes, key=len, default=_own_code(meaning)),
        code_source=meaning.code_source,
        printed=meaning.printed,
        is_total=meaning.total,
        blanks=blanks,
    )


def unread(around: Surroundings, family: Family | None, reason: str, ordinals: frozenset[int] = frozenset()) -> Reading:
    """A table that is not read: its numbers are refused for ``reason``, or labels where it holds no money.

    ``ordinals`` are the columns whose header says that they only number or name the rows.
    """
    numeric = [(row, cell) for row in around.table.rows for cell in row.cells if numbers.numeric(cell.text)]
    refused = [(row, cell) for row, cell in numeric if reason and cell.number not in ordinals]
    refusals = tuple(
        Refusal(
            place=Place(table=around.table.number, row=row.number, cell=cell.number, line=row.line, page=row.page),
            text=cell.text,
            reason=reason,
        )
        for row, cell in refused
    )
    table = TableReading(
        number=around.table.number,
        title=around.title,
        family=family.id if family else "",
        status=TableStatus.NOT_READ if refusals or (family and reason) else TableStatus.NO_MONEY,
        reason=reason if refusals or family else "",
    )
    account = Account(numeric=len(numeric), labels=len(numeric) - len(refusals), refused=len(refusals))
    return Reading(table, (), refusals, account)
