"""The reports of checks: what each form must hold, and that no text of a document can break one."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import NamedNode

from kg import audit, paths, pipeline
from kg.audit import Judgement, Places
from kg.check import rules
from kg.model import Severity
from kg.rdf.iris import CNF, Iris
from kg.store import GraphStore

HOSTILE = "<script>alert('&')</script>\"]]>"
BUDGET = f"""泽州县财政局2023年部门预算

支出总表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| | 合计 | 100.00 | 60.00 | 40.00 |
| 201 | 一般公共服务支出 | 60.00 | 30.00 | 30.00 |
| 205 | 教育支出{HOSTILE} | 41.00 | 30.00 | 11.00 |
"""
FINAL = """泽州县财政局2023年度部门决算

支出决算表

单位：万元

| 科目编码 | 科目名称 | 年初预算数 | 决算数 |
|---|---|---|---|
| | 合计 | 102.00 | 105.00 |
| 201 | 一般公共服务支出 | 102.00 | 105.00 |
"""
"""By hand: 60 + 41 is not 100 and 30 + 11 is not 40; 102 is not 100 and not 60; 教育支出 has no such name."""

JUDGING = {"totals-add", "approved-repeated", "name-of-code"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "budget.md").write_text(BUDGET, encoding="utf-8")
    (folder / "final.md").write_text(FINAL, encoding="utf-8")
    with GraphStore.in_memory() as built:
        assert pipeline.Builder(built).build(sorted(folder.glob("*.md"))).errors == ()
        audit.renew(built, paths.mappings() / "rdf")
        yield built


@pytest.fixture(scope="module")
def judged(store: GraphStore) -> Judgement:
    """What three rules found; what others make of the same documents is not their reports' business."""
    whole = audit.judgement(store)
    return whole._replace(findings=tuple(one for one in whole.findings if one.rule in JUDGING))


def test_every_finding_has_its_places(judged: Judgement) -> None:
    assert judged.documents == 2
    assert [(one.rule, one.severity.value) for one in judged.findings] == [
        ("totals-add", "Violation"),
        ("totals-add", "Violation"),
        ("approved-repeated", "Violation"),
        ("approved-repeated", "Violation"),
        ("name-of-code", "Warning"),
    ]
    total = judged.findings[0]
    assert (total.focus.document, total.focus.table, total.focus.title) == ("budget.md", 1, "支出总表")
    assert (total.focus.row, total.focus.column, total.focus.printed, total.focus.line) == ("合计", "合计", "100.00", 9)
    assert [place.printed for place in total.cells] == ["100.00", "60.00", "41.00"]
    across = judged.findings[2]
    assert {place.document for place in across.cells} == {"budget.md", "final.md"}
    assert (across.found, across.tolerance) == (1020000, 100)


def test_every_rule_is_counted_whether_it_met_anything_or_not(judged: Judgement) -> None:
    assert [one.rule.name for one in judged.counts] == list(rules())
    counts = {one.rule.name: one[1:] for one in judged.counts}
    assert counts["totals-add"] == (3, 2, 0, 0)  # 60 = 30 + 30 and two columns of the final accounts
    assert counts["approved-repeated"] == (0, 2, 0, 0)
    assert counts["department-adds"] == (0, 0, 0, 0)


def test_how_many_matter(judged: Judgement) -> None:
    assert [judged.at_least(severity) for severity in Severity] == [4, 5, 5]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_as_a_table(judged: Judgement, language: str) -> None:
    lines = audit.as_table(judged, language).splitlines()
    assert sum(line.startswith("error ") for line in lines) == 4
    assert sum(line.startswith("warning ") for line in lines) == 1
    assert any(re.match(r"totals-add +3 +2 +0 +0 ", line) for line in lines)


def test_as_json(judged: Judgement) -> None:
    whole = json.loads(audit.as_json(judged))
    assert whole["documents"] == 2
    assert len(whole["findings"]) == 5
    found = whole["findings"][2]
    assert (found["rule"], found["level"], found["found"]) == ("approved-repeated", "error", "1020000")
    assert set(found["message"]) == {"zh", "en"}
    assert found["focus"]["document"] == "final.md"
    counted = {one["rule"]: one["failed"] for one in whole["rules"]}
    assert counted["totals-add"] == 2


# SARIF ------------------------------------------------------------------------------------------------------------


def sarif(judged: Judgement, names: dict[str, str] | None = None) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(audit.as_sarif(judged, names or {}, "en"))
    return whole


def test_a_sarif_log_has_what_the_schema_requires(judged: Judgement) -> None:
    """SARIF 2.1.0: sections 3.13 (log), 3.14 (run), 3.18 (tool), 3.19 (component), 3.49 (reporting descriptor)."""
    log = sarif(judged)
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert set(run) <= {"tool", "language", "columnKind", "results", "properties"}
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    assert re.fullmatch(r"[a-zA-Z]{2}(-[a-zA-Z]{2})?", run["language"])
    driver = run["tool"]["driver"]
    assert driver["name"] == "kg"
    assert re.fullmatch(r"\d+\.\d+\.\d+", driver["semanticVersion"])
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note", "none"}
    assert run["properties"]["outcomes"]["totals-add"] == {"passed": 3, "failed": 2, "inapplicable": 0, "cantTell": 0}


