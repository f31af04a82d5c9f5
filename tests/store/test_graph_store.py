"""The embedded store: what is written is there, what is refused says why, on a real disk with real processes."""

import errno
import gc
import io
import os
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat, Triple

from kg.errors import EnvironmentUnusable, InputError, QueryError, QuerySyntax, StoreBusy, StoreMissing
from kg.store import Dataset, GraphStore, Rows
from kg.workers import MIB, Limits, run

FORMATS = (QueryResultsFormat.JSON, RdfFormat.TURTLE)


def quad(number: int, graph: str = "urn:g") -> Quad:
    return Quad(NamedNode(f"urn:s{number}"), NamedNode("urn:p"), Literal(f"值 {number}"), NamedNode(graph))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with GraphStore.create(tmp_path / "store") as made:
        yield made


def texts(answer: object) -> list[str]:
    assert isinstance(answer, Rows)
    return sorted(term.value for row in answer.rows for term in row if isinstance(term, Literal | NamedNode))


# opening -------------------------------------------------------------------------------------------------------


def test_what_is_written_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    with GraphStore.create(tmp_path / "store") as store:
        store.add([quad(1), quad(2)])
    with GraphStore.open(tmp_path / "store") as store:
        assert store.count() == 2
    with GraphStore.open(tmp_path / "store", read_only=True) as store:
        assert store.match(NamedNode("urn:s1")) == (quad(1),)
    with GraphStore.create(tmp_path / "store") as store:
        assert store.count() == 2


def test_a_missing_store_is_not_made(tmp_path: Path) -> None:
    for read_only in (True, False):
        with pytest.raises(StoreMissing, match="no store here"):
            GraphStore.open(tmp_path / "none", read_only=read_only)
    assert not (tmp_path / "none").exists()


