"""Asking a store: a question of the catalogue with values for its parameters, or how a figure came about."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from kg.errors import BadParameter
from kg.query.absence import absence
from kg.query.answering import answered
from kg.query.catalogue import question_named
from kg.query.header import fill
from kg.query.lookup import known_thing, rows
from kg.query.question import Absence, Answer, Question, Reason, Row
from kg.query.values import Given, terms
from kg.store import GraphReader, Rows

_MISSING: Mapping[str, Given] = {}
_WORTH_WIDENING = 2
"""The least number of values with which one may stand in the way of another."""


def ask(store: GraphReader, question: Question, values: Mapping[str, Given] = _MISSING) -> Answer:
    """The answer of ``store`` to ``question``; a parameter without a value takes its default or restricts nothing.

    An answer without rows says why there are none.
    """
    found = _rows(store, question, values)
    return Answer(question, found, None if found else _absence(store, question, values))


def bind(store: GraphReader, question: Question, values: Mapping[str, Given] = _MISSING) -> str:
    """The SPARQL text of ``question`` with ``values`` filled in; names are looked up in ``store``."""
    for name in values:
        if name not in question.parameters:
            known = ", ".join(question.parameters) or "none"
            raise BadParameter(f"{question.name} has no parameter {name}.", advice=f"Its parameters: {known}.")
    text = question.text
    for name, parameter in question.parameters.items():
        given = values.get(name, parameter.default)
        if given is not None:
            text = fill(text, name, " ".join(str(term) for term in terms(store, name, parameter, given)))
        elif parameter.required:
            raise BadParameter(f"{question.name} needs a value.", place=name, advice=f"Give {parameter.en}.")
    return text


def _rows(store: GraphReader, question: Question, values: Mapping[str, Given]) -> tuple[Row, ...]:
    answer = answered(store, bind(store, question, values))
    return answer.rows if isinstance(answer, Rows) else ()


def _absence(store: GraphReader, question: Question, values: Mapping[str, Given]) -> Absence:
    """Why there are no rows; where nothing else tells, which parameters stand in the way."""
    defaults = {name: one.default for name, one in question.parameters.items() if one.default is not None}
    why = absence(store, question, {**defaults, **values})
    if why.reason is not Reason.NOT_DISCLOSED or len(values) < _WORTH_WIDENING:
        return why
    return replace(why, near=tuple(_wider(store, question, values)))


def _wider(store: GraphReader, question: Question, values: Mapping[str, Given]) -> Iterator[str]:
    for name in values:
        fewer = {other: value for other, value in values.items() if other != name}
        if not question.parameters[name].required and (found := len(_rows(store, question, fewer))):
            yield f"without {name}: {found} row{'s' * (found > 1)}"


def explain(store: GraphReader, thing: str) -> Answer:
    """The printed cells and sentences that a figure rests on.

    ``thing`` is the IRI of a figure or of a claim, the sixteen digits of a figure, or a claim's path
    (``2e4bf1e814f589dd/t03/r14/c5``; in a sentence ``2e4bf1e814f589dd/l159/o12``). Printings of figures that are the
    same money (``cnf:wholeOf``) are told too: whether printings agree is judged over all of them.
    """
    figures = _same_money(store, _figure(store, thing.strip()))
    return ask(store, question_named("printings"), {"figure": [figure.value for figure in figures]})


def _figure(store: GraphReader, thing: str) -> NamedNode:
    if re.fullmatch(r"[0-9a-f]{16}", thing):
        thing = f"figure/{thing}"
    elif re.match(r"[0-9a-f]{16}(?:-\d+)?/", thing):
        thing = f"file/{thing}"
    figure = known_thing(store, thing, "cnf:Figure")
    if figure is not None:
        return figure
    claim = known_thing(store, thing, "cnf:Claim")
    found = _nodes(store, f"{claim} cnf:figure ?found") if claim else []
    if not found:
        raise BadParameter(
            f"no figure or claim is {thing!r}{_refused(store, thing)}.", advice="Copy one from an answer."
        )
    return found[0]


def _same_money(store: GraphReader, figure: NamedNode) -> list[NamedNode]:
    """The figures linked with this one, itself first; step by step, because engines compute a whole path at once."""
    known, new = [figure], [figure]
    while new:
        given = f"VALUES ?one {{ {' '.join(map(str, new))} }}"
        either = "{ ?one cnf:wholeOf ?found } UNION { ?found cnf:wholeOf ?one }"
        new = [node for node in _nodes(store, f"{given} {either}") if node not in known]
        known += new
    return known


def _nodes(store: GraphReader, pattern: str) -> list[NamedNode]:
    found = rows(store, f"SELECT DISTINCT ?found WHERE {{ {pattern} }} ORDER BY ?found").rows
    return [row[0] for row in found if isinstance(row[0], NamedNode)]


def _refused(store: GraphReader, thing: str) -> str:
    """Why ``thing`` became no claim, if it is a number that was refused, or a figure that is only named."""
    for kind, what in (("cnf:RefusedCell", "cell"), ("cnf:RefusedAmount", "amount")):
        place = known_thing(store, thing, kind)
        found = rows(store, f"SELECT ?reason WHERE {{ {place} cnf:reason ?reason }}").rows if place else ()
        if found and isinstance(reason := found[0][0], Literal):
            return f": the {what} was refused ({reason.value})"
    named = known_thing(store, thing, "cnf:NamedFigure")
    return ": a change names it, and no document prints it" if named else ""
