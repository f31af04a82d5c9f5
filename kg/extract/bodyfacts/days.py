"""On which day a stock was counted, by the words of its sentence: a day, the end of a month, the end of a year."""

import calendar
import re
from typing import NamedTuple

from kg.extract.bodyfacts.words import BodyWords, Date
from kg.model import Disclosure, Kind


class When(NamedTuple):
    """The day told last (``2023-12-31``), and the year told last where no day was told behind it; both may be empty."""

    day: str = ""
    year: str = ""


class Days:
    """Reads days; what is left open is told by the disclosure."""

    def __init__(self, words: BodyWords, disclosure: Disclosure) -> None:
        self.words = words
        self.disclosure = disclosure

    def after(self, text: str, before: When) -> When:
        """What is known of the day after ``text`` (folded), ``before`` being known already."""
        days = [(match.span(), day) for date in self.words.dates for match, day in self._days(date, text, before)]
        day = max(days, default=None)
        taken = [span for span, _ in days]
        years = [
            match
            for match in re.finditer(self.words.years, text)
            if not any(first <= match.start() < last for first, last in taken)
        ]
        year = years[-1] if years else None
        if day is not None and (year is None or year.start() < day[0][0]):
            return When(day[1], year["year"] if year else "")
        return before if year is None else When("", year["year"])

    def _days(self, date: Date, text: str, before: When) -> list[tuple[re.Match[str], str]]:
        if date.final and self.disclosure.kind is not Kind.FINAL:
            return []
        return [(match, day) for match in re.finditer(date.match, text) if (day := self._day(date, match, before))]

    def _day(self, date: Date, match: re.Match[str], before: When) -> str:
        told = match.groupdict()
        year = int(told.get("year") or before.year or self.disclosure.year) - (1 if date.previous else 0)
        if date.end:
            return f"{year}-12-31"
        month = int(told["month"] or 0)
        if not 1 <= month <= 12:
            return ""
        last = calendar.monthrange(year, month)[1]
        day = int(told.get("day") or last)
        return f"{year}-{month:02d}-{day:02d}" if 1 <= day <= last else ""
