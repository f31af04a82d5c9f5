"""Runs the rules across documents over a store, body by body.

A rule is a query in ``queries/across/``. Its rows are of three kinds: a printing that is judged (``?group``, ``?cell``,
``?amount``, ``?quantum``), a part that the judgement of a group needs (``?group``, ``?part``), and a printing of a part
(``?part``, ``?rank``, ``?cell``, ``?amount``, ``?quantum``), of which the lowest rank counts. The first two may be
one row. Every row names the body that it judges (``?agency``).

What is found of a body does not depend on which others are asked about: all together is the sum of each. Every rule is
linear in the figures: it is asked for some bodies at a time.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.audit.batches import answers, batches, bodies
from kg.audit.comparing import Comparison
from kg.check import rule_named
from kg.model import Finding, Outcome, Tally
from kg.query.rulefiles import across as queries
from kg.rdf.iris import Iris
from kg.store import GraphReader


class Across(NamedTuple):
    """What the rules across documents found; there is a tally for every rule."""

    findings: tuple[Finding, ...]
    tallies: tuple[Tally, ...]

    @property
    def met(self) -> bool:
        """Whether a rule met anything that it is about."""
        return any(one.passed or one.failed or one.inapplicable or one.cant_tell for one in self.tallies)


def across(store: GraphReader, iris: Iris, of: tuple[NamedNode, ...] | None = None) -> Across:
    """Run every rule across documents, of some bodies or of all, and change nothing."""
    known = bodies(store) if of is None else of
    return together(one for some in batches(known) for one in across_each(store, iris, some).values())


def across_each(store: GraphReader, iris: Iris, of: tuple[NamedNode, ...]) -> dict[NamedNode, Across]:
    """What every rule across documents finds of each of some bodies; nothing is changed."""
    findings: dict[str, list[Finding]] = {body.value: [] for body in of}
    counts: dict[str, dict[str, Counter[Outcome]]] = {
        body.value: {name: Counter() for name in queries()} for body in of
    }
    for name, query in queries().items():
        for answer in answers(store, query, of):
            for judged in Comparison(answer, f"{iris.ids}file/").judged(rule_named(name)):
                counts[judged.body][name][judged.outcome] += 1
                findings[judged.body] += [judged.finding] if judged.finding else []
    return {
        body: Across(
            tuple(findings[body.value]), tuple(_tally(name, count) for name, count in counts[body.value].items())
        )
        for body in of
    }


def together(found: Iterable[Across]) -> Across:
    """What was found of several bodies as one."""
    findings: list[Finding] = []
    counts: dict[str, Counter[Outcome]] = {name: Counter() for name in queries()}
    for one in found:
        findings += one.findings
        for tally in one.tallies:
            counts[tally.rule].update(_counts(tally))
    return Across(tuple(findings), tuple(_tally(name, count) for name, count in counts.items()))


def _counts(tally: Tally) -> dict[Outcome, int]:
    return {
        Outcome.PASSED: tally.passed,
        Outcome.FAILED: tally.failed,
        Outcome.INAPPLICABLE: tally.inapplicable,
        Outcome.CANT_TELL: tally.cant_tell,
    }


def _tally(rule: str, counts: Counter[Outcome]) -> Tally:
    return Tally(
        rule=rule,
        table=0,
        passed=counts[Outcome.PASSED],
        failed=counts[Outcome.FAILED],
        inapplicable=counts[Outcome.INAPPLICABLE],
        cant_tell=counts[Outcome.CANT_TELL],
    )
