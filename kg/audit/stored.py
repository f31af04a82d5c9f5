"""What a store already says: the printings, disclosures and figures of some bodies, read back as values."""

from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from kg.codebooks import dimensions
from kg.model import (
    Agency,
    Amount,
    BudgetKey,
    Disclosure,
    EventKey,
    FigureKey,
    ProjectKey,
    Statement,
)
from kg.rdf.iris import CNF, TOTAL, Iris
from kg.store import GraphStore, Rows

_STATEMENTS = """
PREFIX cnf: <https://w3id.org/cnfiscal/def#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?claim ?figure ?amount ?text ?unit ?quantum ?documentYear ?documentKind
       ?agency ?agencyName ?area ?scope ?year ?phase ?flow ?fund ?revenueCode ?functionCode ?economicCode
       ?governmentEconomicCode ?nature ?origin ?item ?project ?projectName ?level ?term ?event ?eventName
WHERE {
  VALUES ?agency { %s }
  GRAPH <%sfigures> { ?figure cnf:agency ?agency ; cnf:scope ?scope ; cnf:fiscalYear ?year ; cnf:phase ?phase ; cnf:fund ?fund .
    OPTIONAL { ?figure cnf:flow ?flow }
    OPTIONAL { ?figure cnf:revenueCode ?revenueCode }
    OPTIONAL { ?figure cnf:functionalCode ?functionCode }
    OPTIONAL { ?figure cnf:economicCode ?economicCode }
    OPTIONAL { ?figure cnf:governmentEconomicCode ?governmentEconomicCode }
    OPTIONAL { ?figure cnf:spendingNature ?nature }
    OPTIONAL { ?figure cnf:origin ?origin }
    OPTIONAL { ?figure cnf:item ?item }
    OPTIONAL { ?figure cnf:project ?project }
    OPTIONAL { ?figure cnf:fundingLevel ?level }
    OPTIONAL { ?figure cnf:term ?term }
    OPTIONAL { ?figure cnf:event ?event } }
  ?agency rdfs:label ?agencyName .
  OPTIONAL { ?agency cnf:area ?area }
  OPTIONAL { ?project rdfs:label ?projectName }
  OPTIONAL { ?event rdfs:label ?eventName }
  ?claim cnf:figure ?figure ; cnf:amount ?amount ; cnf:reportedText ?text ; cnf:reportedUnit ?unit ; cnf:quantum ?quantum ;
         cnf:row/cnf:table/dcterms:isPartOf ?file .
  ?disclosure dcat:distribution ?file ; cnf:fiscalYear ?documentYear ; cnf:disclosureKind ?documentKind .
}
"""

_DISCLOSURES = """
PREFIX cnf: <https://w3id.org/cnfiscal/def#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?file ?disclosure ?agency ?agencyName ?area ?year ?kind ?scope WHERE {
  ?disclosure dcat:distribution ?file ; cnf:agency ?agency ; cnf:fiscalYear ?year ; cnf:disclosureKind ?kind ; cnf:scope ?scope .
  ?agency rdfs:label ?agencyName .
  OPTIONAL { ?agency cnf:area ?area }
}
"""


class StoredFile(NamedTuple):
    """A file in the store, and the disclosure it belongs to."""

    sha: str
    disclosure: Disclosure


def files(store: GraphStore) -> tuple[StoredFile, ...]:
    """Every file in the store."""
    return tuple(
        StoredFile(
            _tail(row["file"]),
            Disclosure.model_validate(
                {
                    "agency": _agency(row),
                    "year": int(_value(row["year"])),
                    "kind": _notation("kind", row["kind"]),
                    "scope": _notation("scope", row["scope"]),
                }
            ),
        )
        for row in _records(store, _DISCLOSURES)
    )


