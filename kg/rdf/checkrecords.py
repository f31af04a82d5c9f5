"""The flat records of what the rules found, in one file or across all documents (``mappings/rdf/checks.yml``).

``of`` and ``sha`` name the graph: ``file`` and the file's id, or ``all`` and ``documents`` for the rules across
documents. ``report`` is the id of the file, or of the body whose documents were held against each other.
"""

from typing import NamedTuple


class ReportRecord(NamedTuple):
    """The report of the rules on one file, or across documents on one body (``sh:ValidationReport``).

    It ``conforms`` where nothing was found; ``agency`` is the body, of a report across documents.
    """

    of: str
    sha: str
    report: str
    conforms: str
    agency: str | None


class FindingRecord(NamedTuple):
    """A failed check (``sh:ValidationResult``); ``finding`` is its hash, ``focus`` a full IRI."""

    of: str
    sha: str
    report: str
    finding: str
    rule: str
    severity: str
    focus: str
    found: str | None
    expected: str | None
    difference: str | None
    tolerance: str | None
    cause: str | None
    suspect: str | None
    code: str | None
    printed: str | None
    known: str | None
    message_zh: str
    message_en: str


class FindingCellRecord(NamedTuple):
    """A cell that a failed check is about; ``cell`` is a full IRI."""

    of: str
    sha: str
    report: str
    finding: str
    cell: str


class TallyRecord(NamedTuple):
    """How often a rule had an outcome (an EARL local name) on ``about``: the full IRI of a table, file or report."""

    of: str
    sha: str
    about: str
    rule: str
    outcome: str
    times: str


class RuleRecord(NamedTuple):
    """A rule that documents are checked by; ``severity`` is a SHACL local name, ``scope`` what it looks at.

    ``comment_zh`` and ``comment_en`` say when it fails and what to do then.
    """

    rule: str
    severity: str
    scope: str
    zh: str
    en: str
    comment_zh: str
    comment_en: str


class RuleOutcomeRecord(NamedTuple):
    """An outcome (an EARL local name) that a rule may have: the property that counts it."""

    rule: str
    outcome: str
    zh: str
    en: str


CheckRecord = ReportRecord | FindingRecord | FindingCellRecord | TallyRecord | RuleRecord | RuleOutcomeRecord
"""Any record of what was checked."""
