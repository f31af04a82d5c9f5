"""The rules across documents, each a SPARQL query in ``queries/across/``, named as ``ontology/rules.csv`` lists it.

A query is asked for some bodies at a time, so that what it gives fits in memory however large the store. Its rows are
of three kinds: a printing that is judged (``?group``, ``?cell``, ``?amount``, ``?quantum``), a part that the judgement
of a group needs (``?group``, ``?part``), and a printing of a part (``?part``, ``?rank``, ``?cell``, ``?amount``,
``?quantum``), of which the lowest rank counts. A group is judged by the sum of its parts.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kg import paths
from kg.check import Rule, rules
from kg.errors import DataFileError, QuerySyntax
from kg.paths.strictyaml import text_of
from kg.query.header import slots
from kg.store import GraphStore, Rows

_COLUMNS = ("group", "part", "rank", "cell", "amount", "quantum")
_ADVICE = "docs/checking.md says what a rule across documents is."


def read_queries(folder: Path, known: Mapping[str, Rule]) -> Mapping[str, str]:
    """The texts of the rules in ``folder``, by name, all checked; a mistake is a ``DataFileError`` with file and line."""
    files = sorted(folder.glob("*.rq"))
    if not files:
        raise DataFileError("no rule is here.", place=str(folder), advice="Restore queries/across/*.rq.")
    return MappingProxyType({path.stem: _read(path, known) for path in files})


@lru_cache(maxsize=1)
def rule_queries() -> Mapping[str, str]:
    """The rules across documents of this package."""
    return read_queries(paths.queries() / "across", rules())


def _read(path: Path, known: Mapping[str, Rule]) -> str:
    text = text_of(path)
    if path.stem not in known:
        raise DataFileError(f"ontology/rules.csv has no rule {path.stem}.", place=f"{path}:1", advice=_ADVICE)
    if set(slots(text)) != {"agency"}:
        what = "the query needs a line 'VALUES ?agency { UNDEF }', and no other of that kind."
        raise DataFileError(what, place=f"{path}:1", advice=_ADVICE)
    columns = _columns(path, text)
    if columns != _COLUMNS:
        what = f"the query gives {', '.join(columns) or 'no rows'}; it must give {', '.join(_COLUMNS)}."
        raise DataFileError(what, place=f"{path}:{_line(text, 'SELECT')}", advice=_ADVICE)
    return text


def _columns(path: Path, text: str) -> tuple[str, ...]:
    try:
        with GraphStore.in_memory() as empty:
            answer = empty.query(text)
    except QuerySyntax as error:
        number = re.search(r"at line (\d+)", error.what)
        raise DataFileError(error.what, place=f"{path}:{number[1] if number else 1}", advice=_ADVICE) from error
    return answer.variables if isinstance(answer, Rows) else ()


def _line(text: str, word: str) -> int:
    return text[: max(0, text.find(word))].count("\n") + 1
