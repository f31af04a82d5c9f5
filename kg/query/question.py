"""What a question of the catalogue is: its words, its parameters and columns, its SPARQL text, and an answer to it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from kg.store import Term

Row: TypeAlias = tuple[Term | None, ...]
"""A row of an answer: a term, or ``None`` where nothing is bound, for each column."""

_Word = Annotated[str, Field(min_length=1)]


class Kind(StrEnum):
    """What a question is about, and so what it means that it has no answer."""

    MONEY = "money"
    FACTS = "facts"
    DOCUMENTS = "documents"
    CHECKS = "checks"
    CODES = "codes"


class Among(StrEnum):
    """The names that a text is looked for in."""

    DOCUMENTS = "documents"
    INDICATORS = "indicators"
    PROJECTS = "projects"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Value):
    """The same text in two languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Keywords(_Value):
    """Words that a question is searched by, in two languages."""

    zh: tuple[_Word, ...] = Field(min_length=1)
    en: tuple[_Word, ...] = Field(min_length=1)


class Parameter(Words):
    """A parameter: ``type`` is a name in ``kg.query.values``; without a value or a default it restricts nothing.

    ``among`` says in which names a text is looked for.
    """

    type: str
    among: Among | None = None
    default: str | None = None
    required: bool = False


class Column(Words):
    """A column of the answer: ``type`` is ``yuan``, or the dimension whose members stand in it."""

    type: str | None = None


class Header(_Value):
    """What a query file says of itself above its SPARQL text; ``forms`` are the families of tables that print it."""

    title: Words
    description: Words
    kind: Kind
    keywords: Keywords
    forms: tuple[_Word, ...] = ()
    parameters: dict[str, Parameter] = {}
    columns: dict[str, Column]


class Question(Header):
    """A question; ``name`` is the stem of its file."""

    name: str
    text: str


class Reason(StrEnum):
    """Why an answer has no rows."""

    NO_SUCH_YEAR = "no-such-year"
    NO_SUCH_CODE = "no-such-code"
    NO_SUCH_NAME = "no-such-name"
    NO_DISCLOSURE = "no-disclosure"
    DECLARED_EMPTY = "declared-empty"
    NOT_DISCLOSED = "not-disclosed"
    NOTHING_FOUND = "nothing-found"


@dataclass(frozen=True)
class Absence:
    """Why an answer has no rows, in words, and what is near to what was asked for (values, tables, parameters)."""

    reason: Reason
    words: Words
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The rows that a question got; each has a term or ``None`` for each of the question's columns, in order.

    ``absence`` says why there are none; it is ``None`` where there are rows.
    """

    question: Question
    rows: tuple[Row, ...]
    absence: Absence | None = field(default=None, compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(self.question.columns)
