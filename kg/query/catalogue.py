"""The catalogue: every file ``queries/*.rq`` is a question of that name, and all are checked before one is asked."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kg import paths
from kg.errors import DataFileError, UnknownQuestion
from kg.query.header import read_question
from kg.query.near import near_names
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
    near = near_names(name, known)
    advice = f"Did you mean {', '.join(near)}?" if near else f"They are {', '.join(known)}."
    raise UnknownQuestion(f"no question is called {name!r}.", advice=advice)


def search(text: str) -> tuple[Question, ...]:
    """The questions that all words of ``text`` stand in, in either language, best first; whatever the case."""
    words = text.casefold().split()
    scored = [(sum(_weight(question, word) for word in words), question) for question in catalogue().values()]
    found = [pair for pair in scored if all(_weight(pair[1], word) for word in words)]
    return tuple(question for _, question in sorted(found, key=lambda pair: (-pair[0], pair[1].name)))


def _weight(question: Question, word: str) -> int:
    """Keywords and names weigh more than titles, those more than descriptions, and those more than columns."""
    keywords = [question.name, *question.keywords.zh, *question.keywords.en]
    columns = [words for column in question.columns.values() for words in (column.zh, column.en)]
    places = (
        (8, keywords),
        (4, [question.title.zh, question.title.en]),
        (2, [question.description.zh, question.description.en]),
        (1, columns),
    )
    return sum(weight for weight, texts in places if any(word in text.casefold() for text in texts))
