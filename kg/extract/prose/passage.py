"""One passage read from left to right: every amount is a figure's, a change, a figure of an earlier year, or unread.

The passage remembers what it is about (``subject``): words that say only that some figure is meant, and changes
without a label of their own, are about that. Promises: what cannot be told is refused with its reason; nothing is
said of an amount that another reader has read.
"""

import re
from typing import NamedTuple

from kg.extract.prose import amounts, clauses, names
from kg.extract.prose.amounts import Money
from kg.extract.prose.clauses import Remark
from kg.extract.prose.found import Choice, Figure, Found, Stated, Turned, Unread
from kg.extract.prose.frames import Frame, Sets, based, depth, is_part, shared, side
from kg.extract.prose.keys import KeyMaker, Whose
from kg.extract.prose.labels import Labels, Said
from kg.extract.prose.texts import Folded
from kg.extract.prose.turns import Base, Turns
from kg.model import Direction, Scope

_NO_CODE = "name"
_BASIC = frozenset({"basic", "personnel", "public"})
_BOTH_SIDES: tuple[tuple[Sets, ...], ...] = (
    ({"flow": "revenue"}, {"flow": "resources"}),
    ({"flow": "expenditure"}, {"flow": "uses"}),
)
_ITSELF = re.compile(r"本级|\(机关\)|\(本部\)")
_SHORT = 2
"""The longest label that says nothing at all and yet stands for what was spoken of (共计)."""
_WITHIN = 10_000
"""The rank of the first whole inside a passage: below every heading."""


class Subject(NamedTuple):
    """What the passage is about: the meanings of its facts, the amount printed with it, and whose money it is."""

    facts: tuple[tuple[Sets, ...], ...]
    money: Money | None
    whose: Whose
    year: int | None = None
    label: str = ""


class Above(NamedTuple):
    """What stands above a passage: frames, whose money it is, and what amounts were last compared with."""

    frames: tuple[Frame, ...]
    whose: Whose
    base: Base | None = None
    scheme: str = ""


