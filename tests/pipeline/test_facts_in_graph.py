"""What stands in sentences and beside the amounts, in the graph: where it leads back to, and who it belongs to.

The readings are made by hand (``hand_made.py``); what must come of them was worked out from them on paper.
"""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from exported import whole
from pyoxigraph import NamedNode

from kg import extract, pipeline
from kg.errors import BadParameter
from kg.model import Agency, BudgetKey, Extraction, FigureKey, Item, OtherClaim, Passage, ResourceKind, Scope, slug
from kg.query import Format, ask, explain, question_named, render
from kg.rdf.iris import BASE, CNF, Iris
from kg.rdf.shacl import validate
from kg.store import GraphStore, Rows
from tests.pipeline import hand_made as hand
from tests.pipeline.small_files import written

IRIS = Iris()
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
PREFIXES = """
PREFIX cnf: <https://w3id.org/cnfiscal/def#> PREFIX org: <http://www.w3.org/ns/org#>
PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <http://schema.org/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
Files: TypeAlias = dict[str, Path]
Readings: TypeAlias = dict[Path, Extraction]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Files that nothing but their names tell apart."""
    return {name: written(tmp_path / f"{name}.txt", name.encode()) for name in "abc"}


@pytest.fixture
def readings(read_here: list[str], monkeypatch: pytest.MonkeyPatch) -> Readings:
    """What a build reads out of each file: the test fills it, and may change it between builds."""
    assert read_here == []
    known: Readings = {}
    monkeypatch.setattr(extract, "extract_file", lambda path: (known[path],))
    return known


def built(*rounds: list[Path], store: GraphStore | None = None) -> GraphStore:
    store = store or GraphStore.in_memory()
    for paths in rounds:
        assert pipeline.Builder(store).build(paths).errors == ()
    assert store.count() == store.distinct_triples(), "every triple stands in one graph"
    return store


def dumped(store: GraphStore) -> list[bytes]:
    out = io.BytesIO()
    store.dump(out)
    return sorted(out.getvalue().splitlines())


def select(store: GraphStore, query: str) -> list[tuple[str, ...]]:
    """The rows of an answer as text; a term of the vocabulary or below the base as its last part."""
    found = store.query(PREFIXES + query)
    assert isinstance(found, Rows)
    return sorted(tuple(short(getattr(term, "value", "")) for term in row) for row in found.rows)


def short(value: str) -> str:
    return value.removeprefix(CNF).removeprefix(f"{BASE}id/")


def place(path: Path, tail: str) -> str:
    return f"file/{hand.reading(path).sha256[:16]}/{tail}"


@pytest.fixture
def one(files: Files, readings: Readings) -> Iterator[tuple[GraphStore, Path]]:
    """A store with one document that says one of everything."""
    readings[files["a"]] = hand.full(files["a"])
    with built([files["a"]]) as store:
        yield store, files["a"]


# what it says --------------------------------------------------------------------------------------------------


def test_an_amount_in_a_sentence_is_a_claim_with_its_passage(one: tuple[GraphStore, Path]) -> None:
    store, path = one
    found = select(
        store,
        """SELECT ?claim ?yuan ?text ?unit ?quantum ?passage ?line ?words WHERE {
          ?claim a cnf:Claim ; cnf:figure/cnf:item cnf:ThreePublic ; cnf:amount ?yuan ; cnf:reportedText ?text ;
            cnf:reportedUnit ?unit ; cnf:quantum ?quantum ; cnf:passage ?passage .
          ?passage a cnf:Passage ; cnf:line ?line ; cnf:text ?words }""",
    )
    sentence = place(path, "l159")
    assert found == [(f"{sentence}/o11", "52000", "5.2", "WanYuan", "1000", sentence, "159", "第159行的文字")]


