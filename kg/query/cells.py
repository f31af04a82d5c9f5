"""The printed cells and sentences behind the rows of an answer.

A row rests on the figures whose IRIs stand in it, alone or in a list; the question ``printings`` tells where each is
printed. Promises: every figure of a row is followed, and a row without a figure has no cells.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.query.asking import ask
from kg.query.catalogue import question_named
from kg.query.question import Answer, Row
from kg.store import GraphReader, Term

_FIGURE = re.compile(r"\S+/figure/[0-9a-f]{16}(?=\s|$)")
_BATCH = 500
"""Figures asked for at once: the text of a query stays well within what an endpoint takes."""


@dataclass(frozen=True)
class Supported:
    """An answer with the printings under each of its rows, in order."""

    answer: Answer
    cells: tuple[Answer, ...]


def with_cells(store: GraphReader, answer: Answer) -> Supported:
    """``answer`` with the printed cells that each row rests on."""
    wanted = [tuple(dict.fromkeys(_figures(row))) for row in answer.rows]
    printed = _printings(store, tuple(dict.fromkeys(figure for figures in wanted for figure in figures)))
    question = question_named("printings")
    return Supported(
        answer,
        tuple(
            Answer(question, tuple(row for figure in figures for row in printed.get(figure, ()))) for figures in wanted
        ),
    )


def _figures(row: Row) -> Iterator[str]:
    for term in row:
        if isinstance(term, NamedNode | Literal):
            yield from _FIGURE.findall(term.value)


def _printings(store: GraphReader, figures: tuple[str, ...]) -> Mapping[str, list[Row]]:
    question = question_named("printings")
    where = list(question.columns).index("figure")
    found: dict[str, list[Row]] = {}
    for start in range(0, len(figures), _BATCH):
        for row in ask(store, question, {"figure": figures[start : start + _BATCH]}).rows:
            found.setdefault(_iri(row[where]), []).append(row)
    return found


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode) else ""
