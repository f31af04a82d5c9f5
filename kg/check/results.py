"""The outcome of a rule on one subject, and how a failure without amounts becomes a finding."""

from typing import NamedTuple

from kg.check.rules import rules
from kg.model import Finding, Outcome, Place, Printed


class Result(NamedTuple):
    """The outcome of a rule on one subject, in one table (0: in a sentence, or the whole document)."""

    rule: str
    table: int
    outcome: Outcome
    finding: Finding | None = None


def passed_or_failed(rule: str, places: tuple[Printed, ...], said: tuple[str, str] | None) -> Result:
    """A pass where nothing is ``said`` (zh, en), otherwise a failure at the first of the places.

    Without places it is about the document.
    """
    table = next((place.table for place in places if isinstance(place, Place)), 0)
    if said is None:
        return Result(rule, table, Outcome.PASSED)
    known = rules()[rule]
    cells = tuple(dict.fromkeys(place.id for place in places))
    finding = Finding(
        rule=rule,
        severity=known.severity,
        focus=cells[0] if cells else "",
        cells=cells,
        message_zh=f"{known.zh}：{said[0]}",
        message_en=f"{known.en}: {said[1]}",
    )
    return Result(rule, table, Outcome.FAILED, finding)