def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("hello")
    with pytest.raises(StoreMissing, match="not a store"):
        GraphStore.open(tmp_path)
    with pytest.raises(InputError, match=r"holds letter\.txt"):
        GraphStore.create(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("hello")
    with pytest.raises(InputError, match="this is a file"):
        GraphStore.create(file)
    with pytest.raises(StoreMissing, match="not a store"):
        GraphStore.open(file)


def test_a_store_cut_off_in_the_making_is_made(tmp_path: Path) -> None:
    for name in ("LOCK", "LOG", "LOG.old.1795335528298757", "IDENTITY", "MANIFEST-000001", "000001.dbtmp"):
        (tmp_path / name).write_bytes(b"")
    with GraphStore.create(tmp_path) as store:
        store.add([quad(1)])
        assert store.count() == 1


def test_a_store_without_its_mark_is_never_made_anew(tmp_path: Path) -> None:
    with GraphStore.create(tmp_path / "store") as store:
        store.add([quad(1)])
    (tmp_path / "store" / "CURRENT").unlink()
    with pytest.raises(InputError, match="not a store and not empty"):
        GraphStore.create(tmp_path / "store")


def test_a_store_held_by_another_process_is_busy(held: tuple[Path, int]) -> None:
    path, pid = held
    with pytest.raises(StoreBusy, match=rf"^{path}: another process.*Wait until it is done, or work on a copy"):
        GraphStore.open(path)
    with pytest.raises(StoreBusy, match=f"process {pid} has the store open"):
        GraphStore.open(path, read_only=True)


def test_looking_at_a_held_store_does_not_free_it(held: tuple[Path, int]) -> None:
    path, _ = held
    for _ in range(2):
        with pytest.raises(StoreBusy):
            GraphStore.open(path, read_only=True)
        with pytest.raises(StoreBusy):
            GraphStore.open(path)


def test_a_store_is_busy_within_one_process_too(store: GraphStore) -> None:
    assert store.path
    for read_only in (True, False):
        with pytest.raises(StoreBusy):
            GraphStore.open(store.path, read_only=read_only)
    store.add([quad(1)])
    assert store.count() == 1


def test_closing_frees_the_store(tmp_path: Path) -> None:
    store = GraphStore.create(tmp_path / "store")
    store.add([quad(1)])
    rows = store.query("SELECT ?o { ?s ?p ?o }")
    store.close()
    store.close()
    with GraphStore.open(tmp_path / "store") as again:
        assert again.count() == 1
    assert texts(rows) == ["值 1"]
    with pytest.raises(EnvironmentUnusable, match="closed"):
        store.count()


def test_a_store_for_reading_is_not_written(tmp_path: Path) -> None:
    GraphStore.create(tmp_path / "store").close()
    with GraphStore.open(tmp_path / "store", read_only=True) as store:
        with pytest.raises(EnvironmentUnusable, match="reading only"):
            store.add([quad(1)])
        with pytest.raises(EnvironmentUnusable, match="reading only"):
            store.replace(additions=[quad(1)])


# writing -------------------------------------------------------------------------------------------------------


def test_replace_drops_deletes_and_adds(store: GraphStore) -> None:
    store.add([quad(1, "urn:a"), quad(2, "urn:a"), quad(3, "urn:b"), quad(4, "urn:b")])
    store.replace(
        deletions=[quad(3, "urn:b"), quad(4, "urn:b")],
        graphs=[NamedNode("urn:a"), NamedNode("urn:absent")],
        additions=[quad(2, "urn:a"), quad(4, "urn:b"), quad(5, "urn:c")],
    )
    assert set(store.match()) == {quad(2, "urn:a"), quad(4, "urn:b"), quad(5, "urn:c")}
    assert store.graphs() == (NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c"))


def test_an_emptied_graph_is_no_graph(store: GraphStore) -> None:
    store.add([quad(1, "urn:a")])
    store.replace(deletions=[quad(1, "urn:a")])
    assert store.graphs() == ()


def test_replacing_nothing_by_nothing_is_nothing(store: GraphStore) -> None:
    store.replace()
    assert store.count() == 0


def test_a_failed_write_changes_nothing(store: GraphStore) -> None:
    store.add([quad(1)])

    def failing() -> Iterator[Quad]:
        yield quad(2)
        raise EnvironmentUnusable("the disk has gone.")

    with pytest.raises(EnvironmentUnusable, match="the disk has gone"):
        store.add(failing())
    with pytest.raises(ValueError, match="blank node"):
        store.replace(deletions=[Quad(BlankNode("b"), NamedNode("urn:p"), Literal("x"))], additions=[quad(3)])
    assert store.match() == (quad(1),)


def test_the_default_graph_and_blank_nodes_can_be_written(store: GraphStore) -> None:
    blank = BlankNode("b")
    store.replace(
        additions=[
            Quad(NamedNode("urn:s"), NamedNode("urn:p"), blank),
            Quad(blank, NamedNode("urn:p"), Literal("x"), NamedNode("urn:g")),
        ]
    )
    (outside,) = store.match(NamedNode("urn:s"))
    assert store.match(outside.object)[0].object == Literal("x")


@given(st.text(max_size=40), st.sampled_from(["zh", "en", None]))
def test_any_text_survives_a_replacement(text: str, language: str | None) -> None:
    literal = Literal(text, language=language) if language else Literal(text)
    with GraphStore.in_memory() as store:
        change = [Quad(NamedNode("urn:s"), NamedNode("urn:p"), literal, NamedNode("urn:g"))]
        store.replace(additions=change)
        assert store.match() == tuple(change)
        store.replace(deletions=change)
        assert store.count() == 0


class FullDisk(io.BytesIO):
    def write(self, _: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


ATTEMPTS: dict[str, Callable[[GraphStore], object]] = {
    "add": lambda store: store.add(number for number in [1]),
    "query": lambda store: store.query("SELECT (<urn:f>(1) AS ?x) {}"),
    "backup": lambda store: store.backup(Path(os.devnull) / "copy"),
    "dump": lambda store: store.dump(FullDisk()),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_store_can_be_opened_again_while_its_failure_is_handled(tmp_path: Path, attempt: str) -> None:
    store = GraphStore.create(tmp_path / "store")
    store.add([quad(1)])
    with pytest.raises((EnvironmentUnusable, QueryError, TypeError)):
        ATTEMPTS[attempt](store)
    try:
        ATTEMPTS[attempt](store)
    except (EnvironmentUnusable, QueryError, TypeError):
        store.close()
        with GraphStore.open(tmp_path / "store") as again:
            assert again.count() == 1


def test_a_backup_is_a_store_of_its_own(store: GraphStore, tmp_path: Path) -> None:
    store.add([quad(1)])
    store.backup(tmp_path / "copy")
    store.add([quad(2)])
    with GraphStore.open(tmp_path / "copy") as copy:
        assert copy.match() == (quad(1),)
        copy.add([quad(3)])
    assert set(store.match()) == {quad(1), quad(2)}
    with pytest.raises(EnvironmentUnusable, match="exists already"):
        store.backup(tmp_path / "copy")


def test_a_store_in_memory_has_no_backup(tmp_path: Path) -> None:
    with GraphStore.in_memory() as store, pytest.raises(EnvironmentUnusable, match="the store in memory"):
        store.backup(tmp_path / "copy")


# reading -------------------------------------------------------------------------------------------------------


@pytest.fixture
def two_graphs() -> Iterator[GraphStore]:
    with GraphStore.in_memory() as store:
        store.add(
            [quad(1, "urn:g1"), quad(2, "urn:g2"), Quad(NamedNode("urn:s0"), NamedNode("urn:p"), Literal("值 0"))]
        )
        yield store


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?o { ?s ?p ?o }", ["值 0", "值 1", "值 2"]),
        ("SELECT ?o { GRAPH ?g { ?s ?p ?o } }", ["值 1", "值 2"]),
        ("SELECT ?o FROM <urn:g1> { ?s ?p ?o }", ["值 1"]),
        ("SELECT ?o FROM NAMED <urn:g1> { ?s ?p ?o }", []),
        ("SELECT ?o FROM NAMED <urn:g1> { GRAPH ?g { ?s ?p ?o } }", ["值 1"]),
        ("SELECT ?o { ?s ?p ?o FILTER(?o != ' FROM <urn:g1> ') }", ["值 0", "值 1", "值 2"]),
    ],
)
def test_the_union_is_asked_only_where_no_graph_is_named(
    two_graphs: GraphStore, text: str, expected: list[str]
) -> None:
    assert texts(two_graphs.query(text)) == expected


def test_the_union_can_be_turned_off(two_graphs: GraphStore) -> None:
    assert texts(two_graphs.query("SELECT ?o { ?s ?p ?o }", union=False)) == ["值 0"]


@pytest.mark.parametrize(
    ("dataset", "plain", "named"),
    [
        (Dataset(default=(NamedNode("urn:g1"),)), ["值 1"], []),
        (Dataset(named=(NamedNode("urn:g1"),)), [], ["值 1"]),
        (Dataset(default=(NamedNode("urn:g1"), NamedNode("urn:g2"))), ["值 1", "值 2"], []),
        (Dataset(), [], []),
    ],
)
def test_the_dataset_of_the_request_wins(
    two_graphs: GraphStore, dataset: Dataset, plain: list[str], named: list[str]
) -> None:
    for clause in ("", "FROM <urn:g2> FROM NAMED <urn:g2>"):
        assert texts(two_graphs.query(f"SELECT ?o {clause} {{ ?s ?p ?o }}", dataset=dataset)) == plain
        assert texts(two_graphs.query(f"SELECT ?o {clause} {{ GRAPH ?g {{ ?s ?p ?o }} }}", dataset=dataset)) == named


def test_each_query_form_has_its_kind_of_answer(two_graphs: GraphStore) -> None:
    rows = two_graphs.query("SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) (UNDEF 'x'@zh) } } ORDER BY ?a")
    one = Literal(1)
    assert rows == Rows(("a", "b"), ((None, Literal("x", language="zh")), (one, None)))
    assert two_graphs.query("ASK { <urn:s1> ?p ?o }") is True
    assert two_graphs.query("ASK { <urn:s9> ?p ?o }") is False
    triple = Triple(NamedNode("urn:s1"), NamedNode("urn:p"), Literal("值 1"))
    assert two_graphs.query("DESCRIBE <urn:s1>") == (triple,)
    assert two_graphs.query("CONSTRUCT WHERE { <urn:s1> ?p ?o }") == (triple,)
    assert two_graphs.query("CONSTRUCT WHERE { <urn:s9> ?p ?o }") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "SELECT * {\n ?s foo:p ?o }",
            r"line 2, column 10, near '\?s foo:p \?o }': expected OPTIONAL, Prefix not found",
        ),
        ("SELECT * { ?s ?p ?o", r"line 1, column 20, near 'SELECT \* { \?s \?p \?o'"),
        ("SELECT ?x (COUNT(*) AS ?n) { ?s ?p ?o }", "a variable that is unbound"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "line 1, column 10"),
        ("", "line 1, column 1"),
    ],
)
def test_bad_syntax_says_where(two_graphs: GraphStore, text: str, message: str) -> None:
    with pytest.raises(QuerySyntax, match=message):
        two_graphs.query(text)


