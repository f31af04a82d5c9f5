"""The answer to a question for people: notations for members, yuan with two decimals at least, plain records."""

import json
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from kg.query.lines import aligned, comma_separated
from kg.query.members import notation
from kg.query.question import Answer, Column
from kg.query.terms import XSD, as_decimal, as_integer, plain
from kg.store import Term

_FEN = Decimal("0.01")


def as_table(answer: Answer, language: str | None) -> str:
    """Aligned text, headed by the names of the columns or their titles in ``language``."""
    columns = answer.question.columns
    head = [getattr(column, language) if language else name for name, column in columns.items()]
    return aligned(head, _texts(answer))


def as_csv(answer: Answer) -> str:
    """CSV headed by the names of the columns."""
    return comma_separated(answer.columns, _texts(answer))


def as_json(answer: Answer) -> str:
    """A list of records, one a line. Decimals are numbers, exact as text; an unbound column is null."""
    columns = answer.question.columns
    records = [
        ", ".join(
            f"{json.dumps(name)}: {_json(term, column)}"
            for (name, column), term in zip(columns.items(), row, strict=True)
        )
        for row in answer.rows
    ]
    return "[\n" + ",\n".join(f"  {{{record}}}" for record in records) + "\n]\n" if records else "[]\n"


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
