"""Reading a query file strictly: a mistake names the file and the line, and no question is dropped in silence.

The header is the lines at the top that begin with ``#+``, as in grlc; what follows the mark is YAML, line by line,
so a line of the YAML is the line of the file. Every scalar is text: ``0201`` stays ``0201``.
"""

import re
from pathlib import Path
from typing import NoReturn

import yaml
from pydantic import ValidationError

from kg.errors import DataFileError, KgError, QuerySyntax
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
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse(path, 1, f"byte {error.start} is not UTF-8.")
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
    text = "\n".join(lines)
    try:
        loader = yaml.BaseLoader(text)
        node = loader.get_single_node()
        _refuse_twins(path, node)
        return Header.model_validate(loader.construct_document(node) if node is not None else None)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        _refuse(path, line, f"not YAML: {error.problem}.")
    except yaml.YAMLError as error:
        _refuse(path, 1, f"not YAML: {error}.")
    except ValidationError as error:
        first = min(
            error.errors(), key=lambda one: one["type"] != "extra_forbidden"
        )  # a slip before what it leaves out
        key = ".".join(str(step) for step in first["loc"]) or "the header"
        _refuse(path, _line(node, first["loc"]), f"{key}: {first['msg']}.")


def _refuse_twins(path: Path, node: yaml.Node | None) -> None:
    """YAML says that keys are unique (1.2, section 3.2.1.3); PyYAML keeps the last of them and says nothing."""
    if not isinstance(node, yaml.MappingNode):
        return
    seen = set()
    for key, value in node.value:
        if key.value in seen:
            _refuse(path, key.start_mark.line + 1, f"the key {key.value!r} stands here twice.")
        seen.add(key.value)
        _refuse_twins(path, value)


def _line(node: yaml.Node | None, steps: tuple[int | str, ...]) -> int:
    """The line of the key that ``steps`` lead to, as far as they lead."""
    line = 1
    for step in steps:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((key, value) for key, value in pairs if key.value == str(step)), None)
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line


def _check_parameters(path: Path, question: Question) -> None:
    found = slots(question.text)
    for name, parameter in question.parameters.items():
        line = _find(question.text, f"#+   {name}:")
        if parameter.type not in TYPES and parameter.type not in dimensions():
            _refuse(path, line, f"the parameter {name} has the unknown type {parameter.type!r}.")
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
