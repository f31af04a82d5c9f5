"""What figures are about, as exports name it: bodies, years, codes, projects."""

from collections.abc import Iterator

from kg.publish.selecting import Row, keyed, printed_code, select, tail, word
from kg.store import GraphReader

_AGENCIES = """SELECT ?agency ?name ?area WHERE {
  ?agency rdfs:label ?name ; a org:FormalOrganization . OPTIONAL { ?agency cnf:area ?area } }"""
KEY = """?figure cnf:agency ?agency ; cnf:scope ?scope .
  OPTIONAL { ?figure cnf:fiscalYear ?year } OPTIONAL { ?figure cnf:phase ?phase } OPTIONAL { ?figure cnf:fund ?fund }
  OPTIONAL { ?figure cnf:flow ?flow } OPTIONAL { ?figure cnf:revenueCode ?revenue }
  OPTIONAL { ?figure cnf:functionalCode ?function } OPTIONAL { ?figure cnf:economicCode ?economic }
  OPTIONAL { ?figure cnf:governmentEconomicCode ?government } OPTIONAL { ?figure cnf:spendingNature ?nature }
  OPTIONAL { ?figure cnf:origin ?origin } OPTIONAL { ?figure cnf:item ?item }
  OPTIONAL { ?figure cnf:fundingLevel ?level } OPTIONAL { ?figure cnf:term ?term }
  OPTIONAL { ?figure cnf:resourceKind ?resource }
  OPTIONAL { ?figure cnf:project ?project OPTIONAL { ?project a schema:Project ; rdfs:label ?projectName } }
  OPTIONAL { ?figure cnf:event ?event OPTIONAL { ?event a schema:Event ; rdfs:label ?eventName } }"""
"""The pattern of a figure's key, whatever its cube, as :meth:`Bodies.key` reads it."""


class Bodies:
    """The public bodies of a graph."""

    def __init__(self, store: GraphReader) -> None:
        self._bodies = keyed(select(store, _AGENCIES), "agency")

    def in_order(self) -> Iterator[str]:
        """The IRIs of the bodies, ordered by name and area."""
        yield from sorted(self._bodies, key=lambda iri: (*self.cells(iri).values(), iri))

    def cells(self, iri: str) -> Row:
        """The columns that name a body."""
        body = self._bodies[iri]
        return {"agency": body["name"], "area": tail(body["area"])}

    def key(self, figure: Row) -> Row:
        """The dimensions of a figure; money of projects and events is expenditure, a stock has none of money's."""
        of_money = bool(figure["fund"])
        return {
            **self.cells(figure["agency"]),
            "scope": word("scope", figure["scope"]),
            "fiscal_year": figure["year"],
            "phase": word("phase", figure["phase"]),
            "flow": word("flow", figure["flow"], "expenditure" if of_money else ""),
            "fund": word("fund", figure["fund"]),
            "revenue_code": printed_code(figure["revenue"]),
            "function_code": printed_code(figure["function"]),
            "economic_code": printed_code(figure["economic"]),
            "government_economic_code": printed_code(figure["government"]),
            "nature": "project" if figure["project"] else word("nature", figure["nature"], "total" if of_money else ""),
            "origin": word("origin", figure["origin"], "total" if of_money else ""),
            "project": figure["projectName"] or figure["eventName"],
            "item": word("item", figure["item"]),
            "funding_level": word("fundingLevel", figure["level"]),
            "term": word("term", figure["term"]),
        }
