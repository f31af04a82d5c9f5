"""All sentences of a document: headings and lists give each passage what stands above it, tables tell what is open.

A pure function of the document, the words, and what tables and other readers have found. Promises: every amount of
money that a paragraph prints is counted once, as claim, fact, nobody's, or refused.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract import naming
from kg.extract.forms import Forms
from kg.extract.prose import amounts, clauses, texts
from kg.extract.prose.choosing import Printed
from kg.extract.prose.found import Found, Unread
from kg.extract.prose.frames import Frame, ordinal, popped, shared
from kg.extract.prose.keys import KeyMaker, Whose
from kg.extract.prose.labels import Labels
from kg.extract.prose.outcome import Outcome, ProseReading, Taken
from kg.extract.prose.passage import Passage
from kg.extract.prose.shares import shares
from kg.extract.prose.subjects import Subject, framed
from kg.extract.prose.texts import Folded
from kg.extract.prose.topic import Above
from kg.extract.prose.turns import Base, Turns
from kg.model import Agency, Claim, Disclosure, Document, Scope, Span

__all__ = ["ProseReading", "read_prose"]
_HEADING = 60
"""A longer line is no heading."""


class Others(NamedTuple):
    """The places of numbers in sentences that other readers have read, by what they became."""

    claims: tuple[Span, ...] = ()
    facts: tuple[Span, ...] = ()
    refused: tuple[Span, ...] = ()

    def became(self, paragraph: int, at: int) -> str:
        """What the number at a character of a paragraph became; empty where nobody has read it."""
        for name, spans in self._asdict().items():
            if any(span.paragraph == paragraph and span.start <= at < span.end for span in spans):
                return str(name)
        return ""


def read_prose(
    document: Document, disclosure: Disclosure, forms: Forms, claims: Iterable[Claim], others: Others
) -> ProseReading:
    """What the sentences of ``document`` say of money.

    ``claims`` are those of its tables, which tell where a sentence leaves several meanings; what ``others`` have read
    is not read again, and counted as what it became.
    """
    reader = _Reader(disclosure, forms, others)
    for text in texts.passages(document):
        reader.passage(text)
    taken = Taken(**Counter(reader.taken))
    read = Outcome(Printed(claims), taken).of(reader.found)
    return read._replace(shares=shares(document, read.claims, reader.words))


class _Above(NamedTuple):
    rank: int
    text: Folded


class _Reader:
    """Reads passage after passage, remembering the headings and wholes above."""

    def __init__(self, disclosure: Disclosure, forms: Forms, others: Others) -> None:
        self.words = forms.prose
        self.forms = forms
        self.disclosure = disclosure
        self.labels = Labels(self.words, disclosure)
        self.turns = Turns(self.words, disclosure)
        self.keys = KeyMaker(disclosure, forms.performance.names)
        self.others = others
        self.taken: list[str] = []
        self.frames: list[Frame] = []
        self.base: Base | None = None
        self.scheme = ""
        self.defining = 0
        self.whose: list[tuple[int, Whose]] = []
        self.found: list[Found] = []

    def passage(self, text: Folded) -> None:
        """Read one passage and keep what it sets for those below."""
        for part in _items(text):
            self._item(part)

    def _item(self, text: Folded) -> None:
        rank, length = ordinal(text.text)
        level = text.places[0][0].level if text.places else 0
        if level and not rank:
            rank = 5
        if rank:
            self._leave(rank)
        body = text.part(length)
        money = amounts.money(body)
        if self.defining and money:
            self._defined(body, money)
        elif money or (rank == 0 and self.turns.tokens(body, 0, len(body.text))):
            self._read(body, rank)
        elif rank or body.text.endswith(":"):
            self._head(body, rank)

    def _leave(self, rank: int) -> None:
        self.frames = popped(self.frames, rank)
        self.whose = [one for one in self.whose if one[0] < rank]
        if rank <= 20:
            self.base, self.scheme = None, ""
        if rank <= self.defining:
            self.defining = 0

    def _defined(self, text: Folded, money: list[amounts.Money]) -> None:
        self.found += [Unread(text, one, "definition", classed=True) for one in money]

    def _read(self, text: Folded, rank: int) -> None:
        whose = self.whose[-1][1] if self.whose else self.keys.document
        project = re.match(self.words.project_heads, text.text)
        if project:
            whose = whose._replace(project=re.sub(r"\s+", "", text.printed(*project.span("project"))))
            text = text.part(project.end())
        frames = self.frames if rank else [one for one in self.frames if one.lists]
        above = Above(tuple(frames), whose, self.base, self.scheme)
        one = Passage(self.labels, self.turns, self.keys, above)
        if rank:
            self._named_first(one, text, rank)
        one.read(text, self._taken_in(text))
        self.base = one.base or self.base
        self.found += one.found
        self._keep(one, text, rank)

    def _named_first(self, one: Passage, text: Folded, rank: int) -> None:
        """A numbered passage whose first sentence is a label alone: （一）公务接待费。 or 行政运行（项）。"""
        start, end = next(clauses.sentences(text.text))
        first = text.text[start:end]
        if not amounts.money(text.part(start, end)):
            frame = self._heading(first, rank)
            if frame is not None:
                one.frames.append(frame)
                self.frames.append(frame)

    def _keep(self, one: Passage, text: Folded, rank: int) -> None:
        """What the passage began with stands above its sub-items; what it ends with, above what it lists."""
        subject = one.first
        listing = re.search(rf"(?:{self.words.openers})[。]?$|[:]$", text.text) is not None
        if listing:
            last = text.text.rstrip("。:").rpartition("。")[2]
            subject = one.head if re.match(self.words.more, clauses.bare(last)) else one.listed_of()
        if subject is None:
            return
        if rank:
            self._push(subject, rank, lists=listing)
        elif listing:
            self._push(subject, self._below(), lists=True)

    def _push(self, subject: Subject, rank: int, *, lists: bool) -> None:
        self.frames = [frame for frame in self.frames if frame.rank < rank or (frame.rank == rank and not frame.whole)]
        scheme = self.labels.heading(subject.label)[1]
        self.frames.append(framed(subject, rank, scheme)._replace(lists=lists))

    def _head(self, text: Folded, rank: int) -> None:
        """A heading, or a line that begins a list."""
        if re.search(self.words.definitions, text.text) and rank and len(text.text) < _HEADING:
            self.defining = rank
        if not rank:
            rank = self._below()
        frame = self._heading(text.text, rank)
        if frame is not None:
            self.frames.append(frame)
        body = naming.body(plain(clauses.bare(text.text)), self.forms)
        if body is not None and self._is_below(body):
            self.whose.append((rank, self._named(body.name)))

    def _below(self) -> int:
        """The rank of a line without an ordinal that begins a list: below the last heading."""
        below = max((frame.rank for frame in self.frames if frame.rank % 10 == 0), default=20)
        self.frames = popped(self.frames, below + 1)
        return below + 5

    def _heading(self, text: str, rank: int) -> Frame | None:
        """What a heading says: all of it where it is a label, else its known words."""
        label = clauses.bare(text)
        said = self.labels.read(label) if label else None
        if said is not None and (not said.thin or any("flow" in sets for fact in said.facts for sets in fact)):
            whose = self.whose[-1][1] if self.whose else self.keys.document
            probe = Passage(self.labels, self.turns, self.keys, Above(tuple(self.frames), whose, None, self.scheme))
            facts = probe.about(said, None).facts
            return Frame(rank, shared(facts), whole=True, scheme=said.scheme, facts=facts)
        if len(text) > _HEADING or rank % 10:
            return Frame(rank, {}) if rank % 10 == 0 else None
        sets, scheme = self.labels.heading(label)
        return Frame(rank, sets, scheme=scheme)

    def _is_below(self, body: naming.Body) -> bool:
        """Whether a heading names a unit of the department, or the department's own office apart from its units."""
        own = plain(self.disclosure.agency.name)
        if self.disclosure.scope is not Scope.CONSOLIDATED or body.name[:2] != own[:2]:
            return False
        if body.name == own:
            return body.scope is Scope.OWN
        return re.search(self.forms.document.organisation, re.sub(r"\([^()]*\)$", "", body.name)) is not None

    def _named(self, name: str) -> Whose:
        own = plain(self.disclosure.agency.name)
        self.labels.also(name)
        if name == own:
            return Whose(self.disclosure.agency, Scope.OWN)
        return Whose(Agency(area=self.disclosure.agency.area, name=naming.printed(name)), Scope.OWN)

    def _taken_in(self, text: Folded) -> frozenset[tuple[int, int]]:
        """The amounts of ``text`` that other readers have read, by paragraph and character."""
        places = [text.places[one.start] for one in amounts.money(text)]
        found = {(one.number, at): self.others.became(one.number, at) for one, at in places}
        self.taken += [became for became in found.values() if became]
        return frozenset(place for place, became in found.items() if became)


def _items(text: Folded) -> list[Folded]:
    """A passage in which a sentence begins with an ordinal is several (…支出。20. “社会保障…)."""
    found: list[Folded] = []
    start = 0
    for begin, _ in clauses.sentences(text.text):
        if begin > start and ordinal(text.text[begin:])[0]:
            found.append(text.part(start, begin))
            start = begin
    found.append(text.part(start))
    return [one for one in found if one.text]
