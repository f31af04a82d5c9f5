"""Warnings before a query is run: each wrong query beside a right one that differs in one thing."""

import pytest

from kg.query import catalogue
from kg.query.guard import warnings
from kg.store import GraphStore

PREFIXES = """\
PREFIX cnf: <https://w3id.org/cnfiscal/def#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
ID = "https://w3id.org/cnfiscal/id"
WORDS = [
    ("?f cnf:preferredAmount ?a", "?f cnf:preferedAmount ?a", "cnf:preferedAmount", "cnf:preferredAmount"),
    ("?f a cnf:Figure", "?f a cnf:Figur", "class is called cnf:Figur", "cnf:Figure"),
    ("?f cnf:phase cnf:Final", "?f cnf:phase cnf:Fnial", "cnf:Fnial", "cnf:Final"),
    ("?f cnf:phase ?p FILTER(?p = cnf:Final)", "?f cnf:phase ?p FILTER(?p = cnf:Fnial)", "cnf:Fnial", "cnf:Final"),
    ("VALUES ?p { cnf:Final } ?f cnf:phase ?p", "VALUES ?p { cnf:Finel } ?f cnf:phase ?p", "cnf:Finel", "cnf:Final"),
    ("?c cnf:row/cnf:table ?t", "?c cnf:row/cnf:tabel ?t", "cnf:tabel", "cnf:table"),
    ("?t ^cnf:row ?c", "?t ^cnf:rows ?c", "cnf:rows", "cnf:row"),
    ("?c cnf:page|cnf:line ?t", "?c cnf:page|cnf:lines ?t", "cnf:lines", "cnf:line"),
    ("FILTER NOT EXISTS { ?f cnf:wholeOf ?w } ?f a ?c", "FILTER NOT EXISTS { ?f cnf:wholeof ?w } ?f a ?c",
     "cnf:wholeof", "cnf:wholeOf"),
    ("?x skos:prefLabel ?l", "?x skos:preflabel ?l", "skos:preflabel", "skos:prefLabel"),
    ('?c skos:notation "2101506"', '?c skos:notation "2101509"', '"2101509"', "2101506"),
    (f"?f cnf:functionalCode <{ID}/code/function/208>", f"?f cnf:functionalCode <{ID}/code/function/299>",
     "function/299", "207"),
    (f"<{ID}/figure/a010000000000000> ?p ?o", f"<{ID}/figure/a0100000000000ff> ?p ?o", "a0100000000000ff", "Copy"),
    ("GRAPH <https://w3id.org/cnfiscal/graph/figures> { ?f a ?c }",
     "GRAPH <https://w3id.org/cnfiscal/graph/figure> { ?f a ?c }", "graph/figure>", "graph/figures"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "says", "near"), WORDS, ids=[wrong for _, wrong, _, _ in WORDS])
def test_a_word_that_nothing_has_is_told_with_what_is_near(
    graph: GraphStore, right: str, wrong: str, says: str, near: str
) -> None:
    assert warnings(f"{PREFIXES} SELECT * WHERE {{ {right} }}", graph) == ()
    (warned,) = warnings(f"{PREFIXES} SELECT * WHERE {{ {wrong} }}", graph)
    assert says in warned.what
    assert near in warned.advice


def test_a_graph_that_the_dataset_names_is_looked_for_too(graph: GraphStore) -> None:
    select = "SELECT * FROM <https://w3id.org/cnfiscal/graph/{}> WHERE {{ ?s ?p ?o }}"
    assert warnings(select.format("figures"), graph) == ()
    assert len(warnings(select.format("figure"), graph)) == 1


SAFE = (
    '?f cnf:fiscalYear "2024"^^xsd:gYear ; cnf:phase cnf:Final ; cnf:scope cnf:Own ; cnf:flow cnf:Expenditure ; '
    "cnf:item cnf:T ; cnf:fund cnf:T ; cnf:spendingNature cnf:T ; cnf:origin cnf:T ; cnf:economicCode cnf:T ; "
    "cnf:governmentEconomicCode cnf:T ; cnf:functionalCode ?code ; cnf:leaf true ; cnf:agency ?body ; "
    "cnf:preferredAmount ?yuan ."
)
SUMS = [
    ("cnf:phase cnf:Final ;", "", "mixed phase:"),
    ("cnf:phase cnf:Final ;", "cnf:phase ?phase ;", "mixed phase:"),
    ('cnf:fiscalYear "2024"^^xsd:gYear ;', "", "mixed fiscalYear:"),
    ("cnf:fund cnf:T ;", "cnf:fund ?fund ;", "mixed fund:"),
    ("cnf:item cnf:T ;", "", "mixed item:"),
    ("cnf:leaf true ;", "", "mixed functionalCode:"),
    ("cnf:economicCode cnf:T ;", "", "mixed functionalCode, economicCode:"),
    ("cnf:scope cnf:Own ;", "cnf:scope cnf:Consolidated ;", "adds bodies"),
    ("cnf:preferredAmount ?yuan .", "^cnf:figure ?claim . ?claim cnf:amount ?yuan .", "adds printings"),
    ("cnf:preferredAmount ?yuan .", "cnf:preferredAmount ?yuan . ?claim cnf:figure ?f .", "once for each"),
]


def total(pattern: str, what: str = "SUM(?yuan)", group: str = "") -> str:
    return f"{PREFIXES} SELECT ({what} AS ?total) WHERE {{ {pattern} }} {group}"


def test_a_safe_sum_has_no_warning() -> None:
    assert warnings(total(SAFE)) == ()


@pytest.mark.parametrize(("part", "instead", "says"), SUMS, ids=[f"{one[1] or 'no ' + one[0]}" for one in SUMS])
def test_a_sum_that_counts_twice_is_told_with_the_safe_form(part: str, instead: str, says: str) -> None:
    assert part in SAFE
    (warned,) = warnings(total(SAFE.replace(part, instead)))
    assert says in warned.what
    assert "docs/figures.md" in warned.advice or "Keep to" in warned.advice or "Leave the claims out" in warned.advice


SAME = [
    ("cnf:phase cnf:Final ;", "cnf:phase ?phase ;", "GROUP BY ?phase"),
    ("cnf:phase cnf:Final ;", "cnf:phase ?phase . FILTER(?phase = cnf:Final && ?yuan > 0) ?f ", ""),
    ("cnf:phase cnf:Final ;", "cnf:phase ?phase . VALUES ?phase { cnf:Final } ?f ", ""),
    ("cnf:phase cnf:Final ;", "cnf:phase ?phase . BIND(STR(?phase) AS ?p) ?f ", "GROUP BY ?p"),
    ("cnf:fund cnf:T ; cnf:spendingNature cnf:T ; cnf:origin cnf:T ;", "cnf:headline true ;", ""),
    ("cnf:leaf true ;", "cnf:headline true . ?code skos:notation ?n FILTER(STRLEN(?n) = 3) ?f ", ""),
    ("cnf:functionalCode ?code ; cnf:leaf true ;", "cnf:functionalCode/skos:notation ?n ;", "GROUP BY ?n"),
    ("cnf:scope cnf:Own ;", "cnf:scope cnf:Consolidated . MINUS { ?body org:subOrganizationOf ?o } ?f ", ""),
    ("cnf:scope cnf:Own ; cnf:flow", "cnf:scope cnf:Consolidated ; cnf:agency/rdfs:label \"甲\"@zh ; cnf:flow", ""),
]  # fmt: skip


@pytest.mark.parametrize(("part", "instead", "group"), SAME, ids=[instead + group for _, instead, group in SAME])
def test_other_ways_to_fix_a_dimension_are_known(part: str, instead: str, group: str) -> None:
    assert part in SAFE
    pattern = SAFE.replace(part, instead)
    if "rdfs:label" in instead:
        pattern = pattern.replace("cnf:agency ?body ;", "")
    assert warnings(total(pattern, group=group)) == ()


def test_averages_and_distinct_sums_are_looked_at_too() -> None:
    assert ["AVG" in one.what for one in warnings(total(SAFE.replace("cnf:item cnf:T ;", ""), "AVG(?yuan)"))] == [True]
    assert ["DISTINCT" in one.what for one in warnings(total(SAFE, "SUM(DISTINCT ?yuan)"))] == [True]


def test_what_counts_no_money_is_let_be() -> None:
    assert warnings(f"{PREFIXES} SELECT (COUNT(*) AS ?n) WHERE {{ ?f cnf:preferredAmount ?yuan }}") == ()
    assert warnings(f"{PREFIXES} SELECT (SUM(?n) AS ?all) WHERE {{ ?file cnf:numericCells ?n }}") == ()


@pytest.mark.parametrize("text", ["SELECT", "SELECT * WHERE { ?s ?p", "", "{" * 5000], ids=["1", "2", "3", "4"])
def test_what_cannot_be_read_is_left_to_who_runs_it(text: str) -> None:
    assert warnings(text) == ()


@pytest.mark.parametrize("name", catalogue())
def test_the_catalogue_has_no_warning(graph: GraphStore, name: str) -> None:
    assert warnings(catalogue()[name].text, graph) == ()
