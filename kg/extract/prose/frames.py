"""What stands above an amount: headings, numbered paragraphs and wholes whose parts are listed, and what they set.

Promises: a part takes from its whole only what its own words do not contradict; a whole that they contradict is
left behind, and what it set with it.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.codebooks import dimensions
from kg.extract.meaning import narrowed
from kg.extract.prose.amounts import Money

Sets = dict[str, str]
_RANKS = (
    (re.compile(r"^第[一二三四五六七八九十]+(?:部分|章|节)[:、]?"), 1),
    (re.compile(r"^[一二三四五六七八九十]{1,3}[、.]"), 2),
    (re.compile(r"^\([一二三四五六七八九十]{1,3}\)[、.]?"), 3),
    (re.compile(r"^-?\d{1,2}[、.](?!\d+(?:万元|元))"), 4),
    (re.compile(r"^-?\(\d{1,2}\)[、.]?"), 5),
    (re.compile(r"^[①-⑳]"), 6),
)
_INCOME = frozenset({"revenue", "resources", "carry-over-in", "surplus-use"})
_YEARS_ONLY = {"revenue": {"revenue"}, "expenditure": {"expenditure"}, "carry-over-in": {"carry-over-in"}}
_DIMENSIONS = ("fund", "nature", "origin", "item")
_CODES = ("function_code", "economic_code", "government_economic_code")


class Frame(NamedTuple):
    """A heading or a whole: ``sets`` holds for what stands below it, until the next of its ``rank``.

    ``rank`` counts tenths; ``whole`` where an amount of its own is broken down below; ``money`` is that
    amount; ``both`` where it is income and spending at once (收支总计), ``current`` where it
    may be that of the year alone (当年支出), ``lists`` where its passage ends in words that begin a list. ``facts``
    are the open meanings of a heading that is a label (收入预算).
    """

    rank: int
    sets: Sets
    whole: bool = False
    scheme: str = ""
    money: Money | None = None
    both: bool = False
    current: bool = False
    lists: bool = True
    facts: tuple[tuple[Sets, ...], ...] = ()


def ordinal(text: str) -> tuple[int, int]:
    """The rank of the ordinal that ``text`` begins with, in tenths, and its length; ``(0, 0)`` without one."""
    for pattern, rank in _RANKS:
        found = pattern.match(text)
        if found:
            return rank * 10, found.end()
    return 0, 0


def side(flow: str) -> str:
    """Income or spending."""
    return "income" if flow in _INCOME else "spending"


def is_part(sets: Sets, whole: Sets) -> bool:
    """Whether what ``sets`` says can be a part of what ``whole`` says: nothing wider, nothing beside it."""
    mine, theirs = sets.get("flow"), whole.get("flow")
    if mine and theirs and not _flows_fit(mine, theirs):
        return False
    if not all(_narrower(name, sets[name], whole[name]) for name in _DIMENSIONS if name in sets and name in whole):
        return False
    if sets.get("function_code") and whole.get("economic_code"):
        return False
    return all(sets[name].startswith(whole[name]) for name in _CODES if sets.get(name) and whole.get(name))


def _flows_fit(mine: str, theirs: str) -> bool:
    if side(mine) != side(theirs):
        return False
    return mine in _YEARS_ONLY.get(theirs, {mine})


def _narrower(name: str, mine: str, theirs: str) -> bool:
    return mine == theirs or theirs in dimensions.wider(name, mine)


def based(sets: Sets, frames: Sequence[Frame]) -> Sets:
    """``sets`` laid over the frames above: every heading's, and those of the wholes that it can be a part of."""
    base: Sets = {}
    for frame in frames:
        if frame.whole and not _below(sets, {**base, **frame.sets}, frame):
            break
        base = narrowed(base, _of_parts(frame.sets))
    together = narrowed(_fitting(base, sets), sets)
    if "flow" not in together and _is_spending(together):
        together["flow"] = "expenditure"
    return together


def _below(sets: Sets, whole: Sets, frame: Frame) -> bool:
    """Whether ``sets`` may be a part of a whole. A heading without an amount also holds for words of a wider fund.

    财政拨款支出 below 一般公共预算财政拨款支出 is short for it.
    """
    if frame.money is None and sets.get("fund", "") in dimensions.wider("fund", whole.get("fund", "")):
        sets = {name: value for name, value in sets.items() if name != "fund"}
    return is_part(sets, whole)


def depth(sets: Sets, frames: Sequence[Frame]) -> int:
    """How many of the wholes above, from the outermost, ``sets`` can be a part of."""
    base: Sets = {}
    count = 0
    for frame in frames:
        if frame.whole and not _below(sets, {**base, **frame.sets}, frame):
            break
        base = narrowed(base, _of_parts(frame.sets))
        count += 1
    return count


def shared(facts: Iterable[Iterable[Sets]]) -> Sets:
    """What all meanings of all facts have in common; of income and total, both open, the total."""
    meanings = [sets for fact in facts for sets in fact]
    first = meanings[0] if meanings else {}
    common = {name: value for name, value in first.items() if all(sets.get(name) == value for sets in meanings)}
    flows = {sets.get("flow", "") for sets in meanings}
    if len(flows) > 1 and "" not in flows and len({side(flow) for flow in flows}) == 1:
        common["flow"] = "resources" if side(next(iter(flows))) == "income" else "uses"
    return common


def _of_parts(sets: Sets) -> Sets:
    """What a whole hands down: the parts of a total with carry-over are money of the year unless they say otherwise."""
    flow = {"resources": "revenue", "uses": "expenditure"}.get(sets.get("flow", ""), sets.get("flow"))
    return {**sets, "flow": flow} if flow else sets


def _fitting(base: Sets, sets: Sets) -> Sets:
    """What of the headings goes with ``sets``: income is not spent on items, spending has no sources."""
    flow, above = sets.get("flow"), base.get("flow")
    if above and side(above) == "income" and (_is_spending(sets) or (flow and side(flow) == "spending")):
        base = {name: value for name, value in base.items() if name not in ("flow",)}
    if flow and side(flow) == "income":
        base = {name: value for name, value in base.items() if name not in ("nature", "item", *_CODES)}
    return base


def _is_spending(sets: Sets) -> bool:
    return any(sets.get(name) for name in ("nature", "item", *_CODES))


def popped(frames: Iterable[Frame], rank: int) -> list[Frame]:
    """The frames that an ordinal of ``rank`` leaves standing."""
    return [frame for frame in frames if frame.rank < rank]
