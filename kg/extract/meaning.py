"""Joining what title, header and row say of an amount into the key of a figure, or finding that they contradict."""

import re
from collections.abc import Iterable, Mapping

from kg.codebooks import dimensions, plain
from kg.extract import context
from kg.extract.context import Surroundings
from kg.extract.forms import Family, Forms
from kg.extract.headers import HeaderWords
from kg.extract.layout import Head, Part
from kg.extract.rows import Meaning
from kg.model import (
    BudgetKey,
    Disclosure,
    EventKey,
    FigureKey,
    Flow,
    Fund,
    FundingLevel,
    Item,
    Kind,
    Origin,
    Phase,
    ProjectKey,
)


class Contradiction(Exception):
    """Two words about one cell exclude each other; ``reason`` is the code of the refusal."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def narrowed(weak: dict[str, str], strong: dict[str, str]) -> dict[str, str]:
    """``weak`` overruled by ``strong``, but never widened: 财政拨款 in a row leaves 一般公共预算 of the title."""
    together = dict(weak)
    for name, value in strong.items():
        if name not in together or value not in dimensions.wider(name, together[name]):
            together[name] = value
    return together


def joined(parts: Iterable[dict[str, str]]) -> dict[str, str]:
    """What parts of equal rank say together; of two members the narrower holds.

    Raises ``Contradiction`` where two exclude each other.
    """
    together: dict[str, str] = {}
    for part in parts:
        for name, value in part.items():
            known = together.get(name)
            if known is None or known == value or known in dimensions.wider(name, value):
                together[name] = value
            elif value not in dimensions.wider(name, known):
                raise Contradiction("contradictory-meaning")
    return together


class KeyMaker:
    """Makes the keys of one table's amounts from what its title, columns and rows say."""

    def __init__(self, around: Surroundings, family: Family, disclosure: Disclosure, forms: Forms) -> None:
        self.family = family
        self.disclosure = disclosure
        self.words = HeaderWords(forms, family, disclosure.kind)
        self.notes = context.note_settings(around, family)
        phase = Phase.FINAL if disclosure.kind is Kind.FINAL else Phase.APPROVED
        self.base = narrowed({"phase": phase, **family.sets.given()}, context.title_settings(around.title, forms))

    def column(self, head: Head, part: Part) -> dict[str, str] | str:
        """What a column says, or the reason why it cannot be told."""
        if head.refuse:
            return head.refuse
        if not head.path or not head.known or not (self._leaf_known(head) or len(part.amounts) == 1):
            return "column-not-understood"
        sets: dict[str, str] = {}
        if part.side is not None:
            sets["flow"] = Flow.REVENUE if part.side == "income" else Flow.EXPENDITURE
        sets |= self._with_carry_over(head, part)
        for settings in head.settings:
            sets = narrowed(sets, {name: value for name, value in settings.given().items() if name != "year"})
        for where, change in self.notes:
            if all(sets.get(name) == value for name, value in where.given().items()):
                sets |= change.given()
        if sets.get("flow") == Flow.CARRY_OVER_IN and self._is_of_spending(part):
            sets = {**sets, "flow": Flow.EXPENDITURE, "origin": Origin.CARRIED_OVER}
        elif "fund" in sets and "origin" not in sets and self._beside_carried_over(head, part):
            sets["origin"] = Origin.CURRENT
        year = self._year(head)
        return sets if year is None else {**sets, "year": str(year)}

    def _with_carry_over(self, head: Head, part: Part) -> dict[str, str]:
        """A total beside a column of carried-over money, and not under 本年收入, is the total with carry-over."""
        if head.side is not None or any(settings.given() for settings in head.settings):
            return {}
        flows = {settings.flow for other in part.amounts for settings in other.settings}
        if Flow.CARRY_OVER_IN in flows and self.base.get("flow") == Flow.REVENUE:
            return {"flow": Flow.RESOURCES}
        if Flow.CARRY_OVER_OUT in flows and self.base.get("flow") == Flow.EXPENDITURE:
            return {"flow": Flow.USES}
        return {}

    def _is_of_spending(self, part: Part) -> bool:
        """Whether the columns all tell of spending: a column of income beside it makes of carry-over an income."""
        income = any(settings.flow is Flow.REVENUE for other in part.amounts for settings in other.settings)
        return self.base.get("flow") == Flow.EXPENDITURE and not income

    def _beside_carried_over(self, head: Head, part: Part) -> bool:
        """Whether a column of what is spent of earlier years' money stands beside this source, not as a part of it."""
        if not self._is_of_spending(part) or part.side is not None:
            return False
        sources = {text for text in head.path if (word := self.words.of(text)) and word.set.fund is not None}
        return any(
            settings.flow is Flow.CARRY_OVER_IN and not sources & set(other.path)
            for other in part.amounts
            for settings in other.settings
        )

    def _leaf_known(self, head: Head) -> bool:
        return self.words.of(head.path[-1]) is not None

    def _year(self, head: Head) -> int | None:
        for text in head.path:
            found = re.search(r"(20\d\d)年?", plain(text))
            if found:
                return int(found.group(1))
        previous = any(settings.year == "previous" for settings in head.settings)
        return self.disclosure.year - 1 if previous else None

    def key(self, meaning: Meaning, column: dict[str, str]) -> FigureKey:
        """The key of the amount where a row and a column meet.

        Raises ``Contradiction`` where they exclude each other, or the flow cannot be told.
        """
        said = joined([_without(column, "flow"), _without(meaning.sets, "flow")])
        sets = narrowed(self.base, said)
        sets["flow"] = _flow(self.base.get("flow"), column.get("flow"), meaning.sets.get("flow"))
        agency = meaning.agency or self.disclosure.agency
        scope = meaning.scope or self.disclosure.scope
        year, phase = int(sets.pop("year", self.disclosure.year)), Phase(sets.pop("phase"))
        fund = Fund(sets.get("fund", Fund.TOTAL))
        if meaning.event is not None and meaning.item is not None:
            item = Item(narrowed({"item": self.base.get("item", meaning.item)}, {"item": meaning.item})["item"])
            return EventKey(
                agency=agency, scope=scope, year=year, phase=phase, event=meaning.event, item=item, fund=fund
            )
        if meaning.project is not None or meaning.funding_level is not None:
            return ProjectKey(
                agency=agency,
                scope=scope,
                year=year,
                phase=phase,
                project=meaning.project or "",
                function_code=meaning.codes.get("function_code", ""),
                economic_code=meaning.codes.get("economic_code", ""),
                fund=fund,
                origin=Origin(sets.get("origin", Origin.TOTAL)),
                funding_level=meaning.funding_level or FundingLevel.TOTAL,
            )
        return BudgetKey.model_validate(
            {"agency": agency, "scope": scope, "year": year, "phase": phase, **sets, **meaning.codes}
        )


def _without(sets: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in sets.items() if key != name}


def _flow(base: str | None, column: str | None, row: str | None) -> str:
    """The row's flow (支出总计), else the column's (上年结转), else the form's."""
    flow = row or column or base
    if flow is None:
        raise Contradiction("flow-unknown")
    return flow
