"""The tables beside claims and figures. What is expected was read off the samples, line by line."""

from collections import Counter
from decimal import Decimal

import pytest
from exported import Rows, rows

from kg.publish import Exported, Type, tables
from kg.store import GraphStore

LINES = {
    ("003", "414"): ("医保政策宣传", "50.00", "3", "48. 12", "3", "cost", "economic-cost"),
    ("003", "415"): ("DIP支付方式改革及培训", "71.00", "3", "45. 52", "3", "cost", "economic-cost"),
    ("003", "421"): ("医保参保人员", "360000", "5", "360243", "5", "output", "quantity"),
    ("003", "423"): ("宣传后提高全民是参保率", "98%", "5", "99%", "5", "output", "quality"),
    ("002", "299"): ("全市人民医疗保障事业", "全覆盖", "", "", "", "output", "quantity"),
}
"""Name, target, weight, result, score and levels of some indicators, by sample and line."""


@pytest.fixture(scope="module")
def store(sample_graph: GraphStore) -> GraphStore:
    return sample_graph


@pytest.fixture(scope="module")
def held(store: GraphStore) -> dict[str, Rows]:
    return {name: rows(store, name) for name in Exported}


def at(found: Rows, number: str, line: str) -> Rows:
    return [row for row in found if row["document"].startswith(number) and row["line"] == line]


def test_every_cell_is_of_the_type_of_its_column(held: dict[str, Rows]) -> None:
    tests = {
        Type.INTEGER: lambda text: text.isdigit(),
        Type.YEAR: lambda text: len(text) == 4 and text.isdigit(),
        Type.DECIMAL: lambda text: Decimal(text).is_finite() and "E" not in text.upper(),
        Type.BOOLEAN: lambda text: text in ("yes", "no", "true", "false"),
        Type.IRI: lambda text: text.startswith("https://"),
    }
    for name, found in held.items():
        for column in tables()[name].columns:
            cells = {row[column.name] for row in found} - {""}
            wrong = [cell for cell in cells if not tests.get(column.type, lambda _: True)(cell)]
            assert wrong == [], (name, column.name)
            assert column.choices == () or cells <= set(column.choices), (name, column.name)


def test_a_key_is_of_one_row_and_a_reference_leads_to_one(held: dict[str, Rows]) -> None:
    for name, found in held.items():
        table = tables()[name]
        if table.key:
            assert len({row[table.key] for row in found}) == len(found), name
        for column in table.columns:
            if column.refers:
                keys = {row[tables()[column.refers].key] for row in held[column.refers]}
                assert {row[column.name] for row in found} - {""} <= keys, (name, column.name)


def test_money_of_projects_tells_its_term_and_its_level(held: dict[str, Rows]) -> None:
    """Lines 405 to 409 of 004: what the whole term and the year get, in all and from each level."""
    found = {(row["line"], row["cell"]): row for row in held["claims"] if row["document"].startswith("004")}
    told = {
        place: (row["term"], row["funding_level"], row["amount_yuan"])
        for place, row in found.items()
        if place[0] in ("405", "408")
    }
    assert told == {
        ("405", "3"): ("whole-period", "", "50000"),
        ("405", "5"): ("annual", "", "50000"),
        ("408", "3"): ("whole-period", "local", "50000"),
        ("408", "5"): ("annual", "local", "50000"),
    }


def test_stocks_are_told_with_their_day_and_unit(held: dict[str, Rows]) -> None:
    """Line 7 of 003: 1 unit and 4 offices; 249, 353: 1 vehicle kept; 434: 1 vehicle, no equipment on the last day."""
    found = [row for row in held["resources"] if row["area"] == "630223"]
    told = sorted((row["kind"], row["as_of"], row["quantity"], row["unit"], row["agreement"]) for row in found)
    assert told == [
        ("equipment-1m", "2024-12-31", "0", "set", "single"),
        ("internal-offices", "2024", "4", "body", "single"),
        ("units", "2024", "1", "body", "single"),
        ("vehicles", "2024-12-31", "1", "vehicle", "single"),
        ("vehicles-fiscal", "2024", "1", "vehicle", "agree"),
    ]
    assert {row["scope"] for row in found} == {"consolidated"}
    assert next(row["claims"] for row in found if row["agreement"] == "agree") == "2"


