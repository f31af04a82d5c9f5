"""The flat records of the questions of the catalogue: each is a SHACL executable with its parameters."""

from typing import NamedTuple


class QuestionRecord(NamedTuple):
    """A question of the catalogue; ``kind`` is what it is about."""

    question: str
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    kind: str
    text: str


class QuestionKeywordRecord(NamedTuple):
    """A word that a question is searched by, in Chinese or in English; the other is null."""

    question: str
    zh: str | None
    en: str | None


class QuestionParameterRecord(NamedTuple):
    """A parameter of a question: what its values are is a datatype, a class or a kind of node, each by its IRI."""

    question: str
    parameter: str
    zh: str
    en: str
    optional: str
    datatype: str | None
    value_class: str | None
    node_kind: str | None
    default: str | None


class QuestionPrefixRecord(NamedTuple):
    """A prefix that the texts of questions use."""

    prefix: str
    namespace: str


AskedRecord = QuestionRecord | QuestionKeywordRecord | QuestionParameterRecord | QuestionPrefixRecord
"""Any record of a question."""
