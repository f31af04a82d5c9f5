"""Which parts of a file are disclosures of their own: a department's and then its units', a budget and then accounts.

A part begins where a page, a sheet or a chapter begins with the title of another disclosure — as a cover, or above
a contents list — or with the summary form of another body. Promises: a part is split off only where every part
then says by itself whose it is, and no part names the body of another; what stands in a contents list begins
nothing, nor does a unit's form among a department's. Where that is not so, the file is refused as a whole.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.errors import NotADisclosure, SeveralDisclosures
from kg.extract import context, covers, identity, naming, numbers, restated
from kg.extract.covers import Line, Title
from kg.extract.forms import Forms
from kg.extract.places import Place, lines, pages, places
from kg.model import Disclosure, Document, Kind, Part, Scope

_ADVICE = "Split it into one file for each; docs/refusals.md#several-disclosures."
_HEAD = 6
"""So many lines of a place may come before or with its title."""
_COVER = 8
"""A place with no more lines, and no table of numbers, is a cover."""


class Start(NamedTuple):
    """Where something of another disclosure begins, and what it says of whose that is."""

    block: int
    agency: str
    year: int | None
    kind: Kind | None
    scope: Scope | None
    at: Line


def parts(document: Document, forms: Forms) -> tuple[tuple[Document, Part | None], ...]:
    """The disclosures that ``document`` holds, each as a document of its own; the document itself where it is one.

    Raises ``SeveralDisclosures`` where it holds several and they cannot be told apart surely.
    """
    starts = _differing([*_beginning(document, forms), *_starts(document, forms)], forms)
    if len(starts) < 2:
        return ((document, None),)
    try:
        found = _joined(document, [0, *(start.block for start in starts[1:])], forms)
        _require_sure(starts, found, forms)
    except NotADisclosure as error:
        listed = "; ".join(f"{start.at.text} ({start.at.where})" for start in starts)
        what = f"it holds several disclosures: {listed}. They cannot be told apart: {error.what}"
        raise SeveralDisclosures(what, place=document.name, advice=_ADVICE) from error
    if len(found) == 1:
        return ((document, None),)
    return tuple((one.document, _place(one.document, number)) for number, one in enumerate(found, 1))


class _Found(NamedTuple):
    """A part of a file, and the disclosure that it says it is."""

    document: Document
    begin: int
    disclosure: Disclosure


def _joined(document: Document, begins: Sequence[int], forms: Forms) -> list[_Found]:
    """The parts that begin at the blocks ``begins``; neighbours that say they are one disclosure are one part."""
    ends = [*begins[1:], len(document.blocks)]
    found = [_found(document, begin, end, forms) for begin, end in zip(begins, ends, strict=True)]
    kept = [
        one.begin
        for before, one in zip([None, *found], found, strict=False)
        if before is None or before.disclosure != one.disclosure
    ]
    return found if len(kept) == len(begins) else _joined(document, kept, forms)


def _found(document: Document, begin: int, end: int, forms: Forms) -> _Found:
    """Running heads are of the whole file and of no part; what is set aside is told with the first."""
    parts = {"blocks": document.blocks[begin:end], "furniture": (), "aside": document.aside if begin == 0 else ()}
    part = document.model_copy(update=parts)
    return _Found(part, begin, identity.disclosure(part, forms))


def _place(document: Document, number: int) -> Part:
    paged = [page for block in document.blocks for page in pages(block)]
    lined = [] if paged else [line for block in document.blocks for line in lines(block)]
    told = bool(lined) and lined == sorted(lined)
    return Part(
        number=number,
        first_page=min(paged, default=None),
        last_page=max(paged, default=None),
        first_line=lined[0] if told else None,
        last_line=lined[-1] if told else None,
    )


def _require_sure(starts: Sequence[Start], found: Sequence[_Found], forms: Forms) -> None:
    """Refuse parts that say inside what their beginning does not, that are one disclosure, or name one another."""
    begun = {start.block: start for start in starts[1:]} | {0: starts[0]}
    for one in found:
        if not _is(begun[one.begin], one.disclosure):
            raise NotADisclosure(f"what begins {begun[one.begin].at.text} says inside it is {one.disclosure.id}.")
    if len({one.disclosure.id for one in found}) < len(found):
        raise NotADisclosure("one disclosure begins twice, and another stands between.")
    names = {naming.folded(one.disclosure.agency.name) for one in found}
    for one in found:
        own = naming.folded(one.disclosure.agency.name)
        for line in restated.over_tables(covers.lines(one.document.blocks), forms):
            if line.body.name in names - {own}:
                raise NotADisclosure(f"among what is of {own} stands {line.at.text} ({line.at.where}).")


def _is(start: Start, known: Disclosure) -> bool:
    said = ((start.year, known.year), (start.kind, known.kind), (start.scope, known.scope))
    return naming.alike(start.agency, known.agency.name) and all(a is None or a == b for a, b in said)


# where something begins --------------------------------------------------------------------------------------------


def _beginning(document: Document, forms: Forms) -> list[Start]:
    """The title of the whole file, where it names a body: it begins wherever the file does."""
    read = covers.title(covers.title_lines(document, forms), forms)
    return [] if read is None or not read.agency else [Start(0, read.agency, read.year, read.kind, read.scope, read.at)]


def _starts(document: Document, forms: Forms) -> list[Start]:
    """Every place of ``document`` that begins as a disclosure does."""
    found: list[Start] = []
    for place in places(document, forms):
        start = _cover(place, forms) or _form(place, forms)
        if start is not None:
            found.append(start)
    return found


def _cover(place: Place, forms: Forms) -> Start | None:
    """The title of a disclosure at the head of a place that is a cover, or goes on with a contents list."""
    if place.in_contents or not (_is_cover(place) or place.begins(forms)):
        return None
    read = _title(place, forms)
    if read is None:
        return None
    agency = read.agency or _body(place, read.year, forms)
    return Start(place.block, agency, read.year, read.kind, read.scope, read.at) if agency else None


def _form(place: Place, forms: Forms) -> Start | None:
    """The summary of revenue and expenditure of a body that is named above it, at the head of a place."""
    table = next((block.table for block in place.blocks if block.table is not None), None)
    if place.in_contents or table is None:
        return None
    read = _title(place, forms)
    named = _only(restated.on_cover(place.lines[:_HEAD], forms))
    if read is None and not named:
        return None
    title = next(one.title for one in context.surroundings(place.blocks, forms) if one.table is table)
    family = context.family(title, (), forms) if title else context.by_header(table, forms)
    if family is None or family.rows != "summary" or not _has_numbers(place):
        return None
    at = read.at if read is not None else place.lines[0]
    agency = named or (read.agency if read is not None else "")
    if not agency:
        return None
    year, kind = (read.year, read.kind) if read is not None else (None, None)
    return Start(place.block, agency, year, kind, read.scope if read is not None else None, at)


def _title(place: Place, forms: Forms) -> Title | None:
    """The title among the first lines of a place; a numbered heading is none, nor one of several."""
    head = [line for line in place.lines[:_HEAD] if not re.search(forms.document.inner_lines, line.text)]
    return covers.title(head, forms)


def _body(place: Place, year: int, forms: Forms) -> str:
    head = place.lines[:_HEAD]
    return _only(restated.on_cover(head, forms)) or _only(restated.alone(head, year, forms))


def _only(named: Sequence[restated.Named]) -> str:
    names = {one.body.name for one in named}
    return names.pop() if len(names) == 1 else ""


def _is_cover(place: Place) -> bool:
    return len(place.lines) <= _COVER and not _has_numbers(place)


def _has_numbers(place: Place) -> bool:
    tables = (block.table for block in place.blocks if block.table is not None)
    return any(numbers.numeric(cell.text) for table in tables for row in table.rows for cell in row.cells)


# which of them are other disclosures -------------------------------------------------------------------------------


def _differing(starts: Sequence[Start], forms: Forms) -> list[Start]:
    """The starts that are of another disclosure than the one before them."""
    found: list[Start] = []
    for start in starts:
        if not found or _differ(found[-1], start, forms):
            found.append(start)
    return found


def _differ(one: Start, other: Start, forms: Forms) -> bool:
    if not naming.alike(one.agency, other.agency) or _is_below(one.agency, other.agency, forms):
        return True
    said = ((one.year, other.year), (one.kind, other.kind), (one.scope, other.scope))
    return any(a is not None and b is not None and a != b for a, b in said)


def _is_below(one: str, other: str, forms: Forms) -> bool:
    """Whether one name goes on where the other, a body's whole name, ends: 某县财政局 and 某县财政局国库中心."""
    short, long = sorted((one, other), key=len)
    return short != long and long.startswith(short) and naming.body(long[len(short) :], forms) is not None