def test_printings_in_a_table_and_in_a_sentence_are_one_figure(one: tuple[GraphStore, Path]) -> None:
    store, path = one
    answer = explain(store, hand.spending(Item.RECEPTION).id)
    rows = [line.split(",") for line in render(answer, Format.CSV).splitlines()]
    kept = ("table", "row", "column", "line", "printed", "unit", "yuan", "preferred", "agreement", "sentence")
    assert [[row[rows[0].index(name)] for name in kept] for row in rows[1:]] == [
        ["", "", "", "159", "12000", "yuan", "12000.00", "12000.00", "agree", "第159行的文字"],
        ["3", "公务接待费", "预算数", "40", "1.20", "wan-yuan", "12000.00", "12000.00", "agree", ""],
    ]
    assert explain(store, place(path, "l159/o20").removeprefix("file/")).rows == answer.rows


def test_stocks_are_figures_of_their_own_cube(one: tuple[GraphStore, Path]) -> None:
    store, _ = one
    found = select(
        store,
        """SELECT ?kind ?day ?unit ?number ?agreement ?leaf ?headline WHERE {
          ?figure a cnf:Figure ; qb:dataSet/qb:structure cnf:ResourceStructure ; cnf:resourceKind ?kind ;
            cnf:asOf ?day ; cnf:resourceUnit ?unit ; cnf:quantity ?number ; cnf:agreement ?agreement ; cnf:leaf ?leaf
          OPTIONAL { ?figure cnf:headline ?headline } }""",
    )
    assert found == [
        ("FurnitureValue", "2024", "YuanUnit", "56400", "single", "true", "true"),
        ("SpecialVehicles", "2023-12-31", "VehicleUnit", "2", "single", "true", ""),
        ("VehiclesHeld", "2023-12-31", "VehicleUnit", "3", "agree", "false", "true"),
    ]