def test_printings_of_stocks_are_told_with_their_place(held: dict[str, Rows]) -> None:
    """003 counts its vehicle and equipment in sentences of lines 353 and 434, and in the cell behind 辆 in line 249."""
    found = [row for row in held["resource_claims"] if row["document"].startswith("003")]
    told = {(row["line"], row["kind"], row["quantity"], row["reported_text"], row["source"]) for row in found}
    assert told == {
        ("7", "units", "1", "1", "prose"),
        ("7", "internal-offices", "4", "4", "prose"),
        ("249", "vehicles-fiscal", "1", "1", "table"),
        ("353", "vehicles-fiscal", "1", "1", "prose"),
        ("434", "vehicles", "1", "1", "prose"),
        ("434", "equipment-1m", "0", "0", "prose"),
    }
    assert {row["reported_unit"] for row in found} == {""}
    claims = Counter(row["figure"] for row in held["resource_claims"])
    assert claims == {row["figure"]: int(row["claims"]) for row in held["resources"]}


def test_changes_are_told_with_figure_amount_and_percent(held: dict[str, Rows]) -> None:
    """Line 340 of 001: 增加126.90万元，增长11.61%; line 353 of 003: 比上年减少0.48万元，下降18.60%."""
    columns = ("direction", "amount_yuan", "reported_text", "quantum", "percent", "reported_percent", "item", "phase")
    first, second = at(held["changes"], "001", "340"), at(held["changes"], "003", "353")
    assert {tuple(row[name] for name in columns) for row in first} == {
        ("increase", "1269000", "126.90", "100", "11.61", "11.61%", "", "approved")
    }
    assert {row["flow"] for row in first} <= {"resources", "uses"}
    assert [tuple(row[name] for name in columns) for row in second] == [
        ("decrease", "4800", "0.48", "100", "18.6", "18.60%", "three-public", "final")
    ]


@pytest.mark.parametrize("place", LINES, ids=" line ".join)
def test_indicators_are_told_with_target_and_result(place: tuple[str, str], held: dict[str, Rows]) -> None:
    columns = ("name", "target_text", "weight", "result_text", "score", "class", "group")
    assert [tuple(row[name] for name in columns) for row in at(held["indicators"], *place)] == [LINES[place]]


def test_a_percentage_is_a_number_with_its_unit(held: dict[str, Rows]) -> None:
    (row,) = at(held["indicators"], "003", "423")
    columns = ("target_operator", "target_value", "target_unit", "result_value", "result_unit")
    assert [row[name] for name in columns] == ["equal", "98", "%", "99", "%"]


def test_trainings_of_002_are_projects_with_day_and_people(held: dict[str, Rows]) -> None:
    events = {row["project"]: row["name"] for row in held["projects"] if row["sort"] == "event"}
    assert set(events.values()) == {"医保基金监管宣传月活动培训", "医保政策及业务培训", "定点医疗机构鉴定协议"}
    told = {(events[row["project"]], row["kind"]): row["text"] for row in at(held["details"], "002", "47")}
    assert told == {
        ("医保政策及业务培训", "time"): "2024年2月24日",
        ("医保政策及业务培训", "people"): "30人",
    }


def test_a_finding_says_by_how_much(held: dict[str, Rows]) -> None:
    """003 prints 341. 3 for 341.39: 900 yuan less, in the sides of a table and against the other printing."""
    columns = ("value", "expected", "difference", "tolerance", "likely_cause")
    found = {row["rule"]: row for row in held["findings"] if row["value"] == "3413000"}
    assert sorted(found) == ["printings-agree", "sides-balance"]
    for row in found.values():
        assert [row[name] for name in columns] == ["3413000", "3413900", "-900", "550", "TruncatedCell"]
        assert row["cells"]
        assert row["message_zh"]


def test_the_account_of_every_document_adds_up(held: dict[str, Rows]) -> None:
    parts = ("claim_cells", "fact_cells", "label_cells", "refused_cells")
    of_prose = ("prose_claims", "prose_facts", "prose_classed", "prose_refused")
    assert len(held["documents"]) == 5
    for row in held["documents"]:
        assert int(row["numeric_cells"]) == sum(int(row[name]) for name in parts)
        assert int(row["prose_amounts"]) == sum(int(row[name]) for name in of_prose)
        assert row["bytes"] != "0"
