"""Percentages that a sentence prints behind an amount: its share of a whole, or how much of a budget it is.

Promises: the whole is an amount of the same paragraph, printed before, that no share stands behind; where the words
name the whole, they stand before that amount too. A percentage of anything else is not told.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from kg.extract.prose.words import ProseWords
from kg.model import BudgetKey, Document, OtherClaim, Phase, Share, Span

_BEFORE = 24
"""Characters before an amount that may name it."""


def shares(document: Document, claims: Iterable[OtherClaim], words: ProseWords) -> tuple[Share, ...]:
    """The shares and completions beside the ``claims`` of sentences."""
    texts = {paragraph.number: paragraph.text for paragraph in document.paragraphs}
    printed: dict[int, list[tuple[Span, OtherClaim]]] = defaultdict(list)
    for claim in claims:
        if isinstance(claim.place, Span) and claim.place.part == 1:
            printed[claim.place.paragraph].append((claim.place, claim))
    found = []
    for number in sorted(printed):
        listed = sorted(printed[number], key=lambda pair: pair[0].start)
        found += list(_in_paragraph(texts.get(number, ""), listed, words))
    return tuple(found)


def _in_paragraph(text: str, listed: Sequence[tuple[Span, OtherClaim]], words: ProseWords) -> Iterator[Share]:
    wholes: list[tuple[Span, OtherClaim]] = []
    for at, (place, claim) in enumerate(listed):
        end = listed[at + 1][0].start if at + 1 < len(listed) else len(text)
        behind = text[place.end : end]
        share = re.match(words.share, behind)
        completed = re.match(words.completed, behind)
        base = None
        if completed is not None:
            base = _budget(claim, wholes)
        elif share is not None:
            base = _whole(text, share["of"], wholes)
        else:
            wholes.append((place, claim))
        told = completed or share
        if base is not None and told is not None:
            yield _told(claim, base, place, told)
        if completed is not None:
            wholes.append((place, claim))


def _whole(text: str, of: str, wholes: Sequence[tuple[Span, OtherClaim]]) -> OtherClaim | None:
    if not wholes:
        return None
    place, claim = wholes[-1]
    named = re.sub(r"\s|的", "", of)
    before = re.sub(r"\s", "", text[max(0, place.start - _BEFORE) : place.start])
    return claim if named in before else None


def _budget(claim: OtherClaim, wholes: Sequence[tuple[Span, OtherClaim]]) -> OtherClaim | None:
    """The budget of the same figure, where one is printed before."""
    key = claim.key
    if not isinstance(key, BudgetKey) or key.phase is not Phase.FINAL:
        return None
    alike = {key.model_copy(update={"phase": phase}).id for phase in (Phase.APPROVED, Phase.REVISED)}
    return next((other for _, other in reversed(wholes) if other.key.id in alike), None)


def _told(claim: OtherClaim, base: OtherClaim, place: Span, told: re.Match[str]) -> Share:
    start, end = told.span("percent")
    return Share(
        figure=claim.key,
        base=base.key,
        percent=Decimal(told["percent"]),
        percent_text=told["percent"],
        place=place.model_copy(update={"start": place.end + start, "end": place.end + end}),
    )
