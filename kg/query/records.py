"""The answer to a question for people: notations for members, yuan with two decimals at least, plain records."""

import json
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from kg.query.cells import Supported
from kg.query.lines import aligned, comma_separated
from kg.query.members import notation
from kg.query.question import Absence, Answer, Column
from kg.query.terms import XSD, as_decimal, as_integer, plain
from kg.store import Term

_FEN = Decimal("0.01")


def as_table(answer: Answer, language: str | None) -> str:
    """Aligned text, headed by the names of the columns or their titles in ``language``."""
    columns = answer.question.columns
    head = [getattr(column, language) if language else name for name, column in columns.items()]
    text = aligned(head, _texts(answer))
    return text + said(answer.absence, language) + "\n" if answer.absence is not None else text


def said(absence: Absence, language: str | None) -> str:
    """Why there are no rows, in one line: ``language`` is zh or en, which is also taken where none is given."""
    near = f" [{'; '.join(absence.near)}]" if absence.near else ""
    return f"({absence.reason}) {getattr(absence.words, language or 'en')}{near}"


def cells_as_table(supported: Supported, language: str | None) -> str:
    """The answer, and below it the printings, each behind the number of the row that rests on it."""
    cells = supported.cells
    numbered = [[str(number), *texts] for number, one in enumerate(cells, 1) for texts in _texts(one)]
    below = cells[0].question.columns if cells else {}
    head = ["row", *(getattr(column, language) if language else name for name, column in below.items())]
    return as_table(supported.answer, language) + ("\n" + aligned(head, numbered) if numbered else "")


def cells_as_csv(supported: Supported) -> str:
    """A line for each printing, behind the row that rests on it; a row without one has a line of its own."""
    cells = supported.cells
    below = tuple(cells[0].question.columns) if cells else ()
    lines = [
        texts + behind
        for texts, one in zip(_texts(supported.answer), cells, strict=True)
        for behind in (_texts(one) or [[""] * len(below)])
    ]
    return comma_separated((*supported.answer.columns, *(f"cell_{name}" for name in below)), lines)


def cells_as_json(supported: Supported) -> str:
    """The records of the answer, each with a list ``cells`` of the records of its printings."""
    if supported.answer.absence is not None:
        return as_json(supported.answer)
    pairs = zip(_records(supported.answer), supported.cells, strict=True)
    texts = [
        f'  {{{record}, "cells": [{", ".join(f"{{{one}}}" for one in _records(cells))}]}}' for record, cells in pairs
    ]
    return "[\n" + ",\n".join(texts) + "\n]\n"


def as_csv(answer: Answer) -> str:
    """CSV headed by the names of the columns."""
    return comma_separated(answer.columns, _texts(answer))


def as_json(answer: Answer) -> str:
    """A list of records, one a line. Decimals are numbers, exact as text; an unbound column is null.

    Where there are no rows, an object says why: ``{"rows": [], "empty": {"reason", "zh", "en", "near"}}``.
    """
    if answer.absence is not None:
        return json.dumps({"rows": [], "empty": _absence(answer.absence)}, ensure_ascii=False) + "\n"
    records = _records(answer)
    return "[\n" + ",\n".join(f"  {{{record}}}" for record in records) + "\n]\n" if records else "[]\n"


def _records(answer: Answer) -> list[str]:
    columns = answer.question.columns
    return [
        ", ".join(
            f"{json.dumps(name)}: {_json(term, column)}"
            for (name, column), term in zip(columns.items(), row, strict=True)
        )
        for row in answer.rows
    ]


def _absence(why: Absence) -> dict[str, object]:
    return {"reason": why.reason, "zh": why.words.zh, "en": why.words.en, "near": list(why.near)}


def _texts(answer: Answer) -> list[list[str]]:
    columns = answer.question.columns.values()
    return [[_text(term, column) for term, column in zip(row, columns, strict=True)] for row in answer.rows]


def _text(term: Term | None, column: Column) -> str:
    number = as_decimal(term)
    if number is not None and column.type == "yuan":
        return _yuan(number)
    if isinstance(term, NamedNode) and column.type is not None:
        return notation(column.type, term.value) or term.value
    return plain(term)


def _yuan(number: Decimal) -> str:
    """To the fen at least; what is stated more finely stays so."""
    places = number.as_tuple().exponent
    return f"{number.quantize(_FEN) if isinstance(places, int) and places > -2 else number:f}"


def _json(term: Term | None, column: Column) -> str:
    if term is None:
        return "null"
    if isinstance(term, Literal) and term.datatype.value == XSD + "boolean" and term.value in {"true", "false"}:
        return term.value
    if as_integer(term) is not None:
        return str(as_integer(term))
    text = _text(term, column)
    return text if as_decimal(term) is not None else json.dumps(text, ensure_ascii=False)
