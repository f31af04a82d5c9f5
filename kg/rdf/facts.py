"""What a disclosure says beside its amounts, as records: changes, indicators, projects, events, the body itself.

What one document says is in its own graph. The things it speaks of, shared by all documents, are described by their
keys alone, so that neither the number nor the order of documents changes what is said of them.
"""

from collections.abc import Iterator

from kg.codebooks import dimensions
from kg.model import (
    BodyFact,
    Change,
    CompletionRate,
    Detail,
    EventProfile,
    Extraction,
    Goal,
    IndicatorReading,
    Place,
    ProjectLink,
    ProjectProfile,
    digest16,
    slug,
)
from kg.rdf import factrecords as f
from kg.rdf import records as r
from kg.rdf.figures import body, event, project
from kg.rdf.iris import Iris
from kg.rdf.lexical import decimal, decimal_if, member
from kg.rdf.places import Places

_WHOLE = "whole"


def statements(extraction: Extraction, places: Places, iris: Iris) -> Iterator[r.Record]:
    """The records of what one document says, for its graph of claims."""
    for change in extraction.changes:
        yield from _change(change, places, iris)
    for rate in extraction.rates:
        yield from _rate(rate, places)
    for reading in extraction.indicators:
        yield from _indicator(reading, places, iris)
    for profile in extraction.projects:
        about = iris.project(profile.agency.id, slug(profile.project))
        yield from _profile(profile, about, None, places)
    for held in extraction.events:
        about = iris.event(held.agency.id, slug(held.event))
        yield from _profile(held, about, member("item", held.item), places)
    for link in extraction.links:
        yield _link(link, places, iris)
    for fact in extraction.body:
        yield from _body(fact, places)


def things(extraction: Extraction, iris: Iris) -> set[r.Record]:
    """The records of the indicators, projects, events and bodies that one document speaks of."""
    found: set[r.Record] = set()
    for reading in extraction.indicators:
        found |= {body(reading.agency), _shared(reading, iris)}
        found |= {project(reading.agency, reading.project)} if reading.project else set()
    found |= {record for one in extraction.projects for record in (body(one.agency), project(one.agency, one.project))}
    for link in extraction.links:
        found |= {body(link.agency), project(link.agency, link.project), project(link.agency, link.other)}
    found |= {record for one in extraction.events for record in (body(one.agency), event(one.agency, one.event))}
    for fact in extraction.body:
        found.add(body(fact.agency))
        if fact.other is not None:
            found |= {body(fact.other), *_subordination(fact)}
    return found


def _subordination(fact: BodyFact) -> Iterator[f.SubordinationRecord]:
    below, above = _below_above(fact)
    if below and above and below != above:
        yield f.SubordinationRecord(below, above)


# changes -----------------------------------------------------------------------------------------------------


def _change(change: Change, places: Places, iris: Iris) -> Iterator[r.Record]:
    base, amount = change.base.id if change.base else None, change.amount
    id_ = digest16("|".join((change.place.id, change.figure.id, base or "", change.direction)))
    yield f.ChangeRecord(
        sha=places.sha,
        change=id_,
        place=iris.printed(places.sha, change.place.id),
        figure=change.figure.id,
        base=base,
        direction=member("direction", change.direction),
        amount=decimal_if(amount.yuan) if amount else None,
        text=amount.text if amount else None,
        quantum=decimal_if(amount.quantum) if amount else None,
        unit=member("unit", amount.unit) if amount else None,
        percent=decimal_if(change.percent),
        percent_text=change.percent_text or None,
        reason=change.reason or None,
    )
    yield places.placed(iris.change(places.sha, id_), change.place)


def _rate(rate: CompletionRate, places: Places) -> Iterator[r.Record]:
    at = places.iri(rate.place)
    yield f.CompletionRateRecord(
        sha=places.sha,
        at=at,
        figure=rate.figure.id,
        base=rate.base.id,
        percent=decimal(rate.percent),
        percent_text=rate.percent_text,
    )
    yield places.placed(at, rate.place)


# indicators --------------------------------------------------------------------------------------------------


def _owner(reading: IndicatorReading) -> str:
    return slug(reading.project) if reading.project else _WHOLE


def _hash(reading: IndicatorReading) -> str:
    """The hash of what makes an indicator of a project one; of a body as a whole its scope does too."""
    scope = "" if reading.project else reading.scope
    return digest16("|".join((scope, str(reading.year), reading.term, reading.kind, reading.group, reading.name)))


