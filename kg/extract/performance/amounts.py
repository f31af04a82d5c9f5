"""Amounts of a project by their labels: whose money, from which year, for how long, and in which unit."""

import re
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract import numbers
from kg.extract.performance.words import AmountWord, Words
from kg.model import Agency, Amount, Phase, ProjectKey, Scope, Term, Unit

UNITS = {
    "百万元": Unit.BAI_WAN_YUAN,
    "亿元": Unit.YI_YUAN,
    "万元": Unit.WAN_YUAN,
    "万": Unit.WAN_YUAN,
    "千元": Unit.QIAN_YUAN,
    "元": Unit.YUAN,
}
"""The unit of money by the word behind a number or in brackets behind a label."""


class Named(NamedTuple):
    """What a label says of the amount beside it; ``term`` is ``None`` where it does not say for how long."""

    word: AmountWord
    term: Term | None
    unit: Unit | None


class Owner(NamedTuple):
    """The project whose amounts and indicators are read, and whose money it is.

    ``all_of_them`` where its name is only what all projects are called (专项业务经费): its money is theirs together.
    """

    agency: Agency
    scope: Scope
    year: int
    project: str
    all_of_them: bool = False


def named(label: str, words: Words) -> Named | None:
    """What ``label`` says, or ``None`` where it is no label of an amount."""
    folded = re.sub(r"^其中[:,、]?", "", plain(label)).rstrip(":")
    unit = unit_of(folded)
    bare = re.sub(r"\((?:单位:?)?(?:百万元|亿元|万元|千元|元)\)$", "", folded).rstrip(":")
    for term, rest in [(None, bare), *_terms(bare, words)]:
        word = next((one for one in words.amounts if rest and re.fullmatch(one.match, rest)), None)
        if word is not None:
            return Named(word, term, unit)
    return None


def unit_of(label: str) -> Unit | None:
    """The unit of money in brackets at the end of a label."""
    found = re.search(r"\((?:单位:?)?(?P<unit>百万元|亿元|万元|千元|元)\)", plain(label))
    return UNITS[found["unit"]] if found else None


def _terms(label: str, words: Words) -> list[tuple[Term | None, str]]:
    found = ((word.term, re.match(word.match, label)) for word in words.terms)
    return [(term, label[match.end() :]) for term, match in found if match is not None]


def read(text: str, unit: Unit | None) -> Amount | None:
    """The amount that ``text`` prints, in the unit printed behind it (280.7万元), else in ``unit``."""
    found = re.fullmatch(r"\s*(?P<number>[\d,.\s]+?)\s*(?P<unit>百万元|亿元|万元|千元|元)\s*", text)
    printed = UNITS[found["unit"]] if found else unit
    amount = numbers.amount(found["number"] if found else text, printed) if printed else None
    return amount.model_copy(update={"text": text}) if amount is not None else None


def key(owner: Owner, said: AmountWord, phase: Phase, term: Term | None) -> ProjectKey:
    """The key of an amount of a project."""
    return ProjectKey(
        agency=owner.agency,
        scope=owner.scope,
        year=owner.year,
        phase=phase,
        project="" if owner.all_of_them else owner.project,
        fund=said.fund,
        origin=said.origin,
        funding_level=said.level,
        term=term or Term.ANNUAL,
    )
