"""Titles of a document: the lines of its cover, whole or broken, and the covers of other disclosures behind it.

Promises: a title is a whole line, or lines that follow one another, never a part of a sentence. A title on fewer
lines goes before one on more, one with a body before one without.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract import naming
from kg.extract.forms import Forms
from kg.extract.naming import Body
from kg.model import Block, Document, Kind, Scope, Table

_TITLE_LINES = 40
_TITLE_ROWS = 4
_BROKEN_OVER = 5
_BEFORE_CONTENTS = 10
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


class Line(NamedTuple):
    """A line (folded) and where it stands; ``table`` where it is a row of one, its cells joined."""

    text: str
    page: int | None = None
    line: int | None = None
    table: int | None = None

    @property
    def where(self) -> str:
        """Where it stands, in words."""
        if self.page is not None:
            return f"page {self.page}"
        return f"line {self.line}" if self.line is not None else "running head"


class Title(NamedTuple):
    """What a title says; an empty ``agency`` is left to another line."""

    agency: str
    year: int
    kind: Kind
    scope: Scope | None
    text: str
    at: Line


def folded(text: str) -> str:
    """``text`` as patterns see it: ``plain``, with years in digits (二〇二六年 is 2026年)."""
    return re.sub(
        r"二[〇○零][〇○零一二三四五六七八九]{2}(?=年)", lambda year: "2" + year[0][1:].translate(_NUMERALS), plain(text)
    )


def title_lines(document: Document, forms: Forms) -> tuple[Line, ...]:
    """The first lines of a document, up to its contents: paragraphs, and the first rows of its tables."""
    found: list[Line] = []
    paragraphs = 0
    for line in lines(document.blocks):
        paragraphs += line.table is None
        if paragraphs > _TITLE_LINES or re.search(forms.document.title_ends, line.text):
            break
        found.append(line)
    return tuple(found)


def issued(found: Iterable[Line], forms: Forms) -> str:
    """The date that a cover prints on a line of its own, ``2026-02-13`` or ``2026-02``; empty for none or several."""
    dates = {said for line in found if line.table is None and (said := _date(line.text, forms))}
    return dates.pop() if len(dates) == 1 else ""


def _date(text: str, forms: Forms) -> str:
    printed = re.search(forms.document.issued, text)
    if printed is None:
        return ""
    month, day = _number(printed["month"]), _number(printed["day"] or "")
    try:
        known = date(int(printed["year"]), month, day or 1)
    except ValueError:
        return ""
    return known.isoformat() if day else f"{known:%Y-%m}"


def _number(text: str) -> int:
    """A number below a hundred in digits, or as it is spoken (十三, 二十)."""
    if not text or text.isdigit():
        return int(text or 0)
    tens, ten, ones = text.rpartition("十")
    spoken = {sign: at for at, sign in enumerate("一二三四五六七八九", 1)}
    return (spoken.get(tens, 1) * 10 if ten else 0) + spoken.get(ones, 0)


def lines(blocks: Iterable[Block]) -> Iterator[Line]:
    """Every paragraph and the first rows of every table, in order."""
    for block in blocks:
        if block.paragraph is not None:
            paragraph = block.paragraph
            yield Line(folded(paragraph.text), paragraph.page, paragraph.line)
        elif block.table is not None:
            yield from rows(block.table)


def rows(table: Table) -> Iterator[Line]:
    """The first rows of a table as lines: a title may stand in its cells."""
    for row in table.rows[:_TITLE_ROWS]:
        text = "".join(folded(cell.text) for cell in row.cells)
        if text:
            yield Line(text, row.page, row.line, table.number)


def title(found: Sequence[Line], forms: Forms) -> Title | None:
    """The title that names body, year and kind among ``found``, else the one that leaves the body open."""
    for patterns, named in ((forms.document.titles, True), (forms.document.open_titles, False)):
        for size in range(1, _BROKEN_OVER + 1):
            for pattern in patterns:
                for start in range(len(found) - size + 1):
                    read = _read(pattern, found[start : start + size], forms)
                    if read is not None and bool(read.agency) is named:
                        return _with_line_before(read, found[:start], forms)
    return None


def _with_line_before(read: Title, before: Sequence[Line], forms: Forms) -> Title:
    """A body's name broken over two lines: the line before belongs to it where only with it a division is named."""
    if not read.agency or not before or naming.place(read.agency, read.year, forms) is not None:
        return read
    longer = naming.body(before[-1].text + read.agency, forms)
    if longer is None or naming.place(longer.name, read.year, forms) is None:
        return read
    return read._replace(agency=longer.name, text=before[-1].text + read.text, at=before[-1])


def heading(line: Line, forms: Forms) -> Title | None:
    """What a heading inside says of year, kind and level (第二部分 2026年部门预算表), with or without a body."""
    for pattern in (*forms.document.open_titles, *forms.document.titles):
        read = _read(pattern, [line], forms)
        if read is not None:
            return read
    return None


def _read(pattern: str, joined: Sequence[Line], forms: Forms) -> Title | None:
    words = forms.document
    text = "".join(line.text for line in joined)
    found = re.search(pattern, re.sub(words.title_lead, "", text))
    if found is None:
        return None
    said = {key: value or "" for key, value in found.groupdict().items()}
    if re.search(words.not_titles, said["rest"]) or not _alone(said, forms):
        return None
    named = naming.body(said["agency"], forms) if "agency" in said else None
    if "agency" in said and named is None:
        return None
    return Title(
        named.name if named else "",
        int(said["year"]),
        words.kinds[said["kind"]],
        _scope(said, named, forms),
        text,
        joined[0],
    )


def _scope(said: dict[str, str], named: Body | None, forms: Forms) -> Scope | None:
    """Whose money a title is about: 单位 and 本级 are the body's own, also where 部门 is printed."""
    words = forms.document
    behind = next((known.scope for known in words.rest_scopes if re.search(known.match, said["rest"])), None)
    scopes = {
        named.scope if named else None,
        behind,
        words.levels.get(said["level"]),
        Scope.OWN if said["own"] else None,
    }
    if Scope.OWN in scopes:
        return Scope.OWN
    return next((scope for scope in scopes if scope is not None), None)


def _alone(said: dict[str, str], forms: Forms) -> bool:
    """Whether what follows prints no other year and no other kind."""
    years = set(re.findall(r"20\d\d(?=年)", said["rest"]))
    return years <= {said["year"]} and not any(
        kind in said["rest"] for kind in forms.document.kinds if kind != said["kind"]
    )


def further(document: Document, first: Sequence[Line], forms: Forms) -> tuple[Title, ...]:
    """The covers behind the first one: titles with a body above a table of contents or a first part."""
    behind = [line for line in lines(document.blocks) if line.table is None][
        len([x for x in first if x.table is None]) :
    ]
    ends = [at for at, line in enumerate(behind) if re.search(forms.document.title_ends, line.text)]
    found: list[Title] = []
    for before, end in zip([0, *(at + 1 for at in ends)], ends, strict=False):
        read = title(behind[max(before, end - _BEFORE_CONTENTS) : end], forms)
        if read is not None and read.agency:
            found.append(read)
    return tuple(found)
