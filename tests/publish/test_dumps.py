"""The dumps: every reader reads them, all of them say the same, and the hash is that of RDFC-1.0."""

import gzip
import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
)
from releasing import BASE, quads_in, release_of, small_store, unpacked

from kg.publish import Made
from kg.publish.counting import Counter
from kg.publish.dumps import graph_of
from kg.publish.terms import namespaces
from kg.store import GraphStore, in_order

S, P, G = NamedNode(f"{BASE}id/s"), NamedNode("http://example.org/p"), NamedNode(f"{BASE}graph/shapes")
OTHER = NamedNode(f"{BASE}graph/more/than%20one")
ODD = [
    Quad(S, P, Literal('a "quoted" word . <http://example.org/g> .'), G),
    Quad(S, P, Literal("two\nlines\tand a tab \\"), G),
    Quad(S, P, Literal("预算", language="zh"), G),
    Quad(S, P, Literal('5"', datatype=NamedNode("http://example.org/d")), G),
    Quad(S, P, Literal("一"), OTHER),
    Quad(BlankNode("a"), P, BlankNode("b"), G),
    Quad(BlankNode("b"), P, Literal("b"), G),
    Quad(BlankNode("c"), P, Literal("c"), OTHER),
    Quad(S, P, S, DefaultGraph()),
    Quad(S, P, Literal("nowhere"), DefaultGraph()),
]
"""Literals that look like the end of a line, blank nodes in two graphs, triples in none."""
FORMS = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "ttl": RdfFormat.TURTLE}
DOCUMENT = "graph/documents/aaaaaaaaaaaaaaaa.trig.gz"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_store(tmp_path_factory.mktemp("dumps") / "store", *ODD)


@pytest.fixture(scope="module")
def made(store: Path) -> tuple[Made, Path]:
    return release_of(store, store.parent / "out"), store.parent / "out"


def canonical(quads: list[Quad]) -> set[str]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, dataset))


def in_store(path: Path) -> list[Quad]:
    with GraphStore.open(path, read_only=True) as graph:
        return list(graph.match())


def test_the_dumps_say_what_the_store_says(store: Path, made: tuple[Made, Path]) -> None:
    held, out = in_store(store), made[1] / "graph"
    for end in ("nq", "trig"):
        found = quads_in(out / f"cnfiscal.{end}.gz", FORMS[end])
        assert len(found) == len(held)
        assert canonical(found) == canonical(held)
    triples = quads_in(out / "cnfiscal.ttl.gz", RdfFormat.TURTLE)
    assert canonical(triples) == canonical([Quad(*quad.triple) for quad in held])
    assert len(triples) == len(held), "no triple stands in two graphs"


def test_the_hash_is_that_of_the_canonical_dataset(store: Path, made: tuple[Made, Path]) -> None:
    dataset = Dataset(in_store(store))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = "".join(sorted(f"{quad} .\n" for quad in dataset)).encode()
    assert unpacked(made[1] / "graph" / "cnfiscal.nq.gz") == lines
    assert made[0].rdfc == hashlib.sha256(lines).hexdigest()
    assert made[0].quads == len(dataset)


def test_a_document_has_its_two_graphs_and_nothing_else(store: Path, made: tuple[Made, Path]) -> None:
    names = {f"{BASE}graph/file/aaaaaaaaaaaaaaaa/{part}" for part in ("claims", "checks")}
    with GraphStore.open(store, read_only=True) as graph:
        held = {quad for name in names for quad in graph.match(graph=NamedNode(name))}
    found = quads_in(made[1] / DOCUMENT, RdfFormat.TRIG)
    assert set(found) == held
    assert {quad.graph_name.value for quad in found} == names
    assert [path.name for path in (made[1] / "graph" / "documents").iterdir()] == ["aaaaaaaaaaaaaaaa.trig.gz"]


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
@pytest.mark.parametrize("path", ["graph/cnfiscal.nq.gz", "graph/cnfiscal.trig.gz", "graph/cnfiscal.ttl.gz", DOCUMENT])
def test_rdflib_reads_every_dump(path: str, made: tuple[Made, Path], store: Path) -> None:
    form = path.split(".")[-2]
    found = rdflib.Dataset()
    found.parse(data=unpacked(made[1] / path).decode(), format={"nq": "nquads", "ttl": "turtle"}.get(form, form))
    wanted = len(in_store(store)) if path != DOCUMENT else len(quads_in(made[1] / path, RdfFormat.TRIG))
    assert len(list(found.quads())) == wanted


