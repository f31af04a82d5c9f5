"""The catalogue: every file ``queries/*.rq`` is a question of that name, and all are checked before one is asked."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kg import paths
from kg.errors import DataFileError, UnknownQuestion
from kg.query.header import read_question
from kg.query.question import Question


def read_catalogue(folder: Path) -> Mapping[str, Question]:
    """The questions in ``folder`` by name, in the order of their names."""
    files = sorted(folder.glob("*.rq"))
    if not files:
        raise DataFileError("no query file is here.", place=str(folder), advice="Restore queries/*.rq.")
    return MappingProxyType({path.stem: read_question(path) for path in files})


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Question]:
    """The questions of this package."""
    return read_catalogue(paths.queries())


def question_named(name: str) -> Question:
    """The question with this name."""
    known = catalogue()
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    advice = f"Did you mean {', '.join(near)}?" if near else f"They are {', '.join(known)}."
    raise UnknownQuestion(f"no question is called {name!r}.", advice=advice)