def test_a_stock_leads_back_to_row_cell_or_sentence(one: tuple[GraphStore, Path]) -> None:
    store, _ = one
    rows = []
    for kind in (ResourceKind.VEHICLES, ResourceKind.VEHICLES_SPECIAL):
        answer = explain(store, hand.stock(kind).id)
        rows += [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    kept = ("table", "row", "column", "line", "quantity", "preferred_quantity", "yuan", "unit")
    assert [tuple(getattr(row[name], "value", "") for name in kept) for row in rows] == [
        ("", "", "", "160", "3", "3", "", ""),
        ("7", "车辆", "数量", "302", "3", "3", "", ""),
        ("7", "", "", "309", "2", "2", "", ""),
    ]


def test_a_refused_amount_tells_why_and_where(one: tuple[GraphStore, Path]) -> None:
    store, path = one
    answer = ask(store, question_named("refused-cells"))
    (row,) = (dict(zip(answer.columns, found, strict=True)) for found in answer.rows)
    said = {name: getattr(term, "value", "") for name, term in row.items()}
    assert (said["printed"], said["reason"], said["line"], said["sentence"]) == ("7.5", "unit-unknown", "161", "")
    with pytest.raises(BadParameter, match=r"the amount was refused \(unit-unknown\)"):
        explain(store, place(path, "l161/o3").removeprefix("file/"))


def test_a_change_names_both_figures_and_its_reason(one: tuple[GraphStore, Path]) -> None:
    store, path = one
    found = select(
        store,
        """SELECT ?at ?year ?before ?kind ?direction ?yuan ?percent ?reason WHERE {
          ?change a cnf:Change ; cnf:printedAt ?at ; cnf:changedFigure ?figure ; cnf:baseFigure ?base ;
            cnf:direction ?direction ; cnf:amount ?yuan ; cnf:percent ?percent ; cnf:reason ?reason .
          ?figure cnf:fiscalYear ?year . ?base a ?kind ; cnf:fiscalYear ?before ; cnf:item cnf:ThreePublic }""",
    )
    where = place(path, "l159/o30")
    assert found == [(where, "2024", "2023", "NamedFigure", "Decrease", "40100", "43.54", "车辆减少")]
    with pytest.raises(BadParameter, match="a change names it, and no document prints it"):
        explain(store, hand.BEFORE.id)


def test_an_indicator_is_one_with_its_target_and_its_result(one: tuple[GraphStore, Path]) -> None:
    store, path = one
    found = select(
        store,
        """SELECT ?name ?about ?scope ?target ?operator ?value ?level ?result ?reached ?score WHERE {
          ?indicator a cnf:Indicator ; rdfs:label ?name ; cnf:indicatorClass cnf:OutputIndicators ;
            cnf:indicatorGroup cnf:QuantityGroup ; cnf:fiscalYear "2024"^^<http://www.w3.org/2001/XMLSchema#gYear> .
          ?target a cnf:Target ; cnf:indicator ?indicator . ?result cnf:target ?target ; cnf:indicator ?indicator
          OPTIONAL { ?indicator cnf:about ?about } OPTIONAL { ?indicator cnf:scope ?scope }
          OPTIONAL { ?target cnf:operator ?operator ; cnf:value ?value } OPTIONAL { ?target cnf:secondLevel ?level }
          OPTIONAL { ?result cnf:value ?reached } OPTIONAL { ?result cnf:score ?score } }""",
    )
    project = f"project/{hand.BUREAU.id}/{slug(hand.PROJECT)}"
    cells = [place(path, tail) for tail in ("t07/r6/c4", "t07/r6/c4/result", "t07/r5/c4", "t07/r5/c5")]
    assert found == [
        ("培训班", "", "Own", cells[0], "", "", "数量", cells[1], "", "3"),
        ("购置设备", project, "", cells[2], "AtLeast", "2", "数量", cells[3], "2", "9.5"),
    ]
    assert select(store, "SELECT ?t WHERE { ?t cnf:firstLevel ?as }") == [], "产出指标 is the national name"


def test_profiles_hold_what_is_said_one_by_one(one: tuple[GraphStore, Path]) -> None:
    store, path = one
    found = select(
        store,
        """SELECT ?name ?kind ?text ?detail WHERE { ?detail cnf:profile ?profile ; cnf:detailKind ?kind ;
          cnf:text ?text . ?profile cnf:about/rdfs:label ?name }""",
    )
    assert found == [
        ("会计培训", "TimeDetail", "5月", place(path, "l162/o8/time")),
        (hand.PROJECT, "BasisDetail", "县办公会议纪要", place(path, "t07/r3/c4/basis")),
        (hand.PROJECT, "GoalDetail", "并投入使用", place(path, "t07/r4/c2/goal/2")),
        (hand.PROJECT, "GoalDetail", "购置设备两台", place(path, "t07/r4/c2/goal")),
    ]
    assert select(store, "SELECT ?item WHERE { ?p a cnf:Profile ; cnf:item ?item }") == [("Training",)]


def test_what_is_said_of_the_body(one: tuple[GraphStore, Path]) -> None:
    store, _ = one
    assert select(store, "SELECT ?t WHERE { ?d a cnf:Duty ; cnf:text ?t ; cnf:agency/rdfs:label ?n }") == [
        ("管理县级财政",)
    ]
    assert select(store, "SELECT ?n ?t WHERE { ?o a cnf:Office ; rdfs:label ?n ; cnf:text ?t }") == [
        ("办公室", "负责文电")
    ]
    assert select(
        store, "SELECT ?l ?h WHERE { ?b org:subOrganizationOf ?a . ?b rdfs:label ?l . ?a rdfs:label ?h }"
    ) == [
        (hand.BUREAU.name, hand.COUNTY.name),
        (hand.CENTRE.name, hand.BUREAU.name),
    ]
    unnamed = "SELECT ?n WHERE { ?a cnf:superior ?s ; rdfs:label ?n FILTER NOT EXISTS { ?a cnf:subordinate ?b } }"
    assert select(store, unnamed) == [("某中心",)]


def test_the_account_comes_back_as_it_was(files: Files, readings: Readings) -> None:
    readings[files["a"]] = hand.full(files["a"])
    store = built([files["a"]])
    held = pipeline.building.audit.account(store, hand.reading(files["a"]).sha256[:16], IRIS)
    assert held == readings[files["a"]].account


def test_exports_have_the_amounts_of_sentences(one: tuple[GraphStore, Path]) -> None:
    store, _ = one
    export = whole(store, "claims")
    kept = ("source", "item", "amount_yuan", "reported_unit", "table", "row", "cell", "line", "offset")
    assert [tuple(row[export.columns.index(name)] for name in kept) for row in export.rows] == [
        ("table", "reception", "12000", "万元", "3", "4", "2", "40", ""),
        ("prose", "three-public", "52000", "万元", "", "", "", "159", "11"),
        ("prose", "reception", "12000", "元", "", "", "", "159", "20"),
    ]


def test_everything_conforms_to_the_shapes(one: tuple[GraphStore, Path]) -> None:
    pytest.importorskip("pyshacl")

    store, path = one
    sha = hand.reading(path).sha256[:16]
    names = (("file", sha, "claims"), ("figures",), ("agencies",), ("projects",), ("catalogue",))
    quads = [quad for name in names for quad in store.match(graph=NamedNode(IRIS.graph(*name)))]
    assert validate(quads) == ()
    kinds = {short(quad.object.value) for quad in quads if quad.predicate.value.endswith("#type")}
    assert kinds >= {
        "Passage", "RefusedAmount", "Change", "Target", "Result", "Profile", "Detail", "Duty", "Office", "Affiliation",
        "Indicator", "NamedFigure",
    }  # fmt: skip


# several codes together ----------------------------------------------------------------------------------------


def coded(code: str, **fields: Any) -> BudgetKey:
    return hand.spending(Item.TOTAL, function_code=code, **fields)


def sentences(path: Path, *keys: FigureKey) -> Extraction:
    """A reading of ten thousand yuan for each key, one after the other in a sentence."""
    amount = hand.money("1.00")
    others = tuple(OtherClaim(key=key, amount=amount, place=hand.at(200, 10 * n)) for n, key in enumerate(keys))
    return hand.reading(path, tables=(), others=others)


def test_codes_together_are_a_collection_and_no_leaf(files: Files, readings: Readings) -> None:
    both = "2101101+2101103"
    readings[files["a"]] = sentences(files["a"], coded(""), coded("21011"), coded("2101102"), coded(both))
    store = built([files["a"]])
    found = select(
        store,
        """SELECT ?notation ?leaf ?headline WHERE { ?f cnf:functionalCode ?code ; cnf:leaf ?leaf .
          OPTIONAL { ?f cnf:headline ?headline } OPTIONAL { ?code skos:notation ?notation } }""",
    )
    assert found == [
        ("21011", "false", "true"), (both, "false", ""), ("2101102", "true", "true"), ("total", "false", "true"),
    ]  # fmt: skip
    members = select(store, "SELECT ?c ?m ?n WHERE { ?c a skos:Collection ; skos:member ?m ; skos:prefLabel ?n }")
    name = "行政单位医疗、公务员医疗补助"
    together = "code/function/together/2101101_2101103"
    assert members == [(together, "code/function/2101101", name), (together, "code/function/2101103", name)]


def test_codes_together_alone_leave_the_code_above_a_leaf(files: Files, readings: Readings) -> None:
    readings[files["a"]] = sentences(files["a"], coded("21011"), coded("2101101+2101103"))
    leaves = "SELECT ?code WHERE { ?f cnf:functionalCode ?code ; cnf:leaf true }"
    assert select(built([files["a"]]), leaves) == [("code/function/21011",)]


def test_codes_together_go_with_their_last_figure(files: Files, readings: Readings) -> None:
    """The second is in no book: it stays as long as one figure has it, alone or together."""
    both = coded("2101101+2109998")
    centre = {"agency": hand.CENTRE, "scope": Scope.OWN}
    readings[files["a"]] = sentences(files["a"], both)
    readings[files["b"]] = sentences(files["b"], both.model_copy(update=centre))
    whole = built([files["a"], files["b"]])
    listed = "SELECT ?c WHERE { ?c a ?kind VALUES ?kind { skos:Collection cnf:UnlistedCode } }"
    expected = [("code/function/together/2101101_2109998",), ("code/function/unlisted/2109998",)]
    assert select(whole, listed) == expected
    readings[files["a"]] = sentences(files["a"], coded("2109998"))
    assert select(built([files["a"]], store=whole), listed) == expected
    readings[files["b"]] = sentences(files["b"])
    assert select(built([files["b"]], store=whole), listed) == expected[1:]
    readings[files["a"]] = sentences(files["a"])
    assert select(built([files["a"]], store=whole), listed) == []


# several documents ---------------------------------------------------------------------------------------------


OTHER_CENTRE = Agency(area="140525", name="泽州县国库支付中心")


def three(files: Files) -> Readings:
    """Three documents that speak of the same things, each of some that the others do not."""
    a, b, c = (files[name] for name in "abc")
    of_centre = {"agency": hand.CENTRE}
    unit = hand.reading(c).disclosure.model_copy(update=of_centre)
    return {
        a: hand.full(a),
        b: hand.reading(
            b,
            others=(OtherClaim(key=hand.BEFORE, amount=hand.money("9.21"), place=hand.at(40)),),
            changes=(hand.change(hand.THREE_PUBLIC, hand.BEFORE, hand.at(41)),),
            indicators=(hand.indicator("购置设备", hand.cell(8, 2), "3", project=hand.PROJECT),),
            body=(hand.below(hand.CENTRE, hand.at(50)), hand.below(OTHER_CENTRE, hand.at(51))),
        ),
        c: hand.reading(
            c,
            disclosure=unit,
            changes=(hand.change(hand.BEFORE, None, hand.at(60)),),
            projects=(hand.project(hand.cell(9, 2)),),
            body=(hand.below(hand.CENTRE, hand.at(61)),),
        ),
    }  # fmt: skip


FACTS = ("changes", "indicators", "projects", "events", "body")
ORDERS: dict[str, Callable[[Files], list[list[Path]]]] = {
    "at once": lambda f: [[f["a"], f["b"], f["c"]]],
    "backwards": lambda f: [[f["c"], f["b"], f["a"]]],
    "one by one": lambda f: [[f["a"]], [f["b"]], [f["c"]]],
    "the unit first": lambda f: [[f["c"]], [f["a"]], [f["b"]]],
    "the second first": lambda f: [[f["b"]], [f["c"], f["a"]]],
    "twice": lambda f: [[f["a"], f["b"], f["c"]], [f["b"], f["a"], f["c"]]],
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_order_and_rounds_change_nothing(
    order: Callable[[Files], list[list[Path]]], files: Files, readings: Readings
) -> None:
    readings.update(three(files))
    assert dumped(built(*order(files))) == dumped(built([files["b"], files["c"], files["a"]]))


@pytest.mark.parametrize("name", list("abc"))
def test_a_document_read_anew_leaves_what_the_others_say(name: str, files: Files, readings: Readings) -> None:
    """It says nothing, then everything again: the graph is that of a build that never knew otherwise."""
    known = three(files)
    readings.update(known)
    paths = list(files.values())
    store = built(paths)
    whole = dumped(store)
    path = files[name]
    readings[path] = known[path].model_copy(update=dict.fromkeys(("claims", "others", *FACTS), ()))
    built([path], store=store)
    assert dumped(store) == dumped(built(paths))
    readings[path] = known[path]
    built([path], store=store)
    assert dumped(store) == whole


def test_the_last_document_takes_its_things_with_it(files: Files, readings: Readings) -> None:
    readings[files["a"]] = hand.full(files["a"])
    readings[files["b"]] = sentences(files["b"], coded("208", agency=Agency(area="140525", name="泽州县民政局")))
    store = built([files["a"], files["b"]])
    readings[files["a"]] = hand.reading(files["a"])
    built([files["a"]], store=store)
    kinds = "VALUES ?kind { cnf:Indicator schema:Project schema:Event cnf:NamedFigure cnf:Figure }"
    assert select(store, f"SELECT ?kind WHERE {{ ?thing a ?kind {kinds} }}") == [("Figure",)]
    assert select(store, "SELECT ?n WHERE { ?b a org:FormalOrganization ; rdfs:label ?n }") == [
        ("泽州县民政局",), (hand.BUREAU.name,),
    ]  # fmt: skip
    assert select(store, "SELECT ?a WHERE { ?a org:subOrganizationOf ?b }") == []


def test_a_figure_that_only_changes_name_becomes_one_when_it_is_printed(files: Files, readings: Readings) -> None:
    readings[files["a"]] = hand.full(files["a"])
    readings[files["b"]] = sentences(files["b"], hand.BEFORE)
    store = built([files["a"]])
    figure = f"<{IRIS.figure(hand.BEFORE.id)}>"
    kind = f"SELECT ?kind ?yuan WHERE {{ {figure} a ?kind OPTIONAL {{ {figure} cnf:preferredAmount ?yuan }} }}"
    assert select(store, kind) == [("NamedFigure", "")]
    built([files["b"]], store=store)
    assert select(store, kind) == [("Figure", "10000")]
    readings[files["b"]] = hand.reading(files["b"])
    built([files["b"]], store=store)
    assert select(store, kind) == [("NamedFigure", "")]


def test_figures_of_a_unit_go_when_the_department_says_them_no_more(files: Files, readings: Readings) -> None:
    """They are of a body that the new reading does not speak of."""
    own = {"agency": hand.CENTRE, "scope": Scope.OWN}
    readings[files["a"]] = sentences(files["a"], hand.spending(Item.TOTAL, **own))
    store = built([files["a"]])
    readings[files["a"]] = sentences(files["a"])
    built([files["a"]], store=store)
    assert select(store, "SELECT ?f WHERE { ?f a cnf:Figure }") == []
    assert dumped(store) == dumped(built([files["a"]]))


def test_what_sentences_and_forms_add_costs_at_most_thirty_quads_a_claim(
    files: Files, readings: Readings, extractions: dict[str, Extraction]
) -> None:
    """A sample with each tenth amount printed again in a sentence, of each third of these a change, an indicator for
    every four, and one of everything else."""
    facts, nothing = hand.full(files["a"]), dict.fromkeys(("others", *FACTS, "passages"), ())
    sample = extractions["003"].model_copy(update={**nothing, "sha256": facts.sha256})
    again = sample.claims[::10]
    others = [OtherClaim(key=one.key, amount=one.amount, place=hand.at(500 + n, 9)) for n, one in enumerate(again)]
    budget = [one.key for one in again[::3] if isinstance(one.key, BudgetKey)]
    more = {
        "others": tuple(others),
        "changes": tuple(hand.change(key, _year_before(key), hand.at(500 + n, 20)) for n, key in enumerate(budget)),
        "indicators": tuple(hand.indicator(f"指标{n}", hand.cell(n, 4), "2") for n in range(len(again) // 4)),
        **{name: getattr(facts, name) for name in ("projects", "events", "body")},
        "passages": tuple(Passage(span=hand.at(500 + n), text=f"第{n}句") for n in range(len(again))),
    }
    sizes = []
    for update in ({}, more):
        readings[files["a"]] = sample.model_copy(update=update)
        store = built([files["a"]])
        found = store.match(None, NamedNode("http://www.w3.org/ns/shacl#result"))
        made = {quad.object for quad in found}
        sizes.append(store.count() - sum(len(store.match(one)) for one in made))  # these facts contradict the sample
    claims = len(store.match(None, NamedNode(TYPE), NamedNode(f"{CNF}Claim")))
    assert claims == len(sample.claims) + len(again) > 200
    assert len(budget) >= 6
    assert 7 * len(again) < sizes[1] - sizes[0] <= 30 * len(again)


def _year_before(key: BudgetKey) -> BudgetKey:
    return key.model_copy(update={"year": key.year - 1})
