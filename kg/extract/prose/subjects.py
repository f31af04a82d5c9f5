"""What a label is about below the headings and wholes above it: the meanings of each fact that it names.

Promises: codes come from the classification that the neighbours are of; what a whole above excludes is no meaning
where another fits it; nothing is chosen here that the document has to tell.
"""

from collections.abc import Sequence
from typing import NamedTuple

from kg.extract.prose import names
from kg.extract.prose.amounts import Money
from kg.extract.prose.frames import Frame, Sets, based, depth, shared, side
from kg.extract.prose.keys import Whose
from kg.extract.prose.labels import Said

NO_CODE = "name"
"""The field that holds a name which no code was found for."""
UNTOLD = "?"
"""Stands for what a bare name of an item may be beside that item: the document has to print it as one."""
_TOP = 3
_BASIC = frozenset({"basic", "personnel", "public"})
_BOTH_SIDES: tuple[tuple[Sets, ...], ...] = (
    ({"flow": "revenue"}, {"flow": "resources"}),
    ({"flow": "expenditure"}, {"flow": "uses"}),
)


class Subject(NamedTuple):
    """What the passage is about: the meanings of its facts, the amount printed with it, and whose money it is."""

    facts: tuple[tuple[Sets, ...], ...]
    money: Money | None
    whose: Whose
    year: int | None = None
    label: str = ""


class Meanings:
    """Gives labels their meanings below ``frames``, the list as it is at each time."""

    def __init__(self, frames: Sequence[Frame], scheme: str, year: int, never_basic: tuple[str, ...]) -> None:
        self.frames, self.scheme, self.year, self.never_basic = frames, scheme, year, never_basic

    def of(self, said: Said) -> tuple[tuple[Sets, ...], ...]:
        """The meanings of each fact that ``said`` states."""
        told = said.facts if self._sided(said) else tuple(_crossed(flows, said.facts[0]) for flows in _BOTH_SIDES)
        return tuple(self._meanings(said, fact) for fact in told)

    def _sided(self, said: Said) -> bool:
        """Whether a label says income or spending, or stands below no amount that is both (收支总预算)."""
        if not self.frames or not self.frames[-1].both or said.path or said.thin or len(said.facts) > 1:
            return True
        return any(name in sets for sets in said.facts[0] for name in ("flow", "nature", "item"))

    def _meanings(self, said: Said, fact: tuple[Sets, ...]) -> tuple[Sets, ...]:
        """The meanings of one fact below the frames, each once, those that fit a whole before those that do not."""
        found: list[tuple[int, Sets]] = []
        for sets in fact:
            for codes in self._codes(said, sets):
                together = based({**sets, **codes}, self.frames)
                if together not in [one for _, one in found]:
                    found.append((depth({**sets, **codes}, self.frames), together))
        most = max((fit for fit, _ in found), default=0)
        told = _best([one for fit, one in found if fit == most], said)
        above = self.frames[-1].sets if self.frames and self.frames[-1].whole else {}
        if above.get("flow") != "revenue":
            told = _with_totals(told, above)
        current = bool(self.frames) and self.frames[-1].current
        return (*told, *({**sets, "origin": "current"} for sets in told if "origin" not in sets)) if current else told

    def _codes(self, said: Said, sets: Sets) -> list[Sets]:
        """The codes that the names of a label stand for, of the classification that its neighbours are of."""
        base = based(sets, self.frames)
        scheme = said.scheme or self._scheme(base)
        if (
            scheme == "economic"
            and (said.item or len(said.path) == 1)
            and not any(one.level or one.codes for one in said.path)
        ):
            codes = self._economic(said, base)
            if codes:
                return codes
        if not said.path:
            return [{}]
        codes = names.resolved(said.path, base.get("function_code", ""), self.year)
        field = {"function": "function_code", "economic": "economic_code"}.get(scheme, "")
        kept = [one for one in codes if field in one] or codes
        tops = [one for one in kept if len(next(iter(one.values()))) == 3]
        if tops and not base.get("function_code"):
            kept = tops
        if len(said.path) == 1 and not (said.path[0].level or said.path[0].codes or base.get("function_code")):
            kept += [{"function_code": UNTOLD} for one in kept[:1] if len(one.get("function_code", "")) > _TOP]
        return kept or [{NO_CODE: said.path[-1].name}]

    def _economic(self, said: Said, base: Sets) -> list[Sets]:
        name = said.path[0].name if said.path else said.item
        codes = names.economic(name, self.year)
        if base.get("nature") in _BASIC:
            codes = [one for one in codes if not one.startswith(self.never_basic)] or codes
        return [{"economic_code": code, **({"item": "total"} if said.item else {})} for code in codes]

    def _scheme(self, base: Sets) -> str:
        """Which classification names are of: that of the list, that which its heading names, else the last one's."""
        if base.get("nature") in _BASIC:
            return "economic"
        return next((frame.scheme for frame in reversed(self.frames) if frame.scheme), "") or self.scheme


