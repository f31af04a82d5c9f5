"""Which of several meanings holds: the one that the tables of the document, or its plain sentences, print so.

Promises: nothing is taken that the document contradicts where it could be told; what stays open is refused; where
two meanings are both printed with this amount, the likelier is named and neither is wrong.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from kg.codebooks import dimensions
from kg.extract.prose.found import Choice
from kg.extract.prose.subjects import UNTOLD
from kg.model import Amount, BudgetKey, Claim, FigureKey, Flow, Fund, Item, Origin, Quantity

_CODES = ("revenue_code", "function_code", "economic_code", "government_economic_code")


class Told(NamedTuple):
    """The key that was told, or the reason why none was."""

    key: FigureKey | None
    reason: str = ""


class Printed:
    """What the document prints of each figure."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.exact: dict[str, list[Amount | Quantity]] = defaultdict(list)
        self.loose: dict[tuple[object, ...], list[Amount | Quantity]] = defaultdict(list)
        self.timeless: set[tuple[object, ...]] = set()
        self.spoken: dict[str, FigureKey] = {}
        self.carried = False
        self.items: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
        for claim in claims:
            self.add(claim.key, claim.amount)
            if isinstance(claim.key, BudgetKey) and claim.key.item is not Item.TOTAL:
                self.items[_but(claim.key, "fund")].append(claim)
        self.tables = {key: tuple(amounts) for key, amounts in self.exact.items()}

    def add(self, key: FigureKey, amount: Amount | Quantity) -> None:
        """``amount`` is printed of ``key``."""
        self.exact[key.id].append(amount)
        if isinstance(key, BudgetKey):
            self.loose[_loose(key)].append(amount)
            if (key.flow is Flow.CARRY_OVER_IN or key.origin is Origin.CARRIED_OVER) and amount.value:
                self.carried = True

    def speak(self, key: FigureKey, amount: Amount) -> None:
        """A sentence has told ``amount`` of ``key``."""
        self.spoken[key.id] = key
        self.timeless.add(_timeless(key))
        if not any(one is amount for one in self.exact.get(key.id, ())):
            self.add(key, amount)

    def spoken_of(self, choice: Choice) -> FigureKey | None:
        """The key of ``choice`` that sentences have told, else the one that tables print, else the only one."""
        told = next((key for known in (self.spoken, self.exact) for key in choice if key.id in known), None)
        return told or (choice[0] if len(choice) == 1 else None)

    def told(self, choice: Choice, amount: Amount) -> Told:
        """The key of ``choice`` that the document bears out."""
        if len(choice) == 1:
            return Told(self._of_fund(choice[0], amount))
        said = [self._said(key, amount) for key in choice]
        borne = [key for key, one in zip(choice, said, strict=True) if one is True]
        left = [key for key, one in zip(choice, said, strict=True) if one is None]
        key = borne[0] if borne else self._left(left, amount)
        key = None if getattr(key, "function_code", "") == UNTOLD else key
        return Told(key, "" if key else "several-meanings" if left else "contradictory-meaning")

    def origin(self, choice: Choice, amount: Amount) -> Origin | None:
        """The origin of a figure that is open in it alone, where the document prints one meaning with this amount."""
        borne = [key for key in choice if isinstance(key, BudgetKey) and self._said(key, amount)]
        alike = len(choice) > 1 and len({_but(key, "origin") for key in choice if isinstance(key, BudgetKey)}) == 1
        return borne[0].origin if alike and len(borne) == 1 else None

    def of_origin(self, choice: Choice, origin: Origin | None, amount: Amount) -> Choice:
        """The meanings of a part that have the ``origin`` of its whole, where the document prints one; else all."""
        kept = tuple(key for key in choice if isinstance(key, BudgetKey) and key.origin is origin)
        return kept if any(self._said(key, amount) for key in kept) else choice

    def _of_fund(self, key: FigureKey, amount: Amount) -> FigureKey:
        """An item told without its fund (三公经费 4.50 万元) is that of the fund which a table prints it of."""
        if not isinstance(key, BudgetKey) or key.fund is not Fund.TOTAL or key.id in self.tables:
            return key
        same = (claim for claim in self.items[_but(key, "fund")] if amount.agrees_with(claim.amount))
        printed = {claim.key for claim in same if isinstance(claim.key, BudgetKey)}
        if not printed:
            return key
        widest = min(printed, key=lambda one: len(dimensions.wider("fund", one.fund)))
        inside = all(one == widest or widest.fund in dimensions.wider("fund", one.fund) for one in printed)
        return widest if inside else key

    def _left(self, left: list[FigureKey], amount: Amount) -> FigureKey | None:
        """Of meanings that the document does not print exactly, the one that it tells another way."""
        coded = [key for key in left if isinstance(key, BudgetKey) and any(_codes(key))]
        loosely = [key for key in coded if self._loosely(key, amount)]
        if len({_codes(key) for key in loosely}) == 1:
            return loosely[0]
        sisters = [key for key in left if _timeless(key) in self.timeless]
        alike = [key for key in left if getattr(key, "phase", None) in self._phases_told(left)]
        only = next((keys[0] for keys in (left, sisters, alike) if len(keys) == 1), None)
        if only is None and left and len({_plain(key) for key in left}) == 1 and self._no_matter(left):
            return left[0]
        return only

    def _phases_told(self, keys: list[FigureKey]) -> set[object]:
        """Where meanings differ in their phase alone: the one of their phases that sentences told of others."""
        if len({_but(key, "phase") for key in keys}) != 1:
            return set()
        open_phases = {getattr(key, "phase", None) for key in keys}
        told = {getattr(key, "phase", None) for key in self.spoken.values() if key.year == keys[0].year}
        return open_phases & told if len(open_phases & told) == 1 else set()

    def _said(self, key: FigureKey, amount: Amount) -> bool | None:
        """Whether the document prints this amount of ``key`` (``False``: another; ``None``: it says nothing)."""
        printed = self.tables.get(key.id) or self.exact.get(key.id)
        return any(amount.agrees_with(one) for one in printed) if printed else None

    def _loosely(self, key: BudgetKey, amount: Amount) -> bool:
        return any(amount.agrees_with(one) for one in self.loose.get(_loose(key), ()))

    def _no_matter(self, keys: list[FigureKey]) -> bool:
        """Meanings that differ in flow or origin alone are one where nothing was carried over, or one fund is named."""
        funds = {key.fund for key in keys if isinstance(key, BudgetKey)}
        return not self.carried or funds.isdisjoint({Fund.TOTAL, Fund.ALL_FISCAL})


def _codes(key: BudgetKey) -> tuple[str, ...]:
    return tuple(getattr(key, name) for name in _CODES)


def _loose(key: BudgetKey) -> tuple[object, ...]:
    """A key without fund, nature and origin: tables print them in titles and columns that sentences leave out."""
    return (key.agency.id, key.year, key.phase, key.item, key.flow, *_codes(key))


def _timeless(key: FigureKey) -> tuple[object, ...]:
    """A key without year and phase."""
    return tuple(value for field, value in key if field not in ("year", "phase"))


def _but(key: FigureKey, name: str) -> tuple[object, ...]:
    return tuple(value for field, value in key if field != name)


def _plain(key: FigureKey) -> tuple[object, ...]:
    """A key without flow and origin."""
    return tuple(value for name, value in key if name not in ("flow", "origin"))
