"""Stocks in sentences: every number of persons, posts, vehicles, machines, square metres, assets, and what it counts.

The words before a number are its label; what they leave open the numbers before it in the sentence tell (其中 …).
Promises: a label is understood whole or its number is refused; a number of another body is given to that body or
refused; a threshold and an explanation are no stock.
"""

import re
from collections.abc import Container, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from kg.codebooks import unnumbered
from kg.extract.bodyfacts.counted import Counted, Counting
from kg.extract.bodyfacts.days import Days, When
from kg.extract.bodyfacts.kinds import resolved
from kg.extract.bodyfacts.labels import Label, Labels, Sets, given
from kg.extract.bodyfacts.lines import Line
from kg.extract.bodyfacts.sections import Placed
from kg.extract.bodyfacts.subjects import Subject, Subjects
from kg.extract.bodyfacts.words import BodyWords, Kind
from kg.model import (
    YUAN_PER_UNIT,
    Amount,
    OtherClaim,
    Printed,
    Quantity,
    Refusal,
    ResourceKey,
    ResourceKind,
    Unit,
)

_STOPS = re.compile(r"[。;]")
_PART = re.compile(r"其中|包括|分别|:")
_CLAUSE = re.compile(r"[。;:,]")
_LONGEST_CLAUSE = 60
_SECTIONS = frozenset({"offices", "units", "staff", "assets"})
_MONEY = {"亿元": Unit.YI_YUAN, "万元": Unit.WAN_YUAN, "元": Unit.YUAN}


class Found(NamedTuple):
    """What sentences say: claims, and numbers that speak of the body and are not understood."""

    claims: tuple[OtherClaim, ...]
    refusals: tuple[Refusal, ...]


class State(NamedTuple):
    """What the sentence has told so far."""

    subject: Subject
    when: When
    sets: Sets
    skipping: bool = False
    doubtful: bool = False
    """Whether a body may have been named that is not known: until the sentence ends no number is anybody's."""
    broken: bool = False
    """Whether a number before was not understood: what depends on it is not either."""
    part: bool = False
    """Whether the numbers are parts of one before (其中 …)."""


class Stock(NamedTuple):
    """A number of a sentence as understood: its kind, or the reason why it has none."""

    counted: Counted
    label: Label | None
    kind: Kind | None
    subject: Subject
    as_of: str
    refused: str
    sets: Sets


