"""The rules, as ``ontology/rules.csv`` lists them."""

from functools import lru_cache
from typing import NamedTuple

from kg import paths
from kg.errors import DataFileError
from kg.model import Outcome, Severity
from kg.paths.lists import lines

SCOPES = ("document", "table", "cross")
"""What a rule looks at: the document as a whole, one form, or one place against another."""
_TEXTS = ("zh", "en", "when_zh", "when_en", "do_zh", "do_en")

OUTCOMES = {
    Outcome.PASSED: ("通过", "passed"),
    Outcome.FAILED: ("未通过", "failed"),
    Outcome.INAPPLICABLE: ("不适用", "not applicable"),
    Outcome.CANT_TELL: ("无法判断", "could not tell"),
}
"""What the outcomes of rules are called, in zh and en."""


class Rule(NamedTuple):
    """A rule: its name, how much a failure matters, what it looks at; what it asks, when it fails, what to do then."""

    name: str
    severity: Severity
    scope: str
    zh: str
    en: str
    when_zh: str
    when_en: str
    do_zh: str
    do_en: str

    @property
    def comment_zh(self) -> str:
        """When it fails and what to do then, in zh."""
        return self.when_zh + self.do_zh

    @property
    def comment_en(self) -> str:
        """When it fails and what to do then, in en."""
        return f"{self.when_en} {self.do_en}"


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Every rule by name.

    Raises ``DataFileError`` with file and line for a severity or scope that does not exist, a text that is missing,
    a rule that is there twice.
    """
    found: dict[str, Rule] = {}
    for line in lines(paths.ontology() / "rules.csv", ["rule", "severity", "scope", *_TEXTS]):
        name = line["rule"]
        if name in found or not all(line[text] for text in (*_TEXTS, "rule")):
            line.refuse(f"the rule {name!r} is there twice, or one of its texts is empty.")
        severity = Severity(line.one_of("severity", tuple(Severity)))
        found[name] = Rule(name, severity, line.one_of("scope", SCOPES), *(line[text] for text in _TEXTS))
    return found


def rule_named(name: str) -> Rule:
    """The rule with this name; a rule that is asked and not listed is a ``DataFileError``."""
    if name not in rules():
        place = str(paths.ontology() / "rules.csv")
        raise DataFileError(f"the list has no rule {name}.", place=place, advice="Add a row for it.")
    return rules()[name]
