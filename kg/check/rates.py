"""Rates of completion and shares of a whole, as printed, recomputed from the two amounts they compare.

Promises: a rate is judged by the whole range of values that the printed amounts may be roundings of. Where one of the
amounts is not printed beside it, the rule is inapplicable, never passed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kg.check.causes import cut
from kg.check.identities import Stated, stated
from kg.check.lattice import below, codes_of, differing, slice_of
from kg.check.results import Result, passed_or_failed
from kg.model import (
    YUAN_PER_UNIT,
    Amount,
    BudgetKey,
    CompletionRate,
    Extraction,
    FigureKey,
    Outcome,
    Place,
    ProjectKey,
    Severity,
    Share,
    Span,
    leeway,
)

_HUNDRED = Decimal(100)


def rates(extraction: Extraction) -> Iterator[Result]:
    """The outcome for every rate and every share."""
    printed: dict[str, list[Stated]] = defaultdict(list)
    for claim in stated(extraction):
        printed[claim.key.id].append(claim)
    listed: list[CompletionRate | Share] = [*extraction.rates, *extraction.shares]
    for one in listed:
        yield _outcome(one, printed)


def meant_by(percent: Decimal) -> tuple[Decimal, Decimal]:
    """The values that a printed percentage may stand for: rounded, or, where it has decimals, cut after the last."""
    digit = Decimal(1).scaleb(int(percent.as_tuple().exponent))
    return percent - digit / 2, percent + (digit if digit < 1 else digit / 2)


def _outcome(one: CompletionRate | Share, printed: Mapping[str, Sequence[Stated]]) -> Result:
    rule = "share-agrees" if isinstance(one, Share) and _phase(one.figure) == _phase(one.base) else "rate-agrees"
    table = one.place.table if isinstance(one.place, Place) else 0
    if rule == "share-agrees" and not _contains(one.base, one.figure):
        return Result(rule, table, Outcome.INAPPLICABLE)
    part, whole = (_beside(one, key, printed) for key in (one.figure, one.base))
    if part is None or whole is None or whole.amount.value <= 0 or not isinstance(whole.amount, Amount):
        return Result(rule, table, Outcome.INAPPLICABLE)
    low, high = _range(part, whole)
    least, most = meant_by(one.percent)
    if low <= most and least <= high:
        return Result(rule, table, Outcome.PASSED)
    meant = _meant(part, whole.amount, one)
    zh = f"列示 {one.percent:f}%，按金额为 {low:.2f}% 至 {high:.2f}%"
    en = f"{one.percent:f} % is printed, the amounts give {low:.2f} to {high:.2f} %"
    if meant is None:
        return passed_or_failed(rule, (one.place, part.place, whole.place), (zh, en))
    found = passed_or_failed(rule, (whole.place, part.place, one.place), (zh, en))
    if found.finding is None:
        raise AssertionError("what is said is a finding")
    of_digits = {
        "severity": Severity.VIOLATION,
        "found": whole.amount.value,
        "expected": meant,
        "tolerance": leeway([whole.amount]),
        "cause": "TruncatedCell",
        "suspect": bool(whole.amount.repairs),
        "message_zh": f"{found.finding.message_zh}；{whole.amount.text} 应为 {meant:f} 元之截断",
        "message_en": f"{found.finding.message_en}; {whole.amount.text} is what is left of {meant:f} yuan",
    }
    return found._replace(finding=found.finding.model_copy(update=of_digits))


def _contains(whole: FigureKey, part: FigureKey) -> bool:
    """Whether the keys say that one amount is part of the other."""
    if not isinstance(whole, BudgetKey) or not isinstance(part, BudgetKey):
        return False
    sides = [(key.agency.id, key.scope, key.year) for key in (whole, part)]
    wide, narrow = slice_of(whole), slice_of(part)
    finer = codes_of(whole) == codes_of(part) or below(codes_of(whole), codes_of(part))
    held = wide == narrow or bool(differing(wide, narrow))
    return sides[0] == sides[1] and finer and held and (whole.id != part.id)


def _phase(key: FigureKey) -> str:
    return key.phase if isinstance(key, BudgetKey | ProjectKey) else ""


def _beside(one: CompletionRate | Share, key: FigureKey, printed: Mapping[str, Sequence[Stated]]) -> Stated | None:
    """The printing of a figure in the row or the sentence of the rate."""
    return next((claim for claim in printed.get(key.id, ()) if _together(claim, one)), None)


def _together(claim: Stated, one: CompletionRate | Share) -> bool:
    here, there = claim.place, one.place
    if isinstance(here, Place) and isinstance(there, Place):
        return (here.table, here.row) == (there.table, there.row)
    return isinstance(here, Span) and isinstance(there, Span) and here.paragraph == there.paragraph


def _range(part: Stated, whole: Stated) -> tuple[Decimal, Decimal]:
    small, great = part.amount, whole.amount
    low = (small.value - small.quantum / 2) / (great.value + great.quantum / 2)
    high = (small.value + small.quantum / 2) / max(great.value - great.quantum / 2, great.quantum / 2)
    return low * _HUNDRED, high * _HUNDRED


def _meant(part: Stated, whole: Amount, one: CompletionRate | Share) -> Decimal | None:
    """The amount that the whole must have been where its print has lost its first digits, as the rate tells it."""
    half = Decimal(1).scaleb(int(one.percent.as_tuple().exponent)) / 2
    if one.percent <= half or part.amount.value <= 0 or "." not in whole.text:
        return None
    scale = YUAN_PER_UNIT[whole.unit]
    least = part.amount.value / (one.percent + half) * _HUNDRED
    most = part.amount.value / (one.percent - half) * _HUNDRED
    step = whole.quantum
    first, last = int(least / step), int(most / step) + 1
    if last - first > _HUNDRED:
        return None
    places = -int((step / scale).normalize().as_tuple().exponent)
    fitting = [n * step for n in range(first, last + 1) if cut(whole.text, f"{n * step / scale:.{max(places, 0)}f}")]
    return fitting[0] if len(fitting) == 1 else None