class Stocks:
    """Reads the stocks of one document, line by line; a day holds within its section."""

    def __init__(self, words: BodyWords, subjects: Subjects) -> None:
        self.words = words
        self.subjects = subjects
        self.labels = Labels(words, subjects)
        self.counting = Counting(words)
        self.days = Days(words, subjects.disclosure)
        self.when = When()
        self.section = -1

    def read(self, placed: Iterable[Placed], taken: Container[Printed] = ()) -> Found:
        """All that the lines of a document say, but at the places that are ``taken`` already."""
        claims: list[OtherClaim] = []
        refusals: list[Refusal] = []
        for one in placed:
            if not isinstance(one.of, Line) or one.topic in self.words.silent:
                continue
            if one.section != self.section:
                self.section, self.when = one.section, When()
            if one.topic in _SECTIONS or re.search(self.words.anchors, one.of.text):
                for found in self._line(one.of, taken):
                    if isinstance(found, OtherClaim):
                        claims.append(found)
                    else:
                        refusals.append(found)
        return Found(tuple(claims), tuple(refusals))

    def _line(self, line: Line, taken: Container[Printed]) -> Iterator[OtherClaim | Refusal]:
        stocks = self._settled(line.text, list(self._stocks(line.text)))
        for stock in stocks:
            at = stock.counted
            place, text = line.place(at.start, at.stop), line.printed(at.start, at.stop)
            if not line.whole(at.start, at.stop) or place in taken:
                continue
            if stock.kind is not None and not stock.refused:
                yield _claim(stock, place, text, line.text[at.stop : at.end])
            elif stock.refused and "money" not in at.measure.counts:
                yield Refusal(place=place, text=text, reason=stock.refused)

    def _stocks(self, text: str) -> Iterator[Stock]:
        state = State(self.subjects.itself, When(self.when.day), {})
        last = 0
        for counted in self.counting.find(text):
            if counted.start < last:
                continue
            lead = text[last : counted.start]
            state = self._led(lead, state)
            stock, end = self._stock(text, lead, counted, state)
            if stock is not None:
                yield stock
                generic = "body" in counted.measure.counts
                doubtful = stock.label is None and not generic and self.subjects.mentioned(lead)
                broken = stock.label is None or (state.broken and "thing" not in stock.label.sets)
                sets = {} if stock.label is None else stock.sets or state.sets
                subject = state.subject if sets.get("thing") == "units" else stock.subject
                state = State(subject, state.when, sets, state.skipping, state.doubtful or doubtful, broken, state.part)
            elif not state.skipping and "money" not in counted.measure.counts and "body" not in counted.measure.counts:
                state = state._replace(sets={}, broken=True)
            last = end
        self.when = When(state.when.day)

    def _led(self, lead: str, state: State) -> State:
        """The state after the words before a number: their day, and whether an explanation began or ended."""
        stop = max((match.end() for match in _STOPS.finditer(lead)), default=0)
        skipping = (state.skipping and stop == 0) or re.search(self.words.skips, lead[stop:]) is not None
        when, subject = state.when, state.subject
        for at, sentence in enumerate(_STOPS.split(lead)):
            if at or not state.skipping:
                when = self.days.after(re.split(self.words.skips, sentence, maxsplit=1)[0], when)
        sets = state.sets
        for clause in _CLAUSE.split(lead)[:-1]:
            subject = self._spoken_of(clause, subject)
            sets = self._opened(clause, sets) if lead.endswith(":", 0, lead.find(clause) + len(clause) + 1) else sets
        part = (state.part and stop == 0) or _PART.search(lead[stop:]) is not None
        open_still = stop == 0
        return State(subject, when, sets, skipping, state.doubtful and open_still, state.broken and open_still, part)

    def _opened(self, clause: str, before: Sets) -> Sets:
        """What a clause before a colon says of all numbers behind it (实有人数：行政25人、工勤2人)."""
        label = self.labels.read(clause) if 0 < len(clause) <= _LONGEST_CLAUSE else None
        told: Sets = (
            {} if label is None else {name: label.sets[name] for name in ("thing", "mode") if name in label.sets}
        )
        if "mode" in told and "thing" not in told and "thing" in before:
            told["thing"] = before["thing"]
        return told or before

    def _spoken_of(self, clause: str, before: Subject) -> Subject:
        """The body that a clause without a number speaks of: by all its words, or by what it begins with."""
        label = self.labels.read(clause) if clause and len(clause) <= _LONGEST_CLAUSE else None
        if label is not None:
            return self._subject(label, before)
        return self.subjects.opening(unnumbered(clause)) or before

    def _subject(self, label: Label, before: Subject) -> Subject:
        subject = label.subject or before
        whose = label.sets.get("whose") or label.weak.get("whose")
        return self.subjects.whose(whose, subject) if whose else subject

    def _stock(self, text: str, lead: str, counted: Counted, state: State) -> tuple[Stock | None, int]:
        """The number as understood, ``None`` where it speaks of something else; and where its words end."""
        if state.skipping:
            return None, counted.end
        clause = _CLAUSE.split(lead)[-1].lstrip("、和及与")
        label = self.labels.read(clause)
        end = counted.end
        if label is not None and state.part:
            label = label._replace(sets={**label.sets, "part": True})
        if label is not None and "thing" not in label.sets and "sort" not in label.sets:
            behind = self.labels.thing_at(text, end)
            if behind is not None and "money" not in counted.measure.counts:
                label = label._replace(sets={**label.sets, **given(behind[0].set)})
                end = behind[1]
        if re.match(self.words.costs, text[end:]):
            return None, end
        if label is None:
            return self._unread(clause, counted, state), end
        sets = self._sets(label, counted, state)
        if state.broken and "thing" not in label.sets and "money" not in counted.measure.counts:
            return self._refused(counted, label, state), end
        if "thing" not in sets:
            return (self._refused(counted, label, state) if counted.measure.alone else None), end
        return self._resolved(counted, label, sets, state), end

    def _sets(self, label: Label, counted: Counted, state: State) -> Sets:
        """What is known of a number: what its label says, and what it leaves open as the number before has it."""
        sets = {**label.weak, **label.sets}
        strong = "thing" in label.sets
        generic = "body" in counted.measure.counts and not counted.measure.alone
        before = {name: value for name, value in state.sets.items() if not generic or name != "thing"}
        if not strong and "thing" in before and not ("mode" in label.sets and label.weak.get("thing") == "staff"):
            sets["thing"] = before["thing"]
        if not strong and "mode" in label.sets and before.get("thing") not in ("posts", "vehicles"):
            sets["thing"] = label.weak.get("thing", before.get("thing", _by_measure(counted)))
        if "thing" not in sets or sets["thing"] is None:
            sets.pop("thing", None)
            if "mode" in label.sets and (thing := _by_measure(counted)):
                sets["thing"] = thing
        if "mode" not in label.sets and "mode" in before and _keeps_mode(sets, state.sets, strong=strong):
            sets["mode"] = before["mode"]
        if "threshold" not in sets and sets.get("thing") == "equipment" and not strong:
            sets = {**{k: v for k, v in before.items() if k == "threshold"}, **sets}
        if not strong and "value" not in sets and before.get("value") and "money" in counted.measure.counts:
            sets["value"] = True
        return sets

    def _resolved(self, counted: Counted, label: Label, sets: Sets, state: State) -> Stock:
        subject = self._subject(label, state.subject)
        kind = resolved(self.words, sets, counted, self._mode(sets, state.when))
        refused = label.refused or subject.refused
        if state.doubtful and label.subject is None and "whose" not in label.sets:
            refused = refused or "body-uncertain"
        if "money" in counted.measure.counts and not sets.get("value"):
            kind = None
        if kind is None:
            refused = refused or "no-such-dimension"
        elif kind.thing == "units" and subject != self.subjects.itself:
            kind, refused = None, refused or "no-such-dimension"
        as_of = self._as_of(kind, sets, state.when)
        return Stock(counted, label, kind, subject, as_of, refused, sets)

    def _mode(self, sets: Sets, when: When) -> str | None:
        mode: str | None = sets.get("mode")
        if mode != "buy":
            return mode
        disclosure = self.subjects.disclosure
        final = disclosure.kind == "final" or (bool(when.year) and int(when.year) < disclosure.year)
        return "bought" if final else "planned"

    def _as_of(self, kind: Kind | None, sets: Sets, when: When) -> str:
        year = when.year or str(self.subjects.disclosure.year)
        flow = kind is not None and (kind.flow or sets.get("mode") == "buy")
        return year if flow else when.day or year

    def _unread(self, clause: str, counted: Counted, state: State) -> Stock | None:
        told = re.search(self.words.speaks, clause) is not None
        told = told or ("person" in counted.measure.counts and (state.broken or bool(state.sets)))
        if not (counted.measure.alone or told) or "money" in counted.measure.counts:
            return None
        return Stock(counted, None, None, state.subject, "", "words-not-understood", {})

    def _refused(self, counted: Counted, label: Label, state: State) -> Stock:
        return Stock(counted, label, None, state.subject, "", label.refused or "words-not-understood", {})

    def _settled(self, text: str, stocks: list[Stock]) -> list[Stock]:
        """The stocks with what only the sentence as a whole tells."""
        posts = [at for at, one in enumerate(stocks) if one.kind and one.kind.kind.startswith("posts")]
        for at, stock in enumerate(stocks):
            if stock.kind is None or stock.label is None:
                continue
            if stock.kind.kind is ResourceKind.STAFF and stock.label.sets.get("thing") == "staff":
                _to_people(stocks, at, self.words)
            if stock.label.sets.get("part") and any(_same(stock, other) for other in stocks[:at]):
                stocks[at] = stock._replace(kind=None, refused="no-such-dimension")
            elif _is_bare(stock) and stocks[at - 1 : at] and at - 1 in posts:
                stocks[at] = self._bare(text, stocks, at, posts)
            elif stock.kind.kind is ResourceKind.UNITS_BELOW and self._lists_itself(text, stock):
                stocks[at] = stock._replace(kind=_kind_of(self.words, ResourceKind.UNITS))
        return stocks

    def _bare(self, text: str, stocks: list[Stock], at: int, posts: list[int]) -> Stock:
        """实有10人 behind 行政编制12人: of that sort where each sort has its own, all where there is one or a stop."""
        stock, before = stocks[at], stocks[at - 1]
        between = text[before.counted.end : stock.counted.start]
        sort = before.sets.get("sort")
        if len(posts) == 1 or not sort or _STOPS.search(between):
            return stock
        paired = [other for other in posts if other + 1 < len(stocks) and _is_bare(stocks[other + 1])]
        if paired != posts:
            return stock._replace(kind=None, refused="inheritance-open")
        sets = {**stock.sets, "sort": sort}
        kind = resolved(self.words, sets, stock.counted, "held")
        return stock._replace(kind=kind, sets=sets, refused="" if kind else "no-such-dimension")

    def _lists_itself(self, text: str, stock: Stock) -> bool:
        rest = text[stock.counted.end :].partition("。")[0]
        first = re.split(r"[、,]", rest.partition(self.subjects.own)[1] or "")[0]
        return re.search(self.words.includes_itself, rest) is not None or first == self.subjects.own


