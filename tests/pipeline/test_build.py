"""A build gives one graph: whatever the order, the number of runs and of processes, and however often it is killed."""

import hashlib
import io
import random
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg import extract, pipeline, publish
from kg.documents import read
from kg.errors import KgError
from kg.extract import Forms
from kg.model import Extraction
from kg.pipeline import building
from kg.rdf import reference
from kg.store import GraphStore

KG = Path(sys.executable).with_name("kg")
CNF = "https://w3id.org/cnfiscal/def#"
GRAPH = "https://w3id.org/cnfiscal/graph/"
XSD = "http://www.w3.org/2001/XMLSchema#"
TITLE = NamedNode("http://purl.org/dc/terms/title")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_REFERENCE = reference.reference
FORMS_VERSION = NamedNode(f"{CNF}formsVersion")

# building -----------------------------------------------------------------------------------------------------


def in_this_process(
    function: Callable[[Path], tuple[Extraction, ...]], files: Iterable[Path], **_: object
) -> Iterator[tuple[Path, tuple[Extraction, ...] | KgError]]:
    """Reads the files one after the other, here: for tests of what is committed and not of how it is read."""
    for path in files:
        try:
            yield path, function(path)
        except KgError as error:
            yield path, error


@pytest.fixture(scope="module")
def reference_once() -> Callable[..., list[Quad]]:
    made: list[Quad] = []

    def make(*inputs: Any) -> list[Quad]:
        made.extend([] if made else _REFERENCE(*inputs))
        return made

    return make


@pytest.fixture
def at_once(
    monkeypatch: pytest.MonkeyPatch,
    samples: dict[str, Path],
    extractions: dict[str, Extraction],
    reference_once: Callable[..., list[Quad]],
) -> None:
    """Reading here; what is the same for all builds, the samples' extractions and the reference data, is made once."""
    known = {samples[number]: (extraction,) for number, extraction in extractions.items()}
    extract_file = extract.extract_file
    monkeypatch.setattr(building, "map_each", in_this_process)
    monkeypatch.setattr(extract, "extract_file", lambda path: known[path] if path in known else extract_file(path))
    monkeypatch.setattr(reference, "reference", reference_once)


def built(*rounds: Sequence[Path], store: GraphStore | None = None) -> GraphStore:
    """A store after one build of the files of each round."""
    store = store or GraphStore.in_memory()
    for files in rounds:
        assert pipeline.Builder(store).build(files).errors == ()
    return store


def dumped(store: GraphStore) -> bytes:
    out = io.BytesIO()
    store.dump(out)
    return out.getvalue()


def same(left: bytes, right: bytes) -> None:
    """Compare dumps; where they differ say how, not with ten megabytes."""
    if left != right:
        ours, theirs = set(left.splitlines()), set(right.splitlines())
        only = [sorted(lines)[:3] for lines in (ours - theirs, theirs - ours)]
        pytest.fail(f"{len(ours - theirs)} quads only left, {len(theirs - ours)} only right: {only}")


@pytest.fixture(scope="module")
def files(samples: dict[str, Path]) -> list[Path]:
    return list(samples.values())


@pytest.fixture(scope="module")
def graph(files: list[Path]) -> GraphStore:
    """The samples, read by two workers at once."""
    store = GraphStore.in_memory()
    report = pipeline.Builder(store).build(files, processes=2)
    assert [outcome.file for outcome in report.outcomes] == [str(file) for file in files]
    assert report.errors == ()
    return store


@pytest.fixture(scope="module")
def whole(graph: GraphStore) -> bytes:
    return dumped(graph)


def shuffled(files: list[Path]) -> list[Path]:
    return random.Random(9).sample(files, len(files))


