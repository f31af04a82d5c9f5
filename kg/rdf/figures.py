"""From figures to the flat records that the mappings take: keys, codes, and the things that keys are about."""

from collections.abc import Iterable, Iterator
from typing import Any

from kg.codebooks import Codebook, dimensions
from kg.model import (
    Agency,
    Agreement,
    BudgetKey,
    Disclosure,
    EventKey,
    Figure,
    FigureKey,
    ProjectKey,
    ResourceKey,
    slug,
)
from kg.rdf import factrecords as f
from kg.rdf import records as r
from kg.rdf.iris import TOTAL, Iris
from kg.rdf.lexical import decimal, member

_CODES = {
    "revenue": "revenue_code",
    "function": "function_code",
    "economic": "economic_code",
    "government-economic": "government_economic_code",
}
"""The field of a key that holds the codes of each classification."""


def figures(found: Iterable[Figure], book: Codebook, iris: Iris) -> Iterator[r.Record]:
    """The records of figures and of what they are the whole of."""
    for figure in found:
        settled = figure.agreement in (Agreement.SINGLE, Agreement.AGREE)
        said: dict[str, Any] = {
            "sort": "Figure",
            "cube": figure.key.cube,
            "preferred": decimal(figure.preferred),
            "agreement": member("agreement", figure.agreement),
            "chosen_by": None if settled else figure.chosen_by,
            "leaf": "true" if figure.leaf else "false",
            "headline": "true" if figure.headline else None,
        }
        yield _figure(figure.key, said, book, iris)
        for wider in figure.whole_of:
            yield r.WholeRecord(figure.id, wider)


def named(keys: Iterable[FigureKey], book: Codebook, iris: Iris) -> Iterator[r.Record]:
    """The records of figures that are named, and that nothing prints: their keys alone."""
    nothing = ("cube", "preferred", "agreement", "chosen_by", "leaf", "headline")
    said: dict[str, Any] = {"sort": "NamedFigure", **dict.fromkeys(nothing)}
    for key in keys:
        yield _figure(key, said, book, iris)


def _figure(key: FigureKey, said: dict[str, Any], book: Codebook, iris: Iris) -> r.Record:
    """The record of a key with what is ``said`` of it, in the class of its cube."""
    common = {"figure": key.id, "agency": key.agency.id, "scope": member("scope", key.scope), **said}
    if isinstance(key, ResourceKey):
        return r.ResourceFigureRecord(**(common | _resource(key)))
    common |= {"year": str(key.year), "phase": member("phase", key.phase), "fund": member("fund", key.fund)}
    if isinstance(key, BudgetKey):
        return r.BudgetFigureRecord(**(common | _budget(key, book, iris)))
    if isinstance(key, ProjectKey):
        return r.ProjectFigureRecord(**(common | _project(key, book, iris)))
    about = {"event": iris.event(key.agency.id, slug(key.event)), "item": member("item", key.item)}
    return r.EventFigureRecord(**(common | about))


def _budget(key: BudgetKey, book: Codebook, iris: Iris) -> dict[str, Any]:
    codes = {field: code_iri(scheme, getattr(key, field), key.year, book, iris) for scheme, field in _CODES.items()}
    return {
        **codes,
        "flow": member("flow", key.flow),
        "nature": member("nature", key.nature),
        "origin": member("origin", key.origin),
        "item": member("item", key.item),
    }


def _project(key: ProjectKey, book: Codebook, iris: Iris) -> dict[str, Any]:
    return {
        "project": iris.project(key.agency.id, slug(key.project)) if key.project else TOTAL,
        "function_code": code_iri("function", key.function_code, key.year, book, iris),
        "economic_code": code_iri("economic", key.economic_code, key.year, book, iris),
        "origin": member("origin", key.origin),
        "funding_level": member("fundingLevel", key.funding_level),
        "term": member("term", key.term),
    }


def _resource(key: ResourceKey) -> dict[str, Any]:
    is_day = len(key.as_of) > 4
    return {
        "day": key.as_of if is_day else None,
        "year": None if is_day else key.as_of,
        "kind": member("resourceKind", key.kind),
        "unit": member("resourceUnit", key.unit),
    }


