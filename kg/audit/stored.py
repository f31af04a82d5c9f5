"""What a store already says: the printings, disclosures and figures of some bodies, read back as values."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.audit import references
from kg.audit.batches import answers
from kg.audit.held import StoredFile, files_named
from kg.model import (
    Account,
    Agency,
    Amount,
    BudgetKey,
    EventKey,
    FigureKey,
    ProjectKey,
    ProjectLink,
    Quantity,
    ResourceKey,
    Statement,
)
from kg.rdf.iris import CNF, TOTAL, Iris
from kg.rdf.naming import code, notation
from kg.store import QuadStore

_ACCOUNT = {
    "numeric": "numericCells", "claims": "claimCount", "facts": "factCells", "labels": "labelCells",
    "refused": "refusedCells", "blank": "blankCells", "prose": "proseAmounts", "prose_claims": "proseClaims",
    "prose_facts": "proseFacts", "prose_classed": "proseClassed", "prose_refused": "proseRefused",
}  # fmt: skip


def account(store: QuadStore, id_: str, iris: Iris) -> Account:
    """The account of a file or a part of one, as the store states it."""
    graph, file = NamedNode(iris.graph("file", id_, "claims")), NamedNode(iris.file(id_))
    stated = {quad.predicate: quad.object for quad in store.match(file, None, None, graph)}
    found = {name: stated.get(_cnf(term)) for name, term in _ACCOUNT.items()}
    return Account(**{name: int(_value(count)) for name, count in found.items() if count is not None})


_FIGURES = """
PREFIX cnf: <https://w3id.org/cnfiscal/def#>
SELECT ?figure ?property ?value WHERE {
  VALUES ?agency { UNDEF }
  ?figure cnf:agency ?agency ; ?property ?value .
}"""
_CLAIMS = """
PREFIX cnf: <https://w3id.org/cnfiscal/def#>
SELECT ?claim ?figure ?property ?value WHERE {
  VALUES ?agency { UNDEF }
  ?figure cnf:agency ?agency .
  ?claim cnf:figure ?figure .
  ?claim ?property ?value .
}"""
_NAMED = f"""
SELECT ?figure ?graph WHERE {{
  VALUES ?agency {{ UNDEF }}
  ?figure <{CNF}agency> ?agency .
  GRAPH ?graph {{ ?change {"|".join(f"<{CNF}{name}>" for name in references.COMPARED)} ?figure }}
}}"""
Said: TypeAlias = dict[str, object]
"""What is said of a thing, by the local names of the properties."""


def statements(store: QuadStore, agencies: Iterable[str], replaced: Iterable[str], iris: Iris) -> tuple[Statement, ...]:
    """Every printing of a figure of ``agencies`` (ids) in the files of the store but those ``replaced`` (ids)."""
    reader, gone, given = _Reader(store, iris), set(replaced), tuple(sorted(agencies))
    keys = reader.keys(given)
    printed = [one for one in reader.claims(given) if reader.file(one[0]) not in gone]
    files = {file.id: file for file in files_named(store, {reader.file(one[0]) for one in printed}, iris)}
    return tuple(reader.statement(claim, keys[figure], said, files) for claim, figure, said in printed)


class _Reader:
    """Reads figures and their claims: a few queries for all of them, however large the store."""

    def __init__(self, store: QuadStore, iris: Iris) -> None:
        self.store = store
        self.iris = iris
        self.units: dict[str, str] = {}
        self.bodies: dict[str, Agency] = {}

    def keys(self, agencies: tuple[str, ...]) -> dict[NamedNode, FigureKey]:
        """The figures of some bodies, with their keys."""
        described: dict[NamedNode, Said] = defaultdict(dict)
        for figure, predicate, value in self._asked(_FIGURES, agencies):
            if isinstance(figure, NamedNode) and figure.value.startswith(f"{self.iris.ids}figure/"):
                described[figure][_local(predicate)] = value
        return {figure: self.key(said) for figure, said in described.items()}

    def claims(self, agencies: tuple[str, ...]) -> Iterator[tuple[NamedNode, NamedNode, Said]]:
        """The claims about the figures of some bodies: each with its figure and what is said of it."""
        described: dict[tuple[NamedNode, NamedNode], Said] = defaultdict(dict)
        for claim, figure, predicate, value in self._asked(_CLAIMS, agencies):
            if isinstance(claim, NamedNode) and isinstance(figure, NamedNode):
                described[claim, figure][_local(predicate)] = value
        yield from ((claim, figure, said) for (claim, figure), said in described.items())

    def named(self, agencies: tuple[str, ...], gone: set[str]) -> Iterator[FigureKey]:
        """The keys of the figures of some bodies that changes name in files that are not ``gone``."""
        for figure, graph in dict.fromkeys(self._asked(_NAMED, agencies)):
            if isinstance(figure, NamedNode) and references.file_in(graph, self.iris) not in gone:
                yield self.key(self._described(figure))

    def _asked(self, query: str, agencies: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
        for answer in answers(self.store, query, tuple(NamedNode(self.iris.agency(agency)) for agency in agencies)):
            yield from answer.rows

    def body(self, agency: str) -> Agency:
        """A body that the store knows."""
        if agency not in self.bodies:
            said = self._described(NamedNode(self.iris.agency(agency)))
            area = _tail(said["area"]) if "area" in said else ""
            self.bodies[agency] = Agency(area=area, name=_value(said["label"]))
        return self.bodies[agency]

    def file(self, claim: NamedNode) -> str:
        """The id of the file, or part of one, that a claim stands in."""
        return claim.value.removeprefix(f"{self.iris.ids}file/").split("/")[0]

    def statement(self, claim: NamedNode, key: FigureKey, said: Said, files: Mapping[str, StoredFile]) -> Statement:
        """What one claim states."""
        file = files[self.file(claim)]
        return Statement(
            claim=claim.value.removeprefix(f"{self.iris.ids}file/"),
            key=key,
            amount=self._amount(claim, key, said),
            disclosure=file.disclosure,
            issued=file.issued,
        )

    def link(self, link: NamedNode, agency: str) -> ProjectLink:
        """What one proposed link says."""
        said = self._described(link)
        return ProjectLink.model_validate(
            {
                "agency": self.body(agency),
                "project": self._name(said["linkedProject"]),
                "other": self._name(said["about"]),
                "confidence": _value(said["confidence"]),
                "ground": _notation("linkGround", said["linkGround"]),
            }
        )

    def _amount(self, claim: NamedNode, key: FigureKey, said: Said) -> Amount | Quantity:
        """What is printed: money, in the unit of the claim or of its table, or a number of things."""
        value = said["amount"] if "amount" in said else said["quantity"]
        printed = {"text": _value(said["reportedText"]), "quantum": _value(said["quantum"])}
        if "reportedUnit" in said:
            unit = _notation("unit", said["reportedUnit"])
        elif isinstance(key, ResourceKey):
            return Quantity.model_validate({**printed, "number": _value(value), "unit": key.unit})
        else:
            unit = self._unit(claim.value.rsplit("/", 2)[0])
        return Amount.model_validate({**printed, "yuan": _value(value), "unit": unit})

    def _unit(self, table: str) -> str:
        if table not in self.units:
            (quad,) = self.store.match(NamedNode(table), _cnf("reportedUnit"))
            self.units[table] = _notation("unit", quad.object)
        return self.units[table]

    def _described(self, node: NamedNode) -> Said:
        return {_local(quad.predicate): quad.object for quad in self.store.match(node)}

    def key(self, said: Said) -> FigureKey:
        """The key of a figure, from what is said of it."""
        common: Said = {"agency": self.body(_tail(said["agency"])), "scope": _notation("scope", said["scope"])}
        if "resourceKind" in said:
            kind, unit = (_notation(name, said[name]) for name in ("resourceKind", "resourceUnit"))
            return ResourceKey.model_validate({**common, "as_of": _value(said["asOf"]), "kind": kind, "unit": unit})
        common |= {
            "year": int(_value(said["fiscalYear"])),
            "phase": _notation("phase", said["phase"]),
            "fund": _notation("fund", said["fund"]),
        }
        if "event" in said:
            return EventKey.model_validate(
                {**common, "event": self._name(said["event"]), "item": _notation("item", said["item"])}
            )
        common |= {
            "function_code": _code(said["functionalCode"]),
            "economic_code": _code(said["economicCode"]),
            "origin": _notation("origin", said["origin"]),
        }
        if "project" in said:
            return ProjectKey.model_validate(
                {
                    **common,
                    "project": self._name(said["project"]),
                    "funding_level": _notation("fundingLevel", said["fundingLevel"]),
                    "term": _notation("term", said["term"]),
                }
            )
        return BudgetKey.model_validate(
            {
                **common,
                "flow": _notation("flow", said["flow"]),
                "revenue_code": _code(said["revenueCode"]),
                "government_economic_code": _code(said["governmentEconomicCode"]),
                "nature": _notation("nature", said["spendingNature"]),
                "item": _notation("item", said["item"]),
            }
        )

    def _name(self, thing: object) -> str:
        if _value(thing) == TOTAL or not isinstance(thing, NamedNode):
            return ""
        return _value(self._described(thing)["label"])


def compared(store: QuadStore, agencies: Iterable[str], replaced: Iterable[str], iris: Iris) -> tuple[FigureKey, ...]:
    """The keys of the figures of ``agencies`` that changes name in files of the store but those ``replaced``."""
    return tuple(dict.fromkeys(_Reader(store, iris).named(tuple(sorted(agencies)), set(replaced))))


def links(store: QuadStore, agencies: Iterable[str], replaced: Iterable[str], iris: Iris) -> tuple[ProjectLink, ...]:
    """The projects of ``agencies`` that may be one, as the files of the store but those ``replaced`` propose."""
    reader, gone = _Reader(store, iris), set(replaced)
    return tuple(
        reader.link(quad.subject, agency)
        for agency in sorted(agencies)
        for quad in store.match(None, _cnf("agency"), NamedNode(iris.agency(agency)))
        if isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(f"{iris.ids}link/")
        and references.file_of(quad, iris) not in gone
    )


def _notation(dimension: str, term: object) -> str:
    return notation(dimension, _value(term))


def _code(term: object) -> str:
    return code(_value(term))


def _cnf(name: str) -> NamedNode:
    return NamedNode(CNF + name)


def _local(predicate: object) -> str:
    return re.split("[/#]", _value(predicate))[-1]


def _tail(term: object) -> str:
    return _value(term).rsplit("/", 1)[1]


def _value(term: object) -> str:
    if isinstance(term, NamedNode | Literal):
        return term.value
    raise TypeError(f"no term where one must be: {term!r}")
