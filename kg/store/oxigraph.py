"""The embedded store: the only place where an Oxigraph store is opened, written and read.

One process writes a store at a time; a second one is told so. A write is acknowledged once it is on the disk,
and is all there or not at all, whenever the process is killed. What a killed bulk load leaves behind
(``bulk-*.sst`` files, which no manifest ever names) is removed by whoever opens the store for writing next.
"""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

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
from kg.store.dataset import names_dataset
from kg.store.dumping import write_sorted
from kg.store.failures import on_disk, on_query
from kg.store.protocol import Dataset, Result, Rows
from kg.store.verifying import count_in_every_index


class GraphStore:
    """A store of quads, on disk or in memory. Close it, or use it in a ``with`` statement."""

    def __init__(self, store: Store, path: Path | None, *, writable: bool) -> None:
        self._store: Store | None = store
        self.path = path
        self.writable = writable

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
            folder.remove_orphans(path)
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
        with self._writing() as store:
            store.bulk_extend(quads)
            store.flush()

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
        with self._writing() as store:
            store.update(text)
            store.flush()

    def backup(self, target: Path) -> None:
        """A copy of the store at ``target``, which must not exist; hard links where the disk allows, so it is quick."""
        if target.exists():
            raise EnvironmentUnusable("it exists already.", place=str(target), advice="Name a new folder.")
        with self._reading() as store:
            store.backup(str(target))

    # reading -------------------------------------------------------------------------------------------------

    def query(self, text: str, *, union: bool = True, dataset: Dataset | None = None) -> Result:
        """The answer to a SPARQL 1.1 query; see ``GraphReader``."""
        with on_query(text, self.path):
            answer = self._evaluate(text, union=union, dataset=dataset)
            if isinstance(answer, QueryBoolean):
                return bool(answer)
            if isinstance(answer, QueryTriples):
                return tuple(answer)
            variables = tuple(variable.value for variable in answer.variables)
            return Rows(variables, tuple(tuple(solution) for solution in answer))

    def serialize(
        self,
        text: str,
        formats: tuple[QueryResultsFormat | None, RdfFormat | None],
        *,
        union: bool = True,
        dataset: Dataset | None = None,
    ) -> tuple[str, bytes]:
        """The media type and the bytes of an answer, in the first format if it is a table, else in the second."""
        tabular, graphic = formats
        with on_query(text, self.path):
            answer = self._evaluate(text, union=union, dataset=dataset)
            if isinstance(answer, QueryTriples) and graphic:
                return graphic.media_type, answer.serialize(format=graphic) or b""
            if not isinstance(answer, QueryTriples) and tabular:
                return tabular.media_type, answer.serialize(format=tabular) or b""
        kind = "graph" if isinstance(answer, QueryTriples) else "table"
        raise BadParameter(f"the answer is a {kind}, and no format asked for can hold one.", place="format")

    def match(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        value: NamedNode | BlankNode | Literal | Triple | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> tuple[Quad, ...]:
        """The quads with these terms, ``None`` standing for any."""
        with self._reading() as store:
            return tuple(store.quads_for_pattern(subject, predicate, value, graph))

    def count(self) -> int:
        """The number of quads."""
        with self._reading() as store:
            return len(store)

    def graphs(self) -> tuple[NamedNode, ...]:
        """The names of the graphs that hold anything, sorted."""
        with self._reading() as store:
            names = (name for name in store.named_graphs() if isinstance(name, NamedNode))
            held = (name for name in names if next(store.quads_for_pattern(None, None, None, name), None))
            return tuple(sorted(held, key=lambda name: name.value))

    def distinct_triples(self) -> int:
        """The number of different triples: less than ``count()`` where a triple stands in two graphs."""
        text = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }"
        with self._reading() as store:
            solutions = store.query(text, use_default_graph_as_union=True)
            return int(next(iter(solutions))["n"].value)  # type: ignore[arg-type]

    def dump(self, out: IO[bytes]) -> int:
        """Write every quad as sorted N-Quads: the same graph gives the same bytes. The number of lines."""
        with self._reading() as store:
            return write_sorted(store, out)

    def verify(self) -> int:
        """Read every index to its end and compare their counts; the number of quads.

        Damage goes unnoticed when a store is opened, and a plain scan reads one index of six. It takes about a
        minute for a million quads.
        """
        with self._reading() as store:
            return count_in_every_index(store)

    # inner ---------------------------------------------------------------------------------------------------

    def _evaluate(
        self, text: str, *, union: bool, dataset: Dataset | None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        store = self._opened()
        if dataset is not None:
            return store.query(text, default_graph=list(dataset.default), named_graphs=list(dataset.named))
        return store.query(text, use_default_graph_as_union=union and not names_dataset(text))

    def _opened(self) -> Store:
        if self._store is None:
            raise EnvironmentUnusable("the store is closed.", place=str(self.path or "the store in memory"))
        return self._store

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Store]:
        store = self._opened()
        with on_disk(self.path):
            yield store

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Store]:
        store = self._opened()
        if not self.writable:
            raise EnvironmentUnusable("the store is open for reading only.", place=str(self.path))
        with on_disk(self.path):
            yield store


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
