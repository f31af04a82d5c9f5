"""Reading printed numbers: exact, with what had to be repaired, never a float and never a guess."""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from kg.model import YUAN_PER_UNIT, Amount, Unit

_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_DASHES = str.maketrans("−－﹣–—", "-----")
_SPACED_POINT = re.compile(r"(?<=\d)\s*\.\s+(?=\d)|(?<=\d)\s+\.\s*(?=\d)")
_NUMERIC = re.compile(r"[<>≤≥=＜＞%％\d][\s\d,，.．<>≤≥=＜＞%％()（）+~－—–\-]*")
_QUANTITY = re.compile(r"[<>≤≥=＜＞≦≧]*\s*\d[\d,]*(?:\.\d+)?\s*[^\d\s,.、:：（(-]{1,4}")
_DECREASE = re.compile(r"[△▲Δ]\s*(?P<number>[\d,.，．\s]+[%％]?)|[(（]\s*(?P<inside>[\d,，]+[.．]\d+\s*[%％]?)\s*[)）]")
_YEAR = re.compile(r"(?:19|20)\d\d\s*年")


class Number(NamedTuple):
    """A number as read: its value, the places after its point, and the repairs made."""

    value: Decimal
    places: int
    repairs: tuple[str, ...]


def numeric(text: str) -> bool:
    """Whether a cell prints a number and nothing else but signs, or a number with its unit (30人, <3万元).

    A year (2024年, 2024年度) is a name, not a number.
    """
    bare = _positive(text).lstrip("-−－")
    if not any(character.isdigit() for character in bare) or _YEAR.match(bare):
        return False
    return bare_number(bare) or _QUANTITY.fullmatch(bare) is not None


def _positive(text: str) -> str:
    """``text`` without a triangle or brackets, by which some tables print a decrease."""
    bare = text.strip()
    found = _DECREASE.fullmatch(bare)
    return found["number"] or found["inside"] if found else bare


def signed(text: str) -> Number | None:
    """The number of a change: as ``read``, and a decrease may be printed △5.00 or （5.00）.

    Only what an amount is compared with can tell that they mean a decrease; ``read`` takes them for no number.
    """
    bare = _positive(text)
    number = read(bare)
    if number is None or bare == text.strip():
        return number
    return number._replace(value=-number.value) if number.value >= 0 else None


def bare_number(text: str) -> bool:
    """Whether a cell prints a number and nothing else but signs."""
    return any(character.isdigit() for character in text) and _NUMERIC.fullmatch(text.lstrip("-−－")) is not None


def read(text: str) -> Number | None:
    """The number that ``text`` prints, or ``None`` where it prints none, or more than one.

    Repairs: ``FullWidthDigits``, ``SpaceInsideNumber`` (a space beside the decimal point, left by character
    recognition). A space anywhere else separates two numbers, and is no repair.
    """
    repairs = []
    folded = unicodedata.normalize("NFKC", text.strip()).translate(_DASHES)
    if folded != text.strip().translate(_DASHES):
        repairs.append("FullWidthDigits")
    joined = _SPACED_POINT.sub(".", folded)
    if joined != folded:
        repairs.append("SpaceInsideNumber")
    if not _NUMBER.fullmatch(joined):
        return None
    value = Decimal(joined.replace(",", ""))
    return Number(value, max(0, -int(value.as_tuple().exponent)), tuple(repairs))


def amount(text: str, unit: Unit) -> Amount | None:
    """The amount of money that ``text`` prints in ``unit``; its quantum is the worth of its last printed digit."""
    number = read(text)
    if number is None:
        return None
    scale = YUAN_PER_UNIT[unit]
    return Amount(
        text=text,
        yuan=number.value * scale,
        unit=unit,
        quantum=scale.scaleb(-number.places),
        repairs=number.repairs,
    )
