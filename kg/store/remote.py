"""A SPARQL 1.1 server as a place of quads: asked through queries, written by updates and the Graph Store Protocol.

Promises: an answer is parsed by its declared media type or refused; terms come as SPARQL writes them, whatever the
server makes of them; a change is made whole, at once where the server can do that, and otherwise step by step from a
journal in the store itself (``kg.store.journal``), so that the next build ends what this one could not.
"""

import contextlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from types import TracebackType
from typing import Self

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.errors import EndpointFailed, KgError, LimitExceeded
from kg.store import capabilities
from kg.store.capabilities import Parameters
from kg.store.credentials import Credentials
from kg.store.dataset import names_dataset
from kg.store.journal import JOURNAL, VALUE, Change
from kg.store.literals import as_written
from kg.store.protocol import Dataset, Result, Rows, Term
from kg.store.solutions import gathered
from kg.store.tokens import tokens
from kg.store.wire import Limits, Wire, dataset_parameters, require_address, shown
from kg.store.writing import Writing

_TABLE = "application/sparql-results+json"
_GRAPH = "application/n-triples, text/turtle;q=0.9"
_GRAPH_FORMATS = (RdfFormat.N_TRIPLES, RdfFormat.TURTLE)  # RDF/XML can expand without end
_ROUND = 1000
"""A server that cuts answers off cuts them at a multiple of this."""
UNSAID = Limits()


