"""The amounts of a table by column or by row, and which two of these lines say one thing of two years.

A line that is a column is crossed by rows, one that is a row by columns; what holds of the one holds of the other.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from kg.extract.numbers import Number
from kg.model import YUAN_PER_UNIT, BudgetKey, Claim, EventKey, FigureKey, Phase, ProjectKey, Unit

_DATED = (BudgetKey, ProjectKey, EventKey)


class Pair(NamedTuple):
    """The line of the later year and that of the earlier, by number; no ``base`` where none is printed."""

    current: int
    base: int | None


class Ends(NamedTuple):
    """What is compared where a line crosses a pair: the two figures, and their amounts in yuan with their quanta."""

    figure: FigureKey
    base: FigureKey | None
    amounts: tuple[Decimal, Decimal] | None
    quanta: tuple[Decimal, Decimal]


class Lines:
    """The claims of one part of a table by line and crossing; ``blank`` are the crossings whose cells are blank."""

    def __init__(self, claims: Mapping[int, Mapping[int, Claim]], blank: Iterable[tuple[int, int]]) -> None:
        self.claims = claims
        self.blank = frozenset(blank)

    def pairs(self) -> list[Pair]:
        """All two lines that are at most crossings about the same figures of two years, the later first."""
        return [Pair(one, other) for one in self.claims for other in self.claims if self._comparable(one, other)]

    def _comparable(self, current: int, base: int) -> bool:
        times = self.when(current), self.when(base)
        if times[0] is None or times[1] is None or times[0][0] <= times[1][0]:
            return False
        here, there = self.claims[current], self.claims[base]
        shared = here.keys() & there.keys()
        same = sum(same_but_time(here[at].key, there[at].key) for at in shared)
        return same * 2 > len(shared)

    def when(self, line: int) -> tuple[int, Phase] | None:
        """The year and phase that all amounts of a line are of."""
        times = {
            (claim.key.year, claim.key.phase) for claim in self.claims[line].values() if isinstance(claim.key, _DATED)
        }
        return next(iter(times)) if len(times) == 1 else None

    def ends(self, pair: Pair, at: int) -> Ends | None:
        """What is compared at a crossing, a blank cell as nothing; ``None`` where an amount there became no claim."""
        here = self.claims[pair.current].get(at)
        if pair.base is None:
            return None if here is None else Ends(here.key, None, None, (Decimal(0), Decimal(0)))
        there = self.claims[pair.base].get(at)
        figure = self._key(pair.current, at, here, there)
        base = self._key(pair.base, at, there, here)
        if figure is None or base is None or not same_but_time(figure, base):
            return None
        return Ends(figure, base, (_yuan(here), _yuan(there)), (_quantum(here), _quantum(there)))

    def _key(self, line: int, at: int, claim: Claim | None, other: Claim | None) -> FigureKey | None:
        """The key of an amount; of a blank one that of the other year's, with the year and phase of its own line."""
        if claim is not None:
            return claim.key
        time = self.when(line)
        if other is None or time is None or (line, at) not in self.blank:
            return None
        return other.key.model_copy(update={"year": time[0], "phase": time[1]})


def same_but_time(one: FigureKey, other: FigureKey) -> bool:
    """Whether two keys differ in year and phase alone."""
    if not isinstance(one, _DATED) or not isinstance(other, _DATED):
        return False
    return one == other.model_copy(update={"year": one.year, "phase": one.phase})


def _yuan(claim: Claim | None) -> Decimal:
    return claim.amount.yuan if claim else Decimal(0)


def _quantum(claim: Claim | None) -> Decimal:
    return claim.amount.quantum if claim else Decimal(0)


def amount_agrees(ends: Ends, printed: Number, unit: Unit) -> bool | None:
    """Whether ``printed`` is the difference of both amounts, as far as printed; ``None`` where that cannot be told."""
    if ends.amounts is None:
        return None
    scale = YUAN_PER_UNIT[unit]
    slack = (scale.scaleb(-printed.places) + ends.quanta[0] + ends.quanta[1]) / 2
    return abs(ends.amounts[0] - ends.amounts[1] - printed.value * scale) <= slack


def percent_agrees(ends: Ends, printed: Number) -> bool | None:
    """Whether ``printed`` is the difference in per cent of the earlier amount; ``None`` where that is nothing."""
    if ends.amounts is None or not ends.amounts[1]:
        return None
    current, base = ends.amounts
    return _is_percent(current - base, base, (ends.quanta[0] + ends.quanta[1]) / 2, printed)


def ratio_agrees(part: Claim, whole: Claim, printed: Number) -> bool | None:
    """Whether ``printed`` is ``part`` in per cent of ``whole``; ``None`` where that is nothing."""
    if not whole.amount.yuan:
        return None
    slack = (part.amount.quantum + whole.amount.quantum) / 2
    return _is_percent(part.amount.yuan, whole.amount.yuan, slack, printed)


def _is_percent(part: Decimal, whole: Decimal, slack: Decimal, printed: Number) -> bool:
    half = Decimal(1).scaleb(-printed.places) / 2
    per_yuan = 100 / abs(whole)
    allowed = half + slack * per_yuan * (1 + abs(part) / abs(whole))
    return abs(part * 100 / whole - printed.value) <= allowed
