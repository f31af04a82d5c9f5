"""The outcome of a rule on one subject."""

from typing import NamedTuple

from kg.model import Finding, Outcome


class Result(NamedTuple):
    """The outcome of a rule on one subject, in one table (0: in a sentence)."""

    rule: str
    table: int
    outcome: Outcome
    finding: Finding | None = None