class RemoteStore:
    """An endpoint that is asked within ``limits``; ``writer`` opens it for a build.

    One that says nothing at all is left after the seconds rounded up, since SPARQLWrapper counts whole seconds.
    """

    shared = True

    def __init__(self, url: str, *, seconds: float = UNSAID.seconds, most_bytes: int = UNSAID.most_bytes) -> None:
        require_address(url)
        self._url = url
        self._limits = replace(UNSAID, seconds=seconds, most_bytes=most_bytes)
        self._wire = Wire(Credentials.from_environment(), self._limits)
        self._union: Parameters | None = None
        self._writing: Writing | None = None

    @classmethod
    def writer(cls, url: str, *, seconds: float = 300.0) -> Self:
        """The endpoint for a build: finds where it is written, and ends a change that an earlier build left."""
        store = cls(url, seconds=seconds)
        store._writing = Writing(store._wire, store._url, store._ask)
        store._writing.resume()
        return store

    @property
    def place(self) -> str:
        """Its address."""
        return shown(self._url)

    def close(self) -> None:
        """Take the mark of a writer away."""
        if self._writing is not None:
            self._writing.leave()
        self._writing = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(*([KgError] if error is not None else [])):  # what went wrong first is told
            self.close()

    # reading -------------------------------------------------------------------------------------------------

    @cached_property
    def evaluates(self) -> bool:
        """Whether the server answers as SPARQL 1.1 says, as far as it shows in a few queries."""
        return capabilities.evaluates(self._ask)

    def query(self, text: str, *, union: bool = True, dataset: Dataset | None = None) -> Result:
        """The answer to a query; see ``GraphReader``."""
        parameters = dataset_parameters(dataset)
        if union and dataset is None and not names_dataset(text):
            parameters = self._union_parameters()
        return self._ask(text, parameters)

    def unfinished(self) -> bool:
        """Whether a change lies in the store that a build could not end."""
        return self._ask(f"ASK {{ GRAPH {JOURNAL} {{ ?part {VALUE} ?text }} }}", ()) is True

    def match(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> tuple[Quad, ...]:
        """The quads of named graphs with these terms, ``None`` standing for any."""
        terms = {"s": subject, "p": predicate, "o": value, "g": graph}
        if any(isinstance(term, BlankNode | Triple | DefaultGraph) for term in terms.values()):
            return ()  # nothing that a build writes
        shown_terms = {name: str(term) if term is not None else f"?{name}" for name, term in terms.items()}
        pattern = "GRAPH {g} {{ {s} {p} {o} }}".format(**shown_terms)
        free = [name for name, term in terms.items() if term is None]
        found: tuple[tuple[Term | None, ...], ...]
        if not free:
            found = ((),) if self._ask(f"ASK {{ {pattern} }}", ()) is True else ()
        else:
            found = self._solutions(pattern, free)
        rows = (terms | dict(zip(free, row, strict=True)) for row in found)
        return tuple(Quad(*(row[name] for name in "spog")) for row in rows)  # type: ignore[arg-type]  # of their kinds

    def count(self) -> int:
        """The number of quads in named graphs, those that the server keeps for itself among them."""
        return self._number("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")

    # writing -------------------------------------------------------------------------------------------------

    def add(self, quads: Iterable[Quad]) -> None:
        """Add ``quads``, none of which has a blank node; see ``QuadStore``."""
        self.replace(additions=quads)

    def replace(
        self,
        *,
        deletions: Iterable[Quad] = (),
        graphs: Iterable[NamedNode] = (),
        additions: Iterable[Quad] = (),
    ) -> None:
        """Drop ``graphs``, delete and add quads. On return the server has said that it is done.

        Where the server is no transaction, readers may see the middle; a build that is cut off there leaves the
        change in the store's journal, and the next one ends it.
        """
        if self._writing is None:
            raise EndpointFailed("the store is open for reading only.", place=self.place)
        change = Change.of(graphs, deletions, additions)
        if change:
            self._writing.make(change)

    # inner ---------------------------------------------------------------------------------------------------

    def _union_parameters(self) -> Parameters:
        if self._union is None:
            self._union = capabilities.union(self._ask)
        return self._union or ()

    def _ask(self, text: str, parameters: Parameters) -> Result:
        accept = _GRAPH if _form(text) in ("CONSTRUCT", "DESCRIBE") else f"{_TABLE}, {_GRAPH}"
        said = self._wire.query(self._url, text, accept, parameters)
        return self._parsed(said.media_type, said.body)

    def _parsed(self, media_type: str, body: bytes) -> Result:
        solutions = QueryResultsFormat.from_media_type(media_type)
        graph = RdfFormat.from_media_type(media_type)
        try:
            if solutions == QueryResultsFormat.JSON:
                return as_written(gathered(parse_query_results(input=body, format=QueryResultsFormat.JSON)))
            if graph in _GRAPH_FORMATS:
                return as_written(tuple(quad.triple for quad in tuple(parse(input=body, format=graph))))
        except (SyntaxError, ValueError, OSError) as error:
            raise self._failed(f"the answer is not the {media_type} it says it is: {error}") from error
        raise self._failed(f"it answered with {media_type}, which is neither a SPARQL result nor a graph")

    def _failed(self, reason: str) -> EndpointFailed:
        what = f"the endpoint did not answer as it should: {reason}."
        return EndpointFailed(what, place=self.place, advice="Check its address and that it is up.")

    def _number(self, query: str) -> int:
        found = self._ask(query, ())
        term = found.rows[0][0] if isinstance(found, Rows) and found.rows else None
        return int(term.value) if isinstance(term, Literal) else 0

    def _solutions(self, pattern: str, names: list[str]) -> tuple[tuple[Term | None, ...], ...]:
        """All solutions of a pattern, or an error where the server keeps some to itself."""
        found = self._ask(f"SELECT {' '.join(f'?{name}' for name in names)} WHERE {{ {pattern} }}", ())
        rows = found.rows if isinstance(found, Rows) else ()
        held = len(rows)
        if rows and held % _ROUND == 0:
            held = self._number(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
        if held > len(rows):
            raise LimitExceeded(
                f"the endpoint gave {len(rows)} of {held} quads: it cuts answers off.",
                place=self.place,
                advice="Raise its limit of rows.",
            )
        return rows


def _form(text: str) -> str:
    """The form of a query: its first keyword behind the prologue."""
    forms = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
    return next((token.text.upper() for token in tokens(text) if token.is_keyword(*forms)), "")
