"""Writes ``docs/rules.md`` from the catalogue of rules: ``python -m kg.check.page``, or ``make generated``.

The same catalogue is in every store, so the page and the graph say the same.
"""

import sys
from pathlib import Path

from kg import paths
from kg.check.rules import Rule, rules

_HEAD = """# Rules: what is checked in one document

Generated from `ontology/rules.csv`. Each rule is a resource of the graph, `cnf:rule-…`. For each
rule and table the graph counts how often it passed, failed, was inapplicable or could not be told;
what could not be evaluated is never a pass. Each failure is a `sh:ValidationResult` with its cells,
the amount found and expected, the tolerance and a likely cause.

**Tolerance.** Half the last printed digit of every operand, summed: 341.3 and 341.39 (万元) differ by
more than their 550 yuan. What holds only within it is told once for each table (`rounding`).
A printed percentage is rounded or, where it has decimals, cut after the last of them.

**Severity.** A contradiction of money is an error (`Violation`), but only where the parts are known
to be all there are: by the national form (基本支出 and 项目支出), or because the same division holds in the
other rows of the form. Otherwise it is `Info` with the cause `PartsUnknown`, and counts as could-
not-tell.

**Focus.** Where a cell stands in several equations that fail, it is the focus of each; among cells
equally suspect it is the sum. `cnf:readingInDoubt` says that our reading is as likely to be at
fault as the document.

**Likely cause.** `TruncatedCell` (digits lost at an end), `RepairedNumber` (read only after a
repair), `UnitSlip` (10³, 10⁴, 10⁶, 10⁸), `SingleDigit`, `SwappedDigits`, `ShiftedRow`,
`ShiftedColumn`, `OmittedComponent` (the difference is printed in the same column), `WithheldItems`
(a functional code above items that may be secret: `Info`), `CarryOverCounted` (the difference is
what was carried over: `Info`), `DigitsDropped` (a sentence cuts digits off where it should round:
`Info`), `SameName` (projects of one name with different amounts: a warning), `LabelMismatch` and
its kin for names; otherwise `DocumentError`.

"""


def page() -> str:
    """The text of the page."""
    names = {"document": "the document", "table": "one form", "cross": "one place against another"}
    parts = [_HEAD]
    for scope, name in names.items():
        parts.append(f"## On {name}\n\n| rule | severity | asks | fails when | what to do |\n|---|---|---|---|---|\n")
        parts += [_row(rule) for rule in rules().values() if rule.scope == scope]
        parts.append("\n")
    return "".join(parts).rstrip("\n") + "\n"


def _row(rule: Rule) -> str:
    asks = f"{rule.en}. {rule.zh}。"
    return f"| `{rule.name}` | {rule.severity} | {asks} | {rule.when_en} {rule.when_zh} | {rule.do_en} {rule.do_zh} |\n"


def main() -> None:
    """Write the page where it is not fresh."""
    path = Path(paths.ontology()).parent / "docs" / "rules.md"
    if path.parent.is_dir() and (not path.is_file() or path.read_text(encoding="utf-8") != page()):
        path.write_text(page(), encoding="utf-8")
        sys.stderr.write(f"written: {path.name}\n")


if __name__ == "__main__":
    main()
