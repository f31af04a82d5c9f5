"""Whether every number that another reader finds on pages of a PDF is on them in our blocks too, and if not, why.

The other reader knows no cells: it takes what stands near on one line for one word. So a number of its may be several
of ours printed without a gap between them, and one of ours, broken over lines or over pages, may be several of its. It
also reads what a page does not show.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.documents.pdf import Pages

_NUMERAL = re.compile(r"\d[\d,.]*")
Bag = Counter[str]


class Compared(NamedTuple):
    """How many numbers the other reader finds, why some are not on our page in that form, and those that are lost."""

    numbers: int
    why: Bag
    lost: list[tuple[int, str]]


def numerals(text: str) -> list[str]:
    """The numbers of a text as printed."""
    return [found.rstrip(",.") for found in _NUMERAL.findall(text)]


def compared(pages: Pages, theirs: Mapping[int, str]) -> Compared:
    """``theirs``: the text of some pages as the other reader gives it."""
    wanted = {number: Counter(numerals(text)) for number, text in theirs.items()}
    ours = _ours(pages)
    left = {number: bag - ours.get(number, Counter()) for number, bag in wanted.items()}
    spare = {number: bag - wanted.get(number, Counter()) for number, bag in ours.items()}
    furniture = Counter(one for text, count in pages.furniture.items() for one in numerals(text) * count)
    why: Bag = Counter()
    lost = []
    for number, bag in left.items():
        unexplained = []
        for one in bag.elements():
            near = [spare.get(page, Counter()) for page in (number, number - 1, number + 1, number - 2)]
            reason = _reason(one, near, bag, furniture)
            why[reason] += 1
            if not reason:
                unexplained.append(one)
        if sum(map(len, unexplained)) > pages.hidden.get(number, 0):
            lost.extend((number, one) for one in unexplained)
    why["text that the page does not show"] = why.pop("", 0) - len(lost)
    return Compared(sum(bag.total() for bag in wanted.values()), +why, lost)


def _ours(pages: Pages) -> dict[int, Bag]:
    bags: dict[int, Bag] = {}
    for page, text in _texts(pages):
        bags.setdefault(page, Counter()).update(numerals(text))
    return bags


def _texts(pages: Pages) -> Iterator[tuple[int, str]]:
    for block in pages.blocks:
        if block.paragraph:
            yield block.paragraph.page or 0, block.paragraph.text
        for row in block.table.rows if block.table else ():
            for cell in row.cells:
                yield row.page or 0, cell.text


def _reason(one: str, near: list[Bag], beside: Bag, furniture: Bag) -> str:
    """Why a number of theirs is not on our page in that form; nothing where there is no reason."""
    if any(_taken(one, bag) for bag in near[1:]):
        return "in a paragraph or row that goes on from or to the next page"
    if _made_of(one, near[0]):
        return "theirs: several cells without a gap between them"
    if any(one in longer and _made_of(longer, beside) for bag in (*near, furniture) for longer in bag):
        return "ours: broken over lines or pages and put together"
    if any(count > 0 and _is_doubled(one, other) for other, count in near[0].items()):
        return "theirs: type doubled for bold"
    if any(one == other.replace(",", "") for other, count in near[0].items() if count > 0):
        return "theirs: a comma printed lower parted from its number"
    return "a page number or in a running head" if _taken(one, furniture) else ""


def _taken(one: str, bag: Bag) -> bool:
    """Whether ``bag`` has ``one``, which is taken out."""
    has = bag[one] > 0
    bag[one] -= has
    return has


def _made_of(text: str, parts: Bag) -> bool:
    """Whether a text is two or more of ``parts`` one after another, with the marks between them."""
    ends = [False] * len(text) + [True]
    for at in range(len(text) - 1, -1, -1):
        fits = (part for part, count in parts.items() if count > 0 and part != text and text.startswith(part, at))
        ends[at] = (at > 0 and text[at] in ",." and ends[at + 1]) or any(ends[at + len(part)] for part in fits)
    return ends[0]


def _is_doubled(one: str, other: str) -> bool:
    """Whether a number is another with each of its characters printed twice or more."""
    return re.fullmatch("".join(f"{re.escape(sign)}{{2,}}" for sign in other), one) is not None