ROUNDS: dict[str, Callable[[list[Path]], list[list[Path]]]] = {
    "backwards": lambda files: [files[::-1]],
    "shuffled": lambda files: [shuffled(files)],
    "twice": lambda files: [files, files],
    "one by one": lambda files: [[file] for file in files],
    "one by one, shuffled": lambda files: [[file] for file in shuffled(files)],
    "in halves": lambda files: [files[:2], files[2:]],
    "in halves that overlap": lambda files: [files[2:], files[:4]],
}


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("rounds", ROUNDS.values(), ids=ROUNDS)
def test_order_and_rounds_change_nothing(
    rounds: Callable[[list[Path]], list[list[Path]]], files: list[Path], whole: bytes
) -> None:
    same(dumped(built(*rounds(files))), whole)


def test_processes_and_runs_change_nothing(files: list[Path], whole: bytes, tmp_path: Path) -> None:
    """``whole`` is what two workers read; here is one, then two on the same store."""
    store = tmp_path / "store"
    for processes, says in (("1", "read"), ("2", "unchanged")):
        command = [KG, "build", *files, "--store", store, "-j", processes]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        assert done.stderr.count(f"  {says}  ") == 5
        with GraphStore.open(store, read_only=True) as graph:
            same(dumped(graph), whole)


# the form of the graph ----------------------------------------------------------------------------------------


def test_every_triple_stands_in_one_graph(graph: GraphStore) -> None:
    assert graph.count() == graph.distinct_triples() > 25_000


def test_no_blank_node_and_no_float(graph: GraphStore) -> None:
    quads = graph.match()
    terms = [term for quad in quads for term in (quad.subject, quad.object, quad.graph_name)]
    assert [term for term in terms if isinstance(term, BlankNode)] == []
    datatypes = Counter(term.datatype.value for term in terms if isinstance(term, Literal))
    assert datatypes[f"{XSD}decimal"] > 2 * 894
    assert datatypes.keys() & {f"{XSD}double", f"{XSD}float"} == set()


