"""Changes against the year before, as sentences state them, recomputed from the amounts that are printed.

Promises: a percentage is judged by the whole range of values that the printed amounts may be roundings of. Where an
amount is missing the rule is inapplicable, never passed.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from kg.check.identities import Stated, stated
from kg.check.lattice import Slice, codes_of, slice_of
from kg.check.rates import meant_by
from kg.check.results import Result, passed_or_failed
from kg.model import Amount, BudgetKey, Change, Direction, Extraction, Outcome, Quantity, Span

_ZERO = Decimal(0)


class _Range(NamedTuple):
    """The values that a printed number may be a rounding of."""

    low: Decimal
    high: Decimal

    def meets(self, other: "_Range") -> bool:
        return self.low <= other.high and other.low <= self.high


def changes(extraction: Extraction) -> Iterator[Result]:
    """The outcomes of the three rules on every stated change."""
    printed: dict[str, list[Stated]] = defaultdict(list)
    for claim in stated(extraction):
        printed[claim.key.id].append(claim)
    beside = _Beside(extraction)
    for change in extraction.changes:
        now = _nearest(printed[change.figure.id], change)
        before = _nearest(printed[change.base.id], change) if change.base is not None else None
        found = list(_outcomes(change, _around(now), _around(before)))
        if any(one.outcome is Outcome.FAILED for one in found) and beside.bear_out(change):
            # the words fit other amounts printed there: which of them they mean was not read
            found = [one._replace(outcome=Outcome.CANT_TELL, finding=None) for one in found if one.finding]
        yield from found


class _Beside:
    """The other amounts that a change may be about: of the same codes in the whole document, or of its sentence."""

    def __init__(self, extraction: Extraction) -> None:
        self._coded: dict[tuple[object, ...], dict[Slice, Stated]] = defaultdict(dict)
        self._near: dict[object, list[Stated]] = defaultdict(list)
        for claim in stated(extraction):
            if isinstance(claim.key, BudgetKey):
                self._coded[_about(claim.key)].setdefault(slice_of(claim.key), claim)
            if isinstance(claim.place, Span):
                self._near[claim.place.paragraph].append(claim)

    def bear_out(self, change: Change) -> bool:
        """Whether amounts of one kind, this year and before, or one of the sentence, are as the change says."""
        if not isinstance(change.figure, BudgetKey):
            return False
        if isinstance(change.base, BudgetKey):
            before = self._coded[_about(change.base)]
            now = self._coded[_about(change.figure)]
            return any(_fits(change, one, before[kind]) for kind, one in now.items() if kind in before)
        near = self._near[change.place.paragraph] if isinstance(change.place, Span) else []
        return any(_fits(change, one, None) for one in near)


def _about(key: BudgetKey) -> tuple[object, ...]:
    return (key.agency.id, key.scope, key.year, key.phase, *codes_of(key))


def _fits(change: Change, now: Stated, before: Stated | None) -> bool:
    """Whether every rule that these amounts allow to be judged holds, and one is."""
    told = [one.outcome for one in _outcomes(change, _around(now.amount), _around(before.amount) if before else None)]
    return Outcome.FAILED not in told and Outcome.PASSED in told


def _nearest(claims: list[Stated], change: Change) -> Amount | Quantity | None:
    """The amount that the change is about: of its own sentence, otherwise the most precise."""

    def rank(claim: Stated) -> tuple[bool, Decimal]:
        here, there = change.place, claim.place
        same = isinstance(here, Span) and isinstance(there, Span) and here.paragraph == there.paragraph
        return same, -claim.amount.quantum

    return max(claims, key=rank).amount if claims else None


def _outcomes(change: Change, now: _Range | None, before: _Range | None) -> Iterator[Result]:
    step = _around(change.amount)
    if now is not None and before is not None:
        grown = _Range(now.low - before.high, now.high - before.low)
        yield _direction(change, grown)
        yield _amount(change, grown, step)
        yield _percent(change, now, before)
        return
    yield Result("change-direction", 0, Outcome.INAPPLICABLE)
    yield Result("change-amount", 0, Outcome.INAPPLICABLE)
    if now is not None and step is not None:
        yield _percent(change, now, _before(change.direction, now, step))
    else:
        yield Result("change-percent", 0, Outcome.INAPPLICABLE)


def _direction(change: Change, grown: _Range) -> Result:
    said = None
    if change.direction is Direction.INCREASE and grown.high < 0:
        said = (
            f"所述为增加，列示数减少 {-grown.high:f} 元以上",
            f"an increase is stated, the amounts fall by {-grown.high:f}",
        )
    elif change.direction is Direction.DECREASE and grown.low > 0:
        said = (
            f"所述为减少，列示数增加 {grown.low:f} 元以上",
            f"a decrease is stated, the amounts rise by {grown.low:f}",
        )
    elif change.direction is Direction.UNCHANGED and (grown.low > 0 or grown.high < 0):
        said = ("所述为持平，列示数不等", "no change is stated, the amounts differ")
    return passed_or_failed("change-direction", (change.place,), said)


def _amount(change: Change, grown: _Range, step: _Range | None) -> Result:
    if step is None:
        return Result("change-amount", 0, Outcome.INAPPLICABLE)
    size = _Range(max(_ZERO, grown.low, -grown.high), max(grown.high, -grown.low))
    said = None
    if not size.meets(step) and change.amount is not None:
        stated, lowest = change.amount.value, size.low
        said = (
            f"所述 {stated:f} 元，两年相差约 {lowest:f} 元",
            f"{stated:f} yuan is stated, the amounts differ by {lowest:f} or more",
        )
        if step.low > size.high:
            said = (
                f"所述 {stated:f} 元，两年相差至多 {size.high:f} 元",
                f"{stated:f} yuan is stated, the amounts differ by {size.high:f} at most",
            )
    return passed_or_failed("change-amount", (change.place,), said)


def _percent(change: Change, now: _Range, before: _Range) -> Result:
    if change.percent is None or before.low <= 0:
        return Result("change-percent", 0, Outcome.INAPPLICABLE)
    stated = _Range(*meant_by(change.percent))
    low, high = (now.low / before.high - 1) * 100, (now.high / before.low - 1) * 100
    size = _Range(max(_ZERO, low, -high), max(high, -low))
    said = None
    if not size.meets(stated):
        span = f"{size.low:.2f} … {size.high:.2f}"
        said = (
            f"所述 {change.percent:f}%，列示数为 {span}%",
            f"{change.percent:f} % is stated, the amounts give {span} %",
        )
    return passed_or_failed("change-percent", (change.place,), said)


def _before(direction: Direction, now: _Range, step: _Range) -> _Range:
    if direction is Direction.UNCHANGED:
        return now
    if direction is Direction.INCREASE:
        return _Range(now.low - step.high, now.high - step.low)
    return _Range(now.low + step.low, now.high + step.high)


def _around(amount: Amount | Quantity | None) -> _Range | None:
    return None if amount is None else _Range(amount.value - amount.quantum / 2, amount.value + amount.quantum / 2)