def _shared(reading: IndicatorReading, iris: Iris) -> f.IndicatorRecord:
    return f.IndicatorRecord(
        agency=reading.agency.id,
        owner=_owner(reading),
        indicator=_hash(reading),
        about=iris.project(reading.agency.id, slug(reading.project)) if reading.project else None,
        scope=None if reading.project else member("scope", reading.scope),
        year=str(reading.year),
        term=member("term", reading.term),
        kind=member("indicatorClass", reading.kind),
        group=member("indicatorGroup", reading.group),
        name=reading.name,
    )


def _indicator(reading: IndicatorReading, places: Places, iris: Iris) -> Iterator[r.Record]:
    """The target, and the result where anything is said of one."""
    indicator = iris.indicator(reading.agency.id, _owner(reading), _hash(reading))
    target = places.iri(reading.place)
    yield f.TargetRecord(
        places.sha,
        target,
        indicator,
        *_goal(reading.target),
        weight=decimal_if(reading.weight),
        first=_otherwise("indicatorClass", reading.kind, reading.first),
        second=_otherwise("indicatorGroup", reading.group, reading.second),
    )
    yield places.placed(target, reading.place)
    if reading.actual or reading.score is not None or reading.deviation:
        place = reading.actual_place or reading.place
        at = places.iri(place, "" if reading.actual_place else "result")
        score, deviation = decimal_if(reading.score), reading.deviation or None
        yield f.ResultRecord(
            places.sha, at, indicator, target, *_goal(reading.actual), score=score, deviation=deviation
        )
        yield places.placed(at, place)


def _goal(goal: Goal | None) -> tuple[str | None, str | None, str | None, str | None, str | None, str | None]:
    """Operator, number, upper number, unit, text and doubt."""
    if goal is None:
        return (None,) * 6
    numbers = decimal_if(goal.number), decimal_if(goal.upper)
    return (member("operator", goal.operator), *numbers, goal.unit or None, goal.text or None, goal.doubt or None)


def _otherwise(dimension: str, notation: str, printed: str) -> str | None:
    """The level as printed, where that is not the name of the national one."""
    return printed if printed not in ("", dimensions.members()[dimension, notation].zh) else None


# projects, events, the body ----------------------------------------------------------------------------------


def _profile(
    profile: ProjectProfile | EventProfile, about: str, item: str | None, places: Places
) -> Iterator[r.Record]:
    at = places.iri(profile.place, "profile")
    yield f.ProfileRecord(places.sha, at, about, str(profile.year), item)
    yield places.placed(at, profile.place)
    for detail in profile.details:
        yield from _detail(detail, at, places)


def _detail(detail: Detail, profile: str, places: Places) -> Iterator[r.Record]:
    at = places.iri(detail.place, detail.kind)
    yield f.DetailRecord(places.sha, at, profile, member("detail", detail.kind), detail.text)
    yield places.placed(at, detail.place)
    if detail.kind == "score" and isinstance(detail.place, Place):
        # Checks of points name the cell of the total, which is no claim.
        yield places.placed(places.iri(detail.place), detail.place)


def _link(link: ProjectLink, places: Places, iris: Iris) -> f.ProposedLinkRecord:
    return f.ProposedLinkRecord(
        sha=places.sha,
        link=digest16("|".join((link.agency.id, *sorted((link.project, link.other))))),
        agency=link.agency.id,
        about=iris.project(link.agency.id, slug(link.other)),
        linked=iris.project(link.agency.id, slug(link.project)),
        ground=member("linkGround", link.ground),
        confidence=decimal(link.confidence),
    )


def _body(fact: BodyFact, places: Places) -> Iterator[r.Record]:
    at = places.iri(fact.place, fact.kind)
    note = fact.note or None
    if fact.kind == "duty":
        yield f.DutyRecord(places.sha, at, fact.agency.id, fact.text)
    elif fact.kind == "office":
        yield f.OfficeRecord(places.sha, at, fact.agency.id, fact.text, note)
    else:
        yield f.AffiliationRecord(places.sha, at, *_below_above(fact), fact.text, note)
    yield places.placed(at, fact.place)


def _below_above(fact: BodyFact) -> tuple[str | None, str | None]:
    """The ids of the lower and the higher body of an affiliation."""
    other = fact.other.id if fact.other else None
    return (other, fact.agency.id) if fact.kind == "unit" else (fact.agency.id, other)