def sha16(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def test_graphs_are_named_as_the_model_says(graph: GraphStore, samples: dict[str, Path]) -> None:
    names = {name.value.removeprefix(GRAPH) for name in graph.graphs()}
    of_files = {f"file/{sha16(path)}/{part}" for path in samples.values() for part in ("claims", "checks")}
    shared = {"figures", "agencies", "projects", "areas", "alignments", "catalogue", "queries", "shapes", "ontology"}
    national = {"function", "economic", "government-economic", "revenue", "indicator-levels", "surveys"}
    assert names == of_files | shared | {f"codes/{scheme}" for scheme in national | {"cofog", "gfsm", "together"}}


def test_at_most_thirty_quads_for_a_claim(graph: GraphStore) -> None:
    """All that a document brings: its graphs, its figures, bodies, projects and catalogue entries."""
    about = re.compile(r"file/[0-9a-f]{16}/(claims|checks)|figures|agencies|projects|catalogue|codes/unlisted")
    names = [name for name in graph.graphs() if about.fullmatch(name.value.removeprefix(GRAPH))]
    quads = sum(len(graph.match(graph=name)) for name in names)
    claims = [quad.subject for quad in graph.match(None, TYPE, NamedNode(f"{CNF}Claim"))]
    with_amount = {quad.subject for quad in graph.match(None, NamedNode(f"{CNF}amount"))}
    of_tables = [claim for claim in claims if re.search(r"/r\d+/c\d+$", str(claim.value)) and claim in with_amount]
    assert len(of_tables) == 927, "the rows of the keys: 247 + 255 + 201 + 224"
    assert quads <= 30 * len(claims)


# a document read anew -----------------------------------------------------------------------------------------


def make_stale(store: GraphStore) -> int:
    """Say of every file that other forms read it; the number of files."""
    stated = store.match(None, FORMS_VERSION)
    others = [Quad(quad.subject, quad.predicate, Literal("0" * 16), quad.graph_name) for quad in stated]
    store.replace(deletions=stated, additions=others)
    return len(stated)


@pytest.mark.usefixtures("at_once")
def test_a_file_that_other_forms_read_is_read_again(files: list[Path], whole: bytes) -> None:
    store = built(files)
    assert make_stale(store) == 5
    assert dumped(store) != whole
    report = pipeline.Builder(store).build(files)
    assert not any(outcome.skipped for outcome in report.outcomes)
    same(dumped(store), whole)


@pytest.mark.usefixtures("at_once")
def test_what_forms_no_longer_read_is_gone_and_comes_back(
    files: list[Path], forms: Forms, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = {"basic-expenditure", "projects", "events", "operating-costs"}
    families = tuple(family for family in forms.families if family.id not in without)
    fewer = forms.model_copy(update={"families": families, "version": "f" * 16})
    store = built(files)
    with monkeypatch.context() as patch:
        patch.setattr(extract, "load", lambda: fewer)
        patch.setattr(extract, "extract_file", lambda path: (extract.extract(read(path), fewer),))
        little = dumped(built(files))
        same(dumped(built(files[:2], files[2:], store=store)), little)
    assert b"/id/event/" in whole
    assert b"/id/event/" not in little
    same(dumped(built(*([file] for file in files), store=store)), whole)


# files and their content --------------------------------------------------------------------------------------

TABLE = """{body}

{year}年度{kind}公开

{table}

单位：万元

{rows}
"""


def document(path: Path, rows: str, **words: str) -> Path:
    base = {"body": "忻州市医疗保险服务中心", "year": "2024", "kind": "单位预算", "table": "一般公共预算支出表"}
    path.parent.mkdir(exist_ok=True)
    path.write_text(TABLE.format(rows=rows, **base | words), encoding="utf-8")
    return path


def titles(store: GraphStore) -> list[str]:
    files = {quad.subject for quad in store.match(None, NamedNode(f"{CNF}sha256"))}
    return sorted(quad.object.value for file in files for quad in store.match(file, TITLE))


def figures(store: GraphStore) -> dict[str, dict[str, str]]:
    export = publish.figures(store)
    return {row[0]: dict(zip(export.columns, row, strict=True)) for row in export.rows}


@pytest.mark.usefixtures("at_once")
def test_another_content_under_the_same_name_is_another_file(tmp_path: Path) -> None:
    rows = "科目编码\t科目名称\t合计\n221\t住房保障支出\t{}"
    first = document(tmp_path / "a" / "budget.txt", rows.format("32.96"))
    second = document(tmp_path / "b" / "budget.txt", rows.format("33.96"))
    store = built([first], [second])
    assert titles(store) == ["budget.txt", "budget.txt"]
    assert len(store.match(None, TYPE, NamedNode(f"{CNF}Claim"))) == 2
    (figure,) = figures(store).values()
    assert (figure["claims"], figure["agreement"]) == ("2", "conflict")
    same(dumped(store), dumped(built([second, first])))


@pytest.mark.usefixtures("at_once")
def test_the_same_content_under_two_names_is_one_file(tmp_path: Path, samples: dict[str, Path]) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(samples["001"].read_bytes())
    together = built([samples["001"], copy])
    same(dumped(together), dumped(built([samples["001"]])))
    assert titles(together) == ["001_xinzhou.txt"]
    same(dumped(built([samples["001"]], [copy])), dumped(together))
    report = pipeline.Builder(GraphStore.in_memory()).build([samples["001"], copy])
    assert [outcome.twin for outcome in report.outcomes] == [False, True]
    assert report.account.claims == 247


# several documents of one body --------------------------------------------------------------------------------
# 001 prints for 2024, approved: 208 38.87, 210 1142.81, 213 5.60, 221 32.96, in all 1220.24, as total and as general;
# 2101506 856.00, once; the total in all again in a sentence. The others print some of it otherwise, and more precisely.

NEXT_YEAR = """科目编码\t科目名称\t2024年预算数\t2025年预算数
208\t社会保障和就业支出\t38.8712\t40.00
210\t卫生健康支出\t1150.0000\t1000.00
213\t农林水支出\t5.6\t6.00
221\t住房保障支出\t32.96\t33.00
229\t其他支出\t1.00\t
合计\t\t1220.24\t1079.00"""
FINAL = """科目编码\t科目名称\t年初预算数\t决算数
208\t社会保障和就业支出\t38.87\t40.12
210\t卫生健康支出\t1140.00\t1100.00
2101506\t医疗保障经办事务\t850.0000\t840.00
213\t农林水支出\t5.6\t5.60
合计\t\t1220.24\t1145.72"""


@pytest.fixture(scope="module")
def next_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return document(tmp_path_factory.mktemp("later") / "next-year.txt", NEXT_YEAR, year="2025")


@pytest.fixture(scope="module")
def final(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("later")
    return document(folder / "final.txt", FINAL, kind="单位决算", table="支出决算表")


def by_class(store: GraphStore, **fixed: str) -> dict[str, tuple[str, str, str]]:
    """Spending of 001's body by class, in all, and for 2101506: amount, agreement and number of printings."""
    fixed = {
        "cube": "budget", "fiscal_year": "2024", "flow": "expenditure", "nature": "total", "origin": "total",
        "item": "", "economic_code": "", "government_economic_code": "", **fixed,
    }  # fmt: skip
    return {
        row["function_code"]: (row["amount_yuan"], row["agreement"], row["claims"])
        for row in figures(store).values()
        if (len(row["function_code"]) in (0, 3) or row["function_code"] == "2101506")
        and all(row[name] == value for name, value in fixed.items())
    }


@pytest.mark.usefixtures("at_once")
def test_a_later_document_restates_and_does_not_choose(samples: dict[str, Path], next_year: Path) -> None:
    store = built([samples["001"], next_year])
    assert by_class(store, phase="approved", fund="general") == {
        "": ("12202400", "agree", "2"),
        "208": ("388700", "roundingOnly", "2"),
        "210": ("11428100", "restated", "2"),
        "213": ("56000", "agree", "2"),
        "221": ("329600", "agree", "2"),
        "229": ("10000", "single", "1"),
    }
    total = by_class(store, phase="approved", fund="total")
    assert total["210"] == ("11428100", "restated", "2"), "the general money is the whole of it"
    assert total["221"] == ("329600", "agree", "2")
    assert by_class(store, fiscal_year="2025", phase="approved", fund="general")["210"] == ("10000000", "single", "1")


@pytest.mark.usefixtures("at_once")
def test_the_budget_settles_what_was_approved(samples: dict[str, Path], final: Path) -> None:
    store = built([samples["001"], final])
    assert by_class(store, phase="approved", fund="total") == {
        "": ("12202400", "agree", "4"),
        "208": ("388700", "agree", "3"),
        "210": ("11428100", "conflict", "3"),
        "2101506": ("8560000", "conflict", "2"),
        "213": ("56000", "agree", "3"),
        "221": ("329600", "agree", "2"),
    }
    assert by_class(store, phase="final", fund="total") == {
        "": ("11457200", "single", "1"),
        "208": ("401200", "single", "1"),
        "210": ("11000000", "single", "1"),
        "2101506": ("8400000", "single", "1"),
        "213": ("56000", "single", "1"),
    }


@pytest.mark.usefixtures("at_once")
def test_documents_of_one_body_join_in_any_order(samples: dict[str, Path], next_year: Path, final: Path) -> None:
    one, two, three = samples["001"], next_year, final
    together = dumped(built([one, two, three]))
    for rounds in (
        [[one], [two], [three]],
        [[three], [two], [one]],
        [[two], [three], [one]],
        [[two, one], [one, three]],
    ):
        same(dumped(built(*rounds)), together)


@pytest.mark.usefixtures("at_once")
def test_a_new_document_removes_nothing(samples: dict[str, Path], next_year: Path, final: Path) -> None:
    store = built([samples["001"]])
    before = figures(store)
    mine = [NamedNode(f"{GRAPH}file/{sha16(samples['001'])}/{part}") for part in ("claims", "checks")]
    said = [set(store.match(graph=name)) for name in mine]
    built([next_year], [final], store=store)
    assert [set(store.match(graph=name)) for name in mine] == said
    after = figures(store)
    assert before.keys() < after.keys()
    assert all(int(after[figure]["claims"]) >= int(row["claims"]) for figure, row in before.items())
    assert store.count() == store.distinct_triples()


@pytest.mark.usefixtures("at_once")
def test_an_unlisted_code_lives_as_long_as_one_figure_has_it(
    tmp_path: Path, forms: Forms, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "科目编码\t科目名称\t合计\n2109998\t没有的科目\t1.00"
    files = [document(tmp_path / f"{name}.txt", rows, body=f"{name}财政局") for name in ("泽州县", "沁水县")]
    unlisted = NamedNode(f"{GRAPH}codes/unlisted")
    store = built(files)
    described = store.match(graph=unlisted)
    assert {quad.subject.value.rsplit("/", 2)[1:] == ["unlisted", "2109998"] for quad in described} == {True}
    other = forms.model_copy(update={"families": (), "version": "f" * 16})
    monkeypatch.setattr(extract, "load", lambda: other)
    monkeypatch.setattr(extract, "extract_file", lambda path: (extract.extract(read(path), other),))
    assert built(files[:1], store=store).match(graph=unlisted) == described
    assert built(files[1:], store=store).match(graph=unlisted) == ()


# kill -9 ------------------------------------------------------------------------------------------------------

DRIVER = """
    import sys
    from kg import pipeline
    from kg.pipeline import building
    from kg.cli import main
    from kg.store import GraphStore

    def in_this_process(function, files, **_):
        for path in files:
            yield path, function(path)

    def told(method):
        '''The method, which says when it begins to write and when it has written.'''
        def call(*args, **kwargs):
            print("writing", flush=True)
            method(*args, **kwargs)
            print("written", flush=True)
        return call

    GraphStore.add, GraphStore.replace = told(GraphStore.add), told(GraphStore.replace)
    def refresh_reference(self):
        if self.store.count() == 0:
            refresh(self)

    refresh, pipeline.Builder._refresh_reference = pipeline.Builder._refresh_reference, refresh_reference
    building._BATCH = 2
    building.map_each = in_this_process
    main()
"""
"""``kg build`` that commits every two files and says so. To begin sooner it reads in its own process, and looks at the
reference data only where there is none."""
SECONDS = [0.1, 0.7, 1.5]
"""Moments from the start of the process."""
EVENTS = [(1, 0.0), (2, 0.0), (3, 0.01), (4, 0.0), (7, 0.02)]
"""Moments from an event, by its number, on: odd ones begin a write, even ones end it."""
BODIES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"


def started(folder: Path, store: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(DRIVER), "build", folder, "--store", store]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def killed_after_seconds(folder: Path, store: Path, seconds: float) -> None:
    """The command itself, with its workers."""
    with subprocess.Popen([KG, "build", folder, "--store", store], stderr=subprocess.DEVNULL) as process:
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)


def killed_after_event(folder: Path, store: Path, number: int, seconds: float) -> None:
    with started(folder, store) as process:
        assert process.stdout is not None
        for _ in range(number):
            process.stdout.readline()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)


@pytest.fixture(scope="module")
def variants(samples: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty small disclosures: sample 001 down to its first table, each of another body."""
    folder = tmp_path_factory.mktemp("variants")
    text = samples["001"].read_text(encoding="utf-8").partition("2024年预算收入总表")[0]
    for body in BODIES:
        name = f"忻州市{body}字医疗保险服务中心"
        (folder / f"{body}.txt").write_text(text.replace("忻州市医疗保险服务中心", name), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built_variants(variants: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a build that was never killed."""
    path = tmp_path_factory.mktemp("never-killed") / "store"
    with pytest.MonkeyPatch.context() as patch, GraphStore.create(path) as store:
        patch.setattr(building, "map_each", in_this_process)
        assert len(whole_files(built(sorted(variants.iterdir()), store=store))) == len(BODIES) == 30
    return path


@pytest.fixture(scope="module")
def never_killed(built_variants: Path) -> bytes:
    with GraphStore.open(built_variants) as store:
        return dumped(store)


def whole_files(store: GraphStore) -> set[str]:
    """The files in a store, each of which has all its claims of tables, and every claim its figure with a value."""
    counted: Counter[str] = Counter()
    row, amount, preferred, quantity = (
        NamedNode(CNF + name) for name in ("row", "amount", "preferredAmount", "quantity")
    )
    for quad in store.match(None, NamedNode(f"{CNF}figure")):
        if store.match(quad.subject, row) and store.match(quad.subject, amount):
            counted[str(quad.graph_name)] += 1
        value = store.match(quad.object, preferred) or store.match(quad.object, quantity)
        assert value, "a claim without its figure"
    stated = {str(quad.graph_name): int(quad.object.value) for quad in store.match(None, NamedNode(f"{CNF}claimCount"))}
    assert dict(counted) == stated
    return set(stated)


def said(store: GraphStore) -> set[Quad]:
    """What a store says of documents, bodies and figures; not which forms read them."""
    of_documents = re.compile(r"file/[0-9a-f]{16}/(claims|checks)|figures|agencies|projects|catalogue")
    graphs = [name for name in store.graphs() if of_documents.fullmatch(name.value.removeprefix(GRAPH))]
    return {quad for name in graphs for quad in store.match(graph=name) if quad.predicate != FORMS_VERSION}


def parts(quads: set[Quad]) -> Counter[tuple[str, str]]:
    """How many quads there are in each graph of a file, and about each body in the shared graphs."""
    body = {quad.subject: str(quad.object) for quad in quads if quad.predicate.value == f"{CNF}agency"}
    return Counter((str(quad.graph_name), body.get(quad.subject, "")) for quad in quads)


def nothing_is_partial(path: Path, whole: set[Quad]) -> int:
    """The number of files in the store at ``path``, of which it has everything or nothing."""
    if not (path / "CURRENT").exists():
        return 0
    with GraphStore.open(path) as store:
        held = len(whole_files(store))
        found = said(store)
    assert found <= whole
    full = parts(whole)
    single = {part: count for part, count in parts(found).items() if "/graph/file/" in part[0] or part[1]}
    assert {part: count for part, count in single.items() if full[part] != count} == {}
    return held


@pytest.fixture(scope="module")
def all_said(built_variants: Path) -> set[Quad]:
    with GraphStore.open(built_variants) as store:
        return said(store)


def test_a_build_killed_at_many_moments_goes_on_to_the_same_graph(
    variants: Path, never_killed: bytes, all_said: set[Quad], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    held = []
    for number, seconds in EVENTS:
        killed_after_event(variants, store, number, seconds)
        held.append(nothing_is_partial(store, all_said))
    assert 0 < held[-1] < 30, "killed on the way, not before and not after"
    for seconds in SECONDS:
        killed_after_seconds(variants, store, seconds)
        held.append(nothing_is_partial(store, all_said))
    assert held == sorted(held), "what was there once stays"
    subprocess.run([KG, "build", variants, "--store", store], check=True, capture_output=True)
    with GraphStore.open(store) as graph:
        same(dumped(graph), never_killed)
        assert not list(store.glob("bulk-*"))


def test_reading_anew_killed_at_many_moments_goes_on_to_the_same_graph(
    variants: Path, built_variants: Path, never_killed: bytes, all_said: set[Quad], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(built_variants, store)
    with GraphStore.open(store) as graph:
        assert make_stale(graph) == 30
    for number, seconds in [(3, 0.005), (13, 0.01)]:
        killed_after_event(variants, store, number, seconds)
        assert nothing_is_partial(store, all_said) == 30
    with GraphStore.open(store) as graph:
        stale = len(graph.match(None, FORMS_VERSION, Literal("0" * 16)))
    assert 0 < stale < 30, "killed on the way, not before and not after"
    with started(variants, store) as process:
        process.communicate()
    assert process.returncode == 0
    with GraphStore.open(store) as graph:
        same(dumped(graph), never_killed)
