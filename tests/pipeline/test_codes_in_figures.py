"""A figure keeps its IRI whatever the codebook comes to know, and points to the code its budget year calls for."""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg import codebooks, paths, pipeline
from kg.codebooks import Codebook, alignments
from kg.extract import Forms
from kg.extract import forms as forms_module
from kg.model import Extraction
from kg.pipeline import building
from kg.rdf import reference
from kg.rdf.iris import Iris
from kg.rdf.records import Record
from kg.rdf.yarrrml import Mapping
from kg.store import GraphStore

CNF = "https://w3id.org/cnfiscal/def#"
CODE = "https://w3id.org/cnfiscal/id/code/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
UNLISTED = NamedNode("https://w3id.org/cnfiscal/graph/codes/unlisted")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PAGE = "泽州县财政局{year}年部门预算\n\n支出总表\n\n单位：万元\n\n| 科目编码 | 科目名称 | 合计 |\n{rows}\n"
HEALTH = "| 210 | 卫生健康支出 | 3.00 |\n| 2101505 | 医疗保障政策管理 | 1.00 |\n| 2101506 | 医疗保障经办事务 | 2.00 |"
_REFERENCE = reference.reference


def in_this_process(
    function: Callable[[Path], Extraction], files: Iterable[Path], **_: object
) -> Iterator[tuple[Path, Extraction]]:
    for path in files:
        yield path, function(path)


@pytest.fixture(scope="module")
def reference_once() -> Callable[..., list[Quad]]:
    made: list[Quad] = []

    def make(records: Sequence[Record], mapping: Mapping, iris: Iris) -> list[Quad]:
        made.extend([] if made else _REFERENCE(records, mapping, iris))
        return made

    return make


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch, reference_once: Callable[..., list[Quad]]) -> None:
    """Reading here, and the reference data, which is the same for all builds, made once."""
    monkeypatch.setattr(building, "map_each", in_this_process)
    monkeypatch.setattr(reference, "reference", reference_once)


Build = Callable[..., GraphStore]


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """A store with one document, read with the codebook of this package but for the codes that it is to lack."""
    whole = codebooks.load()

    def of(
        rows: str, *, year: int = 2024, lacking: tuple[str, ...] = (), store: GraphStore | None = None
    ) -> GraphStore:
        book = Codebook([v for v in whole.all if v.code not in lacking], pairs=alignments.pairs())
        monkeypatch.setattr(codebooks, "load", lambda: book)
        path = tmp_path / "document.md"
        path.write_text(PAGE.format(year=year, rows=rows), encoding="utf-8")
        store = store or GraphStore.in_memory()
        assert pipeline.Builder(store).build([path]).errors == ()
        return store

    return of


def codes(store: GraphStore, dimension: str) -> dict[str, str]:
    """The code of each figure that has one, below the base of codes."""
    found = store.match(None, NamedNode(CNF + dimension), None, None)
    pairs = ((quad.subject, quad.object) for quad in found)
    return {
        figure.value: code.value.removeprefix(CODE)
        for figure, code in pairs
        if isinstance(figure, NamedNode) and isinstance(code, NamedNode) and code.value.startswith(CODE)
    }


def unlisted(store: GraphStore) -> dict[str, dict[str, str]]:
    """What is said of codes that the book lacks."""
    found: dict[str, dict[str, str]] = {}
    for quad in store.match(None, None, None, UNLISTED):
        if isinstance(quad.subject, NamedNode) and quad.predicate != TYPE:
            name = quad.predicate.value.removeprefix(SKOS)
            assert isinstance(quad.object, NamedNode | Literal)
            found.setdefault(quad.subject.value.removeprefix(CODE), {})[name] = quad.object.value
    return found


def test_a_figure_keeps_its_iri_when_its_code_enters_the_book(build: Build) -> None:
    before = codes(build(HEALTH, lacking=("2101506",)), "functionalCode")
    after = codes(build(HEALTH), "functionalCode")
    assert set(before) == set(after)
    assert len(after) == 3
    assert sorted(before.values()) == ["function/210", "function/2101505", "function/unlisted/2101506"]
    assert sorted(after.values()) == ["function/210", "function/2101505", "function/2101506"]
    (changed,) = [figure for figure in after if after[figure] != before[figure]]
    assert (before[changed], after[changed]) == ("function/unlisted/2101506", "function/2101506")


@pytest.fixture
def another_version(monkeypatch: pytest.MonkeyPatch, forms: Forms) -> Callable[[], None]:
    """What a changed list of codes does: files are read again, for the version of the forms is a hash of it too."""

    def change() -> None:
        changed = forms.model_copy(update={"version": "0" * 16})
        monkeypatch.setattr("kg.extract.extraction.forms_of.load", lambda: changed)
        monkeypatch.setattr("kg.extract.load", lambda: changed)

    return change


