"""What a store holds of checks, read back: every finding with its places, and for each rule how often it held.

A rule that found nothing to judge is listed with noughts, so that nobody takes silence for a pass.
"""

import re
from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.audit.places import Place, Places
from kg.check import Rule, rules
from kg.model import Severity
from kg.query.lookup import rows
from kg.rdf.iris import BASE, Iris
from kg.store import GraphReader, QuadStore

_FINDINGS = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?result ?rule ?severity ?focus ?zh ?en ?found ?expected ?difference ?tolerance ?cause WHERE {
  ?result a sh:ValidationResult ; sh:sourceShape ?rule ; sh:resultSeverity ?severity ; sh:focusNode ?focus ;
          sh:resultMessage ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
  OPTIONAL { ?result sh:value ?found }
  OPTIONAL { ?result cnf:expected ?expected }
  OPTIONAL { ?result cnf:difference ?difference }
  OPTIONAL { ?result cnf:tolerance ?tolerance }
  OPTIONAL { ?result cnf:likelyCause ?cause }
} ORDER BY ?rule ?focus ?result"""
_CELLS = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?result ?cell WHERE { ?result a sh:ValidationResult ; cnf:cell ?cell } ORDER BY ?result ?cell"""
_TALLIES = """
SELECT ?rule ?outcome (SUM(?count) AS ?times) WHERE {
  ?property a cnf:OutcomeCount ; cnf:ofRule ?rule ; cnf:outcome ?outcome . ?subject ?property ?count
} GROUP BY ?rule ?outcome"""
_DOCUMENTS = "SELECT (COUNT(DISTINCT ?file) AS ?n) WHERE { ?file cnf:sha256 ?sha }"
_MARKER = "SELECT ?graph WHERE { GRAPH ?graph { ?graph <http://www.w3.org/2002/07/owl#versionInfo> ?version } }"


class Count(NamedTuple):
    """How often a rule had each outcome."""

    rule: Rule
    passed: int = 0
    failed: int = 0
    inapplicable: int = 0
    cant_tell: int = 0


class Found(NamedTuple):
    """A finding: what it is about, the cells it rests on, what was found and expected (yuan)."""

    id: str
    rule: str
    severity: Severity
    message_zh: str
    message_en: str
    focus: Place
    cells: tuple[Place, ...]
    found: Decimal | None
    expected: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None
    cause: str


class Judgement(NamedTuple):
    """What was found in ``documents`` files, the gravest first, and the outcomes of every rule."""

    documents: int
    findings: tuple[Found, ...]
    counts: tuple[Count, ...]

    def at_least(self, severity: Severity) -> int:
        """How many findings matter as much as this or more."""
        worst = tuple(Severity).index(severity)
        return sum(1 for one in self.findings if tuple(Severity).index(one.severity) <= worst)


def iris_of(store: GraphReader) -> Iris:
    """The IRIs under the base that a store was built with; the usual one for a store without any data."""
    for (graph,) in rows(store, _MARKER).rows:
        if isinstance(graph, NamedNode) and graph.value.endswith("graph/ontology"):
            return Iris(graph.value.removesuffix("graph/ontology"))
    return Iris(BASE)


def judgement(store: QuadStore) -> Judgement:
    """Everything a store holds of checks."""
    places = Places(store, iris_of(store))
    cells: dict[str, list[Place]] = defaultdict(list)
    for result, cell in rows(store, _CELLS).rows:
        cells[_value(result)].append(places.place(_value(cell)))
    found = [_found(row, cells, places) for row in rows(store, _FINDINGS).rows]
    order = {severity: number for number, severity in enumerate(Severity)}
    found.sort(key=lambda one: (order[one.severity], one.focus.document, _position(one.focus), one.rule, one.id))
    number = rows(store, _DOCUMENTS).rows[0][0]
    return Judgement(int(_value(number)), tuple(found), _counts(store))


def _found(row: tuple[object, ...], cells: dict[str, list[Place]], places: Places) -> Found:
    result, rule, severity, focus, zh, en, *amounts, cause = map(_value, row)
    found, expected, difference, tolerance = (Decimal(text) if text else None for text in amounts)
    return Found(
        id=re.sub(r"^.*/id/", "", result),
        rule=rule.rpartition("#rule-")[2],
        severity=Severity(severity.rpartition("#")[2]),
        message_zh=zh,
        message_en=en,
        focus=places.place(focus),
        cells=tuple(cells[result]),
        found=found,
        expected=expected,
        difference=difference,
        tolerance=tolerance,
        cause=cause.rpartition("#")[2],
    )


def _position(place: Place) -> tuple[int, ...]:
    """Sorts places of a document as they stand in it."""
    return tuple(map(int, re.findall(r"(?<=[a-z-])\d+", place.iri.rpartition(place.file)[2])))


def _counts(store: GraphReader) -> tuple[Count, ...]:
    times: dict[tuple[str, str], int] = {}
    for rule, outcome, number in rows(store, _TALLIES).rows:
        times[_value(rule).rpartition("#rule-")[2], _value(outcome).rpartition("#")[2]] = int(_value(number))
    outcomes = ("passed", "failed", "inapplicable", "cantTell")
    return tuple(
        Count(rule, *(times.get((name, outcome), 0) for outcome in outcomes)) for name, rule in rules().items()
    )


def _value(term: object) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else ""
