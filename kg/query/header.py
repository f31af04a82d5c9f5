"""Reading a query file strictly: a mistake names the file and the line, and no question is dropped in silence.

The header is the lines at the top that begin with ``#+``, as in grlc; what follows the mark is YAML, line by line,
so a line of the YAML is the line of the file. Every scalar is text: ``0201`` stays ``0201``.
"""

import re
from pathlib import Path
from typing import NoReturn

from kg.errors import DataFileError, KgError, QuerySyntax
from kg.paths.strictyaml import checked, parse, text_of
from kg.query.members import dimensions
from kg.query.question import Header, Question
from kg.query.values import TYPES, check_default
from kg.store import GraphStore, Rows

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SLOT = re.compile(r"^[ ]*VALUES \?(\w+) \{ UNDEF \}$", re.MULTILINE)
_ADVICE = "docs/questions.md says what a query file may hold."


def read_question(path: Path) -> Question:
    """The question in the file at ``path``, checked in full."""
    if not _NAME.fullmatch(path.stem):
        _refuse(path, 1, f"the name {path.stem!r} is not words of small letters and digits joined by hyphens.")
    text = text_of(path)
    lines = text.split("\n")
    count = _header_length(path, lines)
    header = _header(path, [line.removeprefix("#+")[1:] for line in lines[:count]])
    question = Question(name=path.stem, text=text, **dict(header))
    _check_parameters(path, question)
    _check_columns(path, question)
    return question


def slots(text: str) -> list[str]:
    """The names of the parameters that a query has a ``VALUES ?name { UNDEF }`` line for."""
    return _SLOT.findall(text)


def fill(text: str, name: str, terms: str) -> str:
    """The query with the slot of a parameter filled with serialised terms."""
    return re.sub(rf"^([ ]*VALUES \?{name} \{{) UNDEF (\}})$", lambda m: f"{m[1]} {terms} {m[2]}", text, flags=re.M)


def _header_length(path: Path, lines: list[str]) -> int:
    count = next((number for number, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    if count == 0:
        _refuse(path, 1, "the file does not begin with a header of #+ lines.")
    for number, line in enumerate(lines, start=1):
        if number > count and re.match(r"\s*#\s*\+", line):
            _refuse(path, number, "a #+ line after the end of the header.")
        if number <= count and "\t" in line:
            _refuse(path, number, "a tab in the header.")
        if number <= count and line != "#+" and not line.startswith("#+ "):
            _refuse(path, number, "no blank after #+.")
    return count


def _header(path: Path, lines: list[str]) -> Header:
    return checked(Header, parse("\n".join(lines), path, typed=False), _ADVICE)


def _check_parameters(path: Path, question: Question) -> None:
    found = slots(question.text)
    for name, parameter in question.parameters.items():
        line = _find(question.text, f"#+   {name}:")
        if parameter.type not in TYPES and parameter.type not in dimensions():
            _refuse(path, line, f"the parameter {name} has the unknown type {parameter.type!r}.")
        if parameter.among is not None and parameter.type != "text":
            _refuse(path, line, f"the parameter {name} is no text that could be looked for among names.")
        if found.count(name) != 1:
            _refuse(path, line, f"the query needs one line 'VALUES ?{name} {{ UNDEF }}' and has {found.count(name)}.")
        try:
            check_default(name, parameter)
        except KgError as error:
            _refuse(path, line, f"the default of {name}: {error.what}")
    for name in found:
        if name not in question.parameters:
            _refuse(path, _find(question.text, f"?{name} {{ UNDEF"), f"?{name} is no parameter in the header.")


def _check_columns(path: Path, question: Question) -> None:
    try:
        with GraphStore.in_memory() as empty:
            answer = empty.query(question.text)
    except QuerySyntax as error:
        number = re.search(r"at line (\d+)", error.what)
        _refuse(path, int(number[1]) if number else 1, error.what)
    if not isinstance(answer, Rows):
        _refuse(path, 1, "the query is no SELECT query.")
    if list(answer.variables) != list(question.columns):
        _refuse(
            path,
            _find(question.text, "#+ columns:"),
            f"the columns are {', '.join(question.columns)}; the query gives {', '.join(answer.variables)}.",
        )
    for name, column in question.columns.items():
        if column.type is not None and column.type != "yuan" and column.type not in dimensions():
            _refuse(path, _find(question.text, f"#+   {name}:"), f"the column {name} has no type {column.type!r}.")


def _find(text: str, part: str) -> int:
    return text[: max(0, text.find(part))].count("\n") + 1


def _refuse(path: Path, line: int, what: str) -> NoReturn:
    raise DataFileError(what, place=f"{path}:{line}", advice=_ADVICE)
