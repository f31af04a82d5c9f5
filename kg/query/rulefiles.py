"""Queries that are no questions: the rules across documents, and the constraints on all figures.

They have the slot of a question for the bodies they are asked of, ``VALUES ?agency { UNDEF }``, and fixed columns. All
of them are checked before one is asked; a mistake names the file and the line.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kg import paths
from kg.errors import DataFileError, QuerySyntax
from kg.paths.strictyaml import text_of
from kg.query.header import slots
from kg.store import GraphStore, Rows

RULE = ("agency", "group", "part", "rank", "cell", "amount", "quantum")
"""The columns of a rule across documents."""
CONSTRAINT = ("focus",)
"""The columns of a constraint."""
_ADVICE = "docs/checking.md says what such a query is."


def read_queries(folder: Path, columns: tuple[str, ...]) -> Mapping[str, str]:
    """The texts of the queries in ``folder`` by name, each with these columns; a mistake is a ``DataFileError``."""
    files = sorted(folder.glob("*.rq"))
    if not files:
        raise DataFileError("no query file is here.", place=str(folder), advice=f"Restore queries/{folder.name}/*.rq.")
    return MappingProxyType({path.stem: _read(path, columns) for path in files})


@lru_cache(maxsize=1)
def across() -> Mapping[str, str]:
    """The rules across documents of this package, by name."""
    return read_queries(paths.queries() / "across", RULE)


@lru_cache(maxsize=1)
def cubes() -> Mapping[str, str]:
    """The constraints on all figures of this package, by name."""
    return read_queries(paths.queries() / "cubes", CONSTRAINT)


def told(name: str, text: str) -> dict[str, str]:
    """What a query says it asks, in ``zh`` and ``en``, in the comments it begins with."""
    said = dict(re.findall(r"^# (zh|en): (.+)$", text, re.M))
    if set(said) != {"zh", "en"}:
        advice = "Begin it with '# zh: …' and '# en: …'."
        raise DataFileError("the query does not say what it asks.", place=f"{name}.rq:1", advice=advice)
    return said


def _read(path: Path, columns: tuple[str, ...]) -> str:
    text = text_of(path)
    found = _columns(path, text)
    if found != columns:
        what = f"the query gives {', '.join(found) or 'no rows'}; it must give {', '.join(columns)}."
        raise DataFileError(what, place=f"{path}:{_line(text, 'SELECT')}", advice=_ADVICE)
    others = sorted(set(slots(text)) - {"agency"})
    if others:
        what = f"?{others[0]} is filled by nobody."
        raise DataFileError(what, place=f"{path}:{_line(text, f'?{others[0]} {{ UNDEF')}", advice=_ADVICE)
    if columns == RULE and not slots(text):
        what = "the query needs a line 'VALUES ?agency { UNDEF }'."
        raise DataFileError(what, place=f"{path}:{_line(text, 'WHERE')}", advice=_ADVICE)
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
