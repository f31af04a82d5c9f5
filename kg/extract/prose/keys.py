"""Keys of figures from what label, headings and wholes say together.

Promises: year and phase are the document's unless the words say otherwise; an earlier year has no default phase; a
key without a flow is no key.
"""

from typing import NamedTuple

from kg.extract.performance.projects import of_sentence
from kg.extract.performance.words import NameWords
from kg.extract.prose.found import Choice
from kg.extract.prose.frames import Sets
from kg.model import BudgetKey, Disclosure, FigureKey, Kind, Phase, ProjectKey, Scope
from kg.model.agencies import Agency

_PROJECT = ("function_code", "economic_code", "fund", "origin")


class Whose(NamedTuple):
    """Whose money it is: the document's body, or one that a heading names; and the project it is about, if any."""

    agency: Agency
    scope: Scope
    project: str = ""


class KeyMaker:
    """Makes the keys of one document's sentences."""

    def __init__(self, disclosure: Disclosure, names: NameWords) -> None:
        self.names = names
        self.year = disclosure.year
        self.phase = Phase.FINAL if disclosure.kind is Kind.FINAL else Phase.APPROVED
        self.document = Whose(disclosure.agency, disclosure.scope)

    def choice(self, meanings: tuple[Sets, ...], whose: Whose, year: int | None = None) -> Choice:
        """The keys of one fact, in order; none where no meaning has flow and phase."""
        found = [key for sets in meanings if (key := self._key(dict(sets), whose, year)) is not None]
        return tuple(dict.fromkeys(found))

    def _key(self, sets: Sets, whose: Whose, year: int | None) -> FigureKey | None:
        said = sets.pop("year", None)
        year = self.year - 1 if said == "previous" else (year or self.year)
        phase = sets.pop("phase", None) or (self.phase if year == self.year else None)
        if phase is None:
            return None
        flow = sets.get("flow")
        base = {"agency": whose.agency, "scope": whose.scope, "year": year, "phase": phase}
        if whose.project:
            if flow not in (None, "expenditure", "uses"):
                return None
            narrow = {name: sets[name] for name in _PROJECT if name in sets}
            return ProjectKey.model_validate({**base, **narrow, "project": of_sentence(whose.project, self.names)})
        return BudgetKey.model_validate({**base, **sets}) if flow else None
