"""A printed number: exact decimals, the unit it was printed in, and the precision it was printed with."""

from collections.abc import Iterable
from decimal import Decimal

from pydantic import Field

from kg.model.base import Value
from kg.model.dimensions import ResourceUnit, Unit

YUAN_PER_UNIT: dict[Unit, Decimal] = {
    Unit.YUAN: Decimal(1),
    Unit.QIAN_YUAN: Decimal(1_000),
    Unit.WAN_YUAN: Decimal(10_000),
    Unit.BAI_WAN_YUAN: Decimal(1_000_000),
    Unit.YI_YUAN: Decimal(100_000_000),
}

_MEASURED = (ResourceUnit.SQUARE_METRE, ResourceUnit.YUAN)


class Amount(Value):
    """An amount of money as printed and as read.

    ``yuan`` is the amount in yuan; ``quantum`` the worth in yuan of its last printed digit, so that a check can
    allow half of it; ``text`` the characters as printed; ``repairs`` names what was done to read them.
    """

    text: str
    yuan: Decimal
    unit: Unit
    quantum: Decimal = Field(gt=0)
    repairs: tuple[str, ...] = ()

    @property
    def value(self) -> Decimal:
        """The amount in yuan."""
        return self.yuan

    @property
    def rounding(self) -> Decimal:
        """How wide the range is, around what is printed, in which the true amount may lie."""
        return self.quantum

    def agrees_with(self, other: "Amount | Quantity") -> bool:
        """True where the two could be roundings of one amount: they differ by no more than half of each quantum."""
        return abs(self.value - other.value) <= leeway((self, other))

    def is_sum_of(self, parts: "Iterable[Amount]") -> bool:
        """True where the parts could add up to it: they miss it by no more than the leeway of all of them.

        No parts add up to 0.
        """
        every = tuple(parts)
        return abs(sum((part.yuan for part in every), Decimal(0)) - self.yuan) <= leeway((self, *every))


class Quantity(Value):
    """A number of things as printed and as read: vehicles, square metres, persons.

    ``number`` counts in ``unit``; ``quantum`` is the worth of the last printed digit; ``text`` and ``repairs`` are
    as in :class:`Amount`.
    """

    text: str
    number: Decimal
    unit: ResourceUnit
    quantum: Decimal = Field(gt=0)
    repairs: tuple[str, ...] = ()

    @property
    def value(self) -> Decimal:
        """The number, in its unit."""
        return self.number

    @property
    def rounding(self) -> Decimal:
        """How wide the range is in which the true number may lie: none for what is counted, as vehicles are."""
        return self.quantum if self.unit in _MEASURED else Decimal(0)

    def agrees_with(self, other: "Amount | Quantity") -> bool:
        """True where the two could be roundings of one number; what is counted has to be the same."""
        return abs(self.value - other.value) <= leeway((self, other))


def leeway(printed: Iterable[Amount | Quantity]) -> Decimal:
    """By how much what should be equal, or add up, may be apart as printed: half the rounding of each, summed.

    It is in yuan, or in the unit in which all of ``printed`` are counted.
    """
    return sum((one.rounding for one in printed), Decimal(0)) / 2
