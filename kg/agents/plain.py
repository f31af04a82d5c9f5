"""Answers as JSON values for agents: money as exact text, every row with its cells, nothing cut in silence."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from kg import query
from kg.query import Absence, Answer, Format
from kg.query.cells import cells_of
from kg.query.terms import as_integer, plain
from kg.store import GraphReader, Rows, Term

Json: TypeAlias = dict[str, Any]

MOST_CELLS = 20
"""Cells told with a row; how many there are is told too, and ``explain`` tells those of one figure in full."""
_LEFT_OUT = frozenset({"body", "preferred", "agreement", "preferred_quantity", "counted_in", "figure"})
"""Columns of printings that tell of the figure and not of the cell."""


def answered(store: GraphReader, answer: Answer, most: int) -> Json:
    """The first ``most`` rows of an answer with their cells; or, where there are none, why."""
    shown = Answer(answer.question, answer.rows[:most])
    told: Json = {"question": answer.question.name, "rows": with_cells(store, shown)}
    told |= counted(len(shown.rows), len(answer.rows))
    if answer.absence is not None:
        told["empty"] = absent(answer.absence)
    return told


def with_cells(store: GraphReader, answer: Answer) -> list[Json]:
    """The rows of an answer, each with its cells."""
    return [row | cited(cells) for row, cells in zip(records(answer), cells_of(store, answer.rows), strict=True)]


def cited(cells: Answer) -> Json:
    """The cells behind a row: document, table, row, page or line, the characters printed, and the IRI of the cell."""
    told = [
        {key: value for key, value in cell.items() if value is not None and key not in _LEFT_OUT}
        for cell in records(Answer(cells.question, cells.rows[:MOST_CELLS]))
    ]
    more = {"cells_in_all": len(cells.rows)} if len(cells.rows) > MOST_CELLS else {}
    return {"cells": told, **more}


def records(answer: Answer) -> list[Json]:
    """Rows as records; a decimal is text, so that it stays what it is."""
    found: list[Json] = json.loads(query.render(Answer(answer.question, answer.rows), Format.JSON), parse_float=str)
    return found


def free_rows(store: GraphReader, found: Rows, most: int) -> Json:
    """The rows of a free query; those that hold figures or places have their cells."""
    shown = found.rows[:most]
    rows = [
        dict(zip(found.variables, map(_value, row), strict=True)) | (cited(cells) if cells.rows else {})
        for row, cells in zip(shown, cells_of(store, shown), strict=True)
    ]
    return {"columns": list(found.variables), "rows": rows, **counted(len(shown), len(found.rows))}


def counted(shown: int, all_rows: int) -> Json:
    """How many rows there are, and whether some are not shown."""
    more = {"advice": "Give a parameter, an aggregate or a higher limit to see the others."} if shown < all_rows else {}
    return {"shown": shown, "total": all_rows, **more}


def absent(why: Absence) -> Json:
    """Why there are no rows."""
    return {"reason": str(why.reason), "zh": why.words.zh, "en": why.words.en, "near": list(why.near)}


def columns_of(questions: Sequence[query.Question]) -> list[Json]:
    """What questions are, and what may be given for their parameters."""
    return [
        {
            "name": one.name,
            "title": {"zh": one.title.zh, "en": one.title.en},
            "description": one.description.en,
            "parameters": {name: _parameter(parameter) for name, parameter in one.parameters.items()},
            "columns": list(one.columns),
        }
        for one in questions
    ]


def _parameter(parameter: query.Parameter) -> Mapping[str, object]:
    told: Json = {"type": parameter.type, "is": parameter.en}
    if parameter.default is not None:
        told["default"] = parameter.default
    if parameter.required:
        told["required"] = True
    values = [notation for notation, _ in query.candidates(parameter.type)]
    return told | ({"one_of": values} if values else {})


def _value(term: Term | None) -> object:
    whole = as_integer(term)
    if term is None or whole is not None:
        return whole
    return plain(term)
