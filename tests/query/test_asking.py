"""Values for parameters, whatever a user types, and the way back from a figure to its cells."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kg.errors import BadParameter
from kg.query import Format, Given, Parameter, ask, bind, catalogue, explain, render
from kg.query.values import terms
from kg.store import GraphStore

BASE = "https://w3id.org/cnfiscal/id/"
CNF = "https://w3id.org/cnfiscal/def#"
XSD = "http://www.w3.org/2001/XMLSchema#"
JIA = NamedNode(f"{BASE}agency/610981-jia-000001")
YI = NamedNode(f"{BASE}agency/140900-yi-000002")
BING = NamedNode(f"{BASE}agency/610981-bing-000003")


def term(graph: GraphStore, kind: str, value: Given) -> tuple[object, ...]:
    return terms(graph, "given", Parameter(type=kind, zh="值", en="value"), value)


def typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + name))


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("year", 2024, typed("2024", "gYear")),
        ("year", " 2024 ", typed("2024", "gYear")),
        ("integer", "-7", typed("-7", "integer")),
        ("decimal", Decimal("3.516E+5"), typed("351600", "decimal")),
        ("decimal", "0.10", typed("0.10", "decimal")),
        ("text", '" } # \\', Literal('" } # \\')),
        ("code", "2101506", Literal("2101506")),
        ("iri", "urn:a:b", NamedNode("urn:a:b")),
        ("phase", "final", NamedNode(f"{CNF}Final")),
        ("phase", "决算", NamedNode(f"{CNF}Final")),
        ("phase", "FINAL ACCOUNT", NamedNode(f"{CNF}Final")),
        ("fund", "total", NamedNode(f"{CNF}T")),
        ("item", "procurement-SME", NamedNode(f"{CNF}ProcurementSME")),
    ],
)
def test_a_value_becomes_a_term(graph: GraphStore, kind: str, value: Given, expected: object) -> None:
    assert term(graph, kind, value) == (expected,)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("agency", "甲市医疗保障局", (JIA,)),
        ("agency", "医疗保障局", (BING, JIA)),
        ("agency", "610981-jia-000001", (JIA,)),
        ("agency", JIA.value, (JIA,)),
        ("agency", ["甲市", "乙县", "甲市医疗保障局"], (JIA, YI)),
        ("area", "610981", (NamedNode(f"{BASE}area/610981"),)),
        ("area", "陕西", (NamedNode(f"{BASE}area/610000"),)),
        ("area", "陕西省安康市旬阳市", (NamedNode(f"{BASE}area/610981"),)),
    ],
)
def test_names_and_ids_are_looked_up(graph: GraphStore, kind: str, value: Given, expected: tuple[object, ...]) -> None:
    assert term(graph, kind, value) == expected


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("year", "24", "'24' is not a year of four digits"),
        ("year", "２０２４", "not a year"),
        ("year", "2024 } #", "not a year"),
        ("integer", "1.5", "not an integer"),
        ("decimal", "NaN", "not a decimal number"),
        ("decimal", "1e400", "not a decimal number"),
        ("decimal", "1,000", "not a decimal number"),
        ("code", "2", "not a code"),
        ("code", "208 210", "not a code"),
        ("iri", "no scheme", "not an absolute IRI"),
        ("iri", "urn:a> } <urn:b", "not an IRI"),
        ("text", "  ", "the value is empty"),
        ("text", [], "no value is given"),
        ("phase", "fina", "Did you mean final"),
        ("phase", "zzzz", "It is one of approved, revised, estimate, final"),
        ("agency", "甲市医保局", "no agency is called '甲市医保局'. Did you mean 甲市医疗保障局"),
        ("agency", "610981-ding-000004", "no agency has the id"),
        ("agency", f"{BASE}area/610981", "no agency has the id"),
        ("agency", "http://a b", "no agency has the id"),
        ("area", "999999", "no area is called"),
        ("area", "陕东省", "Did you mean 陕西省"),
    ],
)
def test_a_bad_value_is_told_with_what_would_do(graph: GraphStore, kind: str, value: Given, says: str) -> None:
    with pytest.raises(BadParameter, match=says) as caught:
        term(graph, kind, value)
    assert str(caught.value).startswith("given: ")


def test_an_unknown_parameter_is_told_of(graph: GraphStore) -> None:
    with pytest.raises(BadParameter, match=r"no parameter years\. Its parameters: agency, area, year, phase\."):
        ask(graph, catalogue()["total-spending"], {"years": "2024"})
    with pytest.raises(BadParameter, match="figure: printings needs a value"):
        ask(graph, catalogue()["printings"])


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_text_never_changes_a_query(graph: GraphStore, text: str) -> None:
    question = catalogue()["projects"]
    bound = bind(graph, question, {"text": text})
    (changed,) = [
        (old, new) for old, new in zip(question.text.split("\n"), bound.split("\n"), strict=True) if old != new
    ]
    assert changed == ("  VALUES ?text { UNDEF }", f"  VALUES ?text {{ {Literal(text.strip())} }}")
    found = ask(graph, question, {"text": text}).rows
    assert len(found) == sum(
        text.strip() in name for name in ("市直离休干部医药费", "中央医疗服务与保障能力提升补助资金")
    )


def test_several_values_are_any_of_them(graph: GraphStore) -> None:
    answer = ask(graph, catalogue()["total-spending"], {"phase": ["final", "approved"], "agency": ["甲市", "乙县"]})
    assert len(answer.rows) == 4
    assert answer.columns[0] == "body"


@pytest.mark.parametrize(
    "thing",
    [
        "a010000000000000", f"{BASE}figure/a010000000000000", "aaaaaaaaaaaaaaaa/t01/r30/c6",
        f"{BASE}file/aaaaaaaaaaaaaaaa/t05/r4/c3", " a020000000000000\n",
    ],
)  # fmt: skip
def test_explain_tells_every_printing_of_the_same_money(graph: GraphStore, thing: str) -> None:
    answer = explain(graph, thing)
    table = render(answer, Format.CSV).splitlines()[1:]
    cells = [line.rsplit("/", 3)[1:] for line in table]
    assert cells == [["t01", "r30", "c6"], ["t03", "r4", "c3"], ["t05", "r4", "c3"]]
    where = "甲市医疗保障局,甲市.txt,1,收入支出决算总表,本年支出合计,支出/金额,46,"
    assert table[0].startswith(f"{where},341. 3,wan-yuan,3413000.00,3413900.00,conflict,")


@pytest.mark.parametrize(
    ("thing", "says"),
    [
        ("aaaaaaaaaaaaaaaa/t14/r5/c10", r"no figure or claim is .*: the cell was refused \(form-not-read\)"),
        ("0000000000000000", "no figure or claim is"),
        ("what", "no figure or claim is 'what'"),
        ("https://w3id.org/x> ?y", "no figure or claim is"),
        (f"{BASE}agency/610981-jia-000001", "no figure or claim is"),
    ],
)
def test_what_is_no_figure_cannot_be_explained(graph: GraphStore, thing: str, says: str) -> None:
    with pytest.raises(BadParameter, match=says):
        explain(graph, thing)


def test_an_empty_graph_has_nothing_to_explain() -> None:
    with GraphStore.in_memory() as empty, pytest.raises(BadParameter, match="no figure or claim"):
        explain(empty, "a010000000000000")
