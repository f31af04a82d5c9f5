"""Codes and the names beside them, in tables and in sentences, against the codebook of the budget year.

Where an outcome rests on years of a name that are only approximate, it is that nobody can tell, and said so.
"""

from collections.abc import Iterator
from typing import NamedTuple

from kg.check.results import Result, passed_or_failed
from kg.check.rules import rules
from kg.codebooks import Codebook, Standing, Verdict, alignments, scheme_of, standing
from kg.model import BudgetKey, Claim, CodeName, Extraction, Finding, Outcome, Severity

_IN_BOOK, _NAME = "code-in-book", "name-of-code"
_LENGTHS = {"function": (3, 5, 7), "economic": (3, 5), "government-economic": (3, 5)}
_CAUSES = {
    Standing.NAME_CUT: "TruncatedCell",
    Standing.NAME_VARIANT: "LabelVariant",
    Standing.NAME_OF_OTHER_YEARS: "NameOfOtherYears",
    Standing.OTHER_NAME: "LabelMismatch",
    Standing.CODE_OF_OTHER_YEARS: "CodeOfOtherYears",
}


class _Printed(NamedTuple):
    """A code and a name as printed, the table (0: a sentence) and what a finding is about."""

    pair: CodeName
    table: int
    focus: str


def codes(extraction: Extraction, book: Codebook) -> Iterator[Result]:
    """The outcomes for every code of a row, and for every code in a sentence; one finding for one code and name."""
    outcomes = [
        *(one for printed in _printed(extraction) for one in _outcomes(printed, book, extraction.disclosure.year)),
        *_pairs(extraction),
    ]
    yield from _once(outcomes)


def _once(outcomes: list[Result]) -> Iterator[Result]:
    """The outcomes with what is printed alike in several places told once, at the first, with all its cells."""
    found: dict[tuple[str, ...], list[str]] = {}
    for one in outcomes:
        if one.finding is not None:
            found.setdefault(_said(one.finding), []).extend(one.finding.cells)
    for one in outcomes:
        if one.finding is None:
            yield one
            continue
        cells = tuple(dict.fromkeys(found.pop(_said(one.finding), ())))
        finding = one.finding.model_copy(update={"cells": cells}) if cells else None
        yield one._replace(finding=finding)


def _said(finding: Finding) -> tuple[str, ...]:
    return (finding.rule, finding.severity, finding.message_zh)


def _pairs(extraction: Extraction) -> Iterator[Result]:
    """The two economic codes of each row; of classes the items below them decide."""
    seen: set[tuple[int, int, int]] = set()
    for claim in extraction.claims:
        at = (claim.place.table, claim.place.row, claim.part)
        key = claim.key
        if at in seen or not isinstance(key, BudgetKey) or not (key.economic_code and key.government_economic_code):
            continue
        seen.add(at)
        pair = (key.economic_code[:5], key.government_economic_code[:5])
        said = None
        if not any(one.startswith(pair[0]) and other.startswith(pair[1]) for one, other in alignments.pairs()):
            said = (f"{pair[0]} 与 {pair[1]}", f"{pair[0]} beside {pair[1]}")
        yield passed_or_failed("codes-paired", (claim.place,), said)


def _printed(extraction: Extraction) -> Iterator[_Printed]:
    claimed: dict[tuple[int, int, int], Claim] = {}
    for claim in extraction.claims:
        claimed.setdefault((claim.place.table, claim.place.row, claim.part), claim)
    for table in extraction.tables:
        for row in table.rows:
            first = claimed.get((row.table, row.number, row.part))
            focus = first.place.id if first else f"t{row.table:02d}/r{row.number}"
            for pair in row.printed:
                yield _Printed(pair, row.table, focus)
    for mention in extraction.mentions:
        yield _Printed(CodeName(code=mention.code, name=mention.name), 0, mention.place.id)


def _outcomes(printed: _Printed, book: Codebook, year: int) -> Iterator[Result]:
    scheme = scheme_of(printed.pair.code)
    if scheme is None:
        return
    verdict = standing(book, scheme, printed.pair.code, printed.pair.name, year)
    if scheme in _LENGTHS:
        yield _length(printed, scheme, verdict)
    if verdict.standing is Standing.SUBCODE:
        yield Result(_IN_BOOK, printed.table, Outcome.INAPPLICABLE)
        return
    if verdict.standing in (Standing.UNKNOWN_CODE, Standing.CODE_OF_OTHER_YEARS):
        yield _failed(_IN_BOOK, printed, verdict, year)
        return
    yield Result(_IN_BOOK, printed.table, Outcome.PASSED)
    if not printed.pair.name:
        yield Result(_NAME, printed.table, Outcome.INAPPLICABLE)
    elif verdict.standing is Standing.HOLDS:
        yield Result(_NAME, printed.table, Outcome.PASSED)
    else:
        yield _failed(_NAME, printed, verdict, year)


def _length(printed: _Printed, scheme: str, verdict: Verdict) -> Result:
    """A unit may divide an item further by codes of its own. Counted for the document, as lengths seldom are wrong."""
    code = printed.pair.code
    if len(code) in _LENGTHS[scheme]:
        return Result("code-length", 0, Outcome.PASSED)
    if verdict.standing is Standing.SUBCODE:
        return Result("code-length", 0, Outcome.INAPPLICABLE)
    known = rules()["code-length"]
    finding = Finding(
        rule=known.name,
        severity=known.severity,
        focus=printed.focus,
        cells=(printed.focus,),
        code=code,
        printed=printed.pair.name,
        message_zh=f"{known.zh}：列示“{code}”，{len(code)} 位",
        message_en=f"{known.en}: {code} has {len(code)} digits",
    )
    return Result(known.name, 0, Outcome.FAILED, finding)


def _failed(rule: str, printed: _Printed, verdict: Verdict, year: int) -> Result:
    known = rules()[rule]
    pair = printed.pair
    zh, en = _told(verdict, year)
    doubt_zh, doubt_en = ("", "") if verdict.certain else ("（年份并不确知）", " (the years are not sure)")
    finding = Finding(
        rule=rule,
        severity=known.severity if verdict.certain else Severity.INFO,
        focus=printed.focus,
        cells=(printed.focus,),
        cause=_CAUSES.get(verdict.standing, ""),
        code=pair.code,
        printed=pair.name,
        known="" if verdict.standing is Standing.UNKNOWN_CODE else verdict.known[0].name,
        message_zh=f"{known.zh}：列示“{pair.code} {pair.name}”{zh}{doubt_zh}",
        message_en=f"{known.en}: printed “{pair.code} {pair.name}”{en}{doubt_en}",
    )
    return Result(rule, printed.table, Outcome.FAILED if verdict.certain else Outcome.CANT_TELL, finding)


def _told(verdict: Verdict, year: int) -> tuple[str, str]:
    if verdict.standing is Standing.UNKNOWN_CODE:
        return "", ""
    names = "、".join(version.name for version in verdict.known)
    if verdict.standing is Standing.CODE_OF_OTHER_YEARS:
        return f"，科目表中该代码（{names}）不用于{year}年", f", the codebook has the code ({names}) in other years"
    return f"，科目表{year}年为“{names}”", f", the codebook of {year} has “{names}”"
