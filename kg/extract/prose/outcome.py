"""What becomes of what was found: open meanings are told by the document, and every amount is counted once.

Promises: amounts = claims + facts + nobody's + refused; an amount that states two facts is counted once; a figure
printed twice in one passage with two amounts keeps the first.
"""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from kg.codebooks import dimensions
from kg.extract.prose import proving
from kg.extract.prose.amounts import Money
from kg.extract.prose.choosing import Printed
from kg.extract.prose.found import Choice, Figure, Found, Stated, Turned, Unread
from kg.extract.prose.frames import Sets
from kg.model import (
    Account,
    Amount,
    BudgetKey,
    Change,
    Detail,
    Direction,
    FigureKey,
    Fund,
    Item,
    Origin,
    OtherClaim,
    Phase,
    ProjectKey,
    ProjectProfile,
    Refusal,
    Share,
    Span,
)


class ProseReading(NamedTuple):
    """What sentences say of money, and the account of their amounts."""

    claims: tuple[OtherClaim, ...] = ()
    changes: tuple[Change, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    classed: tuple[tuple[Span, str], ...] = ()
    projects: tuple[ProjectProfile, ...] = ()
    account: Account = Account()
    shares: tuple[Share, ...] = ()


class Taken(NamedTuple):
    """How many amounts other readers have read, by what they became."""

    claims: int = 0
    facts: int = 0
    refused: int = 0


class Outcome:
    """Settles what was found in one document."""

    def __init__(self, printed: Printed, taken: Taken) -> None:
        self.printed = printed
        self.taken = taken
        self.claims: list[OtherClaim] = []
        self.changes: list[Change] = []
        self.refusals: list[Refusal] = []
        self.classed: list[tuple[Span, str]] = []
        self.projects: list[ProjectProfile] = []
        self.said: dict[tuple[int, str], Amount] = {}
        self.told: dict[int, list[BudgetKey]] = defaultdict(list)
        self.origins: dict[int, Origin | None] = {}
        self.count = {"claims": taken.claims, "facts": taken.facts}

    def of(self, found: list[Found]) -> ProseReading:
        """The reading: what is plain first, so that it can tell what is open."""
        found = proving.projects(proving.totals(proving.sources(found)))
        found = self._parts(found)
        for one in found:
            if isinstance(one, Stated) and all(len(choice) == 1 for choice in one.facts):
                for choice in one.facts:
                    self.printed.add(choice[0], one.money.amount)
        later = [one for one in found if isinstance(one, Stated) and not self._stated(one, last=False)]
        for one in later:
            self._stated(one)
        for one in found:
            if isinstance(one, Stated):
                continue
            if isinstance(one, Turned):
                self._turned(one)
            else:
                self._unread(one)
        account = Account(
            prose=sum(self.count.values()) + len(self.classed) + self._refused(),
            prose_claims=self.count["claims"],
            prose_facts=self.count["facts"],
            prose_classed=len(self.classed),
            prose_refused=self._refused(),
        )
        return ProseReading(
            tuple(self.claims),
            tuple(self.changes),
            tuple(self.refusals),
            tuple(self.classed),
            tuple(self.projects),
            account,
        )

    def _parts(self, found: list[Found]) -> list[Found]:
        """What is left without the parts of projects that are proved to be such: they are said of these."""
        proved = {id(one.money): one for one in found if isinstance(one, Stated)}
        parts: dict[int, list[Unread]] = {}
        for one in found:
            if isinstance(one, Unread) and id(one.of) in proved:
                parts.setdefault(id(one.of), []).append(one)
        for head, below in parts.items():
            self.projects.append(_profile(proved[head], below))
            self.count["facts"] += len(below)
        read = {id(one) for below in parts.values() for one in below}
        return [one for one in found if id(one) not in read]

    def _refused(self) -> int:
        return len(self.refusals) + self.taken.refused

    def _refuse(self, place: Span, text: str, reason: str) -> None:
        self.refusals.append(Refusal(place=place, text=text, reason=reason))

    def _stated(self, one: Stated, *, last: bool = True) -> bool:
        """Claim what an amount states; before the ``last`` attempt what is open may wait for what others tell."""
        told = [self.printed.told(self._like_whole(choice, one), one.money.amount) for choice in one.facts]
        failed = next((each.reason for each in told if each.key is None), "")
        keys = [self._in_whole(each.key, one) for each in told if each.key is not None]
        if failed == "several-meanings" and not last:
            return False
        if not failed and not all(self._once(one, key) for key in keys):
            failed = "said-twice"
        if failed:
            self._refuse(one.place, one.money.amount.text, failed)
            return True
        self.count["claims"] += 1
        self.told[one.place.paragraph] += [key for key in keys if isinstance(key, BudgetKey)]
        for part, key in enumerate(keys, start=1):
            self.printed.speak(key, one.money.amount)
            place = one.text.span(one.money.start, one.money.end, part)
            self.claims.append(OtherClaim(key=key, amount=one.money.amount, place=place))
        return True

    def _like_whole(self, choice: Choice, one: Stated) -> Choice:
        """The meanings that go with the whole: what breaks down money of the year is money of the year."""
        self.origins[id(one.money)] = self.printed.origin(choice, one.money.amount)
        return self.printed.of_origin(choice, self.origins.get(id(one.whole)), one.money.amount)

    def _in_whole(self, key: FigureKey, one: Stated) -> FigureKey:
        """A part of an item, told without its fund and printed by no table, is of the fund that its whole was told.

        Its whole is an item that the same paragraph has told and that contains it.
        """
        if not isinstance(key, BudgetKey) or key.fund is not Fund.TOTAL or key.id in self.printed.tables:
            return key
        wider = set(dimensions.wider("item", key.item)) - {Item.TOTAL}
        told = [whole for whole in self.told[one.place.paragraph] if whole.item in wider]
        funds = {
            whole.fund for whole in told if whole == key.model_copy(update={"item": whole.item, "fund": whole.fund})
        }
        return key.model_copy(update={"fund": funds.pop()}) if len(funds) == 1 else key

    def _once(self, one: Stated, key: FigureKey) -> bool:
        """Whether the paragraph prints no other amount of this figure: the second of two is of something else."""
        first = self.said.setdefault((one.place.paragraph, key.id), one.money.amount)
        return first.agrees_with(one.money.amount)

    def _unread(self, one: Unread) -> None:
        place = one.text.span(one.money.start, one.money.end)
        if one.classed:
            self.classed.append((place, one.reason))
        else:
            self._refuse(place, one.money.amount.text, one.reason)

    def _turned(self, one: Turned) -> None:
        figure = self._figure(one)
        keys = [self._key(choice, figure.money) for choice in figure.facts] if figure else []
        if not keys or not all(keys):
            if one.money is not None:
                self._refuse(one.text.span(one.start, one.end), one.money.amount.text, "several-meanings")
            return
        if one.money is not None:
            self.count["facts"] += 1
        for part, key in enumerate(keys, start=1):
            if key is not None:
                self.changes.append(_change(one, key, part))

    def _key(self, choice: Choice, money: Money | None) -> FigureKey | None:
        if money is None:
            return self.printed.spoken_of(choice)
        return self.printed.told(choice, money.amount).key

    def _figure(self, one: Turned) -> Figure | None:
        """The figure that changed: of several the one whose amount the percentage bears out."""
        if len(one.figures) <= 1:
            return one.figures[0] if one.figures and not _contradicted(one.figures[0], one) else None
        if one.money is None or not one.percent:
            same = {figure.money.amount.yuan for figure in one.figures if figure.money is not None}
            return one.figures[0] if len(same) == 1 or one.money is None else one.figures[0] if one.sure else None
        fitting = [figure for figure in one.figures if _bears_out(figure, one)]
        return fitting[0] if fitting else None


def _profile(head: Stated, parts: list[Unread]) -> ProjectProfile:
    """What a list below the amount of a project says of it: its parts, each with its own amount."""
    key = head.facts[0][0]
    if not isinstance(key, ProjectKey):
        raise TypeError(f"the parts of {key.cube} are no parts of a project")
    details = (Detail(kind="part", text=one.part, place=one.text.span(one.money.start, one.money.end)) for one in parts)
    return ProjectProfile(
        agency=key.agency, project=key.project, year=key.year, details=tuple(details), place=head.place
    )


def _contradicted(figure: Figure, one: Turned) -> bool:
    """Whether the percentage is far from that of the change: the change is of something else."""
    if figure.money is None or one.money is None or not one.percent or not one.money.amount.yuan:
        return False
    by, now = one.money.amount.yuan, figure.money.amount.yuan
    before = now - by if one.direction is Direction.INCREASE else now + by
    return before <= 0 or abs(by / before * 100 - Decimal(one.percent)) > Decimal(one.percent) / 2


def _bears_out(figure: Figure, one: Turned) -> bool:
    """Whether the percentage is that of the change against what the amount was before."""
    if figure.money is None or one.money is None:
        return False
    by = one.money.amount.yuan
    now = figure.money.amount.yuan
    before = now - by if one.direction is Direction.INCREASE else now + by
    if before <= 0:
        return False
    percent = Decimal(one.percent)
    last = Decimal(1).scaleb(int(percent.as_tuple().exponent))
    return abs(by / before * 100 - percent) <= last + percent * one.money.amount.quantum / max(by, Decimal(1))


def _change(one: Turned, key: FigureKey, part: int) -> Change:
    return Change(
        figure=key,
        base=_base(key, one),
        direction=one.direction,
        amount=one.money.amount if one.money is not None else None,
        percent=Decimal(one.percent) if one.percent else None,
        percent_text=f"{one.percent}%" if one.percent else "",
        reason=one.reason,
        place=one.text.span(one.start, one.end, part),
    )


def _base(key: FigureKey, one: Turned) -> FigureKey | None:
    if not one.base_phase or one.base_year is None:
        return None
    update: dict[str, object] = {"year": one.base_year, "phase": Phase(one.base_phase)}
    return key.model_copy(update=update)


__all__ = ["Outcome", "ProseReading", "Sets", "Taken"]
