"""What a row of a table is about: a total, a code, a source of income, an item, a unit, a project, an event."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from kg.codebooks import Codebook, plain, unnumbered
from kg.extract.bodies import BODY_ROLES, WHOLE, Bodies, Body
from kg.extract.codes import CodeReader, Codes, Printed
from kg.extract.forms import Family, RowWord
from kg.extract.layout import Head
from kg.model import Agency, Cell, CodeName, CodeSource, FundingLevel, Item, Row, Scope

_RANKS = (
    (re.compile(r"^[一二三四五六七八九十]+[、.．]"), 1),
    (re.compile(r"^[(（][一二三四五六七八九十]+[)）]"), 2),
    (re.compile(r"^\d+[、.．](?!\d)"), 3),
    (re.compile(r"^[(（]\d+[)）]"), 4),
    (re.compile(r"^[①-⑳]"), 5),
)
_UNRANKED = 6
_DASHES = re.compile(r"[\s\-—–－_/]*")
"""A cell of labels that prints a dash prints no label."""
_OF_WHICH = re.compile(r"^(?:[(][\d一二三四五六七八九十]+[)]|(?:\d+|[一二三四五六七八九十]+)[、.])*其中(?::|$)")


_YEAR = re.compile(r"(20\d\d)年?(?:度)?(?:预算)?(?:数)?$")
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Meaning(NamedTuple):
    """What a row says of its amounts: dimensions in ``sets``, notations by key field in ``codes``.

    ``refused`` is the reason where it cannot be told; ``whole``: of one kind of bodies, to be proved all there are.
    """

    label: str
    sets: Mapping[str, str] = _NOTHING
    codes: Mapping[str, str] = _NOTHING
    code_source: CodeSource | None = None
    printed: tuple[CodeName, ...] = ()
    total: bool = False
    whole: bool = False
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

    def __init__(self, bodies: Bodies, family: Family, book: Codebook) -> None:
        self.part = bodies.part
        self.bodies = bodies
        self.family = family
        self.forms = bodies.forms
        summary = family.rows == "summary"
        default = (
            None
            if summary and self.part.side == "income"
            else "function"
            if family.rows in ("summary", "codes")
            else None
        )
        self.codes = CodeReader(self.forms, book, bodies.disclosure.year, default, tops_only=summary)
        self.opened: list[Opened] = []
        self.before: dict[str, str] = {}
        self.carried = False
        self.group = ""
        self.sparse = False
        self.shared = ""

    def read(self, row: Row) -> Meaning | None:
        """The meaning of ``row``, or ``None`` where it prints no label in this part."""
        if not self.part.labels:
            return self._unlabelled(row)
        texts = {cell.number: "" if _DASHES.fullmatch(cell.text) else cell.text.strip() for cell in row.cells}
        texts |= _reaching(row.cells, {head.number for head in self.part.labels})
        cells = [(head, texts.get(head.number, "")) for head in self.part.labels]
        years = [text for head, text in cells if head.role == "year" and text]
        rest = [(head, text) for head, text in cells if head.role != "year"]
        if not any(text for _, text in rest):
            if self.bodies.nested:  # a line that adds up purchases by what no column of labels tells
                return Meaning(label="", refused="no-such-dimension")
            return self._dated(self._owned(Meaning(label=years[0]), rest), years) if years else None
        return self._dated(self._owned(self._meaning(rest), rest), years)

    def _unlabelled(self, row: Row) -> Meaning:
        """A row of a form whose columns alone say what is meant; words before its amounts would say something else."""
        first = min(head.number for head in self.part.amounts)
        before = [text for cell in row.cells if cell.number < first and (text := plain(cell.text))]
        words = [text for text in before if any(one.isalpha() for one in text)]
        told = all(re.fullmatch(self.forms.totals, text) or self.bodies.names("unit", text) for text in words)
        return Meaning(label="") if told else Meaning(label=words[0], refused="column-not-understood")

    def _dated(self, meaning: Meaning, years: list[str]) -> Meaning:
        """The meaning of a row with the year that a column prints beside it (2025年, 增减变化)."""
        if not years or meaning.refused:
            return meaning
        year = _YEAR.match(plain(years[0]))
        if year:
            return meaning._replace(sets={**meaning.sets, "year": year.group(1)})
        word = self._word(years[0])
        return meaning._replace(refused=word.refuse if word and word.refuse else "label-not-understood")

    def _owned(self, meaning: Meaning, cells: Printed) -> Meaning:
        """The meaning of a row with the body it is about: named in the row, or in a row above."""
        named = next(((head, text) for head, text in cells if head.role in BODY_ROLES and text), None)
        coded = self.bodies.coded(cells)
        if coded is not None:
            body = self.bodies.of(*coded)
            self.bodies.enter(body)
        elif named is not None and self._names_body(*named):
            code = next((plain(text) for head, text in cells if head.role == "unit-code"), "")
            body = self.bodies.of(named[1], code)
            self.bodies.enter(body)
        elif named is not None and named[0].role == "unit" and meaning.refused == "label-not-understood":
            body = Body(refused="body-uncertain")
            self.bodies.enter(body)
        elif (named is not None and named[0].role == "unit" and not meaning.refused) or meaning.total or meaning.whole:
            self.bodies.leave()
            body = WHOLE
        else:
            body = self.bodies.current
        if body.refused:
            return meaning if meaning.refused else meaning._replace(refused=body.refused)
        return meaning._replace(agency=body.agency, scope=body.scope)

    def _names_body(self, head: Head, text: str) -> bool:
        return not re.fullmatch(self.forms.totals, plain(text)) and self.bodies.names(head.role, text)

    def stray(self, label: str) -> Meaning:
        """The meaning of a label that is printed outside the label columns."""
        word = self._word(label)
        return self._of_word(label, word) if word else Meaning(label=label, refused="label-not-understood")

    def _meaning(self, cells: Printed) -> Meaning:
        label = self._label(cells)
        if any(head.role == "unknown" for head, _ in cells):
            return Meaning(label=label, refused="column-not-understood")
        codes = self.codes.printed(cells)
        project = next((text for head, text in cells if head.role == "project" and text), "")
        project = project or self._project_of_code(cells, codes)
        details = [text for head, text in cells if head.role == "detail" and text]
        if project and codes.by_field:
            return _with(self._project(project), codes)
        word = None if codes.by_field and not details else self._word(project or label)
        if word is not None and not details[1:]:
            return (
                _with(self._of_word(project or label, word), codes)
                if word.whole
                else self._of_word(project or label, word)
            )
        if self._is_body(cells):
            if not codes.by_field:
                self.codes.reset()
            return _with(Meaning(label=label, sets=self._inherited(label)), codes)
        return self._purchase(cells) if details else self._of_codes(cells, label, codes)

    def _project_of_code(self, cells: Printed, codes: Codes) -> str:
        """What a column of bodies and projects names beside a code, where it is neither a body nor the code's name."""
        named = next(((head, text) for head, text in cells if head.role == "unit-or-project" and text), None)
        code = codes.by_field.get("function_code", "")
        if named is None or not code or self._names_body(*named):
            return ""
        names = {plain(name) for name in self.codes.book.names("function", code)}
        return "" if unnumbered(named[1]) in names or self._word(named[1]) is not None else named[1]

    def _is_body(self, cells: Printed) -> bool:
        """Whether a row is a body's own, and not one of codes or projects beside which its body is named."""
        if self.bodies.coded(cells) is not None:
            return True
        bodies = [head for head, text in cells if head.role in BODY_ROLES and text and self._names_body(head, text)]
        beside = ("name", "code", "code-part", "detail", "project")
        return bool(bodies) and not any(text and head.role in beside and head not in bodies for head, text in cells)

    def _of_codes(self, cells: Printed, label: str, printed: Codes) -> Meaning:
        codes = printed if printed.by_field else self.codes.named(cells)
        if codes.by_field:
            return _with(Meaning(label, self._inherited(label)), codes)
        return self._of_thing(cells, label)

    def _label(self, cells: Printed) -> str:
        """What the row is called. Of two columns of names the second tells; its 小计 is the group in the first."""
        names = [text for head, text in cells if head.role == "name"]
        if len(names) > 1 and not any(head.role in ("code", "code-part") for head, _ in cells):
            self.group = names[0] or self.group
            added = re.fullmatch(self.forms.subtotals, plain(names[-1])) is not None
            self.sparse |= bool(names[-1]) and not names[0] and not added
            if names[-1]:
                whole = not names[0] and not self.sparse and re.fullmatch(self.forms.totals, plain(names[-1]))
                return self.group if added and not whole else names[-1]
        found = [text for head, text in cells if text and head.role not in ("code", "code-part", "unit-code")]
        return found[0] if found else next(text for _, text in cells if text)

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
        if word.refuse:
            return Meaning(label=label, refused=word.refuse)
        sets = word.set.given()
        if self.carried:
            sets |= word.after_carry_over.given()
        self.carried |= sets.get("flow", "").startswith("carry-over")
        if word.whole:
            return Meaning(label=label, whole=True)
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
        project = next((text for head, text in cells if head.role == "project" and text), "")
        if "event" in roles:
            item = next(
                (word.item for word in self.forms.events if re.search(word.match, label)), Item.MEETINGS_TRAINING
            )
            return Meaning(label=label, event=squeezed(label), item=item)
        if roles & {"project", "unit-or-project"}:
            return self._project(project or label)
        return Meaning(label=label, refused="label-not-understood")

    def _purchase(self, cells: Printed) -> Meaning:
        """One of the things bought: by all that its columns print of it, as goods, works or services where they tell.

        A row that prints a body or a total beside what is bought adds things up that are not listed as such.
        """
        texts = [squeezed(text) for head, text in cells if head.role in ("detail", "project") and text]
        if self.bodies.nested:
            columns = [squeezed(text) for head, text in cells if head.role == "detail"]
            if columns[0] and not any(columns[1:]):
                self.shared = columns[0]
                return Meaning(label=columns[0], refused="no-such-dimension")
            self.shared = columns[0] or self.shared
            texts = [self.shared, *(text for text in texts if text != columns[0])]
        found = (word.item for text in texts for word in self.forms.purchases if re.match(word.match, plain(text)))
        item = next(found, None) or self._inherited(texts[0]).get("item") or self.family.sets.item
        if item is None:
            return Meaning(label=texts[0], refused="no-such-dimension")
        return Meaning(label="/".join(texts), event="/".join(texts), item=Item(item))

    def _project(self, label: str) -> Meaning:
        if _OF_WHICH.match(plain(label)):
            return Meaning(label=label, refused="part-of-row-above")
        for group in self.forms.groups:
            if re.fullmatch(group.match, unnumbered(label)):
                return Meaning(label=label, funding_level=group.funding_level)
        return Meaning(label=label, project=squeezed(label))


def _reaching(cells: tuple[Cell, ...], labels: set[int]) -> dict[int, str]:
    """What merged cells that begin outside the label columns print into them."""
    return {
        number: cell.text.strip()
        for cell in cells
        if cell.columns > 1 and cell.text.strip() and cell.number not in labels
        for number in range(cell.number + 1, cell.number + cell.columns)
        if number in labels
    }


def _with(meaning: Meaning, codes: Codes) -> Meaning:
    return meaning._replace(codes=codes.by_field, code_source=codes.source, printed=codes.printed)


def rank_of(label: str) -> int:
    """The rank of a label by its ordinal: 一、 before （一） before 1、 before (1) before ①, the rest last."""
    text = squeezed(label)
    return next((rank for pattern, rank in _RANKS if pattern.match(text)), _UNRANKED)


def squeezed(label: str) -> str:
    """A printed name without the white space that line breaks leave in it."""
    return re.sub(r"\s+", "", label)
