"""Runs the rules across documents over a store, and keeps what they find in a graph of its own.

The graph is ``all/documents/checks``. It is replaced as a whole whenever the rules run, in one transaction; the same
documents give the same graph. Every rule is linear in the figures: it is asked for some bodies at a time.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.audit.comparing import Comparison
from kg.audit.rulequeries import rule_queries
from kg.check import rules
from kg.model import Finding, Outcome, Tally
from kg.query.header import fill
from kg.rdf.describing import ACROSS, checks_across
from kg.rdf.iris import Iris
from kg.rdf.yarrrml import Mapping
from kg.store import GraphReader, GraphStore, Rows

_BODIES = 200
"""How many bodies a rule is asked for at once."""
_AGENCIES = "SELECT ?body WHERE { ?body a <http://www.w3.org/ns/org#FormalOrganization> } ORDER BY ?body"


class Across(NamedTuple):
    """What the rules across documents found; there is a tally for every rule."""

    findings: tuple[Finding, ...]
    tallies: tuple[Tally, ...]


def graph_of(iris: Iris) -> NamedNode:
    """The graph that what the rules find across documents is kept in."""
    return NamedNode(iris.graph(*ACROSS, "checks"))


def across(store: GraphReader, iris: Iris) -> Across:
    """Run every rule across documents, and change nothing."""
    bodies = list(_bodies(store))
    findings: list[Finding] = []
    tallies = []
    for name, query in rule_queries().items():
        counts: Counter[Outcome] = Counter()
        for first in range(0, len(bodies), _BODIES):
            given = " ".join(map(str, bodies[first : first + _BODIES]))
            answer = store.query(fill(query, "agency", given))
            if isinstance(answer, Rows):
                for judged in Comparison(answer, f"{iris.ids}file/").judged(rules()[name]):
                    counts[judged.outcome] += 1
                    findings += [judged.finding] if judged.finding else []
        tallies.append(_tally(name, counts))
    return Across(tuple(findings), tuple(tallies))


def keep(store: GraphStore, found: Across, mapping: Mapping, iris: Iris) -> None:
    """Let the store hold what was found across documents, in the place of what it held."""
    quads = list(mapping.quads(checks_across(found.findings, found.tallies, iris)))
    held = set(store.match(graph=graph_of(iris)))
    if held != set(quads):
        store.replace(graphs=[graph_of(iris)], additions=quads)


def _tally(rule: str, counts: Counter[Outcome]) -> Tally:
    return Tally(
        rule=rule,
        table=0,
        passed=counts[Outcome.PASSED],
        failed=counts[Outcome.FAILED],
        inapplicable=counts[Outcome.INAPPLICABLE],
        cant_tell=counts[Outcome.CANT_TELL],
    )


def _bodies(store: GraphReader) -> Iterator[NamedNode]:
    answer = store.query(_AGENCIES)
    for row in answer.rows if isinstance(answer, Rows) else ():
        if isinstance(row[0], NamedNode):
            yield row[0]
