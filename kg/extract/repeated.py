"""Rows that one column prints for one key: again on the next page, or for bodies or things that are not told apart.

A row that is printed again below a repeated header is one row. Rows of one code stand for units of the body that are
not named: whose money they are cannot be told, and they are refused. Rows of one project or purchase are several of
one name where all rows together add up to the printed total: then every one is kept, as the first, second … of that
name. Where nothing proves it, all are refused.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from kg.model import BudgetKey, Claim, EventKey, ProjectKey, RowReading, Table

At = tuple[int, int]
"""A row and the part of it."""


class Settled(NamedTuple):
    """The claims with those of repeated rows told apart, and the rows to withdraw, each with its reason."""

    claims: list[Claim]
    refused: dict[At, str]


class Repeats:
    """The repeated rows of one table."""

    def __init__(self, table: Table, headers: frozenset[int], rows: Sequence[RowReading]) -> None:
        self.texts = {row.number: tuple(cell.text for cell in row.cells) for row in table.rows}
        self.headers = headers
        self.codes = {(row.number, row.part): row.code for row in rows if row.code_source is not None}
        self.totals = {(row.number, row.part) for row in rows if row.is_total}

    def settle(self, claims: Sequence[Claim]) -> Settled:
        """Tell repeated rows apart where the total proves them its parts; withdraw them where it does not."""
        again = self._printed_again(claims)
        kept = [claim for claim in claims if _at(claim) not in again]
        refused = dict.fromkeys(again, "printed-again")
        clashing = self._clashing(kept)
        for part in sorted({at[1] for at in clashing}):
            here = {at for at in clashing if at[1] == part}
            coded = {at for at in here if at in self.codes}
            refused |= dict.fromkeys(coded, "code-repeated")
            things = here - coded
            if things and self._adds_up(kept, things):
                kept = _numbered(kept, things)
            else:
                refused |= dict.fromkeys(things, "project-repeated")
        by_place = {(claim.place.row, claim.place.cell): claim for claim in kept}
        return Settled([by_place.get((one.place.row, one.place.cell), one) for one in claims], refused)

    def _groups(self, claims: Sequence[Claim]) -> list[list[Claim]]:
        groups: dict[tuple[int, str], list[Claim]] = defaultdict(list)
        for claim in claims:
            groups[claim.place.cell, claim.key.id].append(claim)
        return [group for group in groups.values() if len(group) > 1]

    def _printed_again(self, claims: Sequence[Claim]) -> set[At]:
        """The rows that stand a second time below a header that is printed again."""
        return {
            _at(claim)
            for first, *others in self._groups(claims)
            for claim in others
            if any(first.place.row < header < claim.place.row for header in self.headers)
            and self.texts[first.place.row] == self.texts[claim.place.row]
        }

    def _clashing(self, claims: Sequence[Claim]) -> set[At]:
        return {
            _at(claim)
            for group in self._groups(claims)
            for claim in group
            if _at(group[0]) in self.codes or not isinstance(claim.key, BudgetKey)
        }

    def _adds_up(self, claims: Sequence[Claim], rows: set[At]) -> bool:
        """Whether in every column of these rows that prints a total, all rows of their kind add up to it."""
        part = next(iter(rows))[1]
        proven = False
        for column in {claim.place.cell for claim in claims if _at(claim) in rows}:
            here = [claim for claim in claims if claim.place.cell == column and claim.part == part]
            totals = [claim for claim in here if _at(claim) in self.totals]
            parts = [one for one in here if not isinstance(one.key, BudgetKey)]
            if totals and not any(total.amount.is_sum_of(one.amount for one in parts) for total in totals):
                return False
            proven |= bool(totals)
        return proven


def _numbered(claims: list[Claim], rows: set[At]) -> list[Claim]:
    """The projects or purchases of one name as the first, second … of that name."""
    order: dict[tuple[object, ...], list[At]] = defaultdict(list)
    for claim in claims:
        if _at(claim) in rows and _at(claim) not in order[_thing(claim)]:
            order[_thing(claim)].append(_at(claim))
    return [
        _renamed(claim, order[_thing(claim)].index(_at(claim)) + 1) if _at(claim) in rows else claim for claim in claims
    ]


def _thing(claim: Claim) -> tuple[object, ...]:
    key = claim.key
    name = key.project if isinstance(key, ProjectKey) else key.event if isinstance(key, EventKey) else ""
    return claim.part, key.agency.id, key.scope, name


def _renamed(claim: Claim, number: int) -> Claim:
    key = claim.key
    if isinstance(key, BudgetKey):
        return claim
    field = "project" if isinstance(key, ProjectKey) else "event"
    name = f"{getattr(key, field)}（第{number}项）"
    return claim.model_copy(update={"key": key.model_copy(update={field: name})})


def _at(claim: Claim) -> At:
    return claim.place.row, claim.part
