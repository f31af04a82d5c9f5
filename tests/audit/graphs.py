"""Small graphs written down by hand: disclosures with files, figures with their printings, bodies below others."""

from collections.abc import Iterator
from itertools import count

from pyoxigraph import RdfFormat, parse

from kg.store import GraphStore

PREFIXES = """
@base <https://w3id.org/cnfiscal/> .
@prefix cnf: <https://w3id.org/cnfiscal/def#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
KEY = {
    "scope": "Consolidated", "phase": "Final", "flow": "Expenditure", "fund": "T", "revenueCode": "T",
    "functionalCode": "T", "economicCode": "T", "governmentEconomicCode": "T", "spendingNature": "T", "origin": "T",
    "item": "T",
}  # fmt: skip


class Graph:
    """A graph in the making. Files are called by letters, bodies by words; cells are numbered as they come."""

    def __init__(self) -> None:
        self._parts = [PREFIXES]
        self._cells: Iterator[int] = count(1)

    def add(self, graph: str, turtle: str) -> None:
        """Add statements to a graph."""
        self._parts.append(f"GRAPH <graph/{graph}> {{ {turtle} }}\n")

    def body(self, name: str, above: str = "") -> None:
        """A body, below another."""
        below = f" ; org:subOrganizationOf <id/agency/{above}>" if above else ""
        self.add("agencies", f'<id/agency/{name}> a org:FormalOrganization ; rdfs:label "{name}"@zh{below} .')

    def file(self, file: str, body: str, year: int, kind: str, scope: str = "Consolidated") -> None:
        """A file, and the disclosure it belongs to: ``kind`` is ``Budget`` or ``Final``."""
        disclosure = f"<id/disclosure/{body}/{year}-{kind}-{scope}>"
        self.add(
            "catalogue",
            f'{disclosure} a cnf:Disclosure ; cnf:agency <id/agency/{body}> ; cnf:fiscalYear "{year}"^^xsd:gYear ;'
            f" cnf:disclosureKind cnf:{kind}Disclosure ; cnf:scope cnf:{scope} .",
        )
        self.add(
            f"file/{file}/claims",
            f'{disclosure} dcat:distribution <id/file/{file}> . <id/file/{file}> dcterms:title "{file}.md" ;'
            f' cnf:sha256 "{file}" . <graph/file/{file}/claims> prov:wasGeneratedBy <id/extraction/{file}> .'
            f" <id/extraction/{file}> prov:used <id/file/{file}> .",
        )

    def figure(self, name: str, body: str, year: int, amount: str = "0", **key: str) -> None:
        """A figure of the budget cube."""
        stated = " ; ".join(f"cnf:{term} cnf:{member}" for term, member in (KEY | key).items())
        self.add(
            "figures",
            f"<id/figure/{name}> a cnf:Figure ; qb:dataSet <id/cube/budget> ; cnf:agency <id/agency/{body}> ;"
            f' cnf:fiscalYear "{year}"^^xsd:gYear ; {stated} ; cnf:preferredAmount {amount} ; cnf:leaf true ;'
            " cnf:agreement cnf:single .",
        )

    def printed(self, figure: str, file: str, amount: str, quantum: str = "100") -> str:
        """A printing of a figure in a file; the id of its cell."""
        cell = f"{file}/t01/r{next(self._cells)}/c2"
        self.add(
            f"file/{file}/claims",
            f"<id/file/{cell}> a cnf:Claim ; cnf:figure <id/figure/{figure}> ; cnf:amount {amount}.0 ;"
            f' cnf:quantum {quantum}.0 ; cnf:reportedText "{amount}" .',
        )
        return cell

    def store(self) -> GraphStore:
        """A store that holds the graph."""
        store = GraphStore.in_memory()
        store.add(parse("".join(self._parts), format=RdfFormat.TRIG))
        return store
