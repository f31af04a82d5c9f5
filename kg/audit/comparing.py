"""Judges what a query of a rule across documents gives: printings of a group against the sum of its parts.

Every row is one body's: a body is judged by its own rows, whichever others were asked about with it. A row with a cell
is a printing, of its group if it has one, else of its part; a row with a group and a part says that the group needs the
part, and may be a printing of the group at the same time.

Several printings of one thing count as one: the amount that most of them state, of those the most precise, then that
of the first cell. So a thing printed a hundred times is judged once, in one pass.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple, TypeAlias

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
    """The outcome of a rule on one group of a body (its IRI)."""

    body: str
    outcome: Outcome
    finding: Finding | None = None


Named: TypeAlias = tuple[str, str]
"""A group or part of a body: the IRI of the body and the name."""


class Comparison:
    """What a rule compares in the rows of one answer; ``files`` is the IRI that the files' begin with."""

    def __init__(self, rows: Rows, files: str) -> None:
        self._files = files
        self._found: dict[Named, list[Printing]] = defaultdict(list)
        self._needed: dict[Named, set[Named]] = defaultdict(set)
        self._parts: dict[Named, list[Printing]] = defaultdict(list)
        for row in rows.rows:
            body, group, part, rank, cell, amount, quantum = map(_text, row)
            if group and part:
                self._needed[body, group].add((body, part))
            if cell:
                printing = Printing(int(rank or 0), cell.removeprefix(files), Decimal(amount), Decimal(quantum))
                (self._found[body, group] if group else self._parts[body, part]).append(printing)

    def judged(self, rule: Rule) -> Iterable[Judged]:
        """The outcome of each group, in the order of their bodies and names.

        A group that needs nothing is beyond the rule; where a part that it needs is printed nowhere, nobody can tell.
        """
        for group in sorted(self._found):
            needed = sorted(self._needed[group])
            parts = [_best(self._parts[name]) for name in needed if self._parts[name]]
            if not needed:
                yield Judged(group[0], Outcome.INAPPLICABLE)
            elif len(parts) < len(needed):
                yield Judged(group[0], Outcome.CANT_TELL)
            else:
                finding = _finding(rule, _best(self._found[group]), parts)
                yield Judged(group[0], Outcome.FAILED if finding else Outcome.PASSED, finding)


def _finding(rule: Rule, found: Printing, parts: list[Printing]) -> Finding | None:
    """What is wrong where ``parts`` do not add to what was ``found``."""
    expected = sum((part.amount for part in parts), Decimal(0))
    tolerance = sum((part.quantum for part in parts), found.quantum) / 2
    difference = found.amount - expected
    if abs(difference) <= tolerance:
        return None
    return Finding(
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


def _best(printings: list[Printing]) -> Printing:
    lowest = min(one.rank for one in printings)
    counted = [one for one in printings if one.rank == lowest]
    support = Counter(one.amount for one in counted)
    return min(counted, key=lambda one: (-support[one.amount], one.quantum, one.cell))


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else ""
