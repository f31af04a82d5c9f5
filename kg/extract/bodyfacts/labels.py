"""What the words before a number say: put together from the pieces of ``body.yml``, with nothing left over.

A label that cannot be spelled out whole is not understood, and its number is refused: no number is read by a part of
what stands before it. The one thing that may stand in a label and in no list is the name of a body.
"""

import re
from typing import Any, NamedTuple

from kg.extract.bodyfacts.subjects import Subject, Subjects
from kg.extract.bodyfacts.words import BodyWords, Meaning, Word

_OWN = Word(match="", set=Meaning(whose="itself"))
_LONGEST_NAME = 40
Sets = dict[str, Any]
"""What is known of a number: the fields of ``Meaning`` that are set."""


class Label(NamedTuple):
    """What a label sets; ``weak`` what it sets only where nothing else does. ``subject`` is the body it names."""

    sets: Sets
    weak: Sets
    subject: Subject | None = None
    refused: str = ""


class Labels:
    """Reads labels of one document."""

    def __init__(self, words: BodyWords, subjects: Subjects) -> None:
        self.subjects = subjects
        own = Word(match=re.escape(subjects.own), set=Meaning(whose="itself"))
        known = [(re.compile(word.match), word) for word in (own, *words.words)]
        self.words = [(pattern, word) for pattern, word in known if not word.behind]
        self._things = [(pattern, word) for pattern, word in known if word.set.thing is not None and not word.weak]

    def read(self, text: str) -> Label | None:
        """What ``text`` (folded) says; ``None`` where it is not understood."""
        pieces = self._spelled(text, 0, {})
        return None if pieces is None else _together(pieces)

    def thing_at(self, text: str, at: int) -> tuple[Word, int] | None:
        """The word for a thing that stands at ``at``, and where it ends; the longest."""
        found = [(match.end(), word) for pattern, word in self._things if (match := pattern.match(text, at))]
        best = max(found, key=lambda one: one[0], default=None)
        return None if best is None or best[0] == at else (best[1], best[0])

    def _spelled(self, text: str, at: int, failed: dict[int, bool]) -> list[tuple[Word, Subject | None]] | None:
        if at == len(text):
            return []
        if at in failed:
            return None
        for end, word in self._at(text, at):
            rest = self._spelled(text, end, failed)
            if rest is not None:
                return [(word, None), *rest]
        for end in range(min(len(text), at + _LONGEST_NAME), at + 1, -1):
            subject = self.subjects.named(text[at:end])
            rest = self._spelled(text, end, failed) if subject is not None else None
            if rest is not None:
                return [(_OWN, subject), *rest]
        failed[at] = True
        return None

    def _at(self, text: str, at: int) -> list[tuple[int, Word]]:
        """The words that stand at ``at``, longest first; of the same length the one that sets most."""
        found: dict[int, Word] = {}
        for pattern, word in self.words:
            match = pattern.match(text, at)
            if match is None or match.end() == at:
                continue
            known = found.get(match.end())
            if known is None or len(given(known.set)) < len(given(word.set)):
                found[match.end()] = word
        return sorted(found.items(), key=lambda one: -one[0])


def _together(pieces: list[tuple[Word, Subject | None]]) -> Label:
    sets: Sets = {}
    weak: Sets = {}
    subject: Subject | None = None
    refused = ""
    for word, named in pieces:
        if named is not None:
            subject = named
            continue
        into = weak if word.weak else sets
        for name, value in given(word.set).items():
            if name == "mode" and {into.get(name), value} == {"authorised", "held"}:
                into[name] = value
            elif name != "whose" and not word.weak and into.get(name, value) != value:
                refused = "contradictory-meaning"
            else:
                into[name] = value
    return Label(sets, {name: value for name, value in weak.items() if name not in sets}, subject, refused)


def given(meaning: Meaning) -> Sets:
    """What ``meaning`` sets."""
    return {name: value for name, value in meaning if value is not None}
