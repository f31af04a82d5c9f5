"""Amounts as people read them: exact, grouped, in yuan or in ten thousands of yuan, never rounded unseen."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_WAN = Decimal(10_000)
_FEN = Decimal("0.01")
_LARGE = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class Unit:
    """What a table states its amounts in: the key of its name among the words, and its worth in yuan."""

    word: str
    worth: Decimal

    def text(self, yuan: Decimal | None) -> str:
        """An amount with two decimals, a true minus sign and grouped digits; rounded half up where it is finer."""
        if yuan is None:
            return ""
        told = (yuan / self.worth).quantize(_FEN, rounding=ROUND_HALF_UP)
        return f"{told:,.2f}".replace("-", "\N{MINUS SIGN}")

    def is_rounded(self, yuan: Decimal | None) -> bool:
        """Whether ``text`` drops digits of this amount, so that the exact one is to be told beside it."""
        return yuan is not None and (yuan / self.worth) % _FEN != 0


YUAN = Unit("yuan", Decimal(1))
WAN = Unit("wan-yuan", _WAN)


def exact(yuan: Decimal | None) -> str:
    """An amount in yuan with all its digits, two decimals at least."""
    if yuan is None:
        return ""
    places = yuan.as_tuple().exponent
    told = yuan.quantize(_FEN) if isinstance(places, int) and places > -2 else yuan
    return f"{told:,f}".replace("-", "\N{MINUS SIGN}")


def unit_for(amounts: Iterable[Decimal | None], wanted: str | None = None) -> Unit:
    """The unit of a table: the one wanted, or ten thousands where its largest amount is large."""
    if wanted in ("yuan", "wan"):
        return YUAN if wanted == "yuan" else WAN
    largest = max((abs(one) for one in amounts if one is not None), default=Decimal(0))
    return WAN if largest >= _LARGE else YUAN
