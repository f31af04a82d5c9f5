"""Names of bodies as titles and lines print them: where a name ends, which place it is of, which two are one.

Promises: a body has no division only where it is a central organ; a name that begins with none is completed from
the document or stays without a place, which refuses the document.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from kg.codebooks import areas
from kg.extract.forms import Forms
from kg.model import Scope

_SHORTEST, _LONGEST = 4, 40
_BEFORE = 16


class Body(NamedTuple):
    """A body's name without what stands around it, and what that says of whose money it is."""

    name: str
    scope: Scope | None = None


def body(printed: str, forms: Forms) -> Body | None:
    """The body that ``printed`` (folded) names, or ``None`` where it is no body's name."""
    words = forms.document
    name = re.sub(words.agency_lead, "", re.sub(words.title_lead, "", printed))
    name = re.sub(words.line_tail, "", name)
    trimmed = re.sub(words.agency_tail, "", name)
    scope = next((known.scope for known in words.agency_scopes if re.search(known.match, name[len(trimmed) :])), None)
    return Body(trimmed, scope) if _is_body(trimmed, forms) else None


def _is_body(name: str, forms: Forms) -> bool:
    words = forms.document
    if re.search(words.no_body, name) or len(name) > _LONGEST:
        return False
    if re.search(words.central, name):
        return True
    if len(name) < _SHORTEST:
        return False
    bare = re.sub(r"\([^()]*\)$", "", name)
    return any(re.search(end, found) for end in (words.organisation, words.towns) for found in (name, bare))


def place(name: str, year: int, forms: Forms) -> str | None:
    """The code of the division of a body; empty for a central organ, ``None`` where its name tells neither."""
    words, divisions = forms.document, areas.load()
    for text in (name, re.sub(words.before_division, "", name)):
        area = divisions.of_name(text, year)
        if area is not None:
            return area.code
    return "" if re.search(words.central, name) else None


def completed(name: str, year: int, texts: Iterable[str]) -> str | None:
    """``name`` with the division that ``texts`` (folded) print before it, where they all print one and the same."""
    found: dict[str, str] = {}
    for text in texts:
        at = text.find(name)
        while at > 0:
            longer = _with_division(text[max(0, at - _BEFORE) : at], name, year)
            if longer is not None:
                found.setdefault(*longer)
            at = text.find(name, at + 1)
    return next(iter(found.values())) if len(found) == 1 else None


def _with_division(before: str, name: str, year: int) -> tuple[str, str] | None:
    divisions = areas.load()
    for start in range(len(before) - 1):
        area = divisions.of_name(before[start:], year)
        if area is not None and before[start:].endswith(area.name):
            return area.code, before[start:] + name
    return None


def alike(one: str, other: str) -> bool:
    """Whether two names can be those of one body: the longer has all letters of the shorter (市国资委, 省政协)."""
    short, long = sorted((one, other), key=len)
    return Counter(short) <= Counter(long)


def folded(name: str) -> str:
    """A printed name with the brackets that patterns see."""
    return name.replace("（", "(").replace("）", ")")


def printed(name: str) -> str:
    """A folded name with the brackets that Chinese prints."""
    return name.replace("(", "（").replace(")", "）")
