"""Projects and their indicators in lists of sentences, where a disclosure prints no forms.

A heading names the project and its amount; a line names the level of the indicators below it; each item is an
indicator, its value behind the word 指标值, behind a sign, behind a space, or a word that is known to be a value.
Where nothing tells name and value apart, the item is an indicator without a target.
"""

import re
from typing import NamedTuple

from kg.extract import numbers
from kg.extract.performance import projects
from kg.extract.performance.amounts import UNITS, Owner, key
from kg.extract.performance.goals import ALONE, goal
from kg.extract.performance.levels import is_first, is_second, level
from kg.extract.performance.lines import Line
from kg.extract.performance.words import AmountWord, PerformanceWords
from kg.model import Detail, IndicatorReading, OtherClaim, Phase, ProjectProfile, Span

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:[-~至]\d[\d,]*(?:\.\d+)?)?")
_LAST = re.compile(r"^(?P<name>.*\S)\s+(?P<value>\S*\d\S*)$")


class Told(NamedTuple):
    """What sentences say of projects."""

    claims: tuple[OtherClaim, ...] = ()
    indicators: tuple[IndicatorReading, ...] = ()
    projects: tuple[ProjectProfile, ...] = ()

    def plus(self, other: "Told") -> "Told":
        """What both say."""
        return Told(self.claims + other.claims, self.indicators + other.indicators, self.projects + other.projects)


class _Value(NamedTuple):
    name: str
    start: int
    end: int


class ListReader:
    """Reads the paragraphs of a document in order, remembering the project and level they stand under."""

    def __init__(self, words: PerformanceWords, whole: Owner, phase: Phase | None, *, recognised: bool) -> None:
        self.words = words
        self.whole = whole
        self.phase = phase
        self.beside = ALONE._replace(recognised=recognised)
        self.owner: Owner | None = None
        self.level = ""
        self.awaits_goals = False
        self.details: list[Detail] = []
        self.opened: Span | None = None
        self.claims: list[OtherClaim] = []
        self.indicators: list[IndicatorReading] = []
        self.profiles: list[ProjectProfile] = []

    def line(self, line: Line) -> None:
        """Take in the next paragraph."""
        prose = self.words.prose
        found = re.search(prose.project, line.text)
        if found is not None:
            self._open(line, found)
        elif self.owner is None or not line.text:
            return
        elif re.search(prose.ends, line.text) or (line.paragraph.level and not self._is_level(line)):
            self.close()
        elif self._is_level(line):
            self.level, self.awaits_goals = self._bare(line.text).rstrip(":"), False
        elif (goals := re.search(prose.goals, line.text)) is not None:
            self.awaits_goals = True
            if goals["goal"]:
                self._goal(line, goals.start("goal"))
        elif self.awaits_goals:
            self._goal(line, 0)
        elif self.level:
            self._item(line)

    def close(self) -> None:
        """The project's part of the text has ended."""
        if self.owner is not None and self.opened is not None and self.details:
            self.profiles.append(
                ProjectProfile(
                    agency=self.owner.agency,
                    project=self.owner.project,
                    year=self.owner.year,
                    details=tuple(self.details),
                    place=self.opened,
                )
            )
        self.owner, self.level, self.details, self.awaits_goals = None, "", [], False

    def told(self) -> Told:
        """All that was read."""
        self.close()
        return Told(tuple(self.claims), tuple(self.indicators), tuple(self.profiles))

    def _bare(self, text: str) -> str:
        return re.sub(self.words.prose.bullet, "", text)

    def _is_level(self, line: Line) -> bool:
        bare = self._bare(line.text)
        named = bare.rstrip(":")
        levels = self.words.levels
        return bare != "" and (is_second(named, levels) or is_first(named, levels)) and "指标" in named

    def _open(self, line: Line, found: re.Match[str]) -> None:
        self.close()
        name = projects.of_sentence(line.squeezed(*found.span("name")), self.words.names)
        self.owner = self.whole._replace(project=name)
        self.opened = line.span(*found.span("name"))
        amount = numbers.amount(found["amount"], UNITS[found["unit"]])
        if amount is not None and self.phase is not None:
            said = AmountWord(match="")
            place = line.span(*found.span("amount"))
            self.claims.append(OtherClaim(key=key(self.owner, said, self.phase, None), amount=amount, place=place))

    def _goal(self, line: Line, start: int) -> None:
        end = len(line.text)
        text = " ".join(line.printed(start, end).split())
        self.details.append(Detail(kind="goal", text=text, place=line.span(start, end)))

    def _item(self, line: Line) -> None:
        start = len(line.text) - len(self._bare(line.text))
        found = self._parted(line, start)
        if found is None or not re.search(r"\w", found.name):
            self.close()
            return
        owner = self.owner
        if owner is None:
            return
        kind, group = level("", self.level, self.words.levels)
        printed = line.printed(found.start, found.end) if found.end > found.start else ""
        target = goal(printed, self.words.goals, self.beside) if printed else None
        numbered = _NUMBER.search(line.text, found.start, found.end)
        if target is None:
            place = line.span(start, start + len(found.name))
        elif target.number is not None and numbered is not None:
            place = line.span(*numbered.span())
        else:
            place = line.span(found.start, found.end)
        self.indicators.append(
            IndicatorReading(
                agency=owner.agency,
                scope=owner.scope,
                year=owner.year,
                project=owner.project,
                kind=kind,
                group=group,
                second=self.level,
                name=found.name,
                target=target,
                place=place,
            )
        )

    def _parted(self, line: Line, start: int) -> _Value | None:
        """The name of an item and where its value stands; ``None`` where the paragraph is no item."""
        end = len(re.sub(r"[;。.,]+$", "", line.text))
        for pattern in (self.words.prose.item, self.words.prose.signed):
            found = re.search(pattern, line.text[start:end])
            if found is not None:
                name = line.squeezed(start + found.start("name"), start + found.end("name"))
                return _Value(name, start + found.start("value"), end)
        if start == 0:
            return None
        return self._spaced(line, start, end) or self._worded(line, start, end)

    def _spaced(self, line: Line, start: int, end: int) -> _Value | None:
        """The value is the last word, and has a digit: 合格率 100%."""
        found = _LAST.search(line.printed(start, end))
        if found is None or goal(found["value"], self.words.goals, self.beside) is None:
            return None
        name = re.sub(r"\s+", "", found["name"])
        return _Value(name, start + len(name), end)

    def _worded(self, line: Line, start: int, end: int) -> _Value:
        """The value is a word that is known as one; else there is none."""
        found = re.search(rf"^(?P<name>.{{3,}}?)(?P<value>{self.words.goals.words})$", line.text[start:end])
        name_end = start + found.end("name") if found else end
        return _Value(line.squeezed(start, name_end), name_end, end)
