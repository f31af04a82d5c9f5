"""Rows that one column prints for one key: again on the next page, or for bodies or things that are not told apart.

A row that is printed again below a repeated header is one row. Rows of one code stand for units of the body that are
not named, rows of one project or purchase for several of one name. Where all rows together add up to the printed
total they are its parts, each once: then every one is kept, as the first, second … of those that are not told apart.
Where nothing proves it, all are refused.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from kg.model import Agency, BudgetKey, Claim, Disclosure, EventKey, ProjectKey, RowReading, Scope, Table

At = tuple[int, int]
"""A row and the part of it."""


class Settled(NamedTuple):
    """The claims with those of repeated rows told apart, and the rows to withdraw, each with its reason."""

    claims: list[Claim]
    refused: dict[At, str]


class Repeats:
    """The repeated rows of one table."""

    def __init__(
        self, table: Table, headers: frozenset[int], rows: Sequence[RowReading], disclosure: Disclosure
    ) -> None:
        self.texts = {row.number: tuple(cell.text for cell in row.cells) for row in table.rows}
        self.headers = headers
        self.codes = {(row.number, row.part): row.code for row in rows if row.code_source is not None}
        self.totals = {(row.number, row.part) for row in rows if row.is_total}
        self.disclosure = disclosure

    def settle(self, claims: Sequence[Claim]) -> Settled:
        """Tell repeated rows apart where the total proves them its parts; withdraw them where it does not."""
        again = self._printed_again(claims)
        kept = [claim for claim in claims if _at(claim) not in again]
        refused = dict.fromkeys(again, "printed-again")
        clashing = self._clashing(kept)
        for part in sorted({at[1] for at in clashing}):
            here = {at for at in clashing if at[1] == part}
            coded = {at for at in here if at in self.codes}
            for rows, reason in ((coded, "code-repeated"), (here - coded, "project-repeated")):
                if rows and self._adds_up(kept, rows):
                    kept = self._units(kept, part) if rows is coded else _numbered(kept, rows)
                else:
                    refused |= dict.fromkeys(rows, reason)
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
        coded = rows <= self.codes.keys()
        proven = False
        for column in {claim.place.cell for claim in claims if _at(claim) in rows}:
            here = [claim for claim in claims if claim.place.cell == column and claim.part == part]
            totals = [claim for claim in here if _at(claim) in self.totals]
            parts = self._leaves(here) if coded else [one for one in here if not isinstance(one.key, BudgetKey)]
            if totals and not any(_is_sum(total, parts) for total in totals):
                return False
            proven |= bool(totals)
        return proven

    def _leaves(self, claims: list[Claim]) -> list[Claim]:
        """The claims of codes that are not followed by a code below them."""
        coded = [claim for claim in claims if _at(claim) in self.codes]
        after = [self.codes[_at(claim)] for claim in coded[1:]] + [""]
        return [
            claim
            for claim, below in zip(coded, after, strict=True)
            if not (below.startswith(self.codes[_at(claim)]) and below != self.codes[_at(claim)])
        ]

    def _units(self, claims: list[Claim], part: int) -> list[Claim]:
        """The rows of codes as those of unnamed units: another begins where the codes begin again."""
        number, before = 1, ""
        unit_of: dict[At, int] = {}
        for at in sorted(at for at in self.codes if at[1] == part):
            number += self.codes[at] <= before
            before = self.codes[at]
            unit_of[at] = number
        return [self._of_unit(claim, unit_of[_at(claim)]) if _at(claim) in unit_of else claim for claim in claims]

    def _of_unit(self, claim: Claim, number: int) -> Claim:
        whole = self.disclosure.agency
        if claim.key.agency != whole or claim.key.scope is not Scope.CONSOLIDATED:
            return claim
        unit = Agency(area=whole.area, name=f"{whole.name}未列名单位{number}")
        return claim.model_copy(update={"key": claim.key.model_copy(update={"agency": unit, "scope": Scope.OWN})})


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


def _is_sum(total: Claim, parts: list[Claim]) -> bool:
    tolerance = sum((part.amount.quantum for part in parts), total.amount.quantum) / 2
    return abs(sum((part.amount.yuan for part in parts), Decimal(0)) - total.amount.yuan) <= tolerance


def _at(claim: Claim) -> At:
    return claim.place.row, claim.part