def test_a_query_that_cannot_be_evaluated_is_a_query_error(two_graphs: GraphStore) -> None:
    with pytest.raises(QueryError, match="the query failed: The custom function <urn:f> is not supported"):
        two_graphs.query("SELECT (<urn:f>(1) AS ?x) {}")


@pytest.mark.parametrize(
    "text", ["SELECT (<urn:f>(1) AS ?x) {}", "CONSTRUCT { ?s ?p ?x } { ?s ?p ?o BIND(<urn:f>(1) AS ?x) }"]
)
def test_a_failed_query_leaves_nothing_behind_in_its_thread(tmp_path: Path, text: str) -> None:
    """The error is dropped by another thread; pytest reports what pyoxigraph says of its results being dropped so."""
    failures: list[QueryError] = []

    def fail() -> None:
        for ask in (lambda: store.query(text), lambda: store.serialize(text, FORMATS, io.BytesIO())):
            try:
                ask()
            except QueryError as error:
                failures.append(error)

    with GraphStore.create(tmp_path / "store") as store:
        store.add([quad(1)])
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    GraphStore.open(tmp_path / "store").close()
    assert len(failures) == 2
    failures.clear()
    gc.collect()


def test_distinct_triples_are_fewer_where_one_stands_in_two_graphs(two_graphs: GraphStore) -> None:
    assert (two_graphs.count(), two_graphs.distinct_triples()) == (3, 3)
    two_graphs.add([quad(1, "urn:g3")])
    assert (two_graphs.count(), two_graphs.distinct_triples()) == (4, 3)


