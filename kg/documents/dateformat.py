"""Dates and times as a sheet shows them: days since 1900 (or 1904) in the letters of a number format.

The first program of the kind took 1900 for a leap year, and files still count so: day 60 is 29 February 1900.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

_LAST_DAY = 2_958_466
_LEAP_DAY = 60
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WEEK = "一二三四五六日"

Piece = tuple[str, str]
"""A kind (``date``, ``elapsed``, ``noon``, ``digit``, ``mark`` or ``literal``) and its text."""


def moment(value: Decimal, *, from_1904: bool) -> datetime | None:
    """The moment that ``value`` counts to, to the millisecond; None where sheets show none."""
    if not 0 <= value < _LAST_DAY:
        return None
    epoch = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if value < _LEAP_DAY else 30)
    milliseconds = (value * 86_400_000).to_integral_value(ROUND_HALF_UP)
    return epoch + timedelta(milliseconds=int(milliseconds))


def show(value: Decimal, pieces: Sequence[Piece], *, from_1904: bool) -> str | None:
    """``value`` in a format of dates or times; None where it is no date that sheets can show."""
    at = moment(value, from_1904=from_1904)
    if at is None:
        return None
    decimals = sum(1 for kind, _ in pieces if kind == "digit")
    at = _to_the_second(at) if not decimals else at
    half = any(kind == "noon" for kind, _ in pieces)
    out = []
    for number, (kind, text) in enumerate(pieces):
        if kind == "date":
            out.append(_part(text.lower(), at, minutes=_means_minutes(pieces, number), half=half))
        elif kind == "elapsed":
            out.append(_elapsed(value, text.lower()))
        elif kind == "noon":
            out.append(text.split("/")[at.hour >= 12])
        elif kind == "digit":
            out.append(f"{at.microsecond // 1000:03d}"[_before(pieces, number)])
        elif kind in ("mark", "literal"):
            out.append(text if text != "@" else "")
    return "".join(out).strip()


def _to_the_second(at: datetime) -> datetime:
    return (at + timedelta(milliseconds=500)).replace(microsecond=0)


def _before(pieces: Sequence[Piece], number: int) -> int:
    """Which decimal of a second a placeholder stands for."""
    return min(sum(1 for kind, _ in pieces[:number] if kind == "digit"), 2)


def _means_minutes(pieces: Sequence[Piece], number: int) -> bool:
    """``m`` after hours or before seconds means minutes, otherwise months."""
    letters = [(at, text.lower()[0]) for at, (kind, text) in enumerate(pieces) if kind in ("date", "elapsed")]
    before = [letter for at, letter in letters if at < number]
    after = [letter for at, letter in letters if at > number]
    return before[-1:] == ["h"] or after[:1] == ["s"]


def _part(letters: str, at: datetime, *, minutes: bool, half: bool) -> str:
    letter, size = letters[0], len(letters)
    if letter in ("y", "e"):
        return f"{at.year % 100:02d}" if letter == "y" and size <= 2 else f"{at.year}"
    if letter == "m" and not minutes and size >= 3:
        return _named(_MONTHS[at.month - 1], size)
    if letter == "d" and size >= 3:
        return _DAYS[at.weekday()][: 3 if size == 3 else None]
    if letter == "a":
        return ("星期" if size > 3 else "") + _WEEK[at.weekday()]
    hours = (at.hour % 12 or 12) if half else at.hour
    number = {"m": at.minute if minutes else at.month, "d": at.day, "h": hours, "s": at.second}.get(letter)
    return "" if number is None else f"{number:0{min(size, 2)}d}"


def _named(month: str, size: int) -> str:
    return {3: month[:3], 4: month}.get(size, month[0])


def _elapsed(value: Decimal, letters: str) -> str:
    count = value * {"h": 24, "m": 1440, "s": 86400}[letters[0]]
    return f"{int(count):0{len(letters)}d}"