def statements(store: GraphStore, agencies: Iterable[str], iris: Iris) -> tuple[Statement, ...]:
    """Every printing in the store of a figure of ``agencies`` (ids)."""
    values = " ".join(str(NamedNode(iris.agency(agency))) for agency in sorted(agencies))
    query = _STATEMENTS % (values, iris.graphs)
    prefix = f"{iris.ids}file/"
    return tuple(
        Statement(
            claim=_value(row["claim"]).removeprefix(prefix),
            key=_key(row),
            amount=Amount.model_validate(
                {
                    "text": _value(row["text"]),
                    "yuan": _value(row["amount"]),
                    "unit": _notation("unit", row["unit"]),
                    "quantum": _value(row["quantum"]),
                }
            ),
            document_year=int(_value(row["documentYear"])),
            document_kind=_notation("kind", row["documentKind"]),
        )
        for row in _records(store, query)
    )


def quads_about(store: GraphStore, agencies: Iterable[str], iris: Iris) -> tuple[Quad, ...]:
    """Every quad in the shared graphs that is about ``agencies``: themselves, their figures, disclosures, projects, events."""
    found: list[Quad] = []
    about = NamedNode(f"{CNF}agency")
    for agency in sorted(agencies):
        node = NamedNode(iris.agency(agency))
        for name in ("agencies", "catalogue", "figures", "projects"):
            graph = NamedNode(iris.graph(name))
            subjects = [quad.subject for quad in store.match(None, about, node, graph)]
            for subject in [node, *subjects] if name == "agencies" else subjects:
                found.extend(store.match(subject, None, None, graph))
    return tuple(found)


def _records(store: GraphStore, query: str) -> Iterable[dict[str, object]]:
    rows = store.query(query)
    if not isinstance(rows, Rows):
        raise TypeError("a SELECT query answers with rows")
    for row in rows.rows:
        yield dict(zip(rows.variables, row, strict=True))


def _key(row: dict[str, object]) -> FigureKey:
    common = {
        "agency": _agency(row),
        "scope": _notation("scope", row["scope"]),
        "year": int(_value(row["year"])),
        "phase": _notation("phase", row["phase"]),
        "fund": _notation("fund", row["fund"]),
    }
    if row["event"] is not None:
        return EventKey.model_validate(
            {**common, "event": _value(row["eventName"]), "item": _notation("item", row["item"])}
        )
    codes = {"function_code": _code(row["functionCode"]), "economic_code": _code(row["economicCode"])}
    origin = _notation("origin", row["origin"])
    if row["project"] is not None:
        return ProjectKey.model_validate(
            {
                **common,
                **codes,
                "origin": origin,
                "project": "" if _value(row["project"]) == TOTAL else _value(row["projectName"]),
                "funding_level": _notation("fundingLevel", row["level"]),
                "term": _notation("term", row["term"]),
            }
        )
    return BudgetKey.model_validate(
        {
            **common,
            **codes,
            "origin": origin,
            "flow": _notation("flow", row["flow"]),
            "revenue_code": _code(row["revenueCode"]),
            "government_economic_code": _code(row["governmentEconomicCode"]),
            "nature": _notation("nature", row["nature"]),
            "item": _notation("item", row["item"]),
        }
    )


def _agency(row: dict[str, object]) -> Agency:
    area = row["area"]
    return Agency(area="" if area is None else _tail(area), name=_value(row["agencyName"]))


def _notation(dimension: str, term: object) -> str:
    """The notation of a member by its IRI."""
    local = _value(term).removeprefix(CNF)
    return next(m.notation for (name, _), m in dimensions.members().items() if name == dimension and m.iri == local)


def _code(term: object) -> str:
    value = _value(term)
    return "" if value == TOTAL else value.rsplit("/", 1)[1]


def _tail(term: object) -> str:
    return _value(term).rsplit("/", 1)[1]


def _value(term: object) -> str:
    if isinstance(term, NamedNode | Literal):
        return term.value
    raise TypeError(f"no term where one must be: {term!r}")
