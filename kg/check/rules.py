"""The rules, as ``ontology/rules.csv`` lists them."""

from functools import lru_cache
from typing import NamedTuple

from kg import paths
from kg.errors import DataFileError
from kg.model import Severity
from kg.paths.lists import lines


class Rule(NamedTuple):
    """A rule: its name, how much a failure matters, and what it asks, in zh and en."""

    name: str
    severity: Severity
    zh: str
    en: str


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Every rule by name."""
    return {
        line["rule"]: Rule(line["rule"], Severity(line.one_of("severity", tuple(Severity))), line["zh"], line["en"])
        for line in lines(paths.ontology() / "rules.csv", ["rule", "severity", "zh", "en"])
    }


def rule_named(name: str) -> Rule:
    """The rule with this name; a rule that is asked and not listed is a ``DataFileError``."""
    if name not in rules():
        place = str(paths.ontology() / "rules.csv")
        raise DataFileError(f"the list has no rule {name}.", place=place, advice="Add a row for it.")
    return rules()[name]