# codes -------------------------------------------------------------------------------------------------------


def code_iri(scheme: str, code: str, year: int, book: Codebook, iris: Iris) -> str:
    """The IRI of what a code, or several joined by ``+``, stands for in ``year``.

    That of its place under ``unlisted`` where the book lacks it, of ``cnf:T`` where there is none.
    """
    if not code:
        return TOTAL
    items = [book.item(scheme, one, year) for one in code.split("+")]
    if len(items) > 1:
        return iris.together(scheme, items)
    return iris.code(scheme, items[0], listed=book.has(scheme, code))


def codes_of(key: FigureKey) -> Iterator[tuple[str, str]]:
    """The classification codes in a key, each with its scheme; several that share an amount one by one."""
    for scheme, field in _CODES.items():
        for code in filter(None, getattr(key, field, "").split("+")):
            yield scheme, code


def _unlisted(key: FigureKey, book: Codebook, iris: Iris) -> Iterator[r.Record]:
    for scheme, code in codes_of(key):
        if not book.has(scheme, code):
            above = next((code[:end] for end in (5, 3) if end < len(code) and book.has(scheme, code[:end])), "")
            parent = iris.code(scheme, book.item(scheme, above, key.year)) if above else None
            yield r.UnlistedCodeRecord(scheme, code, parent)


def _together(key: FigureKey, book: Codebook, iris: Iris) -> Iterator[r.Record]:
    for scheme, field in _CODES.items():
        joined = getattr(key, field, "")
        codes = joined.split("+")
        if len(codes) > 1:
            at = code_iri(scheme, joined, key.year, book, iris)
            yield f.TogetherRecord(at, scheme, joined, _names(scheme, codes, key.year, book))
            for code in codes:
                yield f.TogetherMemberRecord(at, code_iri(scheme, code, key.year, book, iris))


def _names(scheme: str, codes: list[str], year: int, book: Codebook) -> str | None:
    """The latest names of the codes as they are meant in ``year``, so that they do not depend on the document."""
    items = [book.item(scheme, code, year) for code in codes]
    names = [
        next((one.name for one in book.versions(scheme, code) if one.item == item), "")
        for code, item in zip(codes, items, strict=True)
    ]
    return "、".join(names) if all(names) else None


# things ------------------------------------------------------------------------------------------------------


def entities(keys: Iterable[FigureKey], disclosures: Iterable[Disclosure], book: Codebook, iris: Iris) -> set[r.Record]:
    """The records of the bodies, disclosures, projects, events and codes of no book that figures are about."""
    found: set[r.Record] = set()
    for disclosure in disclosures:
        found |= {body(disclosure.agency), _disclosure(disclosure, iris)}
    for key in keys:
        found.add(body(key.agency))
        if isinstance(key, ProjectKey) and key.project:
            found.add(project(key.agency, key.project))
        elif isinstance(key, EventKey):
            found.add(event(key.agency, key.event))
        found |= {*_unlisted(key, book, iris), *_together(key, book, iris)}
    return found


def body(agency: Agency) -> r.AgencyRecord:
    """The record of a body."""
    return r.AgencyRecord(agency.id, agency.name, agency.area or None)


def project(agency: Agency, name: str) -> r.ProjectRecord:
    """The record of a project."""
    return r.ProjectRecord(agency.id, slug(name), name)


def event(agency: Agency, name: str) -> r.EventRecord:
    """The record of a meeting, a training or a purchase."""
    return r.EventRecord(agency.id, slug(name), name)


def _disclosure(disclosure: Disclosure, iris: Iris) -> r.DisclosureRecord:
    kind = dimensions.members()["kind", disclosure.kind]
    return r.DisclosureRecord(
        disclosure=iris.disclosure(disclosure.id),
        agency=disclosure.agency.id,
        year=str(disclosure.year),
        kind=kind.iri,
        scope=member("scope", disclosure.scope),
        title=f"{disclosure.agency.name}{disclosure.year}年{kind.zh}",
    )
