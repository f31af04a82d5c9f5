"""The embedded store: the only place where an Oxigraph store is opened, written and read.

One process writes a store at a time; a second one is told so. A write is acknowledged once it is on the disk,
and is all there or not at all, whenever the process is killed. What a killed bulk load leaves behind
(``bulk-*.sst`` files, which no manifest ever names) is removed by whoever opens the store for writing next.
"""

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
)

from kg.errors import BadParameter, EnvironmentUnusable
from kg.store import folder
from kg.store.dataset import names_dataset, over_dataset
from kg.store.dumping import write_sorted
from kg.store.failures import on_disk, on_query
from kg.store.protocol import Dataset, Result, Rows, Sink
from kg.store.solutions import gathered, serialized
from kg.store.verifying import count_in_every_index


class GraphStore:
    """A store of quads, on disk or in memory. Close it, or use it in a ``with`` statement.

    No method has the pyoxigraph store in a variable: an error keeps the frames it passed through, and the folder
    stays locked as long as anything keeps the store. So a store can be closed and opened again in an ``except``.
    """

    evaluates = True
    shared = False

    def __init__(self, store: Store, path: Path | None, *, writable: bool) -> None:
        self._store: Store | None = store
        self.path = path
        self.writable = writable

    @property
    def place(self) -> str:
        """Its folder."""
        return str(self.path or "the store in memory")

    # opening and closing -------------------------------------------------------------------------------------

    @classmethod
    def in_memory(cls) -> Self:
        """An empty store that is gone when it is closed."""
        return cls(Store(), None, writable=True)

    @classmethod
    def create(cls, path: Path) -> Self:
        """The store at ``path``, made if the folder is absent or empty; open for writing."""
        folder.require_store_or_nothing(path)
        return cls._writer(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """The store at ``path``. For reading only, it must not be written meanwhile: read a backup instead."""
        folder.require_store(path)
        if not read_only:
            return cls._writer(path)
        folder.require_no_writer(path)
        with on_disk(path):
            return cls(Store.read_only(str(path)), path, writable=False)

    @classmethod
    def _writer(cls, path: Path) -> Self:
        with on_disk(path):
            store = cls(Store(str(path)), path, writable=True)
        folder.note_writer(path)
        try:
            with on_disk(path):
                folder.remove_orphans(path)
        except EnvironmentUnusable:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Give the store back. Nothing read from it needs it any more."""
        if self._store is not None and self.path and self.writable:
            folder.forget_writer(self.path)
        self._store = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # writing -------------------------------------------------------------------------------------------------

    def add(self, quads: Iterable[Quad]) -> None:
        """Add ``quads``: all of them or, if anything fails, none. On return they are on the disk."""
        with on_disk(self.path):
            self._writable().bulk_extend(quads)
            self._writable().flush()

    def replace(
        self,
        *,
        deletions: Iterable[Quad] = (),
        graphs: Iterable[NamedNode] = (),
        additions: Iterable[Quad] = (),
    ) -> None:
        """Drop ``graphs``, delete and add quads, in one transaction. On return it is on the disk.

        A quad may be deleted and added again. Deletions have no blank nodes: SPARQL has no name for those that
        are in the store. The whole change is held in memory, about 3.5 KB for each quad.
        """
        text = _update(list(deletions), list(graphs), list(additions))
        if not text:
            return
        with on_disk(self.path):
            self._writable().update(text)
            self._writable().flush()

    def update(self, text: str, *, base: str | None = None, dataset: Dataset | None = None) -> None:
        """Run a SPARQL 1.1 update, all of it or nothing. On return it is on the disk.

        ``dataset`` names the graphs its patterns are matched with, if the update names none itself.
        """
        text = over_dataset(text, dataset) if dataset else text
        with on_query(text, self.path, "update"):
            self._writable().update(text, base_iri=base)
        with on_disk(self.path):
            self._writable().flush()

    def put_graph(self, graph: NamedNode | DefaultGraph, triples: Iterable[Triple], *, replace: bool) -> None:
        """Add triples to a graph, or put them in the place of those it has; the graph is there afterwards, be it empty.

        One transaction; on return it is on the disk.
        """
        named = isinstance(graph, NamedNode)
        drops = [f"DROP SILENT GRAPH {graph}" if named else "DROP DEFAULT"] if replace else []
        makes = [f"CREATE SILENT GRAPH {graph}"] if named else []
        data = _data([Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples])
        self.update(" ;\n".join([*drops, *makes, f"INSERT DATA {{\n{data}}}"]))

    def backup(self, target: Path) -> None:
        """A copy of the store at ``target``, which must not exist; hard links where the disk allows, so it is quick."""
        if target.exists():
            raise EnvironmentUnusable("it exists already.", place=str(target), advice="Name a new folder.")
        with on_disk(self.path):
            self._opened().backup(str(target))

    # reading -------------------------------------------------------------------------------------------------

    def query(self, text: str, *, union: bool = True, dataset: Dataset | None = None) -> Result:
        """The answer to a SPARQL 1.1 query; see ``GraphReader``."""
        with on_query(text, self.path):
            return gathered(self._evaluate(text, union=union, dataset=dataset))

    def serialize(
        self,
        text: str,
        formats: tuple[QueryResultsFormat | None, RdfFormat | None],
        out: Sink,
        *,
        dataset: Dataset | None = None,
        base: str | None = None,
    ) -> str:
        """Write an answer to ``out``, in the first format if it is a table, else in the second; its media type.

        Relative IRIs of the query are resolved against ``base``. What ``out`` raises is raised.
        """
        with on_query(text, self.path):
            written = serialized(self._evaluate(text, dataset=dataset, base=base), formats, out)
        if "/" not in written:
            raise BadParameter(f"the answer is a {written}, and no format asked for can hold one.", place="format")
        return written

    def write_graph(self, graph: NamedNode | DefaultGraph, form: RdfFormat, out: Sink) -> None:
        """Write the triples of one graph to ``out``."""
        with on_disk(self.path):
            self._opened().dump(cast("IO[bytes]", out), form, from_graph=graph)

    def holds(self, graph: NamedNode) -> bool:
        """Whether there is a graph of this name, be it empty."""
        with on_disk(self.path):
            return self._opened().contains_named_graph(graph)

    def match(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        value: NamedNode | BlankNode | Literal | Triple | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> tuple[Quad, ...]:
        """The quads with these terms, ``None`` standing for any."""
        with on_disk(self.path):
            return tuple(self._opened().quads_for_pattern(subject, predicate, value, graph))

    def unfinished(self) -> bool:
        """Whether a change was left in the middle, which cannot be here."""
        return False

    def count(self) -> int:
        """The number of quads."""
        with on_disk(self.path):
            return len(self._opened())

    def graphs(self) -> tuple[NamedNode, ...]:
        """The names of the graphs that hold anything, sorted."""
        with on_disk(self.path):
            names = [name for name in tuple(self._opened().named_graphs()) if isinstance(name, NamedNode)]
            held = [name for name in names if next(self._opened().quads_for_pattern(None, None, None, name), None)]
            return tuple(sorted(held, key=lambda name: name.value))

    def distinct_triples(self) -> int:
        """The number of different triples: less than ``count()`` where a triple stands in two graphs."""
        counted = self.query("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }")
        match counted:
            case Rows(rows=((Literal() as number,),)):
                return int(number.value)
        raise TypeError("a count answers with one number")

    def dump(self, out: IO[bytes]) -> int:
        """Write every quad as sorted N-Quads: the same graph gives the same bytes. The number of lines."""
        with on_disk(self.path):
            return write_sorted(self._opened(), out)

    def scan(self) -> int:
        """Read every quad with its strings once; their number. It takes some seconds for a million quads."""
        with on_disk(self.path):
            return sum(1 for _ in self._opened())

    def verify(self) -> int:
        """Read every index to its end and compare their counts; the number of quads.

        Damage goes unnoticed when a store is opened, and a plain scan reads one index of six. It takes about a
        minute for a million quads.
        """
        with on_disk(self.path):
            return count_in_every_index(self._opened())

    # inner ---------------------------------------------------------------------------------------------------

    def _evaluate(
        self, text: str, *, union: bool = True, dataset: Dataset | None = None, base: str | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        if dataset is not None:
            default, named = dataset.default, dataset.named
            return self._opened().query(text, base_iri=base, default_graph=[*default], named_graphs=[*named])
        whole = union and not names_dataset(text)
        return self._opened().query(text, base_iri=base, use_default_graph_as_union=whole)

    def _opened(self) -> Store:
        if self._store is None:
            raise EnvironmentUnusable("the store is closed.", place=str(self.path or "the store in memory"))
        return self._store

    def _writable(self) -> Store:
        if not self.writable:
            raise EnvironmentUnusable("the store is open for reading only.", place=str(self.path))
        return self._opened()


def _update(deletions: list[Quad], graphs: list[NamedNode], additions: list[Quad]) -> str:
    """One SPARQL 1.1 Update request; its operations make one transaction (pyoxigraph, ``Store.update``)."""
    operations = [f"DROP SILENT GRAPH {graph}" for graph in graphs]
    if deletions:
        if any(isinstance(term, BlankNode) for quad in deletions for term in (quad.subject, quad.object)):
            raise ValueError("a quad with a blank node cannot be deleted by name: drop its graph")
        operations.append(f"DELETE DATA {{\n{_data(deletions)}}}")
    if additions:
        operations.append(f"INSERT DATA {{\n{_data(additions)}}}")
    return " ;\n".join(operations)


def _data(quads: list[Quad]) -> str:
    return "".join(
        f"{quad.triple} .\n"
        if isinstance(quad.graph_name, DefaultGraph)
        else f"GRAPH {quad.graph_name} {{ {quad.triple} }}\n"
        for quad in quads
    )