def _keeps_mode(sets: Sets, before: Sets, *, strong: bool) -> bool:
    """Whether the mode of the number before holds on: in a list below it, and for what is bought."""
    if before["mode"] == "buy":
        return sets.get("thing") in ("vehicles", "equipment")
    return sets.get("thing") == before.get("thing") and (not strong or "sort" in sets or before["mode"] == "below")


def _same(one: Stock, other: Stock) -> bool:
    """Whether two numbers of a sentence would be one fact, though one is a part of the other."""
    return one.kind == other.kind and one.subject == other.subject and one.as_of == other.as_of


def _by_measure(counted: Counted) -> str | None:
    if counted.measure.counts == ("vehicle",):
        return "vehicles"
    return "staff" if counted.measure.counts == ("person",) and not counted.measure.alone else None


def _is_bare(stock: Stock) -> bool:
    """Whether its label says no more than that it is held: 实有10人."""
    return (
        stock.label is not None
        and stock.label.sets.get("mode") == "held"
        and not {"thing", "sort", "total"} & stock.label.sets.keys()
        and "thing" not in stock.label.weak
        and stock.sets.get("thing") == "posts"
    )


def _to_people(stocks: list[Stock], at: int, words: BodyWords) -> None:
    """实有45人，其中：在职40人、退休5人: what 在职 is a part of is all people."""
    here = stocks[at]
    for before, stock in enumerate(stocks[:at]):
        label = stock.label
        total = label is not None and _same(stock, here) and label.sets.get("thing") != "staff"
        if total and stock.counted.value != here.counted.value:
            stocks[before] = stock._replace(kind=_kind_of(words, ResourceKind.PEOPLE))


def _kind_of(words: BodyWords, kind: ResourceKind) -> Kind:
    return next(known for known in words.kinds if known.kind is kind)


def _claim(stock: Stock, place: Printed, text: str, measure: str) -> OtherClaim:
    kind, counted = stock.kind, stock.counted
    if kind is None:
        raise ValueError("a stock without a kind is no claim")
    key = ResourceKey(
        agency=stock.subject.agency, scope=stock.subject.scope, as_of=stock.as_of, kind=kind.kind, unit=kind.unit
    )
    if "money" in counted.measure.counts:
        unit = _MONEY[measure]
        scale = YUAN_PER_UNIT[unit]
        amount: Amount | Quantity = Amount(
            text=text, yuan=counted.value * scale, unit=unit, quantum=scale.scaleb(-counted.places)
        )
    else:
        times = Decimal(counted.measure.times)
        amount = Quantity(
            text=text, number=counted.value * times, unit=kind.unit, quantum=times.scaleb(-counted.places)
        )
    return OtherClaim(key=key, amount=amount, place=place)
