"""What a passage is about while it is read: the figure spoken of, the wholes being broken down, what a label means.

Promises: a label that names no figure of its own is about the one spoken of, or about nothing; a list begins only
where words say so.
"""

import re
from typing import NamedTuple

from kg.extract.prose import clauses
from kg.extract.prose.amounts import Money
from kg.extract.prose.found import Choice
from kg.extract.prose.frames import Frame, Sets, is_part, shared
from kg.extract.prose.keys import KeyMaker, Whose
from kg.extract.prose.labels import Labels, Said
from kg.extract.prose.managed import carried
from kg.extract.prose.subjects import Meanings, Subject, framed, laid_over, of_side, over, sides, turns_side
from kg.extract.prose.turns import Base
from kg.model import Scope

_WITHIN = 10_000
"""The rank of the first whole inside a passage: below every heading."""
_SHORT = 2
"""The longest label that says nothing at all and yet stands for what was spoken of (共计)."""
_ITSELF = re.compile(r"本级|\(机关\)|\(本部\)")


class Above(NamedTuple):
    """What stands above a passage: frames, whose money it is, and what amounts were last compared with."""

    frames: tuple[Frame, ...]
    whose: Whose
    base: Base | None = None
    scheme: str = ""


class Topic:
    """What is spoken of: ``first`` in the passage, ``head`` at the beginning of the sentence, ``subject`` last."""

    def __init__(self, labels: Labels, keys: KeyMaker, above: Above) -> None:
        self.labels, self.keys, self.rules = labels, keys, labels.rules
        self.whose, self.base, self.scheme = above.whose, above.base, above.scheme
        self.frames = list(above.frames)
        self.meanings = Meanings(self.frames, above.scheme, keys.year, self.rules.never_basic)
        self.first: Subject | None = None
        self.subject: Subject | None = None
        self.head: Subject | None = None
        self.lost = self.listed = False
        self.fresh = True

    def reason(self, words: str) -> str:
        """Why an amount behind ``words`` is no figure's."""
        known = next((one for one in self.rules.refused if re.search(one.match, words)), None)
        return known.reason if known else "words-not-understood"

    def label(self, words: str) -> Said | None:
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

    def _of_body(self, words: str) -> Said | None:
        """What words say that name the body and its budget, and no more (某局预算 5 万元，包括…)."""
        said = self.labels.read(next(clauses.joined_labels(words), ""))
        return said if said is not None and said.thin and said.body else None

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
                self.subject = self.about(said, None)

    def opened(self, before: str) -> str:
        """The words behind the last word that begins a list of parts; its whole is opened."""
        found = list(re.finditer(self.rules.openers, before))
        if not found:
            if not before.startswith(":") or self.fresh:
                return before
            self.open(self.subject)
            return before[1:]
        last = found[-1]
        lead = clauses.segments(before[: last.start()])
        said = self.labels.read(lead[-1]) if lead else None
        if said is not None and (not said.thin or any("flow" in sets for fact in said.facts for sets in fact)):
            self.open(self.about(said, None))
        elif not re.match(self.rules.more, before):
            self.open(self.spoken() if self.fresh else self.subject)
        return before[last.end() :]

    def spoken(self) -> Subject | None:
        """What the sentence before began with; its last figure where that is of the other side (收入 …，支出 …)."""
        head, last = self.head, self.subject
        if head is None or last is None:
            return head or last
        return head if sides(head) & sides(last) else last

    def listed_of(self) -> Subject | None:
        """What a list behind the passage breaks down: its last figure, or the one that this is itself a part of.

        Figures beside one another, of which the last is no part of the first, are none of them what is listed.
        """
        head, last = self.head, self.subject
        if head is None or last is None or head is last:
            return last
        whole, part = shared(head.facts), shared(last.facts)
        if part == whole or not is_part(part, whole):
            return last if part == whole or sides(head) != sides(last) else None
        return head

    def open(self, subject: Subject | None) -> None:
        """What follows are parts of ``subject``."""
        if subject is None:
            return
        last = self.frames[-1] if self.frames else None
        if last is not None and last.whole and last.money is subject.money and last.sets == shared(subject.facts):
            return
        while self.frames and self.frames[-1].rank >= _WITHIN:
            if is_part(shared(subject.facts), self.frames[-1].sets):
                break
            self.frames.pop()
        rank = max(_WITHIN, *(frame.rank + 1 for frame in self.frames)) if self.frames else _WITHIN
        scheme = self.labels.heading(subject.label)[1] if subject.label else ""
        self.frames.append(framed(subject, rank, scheme))

    def about(self, said: Said, money: Money | None) -> Subject:
        """What a label is about, laid over what stands above it; a thin label is about what was spoken of."""
        if said.over and self.subject is not None:
            facts = tuple(laid_over(fact, said.facts[0][0]) for fact in self.subject.facts)
            return self.subject._replace(facts=facts, money=money, label=said.text)
        if self.subject is not None and not self.fresh:
            said = said._replace(facts=carried(said, self.subject.facts, self.rules))
        facts = self.meanings.of(said)
        before = self._before()
        if said.thin and not self.listed and len(said.facts) == 1 and before and not turns_side(said, before):
            facts = tuple(
                tuple(over(below, sets) for below in old for sets in said.facts[0]) for old in of_side(said, before)
            )
        itself = bool(re.search(_ITSELF, said.body)) and self.whose.scope is Scope.CONSOLIDATED
        whose = self.whose._replace(scope=Scope.OWN) if itself else self.whose
        return Subject(facts, money, whose, said.year, said.text)

    def _before(self) -> tuple[tuple[Sets, ...], ...]:
        """The facts that were spoken of, else those that the heading right above names."""
        if self.subject is not None:
            return self.subject.facts
        return self.frames[-1].facts if self.frames else ()

    def choices(self, subject: Subject) -> tuple[Choice, ...]:
        """The keys of each fact that ``subject`` may be."""
        whose = subject.whose
        return tuple(self.keys.choice(fact, whose, subject.year) for fact in subject.facts)
