"""The graph for programs in Python: open a store, ask it, and get rows of plain values.

    store = kg.open("my-store")
    store.ask("total-spending", year=2024)

Promises: money is ``decimal.Decimal``, never a float; a member of a dimension is its notation (``approved``); an answer
without rows says why; the store is only read. docs/library.md shows each method.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeAlias, overload

from pyoxigraph import Literal, NamedNode, Triple

from kg import query
from kg.errors import BadParameter, MissingExtra
from kg.query import Absence, Column, Given, Question
from kg.query.guard import Warned
from kg.query.guard import warnings as _warnings
from kg.query.members import notation
from kg.query.terms import XSD, as_decimal, as_integer, plain
from kg.store import AnyStore, Rows, Term, opened

Value: TypeAlias = str | int | bool | Decimal | date | None
"""What stands in a row: text, a whole number or a year, a truth, a number with decimals, a day, or nothing."""
Row: TypeAlias = Any
"""A named tuple whose fields are the columns of its table; which they are is known when the question is."""

_named_tuple: Callable[..., Any] = NamedTuple
"""Types made while running: a type checker reads ``NamedTuple`` only where the fields are written out."""
_TYPES: Mapping[str, Callable[[str], Value]] = {
    XSD + "boolean": lambda text: text in ("true", "1"),
    XSD + "date": date.fromisoformat,
}


@dataclass(frozen=True)
class Table(Sequence[Row]):
    """Rows in order, each a named tuple; ``columns`` are their names, ``absence`` says why there are no rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    absence: Absence | None = None

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def to_polars(self) -> Any:
        """A ``polars.DataFrame``; needs the extra ``polars``. Money has the type Decimal."""
        return _optional("polars").DataFrame(self._by_column(), strict=False)

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``; needs the extra ``pandas``. Columns are of objects: money stays ``Decimal``."""
        return _optional("pandas").DataFrame(self._by_column(), dtype=object)

    def _by_column(self) -> dict[str, list[Value]]:
        return {name: [row[number] for row in self.rows] for number, name in enumerate(self.columns)}


class Store:
    """A store that is read. It is closed by ``close``, or at the end of a ``with``."""

    def __init__(self, graph: AnyStore) -> None:
        self._graph = graph

    @classmethod
    def open(cls, place: str | Path) -> Self:
        """The store in a folder, which ``kg build`` made, or at the http(s) address of a SPARQL server.

        Raises ``StoreMissing`` where there is none in a folder; a server is asked when the store is.
        """
        return cls(opened(place))

    def close(self) -> None:
        """Let go of the store."""
        self._graph.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def questions(self) -> Mapping[str, Question]:
        """The questions that may be asked, by name."""
        return query.catalogue()

    def search(self, text: str) -> tuple[Question, ...]:
        """The questions about ``text``, in either language, best first."""
        return query.search(text)

    def ask(self, name: str, /, **values: Given) -> Table:
        """The answer to a question of the catalogue; a value may be a list, of which any will do.

        Raises ``UnknownQuestion`` and ``BadParameter``, both with what was perhaps meant.
        """
        return _table(query.ask(self._graph, query.question_named(name), values))

    def query(self, text: str) -> Table | bool | tuple[Triple, ...]:
        """The answer to a SPARQL 1.1 query over all graphs: rows, a truth, or triples; raises ``QuerySyntax``."""
        found = self._graph.query(text)
        if not isinstance(found, Rows):
            return found
        row = _row_type(dict.fromkeys(found.variables))
        return Table(found.variables, tuple(row(*map(_value, one)) for one in found.rows))

    def warnings(self, text: str) -> tuple[Warned, ...]:
        """What a SPARQL query seems to get wrong: words that nothing has, sums that count twice."""
        return _warnings(text, self._graph)

    def explain(self, figure: object) -> Table:
        """The printed cells and sentences under a figure, given by its IRI or id, or by a row that has a ``figure``."""
        thing = getattr(figure, "figure", figure)
        if not isinstance(thing, str):
            raise BadParameter("this is no figure.", place="explain", advice="Give an IRI, an id, or a row with one.")
        return _table(query.explain(self._graph, thing))


def open_store(place: str | Path) -> Store:
    """The store in a folder or at an http(s) address, for reading; close it, or use it in a ``with``."""
    return Store.open(place)


def _table(answer: query.Answer) -> Table:
    columns = answer.question.columns
    row = _row_type(columns)
    rows = tuple(
        row(*(_value(term, column) for term, column in zip(one, columns.values(), strict=True))) for one in answer.rows
    )
    return Table(answer.columns, rows, answer.absence)


def _row_type(columns: Mapping[str, Column | None]) -> Callable[..., Row]:
    """The named tuple of a table; money and numbers say so in their annotations."""
    fields = [(name, _annotation(column)) for name, column in columns.items()]
    row: Callable[..., Row] = _named_tuple("Row", fields)
    return row


def _annotation(column: Column | None) -> object:
    if column is None or column.type is None:
        return Value
    return Decimal | None if column.type == "yuan" else str | None


def _value(term: Term | None, column: Column | None = None) -> Value:
    if term is None:
        return None
    if isinstance(term, NamedNode) and column is not None and column.type is not None:
        return notation(column.type, term.value) or term.value
    if isinstance(term, Literal) and term.datatype.value in _TYPES:
        return _TYPES[term.datatype.value](term.value)
    whole = as_integer(term)
    if whole is not None:
        return Decimal(whole) if column is not None and column.type == "yuan" else whole
    number = as_decimal(term)
    return plain(term) if number is None else number


def _optional(package: str) -> Any:
    """A package that an extra of the same name installs."""
    try:
        return import_module(package)
    except ImportError as error:
        advice = f"Install it with: pip install 'kg[{package}]'"
        raise MissingExtra(f"{package} is not installed.", advice=advice) from error
