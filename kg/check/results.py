"""The outcome of a rule on one subject, and how a finding names the cells it is about."""

from typing import NamedTuple

from kg.model import Claim, Finding, Outcome


class Result(NamedTuple):
    """The outcome of a rule on one subject, in one table (0: in a sentence)."""

    rule: str
    table: int
    outcome: Outcome
    finding: Finding | None = None


def cell(claim: Claim) -> str:
    """The identifier of a claim's cell within its file: ``t03/r14/c5``."""
    return f"t{claim.place.table:02d}/r{claim.place.row}/c{claim.place.cell}"
