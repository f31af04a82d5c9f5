"""What a document says of itself inside of its cover: lines over tables, headings, titles of forms, sentences.

Promises: it is only collected here, with the place of each; ``identity`` decides what it is worth.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from kg.extract import covers, naming
from kg.extract.covers import Line, Title
from kg.extract.forms import Forms
from kg.extract.naming import Body
from kg.model import Document, Kind, Scope, Table

_LABELLED_ROWS = 4


class Named(NamedTuple):
    """A body, and the line that names it."""

    body: Body
    at: Line


class Dated(NamedTuple):
    """A year and kind (``None`` where it prints none), and the line that prints them."""

    year: int | None
    kind: Kind | None
    at: Line


class Spoken(NamedTuple):
    """The beginning of a sentence: the body's name, year and kind, and the line."""

    name: str
    year: int
    kind: Kind
    at: Line


class Inside(NamedTuple):
    """All that a document says of itself inside."""

    lines: tuple[Named, ...]
    cells: tuple[Named, ...]
    parts: tuple[Named, ...]
    headings: tuple[Title, ...]
    forms: tuple[Dated, ...]
    kinds: tuple[Dated, ...]
    years: tuple[Dated, ...]
    sentences: tuple[Spoken, ...]
    scopes: tuple[tuple[Scope, Line], ...]


def inside(document: Document, cover: Title | None, forms: Forms) -> Inside:
    """What ``document`` says of itself outside of its ``cover``."""
    everywhere = tuple(covers.lines(document.blocks))
    heads = tuple(Line(covers.folded(text)) for text, _ in document.furniture)
    there = tuple(line for line in everywhere if cover is None or line.text not in cover.text)
    return Inside(
        lines=over_tables((*everywhere, *heads), forms),
        cells=tuple(named for table in document.tables for named in _cells(table, forms)),
        parts=tuple(_named(forms.document.agency_headings, _parts(there, forms), forms)),
        headings=tuple(read for line in there if (read := covers.heading(line, forms)) is not None),
        forms=tuple(_dated(forms.document.dated_forms, (*there, *heads), forms)),
        kinds=tuple(_dated(forms.document.kind_forms, (*there, *heads), forms)),
        years=tuple(_dated(forms.document.year_lines, there, forms)),
        sentences=tuple(_spoken(there, forms)),
        scopes=tuple(_scopes((*there, *heads), forms)),
    )


def on_cover(lines: Iterable[Line], forms: Forms) -> tuple[Named, ...]:
    """The bodies that the lines of a cover name behind a label."""
    found = tuple(lines)
    return tuple(
        named
        for words in (forms.document.agency_lines, forms.document.cover_lines)
        for named in _named(words, found, forms)
    )


def over_tables(lines: Iterable[Line], forms: Forms) -> tuple[Named, ...]:
    """The bodies that lines over tables name behind a label."""
    return tuple(_named(forms.document.agency_lines, lines, forms))


def alone(lines: Iterable[Line], year: int, forms: Forms) -> tuple[Named, ...]:
    """The bodies, with their place, that stand on a line of a cover by themselves."""
    found = ((naming.body(line.text, forms), line) for line in lines if line.table is None)
    return tuple(
        Named(body, line)
        for body, line in found
        if body is not None and naming.place(body.name, year, forms) is not None
    )


def _named(pattern: str, lines: Iterable[Line], forms: Forms) -> Iterator[Named]:
    """The bodies behind a label; where the label ends its line, the next line may be the name."""
    label = ""
    for line in lines:
        for text in (line.text, f"{label}{line.text}" if label else ""):
            found = re.search(pattern, text)
            body = naming.body(found["agency"], forms) if found else None
            if body is not None:
                yield Named(body, line._replace(text=text))
                break
        label = line.text if line.text.endswith(":") else ""


def _cells(table: Table, forms: Forms) -> Iterator[Named]:
    """The bodies beside a cell 部门名称 in the first rows of a table."""
    for row in table.rows[:_LABELLED_ROWS]:
        texts = [text for cell in row.cells if (text := covers.folded(cell.text))]
        for label, value in pairwise(texts):
            body = naming.body(value, forms) if re.search(forms.document.agency_cells, label) else None
            if body is not None:
                yield Named(body, Line(f"{label}:{value}", row.page, row.line, table.number))


def _parts(lines: Iterable[Line], forms: Forms) -> Iterator[Line]:
    """The headings 第一部分 …, without their number."""
    for line in lines:
        if line.text.startswith("第"):
            yield line._replace(text=re.sub(forms.document.title_lead, "", line.text))


def _dated(pattern: str, lines: Iterable[Line], forms: Forms) -> Iterator[Dated]:
    for line in lines:
        bare = re.sub(forms.document.title_lead, "", line.text)
        found = re.search(pattern, bare) or re.search(pattern, re.sub(forms.document.form_label, "", bare))
        if found is None:
            continue
        said = found.groupdict()
        kind = said.get("kind") or said.get("kind2")
        year = said.get("year")
        yield Dated(int(year) if year else None, forms.document.kinds[kind] if kind else None, line)


def _spoken(lines: Iterable[Line], forms: Forms) -> Iterator[Spoken]:
    for line in lines:
        found = re.search(forms.document.sentences, re.sub(forms.document.title_lead, "", line.text))
        body = naming.body(found["agency"], forms) if found else None
        if found and body is not None:
            yield Spoken(body.name, int(found["year"]), forms.document.kinds[found["kind"]], line)


def _scopes(lines: Iterable[Line], forms: Forms) -> Iterator[tuple[Scope, Line]]:
    for line in lines:
        bare = re.sub(forms.document.form_label, "", line.text)
        for word in forms.document.scope_words:
            if re.search(word.match, bare):
                yield word.scope, line
