"""Whose stocks a sentence speaks of: the document's body, its organ alone, all its units, or another body by name.

Promises: a number of another body is never given to the document's; a name that is nearly the document's own, and
units that are not named, refuse the number.
"""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract import naming
from kg.extract.bodyfacts.words import Whose
from kg.extract.forms import Forms
from kg.model import Agency, Disclosure, Scope

_SHORTEST, _LONGEST = 3, 40
_NEARLY = 4
"""Of five letters four alike: the name may be the document's own, misprinted."""


class Subject(NamedTuple):
    """A body and whose of its money or things; ``refused`` is the reason where it cannot be told."""

    agency: Agency
    scope: Scope
    refused: str = ""


class Subjects:
    """The bodies that a document can speak of."""

    def __init__(self, disclosure: Disclosure, forms: Forms) -> None:
        self.disclosure = disclosure
        self.forms = forms
        self.own = plain(disclosure.agency.name)
        self.itself = Subject(disclosure.agency, disclosure.scope)
        self._known: dict[str, Subject | None] = {}

    def whose(self, whose: Whose, before: Subject) -> Subject:
        """The subject that a word of the lists names, where ``before`` was spoken of."""
        if whose == "below":
            return self._below(before)
        if whose == "organ":
            return before._replace(scope=Scope.OWN)
        return before._replace(scope=Scope.CONSOLIDATED) if whose == "all" else self.itself

    def _below(self, before: Subject) -> Subject:
        """The units below the document's own body together; those of another body are nobody that is known."""
        if before.agency != self.disclosure.agency:
            return before._replace(refused="bodies-together")
        return before._replace(scope=Scope.SUBORDINATE)

    def named(self, words: str) -> Subject | None:
        """The subject that ``words`` (folded) name, or ``None`` where they are no body's name."""
        if words not in self._known:
            self._known[words] = self._named(words)
        return self._known[words]

    def body(self, words: str) -> Agency | None:
        """The body that ``words`` name in full; ``None`` where they are short for it or no name."""
        if not self.is_name(words) or not self._full(words):
            return None
        return Agency(area=self.disclosure.agency.area, name=naming.printed(words))

    def is_name(self, words: str) -> bool:
        """Whether ``words`` can be the name of a body."""
        bare = re.sub(r"\([^()]*\)$", "", words)
        ends = any(re.search(self.forms.document.organisation, one) for one in (words, bare))
        no_name = any(re.search(no, words) for no in (self.forms.document.no_body, self.forms.body.no_name))
        return ends and _SHORTEST < len(words) <= _LONGEST and not no_name

    def is_own(self, words: str) -> bool:
        """Whether ``words`` name the document's body, in full or short, its organ among it."""
        bare = words if words == self.own else re.sub(self.forms.body.own_tail, "", words)
        bare = re.sub(self.forms.document.agency_tail, "", bare)
        if bare == self.own:
            return True
        ends = re.search(self.forms.document.organisation, bare) is not None
        return ends and len(bare) >= 2 and bare[-1] in self.own[-3:] and _within(bare, self.own)

    def _named(self, words: str) -> Subject | None:
        if self.is_own(words):
            return self.itself if re.search(self.forms.body.includes_itself, words) is None else self._organ()
        found = self.body(words)
        if found is None:
            return None
        nearly = SequenceMatcher(None, words, self.own).ratio() * 5 >= _NEARLY
        return Subject(found, Scope.OWN, "body-uncertain" if nearly else "")

    def opening(self, clause: str) -> Subject | None:
        """The body that ``clause`` (folded, without its ordinal) begins with."""
        if clause.startswith(self.own):
            tail = re.match(rf"\(?(?:{self.forms.body.includes_itself})", clause[len(self.own) :])
            return self._organ() if tail is not None else self.itself
        for end in range(min(len(clause), _LONGEST), 1, -1):
            subject = self.named(clause[:end])
            if subject is not None:
                return subject
        return None

    def mentioned(self, clause: str) -> bool:
        """Whether a part of ``clause`` ends as names of bodies do."""
        ends = (end for end in range(_SHORTEST, len(clause)) if not clause.startswith("门", end))
        return any(re.search(self.forms.document.organisation, clause[:end]) for end in ends)

    def _organ(self) -> Subject:
        return self.itself._replace(scope=Scope.OWN)

    def _full(self, words: str) -> bool:
        placed = naming.place(words, self.disclosure.year, self.forms)
        return placed is not None or words[:2] == self.own[:2]


def _within(short: str, long: str) -> bool:
    """Whether the letters of ``short`` stand in ``long`` in their order."""
    rest = iter(long)
    return all(letter in rest for letter in short)
