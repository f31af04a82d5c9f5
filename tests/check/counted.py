"""How often a rule had each outcome, as the tests of the rules count it."""

from kg.check import Checks


def outcomes(found: Checks, rule: str) -> tuple[int, int, int, int]:
    """Passed, failed, inapplicable, could not be told."""
    tallies = [tally for tally in found.tallies if tally.rule == rule]
    return (
        sum(one.passed for one in tallies),
        sum(one.failed for one in tallies),
        sum(one.inapplicable for one in tallies),
        sum(one.cant_tell for one in tallies),
    )
