"""The questions of the catalogue and the rules as records for the graph: who has it has what may be asked of it.

So too what its figures were held to.
"""

import re
from collections.abc import Iterator

from kg.check import OUTCOMES, rules
from kg.query import Parameter, Question, catalogue
from kg.rdf.checkrecords import RuleOutcomeRecord, RuleRecord
from kg.rdf.questionrecords import (
    AskedRecord,
    QuestionKeywordRecord,
    QuestionParameterRecord,
    QuestionPrefixRecord,
    QuestionRecord,
)

_PREFIX = re.compile(r"^PREFIX ([a-z-]+): <([^>]+)>$", re.MULTILINE)
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SHACL = "http://www.w3.org/ns/shacl#"
_DATATYPES = {
    "year": "gYear", "code": "string", "text": "string", "integer": "integer", "decimal": "decimal",
}  # fmt: skip
_CLASSES = {
    "agency": "http://www.w3.org/ns/org#FormalOrganization",
    "area": "https://w3id.org/cnfiscal/def#AdministrativeDivision",
}
_MEMBERS = "http://www.w3.org/2004/02/skos/core#Concept"


def catalogued_rules() -> Iterator[RuleRecord | RuleOutcomeRecord]:
    """The records of all rules, each with the properties that count its outcomes."""
    for rule in rules().values():
        yield RuleRecord(rule.name, rule.severity, rule.scope, rule.zh, rule.en, rule.comment_zh, rule.comment_en)
        for outcome, (zh, en) in OUTCOMES.items():
            yield RuleOutcomeRecord(rule.name, outcome, f"{rule.zh}：{zh}次数", f"{rule.en}: times {en}")


def questions() -> list[AskedRecord]:
    """The records of all questions, in the order of the catalogue."""
    found = [record for question in catalogue().values() for record in _question(question)]
    texts = "\n".join(question.text for question in catalogue().values())
    return [*found, *(QuestionPrefixRecord(*pair) for pair in sorted(set(_PREFIX.findall(texts))))]


def _question(question: Question) -> Iterator[AskedRecord]:
    title, description = question.title, question.description
    yield QuestionRecord(
        question.name, title.zh, title.en, description.zh, description.en, question.kind, question.text
    )
    yield from (QuestionKeywordRecord(question.name, word, None) for word in question.keywords.zh)
    yield from (QuestionKeywordRecord(question.name, None, word) for word in question.keywords.en)
    yield from (_parameter(question, name, parameter) for name, parameter in question.parameters.items())


def _parameter(question: Question, name: str, parameter: Parameter) -> QuestionParameterRecord:
    datatype = _DATATYPES.get(parameter.type)
    is_iri = parameter.type == "iri"
    return QuestionParameterRecord(
        question=question.name,
        parameter=name,
        zh=parameter.zh,
        en=parameter.en,
        optional="false" if parameter.required else "true",
        datatype=f"{_XSD}{datatype}" if datatype else None,
        value_class=None if datatype or is_iri else _CLASSES.get(parameter.type, _MEMBERS),
        node_kind=f"{_SHACL}IRI" if is_iri else None,
        default=parameter.default,
    )
