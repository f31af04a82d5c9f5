"""The rules, as ``ontology/rules.csv`` lists them."""

import csv
from functools import lru_cache
from typing import NamedTuple

from kg import paths
from kg.model import Severity


class Rule(NamedTuple):
    """A rule: its name, how much a failure matters, and what it asks, in zh and en."""

    name: str
    severity: Severity
    zh: str
    en: str


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Every rule by name."""
    with (paths.ontology() / "rules.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["rule"]: Rule(row["rule"], Severity(row["severity"]), row["zh"], row["en"])
            for row in csv.DictReader(file)
        }
