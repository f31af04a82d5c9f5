"""What every store can be asked, whichever it is, and the values its answers travel in.

The terms are pyoxigraph's; they are the only RDF terms that travel in this package.
"""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

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

    def query(self, text: str, *, union: bool = True, dataset: Dataset | None = None) -> Result:
        """The answer to a query.

        Where neither ``dataset`` nor the query itself names its graphs, the default graph is the union of all
        graphs if ``union``; a remote endpoint decides that for itself.
        """
        ...
