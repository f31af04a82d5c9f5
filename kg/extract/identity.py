"""Whose document this is: agency, area, year, kind and level, from what it prints, never from its file name.

The cover goes before what stands inside; what it leaves out is read from lines over tables, headings, titles of
forms, and sentences, in this order. Promises: no part has a default; what a part rests on is kept; a cover that
everything inside contradicts, and a file of several covers, are refused.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from kg.errors import ContradictoryIdentity, NotADisclosure, SeveralDisclosures
from kg.extract import context, covers, naming, restated
from kg.extract.covers import Line, Title
from kg.extract.forms import Forms
from kg.extract.restated import Inside, Named
from kg.model import Agency, Disclosure, Document, Ground, Kind, Scope

_ADVICE = "If it is one, see docs/refusals.md#no-title for how its title is recognised."
_CONTRADICTION = "Look at the pages named; docs/refusals.md#contradictory-identity."
_Said = TypeVar("_Said")
_REPEATED = 2
"""One line may be about something else; so many that say otherwise are a contradiction."""
_SENTENCES = 3
"""So many sentences must begin with one body before they name it."""


class Identified(NamedTuple):
    """A disclosure, what each part of that rests on, and the date on its cover (``2026-02``), empty if none is."""

    disclosure: Disclosure
    grounds: tuple[Ground, ...]
    issued: str = ""


def disclosure(document: Document, forms: Forms) -> Disclosure:
    """The disclosure that ``document`` is. Raises what ``identify`` raises."""
    return identify(document, forms).disclosure


def identify(document: Document, forms: Forms) -> Identified:
    """The disclosure that ``document`` is, with its grounds.

    Raises ``NotADisclosure`` where agency, area, year, kind or level is not printed: none has a default;
    ``ContradictoryIdentity`` where all that stands inside says another body or year than the cover, and
    ``SeveralDisclosures`` where there are covers of several.
    """
    return _Reading(document, forms).identified()


class _Reading:
    """One document: its cover, what stands inside, and the grounds found so far."""

    def __init__(self, document: Document, forms: Forms) -> None:
        self.document, self.forms = document, forms
        self.first = covers.title_lines(document, forms)
        self.cover = covers.title(self.first, forms)
        self.inside: Inside = restated.inside(document, self.cover, forms)
        self.grounds: list[Ground] = []

    def identified(self) -> Identified:
        year, kind = self._year(), self._kind()
        name = self._name()
        if year is None or kind is None or not name:
            raise self._incomplete(year, kind, name)
        name, area = self._placed(name, year)
        scope = self._scope(kind, f"{naming.printed(name)}, {year}, {kind}")
        found = Disclosure(agency=Agency(area=area, name=naming.printed(name)), year=year, kind=kind, scope=scope)
        self._one_disclosure(found)
        self._agreement(name, year, kind)
        return Identified(found, tuple(self.grounds), covers.issued(self.first, self.forms))

    # the parts ---------------------------------------------------------------------------------------------------

    def _year(self) -> int | None:
        inside = self.inside
        if self.cover is not None:
            return self._take("year", "title", [(self.cover.year, self._cover_line(self.cover))])
        return self._first(
            "year",
            ("heading", [(found.year, found.at) for found in inside.headings]),
            ("form", [(found.year, found.at) for found in inside.forms]),
            ("sentence", [(found.year, found.at) for found in inside.sentences]),
            ("form", [(found.year, found.at) for found in inside.years]),
        )

    def _kind(self) -> Kind | None:
        inside = self.inside
        if self.cover is not None:
            return self._take("kind", "title", [(self.cover.kind, self._cover_line(self.cover))])
        return self._first(
            "kind",
            ("heading", [(found.kind, found.at) for found in inside.headings]),
            ("form", [(found.kind, found.at) for found in (*inside.forms, *inside.kinds)]),
            ("sentence", [(found.kind, found.at) for found in inside.sentences]),
        )

    def _name(self) -> str:
        if self.cover is not None and self.cover.agency:
            return self._take("agency", "title", [(self.cover.agency, self._cover_line(self.cover))]) or ""
        inside = self.inside
        return (
            self._take("agency", "line", _bodies(restated.on_cover(self.first, self.forms)))
            or self._alone()
            or self._take("agency", "line", _bodies(inside.lines))
            or self._take("agency", "heading", _bodies(inside.parts))
            or self._take("agency", "cell", _bodies(inside.cells))
            or self._spoken()
        )

    def _alone(self) -> str:
        """The body on a line of a cover whose title leaves it out."""
        if self.cover is None:
            return ""
        return self._take("agency", "title", _bodies(restated.alone(self.first, self.cover.year, self.forms))) or ""

    def _spoken(self) -> str:
        said = [(found.name, found.at) for found in self.inside.sentences]
        said += [(found.agency, found.at) for found in self.inside.headings if found.agency]
        return (self._take("agency", "sentence", said) or "") if len(said) >= _SENTENCES else ""

    def _placed(self, name: str, year: int) -> tuple[str, str]:
        """The name with its division, and that: a name without is completed from lines inside, then from the text."""
        area = naming.place(name, year, self.forms)
        if area is not None:
            return name, area
        longer = {
            found.body.name: found.at
            for found in (*self.inside.lines, *self.inside.cells)
            if naming.alike(name, found.body.name)
        }
        placed = {known: at for known, at in longer.items() if naming.place(known, year, self.forms) is not None}
        if len(placed) == 1:
            known, at = next(iter(placed.items()))
            self._ground("area", "line", at)
            return known, naming.place(known, year, self.forms) or ""
        full = naming.completed(name, year, (line.text for line in covers.lines(self.document.blocks)))
        if full is None:
            raise self._refusal(
                f"{naming.printed(name)} is printed without its place, or with one that several places have."
            )
        self._ground("area", "sentence", Line(full))
        return full, naming.place(full, year, self.forms) or ""

    def _scope(self, kind: Kind, found_so_far: str) -> Scope:
        if self.cover is not None and self.cover.scope is not None:
            return self._take("scope", "title", [(self.cover.scope, self._cover_line(self.cover))]) or self.cover.scope
        found = self._take("scope", "heading", [(read.scope, read.at) for read in self.inside.headings])
        word = self._word(kind)
        (level, most), (_, least), *_ = self._counted(word)
        if found is None and most > least:
            self._ground("scope", "words", Line(f"{level}{word}"))
            found = self.forms.document.levels[level]
        found = found or self._take("scope", "form", self.inside.scopes)
        if found is None and most:
            raise self._refusal(
                f"部门{word} and 单位{word} are printed as often: whose money it is cannot be told; "
                f"found: {found_so_far}."
            )
        return found or Scope.NOT_STATED

    def _counted(self, word: str) -> list[tuple[str, int]]:
        """How often the text names each level before 预算 or 决算 (``word``), the most frequent first."""
        text = "".join(covers.folded(paragraph.text) for paragraph in self.document.paragraphs)
        return Counter({level: text.count(level + word) for level in self.forms.document.levels}).most_common()

    # what speaks against it --------------------------------------------------------------------------------------

    def _one_disclosure(self, found: Disclosure) -> None:
        """Refuses a file in which covers of other disclosures stand behind the first."""
        if self.cover is None:
            return
        others = {
            (other.agency, other.year, other.kind): other
            for other in covers.further(self.document, self.first, self.forms)
            if (other.year, other.kind) != (found.year, found.kind)
            or not naming.alike(other.agency, found.agency.name)
            or (other.scope or found.scope) is not found.scope
        }
        if others:
            listed = "; ".join(f"{other.text} ({other.at.where})" for other in others.values())
            raise SeveralDisclosures(
                f"it holds several disclosures: {self.cover.text} ({self.cover.at.where}); {listed}.",
                place=self.document.name,
                advice="Split it into one file for each; docs/refusals.md#several-disclosures.",
            )

    def _agreement(self, name: str, year: int, kind: Kind) -> None:
        """Refuses a cover that all headings and forms, or all lines that name a body, contradict."""
        dated = [*self._dated(kind)]
        if dated and all(other != year for other, _ in dated):
            raise self._contradiction(f"the year is {year}", dated[0][1])
        kinds = [(said.kind, said.at) for said in self.inside.kinds]
        if len(kinds) >= _REPEATED and all(other is not kind for other, _ in kinds):
            raise self._contradiction(f"it is a {kind}", kinds[0][1])
        lines = self.inside.lines
        if len(lines) >= _REPEATED and not any(naming.alike(name, found.body.name) for found in lines):
            raise self._contradiction(f"the body is {naming.printed(name)}", lines[0].at)

    def _dated(self, kind: Kind) -> Iterator[tuple[int | None, Line]]:
        """The years of the headings and titles of forms that are of that kind."""
        yield from ((said.year, said.at) for said in self.inside.headings if said.kind is kind)
        yield from ((said.year, said.at) for said in self.inside.forms if said.kind is kind)

    def _contradiction(self, said: str, at: Line) -> ContradictoryIdentity:
        return ContradictoryIdentity(
            f"by its title {said}, and inside stands {at.text!r} ({at.where}).",
            place=self.document.name,
            advice=_CONTRADICTION,
        )

    # words -------------------------------------------------------------------------------------------------------

    def _first(self, part: str, *sources: tuple[str, Sequence[tuple[_Said | None, Line]]]) -> _Said | None:
        """What the first source that says anything says. Raises ``ContradictoryIdentity`` where it is of two minds."""
        for source, said in sources:
            values = {value: at for value, at in said if value is not None}
            if len(values) > 1:
                stated = "; ".join(f"{at.text} ({at.where})" for at in values.values())
                raise ContradictoryIdentity(
                    "no title with a body, a year and 预算 or 决算 is printed, "
                    f"and of the {part} several are inside: {stated}.",
                    place=self.document.name,
                    advice=_CONTRADICTION,
                )
            if values:
                return self._take(part, source, said)
        return None

    def _take(self, part: str, source: str, said: Sequence[tuple[_Said | None, Line]]) -> _Said | None:
        """What all of ``said`` say alike, kept as a ground; ``None`` where they say nothing or different things."""
        known = [(value, at) for value, at in said if value is not None]
        if len({value for value, _ in known}) != 1:
            return None
        value, at = known[0]
        self._ground(part, source, at)
        return value

    @staticmethod
    def _cover_line(cover: Title) -> Line:
        return cover.at._replace(text=cover.text)

    def _ground(self, part: str, source: str, at: Line) -> None:
        self.grounds.append(
            Ground.model_validate(
                {"part": part, "source": source, "text": at.text, "page": at.page, "line": at.line, "table": at.table}
            )
        )

    def _word(self, kind: Kind) -> str:
        return next(word for word, meant in self.forms.document.kinds.items() if meant is kind)

    def _incomplete(self, year: int | None, kind: Kind | None, name: str) -> NotADisclosure:
        parts = {"body": name, "year": year, "kind (预算 or 决算)": kind}
        lacking = " and ".join(part for part, value in parts.items() if not value)
        found = ", ".join(f"{part} {value}" for part, value in parts.items() if value)
        only = " Its tables are performance forms only." if self._performance_only() else ""
        return self._refusal(
            "no title with a body, a year and 预算 or 决算 is printed, and what stands inside names no (or no one) "
            f"{lacking}{f'; found: {found}' if found else ''}.{only}"
        )

    def _performance_only(self) -> bool:
        around = context.surroundings(self.document.blocks, self.forms)
        known = [
            context.by_content(found.table, self.forms) or context.family(found.title, (), self.forms)
            for found in around
        ]
        return bool(known) and all(family is not None and family.id == "performance" for family in known)

    def _refusal(self, what: str) -> NotADisclosure:
        return NotADisclosure(what, place=self.document.name, advice=_ADVICE)


def _bodies(named: Iterable[Named]) -> list[tuple[str | None, Line]]:
    """The names of the bodies; one that is the beginning of another was cut by the end of its line."""
    found = tuple(named)
    names = {one.body.name for one in found}
    return [
        (one.body.name, one.at)
        for one in found
        if not any(other != one.body.name and other.startswith(one.body.name) for other in names)
    ]
