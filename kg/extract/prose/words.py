"""The words of sentences as ``mappings/forms/prose.yml`` has them, checked whole before any document is read."""

from typing import Literal

from kg.extract.described import Described, Pattern
from kg.extract.settings import NOTHING, Settings
from kg.model import Direction, Item, Kind, Phase


class Word(Described):
    """A piece that labels are put together from.

    ``set`` is what it says; ``either`` are meanings of which the document has to tell one; ``both`` are facts that
    hold together (收、支), each with its own choice. A ``thin`` word says no more than that a figure is meant
    (预算数, 支出决算): which one stands before. ``over`` is laid over the figure spoken of, which keeps all else
    (扣除基建投资后). ``scheme`` is the classification that names below are of.
    """

    match: Pattern
    kind: Kind | None = None
    set: Settings = NOTHING
    either: tuple[Settings, ...] = ()
    both: tuple[tuple[Settings, ...], ...] = ()
    thin: bool = False
    over: bool = False
    scheme: Literal["function", "economic", "government-economic"] | None = None


class Nobodys(Described):
    """What stands before or after an amount that is no figure's."""

    kind: Literal["threshold", "rate", "price"]
    before: Pattern = ""
    after: Pattern = ""


class Turn(Described):
    """A word that says which way an amount changed."""

    match: Pattern
    direction: Direction


class BasePhase(Described):
    """Which phase of the earlier year a figure is compared with."""

    match: Pattern
    kind: Kind | None = None
    phase: Phase


class Refused(Described):
    """Words of a label whose amounts are understood, and are no figure's; ``reason`` is the code."""

    match: Pattern
    reason: Literal["performance-scope", "no-such-dimension", "asset-not-read"]


class Managed(Described):
    """Words that say how the performance of money is managed, and the item that such money is."""

    match: Pattern
    item: Item


class ProseWords(Described):
    """How sentences speak of money."""

    words: tuple[Word, ...]
    headings: tuple[Word, ...]
    nobodys: tuple[Nobodys, ...]
    refused: tuple[Refused, ...]
    performance: tuple[Managed, ...]
    performance_money: Pattern
    performance_parts: Pattern
    performance_of_all: Pattern
    share: Pattern
    completed: Pattern
    openers: Pattern
    more: Pattern
    definitions: Pattern
    turns: tuple[Turn, ...]
    unchanged: Pattern
    base: Pattern
    base_phases: tuple[BasePhase, ...]
    reasons: Pattern
    reason_ends: Pattern
    spent_on: Pattern
    never_basic: tuple[str, ...]
    project_line: Pattern
    project_heads: Pattern
    part_not: Pattern
    project_lists: Pattern
    own_names: Pattern
    source: Pattern
    source_not: Pattern
    source_inside: Pattern
    source_is: Pattern
    source_all: Pattern
