"""The head of a form: labels with what stands beside them, amounts by stage and term, goals in words."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from kg.extract import numbers
from kg.extract.performance import amounts
from kg.extract.performance.amounts import Named, Owner
from kg.extract.performance.goals import goal
from kg.extract.performance.grid import Grid, Slot
from kg.extract.performance.headings import phase_of, phases
from kg.extract.performance.ledger import Ledger
from kg.extract.performance.owners import Owners
from kg.extract.performance.words import HalfWord, LabelRole, Words
from kg.model import Detail, IndicatorClass, IndicatorGroup, IndicatorReading, Phase, Term, Unit

_DETAILS = frozenset({"competent", "implementer", "attribute", "category", "term", "basis", "description", "plan"})
_EXECUTION = "预算执行率"


@dataclass(eq=False)
class Form:
    """One form as far as it is read: whose it is, what is said of it, and what its columns mean."""

    owner: Owner | None = None
    whole: bool = False
    slot: Slot | None = None
    unit: Unit | None = None
    details: list[Detail] = field(default_factory=list)
    indicators: list[IndicatorReading] = field(default_factory=list)
    phases: dict[int, Phase] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    term_of: dict[int, Term] = field(default_factory=dict)
    halves: list[tuple[int, HalfWord]] = field(default_factory=list)
    awaited: bool = False
    executed: bool = False
    unnamed: bool = False


class HeadReader:
    """Reads the rows of a form that list no indicators."""

    def __init__(self, grid: Grid, ledger: Ledger, words: Words, owners: Owners) -> None:
        self.grid = grid
        self.ledger = ledger
        self.words = words
        self.owners = owners

    def role(self, slot: Slot) -> LabelRole | None:
        """What a cell is the label of."""
        folded = slot.plain.rstrip(":")
        found = next((word.role for word in self.words.labels if re.fullmatch(word.match, folded)), None)
        if found in (None, "section", "goal") and amounts.named(slot.text, self.words) is not None:
            return "amount" if found is None else found
        return found

    def row(self, at: int, form: Form, default: Phase | None) -> None:
        """Read a row of the head into ``form``; ``default`` is the stage of its amounts where none is printed."""
        begun = self.grid.begun(at)
        for slot in begun:
            form.unit = amounts.unit_of(slot.text) or form.unit
        if self._headings(at, form) or self._goals(form, begun):
            return
        for slot in begun:
            self._label(at, slot, form, default)
        for column in form.phases:
            self.ledger.refuse(self.grid.at(at, column), "label-not-understood")

    def _headings(self, at: int, form: Form) -> bool:
        """A row of stages of the year, with the columns of points beside them."""
        found = phases(self.grid, at, self.words)
        if not found:
            return False
        form.phases, form.points = found, {}
        for slot in self.grid.begun(at):
            if re.fullmatch(self.words.rate, slot.plain):
                form.points["rate"] = slot.column
            for word in self.words.columns:
                if word.role in ("weight", "score") and re.fullmatch(word.match, slot.plain):
                    form.points.setdefault(word.role, slot.column)
        return True

    def _goals(self, form: Form, begun: list[Slot]) -> bool:
        """Headings of goals side by side, or the texts below them."""
        headings = [(slot.column, word) for slot in begun if (word := self._half(slot)) is not None]
        if len(headings) > 1:
            form.halves = headings
            terms = [word.term for _, word in headings if word.goal == "goal"]
            form.terms = terms if len(set(terms)) > 1 else form.terms
            return True
        if form.unnamed and len(begun) == 1 and self.role(begun[0]) is None and not form.details:
            form.owner, form.unnamed, form.slot = self.owners.project(begun[0].text), False, begun[0]
            return True
        texts = [slot for slot in begun if self.role(slot) != "goal"]
        if form.halves and len(texts) == len(form.halves) and not any(map(self.role, texts)):
            for slot, (_, word) in zip(texts, form.halves, strict=True):
                self._detail(form, word.goal, slot)
            form.halves = []
            return True
        if form.awaited and len(begun) == 1 and self.role(begun[0]) is None:
            self._detail(form, "goal", begun[0])
            form.awaited = False
            return True
        return False

    def _half(self, slot: Slot) -> HalfWord | None:
        return next((word for word in self.words.halves if re.fullmatch(word.match, slot.plain)), None)

    def _label(self, at: int, slot: Slot, form: Form, default: Phase | None) -> None:
        role = self.role(slot)
        weight = re.fullmatch(self.words.rate_weight, slot.plain)
        if weight is not None and form.owner is not None:
            form.indicators.append(_execution(form.owner, self.grid, slot, weight=weight["weight"]))
        if role == "amount":
            self._amount(at, slot, form, default)
        elif role in ("project", "whole"):
            self._opened(at, slot, form, whole=role == "whole")
        elif role in _DETAILS or role == "goal":
            self._said(at, slot, form, role)
        elif role in ("aside", "total"):
            self._aside(at, slot, form, total=role == "total")

    def _opened(self, at: int, slot: Slot, form: Form, *, whole: bool) -> None:
        value = self._value(at, slot)
        form.whole = form.whole or whole
        form.slot = value or slot
        if value is not None:
            self.ledger.label(value)
            form.owner = self.owners.whole() if whole else self.owners.project(value.text)
        form.unnamed = form.owner is None

    def _said(self, at: int, slot: Slot, form: Form, role: LabelRole) -> None:
        value = self._value(at, slot)
        if value is None:
            form.awaited = role == "goal" and len(self.grid.begun(at)) == 1
            return
        self.ledger.label(value)
        if role == "implementer" and form.owner is not None and not form.whole:
            form.owner = self.owners.of_unit(form.owner, value.text)
        self._detail(form, role, value)

    def _detail(self, form: Form, role: str, slot: Slot) -> None:
        text = " ".join(slot.text.split())
        form.details.append(Detail.model_validate({"kind": role, "text": text, "place": self.grid.place(slot)}))

    def _aside(self, at: int, slot: Slot, form: Form, *, total: bool) -> None:
        """Who signed and when; or the sum of all points, which is the score of the project."""
        numeric = [other for other in self.grid.begun(at) if other.column > slot.column and numbers.read(other.text)]
        for other in numeric:
            self.ledger.fact(other) if total else self.ledger.label(other)
        if total and numeric and (len(numeric) > 1 or self._under_scores(numeric[0])):
            self._detail(form, "score", numeric[-1])

    def _under_scores(self, slot: Slot) -> bool:
        """Whether the nearest heading above a number says that scores stand below it."""
        roles = (
            next((word.role for word in self.words.columns if re.fullmatch(word.match, above.plain)), None)
            for above in self._above(slot)[1:]
        )
        return next((role for role in roles if role is not None), None) == "score"

    def _value(self, at: int, slot: Slot) -> Slot | None:
        """What stands right of a label: the cell beside it; the next text where merged cells are not known."""
        if self.grid.spanned:
            beside = self.grid.at(at, slot.column + slot.cell.columns)
        else:
            beside = next((other for other in self.grid.begun(at) if other.column > slot.column), None)
        if beside is None or not beside.text or self.role(beside) is not None or beside.row is not self.grid.rows[at]:
            return None
        return beside

    def _amount(self, at: int, slot: Slot, form: Form, default: Phase | None) -> None:
        said = amounts.named(slot.text, self.words)
        if said is None:
            return
        if said.term is not None:
            form.term_of[slot.column] = said.term
        said = said._replace(term=said.term or _nearest(form.term_of, slot.column))
        if form.phases:
            for column, phase in form.phases.items():
                value = self.grid.at(at, column)
                if value is not None and value.column != slot.column:
                    self._claim(form, slot, value, said, phase)
            self._executed(at, form)
            return
        value = self._value(at, slot)
        if value is not None:
            self._claim(form, slot, value, said, default)

    def _claim(self, form: Form, label: Slot, value: Slot, said: Named, phase: Phase | None) -> None:
        unit = said.unit or form.unit
        if not value.text:
            return
        reason = said.word.refuse or ("" if phase else "phase-unknown") or ("" if unit else "unit-unknown")
        if form.owner is None or form.whole:
            reason = "no-such-dimension" if form.whole else "no-project-name"
        amount = amounts.read(value.text, unit)
        if reason or amount is None or phase is None or form.owner is None:
            self.ledger.refuse_amount(value, reason or "not-one-number")
            return
        header = next((slot.plain for slot in self._above(value) if phase_of(slot.text, self.words)), "")
        self.ledger.claim(value, amounts.key(form.owner, said.word, phase, said.term), amount, label, header)

    def _above(self, value: Slot) -> list[Slot]:
        rows = range(value.row.number - 1, -1, -1)
        return [slot for at in rows if at < len(self.grid.rows) and (slot := self.grid.at(at, value.column))]

    def _executed(self, at: int, form: Form) -> None:
        """The points for spending what was budgeted, in the row that prints them; in others only a share."""
        cells = {role: self.grid.at(at, column) for role, column in form.points.items()}
        rate, weight, score = (cells.get(role) for role in ("rate", "weight", "score"))
        read = {role: numbers.read(slot.text) for role, slot in cells.items() if slot is not None}
        points = read.get("weight") or read.get("score")
        if rate is None or weight is None or score is None or points is None or form.owner is None or form.executed:
            for slot in cells.values():
                self.ledger.refuse(slot, "share")
            return
        form.executed = True
        found = _execution(form.owner, self.grid, weight, weight=weight.text)
        reached = goal(rate.text, self.words.goals)
        form.indicators.append(
            found.model_copy(
                update={
                    "actual": reached,
                    "actual_place": self.grid.place(rate) if reached else None,
                    "score": _value_of(read.get("score")),
                }
            )
        )
        for slot in (rate, weight, score):
            self.ledger.fact(slot)


def _value_of(read: numbers.Number | None) -> Decimal | None:
    return read.value if read is not None else None


def _nearest(terms: dict[int, Term], column: int) -> Term | None:
    """The term of the label above, or of the nearest one to the left of it."""
    left = [other for other in terms if other <= column]
    return terms[max(left)] if left else None


def _execution(owner: Owner, grid: Grid, slot: Slot, *, weight: str) -> IndicatorReading:
    """The indicator that stands in the head of a form: how much of the budget is spent, and its points."""
    read = numbers.read(weight)
    return IndicatorReading(
        agency=owner.agency,
        scope=owner.scope,
        year=owner.year,
        project=owner.project,
        kind=IndicatorClass.MANAGEMENT,
        group=IndicatorGroup.BUDGET_EXECUTION,
        name=_EXECUTION,
        weight=_value_of(read),
        place=grid.place(slot),
    )