class Passage:
    """Reads one passage; afterwards ``found`` holds what it states, ``first`` and ``subject`` what it is about."""

    def __init__(self, labels: Labels, turns: Turns, keys: KeyMaker, above: Above) -> None:
        self.labels, self.turns, self.keys = labels, turns, keys
        self.rules = labels.rules
        self.whose, self.base, self.scheme = above.whose, above.base, above.scheme
        self.frames = list(above.frames)
        self.found: list[Found] = []
        self.first: Subject | None = None
        self.subject: Subject | None = None
        self.head: Subject | None = None
        self.past = 0
        self.lost = self.parted = self.listed = False
        self.fresh = True
        self.reasons: list[tuple[int, int, int]] = []

    # the walk --------------------------------------------------------------------------------------------------------

    def read(self, text: Folded, taken: frozenset[tuple[int, int]] = frozenset()) -> None:
        """Read ``text``; amounts that begin at a place in ``taken`` (paragraph, character) are another reader's."""
        main, remarks = clauses.without_remarks(text)
        self.reasons = self.turns.reasons(main.text)
        outside = len(self.frames)
        for start, end in clauses.sentences(main.text):
            if not re.match(self.rules.more, clauses.bare(main.text[start:end])):
                del self.frames[outside:]
            elif len(self.frames) == outside:
                self._open(self._spoken())
            self._sentence(main, start, end, [one for one in remarks if start < one.at <= end], taken)
        del self.frames[outside:]

    def _sentence(
        self, text: Folded, start: int, end: int, remarks: list[Remark], taken: frozenset[tuple[int, int]]
    ) -> None:
        at, self.fresh = start, True
        self.lost = self.parted = False
        waiting = list(remarks)
        for token in self.turns.tokens(text, start, end):
            while waiting and waiting[0].at <= token.start:
                self._remark(waiting.pop(0), taken)
            if token.money is not None and _place(text, token.start) in taken:
                at = token.stop
                continue
            done = self._token(text, at, token, end)
            if done and self.fresh and self.subject is not None:
                self.head, self.fresh = self.subject, False
            at = max(at, token.stop)
        for remark in waiting:
            self._remark(remark, taken)

    def _remark(self, remark: Remark, taken: frozenset[tuple[int, int]]) -> None:
        """What brackets say is about the figure before them, and breaks it down."""
        inner = Passage(
            self.labels, self.turns, self.keys, Above(tuple(self.frames), self.whose, self.base, self.scheme)
        )
        inner.subject = self.subject
        inner._open(self.subject)
        inner.read(remark.text, taken)
        self.found += inner.found

    def _token(self, text: Folded, at: int, token: "amounts.Token", end: int) -> bool:
        before = text.text[at : token.start]
        reason = any(start <= token.start < stop for start, _, stop in self.reasons)
        turn = self.turns.turn(before) if token.kind != "unchanged" else None
        if token.kind != "money":
            if token.start < self.past or (turn is None and token.kind == "percent"):
                return False
            return not reason and self._change(text, before, token, turn)
        money = token.money
        assert money is not None
        kind = amounts.nobodys(text.text, money, self.rules)
        if kind:
            self.found.append(Unread(text, money, kind, classed=True))
            return False
        if turn is not None:
            return self._change(text, before, token, turn)
        if reason:
            self.found.append(Unread(text, money, "explanation", classed=True))
            return False
        base = self.turns.base_before(before)
        if base is not None and self.turns.follows(text.text[money.stop : end]):
            return self._earlier(text, before, money, base)
        return self._figure(text, before, money)

    # figures ---------------------------------------------------------------------------------------------------------

    def _figure(self, text: Folded, before: str, money: Money) -> bool:
        if self._project(text, before, money):
            return True
        words = self._opened(before)
        self.parted = self.parted or (self.lost and words != before)
        if self.parted:
            self.found.append(Unread(text, money, "part-of-unknown"))
            return False
        said = self._label(words)
        self.lost = said is None and not self._of_body(words)
        if said is None:
            self.found.append(self._unknown(text, words, money))
            return False
        self.listed = words != before
        subject = self._subject(said, money)
        if any(_NO_CODE in sets for fact in subject.facts for sets in fact):
            self.found.append(Unread(text, money, "name-unknown"))
            return False
        choices = self._choices(subject)
        if not all(choices) and self.subject is not None and not self.fresh:
            subject = subject._replace(facts=_beside(subject, self.subject))
            choices = self._choices(subject)
        if not choices or not all(choices):
            self.found.append(Unread(text, money, "flow-unknown"))
            return False
        if subject.year is None or subject.year == self.keys.year or self.subject is None:
            self.subject = subject
        else:
            self.base = Base(subject.year, next((sets.get("phase", "") for sets in subject.facts[0]), ""))
        self.first = self.first or subject
        project = self._unknown(text, words, money) if len(said.path) == 1 and not said.path[0].level else None
        key = project.project if project is not None and not said.path[0].codes else None
        self.found.append(Stated(text, money, choices, said.text, self._whole(), key))
        return True

    def _whole(self) -> Money | None:
        """The amount that the innermost whole above prints."""
        return self.frames[-1].money if self.frames and self.frames[-1].whole else None

    def _unknown(self, text: Folded, words: str, money: Money) -> Unread:
        """An amount whose label is not understood: below 项目支出 it may be a project's."""
        reason = self._reason(words)
        above = self.frames[-1] if self.frames else None
        if self.found or above is None or above.money is None or above.sets.get("nature") != "project":
            return Unread(text, money, reason)
        begin = money.start - len(words)
        name = re.sub(r"\s+|[,;:。、]", "", text.printed(begin, money.start))
        choice = self.keys.choice((above.sets,), self.whose._replace(project=name))
        return Unread(text, money, reason, label=name, whole=above.money, project=choice[0] if choice else None)

    def _project(self, text: Folded, before: str, money: Money) -> bool:
        """A line that names a project and its money."""
        found = re.match(self.rules.project_line, before)
        if found is None:
            return False
        begin = money.start - len(before)
        name = re.sub(r"\s+", "", text.printed(begin + found.start("project"), begin + found.end("project")))
        choice = self.keys.choice(({"flow": "expenditure"},), self.whose._replace(project=name))
        self.found.append(Stated(text, money, (choice,), name))
        return True

    def _reason(self, words: str) -> str:
        known = next((one for one in self.rules.refused if re.search(one.match, words)), None)
        return known.reason if known else "words-not-understood"

    def _label(self, words: str) -> Said | None:
        """What the words before an amount say; a longer label where a comma stands inside it."""
        clause = re.split(r"[;。]", words)[-1]
        if any(re.search(one.match, clause) for one in self.rules.refused):
            return None
        for label in clauses.joined_labels(words):
            said = self.labels.read(label)
            if said is not None and self._may_stand(said):
                self._context(words, label)
                return said
        return None

    def _of_body(self, words: str) -> bool:
        """Whether the words name the body and its budget, and no more (某局预算 5 万元，包括…)."""
        said = self.labels.read(next(clauses.joined_labels(words), ""))
        return said is not None and said.thin and bool(said.body)

    def _may_stand(self, said: Said) -> bool:
        """Whether a label that names no figure has one to be about."""
        if not said.thin:
            return True
        if self.lost or (said.empty and len(said.text) > _SHORT):
            return False
        if any("flow" in sets for fact in said.facts for sets in fact):
            return True
        return self.subject is not None or self._named()

    def _named(self) -> bool:
        return bool(self.whose.project) or (bool(self.frames) and bool(self.frames[-1].whole or self.frames[-1].sets))

    def _context(self, words: str, label: str) -> None:
        """A segment before the label that names a figure is what the passage is about from now on."""
        for segment in clauses.segments(words)[:-1]:
            said = self.labels.read(segment)
            if said is not None and not said.thin and segment != label:
                self.subject = self._subject(said, None)

    def _opened(self, before: str) -> str:
        """The words behind the last word that begins a list of parts; its whole is opened."""
        found = list(re.finditer(self.rules.openers, before))
        if not found:
            if not before.startswith(":") or self.fresh:
                return before
            self._open(self.subject)
            return before[1:]
        last = found[-1]
        lead = clauses.segments(before[: last.start()])
        said = self.labels.read(lead[-1]) if lead else None
        if said is not None and (not said.thin or any("flow" in sets for fact in said.facts for sets in fact)):
            self._open(self._subject(said, None))
        elif not re.match(self.rules.more, before):
            self._open(self._spoken() if self.fresh else self.subject)
        return before[last.end() :]

    def _spoken(self) -> Subject | None:
        """What the sentence before began with; its last figure where that is of the other side (收入 …，支出 …)."""
        head, last = self.head, self.subject
        if head is None or last is None:
            return head or last
        return head if _sides(head) & _sides(last) else last

    def listed_of(self) -> Subject | None:
        """What a list behind the passage breaks down: its last figure, or the one that this is itself a part of."""
        head, last = self.head, self.subject
        if head is None or last is None:
            return last
        whole, part = shared(head.facts), shared(last.facts)
        return head if part != whole and is_part(part, whole) else last

    def _open(self, subject: Subject | None) -> None:
        """What follows are parts of ``subject``."""
        if subject is None:
            return
        last = self.frames[-1] if self.frames else None
        if last is not None and last.whole and last.money is subject.money and last.sets == shared(subject.facts):
            return
        rank = max(_WITHIN, *(frame.rank + 1 for frame in self.frames)) if self.frames else _WITHIN
        scheme = self.labels.heading(subject.label)[1] if subject.label else ""
        self.frames.append(framed(subject, rank, scheme))

    def _subject(self, said: Said, money: Money | None) -> Subject:
        """What a label is about, laid over what stands above it; a thin label is about what was spoken of."""
        told = said.facts if self._sided(said) else tuple(_crossed(flows, said.facts[0]) for flows in _BOTH_SIDES)
        facts = tuple(self._meanings(said, fact) for fact in told)
        if said.thin and not self.listed and self.subject is not None and not _turns_side(said, self.subject):
            over = tuple(
                tuple(_over(below, sets) for below in old for sets in fact)
                for old in self.subject.facts
                for fact in said.facts
            )
            facts = over if len(said.facts) == 1 else facts
        itself = bool(re.search(_ITSELF, said.body)) and self.whose.scope is Scope.CONSOLIDATED
        whose = self.whose._replace(scope=Scope.OWN) if itself else self.whose
        return Subject(facts, money, whose, said.year, said.text)

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
        told = _with_totals(_best([one for fit, one in found if fit == most], said))
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
        codes = names.resolved(said.path, base.get("function_code", ""), self.keys.year)
        field = {"function": "function_code", "economic": "economic_code"}.get(scheme, "")
        kept = [one for one in codes if field in one] or codes
        tops = [one for one in kept if len(next(iter(one.values()))) == 3]
        if tops and not base.get("function_code"):
            kept = tops
        return kept or [{_NO_CODE: said.path[-1].name}]

    def _economic(self, said: Said, base: Sets) -> list[Sets]:
        name = said.path[0].name if said.path else said.item
        codes = names.economic(name, self.keys.year)
        if base.get("nature") in _BASIC:
            codes = [one for one in codes if not one.startswith(self.rules.never_basic)] or codes
        return [{"economic_code": code, **({"item": "total"} if said.item else {})} for code in codes]

    def _scheme(self, base: Sets) -> str:
        """Which classification names are of: that of the list, that which its heading names, else the last one's."""
        if base.get("nature") in _BASIC:
            return "economic"
        return next((frame.scheme for frame in reversed(self.frames) if frame.scheme), "") or self.scheme

    def _choices(self, subject: Subject) -> tuple[Choice, ...]:
        whose = subject.whose
        return tuple(self.keys.choice(fact, whose, subject.year) for fact in subject.facts)

    # earlier years and changes ---------------------------------------------------------------------------------------

    def _earlier(self, text: Folded, before: str, money: Money, base: Base) -> bool:
        """比2025年预算数 69043.50 万元: the figure spoken of, in the year before."""
        self.base = base
        subject = self._spoken_of(base.lead)
        if subject is None or not base.phase or base.year is None:
            self.found.append(Unread(text, money, "figure-unknown" if subject is None else "phase-unknown"))
            return False
        facts = tuple(tuple({**sets, "phase": base.phase} for sets in fact) for fact in subject.facts)
        choices = self._choices(subject._replace(facts=facts, year=base.year))
        if not choices or not all(choices):
            self.found.append(Unread(text, money, "flow-unknown"))
            return False
        self.found.append(Stated(text, money, choices, base.lead))
        return True

    def _spoken_of(self, lead: str) -> Subject | None:
        """What the words before a comparison name, else what the passage is about."""
        words = self._opened(lead)
        for label in clauses.joined_labels(words):
            said = self.labels.read(label) if label else None
            if said is not None and not said.thin:
                self.subject = self._subject(said, None)
                return self.subject
            if said is not None and said.thin and self.subject is not None and _turns_side(said, self.subject):
                return self._subject(said, None)
            if label and said is None:
                return None
            break
        return self.subject

    def _change(self, text: Folded, before: str, token: "amounts.Token", turn: tuple[int, Direction] | None) -> bool:
        words = before if turn is None else before[: turn[0]]
        base = self.turns.base_in(words)
        behind = base.behind if base is not None else ""
        if base is None:
            base, lead = self.base, words
        else:
            self.base, lead = base, base.lead
        inside = any(start <= token.start < stop for start, _, stop in self.reasons)
        if base is None:
            return self._unread(text, token, "base-unknown", inside)
        figures = self._figures(lead, behind, text)
        if not figures:
            return self._unread(text, token, "words-not-understood", inside)
        money = token.money
        direction = Direction.UNCHANGED if turn is None or (money and not money.amount.yuan) else turn[1]
        reason = "" if inside else self.turns.reason(text, token, self.reasons)
        percent, self.past = self.turns.percent_after(text.text, token) if money else (token.text if turn else "", 0)
        self.found.append(
            Turned(text, token.start, token.end, figures, direction, money, percent, base.year, base.phase, reason)
        )
        return False

    def _unread(self, text: Folded, token: "amounts.Token", reason: str, inside: bool) -> bool:
        if token.money is not None:
            self.found.append(Unread(text, token.money, "explanation" if inside else reason, classed=inside))
        return False

    def _figures(self, lead: str, behind: str, text: Folded) -> tuple[Figure, ...]:
        """What may have changed: what a label names; without one what was last spoken of, or its whole."""
        label = clauses.bare(behind) or clauses.bare(lead)
        if behind and clauses.bare(behind):
            subject = self._spoken_of(behind)
            return self._as_figures([subject], text)
        if not label:
            whole_first = self.fresh or lead.startswith((";", "。"))
            order = [self.head, self.subject] if whole_first else [self.subject, self.head]
            return self._as_figures(order, text)
        return self._as_figures([self._spoken_of(lead)], text)

    def _as_figures(self, subjects: list[Subject | None], text: Folded) -> tuple[Figure, ...]:
        found: list[Figure] = []
        for subject in subjects:
            if subject is None:
                continue
            choices = self._choices(subject)
            figure = Figure(choices, subject.money)
            if choices and all(choices) and figure not in found:
                found.append(figure)
        return tuple(found)


