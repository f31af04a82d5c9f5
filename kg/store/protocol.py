"""What every store can be asked, whichever it is, and the values its answers travel in.

The terms are pyoxigraph's; they are the only RDF terms that travel in this package.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True)
class Rows:
    """The answer to a SELECT query: each row has a term or ``None`` (unbound) for each variable, in order."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True)
class Dataset:
    """The graphs a query is about where the request names them itself (SPARQL 1.1 Protocol, section 2.1.4)."""

    default: tuple[NamedNode, ...] = ()
    named: tuple[NamedNode, ...] = ()


Result: TypeAlias = Rows | bool | tuple[Triple, ...]
"""The answer to SELECT, ASK, and CONSTRUCT or DESCRIBE."""


class Sink(Protocol):
    """What an answer can be written to, part by part."""

    def write(self, part: bytes, /) -> int:
        """Take a part; what it raises ends the writing."""
        ...

    def flush(self) -> None:
        """There is no more for now."""
        ...


class GraphReader(Protocol):
    """A place that answers SPARQL 1.1 queries."""

    @property
    def evaluates(self) -> bool:
        """Whether it can be trusted to answer any query as SPARQL 1.1 says."""
        ...

    def query(self, text: str, *, union: bool = True, dataset: Dataset | None = None) -> Result:
        """The answer to a query.

        Where neither ``dataset`` nor the query itself names its graphs, the default graph is the union of all
        graphs if ``union``.
        """
        ...


class QuadStore(GraphReader, Protocol):
    """A place that holds quads for a build: what it is asked for and how it is changed, wherever it is."""

    @property
    def place(self) -> str:
        """Where it is, as it may be shown."""
        ...

    @property
    def shared(self) -> bool:
        """Whether others may keep graphs of their own in it."""
        ...

    def match(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> tuple[Quad, ...]:
        """The quads with these terms, ``None`` standing for any."""
        ...

    def count(self) -> int:
        """The number of quads."""
        ...

    def add(self, quads: Iterable[Quad]) -> None:
        """Add ``quads``: all of them or, if anything fails, none. On return they are kept."""
        ...

    def replace(
        self,
        *,
        deletions: Iterable[Quad] = (),
        graphs: Iterable[NamedNode] = (),
        additions: Iterable[Quad] = (),
    ) -> None:
        """Drop ``graphs``, delete and add quads, all of it or nothing. On return it is kept."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...
