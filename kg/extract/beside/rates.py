"""Rates of completion (执行率) beside the amounts that they compare: what was spent of what was budgeted.

A rate is told only of the two amounts of its own row, and only where it is printed as a percentage or they bear it out.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract import numbers
from kg.extract.beside.lines import ratio_agrees, same_but_time
from kg.extract.beside.words import BesideWords
from kg.extract.readings import Reading
from kg.model import BudgetKey, Claim, CompletionRate, Phase, Place, ProjectKey, Refusal, Table


class _Compared(NamedTuple):
    part: Claim
    whole: Claim


class RateReader:
    """Reads the rates of one table."""

    def __init__(self, table: Table, words: BesideWords) -> None:
        self.words = words
        self.texts: dict[tuple[int, int], str] = {
            (row.number, cell.number): plain(cell.text) for row in table.rows for cell in row.cells
        }

    def read(self, reading: Reading) -> tuple[CompletionRate, ...]:
        """The rates among the numbers of the table that were refused as shares."""
        rows: dict[int, list[Claim]] = defaultdict(list)
        for claim in reading.claims:
            rows[claim.place.row].append(claim)
        found = (self._rate(one, rows) for one in reading.refusals if one.reason == "share")
        return tuple(rate for rate in found if rate is not None)

    def _rate(self, refusal: Refusal, rows: Mapping[int, Sequence[Claim]]) -> CompletionRate | None:
        place, text = refusal.place, refusal.text.strip()
        if not isinstance(place, Place) or not self._is_completion(place):
            return None
        compared = self._compared(rows.get(place.row, ()))
        number = numbers.read(re.sub(r"\s*[%％]$", "", text))
        if compared is None or number is None or number.value < 0:
            return None
        agrees = ratio_agrees(compared.part, compared.whole, number)
        if not agrees and text[-1] not in "%％":
            return None
        return CompletionRate(
            figure=compared.part.key,
            base=compared.whole.key,
            percent=number.value,
            percent_text=refusal.text,
            place=place,
        )

    def _is_completion(self, place: Place) -> bool:
        """Whether the nearest words above say so."""
        above = (self.texts.get((row, place.cell), "") for row in range(place.row - 1, 0, -1))
        header = next((text for text in above if text and any(one.isalpha() for one in text)), "")
        return re.fullmatch(self.words.completion, header) is not None

    def _compared(self, claims: Sequence[Claim]) -> _Compared | None:
        """The one amount spent in a row, and the one budgeted, in the first phase that one is printed in."""
        parts = [one for one in claims if _phase(one) in self.words.executed]
        if len(parts) != 1:
            return None
        for phase in self.words.budgeted:
            wholes = [one for one in claims if _phase(one) is phase and _same(one, parts[0])]
            if wholes:
                return _Compared(parts[0], wholes[0]) if len(wholes) == 1 else None
        return None


def _phase(claim: Claim) -> Phase | None:
    return claim.key.phase if isinstance(claim.key, BudgetKey | ProjectKey) else None


def _same(one: Claim, other: Claim) -> bool:
    keys = one.key, other.key
    return same_but_time(*keys) and keys[0].year == keys[1].year
