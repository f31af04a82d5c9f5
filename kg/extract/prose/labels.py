"""What the words before an amount say: a label is spelled out whole in known pieces, or it says nothing.

Promises: of the ways to spell a label out the one with the fewest pieces is taken; one character that is in no
piece makes the label unknown; of several meanings none is chosen here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract.meaning import Contradiction, joined
from kg.extract.prose import names
from kg.extract.prose.names import Named
from kg.extract.prose.words import ProseWords, Word
from kg.model import Disclosure

Sets = dict[str, str]
_YEAR = re.compile(r"(20\d\d)年?(?:度)?")
_SHORTEST_OWN = 3


class Piece(NamedTuple):
    """A piece of a label: a word of the lists, a name of the codebooks, a year, or the body's own name."""

    text: str
    word: Word | None = None
    name: Named | None = None
    year: int | None = None
    own: bool = False


class Said(NamedTuple):
    """What a label says: one entry of ``facts`` for each fact, each with the meanings that are open.

    ``path`` are the names in it; ``thin`` where it says only that some figure is meant, ``empty``
    where not even that; ``over`` where it changes the figure spoken of; ``year`` where it prints one;
    ``body`` are the words that name the document's own body.
    """

    text: str
    facts: tuple[tuple[Sets, ...], ...] = (({},),)
    path: tuple[Named, ...] = ()
    item: str = ""
    thin: bool = False
    empty: bool = False
    over: bool = False
    year: int | None = None
    scheme: str = ""
    body: str = ""


class Labels:
    """Spells out the labels of one document."""

    def __init__(self, words: ProseWords, disclosure: Disclosure) -> None:
        self.rules = words
        self.kind = disclosure.kind
        self.words = [(re.compile(word.match), word) for word in words.words if word.kind in (None, disclosure.kind)]
        self.own = plain(disclosure.agency.name)
        self.own_names = re.compile(words.own_names)
        self.others: list[str] = []
        self._read: dict[str, Said | None] = {}

    def also(self, name: str) -> None:
        """Labels may name the body ``name`` from now on: a heading has made it the one that is spoken of."""
        self.others.append(name)
        self._read.clear()

    def read(self, text: str) -> Said | None:
        """What ``text`` says; ``None`` where a part of it is not understood, or it contradicts itself."""
        if text not in self._read:
            pieces = self._spelled(text)
            self._read[text] = None if pieces is None else self._said(text, pieces)
        return self._read[text]

    def _spelled(self, text: str) -> list[Piece] | None:
        """The pieces of ``text``, the fewest; ``None`` where it cannot be spelled out."""
        best: list[tuple[int, list[Piece]] | None] = [(0, []), *[None] * len(text)]
        for start in range(len(text)):
            before = best[start]
            if before is None:
                continue
            for end, piece in self._pieces(text, start):
                cost, known = before[0] + _cost(piece), best[end]
                if known is None or known[0] > cost:
                    best[end] = (cost, [*before[1], piece])
        last = best[len(text)]
        return last[1] if last is not None else None

    def _pieces(self, text: str, start: int) -> Iterator[tuple[int, Piece]]:
        for pattern, word in self.words:
            found = pattern.match(text, start)
            if found and found.end() > start:
                yield found.end(), Piece(found.group(), word=word)
        for end, named in names.at(text, start):
            yield end, Piece(text[start:end], name=named)
        year = _YEAR.match(text, start)
        if year:
            yield year.end(), Piece(year.group(), year=int(year[1]))
        own = self.own_names.match(text, start)
        if own:
            yield own.end(), Piece(own.group(), own=True)
        for end in self._own(text, start):
            yield end, Piece(text[start:end], own=True)

    def _own(self, text: str, start: int) -> Iterable[int]:
        """Where the body's own name, or a short form of it (省检察院), ends."""
        if start and text[start - 1] not in "年度,由":
            return
        for other in self.others:
            if text.startswith(other, start):
                yield start + len(other)
        whole = Counter(self.own)
        for end in range(start + _SHORTEST_OWN, min(len(text), start + len(self.own)) + 1):
            form = text[start:end]
            if form[-1] == self.own[-1] and Counter(form) <= whole and _in_order(form, self.own):
                tail = re.match(r"\((?:本级|机关|部门|单位|本部|汇总)\)", text[end:])
                yield end
                if tail:
                    yield end + tail.end()

    def _said(self, text: str, pieces: list[Piece]) -> Said | None:
        words = [piece.word for piece in pieces if piece.word is not None]
        try:
            facts = _facts(words)
        except Contradiction:
            return None
        path = tuple(piece.name for piece in pieces if piece.name is not None)
        telling = [word for word in words if not word.thin and (word.set.given() or word.either or word.both)]
        content = bool(telling)
        lone = [piece for piece in pieces if piece.word is not None and piece.word.set.item is not None]
        years = [piece.year for piece in pieces if piece.year is not None]
        return Said(
            text,
            facts,
            path,
            item=lone[0].text if len(lone) == 1 else "",
            thin=not path and not content,
            empty=not path and not content and not any(word.thin for word in words),
            over=content and not path and all(word.over for word in telling),
            year=years[-1] if years else None,
            body=next((piece.text for piece in pieces if piece.own), ""),
            scheme=next((word.scheme for word in words if word.scheme), ""),
        )

    def heading(self, text: str) -> tuple[Sets, str]:
        """What known words of a heading set, and the classification it names; what contradicts sets nothing."""
        parts: list[Sets] = []
        scheme = ""
        for word in self.rules.headings:
            if re.search(word.match, text):
                parts.append(word.set.given())
                scheme = word.scheme or scheme
        together: Sets = {}
        for name in {name for part in parts for name in part}:
            try:
                together |= joined([{name: part[name]} for part in parts if name in part])
            except Contradiction:
                continue
        return together, scheme


def _cost(piece: Piece) -> int:
    """What a piece costs: a word less than a name of the same length, a name that no book has more than either."""
    if piece.name is None:
        return 10
    return 11 if piece.name.listed else 35


def _in_order(form: str, whole: str) -> bool:
    rest = iter(whole)
    return all(letter in rest for letter in form)


def _facts(words: list[Word]) -> tuple[tuple[Sets, ...], ...]:
    """The facts that words state together, each with its open meanings.

    Raises ``Contradiction`` where no meaning is left.
    """
    facts: list[list[Sets]] = [[{}]]
    for word in words:
        if word.both:
            facts = [_crossed(fact, [one.given() for one in choice]) for choice in word.both for fact in facts]
        elif word.either:
            facts = [_crossed(fact, [one.given() for one in word.either]) for fact in facts]
        else:
            facts = [_crossed(fact, [word.set.given()]) for fact in facts]
    return tuple(tuple(fact) for fact in facts)


def _crossed(fact: list[Sets], choices: list[Sets]) -> list[Sets]:
    found: list[Sets] = []
    for one in fact:
        for choice in choices:
            try:
                together = _with(one, choice)
            except Contradiction:
                continue
            if together not in found:
                found.append(together)
    if not found:
        raise Contradiction("contradictory-meaning")
    return found


def _with(one: Sets, other: Sets) -> Sets:
    """Both together. Flows have no hierarchy: two of them exclude each other."""
    mine, theirs = one.get("flow"), other.get("flow")
    if mine and theirs and mine != theirs:
        raise Contradiction("contradictory-meaning")
    return joined([one, other])
