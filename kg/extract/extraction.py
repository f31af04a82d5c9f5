"""A document becomes claims, refusals and an account that adds up. A pure function of the document and the forms."""

import re
from pathlib import Path

from kg import __version__, codebooks
from kg.codebooks import plain
from kg.documents import Source, read, shown
from kg.errors import NotADisclosure
from kg.extract import context, identity, layout, proving, splitting
from kg.extract import forms as forms_of
from kg.extract.beside.reading import beside
from kg.extract.bodyfacts import reading as bodyfacts
from kg.extract.context import Surroundings
from kg.extract.forms import Family, Forms
from kg.extract.mending import mended
from kg.extract.mentions import mentions
from kg.extract.passages import Placed, passages, spans
from kg.extract.performance import prose as performances
from kg.extract.performance.forms import FormTable, read_forms
from kg.extract.performance.linking import links
from kg.extract.prose.reading import Others, read_prose
from kg.extract.readings import Reading, with_flow, withdrawn
from kg.extract.tables import TableReader, UnitFound, unread
from kg.model import BudgetKey, Disclosure, Document, Extraction, Flow, Unit

_RECOGNISED = frozenset({"text/plain", "text/markdown"})
"""Formats whose text somebody's character recognition made."""


def extract(document: Document, forms: Forms) -> Extraction:
    """All that ``document`` says in tables and sentences, of money and of its body.

    Raises ``NotADisclosure`` where it does not print agency, year, kind and level.
    """
    identified = identity.identify(document, forms)
    disclosure = identified.disclosure
    around = context.surroundings(document.blocks, forms)
    empty = context.empty_titles([found.table for found in around])
    shared = _document_unit(document, around, forms)
    recognised = document.media_type in _RECOGNISED
    performance = read_forms(_performance_tables(around, shared, forms), disclosure, forms, recognised=recognised)
    projects = performances.told(document, disclosure, forms.performance, performance, recognised=recognised)
    readings = _agreeing(
        [
            performance.readings.get(found.table.number) or _reading(found, disclosure, shared, empty, forms)
            for found in around
        ],
        forms,
    )
    told = bodyfacts.body(document, around, readings, disclosure, forms)
    compared = beside(around, told.readings, disclosure, forms)
    readings = list(compared.readings)
    claims = tuple(claim for reading in readings for claim in reading.claims)
    details = (detail for project in projects.projects for detail in project.details)
    facts: tuple[Placed, ...] = (*told.facts, *projects.indicators, *projects.projects, *details)
    printed = (*told.claims, *projects.claims)
    others = Others(claims=spans(printed), facts=spans(facts), refused=spans(told.refusals))
    prose = read_prose(document, disclosure, forms, claims, others)
    parts = (part for project in prose.projects for part in project.details)
    account = prose.account
    for reading in readings:
        account = account.plus(reading.account)
    return Extraction(
        file=document.name,
        sha256=document.sha256,
        media_type=document.media_type,
        size=document.size,
        pages=document.pages,
        aside=document.aside,
        unread=document.unread,
        disclosure=disclosure,
        grounds=identified.grounds,
        issued=identified.issued,
        tables=tuple(reading.table for reading in readings),
        claims=claims,
        refusals=(*(one for reading in readings for one in reading.refusals), *told.refusals, *prose.refusals),
        mentions=mentions(document, codebooks.load()),
        others=(*printed, *prose.claims),
        changes=(*compared.changes, *prose.changes),
        rates=compared.rates,
        shares=prose.shares,
        indicators=performance.indicators + projects.indicators,
        projects=performance.projects + projects.projects + prose.projects,
        links=links([*claims, *projects.claims], prose.claims),
        events=told.events,
        body=told.facts + performance.body,
        passages=passages(document, (*facts, *printed, *prose.claims, *prose.changes, *prose.refusals, *parts)),
        account=account,
        extractor=__version__,
        forms=forms.version,
    )


def extract_parts(document: Document, forms: Forms) -> tuple[Extraction, ...]:
    """All that each disclosure in ``document`` says: of most files, one.

    Raises what ``extract`` raises, and ``SeveralDisclosures`` where they cannot be told apart.
    """
    return tuple(
        extract(one, forms).model_copy(update={"part": part}) for one, part in splitting.parts(document, forms)
    )


