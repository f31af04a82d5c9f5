"""Rules on what was read from one document. A failure is a finding, never an exception."""

from kg.check.checking import Checks, check
from kg.check.rules import OUTCOMES, Rule, rule_named, rules

__all__ = ["OUTCOMES", "Checks", "Rule", "check", "rule_named", "rules"]
