"""Under which heading a line stands: duties, offices, units, staff, assets, or something else.

Headings are known by their words, not by their style: many formats keep none. A contents page is a run of headings
with nothing below them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.codebooks import unnumbered
from kg.extract.bodyfacts.lines import Line
from kg.extract.bodyfacts.words import BodyWords, Topic
from kg.model import Table

_LONGEST = 46
_TOLD = frozenset({"duties", "offices", "units", "staff", "assets"})
"""Topics whose headings may end as sentences do, or stand before the first sentence of their text."""
_PART = re.compile(r"^第[一二三四五六七八九十]+部分")
_TOP = re.compile(r"^[一二三四五六七八九十]{1,3}[、.]")
_DOTS = re.compile(r"[.…·]{2,}\d*$|[.…]+\d+$")


class Placed(NamedTuple):
    """A line (or a table) and the topic of the heading above it; ``section`` counts headings, ``heading`` is one."""

    of: Line | Table
    topic: Topic
    section: int
    heading: bool = False


def placed(stream: Sequence[Line | Table], body: str, words: BodyWords) -> Iterator[Placed]:
    """Every line and table with its topic; ``body`` is the folded name of the document's body."""
    topic: Topic = "other"
    section = 0
    for one in stream:
        if isinstance(one, Table):
            yield Placed(one, topic, section)
            continue
        found, alone = _heading(one, body, words)
        if found is not None:
            topic, section = found, section + 1
        yield Placed(one, topic, section, heading=found is not None and alone)


def _heading(line: Line, body: str, words: BodyWords) -> tuple[Topic | None, bool]:
    """The topic that a line opens, and whether the line is its heading and nothing else."""
    text = _DOTS.sub("", line.text)
    first, stop, rest = text.partition("。")
    if len(first) > (_LONGEST // 2 if stop else _LONGEST):
        return None, False
    found = _topic(first, body, words)
    if text.endswith(":"):
        return (found if found in _TOLD else None), True
    if stop:
        numbered = not rest or first != unnumbered(first)
        return (found if numbered and found in _TOLD else None), not rest
    if found is None and (_PART.match(first) or line.level or _is_head(first, words)):
        found = "other"
    return found, True


def _is_head(text: str, words: BodyWords) -> bool:
    numbered = text != unnumbered(text)
    told = re.search(r"[,;:]", text) is None
    return told and numbered and (_TOP.match(text) is not None or re.search(words.heading_ends, text) is not None)


def _topic(text: str, body: str, words: BodyWords) -> Topic | None:
    whole = unnumbered(text.rstrip(":")).replace(body, "")
    bare = re.sub(words.parts, "", unnumbered(re.sub(words.parts, "", whole)))
    either = [one for one in (whole, bare) if one]
    return next(
        (known.topic for known in words.headings if any(re.fullmatch(known.match, one) for one in either)), None
    )
