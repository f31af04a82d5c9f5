"""What sentences say of one project at length: the summary of its self-evaluation, and the essay about it.

A summary (项目绩效自评综述：…) gives score, budget and spending of the year and what was reached; an essay
(…经费情况说明) has the parts 项目概述, 立项依据, 实施主体, 实施方案, 实施周期, 年度预算安排 and 绩效目标.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.codebooks import load, plain
from kg.extract import numbers
from kg.extract.performance import projects
from kg.extract.performance.amounts import UNITS, Owner, key
from kg.extract.performance.lines import Line
from kg.extract.performance.lists import Told
from kg.extract.performance.words import AmountWord, PerformanceWords
from kg.model import Amount, Claim, Detail, OtherClaim, Phase, ProjectKey, ProjectProfile

_LONGEST_REVIEW = 4
_ALL = AmountWord(match="")
"""Words that name all money of a project."""
_CODED = re.compile(r"(?P<code>[^（）]+)（(?P<name>.{4,})）")
"""A code's name and a project of it in brackets behind."""


class Listed(NamedTuple):
    """The projects that the forms of a document name, with whose they are, and the claims of their amounts."""

    owners: Sequence[Owner]
    claims: Sequence[Claim]


class EssayReader:
    """Reads summaries and essays; ``listed`` are the projects that the forms name, and their amounts."""

    def __init__(self, words: PerformanceWords, whole: Owner, phase: Phase | None, listed: Listed) -> None:
        self.words = words
        self.whole = whole
        self.phase = phase
        self.listed = listed
        known = listed.owners
        self.known = {projects.matched(owner.agency.name + owner.project): owner for owner in known} | {
            projects.matched(owner.project): owner for owner in reversed(known)
        }

    def read(self, lines: Sequence[Line]) -> Told:
        """All summaries and essays among the paragraphs."""
        told = Told()
        prose = self.words.prose
        for at, line in enumerate(lines):
            review = re.search(prose.review, line.text)
            if review is not None and any(re.search(prose.reviewed, one.text) for one in lines[at : at + 2]):
                told = told.plus(self._review(lines, at, review))
            essay = re.search(prose.essay, line.text)
            if essay is not None and at + 1 < len(lines) and self._part(lines[at + 1]) == "description":
                told = told.plus(self._essay(lines, at, essay))
        return told

    def _owner(self, name: str, amounts: Sequence[tuple[Phase, Amount]] = ()) -> Owner:
        """Whose project it is: one of the forms, the name of its body or of its code before it or not.

        A form's name may say of which part it is (…资金（能力建设部分）): one such project is this one where one of its
        ``amounts`` is printed there too.
        """
        code = _CODED.fullmatch(name)
        if code is not None and load().named("function", plain(code["code"])):
            name = code["name"]
        known = self.known.get(projects.matched(name))
        if known is not None:
            return known
        parts = [one for one in self.listed.owners if projects.whole_name(one.project) == name]
        if parts and all(one == parts[0] for one in parts) and self._prints(parts[0], amounts):
            return parts[0]
        own = self.whole.agency.name
        bare = re.sub(r"^(?:本级|（(?:本级|机关)）)+", "", name.removeprefix(own)) if name.startswith(own) else name
        return self.known.get(projects.matched(bare)) or self.whole._replace(project=name)

    def _prints(self, owner: Owner, amounts: Sequence[tuple[Phase, Amount]]) -> bool:
        """Whether a form prints one of ``amounts`` as that of all money of the project."""
        keys = [(key(owner, _ALL, phase, None), amount) for phase, amount in amounts if amount.yuan]
        return any(
            claim.key == mine and claim.amount.agrees_with(amount)
            for claim in self.listed.claims
            for mine, amount in keys
        )

    def _review(self, lines: Sequence[Line], at: int, found: re.Match[str]) -> Told:
        line = lines[at]
        rest = self._rest(lines, at)
        said = [
            (part, word.phase, one)
            for part in rest
            for word in self.words.prose.review_amounts
            for one in re.finditer(word.match, part.text)
        ]
        amounts = [(phase, amount) for part, phase, one in said if (amount := _amount(part, one)) is not None]
        owner = self._owner(projects.of_sentence(line.squeezed(*found.span("name")), self.words.names), amounts)
        claims = [claim for part, phase, one in said for claim in _claims(part, [one], key(owner, _ALL, phase, None))]
        details = [detail for part in rest for detail in self._scores(part)]
        return Told(claims=_once(claims), projects=_profiles(owner, details, line, found.span("name")))

    def _rest(self, lines: Sequence[Line], at: int) -> list[Line]:
        """The paragraphs of a summary, down to the next one or another part."""
        found = [lines[at]]
        for line in lines[at + 1 : at + _LONGEST_REVIEW]:
            if line.paragraph.level or any(
                re.search(one, line.text) for one in (self.words.prose.review, self.words.prose.ends)
            ):
                break
            found.append(line)
        return found

    def _scores(self, line: Line) -> list[Detail]:
        found = []
        score = re.search(self.words.prose.review_score, line.text)
        if score is not None:
            span = score.span("score")
            found.append(Detail(kind="score", text=line.squeezed(*span), place=line.span(*span)))
        result = re.search(self.words.prose.review_result, line.text)
        if result is not None:
            text = " ".join(line.printed(*result.span("text")).split())
            found.append(Detail(kind="result", text=text, place=line.span(*result.span("text"))))
        return found

    def _essay(self, lines: Sequence[Line], at: int, found: re.Match[str]) -> Told:
        line = lines[at]
        owner = self._owner(projects.of_sentence(line.squeezed(*found.span("name")), self.words.names))
        details: list[Detail] = []
        claims: list[OtherClaim] = []
        role = ""
        for part in lines[at + 1 :]:
            heading = self._part(part)
            ends = (self.words.prose.essay, self.words.prose.ends)
            if part.paragraph.level or (heading is None and any(re.search(one, part.text) for one in ends)):
                break
            if heading is not None:
                role = heading
            elif role == "amount" and self.phase is not None:
                claims += self._money(part, owner, self.phase)
            elif role not in ("", "amount", "aside") and not re.search(self.words.prose.elsewhere, part.text):
                text = " ".join(part.paragraph.text.split())
                details.append(Detail.model_validate({"kind": role, "text": text, "place": part.all}))
        return Told(claims=_once(claims), projects=_profiles(owner, details, line, found.span("name")))

    def _money(self, line: Line, owner: Owner, phase: Phase) -> list[OtherClaim]:
        """The money of the year that a paragraph prints: all of it, of one fund, and what was carried over."""
        return [
            claim
            for word in self.words.prose.part_amounts
            for claim in _claims(line, re.finditer(word.match, line.text), key(owner, word, phase, None))
        ]

    def _part(self, line: Line) -> str | None:
        """The part of an essay that a line is the heading of."""
        found = re.search(self.words.prose.part_heading, line.text)
        if found is None:
            return None
        return next((word.role for word in self.words.prose.parts if re.fullmatch(word.match, found["part"])), None)


def _claims(line: Line, found: Iterable[re.Match[str]], about: ProjectKey) -> list[OtherClaim]:
    return [
        OtherClaim(key=about, amount=amount, place=line.span(*match.span("amount")))
        for match in found
        if (amount := _amount(line, match)) is not None
    ]


def _once(claims: Sequence[OtherClaim]) -> tuple[OtherClaim, ...]:
    """The first claim of each figure."""
    first = {claim.key.id: claim for claim in reversed(claims)}
    return tuple(claim for claim in claims if first[claim.key.id] is claim)


def _amount(line: Line, found: re.Match[str]) -> Amount | None:
    return numbers.amount(line.squeezed(*found.span("amount")), UNITS[found["unit"]])


def _profiles(owner: Owner, details: Sequence[Detail], line: Line, name: tuple[int, int]) -> tuple[ProjectProfile, ...]:
    if not details:
        return ()
    return (
        ProjectProfile(
            agency=owner.agency,
            project=owner.project,
            year=owner.year,
            details=tuple(details),
            place=line.span(*name),
        ),
    )