def test_a_sarif_result_has_what_the_schema_requires(judged: Judgement) -> None:
    """Sections 3.27 (result), 3.28 (location), 3.29 (physical location), 3.30 (region), 3.33 (logical location)."""
    (run,) = sarif(judged)["runs"]
    assert len(run["results"]) == 5
    for result in run["results"]:
        assert set(result) <= {
            "ruleId", "ruleIndex", "kind", "level", "message", "locations", "partialFingerprints", "relatedLocations",
        }  # fmt: skip
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["kind"], result["level"] in {"error", "warning", "note"}) == ("fail", True)
        assert result["message"]["text"]
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
        assert [place["id"] for place in result.get("relatedLocations", [])] == list(
            range(1, 1 + len(result.get("relatedLocations", [])))
        )
        for place in (*result["locations"], *result.get("relatedLocations", [])):
            assert set(place) <= {"id", "physicalLocation", "logicalLocations", "message", "properties"}
            physical = place["physicalLocation"]
            assert re.fullmatch(r"[A-Za-z0-9._~:/?%&=+,;@!$'()*-]+", physical["artifactLocation"]["uri"])
            assert physical.get("region", {"startLine": 1})["startLine"] >= 1
            assert all(one["fullyQualifiedName"] for one in place["logicalLocations"])


def test_sarif_shows_the_line_of_the_file_that_was_given(judged: Judgement) -> None:
    first = judged.findings[0].focus
    (run,) = sarif(judged, {first.file: "公开/表 1.md"})["runs"]
    physical = run["results"][0]["locations"][0]["physicalLocation"]
    assert physical == {
        "artifactLocation": {"uri": "%E5%85%AC%E5%BC%80/%E8%A1%A8%201.md"},
        "region": {"startLine": 9},
    }
    (run,) = sarif(judged, {first.file: "/srv/a b.md"})["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "file:///srv/a%20b.md"
    (run,) = sarif(judged, {first.file: "https://example.org/a.pdf"})["runs"]
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "https://example.org/a.pdf"


# the page ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(store: GraphStore, judged: Judgement) -> str:
    return audit.as_html(judged, Places(store, Iris()))


def test_the_page_is_well_formed_stands_alone_and_runs_nothing(page: str) -> None:
    root = ET.fromstring(page)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "link", "img", "iframe", "object"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith(("on", "src", "href"))]


def test_the_page_shows_texts_of_documents_as_text(page: str) -> None:
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_page_shows_the_cells_in_question_among_those_around_them(page: str) -> None:
    section = re.findall(r"<section>.*?</section>", page, re.S)[0]
    assert re.findall(r'<td class="n in">([^<]*)</td>', section) == ["100.00", "60.00", "41.00"]
    assert re.findall(r'<td class="n">(\d+\.\d\d)</td>', section) == [
        "60.00",
        "40.00",
        "30.00",
        "30.00",
        "30.00",
        "11.00",
    ]
    assert "基本支出" in section
    assert "合计等于所列各类之和" in section
    assert "A total equals the sum of the classes listed" in section


def test_the_page_says_first_how_grave_it_is_and_where(page: str) -> None:
    root = ET.fromstring(page)
    body = [" ".join("".join(one.itertext()).split()) for one in root.iter() if one.tag.endswith(("}h2", "}h3", "}p"))]
    first, findings, heading, at, *_ = body
    assert first.startswith("2 份文件，5 项发现")
    assert findings == "发现 Findings"
    assert heading == "错误 error budget.md"
    assert at == "第1表，第9行 table 1, line 9"
    assert body.index("规则 Rules") > max(number for number, one in enumerate(body) if one.startswith("错误"))


def test_a_cell_is_marked_in_its_own_block_of_a_row(sample_graph: GraphStore, samples: dict[str, Path]) -> None:
    """旬阳, table 4: 5、教育支出 12000.00 stands in a row of four blocks, each with a label of its own."""
    file = f"{Iris().ids}file/{hashlib.sha256(samples['002'].read_bytes()).hexdigest()[:16]}"
    (grid,) = Places(sample_graph, Iris()).grids([f"{file}/t04/r8/c4"])
    marked = [(label, cell) for label, cells in grid.rows for cell, inside in cells if inside]
    assert marked == [("5、教育支出", "12000.00")]


def test_a_cause_is_called_as_the_vocabulary_calls_it(sample_graph: GraphStore) -> None:
    places = Places(sample_graph, Iris())
    assert places.labels("DocumentError") == ("文件本身不符", "Error in the document")
    assert places.labels("NoSuchCause") == ("NoSuchCause", "NoSuchCause")


def test_a_page_of_nothing_says_so(store: GraphStore, judged: Judgement) -> None:
    page = audit.as_html(judged._replace(findings=()), Places(store, Iris()))
    assert "没有发现" in page
    assert "Nothing was found" in page
    ET.fromstring(page)


def test_a_table_far_wider_than_a_page_is_cut_to_what_is_near(tmp_path: Path) -> None:
    """A sum over twenty rows in the last of forty columns: all its rows are shown, and few of the columns."""
    heads = [f"项目{number}" for number in range(40)]
    text = "泽州县财政局2023年部门预算\n\n支出总表\n\n单位：万元\n\n"
    text += f"| 科目编码 | 科目名称 | {' | '.join(heads)} | 合计 |\n"
    rows = [("", "合计", 99)] + [(str(201 + number), f"支出{number}", 1) for number in range(20)]
    text += "".join(f"| {code} | {name} | {'1.00 | ' * 40}{total}.00 |\n" for code, name, total in rows)
    (tmp_path / "wide.md").write_text(text, encoding="utf-8")
    with GraphStore.in_memory() as store:
        assert pipeline.Builder(store).build([tmp_path / "wide.md"]).errors == ()
        claims = {quad.subject.value for quad in store.match(None, NamedNode(f"{CNF}amount")) if "/c43" in str(quad)}
        assert len(claims) == 21
        (grid,) = Places(store, Iris()).grids(claims)
    assert len(grid.rows) == 21
    assert [sum(inside for _, inside in cells) for _, cells in grid.rows] == [1] * 21
    assert len(grid.heads) <= 16
    assert grid.heads[-1] == "合计"
