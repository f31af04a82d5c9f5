"""The words of performance forms (``mappings/forms/performance.yml``), checked whole before any document is read."""

from typing import Literal

from kg.extract.described import Described, Pattern
from kg.model import Fund, FundingLevel, IndicatorClass, IndicatorGroup, Operator, Origin, Phase, Term

ColumnRole = Literal[
    "first", "second", "name", "packed", "target", "actual", "operator", "unit", "weight", "score", "deviation",
    "note", "project", "body", "goal", "ordinal",
]  # fmt: skip
LabelRole = Literal[
    "project", "whole", "competent", "implementer", "attribute", "category", "term", "basis", "description", "plan",
    "goal", "total", "aside", "tasks", "funds", "section", "amount",
]  # fmt: skip
Bound = Literal["at-least", "at-most", "more-than", "less-than", "equal"]


class OperatorWord(Described):
    """What a cell of a column of operators says."""

    match: Pattern
    operator: Operator


class GoalWords(Described):
    """The grammar of values aimed at or reached."""

    signs: dict[Bound, Pattern]
    tails: dict[Bound, Pattern]
    rough: Pattern
    negated: Pattern
    after: Pattern
    dates: Pattern
    unit: Pattern
    units: Pattern
    counted: Pattern
    operators: tuple[OperatorWord, ...]
    blank: Pattern
    words: Pattern


class FirstLevel(Described):
    """A first level of indicators as printed; ``group`` where it has no second level."""

    match: Pattern
    kind: IndicatorClass
    group: IndicatorGroup = IndicatorGroup.OTHER


class SecondLevel(Described):
    """A second level of indicators as printed, and the first level it belongs to."""

    match: Pattern
    group: IndicatorGroup
    of: IndicatorClass


class LevelWords(Described):
    """The levels of indicators; ``first_words`` and ``second_words`` match a cell that is a level and nothing else.

    ``numbered`` begins the name of an indicator that is counted under its level.
    """

    first: tuple[FirstLevel, ...]
    second: tuple[SecondLevel, ...]
    first_words: Pattern
    second_words: Pattern
    numbered: Pattern


class ColumnWord(Described):
    """What a header cell over indicators or projects means."""

    match: Pattern
    role: ColumnRole
    term: Term | None = None


class LabelWord(Described):
    """What a label in the head of a form means."""

    match: Pattern
    role: LabelRole


class HalfWord(Described):
    """A heading of goals that stand side by side."""

    match: Pattern
    goal: Literal["goal", "result"]
    term: Term


class AmountWord(Described):
    """Which amount of a project a label or header names; ``refuse`` where no dimension tells it from another."""

    match: Pattern
    fund: Fund = Fund.TOTAL
    origin: Origin = Origin.TOTAL
    level: FundingLevel = FundingLevel.TOTAL
    refuse: str = ""


class TermWord(Described):
    """A word before a label of an amount that says for how long it is."""

    match: Pattern
    term: Term


class PhaseWord(Described):
    """A word that says which stage of the year an amount is of."""

    match: Pattern
    phase: Phase


class NameWords(Described):
    """What stands around a project's or an indicator's name."""

    code: Pattern
    ordinal: Pattern
    tail: Pattern
    unnamed: Pattern
    whole: Pattern
    total: Pattern
    together: Pattern


class SentenceWords(Described):
    """Projects and indicators in sentences."""

    project: Pattern
    goals: Pattern
    bullet: Pattern
    item: Pattern
    signed: Pattern
    ends: Pattern
    review: Pattern
    reviewed: Pattern
    review_amounts: tuple[PhaseWord, ...]
    review_score: Pattern
    review_result: Pattern
    essay: Pattern
    part_heading: Pattern
    parts: tuple[LabelWord, ...]
    part_amounts: tuple[AmountWord, ...]
    elsewhere: Pattern


class PerformanceWords(Described):
    """All of ``performance.yml``."""

    goals: GoalWords
    levels: LevelWords
    columns: tuple[ColumnWord, ...]
    labels: tuple[LabelWord, ...]
    halves: tuple[HalfWord, ...]
    amounts: tuple[AmountWord, ...]
    terms: tuple[TermWord, ...]
    phases: tuple[PhaseWord, ...]
    rate: Pattern
    rate_weight: Pattern
    names: NameWords
    prose: SentenceWords
