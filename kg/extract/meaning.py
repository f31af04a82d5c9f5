"""Joining what title, header and row say of an amount into the key of a figure, or finding that they contradict."""

import re
from collections.abc import Iterable, Mapping

from kg.codebooks import Codebook, dimensions, plain
from kg.extract import context
from kg.extract.codes import KEY_FIELD
from kg.extract.context import Surroundings
from kg.extract.forms import Family, Forms
from kg.extract.headers import HeaderWords
from kg.extract.layout import Head, Part
from kg.extract.performance.projects import canonical
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
    Nature,
    Origin,
    Phase,
    ProjectKey,
)

_SETS = ("phase", "fund", "nature", "origin", "item", "year")
"""What a column says that a row may say too."""


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

    def __init__(
        self, around: Surroundings, family: Family, disclosure: Disclosure, forms: Forms, book: Codebook | None = None
    ) -> None:
        self.family = family
        self.disclosure = disclosure
        self.words = HeaderWords(forms, family, disclosure.kind)
        self.book = book
        self.classes: dict[str, dict[str, str]] = {}
        self.notes = context.note_settings(around, family)
        phase = Phase.FINAL if disclosure.kind is Kind.FINAL else Phase.APPROVED
        titled = context.title_settings(around.title, forms)
        self.base = narrowed({"phase": phase, **family.sets.given()}, titled)
        self.base |= {name: member for name, member in titled.items() if name == "fund"}

    def column(self, head: Head, part: Part) -> dict[str, str] | str:
        """What a column says, or the reason why it cannot be told."""
        if head.refuse:
            return head.refuse
        class_ = self.classes.get(plain(head.path[-1]), {}) if head.path else {}
        if class_ and all(self.words.of(text) for text in head.path[:-1]):
            return {**self._said(head, part), **class_}
        if not head.path or not head.known or not (self._leaf_known(head) or len(part.amounts) == 1):
            return "column-not-understood"
        return self._said(head, part)

    def name_classes(self, heads: Iterable[Head]) -> None:
        """Columns of unknown words that are names of economic 类: of one of the two classifications, and of no other.

        A name of both (对个人和家庭的补助) is of the one that the other columns are of.
        """
        words = {plain(head.path[-1]) for head in heads if head.role == "amount" and head.path}
        found = {scheme: self._tops(scheme, words) for scheme in ("economic", "government-economic")}
        certain = [
            scheme for scheme in found if any(not self._elsewhere(scheme, name, found) for name in found[scheme])
        ]
        if len(certain) == 1:
            self.classes = {name: {KEY_FIELD[certain[0]]: code} for name, code in found[certain[0]].items()}

    def _tops(self, scheme: str, words: Iterable[str]) -> dict[str, str]:
        """The codes of the 类 of ``scheme`` that ``words`` name, where no list of forms knows the word."""
        if self.book is None:
            return {}
        named = {
            word: self.book.named(scheme, word, level=1, year=self.disclosure.year)
            for word in words
            if self.words.of(word) is None
        }
        return {word: codes[0] for word, codes in named.items() if len(codes) == 1}

    @staticmethod
    def _elsewhere(scheme: str, name: str, found: dict[str, dict[str, str]]) -> bool:
        return any(name in names for other, names in found.items() if other != scheme)

    def _said(self, head: Head, part: Part) -> dict[str, str]:
        """What an understood column says."""
        sets: dict[str, str] = {}
        if part.side is not None:
            sets["flow"] = Flow.REVENUE if part.side == "income" else Flow.EXPENDITURE
        sets |= self._with_carry_over(head, part)
        for settings in head.settings:
            sets = narrowed(sets, {name: value for name, value in settings.given().items() if name != "year"})
        for where, change in self.notes:
            if all(sets.get(name) == value for name, value in where.given().items()):
                sets |= change.given()
        from_before = sets.get("flow") == Flow.CARRY_OVER_IN or (
            sets.get("flow") == Flow.SURPLUS_USE and "fund" in sets
        )
        if from_before and self._is_of_spending(part):
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
            (settings.flow is Flow.CARRY_OVER_IN or settings.origin is Origin.CARRIED_OVER)
            and not sources & set(other.path)
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
        said = joined(
            [{name: value for name, value in column.items() if name in _SETS}, _without(meaning.sets, "flow")]
        )
        sets = narrowed(self.base, said)
        sets["flow"] = _flow(self.base.get("flow"), column.get("flow"), meaning.sets.get("flow"))
        agency = meaning.agency or self.disclosure.agency
        scope = meaning.scope or self.disclosure.scope
        year, phase = int(sets.pop("year", self.disclosure.year)), Phase(sets.pop("phase"))
        fund = Fund(sets.get("fund", Fund.TOTAL))
        codes, items = _codes(column, meaning), {name: value for name, value in column.items() if name == "item"}
        if meaning.event is not None and meaning.item is not None:
            if "fund" not in column or column.get("origin") != Origin.CURRENT:
                _only_of(column, ("nature", "origin"))
            item = Item(
                narrowed({"item": self.base.get("item", meaning.item)}, joined([{"item": meaning.item}, items]))["item"]
            )
            return EventKey(
                agency=agency, scope=scope, year=year, phase=phase, event=meaning.event, item=item, fund=fund
            )
        if meaning.project is not None or meaning.funding_level is not None:
            _only_of(column, ("nature", "item"), Nature.PROJECT)
            return ProjectKey(
                agency=agency,
                scope=scope,
                year=year,
                phase=phase,
                project=canonical(meaning.project or ""),
                function_code=codes.get("function_code", ""),
                economic_code=codes.get("economic_code", ""),
                fund=fund,
                origin=Origin(sets.get("origin", Origin.TOTAL)),
                funding_level=meaning.funding_level or FundingLevel.TOTAL,
            )
        return BudgetKey.model_validate(
            {"agency": agency, "scope": scope, "year": year, "phase": phase, **sets, **codes}
        )


def _only_of(column: Mapping[str, str], dimensions_: tuple[str, ...], member: str = "") -> None:
    """Projects and events lack some dimensions: a column that tells members of one apart is none of theirs."""
    if any(column.get(name, member) not in (member, "total") for name in dimensions_):
        raise Contradiction("no-such-dimension")


def _codes(column: Mapping[str, str], meaning: Meaning) -> dict[str, str]:
    """The codes of a row, and the class that its column names; one classification is named by one of them only."""
    named = {field: column[field] for field in KEY_FIELD.values() if field in column}
    if named.keys() & meaning.codes.keys() or (named and meaning.event is not None):
        raise Contradiction("contradictory-meaning")
    return {**meaning.codes, **named}


def _without(sets: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in sets.items() if key != name}


def _flow(base: str | None, column: str | None, row: str | None) -> str:
    """The row's flow (支出总计), else the column's (上年结转), else the form's."""
    flow = row or column or base
    if flow is None:
        raise Contradiction("flow-unknown")
    return flow
