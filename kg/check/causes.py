"""What the numbers suggest went wrong where an equation does not hold. A conjecture: it changes no amount.

Promises: the first cause that explains the whole difference is named; where none does, the document is at fault.
"""

import re
from collections import Counter
from decimal import Decimal
from typing import NamedTuple

from kg.check.identities import Identity, Stated
from kg.model import YUAN_PER_UNIT, Amount, Claim, Extraction, Place

OF_DIGITS = ("TruncatedCell", "RepairedNumber", "UnitSlip", "SingleDigit", "SwappedDigits")
"""Causes that tell of one number written in two ways."""
_CLEARLY = 4
"""How often the tolerance a difference must be to be told from small amounts that happen to be as large."""
_SLIPS = tuple(Decimal(10) ** power for power in (3, 4, 6, 8))


class Suspected(NamedTuple):
    """A cell and the amount that the other cells of its equations give it."""

    cell: Stated
    expected: Decimal


class Neighbours:
    """The amounts around a cell, by which a number in the wrong row or column is known."""

    def __init__(self, extraction: Extraction) -> None:
        self._tables: dict[int, list[Claim]] = {}
        for claim in extraction.claims:
            self._tables.setdefault(claim.place.table, []).append(claim)

    def of(self, cell: Stated) -> list[Claim]:
        """The amounts of the table that the cell stands in; none for a sentence."""
        return self._tables.get(cell.place.table, []) if isinstance(cell.place, Place) else []

    def has_in_row(self, cell: Stated, amount: Decimal) -> bool:
        """Whether an amount other than nothing stands elsewhere in the row of a cell."""
        place = cell.place
        return isinstance(place, Place) and any(
            one.place.row == place.row and one.place.cell != place.cell and one.amount.yuan == amount != 0
            for one in self.of(cell)
        )


def cause(suspected: Suspected, identity: Identity, around: Neighbours) -> str:
    """The local name of the likely cause."""
    cell, expected = suspected
    others = [one for one in identity.cells if one is not cell]
    if others and len(identity.parts) == 1 and cut(cell.amount.text, others[0].amount.text):
        return "TruncatedCell"
    if cell.amount.repairs:
        return "RepairedNumber"
    return (
        _of_digits(cell, expected)
        or _of_place(suspected, identity, around)
        or _of_parts(identity, around)
        or "DocumentError"
    )


def _of_digits(cell: Stated, expected: Decimal) -> str:
    amount = cell.amount
    if not isinstance(amount, Amount) or expected <= 0 or amount.yuan <= 0:
        return ""
    found, meant = _digits(amount.text), _digits(_printed(expected, amount))
    if cut(amount.text, _printed(expected, amount)):
        return "TruncatedCell"
    if any(amount.yuan * slip == expected or amount.yuan == expected * slip for slip in _SLIPS):
        return "UnitSlip"
    if len(found) == len(meant):
        differ = [at for at, (a, b) in enumerate(zip(found, meant, strict=True)) if a != b]
        if len(differ) == 1:
            return "SingleDigit"
        if len(differ) == 2 and differ[1] == differ[0] + 1 and Counter(found) == Counter(meant):
            return "SwappedDigits"
    return ""


def _of_place(suspected: Suspected, identity: Identity, around: Neighbours) -> str:
    """Whether the expected amount stands in the next row, or in another column of the row."""
    cell, expected = suspected
    if not isinstance(cell.place, Place) or expected == 0:
        return ""
    mine = {id(one) for one in identity.cells}
    same = [one for one in around.of(cell) if id(one) not in mine and one.amount.yuan == expected]
    if any(one.place.cell == cell.place.cell and abs(one.place.row - cell.place.row) == 1 for one in same):
        return "ShiftedRow"
    return "ShiftedColumn" if around.has_in_row(cell, expected) else ""


def _of_parts(identity: Identity, around: Neighbours) -> str:
    """Whether the difference is an amount printed in the same column that the sum leaves out, or counts twice."""
    if len(identity.parts) < 2 or not isinstance(identity.whole.place, Place):
        return ""
    column, gap = identity.whole.place.cell, abs(identity.residual)
    if gap <= _CLEARLY * identity.tolerance:
        return ""
    printed = (one for one in around.of(identity.whole) if one.place.cell == column and one is not identity.whole)
    return "OmittedComponent" if any(abs(one.amount.yuan - gap) <= identity.tolerance for one in printed) else ""


def cut(short: str, whole: str) -> bool:
    """Whether a number is its twin without its last digits, or without its first."""
    a, b = _plain(short), _plain(whole)
    if a == b or not a or len(a) >= len(b):
        return False
    return ("." in a and b.startswith(a)) or ("." in a and b.endswith(a) and a[0] not in "0.")


def _plain(text: str) -> str:
    return re.sub(r"[^\d.]", "", text)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _printed(yuan: Decimal, like: Amount) -> str:
    """An amount as it would be printed in the unit of another, with as many digits as it needs or that one has."""
    scale = YUAN_PER_UNIT[like.unit]
    places = max(0, -(like.quantum / scale).normalize().adjusted())
    value = yuan / scale
    needed = max(places, -int(value.normalize().as_tuple().exponent))
    return f"{value:.{needed}f}"
