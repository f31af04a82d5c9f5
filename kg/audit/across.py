"""Runs the rules across documents over a store, and keeps what they find in a graph of its own.

A rule is a query in ``queries/across/``. Its rows are of three kinds: a printing that is judged (``?group``, ``?cell``,
``?amount``, ``?quantum``), a part that the judgement of a group needs (``?group``, ``?part``), and a printing of a part
(``?part``, ``?rank``, ``?cell``, ``?amount``, ``?quantum``), of which the lowest rank counts. The first two may be
one row.

The graph is ``all/documents/checks``. It is replaced as a whole whenever the rules run, in one transaction; the same
documents give the same graph. Every rule is linear in the figures: it is asked for some bodies at a time.
"""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.audit.batches import answers, bodies
from kg.audit.comparing import Comparison
from kg.audit.judgement import iris_of
from kg.check import rule_named
from kg.model import Finding, Outcome, Tally
from kg.query.rulefiles import across as queries
from kg.rdf.describing import ACROSS, checks_across
from kg.rdf.iris import Iris
from kg.rdf.yarrrml import Mapping
from kg.store import GraphReader, QuadStore


class Across(NamedTuple):
    """What the rules across documents found; there is a tally for every rule."""

    findings: tuple[Finding, ...]
    tallies: tuple[Tally, ...]


def graph_of(iris: Iris) -> NamedNode:
    """The graph that what the rules find across documents is kept in."""
    return NamedNode(iris.graph(*ACROSS, "checks"))


def across(store: GraphReader, iris: Iris, of: tuple[NamedNode, ...] | None = None) -> Across:
    """Run every rule across documents, of some bodies or of all, and change nothing."""
    known = bodies(store) if of is None else of
    findings: list[Finding] = []
    tallies = []
    for name, query in queries().items():
        counts: Counter[Outcome] = Counter()
        for answer in answers(store, query, known):
            for judged in Comparison(answer, f"{iris.ids}file/").judged(rule_named(name)):
                counts[judged.outcome] += 1
                findings += [judged.finding] if judged.finding else []
        tallies.append(_tally(name, counts))
    return Across(tuple(findings), tuple(tallies))


def keep(store: QuadStore, found: Across, mapping: Mapping, iris: Iris) -> None:
    """Let the store hold what was found across documents, in the place of what it held."""
    quads = list(mapping.quads(checks_across(found.findings, found.tallies, iris)))
    held = set(store.match(graph=graph_of(iris)))
    if held != set(quads):
        store.replace(graphs=[graph_of(iris)], additions=quads)


def renew(store: QuadStore, mappings: Path) -> Across:
    """Run every rule across documents over a store, and let it hold what they find; ``mappings`` are those to RDF."""
    iris = iris_of(store)
    found = across(store, iris)
    keep(store, found, Mapping.load(mappings, base=iris.base), iris)
    return found


def _tally(rule: str, counts: Counter[Outcome]) -> Tally:
    return Tally(
        rule=rule,
        table=0,
        passed=counts[Outcome.PASSED],
        failed=counts[Outcome.FAILED],
        inapplicable=counts[Outcome.INAPPLICABLE],
        cant_tell=counts[Outcome.CANT_TELL],
    )
