"""Judges what a query of a rule across documents gives: printings of a group against the sum of its parts.

A row with a cell is a printing, of its group if it has one, else of its part; a row with a group and a part says that
the group needs the part, and may be a printing of the group at the same time.

Several printings of one thing count as one: the amount that most of them state, of those the most precise, then that
of the first cell. So a thing printed a hundred times is judged once, in one pass.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.check import Rule
from kg.model import Finding, Outcome
from kg.store import Rows


class Printing(NamedTuple):
    """A printed amount (yuan) and the worth of its last digit; ``cell`` is named from its file on."""

    rank: int
    cell: str
    amount: Decimal
    quantum: Decimal


class Judged(NamedTuple):
    """The outcome of a rule on one group."""

    outcome: Outcome
    finding: Finding | None = None


class Comparison:
    """What a rule compares in the rows of one answer; ``files`` is the IRI that the files' begin with."""

    def __init__(self, rows: Rows, files: str) -> None:
        self._files = files
        self._found: dict[str, list[Printing]] = defaultdict(list)
        self._needed: dict[str, set[str]] = defaultdict(set)
        self._parts: dict[str, list[Printing]] = defaultdict(list)
        for row in rows.rows:
            group, part, rank, cell, amount, quantum = map(_text, row)
            if group and part:
                self._needed[group].add(part)
            if cell:
                printing = Printing(int(rank or 0), cell.removeprefix(files), Decimal(amount), Decimal(quantum))
                (self._found[group] if group else self._parts[part]).append(printing)

    def judged(self, rule: Rule) -> Iterable[Judged]:
        """The outcome of each group, in the order of their names.

        A group that needs nothing is beyond the rule; where a part that it needs is printed nowhere, nobody can tell.
        """
        for group in sorted(self._found):
            needed = sorted(self._needed[group])
            parts = [_best(self._parts[name]) for name in needed if self._parts[name]]
            if not needed:
                yield Judged(Outcome.INAPPLICABLE)
            elif len(parts) < len(needed):
                yield Judged(Outcome.CANT_TELL)
            else:
                yield _judged(rule, _best(self._found[group]), parts)


def _judged(rule: Rule, found: Printing, parts: list[Printing]) -> Judged:
    expected = sum((part.amount for part in parts), Decimal(0))
    tolerance = sum((part.quantum for part in parts), found.quantum) / 2
    difference = found.amount - expected
    if abs(difference) <= tolerance:
        return Judged(Outcome.PASSED)
    finding = Finding(
        rule=rule.name,
        severity=rule.severity,
        focus=found.cell,
        cells=tuple(dict.fromkeys((found.cell, *(part.cell for part in parts)))),
        found=found.amount,
        expected=expected,
        tolerance=tolerance,
        message_zh=f"{rule.zh}：列示 {found.amount:f} 元，应为 {expected:f} 元，差 {difference:f} 元",
        message_en=f"{rule.en}: printed {found.amount:f} yuan, expected {expected:f}, difference {difference:f}",
    )
    return Judged(Outcome.FAILED, finding)


def _best(printings: list[Printing]) -> Printing:
    lowest = min(one.rank for one in printings)
    counted = [one for one in printings if one.rank == lowest]
    support = Counter(one.amount for one in counted)
    return min(counted, key=lambda one: (-support[one.amount], one.quantum, one.cell))


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else ""
