"""Rules on what was read from one document. A failure is a finding, never an exception."""

from kg.check.checking import Checks, check
from kg.check.rules import Rule, rule_named, rules

__all__ = ["Checks", "Rule", "check", "rule_named", "rules"]
