"""Which classification codes a row carries: printed, or found by name below the code that governs the row."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.codebooks import Codebook, plain, scheme_of, unnumbered
from kg.extract.forms import Forms
from kg.extract.layout import Head, is_code
from kg.model import CodeName, CodeSource

KEY_FIELD = {
    "function": "function_code",
    "economic": "economic_code",
    "government-economic": "government_economic_code",
    "revenue": "revenue_code",
}
"""The field of a figure's key for each classification."""
_JOINED = re.compile(r"^[\[(]?(?P<code>[1235]\d{2}(?:\d{2}){0,3})[\])]?-?(?P<name>[^\d\s-].*)?$")

Printed = list[tuple[Head, str]]


class Codes(NamedTuple):
    """Notations by key field, and where they come from; ``printed`` are the codes as printed with their names."""

    by_field: dict[str, str]
    source: CodeSource | None
    printed: tuple[CodeName, ...] = ()


NONE = Codes({}, None)


class CodeReader:
    """Reads the codes of one part of a table, row after row; a 类 governs the names below it."""

    def __init__(self, forms: Forms, book: Codebook, year: int, default: str | None, *, tops_only: bool) -> None:
        self.forms = forms
        self.book = book
        self.year = year
        self.default = default
        self.tops_only = tops_only
        self.under = dict.fromkeys(KEY_FIELD, "")
        self.parts: dict[int, list[str]] = {}
        self.by_class = False

    def reset(self) -> None:
        """Forget the 类 that governs: a total or a new group has begun."""
        self.under = dict.fromkeys(KEY_FIELD, "")
        self.parts = {}

    def printed(self, cells: Printed) -> Codes:
        """The codes that the row prints, alone in a cell (2101501) or before a name (2101501-行政运行)."""
        if any(head.role == "code-part" for head, _ in cells):
            return self._split(cells)
        found: dict[str, str] = {}
        printed: list[CodeName] = []
        for at, (head, text) in enumerate(cells):
            joined = _JOINED.match(plain(text)) if head.role in ("code", "name") else None
            if joined is None or not (is_code(plain(text)) or joined["name"]):
                continue
            scheme = scheme_of(joined["code"])
            if scheme is not None and head.scheme in (None, scheme):
                found[KEY_FIELD[scheme]] = joined["code"]
                name = unnumbered(joined["name"] or _name_after(cells, at))
                printed.append(CodeName(code=joined["code"], name=name))
        return self._governing(self._own_numbers(Codes(found, CodeSource.PRINTED, tuple(printed)))) if found else NONE

    def _own_numbers(self, codes: Codes) -> Codes:
        """Where a body numbers its economic items itself, the name decides: 30203 水费 is the book's 30205.

        So it is where the name is the book's name of another code under the same parent, and no name of this one.
        """
        code = codes.by_field.get("economic_code", "")
        name = next((pair.name for pair in codes.printed if pair.code == code), "")
        own = set(map(plain, self.book.names("economic", code)))
        if len(code) != 5 or not name or not own or name in own:
            return codes
        meant = [
            other
            for other in self.book.named("economic", name, under=code[:3], level=2, year=self.year)
            if name in map(plain, self.book.names("economic", other))
        ]
        if len(meant) != 1:
            return codes
        return Codes({**codes.by_field, "economic_code": meant[0]}, CodeSource.NAME, codes.printed)

    def _split(self, cells: Printed) -> Codes:
        """Codes in columns 类, 款, 项: the digits of each part, or the whole code in each; blanks are as above.

        A row may carry several, side by side: each begins in a column 类, or beside other columns.
        """
        found: dict[str, str] = {}
        printed: list[CodeName] = []
        sources: list[CodeSource] = []
        for group, places in enumerate(_runs(cells)):
            parts = [plain(cells[at][1]) for at in places]
            code = self._joined(group, parts)
            scheme = scheme_of(code)
            if scheme is None or not is_code(code):
                if any(parts):
                    return NONE
                continue
            found[KEY_FIELD[scheme]] = code
            printed.append(CodeName(code=code, name=unnumbered(_name_after(cells, places[-1]))))
            sources.append(CodeSource.PRINTED if parts[0] else CodeSource.INHERITED)
        if not found:
            return NONE
        source = CodeSource.INHERITED if CodeSource.INHERITED in sources else CodeSource.PRINTED
        return self._governing(self._own_numbers(Codes(found, source, tuple(printed))))

    def _joined(self, group: int, parts: list[str]) -> str:
        """The code of one group of columns, completed from the row above; empty where it cannot be."""
        filled = [at for at, part in enumerate(parts) if part.isdigit()]
        if not filled:
            return ""
        whole = [*self.parts.get(group, [])[: filled[0]], *parts[filled[0] : filled[-1] + 1]]
        if len(whole) != filled[-1] + 1 or not all(whole):
            return ""
        code = ""
        for part in whole:
            code = part if part.startswith(code) and len(part) > len(code) else code + part
        if is_code(code):
            self.parts[group] = whole
        return code

    def named(self, cells: Printed) -> Codes:
        """The codes that the row's names stand for; none where a name is not in the book or could be several."""
        found: dict[str, str] = {}
        for head, text in cells:
            scheme = head.scheme or self.default
            if head.role not in ("name", "unit-or-name") or not text or scheme is None:
                continue
            economic = found.get("economic_code", "") if scheme == "government-economic" else ""
            code = self._paired(economic, text) if economic else self._code(scheme, text)
            if head.scheme is None and scheme == "function" and self.tops_only and (class_ := self._class(text)):
                scheme, code = "economic", class_
            if not code:
                return NONE
            found[KEY_FIELD[scheme]] = code
        return self._governing(Codes(found, CodeSource.NAME)) if found else NONE

    def _governing(self, codes: Codes) -> Codes:
        for scheme, field in KEY_FIELD.items():
            code = codes.by_field.get(field, "")
            if 3 <= len(code) <= 5:
                self.under[scheme] = code
        return codes

    def _code(self, scheme: str, text: str) -> str:
        """The code of a name: below the 款 above it, below its 类, or a 类 itself.

        In a summary what is numbered is a 类; names of 款 and 项 stand below it without a number.
        """
        name, under = unnumbered(text), self.under[scheme]
        top = next(
            filter(None, (self._top(scheme, name), self._synonym(scheme, name), self._top(scheme, f"{name}支出"))), ()
        )
        if self.tops_only and (top or not under or plain(text) != name):
            return _only(top)
        for above in dict.fromkeys((under, under[:3])):
            below = [
                code
                for code in self.book.named(scheme, name, under=above, year=self.year)
                if above and len(code) == len(above) + 2
            ]
            if below and (not top or top[0] == under[:3] or len(above) > 3):
                return _only(below)
        return _only(top) if top or under else _only(self.book.named(scheme, name, year=self.year))

    def _top(self, scheme: str, name: str) -> tuple[str, ...]:
        return tuple(self.book.named(scheme, name, level=1, year=self.year))

    def _class(self, text: str) -> str:
        """The 部门经济 类 of a name below 基本支出 in a summary: 工资福利支出 is no function, nor one for governments.

        Names that are both (其他支出) are so once one that is neither has been read.
        """
        name = unnumbered(text)
        found = _only(self.book.named("economic", name, level=1, year=self.year))
        others = ("function", "government-economic")
        if found and not any(self.book.named(scheme, name, level=1, year=self.year) for scheme in others):
            self.by_class = True
        return found if self.by_class else ""

    def _synonym(self, scheme: str, name: str) -> tuple[str, ...]:
        return tuple(word.code for word in self.forms.names if word.scheme == scheme and plain(word.name) == name)

    def _paired(self, economic: str, text: str) -> str:
        """The 政府经济 code of a name: the one the crosswalk pairs with the 部门经济 code, else the only 款 so named.

        Names recur in that classification (商品和服务支出 is 50502, 机关商品和服务支出 502), so the pair decides.
        """
        named = self.book.named("government-economic", unnumbered(text), year=self.year)
        paired = [code for code in named if (economic, code) in self.book.pairs]
        items = [code for code in named if len(code) > 3]
        return _only(next((choice for choice in (paired, items, named) if choice), ()))


def _runs(cells: Printed) -> list[list[int]]:
    """The places of the columns that print one code in parts, group by group."""
    runs: list[list[int]] = []
    for at, (head, _) in enumerate(cells):
        if head.role != "code-part":
            continue
        beside = bool(runs) and runs[-1][-1] == at - 1 and cells[at - 1][0].number == head.number - 1
        if beside and plain(head.path[-1]) != "类":
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _name_after(cells: Printed, at: int) -> str:
    """The name beside the code in cell ``at``: the next name to its right, before another code, else to its left."""
    for head, text in cells[at + 1 :]:
        if head.role in ("code", "code-part"):
            break
        if head.role == "name" and text:
            return text
    return next((text for head, text in reversed(cells[:at]) if head.role == "name"), "")


def _only(codes: Sequence[str]) -> str:
    return codes[0] if len(codes) == 1 else ""
