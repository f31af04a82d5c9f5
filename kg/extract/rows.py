"""What a row of a table is about: a total, a code, a source of income, an item, a unit, a project, an event."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from kg.codebooks import Codebook, plain, unnumbered
from kg.extract.codes import CodeReader, Printed
from kg.extract.forms import Family, Forms, RowWord
from kg.extract.layout import Part
from kg.model import Agency, CodeName, CodeSource, Disclosure, FundingLevel, Item, Row, Scope

_RANKS = (
    (re.compile(r"^[一二三四五六七八九十]+[、.．]"), 1),
    (re.compile(r"^[(（][一二三四五六七八九十]+[)）]"), 2),
    (re.compile(r"^\d+[、.．](?!\d)"), 3),
    (re.compile(r"^[(（]\d+[)）]"), 4),
    (re.compile(r"^[①-⑳]"), 5),
)
_UNRANKED = 6
_OF_WHICH = re.compile(r"^(?:[(][\d一二三四五六七八九十]+[)]|(?:\d+|[一二三四五六七八九十]+)[、.])*其中(?::|$)")


_NOTHING: Mapping[str, str] = MappingProxyType({})


class Meaning(NamedTuple):
    """What a row says of its amounts: dimensions in ``sets``, notations by key field in ``codes``.

    ``refused`` is the reason where it cannot be told.
    """

    label: str
    sets: Mapping[str, str] = _NOTHING
    codes: Mapping[str, str] = _NOTHING
    code_source: CodeSource | None = None
    printed: tuple[CodeName, ...] = ()
    total: bool = False
    project: str | None = None
    event: str | None = None
    item: Item | None = None
    funding_level: FundingLevel | None = None
    agency: Agency | None = None
    scope: Scope | None = None
    refused: str = ""


class Opened(NamedTuple):
    """A row whose settings hold for the rows below it, and its rank among ordinals."""

    rank: int
    sets: dict[str, str]


class RowReader:
    """Reads the rows of one part of a table in order, remembering the rows that govern those below them."""

    def __init__(self, part: Part, family: Family, disclosure: Disclosure, forms: Forms, book: Codebook) -> None:
        self.part = part
        self.family = family
        self.disclosure = disclosure
        self.forms = forms
        summary = family.rows == "summary"
        default = (
            None if summary and part.side == "income" else "function" if family.rows in ("summary", "codes") else None
        )
        self.codes = CodeReader(forms, book, disclosure.year, default, tops_only=summary)
        self.opened: list[Opened] = []
        self.before: dict[str, str] = {}
        self.carried = False
        self.scope: Scope | None = None

    def read(self, row: Row) -> Meaning | None:
        """The meaning of ``row``, or ``None`` where it prints no label in this part."""
        if not self.part.labels:
            return Meaning(label="")
        texts = {cell.number: cell.text.strip() for cell in row.cells}
        cells = [(head, texts.get(head.number, "")) for head in self.part.labels]
        if not any(text for _, text in cells):
            return None
        return self._meaning(cells)

    def stray(self, label: str) -> Meaning:
        """The meaning of a label that is printed outside the label columns."""
        word = self._word(label)
        return self._of_word(label, word) if word else Meaning(label=label, refused="label-not-understood")

    def _meaning(self, cells: Printed) -> Meaning:
        label = _label(cells)
        if any(head.role == "unknown" for head, _ in cells):
            return Meaning(label=label, refused="column-not-understood")
        codes = self.codes.printed(cells)
        word = None if codes.by_field else self._word(label)
        if word is not None:
            return self._of_word(label, word)
        if not codes.by_field:
            codes = self.codes.named(cells)
        if codes.by_field:
            sets = self._inherited(label)
            return Meaning(label, sets, codes=codes.by_field, code_source=codes.source, printed=codes.printed)
        return self._of_thing(cells, label)

    def _word(self, label: str) -> RowWord | None:
        folded = unnumbered(label)
        fitting = [
            word
            for word in self.forms.rows
            if word.side in (None, self.part.side)
            and word.family in (None, self.family.id)
            and re.fullmatch(word.match, folded)
        ]
        sided = [word for word in fitting if word.side is not None]
        return next(iter(sided or fitting), None)

    def _of_word(self, label: str, word: RowWord) -> Meaning:
        sets = word.set.given()
        if self.carried:
            sets |= word.after_carry_over.given()
        self.carried |= sets.get("flow", "").startswith("carry-over")
        if word.total:
            self.opened = []
            self.codes.reset()
        elif word.opens:
            rank = rank_of(label)
            self.opened = [opened for opened in self.opened if opened.rank < rank]
            self.opened.append(Opened(0 if rank == _UNRANKED else rank, sets))
            self.codes.reset()
        else:
            sets = {**self._inherited(label), **sets}
        self.before = sets
        return Meaning(label=label, sets=sets, total=word.total)

    def _inherited(self, label: str) -> dict[str, str]:
        """What rows above say of this one: those that opened a group of higher rank, and the row before 其中."""
        sets: dict[str, str] = {}
        for opened in self.opened:
            if opened.rank < rank_of(label):
                sets.update(opened.sets)
        if re.match(r"^其中:", plain(label)):
            sets.update(self.before)
        return sets

    def _of_thing(self, cells: Printed, label: str) -> Meaning:
        roles = {head.role for head, _ in cells}
        if "event" in roles:
            item = next(
                (word.item for word in self.forms.events if re.search(word.match, label)), Item.MEETINGS_TRAINING
            )
            return Meaning(label=label, event=squeezed(label), item=item)
        if roles & {"project", "unit-or-project"}:
            return self._project(cells, label)
        if "unit" in roles:
            return self._unit(cells, label)
        return Meaning(label=label, refused="label-not-understood")

    def _project(self, cells: Printed, label: str) -> Meaning:
        if _OF_WHICH.match(plain(label)):
            return Meaning(label=label, refused="part-of-row-above")
        for group in self.forms.groups:
            if re.fullmatch(group.match, unnumbered(label)):
                return Meaning(label=label, funding_level=group.funding_level)
        if self._is_body(label):
            return self._unit(cells, label)
        return Meaning(label=label, project=squeezed(label))

    def _unit(self, cells: Printed, label: str) -> Meaning:
        """A body's own row. In a unit's document every such row is that unit's own subtotal, its parent's too."""
        code = next((plain(text) for head, text in cells if head.role == "unit-code"), "")
        if code.isdigit():
            self.scope = self.forms.unit_codes.get(len(code))
        if self.disclosure.scope is Scope.OWN:
            return Meaning(label=label)
        if plain(label) == plain(self.disclosure.agency.name):
            return Meaning(label=label, scope=self.scope)
        if not self._is_body(label):
            return Meaning(label=label, refused="label-not-understood")
        return Meaning(
            label=label, agency=Agency(area=self.disclosure.agency.area, name=squeezed(label)), scope=Scope.OWN
        )

    def _is_body(self, label: str) -> bool:
        name, own = plain(label), plain(self.disclosure.agency.name)
        return name == own or (name[:2] == own[:2] and re.search(self.forms.document.organisation, name) is not None)


def _label(cells: Printed) -> str:
    names = [text for head, text in cells if text and head.role not in ("code", "code-part", "unit-code")]
    return names[0] if names else next(text for _, text in cells if text)


def rank_of(label: str) -> int:
    """The rank of a label by its ordinal: 一、 before （一） before 1、 before (1) before ①, the rest last."""
    text = squeezed(label)
    return next((rank for pattern, rank in _RANKS if pattern.match(text)), _UNRANKED)


def squeezed(label: str) -> str:
    """A printed name without the white space that line breaks leave in it."""
    return re.sub(r"\s+", "", label)