def framed(subject: Subject, rank: int, scheme: str) -> Frame:
    """``subject`` as the whole of what follows."""
    both = len(subject.facts) == 2 and len(_sides(subject)) == 2
    origins = {sets.get("origin", "") for fact in subject.facts for sets in fact}
    current = origins == {"", "current"}
    return Frame(rank, shared(subject.facts), True, scheme, subject.money, both, current)


def _sides(subject: Subject) -> set[str]:
    return {side(sets["flow"]) for fact in subject.facts for sets in fact if "flow" in sets}


def _beside(subject: Subject, other: Subject) -> tuple[tuple[Sets, ...], ...]:
    """The meanings of a figure that says no flow, as one beside another in a list: with the flow of that."""
    flows = list(dict.fromkeys(sets["flow"] for sets in other.facts[0] if "flow" in sets))
    return tuple(tuple({"flow": flow, **sets} for sets in fact for flow in flows) for fact in subject.facts)


def _with_totals(found: tuple[Sets, ...]) -> tuple[Sets, ...]:
    """Money of one fund may be that of the year, or with what was carried over: the tables of the document tell."""
    if len(found) != 1 or found[0].get("flow") != "revenue" or "fund" not in found[0]:
        return found
    return (found[0], {**found[0], "flow": "resources"})


