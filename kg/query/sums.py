"""Which sums of a query add money twice: figures of mixed years, levels or slices, printings, bodies within bodies.

The rule is that of docs/figures.md: one member on every dimension but one classification, and of that one its leaves or
one level. A dimension counts as fixed where it has a constant, or is grouped by; ``cnf:headline true`` stands for the
slices (fund, nature, origin, level of funding), of which it takes the widest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Variable

from kg.query.members import CNF
from kg.query.sparql import Node, Pattern, Summing

_SUBORDINATE = "http://www.w3.org/ns/org#subOrganizationOf"
_NAMES = frozenset(
    {
        "http://www.w3.org/2004/02/skos/core#notation",
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://www.w3.org/2000/01/rdf-schema#label",
    }
)
_MEASURES = {"preferredAmount": "figures", "quantity": "figures", "amount": "printings"}
_SLICES = ("fund", "spendingNature", "origin", "fundingLevel")
_CUBES = {
    "budget": (
        ("fiscalYear", "phase", "scope", "flow", "item", "fund", "spendingNature", "origin"),
        ("functionalCode", "economicCode", "governmentEconomicCode", "revenueCode"),
    ),
    "project": (
        ("fiscalYear", "phase", "scope", "fund", "origin", "fundingLevel", "term"),
        ("project", "functionalCode", "economicCode"),
    ),
    "event": (("fiscalYear", "phase", "scope", "item", "fund"), ("event",)),
    "resource": (("scope", "asOf", "resourceUnit"), ("resourceKind",)),
}
"""The dimensions of each cube beside its agency, and those of them along which it may be added."""
_SAFE = {
    "fiscalYear": '"2024"^^xsd:gYear', "phase": "cnf:Final", "scope": "cnf:Own", "flow": "cnf:Expenditure",
    "term": "cnf:Annual", "asOf": '"2024-12-31"^^xsd:date', "resourceUnit": "cnf:Vehicle",
}  # fmt: skip
"""A member to fix a dimension by; ``cnf:T``, the total, where none is named here."""


def unsafe(summing: Summing) -> Iterator[tuple[str, str]]:
    """What is wrong with a sum, and what to write instead."""
    for name in sorted(summing.added):
        for pattern in summing.patterns:
            measure = _local(pattern.predicate)
            if measure in _MEASURES and name in _sources(summing, pattern.object):
                yield from _Figure(summing, pattern.subject).unsafe(_MEASURES[measure])


def _sources(summing: Summing, node: Node) -> set[str]:
    """The variables that hold this value, or one computed from it."""
    if not isinstance(node, Variable):
        return set()
    return {node.value} | {name for name, used in summing.derived.items() if node.value in used}


def _local(node: object) -> str:
    return node.value.removeprefix(CNF) if isinstance(node, NamedNode) and node.value.startswith(CNF) else ""


@dataclass(frozen=True)
class _Figure:
    """What a sum says of the figures that it adds."""

    summing: Summing
    subject: Node

    @cached_property
    def values(self) -> dict[str, Node]:
        """The value of each property of ``cnf:`` that is asked of the figure."""
        return {_local(one.predicate): one.object for one in self.summing.patterns if one.subject == self.subject}

    def unsafe(self, kind: str) -> Iterator[tuple[str, str]]:
        function = self.summing.function
        if kind == "printings":
            if not {"changedFigure", "direction"} & self.values.keys():
                yield (
                    f"{function} adds printings: a figure that several tables print is added several times.",
                    "Add cnf:preferredAmount of the figures (docs/figures.md).",
                )
            return
        if self.is_one(self.subject):
            return
        if self.summing.distinct:
            yield (f"{function}(DISTINCT …) adds equal amounts of different figures once.", "Leave DISTINCT out.")
        yield from self.repeated()
        yield from self.mixed()
        yield from self.nested()

    def repeated(self) -> Iterator[tuple[str, str]]:
        for one in self.summing.patterns:
            if _local(one.predicate) == "figure" and one.object == self.subject and not self.is_one(one.subject):
                yield (
                    f"{self.summing.function} adds a figure once for each of its printings.",
                    "Leave the claims out, or add in a sub-query.",
                )
                return

    def mixed(self) -> Iterator[tuple[str, str]]:
        """The dimensions whose members are mixed."""
        dimensions, along = _CUBES[self.cube]
        widest = self.says("headline")
        open_ones = [
            name for name in dimensions if not self.fixes(name) and not (widest and name in _SLICES) and self.has(name)
        ]
        free = [name for name in along if not self.fixes(name) and self.has(name)]
        if len(free) > 1 or (free and not self.says("leaf") and not self.levelled(free[0])):
            open_ones += free
        if not open_ones:
            return
        lines = [f"cnf:{name} {_SAFE.get(name, 'cnf:T')}" for name in open_ones if name not in _SLICES]
        lines += ["cnf:headline true"] if set(_SLICES) & set(open_ones) else []
        lines += ["cnf:leaf true"] if free and set(free) <= set(open_ones) else []
        yield (
            f"{self.summing.function} adds over mixed {', '.join(open_ones)}: totals are added to their parts.",
            f"Fix them, {_named(self.subject)} {' ; '.join(lines)}, or group by them (docs/figures.md).",
        )

    def nested(self) -> Iterator[tuple[str, str]]:
        """That a body may be added beside the body that contains it."""
        own = self.values.get("scope") == NamedNode(f"{CNF}Own")
        told = any(_SUBORDINATE in (p.value for p in one.predicates) for one in self.summing.excluded)
        if not self.fixes("agency") and not own and not told:
            yield (
                f"{self.summing.function} adds bodies: a department's consolidated figure contains its units'.",
                "Keep to cnf:scope cnf:Own, or leave out bodies that are org:subOrganizationOf another one here.",
            )

    @property
    def cube(self) -> str:
        stated = self.values.get("http://purl.org/linked-data/cube#dataSet")
        name = stated.value.rsplit("/", 1)[-1] if isinstance(stated, NamedNode) else ""
        told = {"project": "project", "event": "event", "resourceKind": "resource", "quantity": "resource"}
        return name if name in _CUBES else next((told[key] for key in told if key in self.values), "budget")

    def has(self, dimension: str) -> bool:
        """Whether figures like this one can have members on the dimension: revenue has no functional code."""
        flow = _local(self.values.get("flow"))
        spending = ("functionalCode", "economicCode", "governmentEconomicCode", "spendingNature")
        if flow == "Expenditure":
            return dimension != "revenueCode"
        return dimension not in spending if flow == "Revenue" else True

    def says(self, name: str) -> bool:
        value = self.values.get(name)
        return isinstance(value, Literal) and value.value in ("true", "1")

    def fixes(self, dimension: str) -> bool:
        return dimension in self.values and self.is_one(self.values[dimension])

    def is_one(self, node: Node) -> bool:
        """Whether a value is the same in all rows that are added together."""
        if not isinstance(node, Variable):
            return not isinstance(node, type(None)) and isinstance(node, NamedNode | Literal)
        one = self.summing.fixed | self.summing.group
        if node.value in one or any(node.value in self.summing.derived.get(name, ()) for name in self.summing.group):
            return True
        return any(self.names(pattern, node, one) for pattern in self.summing.patterns)

    @staticmethod
    def names(pattern: Pattern, node: Node, one: frozenset[str]) -> bool:
        """Whether the pattern tells the node by a name or code that is the same in all rows."""
        if pattern.subject != node or pattern.predicate is None or pattern.predicate.value not in _NAMES:
            return False
        return pattern.object.value in one if isinstance(pattern.object, Variable) else True

    def levelled(self, dimension: str) -> bool:
        """Whether codes of one level are taken, by the length of their notation or by their level."""
        node = self.values.get(dimension)
        codes = [one for one in self.summing.patterns if one.subject == node]
        tested = any(isinstance(one.object, Variable) and one.object.value in self.summing.levelled for one in codes)
        return tested or any(_local(one.predicate) == "level" and self.is_one(one.object) for one in codes)


def _named(node: Node) -> str:
    return f"?{node.value}" if isinstance(node, Variable) and not node.value.startswith("path") else "?figure"
