"""Performance forms: targets have a value, weights add to a hundred, no score is above its weight, scores add up."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from kg.check.results import Result, passed_or_failed
from kg.model import Extraction, IndicatorReading, Outcome, Place, ProjectProfile

_FULL = (Decimal(100), Decimal(90))
"""All points, or all but the ten that the execution of the budget (预算执行率) has in a line of its own."""


def performance(extraction: Extraction) -> Iterator[Result]:
    """The outcomes for every indicator, and for the indicators of every project."""
    groups: dict[tuple[object, ...], list[IndicatorReading]] = defaultdict(list)
    for one in extraction.indicators:
        table = one.place.table if isinstance(one.place, Place) else 0
        groups[table, one.agency.id, one.year, one.project, one.term].append(one)
        yield passed_or_failed(
            "target-has-value",
            (one.place,),
            None if one.target is not None else (f"指标“{one.name}”没有目标值", f"the indicator {one.name} has none"),
        )
        if one.weight is not None and one.score is not None:
            yield passed_or_failed("score-within-weight", (one.place,), _too_much(one.score, one.weight))
    for group in groups.values():
        yield _weights(group)
        yield from _scores(group, extraction.projects)


def _too_much(score: Decimal, weight: Decimal) -> tuple[str, str] | None:
    if score <= weight:
        return None
    return f"得分 {score:f}，分值 {weight:f}", f"a score of {score:f} for a weight of {weight:f}"


def _weights(group: list[IndicatorReading]) -> Result:
    first = group[0]
    table = first.place.table if isinstance(first.place, Place) else 0
    weights = [one.weight for one in group if one.weight is not None]
    if not weights:
        return Result("weights-add", table, Outcome.INAPPLICABLE)
    if len(weights) < len(group):
        return Result("weights-add", table, Outcome.CANT_TELL)
    total = sum(weights, Decimal(0))
    said = (
        None
        if total in _FULL
        else (f"“{first.project}”合计 {total:f} 分", f"those of {first.project} add to {total:f}")
    )
    return passed_or_failed("weights-add", tuple(one.place for one in group), said)


def _scores(group: list[IndicatorReading], projects: tuple[ProjectProfile, ...]) -> Iterator[Result]:
    scores = [one.score for one in group if one.score is not None]
    if not scores or len(scores) < len(group):
        return
    sums = {sum(scores, Decimal(0)), sum(scores, Decimal(10))}
    for profile in projects:
        if (profile.agency.id, profile.project) != (group[0].agency.id, group[0].project):
            continue
        for detail in profile.details:
            stated = _number(detail.text) if detail.kind == "score" else None
            if stated is not None:
                low, high = min(sums), max(sums)
                said = (
                    None
                    if low <= stated <= high
                    else (f"总分 {stated:f}，各项合计 {low:f}", f"{stated:f} in all, the scores add to {low:f}")
                )
                yield passed_or_failed("scores-add", (detail.place, *(one.place for one in group)), said)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip().removesuffix("分"))
    except InvalidOperation:
        return None
