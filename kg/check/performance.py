"""Performance forms: targets have a value, weights add to a hundred, no score is above its weight, scores add up."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from kg.check.names import same_project
from kg.check.results import Result, passed_or_failed
from kg.model import Detail, Extraction, IndicatorGroup, IndicatorReading, Outcome, Place, ProjectProfile

_EXECUTION = IndicatorGroup.BUDGET_EXECUTION
_EXECUTED = Decimal(10)
_FULL = (Decimal(100), Decimal(90))
"""All points, or all but the ten that the execution of the budget (预算执行率) has in a line of its own."""


def performance(extraction: Extraction) -> Iterator[Result]:
    """The outcomes for every indicator, and for the indicators of every project."""
    groups: dict[tuple[object, ...], list[IndicatorReading]] = defaultdict(list)
    for one in extraction.indicators:
        table = one.place.table if isinstance(one.place, Place) else 0
        groups[table, one.agency.id, one.year, one.project, one.term].append(one)
        yield _target(one)
        if one.weight is not None and one.score is not None:
            yield passed_or_failed("score-within-weight", (one.place,), _too_much(one.score, one.weight))
    heads = _heads(extraction)
    refused = {
        place.table
        for place in (one.place for one in extraction.refusals)
        if isinstance(place, Place) and place.row > heads.get(place.table, 0)
    }
    for group in groups.values():
        table = group[0].place.table if isinstance(group[0].place, Place) else 0
        yield _weights(group, table, whole=table not in refused)
        yield from _scores(group, table, extraction.projects, whole=table not in refused)
    yield from _totals(extraction.projects)


def _heads(extraction: Extraction) -> dict[int, int]:
    """By table: the last row with an amount above its indicators. No indicator stands in it or above it."""
    first: dict[int, int] = {}
    for place in (one.place for one in extraction.indicators):
        if isinstance(place, Place):
            first[place.table] = min(place.row, first.get(place.table, place.row))
    heads: dict[int, int] = {}
    amounts = [*(one.place for one in extraction.claims), *(one.place for one in extraction.others)]
    for place in amounts:
        if isinstance(place, Place) and place.row < first.get(place.table, 0):
            heads[place.table] = max(place.row, heads.get(place.table, 0))
    return heads


def _totals(projects: tuple[ProjectProfile, ...]) -> Iterator[Result]:
    """The score that a sentence gives a project against the total that its form prints."""
    for said in projects:
        score = _score(said)
        if score is None or isinstance(score.place, Place):
            continue
        forms = [
            total
            for form in projects
            if form.agency.id == said.agency.id
            and same_project(form.project, said.project)
            and (total := _score(form)) is not None
            and isinstance(total.place, Place)
        ]
        if len(forms) != 1:
            yield Result("scores-agree", 0, Outcome.INAPPLICABLE)
            continue
        one, other = _number(score.text), _number(forms[0].text)
        if one is None or other is None:
            yield Result("scores-agree", 0, Outcome.CANT_TELL)
            continue
        wrong = (f"文字 {one:f} 分，表中 {other:f} 分", f"{one:f} in the sentence, {other:f} in the form")
        yield passed_or_failed("scores-agree", (forms[0].place, score.place), wrong if one != other else None)


def _score(profile: ProjectProfile) -> Detail | None:
    return next((detail for detail in profile.details if detail.kind == "score"), None)


def _target(one: IndicatorReading) -> Result:
    """The execution of the budget has no target of its own: all of it is meant."""
    if one.target is None and one.group is _EXECUTION:
        table = one.place.table if isinstance(one.place, Place) else 0
        return Result("target-has-value", table, Outcome.INAPPLICABLE)
    said = None if one.target is not None else (f"指标“{one.name}”没有目标值", f"the indicator {one.name} has none")
    return passed_or_failed("target-has-value", (one.place,), said)


def _too_much(score: Decimal, weight: Decimal) -> tuple[str, str] | None:
    if score <= weight:
        return None
    return f"得分 {score:f}，分值 {weight:f}", f"a score of {score:f} for a weight of {weight:f}"


def _weights(group: list[IndicatorReading], table: int, *, whole: bool) -> Result:
    """Where a number of the form was refused, an indicator may be among them.

    Above the indicators it may be the points for the execution of the budget.
    """
    weights = [one.weight for one in group if one.weight is not None]
    if not weights:
        return Result("weights-add", table, Outcome.INAPPLICABLE)
    total = sum(weights, Decimal(0))
    executed = any(one.group is _EXECUTION for one in group)
    if total not in _FULL and (len(weights) < len(group) or not whole or (not executed and total + _EXECUTED in _FULL)):
        return Result("weights-add", table, Outcome.CANT_TELL)
    name = group[0].project
    said = (f"“{name}”合计 {total:f} 分", f"those of {name} add to {total:f}")
    if not executed:
        said = (f"{said[0]}，预算执行的分值未计", f"{said[1]}, without the execution of the budget")
    return passed_or_failed("weights-add", tuple(one.place for one in group), None if total in _FULL else said)


def _scores(
    group: list[IndicatorReading], table: int, projects: tuple[ProjectProfile, ...], *, whole: bool
) -> Iterator[Result]:
    """The ten points for the execution of the budget may stand in a line of their own, full or not, counted or not."""
    scores = [one.score for one in group if one.score is not None]
    weights = [one.weight for one in group if one.weight is not None]
    stated = [
        detail
        for profile in projects
        if profile.agency.id == group[0].agency.id and same_project(profile.project, group[0].project)
        for detail in profile.details
        if not isinstance(detail.place, Place) or detail.place.table == table
    ]
    for detail in stated:
        total = _number(detail.text) if detail.kind == "score" else None
        if total is None or not scores:
            continue
        given = sum(weights, Decimal(0))
        if len(scores) < len(group) or (given not in _FULL and (not whole or len(weights) < len(group))):
            yield Result("scores-add", table, Outcome.CANT_TELL)
            continue
        low = sum(scores, Decimal(0))
        high = low + min(_EXECUTED, max(100 - given, Decimal(0)))
        execution = [one.score for one in group if one.score is not None and one.group is _EXECUTION]
        said = None
        if not low <= total <= high and total != low - sum(execution, Decimal(0)):
            most = (f"，至多 {high:f}", f", {high:f} at most") if high > low else ("", "")
            said = (
                f"总分 {total:f}，各项合计 {low:f}{most[0]}",
                f"{total:f} in all, the scores add to {low:f}{most[1]}",
            )
        yield passed_or_failed("scores-add", (detail.place, *(one.place for one in group)), said)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip().removesuffix("分"))
    except InvalidOperation:
        return None