def extract_file(given: Path | Source) -> tuple[Extraction, ...]:
    """All that the disclosures in a file say, read with this package's forms.

    Raises what reading and extracting raise.
    """
    try:
        return extract_parts(read(given), forms_of.load())
    except NotADisclosure as error:
        place = shown(given) if isinstance(given, Path) else given.place
        raise type(error)(error.what, place=place, advice=error.advice) from error


def _performance_tables(around: tuple[Surroundings, ...], shared: Unit | None, forms: Forms) -> list[FormTable]:
    """The tables that are performance forms."""
    tables = []
    for found in around:
        family = _family(found, forms)
        if family is not None and family.performance:
            other = None if found.foreign else shared
            unit = UnitFound(found.unit, "table") if found.unit else UnitFound(other, "document" if other else "")
            tables.append(FormTable(found, family, unit.unit, unit.source))
    return tables


def _reading(
    around: Surroundings, disclosure: Disclosure, shared: Unit | None, empty: frozenset[str], forms: Forms
) -> Reading:
    family = _family(around, forms)
    if family is None:
        return unread(around, None, "form-unknown", layout.ordinals(around.table, forms))
    if not family.read:
        return unread(around, family, family.reason)
    around = around._replace(table=mended(around.table, forms))
    shared = None if around.foreign else shared
    unit = UnitFound(around.unit, "table") if around.unit else UnitFound(shared, "document" if shared else "")
    return TableReader(around, family, unit, disclosure).read(forms, codebooks.load(), empty=empty)


def _agreeing(readings: list[Reading], forms: Forms) -> list[Reading]:
    """The readings that the tables of the document allow together: what one leaves open another may tell."""
    raised = proving.with_carry_over([reading.claims for reading in readings])
    readings = [
        with_flow(one, Flow.REVENUE, Flow.RESOURCES) if at in raised else one for at, one in enumerate(readings)
    ]
    agrees = {family.id for family in forms.families if family.agrees}
    return [
        _borne_out(reading, readings[:at] + readings[at + 1 :]) if reading.table.family in agrees else reading
        for at, reading in enumerate(readings)
    ]


def _borne_out(reading: Reading, others: list[Reading]) -> Reading:
    """The reading without its totals where no other table prints one of them, or one contradicts one."""
    totals = [claim for claim in reading.claims if isinstance(claim.key, BudgetKey)]
    printed = (claim for other in others for claim in other.claims)
    return reading if proving.borne_out(totals, printed) else withdrawn(reading, totals, "contradictory-meaning")


def _family(around: Surroundings, forms: Forms) -> Family | None:
    """The family by words that only one kind of form prints inside, then by title; a contents page by its rows."""
    contents = next((family for family in forms.families if family.id == "contents"), None)
    if context.is_contents(around.table, forms):
        return contents
    inside = context.by_content(around.table, forms)
    if inside is not None:
        return inside
    titled = context.family(around.title, (), forms)
    return titled if titled is not None or around.title else context.by_header(around.table, forms)


def _document_unit(document: Document, around: tuple[Surroundings, ...], forms: Forms) -> Unit | None:
    """The unit of tables that print none: that of the other tables, where they all print one and the same.

    Where no table prints a unit there is none, and amounts are refused as ``unit-unknown``.
    """
    printed = {
        found.unit for found in around if found.unit is not None and (known := _family(found, forms)) and known.read
    }
    if len(printed) != 1:
        return None
    unit = next(iter(printed))
    return unit if _prose_allows(document, unit, forms) else None


def _prose_allows(document: Document, unit: Unit, forms: Forms) -> bool:
    """Whether the sentences of the document print amounts in that unit too, where they print any."""
    units = {
        re.sub(r"^[\d,.\s]+", "", found.group())
        for paragraph in document.paragraphs
        for found in re.finditer(forms.document.prose_amount, plain(paragraph.text))
    }
    return not units or not units.isdisjoint(forms.units[unit])
