"""Numbers with the measure word behind them, as sentences of a disclosure print them: 12辆, 3台（套）, 九个."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from kg.extract import numbers
from kg.extract.bodyfacts.words import BodyWords, Measure

_DIGITS = "零一二三四五六七八九"
_NUMERAL = re.compile(r"[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]")
_NUMBER = re.compile(r"(?<!\d)(?<!\d[.,])\d[\d,]*(?:\.\d+)?")
_WRITTEN = re.compile(rf"(?P<numeral>{_NUMERAL.pattern})(?=(?:个|家))")


class Counted(NamedTuple):
    """A number and its measure word; ``start`` to ``stop`` is the number, ``end`` where the measure word ends."""

    start: int
    stop: int
    end: int
    value: Decimal
    places: int
    measure: Measure


class Counting:
    """Finds counted numbers in folded text."""

    def __init__(self, words: BodyWords) -> None:
        self.measures = [(re.compile(measure.match), measure) for measure in words.measures]
        self.thresholds = [re.compile(word.match) for word in words.words if word.set.threshold is not None]

    def find(self, text: str) -> Iterator[Counted]:
        """The counted numbers of ``text`` in order; a number within a threshold (单价50万元以上) is none."""
        closed = [match.span() for pattern in self.thresholds for match in pattern.finditer(text)]
        for start, stop in self._numbers(text):
            if any(first <= start < last for first, last in closed):
                continue
            measure = self._measure(text, stop)
            number = _read(text[start:stop])
            if measure is not None and number is not None:
                yield Counted(start, stop, measure[1], number.value, number.places, measure[0])

    def _numbers(self, text: str) -> list[tuple[int, int]]:
        written = [match.span("numeral") for match in _WRITTEN.finditer(text)]
        return sorted([*(match.span() for match in _NUMBER.finditer(text)), *written])

    def _measure(self, text: str, at: int) -> tuple[Measure, int] | None:
        found = [(match.end(), measure) for pattern, measure in self.measures if (match := pattern.match(text, at))]
        best = max(found, key=lambda one: one[0], default=None)
        return (best[1], best[0]) if best is not None else None


def number_of(text: str) -> Decimal:
    """The number that ``text`` prints, in digits or as a numeral. Raises ``ValueError`` where it prints none."""
    found = _read(text)
    if found is None:
        raise ValueError(f"{text!r} prints no number")
    return found.value


def _read(text: str) -> numbers.Number | None:
    if not _NUMERAL.fullmatch(text):
        return numbers.read(text)
    tens, ten, units = text.partition("十")
    ones = "两" if text == "两" else units if ten else tens
    value = (_DIGITS.index(tens) if tens else 1) * 10 if ten else 0
    value += 2 if ones == "两" else _DIGITS.index(ones) if ones else 0
    return numbers.Number(Decimal(value), 0, ())
