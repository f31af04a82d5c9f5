"""Whose document this is: agency, area, year, kind and level, from what it prints, never from its file name."""

import re
from collections import Counter
from collections.abc import Iterator

from kg.codebooks import areas, plain
from kg.errors import NotADisclosure
from kg.extract.forms import Forms
from kg.model import Agency, Disclosure, Document, Kind, Scope

_TITLE_LINES = 40
_ADVICE = "If it is one, see docs/refusals.md#no-title for how its title is recognised."


def disclosure(document: Document, forms: Forms) -> Disclosure:
    """The disclosure that ``document`` is.

    Raises ``NotADisclosure`` where agency, year, kind or level is not printed: none of them has a default.
    """
    title = _title(document, forms)
    if title is None:
        raise NotADisclosure(
            "no title with a body, a year and 预算 or 决算 is printed; it is no disclosure, or its year is missing.",
            place=document.name,
            advice=_ADVICE,
        )
    year = int(title["year"])
    kind = forms.document.kinds[title["kind"]]
    name = _name(document, title, forms)
    area = areas.load().of_name(name, year)
    return Disclosure(
        agency=Agency(area=area.code if area else "", name=name),
        year=year,
        kind=kind,
        scope=_scope(document, title, kind, forms),
    )


def _title(document: Document, forms: Forms) -> dict[str, str] | None:
    lines = list(_title_lines(document, forms))
    for size in (1, 2, 3):
        for pattern in forms.document.titles:
            for start in range(len(lines) - size + 1):
                found = re.search(pattern, "".join(lines[start : start + size]))
                if found and _is_body(_trimmed(found["agency"], forms), forms):
                    said = {key: value or "" for key, value in found.groupdict().items()}
                    return {**said, "agency": _with_line_before(said, lines[:start], forms)}
    return None


def _with_line_before(said: dict[str, str], before: list[str], forms: Forms) -> str:
    """A body's name broken over two lines: the line before belongs to it where only with it a division is named."""
    name, divisions, year = _trimmed(said["agency"], forms), areas.load(), int(said["year"])
    if before and divisions.of_name(name, year) is None and divisions.of_name(before[-1] + name, year) is not None:
        return before[-1] + name
    return name


def _title_lines(document: Document, forms: Forms) -> Iterator[str]:
    for count, paragraph in enumerate(document.paragraphs):
        text = plain(paragraph.text)
        if count >= _TITLE_LINES or re.search(forms.document.title_ends, text):
            return
        yield text


def _trimmed(name: str, forms: Forms) -> str:
    return re.sub(forms.document.agency_tail, "", re.sub(r"^[^\w]*(?:附件\d*[:.]?)?", "", name))


def _is_body(name: str, forms: Forms) -> bool:
    return len(name) >= 4 and re.search(forms.document.organisation, name) is not None


def _name(document: Document, title: dict[str, str], forms: Forms) -> str:
    """The body the title names; where the lines 单位名称：… all name one longer body, that one."""
    name = _trimmed(title["agency"], forms)
    lines = Counter(
        _trimmed(found["agency"], forms)
        for paragraph in document.paragraphs
        if (found := re.match(forms.document.agency_lines, plain(paragraph.text)))
    )
    if len(lines) == 1 and (printed := next(iter(lines))).endswith(name):
        return printed
    return name


def _scope(document: Document, title: dict[str, str], kind: Kind, forms: Forms) -> Scope:
    if title["level"]:
        return forms.document.levels[title["level"]]
    word = next(word for word, meant in forms.document.kinds.items() if meant is kind)
    text = "".join(plain(paragraph.text) for paragraph in document.paragraphs)
    counts = {level: text.count(level + word) for level in forms.document.levels}
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    if ordered[0][1] > ordered[1][1]:
        return forms.document.levels[ordered[0][0]]
    raise NotADisclosure(
        f"neither 部门{word} nor 单位{word} is printed, so whose money it is cannot be told.",
        place=document.name,
        advice=_ADVICE,
    )