def framed(subject: Subject, rank: int, scheme: str) -> Frame:
    """``subject`` as the whole of what follows."""
    both = len(subject.facts) == 2 and len(sides(subject)) == 2
    origins = {sets.get("origin", "") for fact in subject.facts for sets in fact}
    current = origins == {"", "current"}
    return Frame(rank, shared(subject.facts), True, scheme, subject.money, both, current)


def sides(subject: Subject) -> set[str]:
    """Whether a subject is income, spending, or both."""
    return {side(sets["flow"]) for fact in subject.facts for sets in fact if "flow" in sets}


def beside(subject: Subject, other: Subject) -> tuple[tuple[Sets, ...], ...]:
    """The meanings of a figure that says no flow, as one beside another in a list: with the flow of that."""
    flows = list(dict.fromkeys(sets["flow"] for sets in other.facts[0] if "flow" in sets))
    return tuple(tuple({"flow": flow, **sets} for sets in fact for flow in flows) for fact in subject.facts)


def _with_totals(found: tuple[Sets, ...], above: Sets) -> tuple[Sets, ...]:
    """Money of one fund may be that of the year, or with what was carried over: the tables of the document tell.

    The total of one fund, a part of the total of all, is likelier that of the year: what was carried over is beside.
    """
    if len(found) != 1 or "fund" not in found[0]:
        return found
    of_year, total = {**found[0], "flow": "revenue"}, {**found[0], "flow": "resources"}
    part = found[0].get("flow") == "resources" and above.get("flow") == "resources" and "fund" not in above
    return (of_year, total) if part or found[0].get("flow") == "revenue" else found


def _crossed(flows: tuple[Sets, ...], said: tuple[Sets, ...]) -> tuple[Sets, ...]:
    return tuple({**one, **flow} for one in said for flow in flows)


def over(below: Sets, sets: Sets) -> Sets:
    """A thin label over what was spoken of: its phase, and nothing else that the other does not leave open."""
    return {**below, **{name: value for name, value in sets.items() if name in ("phase", "year")}}


def laid_over(fact: tuple[Sets, ...], sets: Sets) -> tuple[Sets, ...]:
    """The meanings of a figure with ``sets`` over them; a part of it is money of the year, where that is open."""
    of_year = tuple(one for one in fact if one.get("flow") not in ("uses", "resources"))
    return tuple({**one, **sets} for one in of_year or fact)


def of_side(said: Said, before: tuple[tuple[Sets, ...], ...]) -> tuple[tuple[Sets, ...], ...]:
    """The facts spoken of (收支情况) of the side that a thin label names (预算收入); all where it names none."""
    mine = {side(sets["flow"]) for fact in said.facts for sets in fact if "flow" in sets}
    kept = tuple(fact for fact in before if {side(sets["flow"]) for sets in fact if "flow" in sets} & mine)
    return kept if len(mine) == 1 and kept else before


def turns_side(said: Said, before: tuple[tuple[Sets, ...], ...]) -> bool:
    """Whether a thin label speaks of the other side: 支出 after 收入."""
    mine = {sets["flow"] for fact in said.facts for sets in fact if "flow" in sets}
    theirs = {sets["flow"] for fact in before for sets in fact if "flow" in sets}
    return bool(mine) and not mine & theirs


def _best(found: list[Sets], said: Said) -> tuple[Sets, ...]:
    """Meanings that a whole above bears, before others: flows of one figure of spending are not open."""
    if said.path or any(sets.get(name) for sets in found for name in ("nature", "item")):
        kept = [sets for sets in found if sets.get("flow") not in ("uses", "resources")]
        return tuple(kept or found)
    return tuple(found)
