"""All that one document says of its body, in one place: the order in which its parts are read.

Promises: a number is read once; a number of a table that is read here leaves the refusals of that table.
"""

from collections.abc import Sequence
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract.bodyfacts import lines, sections
from kg.extract.bodyfacts.duties import duties
from kg.extract.bodyfacts.events import events
from kg.extract.bodyfacts.listed import Lists
from kg.extract.bodyfacts.stocks import Stocks
from kg.extract.bodyfacts.subjects import Subjects
from kg.extract.bodyfacts.tables import StockTables
from kg.extract.context import Surroundings
from kg.extract.forms import Forms
from kg.extract.readings import Reading
from kg.model import BodyFact, Disclosure, Document, EventProfile, OtherClaim, Refusal


class BodyReading(NamedTuple):
    """What a document says of its body; ``readings`` are its tables without what was read of them here."""

    readings: tuple[Reading, ...]
    claims: tuple[OtherClaim, ...]
    refusals: tuple[Refusal, ...]
    facts: tuple[BodyFact, ...]
    events: tuple[EventProfile, ...]


def body(
    document: Document,
    around: Sequence[Surroundings],
    readings: Sequence[Reading],
    disclosure: Disclosure,
    forms: Forms,
) -> BodyReading:
    """What ``document`` says of the body of ``disclosure``; ``around`` and ``readings`` are its tables in order."""
    words, subjects = forms.body, Subjects(disclosure, forms)
    placed = tuple(sections.placed(lines.stream(document.blocks), plain(disclosure.agency.name), words))
    listed = Lists(words, subjects).read(placed)
    told = {claim.place for claim in listed.claims}
    stocks = Stocks(words, subjects).read(placed, told)
    left, claims, profiles = _tables(around, readings, StockTables(words, subjects), forms)
    return BodyReading(
        readings=left,
        claims=(*listed.claims, *stocks.claims, *claims),
        refusals=stocks.refusals,
        facts=(*duties(placed, listed.lines, disclosure.agency, words), *listed.facts),
        events=profiles,
    )


def _tables(
    around: Sequence[Surroundings], readings: Sequence[Reading], stocks: StockTables, forms: Forms
) -> tuple[tuple[Reading, ...], tuple[OtherClaim, ...], tuple[EventProfile, ...]]:
    left: list[Reading] = []
    claims: list[OtherClaim] = []
    profiles: list[EventProfile] = []
    for found, reading in zip(around, readings, strict=True):
        rest, told = stocks.read(reading, found)
        rest, events_told = events(rest, found.table, forms.body)
        left.append(rest)
        claims += told
        profiles += events_told
    return tuple(left), tuple(claims), tuple(profiles)
