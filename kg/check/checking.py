"""Rules on one document: sums inside tables, printings of one figure, both sides of a summary, names of codes.

The tolerance of a rule is half the last printed digit of each operand, summed. Passes are counted per rule and
table; each failure is a finding that names its cells.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from kg.check.codes import codes
from kg.check.results import Result
from kg.check.rules import rules
from kg.codebooks import Codebook
from kg.model import BudgetKey, Claim, Extraction, Finding, Flow, Outcome, Scope, Tally

_CODES = ("function_code", "economic_code", "government_economic_code", "revenue_code")


class Checks(NamedTuple):
    """What the rules found in one document."""

    findings: tuple[Finding, ...]
    tallies: tuple[Tally, ...]


def check(extraction: Extraction, book: Codebook) -> Checks:
    """Run every rule on what was read from one document."""
    results = [
        *_sums(extraction), *_printings(extraction), *_sides(extraction), *codes(extraction, book),
        *_level(extraction),
    ]  # fmt: skip
    counts: Counter[tuple[str, int, Outcome]] = Counter((r.rule, r.table, r.outcome) for r in results)
    tallies = tuple(
        Tally(
            rule=rule,
            table=table,
            passed=counts[rule, table, Outcome.PASSED],
            failed=counts[rule, table, Outcome.FAILED],
            inapplicable=counts[rule, table, Outcome.INAPPLICABLE],
            cant_tell=counts[rule, table, Outcome.CANT_TELL],
        )
        for rule, table in sorted({(r.rule, r.table) for r in results})
    )
    return Checks(tuple(r.finding for r in results if r.finding is not None), tallies)


def _level(extraction: Extraction) -> Iterator[Result]:
    """That the document leaves open whose money it is. Where it does not, nothing is said of it: all others do."""
    if extraction.disclosure.scope is not Scope.NOT_STATED:
        return
    rule = rules()["level-printed"]
    finding = Finding(
        rule=rule.name,
        severity=rule.severity,
        focus="",
        message_zh=f"{rule.zh}：未载明，金额单独列出，不与部门或单位的金额合并",
        message_en=f"{rule.en}: it does not; its amounts stand apart from those of departments and units",
    )
    yield Result(rule.name, 0, Outcome.FAILED, finding)


# sums --------------------------------------------------------------------------------------------------------


def _sums(extraction: Extraction) -> Iterator[Result]:
    forms = _form_of(extraction)
    columns: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in extraction.claims:
        if isinstance(claim.key, BudgetKey):
            slice_ = tuple(value for field, value in claim.key if field not in _CODES)
            columns[forms[claim.place.table], claim.place.cell, *slice_].append(claim)
    for claims in columns.values():
        for name in _CODES:
            yield from _column_sums([claim for claim in claims if _leading(claim) in ("", name)], name)


def _form_of(extraction: Extraction) -> dict[int, int]:
    """The first table of the form that a table belongs to: a form broken by a page is several tables of one title."""
    first: dict[int, int] = {}
    before = None
    for table in extraction.tables:
        same = before is not None and before.title == table.title and before.family == table.family and table.title
        first[table.number] = first[before.number] if same and before is not None else table.number
        before = table
    return first


def _column_sums(claims: list[Claim], name: str) -> Iterator[Result]:
    """In one column: each code against the codes listed directly below it, the total against the classes."""
    codes = {getattr(claim.key, name, "") for claim in claims}
    seen: set[str] = set()
    for claim in claims:
        code = getattr(claim.key, name, "")
        parts = [part for part in claims if _below(getattr(part.key, name, ""), code, codes)]
        if parts and code not in seen:
            seen.add(code)
            yield _sum("levels-add" if code else "totals-add", claim, parts)


def _leading(claim: Claim) -> str:
    """The classification that a claim's row is listed by: the first it carries a code of."""
    return next((name for name in _CODES if getattr(claim.key, name, "")), "")


def _below(code: str, parent: str, codes: set[str]) -> bool:
    """Whether ``code`` is listed directly below ``parent``: no listed code stands between them."""
    if code == parent or not code.startswith(parent):
        return False
    between = (other for other in codes if other not in ("", code, parent))
    return not any(code.startswith(other) and other.startswith(parent) for other in between)


def _sum(rule: str, claim: Claim, parts: list[Claim]) -> Result:
    expected = sum((part.amount.yuan for part in parts), Decimal(0))
    tolerance = (claim.amount.quantum + sum((part.amount.quantum for part in parts), Decimal(0))) / 2
    if abs(claim.amount.yuan - expected) <= tolerance:
        return Result(rule, claim.place.table, Outcome.PASSED)
    return _failed(rule, [claim, *parts], expected, tolerance)


def _failed(rule: str, claims: list[Claim], expected: Decimal, tolerance: Decimal, *, cause: str = "") -> Result:
    first = claims[0]
    known = rules()[rule]
    found = first.amount.yuan
    finding = Finding(
        rule=rule,
        severity=known.severity,
        focus=first.place.id,
        cells=tuple(claim.place.id for claim in claims),
        found=found,
        expected=expected,
        tolerance=tolerance,
        cause=cause,
        message_zh=f"{known.zh}：列示 {found:f} 元，应为 {expected:f} 元，差 {found - expected:f} 元",
        message_en=f"{known.en}: printed {found:f} yuan, expected {expected:f}, difference {found - expected:f}",
    )
    return Result(rule, first.place.table, Outcome.FAILED, finding)


# printings and sides -----------------------------------------------------------------------------------------


def _printings(extraction: Extraction) -> Iterator[Result]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in extraction.claims:
        groups[claim.key.id].append(claim)
    for claims in groups.values():
        best = min(claims, key=lambda claim: claim.amount.quantum)
        for claim in claims:
            if claim is not best:
                yield _against("printings-agree", claim, best)


def _sides(extraction: Extraction) -> Iterator[Result]:
    """收入总计 against 支出总计 of the same table and fund."""
    sides: dict[tuple[object, ...], dict[Flow, Claim]] = defaultdict(dict)
    for claim in extraction.claims:
        key = claim.key
        if isinstance(key, BudgetKey) and key.flow in (Flow.RESOURCES, Flow.USES) and not _leading(claim):
            sides[claim.place.table, key.fund, key.origin, key.phase].setdefault(key.flow, claim)
    for pair in sides.values():
        if len(pair) == 2:
            yield _against("sides-balance", pair[Flow.USES], pair[Flow.RESOURCES])


def _against(rule: str, claim: Claim, other: Claim) -> Result:
    if claim.amount.agrees_with(other.amount):
        return Result(rule, claim.place.table, Outcome.PASSED)
    tolerance = (claim.amount.quantum + other.amount.quantum) / 2
    return _failed(rule, [claim, other], other.amount.yuan, tolerance, cause=_cause(claim, other))


def _cause(claim: Claim, other: Claim) -> str:
    """A number that is the beginning of its twin was cut short."""
    short, whole = ("".join(one.amount.text.split()).replace(",", "") for one in (claim, other))
    return "TruncatedCell" if short != whole and whole.startswith(short) and "." in short else ""
