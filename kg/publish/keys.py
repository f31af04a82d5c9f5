"""What figures are about, as exports name it: bodies, years, codes, projects."""

from collections.abc import Iterator
from functools import lru_cache

from kg.publish.selecting import Row, keyed, printed_code, select, tail, word
from kg.store import GraphReader

_AGENCIES = """SELECT ?agency ?name ?area WHERE {
  ?agency rdfs:label ?name ; a org:FormalOrganization . OPTIONAL { ?agency cnf:area ?area } }"""
_NAMES = """SELECT ?thing ?name WHERE {{ VALUES ?type {{ schema:Project schema:Event }}
  ?thing cnf:agency <{agency}> ; a ?type ; rdfs:label ?name }}"""
_SAID = "SELECT ?figure ?property ?value WHERE {{ {which} ?figure ?property ?value }}"
_BODIES_AT_ONCE = 64


class Figure(Row):
    """What is said of a figure, by the local name of the property; empty where nothing is."""

    def __missing__(self, name: str) -> str:
        return ""


def figures_of(store: GraphReader, which: str) -> dict[str, Figure]:
    """The figures that a pattern binds to ``?figure``, by IRI; ``figure`` is the IRI itself.

    All that is said of each is asked for at once: a pattern with an option for each dimension takes the store
    some hundred times as long.
    """
    found: dict[str, Figure] = {}
    for row in select(store, _SAID.format(which=which)):
        figure = found.setdefault(row["figure"], Figure(figure=row["figure"]))
        figure[tail(row["property"])] = row["value"]
    return found


class Bodies:
    """The public bodies of a graph."""

    def __init__(self, store: GraphReader) -> None:
        self._bodies = keyed(select(store, _AGENCIES), "agency")
        self._names = lru_cache(_BODIES_AT_ONCE)(lambda agency: _names(store, agency))

    def in_order(self) -> Iterator[str]:
        """The IRIs of the bodies, ordered by name and area."""
        yield from sorted(self._bodies, key=lambda iri: (*self.cells(iri).values(), iri))

    def cells(self, iri: str) -> Row:
        """The columns that name a body."""
        body = self._bodies[iri]
        return {"agency": body["name"], "area": tail(body["area"])}

    def key(self, figure: Figure) -> Row:
        """The dimensions of a figure; money of projects and events is expenditure, a stock has none of money's."""
        of_money = bool(figure["fund"])
        return {
            **self.cells(figure["agency"]),
            "scope": word("scope", figure["scope"]),
            "fiscal_year": figure["fiscalYear"],
            "phase": word("phase", figure["phase"]),
            "flow": word("flow", figure["flow"], "expenditure" if of_money else ""),
            "fund": word("fund", figure["fund"]),
            "revenue_code": printed_code(figure["revenueCode"]),
            "function_code": printed_code(figure["functionalCode"]),
            "economic_code": printed_code(figure["economicCode"]),
            "government_economic_code": printed_code(figure["governmentEconomicCode"]),
            "nature": _nature(figure) if of_money else "",
            "origin": word("origin", figure["origin"], "total" if of_money else ""),
            "project": self.name(figure, "project") or self.name(figure, "event"),
            "item": word("item", figure["item"]),
            "funding_level": word("fundingLevel", figure["fundingLevel"]),
            "term": word("term", figure["term"]),
        }

    def name(self, figure: Figure, what: str) -> str:
        """The name of the project or the event a figure is about, empty where it is about none."""
        return self._names(figure["agency"]).get(figure[what], "") if figure[what] else ""


def _nature(figure: Figure) -> str:
    return "project" if figure["project"] else word("nature", figure["spendingNature"], "total")


def _names(store: GraphReader, agency: str) -> dict[str, str]:
    return {row["thing"]: row["name"] for row in select(store, _NAMES.format(agency=agency))}