# dump ----------------------------------------------------------------------------------------------------------


def dumped(store: GraphStore) -> bytes:
    out = io.BytesIO()
    lines = store.dump(out)
    assert lines == out.getvalue().count(b"\n")
    return out.getvalue()


def test_a_dump_is_sorted_and_the_same_whatever_the_order_of_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    quads = [quad(number, f"urn:g{number % 3}") for number in range(100)]
    dumps = set()
    for seed, lines_in_memory in ((1, 500_000), (2, 7), (3, 100)):
        monkeypatch.setattr("kg.store.dumping._LINES_IN_MEMORY", lines_in_memory)
        random.Random(seed).shuffle(quads)
        with GraphStore.in_memory() as store:
            store.add(quads)
            dumps.add(dumped(store))
    (dump,) = dumps
    lines = dump.decode().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 100
    assert lines[0] == '<urn:s0> <urn:p> "值 0" <urn:g0> .'


def test_a_dump_names_blank_nodes_by_what_they_say() -> None:
    dumps = set()
    for name in ("x", "y"):
        node = BlankNode(name)
        with GraphStore.in_memory() as store:
            store.add(
                [
                    quad(1),
                    Quad(NamedNode("urn:s"), NamedNode("urn:p"), node, NamedNode("urn:g")),
                    Quad(node, NamedNode("urn:p"), Literal("x"), NamedNode("urn:g")),
                ]
            )
            dumps.add(dumped(store))
    expected = '<urn:s1> <urn:p> "值 1" <urn:g> .\n<urn:s> <urn:p> _:c14n0 <urn:g> .\n_:c14n0 <urn:p> "x" <urn:g> .\n'
    assert dumps == {expected.encode()}


