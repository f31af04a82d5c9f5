"""One passage read from left to right: every amount is a figure's, a change, a figure of an earlier year, or unread.

The passage remembers what it is about (``subject``): words that say only that some figure is meant, and changes
without a label of their own, are about that. Promises: what cannot be told is refused with its reason; nothing is
said of an amount that another reader has read.
"""

import re

from kg.extract.prose import amounts, clauses, sources
from kg.extract.prose.amounts import Money, Token
from kg.extract.prose.clauses import Remark
from kg.extract.prose.found import Choice, Figure, Found, Stated, Turned, Unread
from kg.extract.prose.keys import KeyMaker
from kg.extract.prose.labels import Labels, Said
from kg.extract.prose.managed import managed
from kg.extract.prose.subjects import NO_CODE, Subject, beside, turns_side
from kg.extract.prose.texts import Folded
from kg.extract.prose.topic import Above, Topic
from kg.extract.prose.turns import Base, Turns
from kg.model import Direction

Turn = tuple[int, Direction]
"""Where the word that says which way an amount changed begins, and which way."""


class Passage(Topic):
    """Reads one passage; afterwards ``found`` holds what it states, in order."""

    def __init__(self, labels: Labels, turns: Turns, keys: KeyMaker, above: Above) -> None:
        super().__init__(labels, keys, above)
        self.turns = turns
        self.found: list[Found] = []
        self.past = 0
        self.heading_parts = False
        self.parted = False
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
                self.open(self.spoken())
            self._sentence(main, start, end, [one for one in remarks if start < one.at <= end], taken)
        del self.frames[outside:]

    def _sentence(
        self, text: Folded, start: int, end: int, remarks: list[Remark], taken: frozenset[tuple[int, int]]
    ) -> None:
        at, self.fresh = start, True
        self.lost = self.parted = False
        self.heading_parts = not self.found
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
        inner.open(self.subject)
        inner.read(remark.text, taken)
        self.found += inner.found

    def _token(self, text: Folded, at: int, token: Token, end: int) -> bool:
        """Read what a token states; true where it is a figure of the document's own year."""
        begins = (begin for start, begin, stop in self.reasons if start <= token.start < stop and begin <= token.start)
        before = text.text[max(at, *begins, 0) : token.start]
        turn = self.turns.turn(before) if token.kind != "unchanged" else None
        if token.money is None:
            idle = token.start < self.past or self._in_reason(token) or (turn is None and token.kind == "percent")
            return not idle and self._change(text, before, token, turn)
        nobodys = amounts.nobodys(text.text, token.money, self.rules)
        if nobodys:
            return self._unread(text, token.money, nobodys, classed=True)
        if turn is not None:
            return self._change(text, before, token, turn)
        if self._in_reason(token):
            return self._unread(text, token.money, "explanation", classed=True)
        base = self.turns.base_before(before)
        if base is not None and self.turns.follows(text.text[token.stop : end]):
            return self._earlier(text, token.money, base)
        return self._figure(text, before, token.money)

    def _in_reason(self, token: Token) -> bool:
        return any(start <= token.start < stop for start, _, stop in self.reasons)

    def _unread(self, text: Folded, money: Money, reason: str, *, classed: bool = False) -> bool:
        self.found.append(Unread(text, money, reason, classed=classed))
        return False

    # figures ---------------------------------------------------------------------------------------------------------

    def _figure(self, text: Folded, before: str, money: Money) -> bool:
        if self._project(text, before, money):
            return True
        if self._source(text, before, money):
            return False
        covered = managed(before, self.labels)
        words = self.opened(before) if covered is None else before
        self.parted = self.parted or (self.lost and words != before)
        if self.parted:
            self.found.append(self._part(text, words, money))
            return False
        said = covered or self.label(words) or self._spent(text, words, money)
        self.lost = said is None and self._of_body(words) is None
        if said is None:
            self.found.append(self._unknown(text, words, money))
            return False
        self.listed = words != before
        subject = self._known(self.about(said, money))
        if isinstance(subject, str):
            return self._unread(text, money, subject)
        self._speak_of(subject)
        key = None
        if len(said.path) == 1 and not said.path[0].level and not said.path[0].codes:
            key = self._unknown(text, words, money).project
        choices = self._of_share(text, money, self.choices(subject))
        choices += sources.facts(sources.all_of(text, money, self.labels), choices, None, money)
        self.found.append(Stated(text, money, choices, said.text, self._whole(), key))
        return True

    def _of_share(self, text: Folded, money: Money, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Of open flows that of the whole which words behind the amount name (… 万元，占本年支出合计的 9 %)."""
        share = re.match(self.rules.share, text.text[money.end :])
        said = self.labels.read(share["of"]) if share is not None and share["of"] else None
        flows = {sets.get("flow") for fact in said.facts for sets in fact} if said is not None else set()
        if len(flows) != 1 or None in flows:
            return choices
        kept = (tuple(key for key in choice if getattr(key, "flow", None) in flows) for choice in choices)
        return tuple(mine or choice for mine, choice in zip(kept, choices, strict=True))

    def _source(self, text: Folded, before: str, money: Money) -> bool:
        """A part of the amount spoken of that is money of a source with a name: a project's, under the same code."""
        if self.subject is None or self.subject.money is None:
            return False
        name = sources.inside(text, before, money, self.labels)
        facts = sources.facts(name, self.choices(self.subject), self.subject, money)
        if facts:
            self.found.append(Stated(text, money, facts, name))
        return bool(facts)

    def _spent(self, text: Folded, words: str, money: Money) -> Said | None:
        """What a body's own budget is that goes on with what it is spent on (某局预算 5 万元，包括人员经费 2 万元)."""
        said = self._of_body(words)
        if said is None or not re.match(self.rules.spent_on, text.text[money.stop :]):
            return None
        facts = tuple(({**sets, "flow": "expenditure"}, {**sets, "flow": "uses"}) for sets in said.facts[0])
        return said._replace(facts=facts, thin=False)

    def _known(self, subject: Subject) -> Subject | str:
        """The subject with a key for each fact, or the reason why there is none."""
        if any(NO_CODE in sets for fact in subject.facts for sets in fact):
            return "name-unknown"
        if not all(self.choices(subject)) and self.subject is not None and not self.fresh:
            subject = subject._replace(facts=beside(subject, self.subject))
        return subject if subject.facts and all(self.choices(subject)) else "flow-unknown"

    def _speak_of(self, subject: Subject) -> None:
        """A figure of an earlier year leaves the passage about what it was about, and is what that is compared with."""
        if subject.year in (None, self.keys.year) or self.subject is None:
            self.subject = subject
        else:
            self.base = Base(subject.year, next((sets.get("phase", "") for sets in subject.facts[0]), ""))
        self.first = self.first or subject

    def _whole(self) -> Money | None:
        """The amount that the innermost whole above prints."""
        return self.frames[-1].money if self.frames and self.frames[-1].whole else None

    def _unknown(self, text: Folded, words: str, money: Money) -> Unread:
        """An amount whose label is not understood: below 项目支出 it may be a project's."""
        reason = self.reason(words)
        above = self.frames[-1] if self.frames else None
        if self.found or above is None or above.money is None or above.sets.get("nature") != "project":
            return Unread(text, money, reason)
        begin = money.start - len(words)
        name = re.sub(r"\s+|[,;:。、]", "", text.printed(begin, money.start))
        choice = self.keys.choice((above.sets,), self.whose._replace(project=name))
        return Unread(text, money, reason, label=name, whole=above.money, project=choice[0] if choice else None)

    def _part(self, text: Folded, words: str, money: Money) -> Unread:
        """A part of what is not known: where that may be a project, a part of it, with its name as printed."""
        head = self.found[0] if self.found else None
        name = clauses.bare(re.split(r"[;。]", words)[-1])
        unread = Unread(text, money, "part-of-unknown")
        if not isinstance(head, Unread) or head.project is None or not name or not self.heading_parts:
            return unread
        if re.search(self.rules.part_not, name):
            return unread
        begin = text.text.rfind(name, 0, money.start)
        return unread._replace(part=text.printed(begin, money.stop), of=head.money)

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

    # earlier years and changes ---------------------------------------------------------------------------------------

    def _earlier(self, text: Folded, money: Money, base: Base) -> bool:
        """比2025年预算数 69043.50 万元: the figure spoken of, in the year before."""
        self.base = base
        subject = self._spoken_of(base.lead)
        if subject is None or not base.phase or base.year is None:
            return self._unread(text, money, "figure-unknown" if subject is None else "phase-unknown")
        facts = tuple(tuple({**sets, "phase": base.phase} for sets in fact) for fact in subject.facts)
        choices = self.choices(subject._replace(facts=facts, year=base.year))
        if not choices or not all(choices):
            return self._unread(text, money, "flow-unknown")
        self.found.append(Stated(text, money, choices, base.lead))
        return True

    def _spoken_of(self, lead: str) -> Subject | None:
        """What the words before a comparison name, else what the passage is about."""
        words = self.opened(lead)
        for label in clauses.joined_labels(words):
            said = self.labels.read(label) if label else None
            if said is not None and not said.thin:
                self.subject = self.about(said, None)
                return self.subject
            if said is not None and said.thin and self.subject is not None and turns_side(said, self.subject.facts):
                return self.about(said, None)
            if label and said is None:
                return None
            break
        return self.subject

    def _change(self, text: Folded, before: str, token: Token, turn: Turn | None) -> bool:
        """A change: what the words before it name, else what was last spoken of, against an earlier year."""
        words = before if turn is None else before[: turn[0]]
        base = self.turns.base_in(words) or self.turns.base_in(before[len(words) :])
        lead, behind = (base.lead, base.behind) if base is not None else (words, "")
        self.base = base = base or self.base
        inside = self._in_reason(token)
        figures = self._figures(lead, behind) if base is not None else ()
        if base is None or not figures:
            reason = "base-unknown" if base is None else "words-not-understood"
            if token.money is not None:
                self._unread(text, token.money, "explanation" if inside else reason, classed=inside)
                self.past = self.turns.percent_after(text.text, token)[1]
            return False
        why = "" if inside else self.turns.reason(text, token, self.reasons)
        self.found.append(self._turned(text, token, turn, figures)._replace(reason=why))
        return False

    def _turned(self, text: Folded, token: Token, turn: Turn | None, figures: tuple[Figure, ...]) -> Turned:
        direction = Direction.UNCHANGED if turn is None else turn[1]
        percent = token.text if turn else ""
        if token.money is not None:
            direction = direction if token.money.amount.yuan else Direction.UNCHANGED
            percent, self.past = self.turns.percent_after(text.text, token)
        year, phase = (self.base.year, self.base.phase) if self.base is not None else (None, "")
        return Turned(text, token.start, token.end, figures, direction, token.money, percent, year, phase)

    def _figures(self, lead: str, behind: str) -> tuple[Figure, ...]:
        """What may have changed: what a label names; without one what was last spoken of, or its whole."""
        if clauses.bare(behind):
            return self._as_figures([self._spoken_of(behind)])
        label = clauses.bare(lead)
        said = self.labels.read(label)
        if not label or (said is not None and said.empty):
            whole_first = self.fresh or lead.startswith((";", "。"))
            order = [self.head, self.subject] if whole_first else [self.subject, self.head]
            return self._as_figures(order)
        return self._as_figures([self._spoken_of(lead)])

    def _as_figures(self, subjects: list[Subject | None]) -> tuple[Figure, ...]:
        found: list[Figure] = []
        for subject in subjects:
            if subject is None:
                continue
            choices = self.choices(subject)
            figure = Figure(choices, subject.money)
            if choices and all(choices) and figure not in found:
                found.append(figure)
        return tuple(found)


def _place(text: Folded, at: int) -> tuple[int, int]:
    paragraph, character = text.places[at]
    return paragraph.number, character