def test_a_changed_list_of_codes_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = tmp_path / "ontology"
    shutil.copytree(paths.ontology(), copied, ignore=shutil.ignore_patterns("*.ttl"))
    monkeypatch.setattr(paths, "ontology", lambda: copied)
    before = forms_module.load.__wrapped__().version
    assert forms_module.load.__wrapped__().version == before
    with (copied / "codes" / "function.csv").open("a", encoding="utf-8") as file:
        file.write("2101598,,新设事务,3,21015,,,,general,recalled\n")
    assert forms_module.load.__wrapped__().version != before


def test_building_again_replaces_the_unlisted_code(build: Build, another_version: Callable[[], None]) -> None:
    store = build(HEALTH, lacking=("2101506",))
    assert set(unlisted(store)) == {"function/unlisted/2101506"}
    another_version()
    build(HEALTH, store=store)
    assert sorted(codes(store, "functionalCode").values()) == ["function/210", "function/2101505", "function/2101506"]
    assert unlisted(store) == {}
    assert set(store.match(None, None, None, None)) == set(build(HEALTH).match(None, None, None, None)), (
        "the store is that of a build from nothing"
    )


def test_a_code_that_leaves_the_book_is_unlisted_again(build: Build, another_version: Callable[[], None]) -> None:
    store = build(HEALTH)
    another_version()
    build(HEALTH, lacking=("2101506",), store=store)
    assert set(unlisted(store)) == {"function/unlisted/2101506"}


@pytest.mark.parametrize(
    ("row", "code", "above"),
    [
        ("| 2101598 | 新设事务 | 1.00 |", "function/unlisted/2101598", "function/21015"),
        ("| 2109801 | 新设事务 | 1.00 |", "function/unlisted/2109801", "function/210"),  # there is no 21098 either
        ("| 3021101 | 市内差旅费 | 1.00 |", "economic/unlisted/3021101", "economic/30211"),  # a unit's own division
        ("| 30298 | 某费 | 1.00 |", "economic/unlisted/30298", "economic/302"),
        ("| 50298 | 某费 | 1.00 |", "government-economic/unlisted/50298", "government-economic/502"),
        ("| 298 | 新类 | 1.00 |", "function/unlisted/298", None),  # nothing is above
    ],
)
def test_an_unlisted_code_is_below_its_national_parent(row: str, code: str, above: str | None, build: Build) -> None:
    scheme, _, notation = code.split("/")
    said = {"notation": notation, "inScheme": CODE + scheme}
    assert unlisted(build(row)) == {code: said | ({"broader": CODE + above} if above else {})}


def test_the_parent_of_a_former_meaning_is_that_of_the_year(build: Build) -> None:
    """3031101 below 30311 is, in 2017, below what 30311 meant then."""
    row = "| 3031101 | 住房公积金 | 1.00 |"
    told = {year: unlisted(build(row, year=year)) for year in (2017, 2024)}
    above = {year: found["economic/unlisted/3031101"]["broader"] for year, found in told.items()}
    assert above == {2017: f"{CODE}economic/30311-2007", 2024: f"{CODE}economic/30311"}


@pytest.mark.parametrize(
    ("year", "name", "item"),
    [
        (2017, "住房公积金", "economic/30311-2007"),
        (2018, "代缴社会保险费", "economic/30311"),
        (2024, "代缴社会保险费", "economic/30311"),
    ],
)
def test_the_year_decides_what_a_notation_stands_for(year: int, name: str, item: str, build: Build) -> None:
    store = build(f"| 30311 | {name} | 1.00 |", year=year)
    assert list(codes(store, "economicCode").values()) == [item]
    concept = NamedNode(CODE + item)
    assert [quad.object for quad in store.match(concept, NamedNode(f"{SKOS}notation"), None, None)] == [
        Literal("30311")
    ]
    labels = {str(quad.object) for quad in store.match(concept, NamedNode(f"{SKOS}prefLabel"), None, None)}
    assert f'"{name}"@zh' in labels


def test_a_mention_in_a_sentence_is_in_the_graph_with_its_name_and_place(build: Build) -> None:
    rows = "| 30311 | 住房公积金 | 1.00 |\n\n住房公积金（30311）1.00万元。"
    store = build(rows, year=2017)
    (mention,) = {quad.subject for quad in store.match(None, TYPE, NamedNode(f"{CNF}CodeMention"), None)}
    said = {quad.predicate.value: quad.object.value for quad in store.match(mention, None, None, None)}
    assert re.search(r"/l\d+/o6$", mention.value)
    assert said[f"{CNF}printedCode"] == "30311"
    assert said["http://www.w3.org/2000/01/rdf-schema#label"] == "住房公积金"


def test_every_code_that_a_figure_has_is_described(build: Build) -> None:
    store = build(f"{HEALTH}\n| 2101598 | 新设事务 | 1.00 |\n| 30311 | 住房公积金 | 1.00 |", year=2017)
    for dimension in ("functionalCode", "economicCode"):
        for code in codes(store, dimension).values():
            assert list(store.match(NamedNode(CODE + code), NamedNode(f"{SKOS}notation"), None, None)), code
