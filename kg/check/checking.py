"""Rules on one document: every equation of its tables and sentences, its codes, its forms, its indicators.

The tolerance of an equation is half the last printed digit of each operand, summed. Outcomes are counted per rule
and table; each failure is a finding that names its cells.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kg.check.bounds import bounds
from kg.check.codes import codes
from kg.check.completeness import completeness
from kg.check.identities import identities
from kg.check.judging import judged
from kg.check.names import names
from kg.check.performance import performance
from kg.check.printings import across
from kg.check.rates import rates
from kg.check.results import Result
from kg.check.rules import rules
from kg.check.sentences import changes
from kg.codebooks import Codebook
from kg.model import Extraction, Finding, Outcome, Scope, Tally


class Checks(NamedTuple):
    """What the rules found in one document."""

    findings: tuple[Finding, ...]
    tallies: tuple[Tally, ...]


def check(extraction: Extraction, book: Codebook) -> Checks:
    """Run every rule on what was read from one document."""
    results = [
        *judged([*identities(extraction), *across(extraction)], extraction),
        *bounds(extraction),
        *codes(extraction, book),
        *changes(extraction),
        *rates(extraction),
        *performance(extraction),
        *names(extraction),
        *completeness(extraction),
        *_level(extraction),
    ]
    counts: Counter[tuple[str, int, Outcome]] = Counter((r.rule, r.table, r.outcome) for r in results)
    tallies = tuple(
        Tally(
            rule=rule,
            table=table,
            passed=counts[rule, table, Outcome.PASSED],
            failed=counts[rule, table, Outcome.FAILED],
            inapplicable=counts[rule, table, Outcome.INAPPLICABLE],
            cant_tell=counts[rule, table, Outcome.CANT_TELL],
        )
        for rule, table in sorted({(r.rule, r.table) for r in results})
    )
    return Checks(tuple(r.finding for r in results if r.finding is not None), tallies)


def _level(extraction: Extraction) -> Iterator[Result]:
    """That the document leaves open whose money it is. Where it does not, nothing is said of it: all others do."""
    if extraction.disclosure.scope is not Scope.NOT_STATED:
        return
    rule = rules()["level-printed"]
    finding = Finding(
        rule=rule.name,
        severity=rule.severity,
        focus="",
        message_zh=f"{rule.zh}：未载明，金额单独列出，不与部门或单位的金额合并",
        message_en=f"{rule.en}: it does not; its amounts stand apart from those of departments and units",
    )
    yield Result(rule.name, 0, Outcome.FAILED, finding)
