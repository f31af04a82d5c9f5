"""Several disclosures in one file, and one disclosure in several files: what stands in the store."""

import io
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from small_files import written

from kg import extract, pipeline
from kg.audit import files
from kg.store import GraphStore

CNF = "https://w3id.org/cnfiscal/def#"
GRAPH = "https://w3id.org/cnfiscal/graph/"
ID = "https://w3id.org/cnfiscal/id/"
DISTRIBUTION = NamedNode("http://www.w3.org/ns/dcat#distribution")

FORM = """
支出总表

单位：万元

科目编码\t科目名称\t合计
221\t住房保障支出\t{amount}
合计\t\t{amount}
"""
PROSE = "\n第一部分 概况\n\n本年支出{amount}万元。\n"


def part(title: str, amount: str) -> str:
    return f"{title}\n\n目录\n{PROSE.format(amount=amount)}{FORM.format(amount=amount)}"


TWO = part("泽州县财政局2024年部门预算", "3.00") + "\n" + part("沁水县财政局2024年部门预算", "2.00")


def built(*given: Path, store: GraphStore | None = None) -> tuple[GraphStore, pipeline.Report]:
    store = store or GraphStore.in_memory()
    report = pipeline.Builder(store).build(list(given))
    assert report.errors == ()
    return store, report


def dumped(store: GraphStore) -> bytes:
    out = io.BytesIO()
    store.dump(out)
    return out.getvalue()


def value(store: GraphStore, subject: str, term: str) -> list[str]:
    return sorted(str(quad.object.value) for quad in store.match(NamedNode(subject), NamedNode(f"{CNF}{term}")))


def amounts(store: GraphStore) -> dict[str, list[tuple[str, str]]]:
    """The preferred amounts, with their agreement, of each body's total spending."""
    found: dict[str, list[tuple[str, str]]] = {}
    for quad in store.match(None, NamedNode(f"{CNF}preferredAmount")):
        code = store.match(quad.subject, NamedNode(f"{CNF}functionalCode"))[0].object
        if code.value == f"{CNF}T":
            (body,) = value(store, quad.subject.value, "agency")
            (agreement,) = value(store, quad.subject.value, "agreement")
            found.setdefault(body.rsplit("/", 1)[1][:6], []).append((quad.object.value, agreement.rsplit("#", 1)[1]))
    return found


# several disclosures in one file -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("read_here")
def test_each_part_is_a_distribution_of_its_own_disclosure(tmp_path: Path) -> None:
    store, report = built(written(tmp_path / "two.txt", TWO.encode()))
    (outcome,) = report.outcomes
    assert [known.agency.name for known in outcome.disclosures] == ["泽州县财政局", "沁水县财政局"]
    assert outcome.account is not None
    assert (outcome.account.claims, outcome.account.prose, outcome.account.adds_up()) == (4, 2, True)
    assert [table.number for table in outcome.tables] == [1, 2]
    sha = outcome.sha256[:16]
    assert {file.id: file.disclosure.agency.name for file in files(store)} == {
        f"{sha}-1": "泽州县财政局",
        f"{sha}-2": "沁水县财政局",
    }
    second = f"{ID}file/{sha}-2"
    assert value(store, second, "part") == ["2"]
    assert (value(store, second, "firstLine"), value(store, second, "lastLine")) == (["17"], ["31"])
    assert value(store, second, "sha256") == [outcome.sha256]
    assert amounts(store) == {"140525": [("30000", "agree")], "140521": [("20000", "agree")]}, "table and sentence"
    assert store.count() == store.distinct_triples()


@pytest.mark.usefixtures("read_here")
def test_a_file_of_several_is_unchanged_when_it_is_built_again(tmp_path: Path) -> None:
    path = written(tmp_path / "two.txt", TWO.encode())
    store, first = built(path)
    before = dumped(store)
    _, second = built(path, store=store)
    assert [outcome.state for outcome in second.outcomes] == ["unchanged"]
    assert second.outcomes[0].account == first.outcomes[0].account
    assert sorted(map(str, second.outcomes[0].disclosures)) == sorted(map(str, first.outcomes[0].disclosures))
    assert dumped(store) == before


@pytest.mark.usefixtures("read_here")
def test_a_file_read_anew_replaces_all_its_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms that know of one part only: what the other said is gone with it, and comes back with them."""
    path = written(tmp_path / "two.txt", TWO.encode())
    other = written(tmp_path / "other.txt", part("陵川县财政局2024年部门预算", "1.00").encode())
    store, _ = built(path, other)
    before = dumped(store)
    genuine = extract.extract_file
    with monkeypatch.context() as patch:
        older = extract.load().model_copy(update={"version": "0" * 16})
        patch.setattr(extract, "load", lambda: older)
        patch.setattr(
            extract,
            "extract_file",
            lambda given: tuple(
                one.model_copy(update={"part": None, "forms": "0" * 16})
                for one in genuine(given)
                if one.disclosure.agency.name != "沁水县财政局"
            ),
        )
        built(path, store=store)
    assert amounts(store) == {"140525": [("30000", "agree")], "140524": [("10000", "agree")]}
    graphs = {graph.value.removeprefix(f"{GRAPH}file/") for graph in store.graphs() if "/graph/file/" in graph.value}
    assert not any("-" in graph.split("/")[0] for graph in graphs)
    built(path, store=store)
    assert dumped(store) == before


# one disclosure in several files -----------------------------------------------------------------------------------


@pytest.fixture
def apart(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The forms of a disclosure, its explanation with a form of the same amounts, and one that contradicts them."""
    title = "泽州县财政局2024年部门预算"
    return (
        written(tmp_path / "forms.txt", (title + "公开表\n" + FORM.format(amount="3.00")).encode()),
        written(tmp_path / "prose.txt", (title + "情况说明\n" + PROSE + FORM.format(amount="3.00")).encode()),
        written(tmp_path / "other.txt", (title + "说明\n" + FORM.format(amount="3.50")).encode()),
    )


