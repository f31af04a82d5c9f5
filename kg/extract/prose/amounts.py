"""Amounts of money in folded text, and those of them that are nobody's: thresholds, prices, rates.

Promises: an amount covers the digits alone, its unit stands behind it; foreign money is no amount.
"""

import re
from typing import NamedTuple

from kg.extract import numbers
from kg.extract.prose.texts import Folded
from kg.extract.prose.words import ProseWords
from kg.model import Amount, Unit

_AMOUNT = re.compile(
    r"(?<![\d.,A-Za-z])(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<unit>亿元|万元|元)(?!素|旦)"
)
_PERCENT = re.compile(r"(?<![\d.])(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)%")
_UNITS = {"亿元": Unit.YI_YUAN, "万元": Unit.WAN_YUAN, "元": Unit.YUAN}


class Token(NamedTuple):
    """An amount, a percentage, or words of no change, at ``start`` to ``end``; ``stop`` is where its unit ends."""

    kind: str
    start: int
    end: int
    stop: int
    text: str = ""
    money: "Money | None" = None

    def moved(self, by: int) -> "Token":
        """The same, ``by`` characters further on."""
        moved = self._replace(start=self.start + by, end=self.end + by, stop=self.stop + by)
        if self.money is None:
            return moved
        one = self.money
        return moved._replace(money=Money(one.start + by, one.end + by, one.stop + by, one.amount))


class Money(NamedTuple):
    """An amount at ``start`` to ``end`` of a text; ``stop`` is where its unit ends."""

    start: int
    end: int
    stop: int
    amount: Amount


def money(text: Folded) -> list[Money]:
    """Every amount of money of ``text``, in order."""
    return [one for found in _AMOUNT.finditer(text.text) if (one := _money(text, found)) is not None]


def _money(text: Folded, found: re.Match[str]) -> Money | None:
    start, end = found.span("number")
    amount = numbers.amount(text.printed(start, end), _UNITS[found["unit"]])
    if amount is None:
        amount = numbers.amount(found["number"], _UNITS[found["unit"]])
    return Money(start, end, found.end(), amount) if amount is not None else None


def percents(text: str) -> list[re.Match[str]]:
    """Every percentage of ``text``, in order."""
    return list(_PERCENT.finditer(text))


def nobodys(text: str, one: Money, words: ProseWords) -> str:
    """Why the amount is nobody's: the kind of what stands around it; empty where it may be a figure's."""
    before, after = text[: one.start], text[one.stop :]
    for known in words.nobodys:
        if known.after and re.match(known.after, after):
            return known.kind
        if known.before and re.search(f"(?:{known.before})$", before):
            return known.kind
    return ""