def test_a_dump_that_finds_no_space_says_so() -> None:
    with GraphStore.in_memory() as store:
        store.add([quad(1)])
        with pytest.raises(EnvironmentUnusable, match="the system refused: No space left on device"):
            store.dump(FullDisk())


def test_an_empty_store_dumps_nothing() -> None:
    with GraphStore.in_memory() as store:
        assert dumped(store) == b""


# damage --------------------------------------------------------------------------------------------------------


def varied(count: int) -> Iterator[Quad]:
    for number in range(count):
        yield Quad(
            NamedNode(f"urn:subject{number // 12}"), NamedNode(f"urn:predicate{number % 12}"),
            Literal(f"the object {number}"), NamedNode(f"urn:graph{number % 5}"),
        )  # fmt: skip


def test_verify_counts_every_quad(store: GraphStore) -> None:
    node = BlankNode()
    others = [
        Quad(NamedNode("urn:s"), NamedNode("urn:p"), node), Quad(node, NamedNode("urn:p"), node, NamedNode("urn:g")),
        Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("?p ?g"), NamedNode("urn:g")),
    ]  # fmt: skip
    store.add([*varied(3000), *others])
    assert store.verify() == store.count() == 3003


def verified(path: str) -> int:
    with GraphStore.open(Path(path), read_only=True) as store:
        return store.verify()


def test_a_flipped_byte_in_any_table_is_found(tmp_path: Path) -> None:
    """In a worker: a scan of a damaged store that gathered its solutions would take all memory there is."""
    limits = Limits(seconds=60, memory=1536 * MIB)
    path = tmp_path / "store"
    with GraphStore.create(path) as store:
        store.add(varied(6000))
    tables = sorted(path.glob("*.sst"))
    large = [table for table in tables if table.stat().st_size > 5_000]
    assert len(large) >= 7
    for table in large:
        whole = table.read_bytes()
        position = random.Random(table.name).randrange(len(whole) // 2)
        table.write_bytes(whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :])
        with pytest.raises(EnvironmentUnusable, match="damaged"):
            run(verified, str(path), limits=limits)
        table.write_bytes(whole)
    assert run(verified, str(path), limits=limits) == 6000


def test_a_truncated_manifest_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with GraphStore.create(path) as store:
        store.add(varied(10))
    (path / "CURRENT").write_text("MANIFEST-999999\n")
    with pytest.raises(EnvironmentUnusable, match=f"^{path}: the store cannot be used"):
        GraphStore.open(path)


def test_orphans_of_a_killed_load_are_removed(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with GraphStore.create(path) as store:
        store.add([quad(1)])
    orphan = path / "bulk-338127558847160032366965092832597994558.sst"
    orphan.write_bytes(os.urandom(100))
    with GraphStore.open(path, read_only=True) as store:
        assert store.count() == 1
    assert orphan.exists()
    with GraphStore.open(path) as store:
        assert not orphan.exists()
        assert store.verify() == 1
