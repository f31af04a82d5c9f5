"""The printings in one document, as reconciliation needs them, and what else it speaks of."""

from collections.abc import Iterator

from kg.model import (
    BodyFact,
    Claim,
    EventProfile,
    Extraction,
    FigureKey,
    IndicatorReading,
    OtherClaim,
    ProjectProfile,
    Statement,
)


def statements(extraction: Extraction) -> Iterator[Statement]:
    """One statement for each claim; its identifier is that of the cell, ``{file}/t03/r14/c5``, or of the sentence."""
    for claim in _printed(extraction):
        yield Statement(
            claim=f"{extraction.id}/{claim.place.id}",
            key=claim.key,
            amount=claim.amount,
            disclosure=extraction.disclosure,
            issued=extraction.issued,
        )


def compared(extraction: Extraction) -> Iterator[FigureKey]:
    """The keys of the figures that changes name, whether or not anything prints them."""
    for change in extraction.changes:
        yield change.figure
        if change.base is not None:
            yield change.base


def bodies(extraction: Extraction) -> set[str]:
    """The ids of all bodies that a document speaks of, its own among them."""
    found = {extraction.disclosure.agency.id}
    found |= {claim.key.agency.id for claim in _printed(extraction)}
    found |= {key.agency.id for key in compared(extraction)}
    found |= {fact.agency.id for fact in _told(extraction)}
    return found | {fact.other.id for fact in extraction.body if fact.other is not None}


def _printed(extraction: Extraction) -> Iterator[Claim | OtherClaim]:
    yield from extraction.claims
    yield from extraction.others


def _told(extraction: Extraction) -> Iterator[IndicatorReading | ProjectProfile | EventProfile | BodyFact]:
    yield from extraction.indicators
    yield from extraction.projects
    yield from extraction.events
    yield from extraction.body
