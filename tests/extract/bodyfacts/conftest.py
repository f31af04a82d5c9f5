"""What a document says of its body, in the form of a key: one line for each fact, in any order."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from kg.extract import Forms
from kg.extract.bodyfacts import lines, sections
from kg.extract.bodyfacts.stocks import Found, Stocks
from kg.extract.bodyfacts.subjects import Subjects
from kg.model import (
    Agency,
    Block,
    Disclosure,
    Extraction,
    Kind,
    Paragraph,
    Quantity,
    ResourceKey,
    Scope,
    Span,
)

Line = tuple[str, ...]
OF_STOCKS = ("words-not-understood", "bodies-together", "inheritance-open", "body-uncertain")
"""Why a number of things is refused; amounts have further reasons."""
BODY = Agency(area="430923", name="安化县水利局")


def lines_of(extraction: Extraction) -> Counter[Line]:
    """The facts of an extraction: stocks with their number in the kind's unit (yuan for values), names, counts."""
    found: Counter[Line] = Counter()
    for claim in extraction.others:
        if not isinstance(claim.key, ResourceKey):
            continue
        key, own = claim.key, claim.key.agency == extraction.disclosure.agency
        value = f"{claim.amount.value.normalize():f}"
        found["stock", key.kind, key.scope, key.as_of, value, "" if own else key.agency.name] += 1
    for fact in extraction.body:
        if fact.kind not in ("duty", "goal"):  # goals stand in performance forms, which have keys of their own
            found[fact.kind, fact.text, "", "", "", ""] += 1
    duties = sum(fact.kind == "duty" for fact in extraction.body)
    if duties:
        found["duties", str(duties), "", "", "", ""] += 1
    for profile in extraction.events:
        details = {detail.kind: detail.text for detail in profile.details}
        found["event", profile.event, details.get("time", ""), details.get("people", ""), "", ""] += 1
    texts = {passage.span.paragraph: passage.text for passage in extraction.passages}
    for refusal in extraction.refusals:
        place = refusal.place
        if refusal.reason not in OF_STOCKS or not isinstance(place, Span):
            continue
        if not is_money(texts.get(place.paragraph, ""), place):
            found["refused", refusal.reason, refusal.text, "", "", ""] += 1
    return found


def is_money(text: str, place: Span) -> bool:
    """Whether the number at ``place`` is an amount, which is for the reader of money in sentences."""
    return re.match(r"\s*[万亿]?\s*元", text[place.end :]) is not None or "元" in text[place.start : place.end]


@pytest.fixture(scope="session")
def told() -> Callable[[Extraction], Counter[Line]]:
    """The facts of an extraction as lines of a key."""
    return lines_of


Said = Callable[..., dict[str, str]]


@pytest.fixture(scope="session")
def said(forms: Forms) -> Said:
    """What sentences below a heading of staff say: the number by kind, with the scope, the day or the body told."""

    def of(*text: str, kind: str = "budget", heading: str = "一、人员情况") -> dict[str, str]:
        found = read(forms, (heading, *text), kind)
        stocks: dict[str, str] = {}
        for claim in found.claims:
            key = claim.key
            assert isinstance(key, ResourceKey)
            tail = "" if key.as_of == "2024" else f" {key.as_of}"
            tail += "" if key.scope is Scope.CONSOLIDATED else f" {key.scope}"
            tail += "" if key.agency == BODY else f" {key.agency.name}"
            assert isinstance(claim.amount, Quantity) or key.unit == "yuan"
            stocks[key.kind] = f"{claim.amount.value.normalize():f}{tail}"
        for refusal in found.refusals:
            stocks[f"{refusal.text}?"] = refusal.reason
        return stocks

    return of


def read(forms: Forms, text: tuple[str, ...], kind: str) -> Found:
    """What paragraphs say of the stocks of the body above."""
    disclosure = Disclosure(agency=BODY, year=2024, kind=Kind(kind), scope=Scope.CONSOLIDATED)
    paragraphs = [Paragraph(text=one, number=at) for at, one in enumerate(text, 1)]
    blocks = [Block(kind="paragraph", paragraph=one) for one in paragraphs]
    subjects = Subjects(disclosure, forms)
    placed = tuple(sections.placed(lines.stream(blocks), BODY.name, forms.body))
    return Stocks(forms.body, subjects).read(placed)
