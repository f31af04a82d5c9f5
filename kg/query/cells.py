"""The printed cells and sentences behind the rows of an answer.

A row rests on the figures whose IRIs stand in it, alone or in a list, and the question ``printings`` tells where each
is printed; what else stands in it and is printed (a target, a change, a refused cell, a table, a file) is found by the
question ``places``. Promises: each of them is followed, one printing is told once in a row, and a row that rests on
nothing printed (a code of the national books) has no cells.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.query.asking import ask
from kg.query.catalogue import question_named
from kg.query.question import Answer, Row
from kg.store import GraphReader, Term

_FIGURE = re.compile(r"\S+/figure/[0-9a-f]{16}(?=\s|$)")
_PLACE = re.compile(r"\S+/id/(?:file|change)/[0-9a-f]{16}\S*")
_BATCH = 500
"""Things asked for at once: the text of a query stays well within what an endpoint takes."""


@dataclass(frozen=True)
class Supported:
    """An answer with the printings under each of its rows, in order."""

    answer: Answer
    cells: tuple[Answer, ...]


def with_cells(store: GraphReader, answer: Answer) -> Supported:
    """``answer`` with the printed cells that each row rests on."""
    return Supported(answer, cells_of(store, answer.rows))


def cells_of(store: GraphReader, rows: Sequence[Row]) -> tuple[Answer, ...]:
    """The printings under each row of an answer to whatever query, in order."""
    figures = [_found(_FIGURE, row) for row in rows]
    places = [_found(_PLACE, row) for row in rows]
    printings = _Printings(store, figures, places)
    question = question_named("printings")
    return tuple(Answer(question, printings.of(*pair)) for pair in zip(figures, places, strict=True))


class _Printings:
    """Where the figures and places of all rows are printed, each as a row of the question ``printings``."""

    def __init__(self, store: GraphReader, figures: list[tuple[str, ...]], places: list[tuple[str, ...]]) -> None:
        columns = list(question_named("printings").columns)
        self._claim = columns.index("claim")
        self._of_figures = _asked(store, "printings", "figure", figures)
        self._of_places = {
            place: [_as_printing(row, columns) for row in rows]
            for place, rows in _asked(store, "places", "place", places).items()
        }

    def of(self, figures: tuple[str, ...], places: tuple[str, ...]) -> tuple[Row, ...]:
        """The printings of a row that has these figures and places."""
        told = [row for figure in figures for row in self._of_figures.get(figure, ())]
        known = {_iri(row[self._claim]) for row in told}
        told += [row for place in places if place not in known for row in self._of_places.get(place, ())]
        return tuple(told)


def _found(pattern: re.Pattern[str], row: Row) -> tuple[str, ...]:
    terms = (term.value for term in row if isinstance(term, NamedNode | Literal))
    return tuple(dict.fromkeys(iri for text in terms for iri in pattern.findall(text)))


def _asked(store: GraphReader, name: str, parameter: str, wanted: Iterable[tuple[str, ...]]) -> Mapping[str, list[Row]]:
    """The rows that a question gives for all that is wanted, by the column that is named as its parameter is."""
    question = question_named(name)
    where = list(question.columns).index(parameter)
    things = tuple(dict.fromkeys(thing for one in wanted for thing in one))
    found: dict[str, list[Row]] = {}
    for batch in _batches(things):
        for row in ask(store, question, {parameter: batch}).rows:
            found.setdefault(_iri(row[where]), []).append(row)
    return found


def _batches(things: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(things), _BATCH):
        yield things[start : start + _BATCH]


def _as_printing(row: Row, columns: list[str]) -> Row:
    """A row of ``places`` under the columns of ``printings``; what is told of no figure stays empty."""
    told = dict(zip(question_named("places").columns, row, strict=True))
    told["claim"] = told.pop("place")
    return tuple(told.get(column) for column in columns)


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode) else ""
