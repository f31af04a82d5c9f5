"""``kg check`` and ``kg conflicts`` as people run them: streams, files and exit codes."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import NamedNode

from kg.cli import main
from kg.store import GraphStore

PAGE = """泽州县财政局2023年部门预算

支出总表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| | 合计 | {total} | 60.00 | 40.00 |
| 201 | {name} | 100.00 | 60.00 | 40.00 |
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``kg``: its exit code, stdout and stderr."""
    for name in ("KG_STORE", "KG_LANG"):
        monkeypatch.delenv(name, raising=False)

    def kg(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kg", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return int(ended.value.code or 0), out, err

    return kg


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., Path]:
    """A budget in a file."""

    def of(name: str, total: str = "100.00", label: str = "一般公共服务支出") -> Path:
        path = tmp_path / name
        path.write_text(PAGE.format(total=total, name=label), encoding="utf-8")
        return path

    return of


@pytest.fixture
def built(tmp_path: Path, run: Run, page: Callable[..., Path]) -> Path:
    """A store of one document with a total that does not add, and is printed as 100.00 in another file."""
    code, _, said = run("build", page("wrong.md", "105.00"), page("right.md"), "--store", tmp_path / "store")
    assert code == 0, said
    return tmp_path / "store"


def test_a_document_without_faults_passes_and_says_how_much_was_looked_at(run: Run, page: Callable[..., Path]) -> None:
    code, out, err = run("check", page("right.md"))
    assert code == 0
    assert "\ntotals-add " in "\n" + out
    assert err.startswith("1 documents, ")
    assert "\nerror " not in "\n" + out
    assert "rules met nothing" in err


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0)])
def test_a_contradiction_is_an_error(fail_on: str, code: int, run: Run, page: Callable[..., Path]) -> None:
    assert run("check", page("wrong.md", "105.00"), "--fail-on", fail_on)[0] == code


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1)])
def test_a_wrong_name_is_a_warning(fail_on: str, code: int, run: Run, page: Callable[..., Path]) -> None:
    assert run("check", page("name.md", label="教育支出"), "--fail-on", fail_on)[0] == code


def test_what_cannot_be_read_is_said_and_the_rest_is_checked(run: Run, page: Callable[..., Path]) -> None:
    wrong = page("wrong.md", "105.00")
    (wrong.parent / "empty.md").write_text("", encoding="utf-8")
    code, out, err = run("check", wrong.parent, "--format", "json")
    assert code == 3
    assert "empty.md" in err
    assert "totals-add" in {one["rule"] for one in json.loads(out)["findings"]}


def test_where_nothing_can_be_read_nothing_passes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("", encoding="utf-8")
    code, out, err = run("check", tmp_path / "empty.md")
    assert (code, out) == (3, "")
    assert "nothing was checked" in err


def test_an_empty_store_says_so(run: Run, tmp_path: Path) -> None:
    with GraphStore.create(tmp_path / "store"):
        pass
    code, out, err = run("check", "--store", tmp_path / "store")
    assert (code, out) == (3, "")
    assert "no document is there; nothing was checked" in err
    code, out, _ = run("conflicts", "--store", tmp_path / "store", "--format", "csv")
    assert (code, len(out.splitlines())) == (0, 1)


def test_no_store_is_refused(run: Run, tmp_path: Path) -> None:
    code, out, err = run("check", "--store", tmp_path / "none")
    assert (code, out) == (3, "")
    assert "Build one first" in err


@pytest.mark.parametrize("wrong", [("--format", "xml"), ("--fail-on", "always"), ("--lang", "de")])
def test_wrong_use(wrong: tuple[str, str], run: Run, page: Callable[..., Path]) -> None:
    assert run("check", page("right.md"), *wrong)[0] == 2


def test_the_forms_of_the_report(built: Path, run: Run, tmp_path: Path) -> None:
    code, out, _ = run("check", "--store", built, "--format", "sarif")
    assert code == 1
    (result,) = [one for one in json.loads(out)["runs"][0]["results"] if one["ruleId"] == "totals-add"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 9}
    page = tmp_path / "page.html"
    code, out, _ = run("check", "--store", built, "--format", "html", "--out", page)
    assert (code, out) == (1, "")
    assert "105.00" in set(ET.fromstring(page.read_text(encoding="utf-8")).itertext())


def test_sarif_names_the_files_as_they_were_given(run: Run, page: Callable[..., Path]) -> None:
    path = page("wrong.md", "105.00")
    _, out, _ = run("check", path, "--format", "sarif")
    places = [one["locations"][0]["physicalLocation"] for one in json.loads(out)["runs"][0]["results"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {f"file://{path}"}


def test_a_build_runs_the_rules_across_documents(built: Path) -> None:
    graph = NamedNode("https://w3id.org/cnfiscal/graph/all/documents/checks")
    with GraphStore.open(built, read_only=True) as store:
        assert graph in store.graphs()


def test_checking_a_store_twice_changes_nothing(built: Path, run: Run) -> None:
    first = run("check", "--store", built)
    with GraphStore.open(built, read_only=True) as store:
        before = set(store.match())
    assert run("check", "--store", built) == first
    with GraphStore.open(built, read_only=True) as store:
        assert set(store.match()) == before


def test_conflicts_are_every_printing_with_the_value_taken_and_why(built: Path, run: Run) -> None:
    code, out, _ = run("conflicts", "--store", built, "--format", "json")
    assert code == 0
    rows = json.loads(out)
    assert {(one["document"], one["printed"]) for one in rows} == {("right.md", "100.00"), ("wrong.md", "105.00")}
    assert {one["chosen"] for one in rows} <= {"most-precise-in-tie", "first-in-tie"}
    assert len({one["preferred"] for one in rows}) == 1
    assert run("conflicts", "--store", built)[1].startswith("Body")
    assert run("conflicts", "--store", built, "--lang", "zh")[1].startswith("部门或单位")
