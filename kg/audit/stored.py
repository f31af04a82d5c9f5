"""What a store already says: the printings, disclosures and figures of some bodies, read back as values."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from kg.audit import references
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


def statements(store: QuadStore, agencies: Iterable[str], replaced: Iterable[str], iris: Iris) -> tuple[Statement, ...]:
    """Every printing of a figure of ``agencies`` (ids) in the files of the store but those ``replaced`` (ids)."""
    reader, gone = _Reader(store, iris), set(replaced)
    printed = [
        (claim, key)
        for agency in sorted(agencies)
        for figure, key in reader.keys(agency)
        for claim in reader.claims(figure)
        if reader.file(claim) not in gone
    ]
    files = {file.id: file for file in files_named(store, {reader.file(claim) for claim, _ in printed}, iris)}
    return tuple(reader.statement(claim, key, files) for claim, key in printed)


class _Reader:
    """Reads figures and their claims quad by quad: a few look-ups each, however large the store."""

    def __init__(self, store: QuadStore, iris: Iris) -> None:
        self.store = store
        self.iris = iris
        self.figures = NamedNode(iris.graph("figures"))
        self.units: dict[str, str] = {}

    def keys(self, agency: str) -> Iterator[tuple[NamedNode, FigureKey]]:
        """The figures of a body, with their keys."""
        node = NamedNode(self.iris.agency(agency))
        about = self.body(agency)
        if about is None:
            return
        for quad in self.store.match(None, _cnf("agency"), node, self.figures):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject, self._key(self._described(quad.subject), about)

    def body(self, agency: str) -> Agency | None:
        """A body, where the store knows it."""
        said = self._described(NamedNode(self.iris.agency(agency)))
        if not said:
            return None
        return Agency(area=_tail(said["area"]) if "area" in said else "", name=_value(said["label"]))

    def claims(self, figure: NamedNode) -> Iterator[NamedNode]:
        """The claims about a figure."""
        for quad in self.store.match(None, _cnf("figure"), figure):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def file(self, claim: NamedNode) -> str:
        """The id of the file, or part of one, that a claim stands in."""
        return claim.value.removeprefix(f"{self.iris.ids}file/").split("/")[0]

    def statement(self, claim: NamedNode, key: FigureKey, files: Mapping[str, StoredFile]) -> Statement:
        """What one claim states."""
        said = self._described(claim)
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

    def _amount(self, claim: NamedNode, key: FigureKey, said: dict[str, object]) -> Amount | Quantity:
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

    def _described(self, node: NamedNode) -> dict[str, object]:
        """What is said of a thing, by the local names of the properties."""
        return {re.split("[/#]", quad.predicate.value)[-1]: quad.object for quad in self.store.match(node)}

    def _key(self, said: dict[str, object], agency: Agency) -> FigureKey:
        common: dict[str, object] = {"agency": agency, "scope": _notation("scope", said["scope"])}
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
    reader, gone = _Reader(store, iris), set(replaced)
    return tuple(
        key
        for agency in sorted(agencies)
        for figure, key in reader.keys(agency)
        if any(
            references.file_of(quad, iris) not in gone
            for name in references.COMPARED
            for quad in store.match(None, _cnf(name), figure)
        )
    )


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


def _tail(term: object) -> str:
    return _value(term).rsplit("/", 1)[1]


def _value(term: object) -> str:
    if isinstance(term, NamedNode | Literal):
        return term.value
    raise TypeError(f"no term where one must be: {term!r}")
