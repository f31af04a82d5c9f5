"""Figures and their keys: one key, one fact.

A key carries every dimension of its cube; what is not broken down is the total member, never missing.
Codes are notations (``2101506``); the empty notation is the total. An amount printed for several codes together
carries them all, in order and joined by ``+`` (``2101101+2101103``), and is never a leaf.
"""

from decimal import Decimal

from pydantic import Field

from kg.model.agencies import Agency, Disclosure
from kg.model.amounts import Amount, Quantity
from kg.model.base import Value
from kg.model.dimensions import (
    Agreement,
    Flow,
    Fund,
    FundingLevel,
    Item,
    Nature,
    Origin,
    Phase,
    ResourceKind,
    ResourceUnit,
    Scope,
    Term,
)
from kg.model.slugs import digest16


class BudgetKey(Value):
    """The key of a figure in the budget cube (``docs/figures.md``)."""

    agency: Agency
    scope: Scope
    year: int
    phase: Phase
    flow: Flow
    fund: Fund = Fund.TOTAL
    revenue_code: str = ""
    function_code: str = ""
    economic_code: str = ""
    government_economic_code: str = ""
    nature: Nature = Nature.TOTAL
    origin: Origin = Origin.TOTAL
    item: Item = Item.TOTAL

    @property
    def cube(self) -> str:
        """The cube this key belongs to."""
        return "budget"

    @property
    def parts(self) -> tuple[str, ...]:
        """The notations its hash is taken over, in order."""
        return (
            self.cube, self.agency.id, self.scope, str(self.year), self.phase, self.flow, self.fund,
            self.revenue_code, self.function_code, self.economic_code, self.government_economic_code,
            self.nature, self.origin, self.item,
        )  # fmt: skip

    @property
    def id(self) -> str:
        """The last part of the figure's IRI."""
        return digest16("|".join(self.parts))


class ProjectKey(Value):
    """The key of a figure in the project cube; an empty ``project`` stands for all projects of a funding level."""

    agency: Agency
    scope: Scope
    year: int
    phase: Phase
    project: str
    function_code: str = ""
    economic_code: str = ""
    fund: Fund = Fund.TOTAL
    origin: Origin = Origin.TOTAL
    funding_level: FundingLevel = FundingLevel.TOTAL
    term: Term = Term.ANNUAL

    @property
    def cube(self) -> str:
        """The cube this key belongs to."""
        return "project"

    @property
    def parts(self) -> tuple[str, ...]:
        """The notations its hash is taken over, in order."""
        return (
            self.cube, self.agency.id, self.scope, str(self.year), self.phase, self.project,
            self.function_code, self.economic_code, self.fund, self.origin, self.funding_level, self.term,
        )  # fmt: skip

    @property
    def id(self) -> str:
        """The last part of the figure's IRI."""
        return digest16("|".join(self.parts))


class EventKey(Value):
    """The key of the money of one meeting or training: an event's own figure, never the training figure."""

    agency: Agency
    scope: Scope
    year: int
    phase: Phase
    event: str
    item: Item
    fund: Fund = Fund.TOTAL

    @property
    def cube(self) -> str:
        """The cube this key belongs to."""
        return "event"

    @property
    def parts(self) -> tuple[str, ...]:
        """The notations its hash is taken over, in order."""
        return (
            self.cube, self.agency.id, self.scope, str(self.year), self.phase, self.event, self.item, self.fund,
        )  # fmt: skip

    @property
    def id(self) -> str:
        """The last part of the figure's IRI."""
        return digest16("|".join(self.parts))


class ResourceKey(Value):
    """The key of a stock in the resource cube: how much of a ``kind`` a body had on a day.

    ``as_of`` is that day, ``2023-12-31``; where no day is printed it is the year of the disclosure alone, ``2024``.
    """

    agency: Agency
    scope: Scope
    as_of: str = Field(pattern=r"^20\d\d(-\d\d-\d\d)?$")
    kind: ResourceKind
    unit: ResourceUnit

    @property
    def cube(self) -> str:
        """The cube this key belongs to."""
        return "resource"

    @property
    def year(self) -> int:
        """The year of the day."""
        return int(self.as_of[:4])

    @property
    def parts(self) -> tuple[str, ...]:
        """The notations its hash is taken over, in order."""
        return (self.cube, self.agency.id, self.scope, self.as_of, self.kind, self.unit)

    @property
    def id(self) -> str:
        """The last part of the figure's IRI."""
        return digest16("|".join(self.parts))


FigureKey = BudgetKey | ProjectKey | EventKey | ResourceKey


class Figure(Value):
    """One fact: its key, the preferred value (yuan, or the unit of a resource), and how its printings agree.

    ``chosen_by`` names the rule that chose the value; ``leaf`` is true where no finer code of the same slice is
    disclosed; ``headline`` where it lies in the widest disclosed slice of its classification level;
    ``whole_of`` lists the ids of the figures it is the whole of.
    """

    key: FigureKey
    preferred: Decimal
    agreement: Agreement
    chosen_by: str
    leaf: bool
    headline: bool
    whole_of: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The last part of its IRI."""
        return self.key.id


class Statement(Value):
    """One printing of a figure, as reconciliation needs it: which claim, in which document, what amount.

    ``claim`` is the file's id and the place in it: ``2e4bf1e814f589dd/t03/r14/c5``, or ``…/l159/o12`` in a sentence.
    ``issued`` is the date on the file's cover, a month (2026-02) or a day, empty where none is printed.
    """

    claim: str
    key: FigureKey
    amount: Amount | Quantity
    disclosure: Disclosure
    issued: str = ""

    @property
    def in_table(self) -> bool:
        """Whether it stands in a cell of a table."""
        return self.claim.rpartition("/r")[0].rpartition("/")[2].startswith("t")
