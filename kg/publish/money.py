"""The tables of figures and stocks and of the claims of both: what is printed, and what is held to be so."""

from collections.abc import Iterator

from kg.publish.keys import Bodies, Figure, figures_of
from kg.publish.places import File, Places, of_every_file
from kg.publish.selecting import Row, select, tail, word
from kg.store import GraphReader

_PRINTED = """SELECT * WHERE {{ ?at a cnf:Claim ; cnf:figure ?figure ; {value} ?value ; cnf:reportedText ?text ;
  cnf:quantum ?quantum .
  OPTIONAL {{ ?at cnf:row ?row }} OPTIONAL {{ ?at cnf:column ?column }} OPTIONAL {{ ?at cnf:table ?table }}
  OPTIONAL {{ ?at cnf:passage ?passage }} OPTIONAL {{ ?at cnf:reportedUnit ?unit }}
  OPTIONAL {{ ?at cnf:line ?line }} OPTIONAL {{ ?at cnf:page ?page }} }}"""
_OF_FILE = "{{ SELECT DISTINCT ?figure {{ GRAPH <{graph}> {{ ?claim cnf:figure ?figure ; {value} ?value }} }} }}"
_OF_BODY = "?figure a cnf:Figure ; cnf:agency <{agency}> ; {value} ?number ."
_COUNTS = """SELECT ?figure (COUNT(*) AS ?n) WHERE {{
  ?figure cnf:agency <{agency}> ; a cnf:Figure . ?c cnf:figure ?figure }} GROUP BY ?figure"""
_TOLD = ("agency", "area", "scope", "fiscal_year", "phase", "flow", "fund", "revenue_code", "function_code",
         "economic_code", "government_economic_code", "nature", "origin", "project", "event", "item", "funding_level",
         "term")  # fmt: skip
"""What figures are ordered by."""


def claims(store: GraphReader) -> Iterator[Row]:
    """Every claim of money, ordered by document, those of tables first, by table, row and cell, or line and offset."""
    bodies = Bodies(store)
    for file, places in of_every_file(store):
        found = [
            {**bodies.key(figure), **_claim(claim, figure, file, places), "amount_yuan": claim["value"]}
            | {"kind": file.kind}
            for claim, figure in _printed(store, file, "cnf:amount")
        ]
        yield from sorted(found, key=_as_printed)


def resource_claims(store: GraphReader) -> Iterator[Row]:
    """Every claim of a stock, ordered as those of money."""
    bodies = Bodies(store)
    for file, places in of_every_file(store):
        found = [
            {**bodies.cells(stock["agency"]), **_stock(stock), **_claim(claim, stock, file, places)}
            | {"quantity": claim["value"]}
            | ({} if _is_money(stock) else {"reported_unit": ""})
            for claim, stock in _printed(store, file, "cnf:quantity")
        ]
        yield from sorted(found, key=_as_printed)


def _printed(store: GraphReader, file: File, value: str) -> Iterator[tuple[Row, Figure]]:
    """What a file prints, with the figure each claim states."""
    figures = figures_of(store, _OF_FILE.format(graph=file.claims, value=value))
    for claim in select(store, _PRINTED.format(value=value), file.claims):
        yield claim, figures[claim["figure"]]


def _claim(claim: Row, figure: Figure, file: File, places: Places) -> Row:
    """What is said of every claim, of money or a stock."""
    return {
        **places.of_claim(claim),
        **file.cells,
        "claim": claim["at"],
        "reported_text": claim["text"],
        "quantum": claim["quantum"],
        "figure": claim["figure"],
        "agreement": word("agreement", figure["agreement"]),
    }


def _is_money(stock: Figure) -> bool:
    """Whether a stock is a value; others are counted, whatever unit of money stands above their table."""
    return word("resourceUnit", stock["resourceUnit"]) == "yuan"


def _stock(stock: Figure) -> Row:
    """The dimensions of a stock."""
    return {
        "scope": word("scope", stock["scope"]),
        "as_of": stock["asOf"],
        "kind": word("resourceKind", stock["resourceKind"]),
        "unit": word("resourceUnit", stock["resourceUnit"]),
    }


def _as_printed(row: Row) -> tuple[object, ...]:
    numbers = ("table", "row", "cell", "page", "line", "offset")
    return (row["source"] != "table", *(int(row[name] or 0) for name in numbers), row["claim"])


def figures(store: GraphReader) -> Iterator[Row]:
    """Every figure of money, ordered by body, year and key."""
    bodies = Bodies(store)
    for agency in bodies.in_order():
        counts = _counts(store, agency)
        found = [
            {
                **bodies.key(figure),
                **_judged(figure, counts),
                "cube": tail(figure["dataSet"]),
                "event": bodies.name(figure, "event"),
                "amount_yuan": figure["preferredAmount"],
            }
            for figure in figures_of(store, _OF_BODY.format(agency=agency, value="cnf:preferredAmount")).values()
        ]
        yield from sorted(found, key=lambda row: (*(row[name] for name in _TOLD), row["figure"]))


def resources(store: GraphReader) -> Iterator[Row]:
    """Every stock, ordered by body, day and kind."""
    bodies = Bodies(store)
    for agency in bodies.in_order():
        counts = _counts(store, agency)
        found = [
            {
                **bodies.cells(agency),
                **_judged(stock, counts),
                **_stock(stock),
                "quantity": stock["quantity"],
            }
            for stock in figures_of(store, _OF_BODY.format(agency=agency, value="cnf:quantity")).values()
        ]
        yield from sorted(found, key=lambda row: (row["as_of"], row["scope"], row["kind"], row["unit"], row["figure"]))


def _counts(store: GraphReader, agency: str) -> dict[str, str]:
    return {row["figure"]: row["n"] for row in select(store, _COUNTS.format(agency=agency))}


def _judged(figure: Figure, counts: dict[str, str]) -> Row:
    """What is said of every figure, of money or a stock."""
    return {
        "figure": figure["figure"],
        "agreement": word("agreement", figure["agreement"]),
        "chosen_by": figure["chosenBy"],
        "leaf": figure["leaf"],
        "headline": figure["headline"] or "false",
        "claims": counts.get(figure["figure"], "0"),
    }
