"""What a question of the catalogue is: its words, its parameters and columns, its SPARQL text, and an answer to it."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from kg.store import Term


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Value):
    """The same text in two languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Parameter(Words):
    """A parameter: ``type`` is a name in ``kg.query.values``; without a value or a default it restricts nothing."""

    type: str
    default: str | None = None
    required: bool = False


class Column(Words):
    """A column of the answer: ``type`` is ``yuan``, or the dimension whose members stand in it."""

    type: str | None = None


class Header(_Value):
    """What a query file says of itself above its SPARQL text."""

    title: Words
    description: Words
    parameters: dict[str, Parameter] = {}
    columns: dict[str, Column]


class Question(Header):
    """A question; ``name`` is the stem of its file."""

    name: str
    text: str


@dataclass(frozen=True)
class Answer:
    """The rows that a question got; each has a term or ``None`` for each of the question's columns, in order."""

    question: Question
    rows: tuple[tuple[Term | None, ...], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(self.question.columns)
