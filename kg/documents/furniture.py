"""Page furniture: stamps and running heads that recur on pages and belong to no paragraph."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

_LONGEST = 16
_OFTEN = 4
_PAGE_NUMBER = re.compile(r"^[-—–－\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?[-—–－\s]*$")


def furniture(lines: Sequence[str]) -> Counter[str]:
    """The lines that are page furniture, with how often each is printed.

    A short line standing alone between blank lines, printed at least four times, that is no table row, no
    label ending in a colon and prints no number, is a stamp; a line of nothing but a page number is one too.
    """
    alone = Counter(
        line.strip()
        for index, line in enumerate(lines)
        if line.strip() and _blank(lines, index - 1) and _blank(lines, index + 1)
    )
    stamps = {text: count for text, count in alone.items() if count >= _OFTEN and _is_stamp(text)}
    pages = {text: count for text, count in alone.items() if _PAGE_NUMBER.match(text)}
    return Counter(stamps | pages)


def _blank(lines: Sequence[str], index: int) -> bool:
    return not 0 <= index < len(lines) or not lines[index].strip()


def _is_stamp(text: str) -> bool:
    return (
        len(text) <= _LONGEST
        and "\t" not in text
        and not text.startswith(("|", "#", "注", "("))
        and not re.search(r"[\d:：。；（）()]", text)
        and not text.endswith(("表", "元"))
    )


class Placed(NamedTuple):
    """A line of a page, and where its middle stands: ``x`` and ``y`` from 0 (left, top) to 1."""

    text: str
    x: float
    y: float


_MARGIN = 0.16
_EDGE = 0.09
_STEADY = 0.012
_IN_STEP = 3
_OF = re.compile(r"^\d{1,3}\s*/\s*\d{1,3}$")
_LONGEST_HEAD = 40
_NUMBER = re.compile(r"\d+")
_LABEL = re.compile(r"[:：。；]|^(?:注|[(（])|表\s*\d*$|[元)）]$")


def running(pages: Sequence[Sequence[Placed]]) -> list[set[int]]:
    """For each page the indices of its lines that are furniture: page numbers, and running heads and feet.

    A page number stands at an edge of the page, or in its margin in step with those of other pages. A running head
    stands in the margin at the same place of four pages or more; a label, a unit or the title of a table, which may
    recur so too, is none.
    """
    found = [{at for at, line in enumerate(lines) if _is_number(line) and _off(line) < _EDGE} for lines in pages]
    for page, at in (*_in_step(pages), *_heads(pages)):
        found[page].add(at)
    return found


def _in_step(pages: Sequence[Sequence[Placed]]) -> list[tuple[int, int]]:
    """Numbers in the margins that count as the pages do."""
    steps: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for page, lines in enumerate(pages):
        for at, line in enumerate(lines):
            number = _NUMBER.search("".join(line.text.split()))
            if number and _is_number(line) and _off(line) < _MARGIN:
                steps[int(number.group()) - page].append((page, at))
    return [place for places in steps.values() if len(places) >= _IN_STEP for place in places]


def _heads(pages: Sequence[Sequence[Placed]]) -> list[tuple[int, int]]:
    """Short lines in the margins that recur at one place."""
    seen: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for page, lines in enumerate(pages):
        for at, line in enumerate(lines):
            if _could_be_head(line):
                seen[line.text].append((page, at))
    return [place for places in seen.values() for place in places if _recurs(place, places, pages)]


def _recurs(place: tuple[int, int], places: Sequence[tuple[int, int]], pages: Sequence[Sequence[Placed]]) -> bool:
    page, at = place
    return sum(abs(pages[page][at].y - pages[other][one].y) < _STEADY for other, one in places) >= _OFTEN


def _could_be_head(line: Placed) -> bool:
    short = len(line.text) <= _LONGEST_HEAD
    return short and min(line.y, 1 - line.y) < _MARGIN and not _LABEL.search(line.text.strip())


def _is_number(line: Placed) -> bool:
    text = "".join(line.text.split())
    return bool(_PAGE_NUMBER.match(text) or _OF.match(text))


def _off(line: Placed) -> float:
    """How far a line stands from the nearest edge of its page."""
    return min(line.x, line.y, 1 - line.x, 1 - line.y)
