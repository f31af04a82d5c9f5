"""Changes against the year before, as sentences state them, recomputed from the amounts that are printed.

Promises: a percentage is judged by the whole range of values that the printed amounts may be roundings of. Where an
amount is missing the rule is inapplicable, never passed.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from kg.check.identities import Stated, stated
from kg.check.results import Result, passed_or_failed
from kg.model import Amount, Change, Direction, Extraction, Outcome, Quantity, Span

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
    for change in extraction.changes:
        now = _nearest(printed[change.figure.id], change)
        before = _nearest(printed[change.base.id], change) if change.base is not None else None
        yield from _outcomes(change, _around(now), _around(before))


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
    half = Decimal(1).scaleb(int(change.percent.as_tuple().exponent)) / 2
    stated = _Range(change.percent - half, change.percent + half)
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