def _crossed(flows: tuple[Sets, ...], said: tuple[Sets, ...]) -> tuple[Sets, ...]:
    return tuple({**one, **flow} for one in said for flow in flows)


def _over(below: Sets, sets: Sets) -> Sets:
    """A thin label over what was spoken of: its phase, and nothing else that the other does not leave open."""
    return {**below, **{name: value for name, value in sets.items() if name in ("phase", "year")}}


def _turns_side(said: Said, subject: Subject) -> bool:
    """Whether a thin label speaks of the other side: 支出 after 收入."""
    mine = {sets["flow"] for fact in said.facts for sets in fact if "flow" in sets}
    theirs = {sets["flow"] for fact in subject.facts for sets in fact if "flow" in sets}
    return bool(mine) and not mine & theirs


def _best(found: list[Sets], said: Said) -> tuple[Sets, ...]:
    """Meanings that a whole above bears, before others: flows of one figure of spending are not open."""
    if said.path or any(sets.get(name) for sets in found for name in ("nature", "item")):
        kept = [sets for sets in found if sets.get("flow") not in ("uses", "resources")]
        return tuple(kept or found)
    return tuple(found)


def _place(text: Folded, at: int) -> tuple[int, int]:
    paragraph, character = text.places[at]
    return paragraph.number, character