@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper (raptor2-utils) is not installed")
@pytest.mark.parametrize("path", ["graph/cnfiscal.nq.gz", "graph/cnfiscal.trig.gz", "graph/cnfiscal.ttl.gz", DOCUMENT])
def test_rapper_reads_every_dump(path: str, made: tuple[Made, Path]) -> None:
    form = {"nq": "nquads", "trig": "trig", "ttl": "turtle"}[path.split(".")[-2]]
    done = subprocess.run(
        ["rapper", "-c", "-i", form, "-", BASE], input=unpacked(made[1] / path), capture_output=True, check=False
    )
    said = done.stderr.decode()
    assert done.returncode == 0, said
    wanted = len(quads_in(made[1] / path, FORMS[path.split(".")[-2]]))
    assert f"Parsing returned {wanted} triples" in said


def test_compressed_files_have_no_name_and_no_time(made: tuple[Made, Path]) -> None:
    packed = {path.relative_to(made[1]) for path in made[1].rglob("*.gz")}
    assert packed > {Path("graph/cnfiscal.nq.gz"), Path("graph/cnfiscal.trig.gz"), Path("graph/cnfiscal.ttl.gz")}
    for path in made[1].rglob("*.gz"):
        head = path.read_bytes()[:10]
        assert head[3] == 0, "no name"
        assert head[4:8] == bytes(4), "no time"
        assert gzip.decompress(path.read_bytes())


@pytest.mark.parametrize("in_memory", [3, 50])
def test_sorting_on_the_disk_changes_nothing(
    in_memory: int, store: Path, made: tuple[Made, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.sorting._LINES_IN_MEMORY", 10 * in_memory)
    release_of(store, tmp_path / "out")
    sums = "SHA256SUMS"
    assert (tmp_path / "out" / sums).read_bytes() == (made[1] / sums).read_bytes(), "and so does every file it lists"
    for path in made[1].rglob("*.gz"):
        assert (tmp_path / "out" / path.relative_to(made[1])).read_bytes() == path.read_bytes()


def test_lines_come_in_order_and_leave_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.sorting._LINES_IN_MEMORY", 2)
    given = ["c\n", "a\n", "甲\n", "b\n", "a\n"]
    assert list(in_order(iter(given), tmp_path)) == ["a\n", "a\n", "b\n", "c\n", "甲\n"]
    assert list(in_order([])) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("quad", ODD, ids=str)
def test_the_graph_of_a_line(quad: Quad) -> None:
    assert graph_of(f"{quad} .\n") == ("" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name))


def test_a_triple_in_two_graphs_is_counted_once() -> None:
    counter = Counter()
    lines = sorted(f"{Quad(S, P, Literal(text), graph)} .\n" for text in ("x", 'x" .') for graph in (G, OTHER))
    assert [counter.take(line) for line in lines] == [True, False, True, False]
    counts = counter.counts(objects=2)
    assert counts[:4] == (4, 2, 1, 2)
    assert counts.properties == {P.value: 2}


def test_no_namespace_is_part_of_another() -> None:
    """A name then has one short form, whatever the order of the prefixes."""
    spaces = list(namespaces().values())
    assert [(one, two) for one in spaces for two in spaces if one != two and one.startswith(two)] == []