@pytest.mark.usefixtures("read_here")
def test_tables_and_prose_in_two_files_are_one_disclosure(apart: tuple[Path, Path, Path]) -> None:
    """One disclosure, two distributions; an amount that both print is one figure with a claim in each."""
    tables, prose, _ = apart
    store, report = built(tables, prose)
    (disclosure,) = {quad.subject for quad in store.match(None, DISTRIBUTION)}
    assert len(store.match(disclosure, DISTRIBUTION)) == 2
    assert len(store.match(disclosure, NamedNode(f"{CNF}fiscalYear"))) == 1
    assert amounts(store) == {"140525": [("30000", "agree")]}
    (figure,) = {
        quad.subject
        for quad in store.match(None, NamedNode(f"{CNF}preferredAmount"))
        if store.match(quad.subject, NamedNode(f"{CNF}functionalCode"), NamedNode(f"{CNF}T"))
    }
    claims = {quad.subject.value for quad in store.match(None, NamedNode(f"{CNF}figure"), figure)}
    assert {claim.split("/file/")[1][:16] for claim in claims} == {one.sha256[:16] for one in report.outcomes}


@pytest.mark.usefixtures("read_here")
def test_neither_order_nor_rounds_change_a_disclosure_of_two_files(apart: tuple[Path, Path, Path]) -> None:
    tables, prose, other = apart
    together = dumped(built(tables, prose, other)[0])
    store, _ = built(prose)
    for path in (other, tables, prose):
        built(path, store=store)
    assert dumped(store) == together
    built(tables, prose, other, store=store)
    assert dumped(store) == together


@pytest.mark.usefixtures("read_here")
def test_files_of_one_disclosure_that_contradict_each_other_are_a_conflict(apart: tuple[Path, Path, Path]) -> None:
    """Two print 3.00 and one 3.50: both stay, and the more often printed is preferred."""
    store, _ = built(*apart)
    assert amounts(store) == {"140525": [("30000", "conflict")]}
    printed = [quad.object.value for quad in store.match(None, NamedNode(f"{CNF}amount"))]
    assert sorted(printed) == ["30000"] * 4 + ["35000"] * 2


@pytest.mark.usefixtures("read_here")
def test_a_level_that_is_not_printed_is_merged_with_no_other(tmp_path: Path) -> None:
    stated = written(tmp_path / "a.txt", ("泽州县财政局2024年部门预算\n" + FORM.format(amount="3.00")).encode())
    not_stated = written(tmp_path / "b.txt", ("泽州县财政局2024年预算公开\n" + FORM.format(amount="2.00")).encode())
    store, _ = built(stated, not_stated)
    assert sorted(amounts(store)["140525"]) == [("20000", "single"), ("30000", "single")]
    scopes = {quad.object.value for quad in store.match(None, NamedNode(f"{CNF}scope"), None, None)}
    assert {f"{CNF}Consolidated", f"{CNF}ScopeNotStated"} <= scopes
    (finding,) = store.match(
        None, NamedNode("http://www.w3.org/ns/shacl#sourceShape"), NamedNode(f"{CNF}rule-level-printed")
    )
    said = {quad.predicate.value.rsplit("#", 1)[-1]: quad.object for quad in store.match(finding.subject)}
    sha = next(file.id for file in files(store) if file.disclosure.scope == "not-stated")
    assert said["focusNode"] == NamedNode(f"{ID}file/{sha}")
    assert isinstance(said["resultMessage"], Literal)


@pytest.mark.usefixtures("read_here")
def test_versions_of_a_disclosure_are_kept_and_told_apart_by_the_dates_on_their_covers(tmp_path: Path) -> None:
    """A correction is another file of the same disclosure; nothing but its printed date says that it is the newer."""
    title = "泽州县财政局2024年部门预算"
    first = written(tmp_path / "a.txt", (f"{title}\n2024年2月\n" + FORM.format(amount="3.00")).encode())
    again = written(tmp_path / "b.txt", (f"{title}（更正）\n2024年5月20日\n" + FORM.format(amount="3.50")).encode())
    bare = written(tmp_path / "c.txt", (f"{title}公开\n" + FORM.format(amount="3.00")).encode())
    store, report = built(first, again, bare)
    (disclosure,) = {quad.subject for quad in store.match(None, DISTRIBUTION)}
    assert len(store.match(disclosure, DISTRIBUTION)) == 3
    term = NamedNode("http://purl.org/dc/terms/issued")
    issued = {
        quad.subject.value.removeprefix(f"{ID}file/"): str(quad.object)
        for quad in store.match(None, term)
        if quad.subject.value.startswith(f"{ID}file/")
    }
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert issued == {
        report.outcomes[0].sha256[:16]: f'"2024-02"^^<{xsd}gYearMonth>',
        report.outcomes[1].sha256[:16]: f'"2024-05-20"^^<{xsd}date>',
    }
    assert [agreement for _, agreement in amounts(store)["140525"]] == ["conflict"], "the third has no date"
    assert amounts(built(first, again)[0]) == {"140525": [("35000", "restated")]}
