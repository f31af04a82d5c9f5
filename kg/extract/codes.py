"""Which classification codes a row carries: printed, or found by name below the code that governs the row."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.codebooks import Codebook, plain, scheme_of, unnumbered
from kg.extract.forms import Forms
from kg.extract.layout import Head, is_code
from kg.model import CodeSource

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
    """Notations by key field, and where they come from."""

    by_field: dict[str, str]
    source: CodeSource | None


NONE = Codes({}, None)


class CodeReader:
    """Reads the codes of one part of a table, row after row; a 类 governs the names below it."""

    def __init__(self, forms: Forms, book: Codebook, default: str | None, *, tops_only: bool) -> None:
        self.forms = forms
        self.book = book
        self.default = default
        self.tops_only = tops_only
        self.under = dict.fromkeys(KEY_FIELD, "")
        self.parts: list[str] = []

    def reset(self) -> None:
        """Forget the 类 that governs: a total or a new group has begun."""
        self.under = dict.fromkeys(KEY_FIELD, "")
        self.parts = []

    def printed(self, cells: Printed) -> Codes:
        """The codes that the row prints, alone in a cell (2101501) or before a name (2101501-行政运行)."""
        split = [plain(text) for head, text in cells if head.role == "code-part"]
        if split:
            return self._split(split)
        found: dict[str, str] = {}
        for head, text in cells:
            joined = _JOINED.match(plain(text)) if head.role in ("code", "name") else None
            if joined is None or not (is_code(plain(text)) or joined["name"]):
                continue
            scheme = scheme_of(joined["code"])
            if scheme is not None and head.scheme in (None, scheme):
                found[KEY_FIELD[scheme]] = joined["code"]
        return self._governing(Codes(found, CodeSource.PRINTED)) if found else NONE

    def _split(self, parts: list[str]) -> Codes:
        """A code in columns 类, 款, 项: its own digits or the whole code in each; blanks are as in the row above."""
        filled = [at for at, part in enumerate(parts) if part.isdigit()]
        if not filled:
            return NONE
        inherited = filled[0] > 0
        whole = [*self.parts[: filled[0]], *parts[filled[0] : filled[-1] + 1]]
        if len(whole) != filled[-1] + 1 or not all(whole):
            return NONE
        code = ""
        for part in whole:
            code = part if part.startswith(code) and len(part) > len(code) else code + part
        scheme = scheme_of(code)
        if scheme is None or not is_code(code):
            return NONE
        self.parts = whole
        return self._governing(
            Codes({KEY_FIELD[scheme]: code}, CodeSource.INHERITED if inherited else CodeSource.PRINTED)
        )

    def named(self, cells: Printed) -> Codes:
        """The codes that the row's names stand for; none where a name is not in the book or could be several."""
        found: dict[str, str] = {}
        for head, text in cells:
            scheme = head.scheme or self.default
            if head.role != "name" or not text or scheme is None:
                continue
            economic = found.get("economic_code", "") if scheme == "government-economic" else ""
            code = self._paired(economic, text) if economic else self._code(scheme, unnumbered(text))
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

    def _code(self, scheme: str, name: str) -> str:
        """The code of a name: below the 款 above it, below its 类, or a 类 itself."""
        under = self.under[scheme]
        top = self.book.named(scheme, name, level=1) or self._synonym(scheme, name)
        if self.tops_only:
            return _only(top)
        for above in dict.fromkeys((under, under[:3])):
            below = [
                code for code in self.book.named(scheme, name, under=above) if above and len(code) == len(above) + 2
            ]
            if below and (not top or top[0] == under[:3] or len(above) > 3):
                return _only(below)
        return _only(top) if top or under else _only(self.book.named(scheme, name))

    def _synonym(self, scheme: str, name: str) -> tuple[str, ...]:
        return tuple(word.code for word in self.forms.names if word.scheme == scheme and plain(word.name) == name)

    def _paired(self, economic: str, text: str) -> str:
        """The 政府经济 code of a name: the one the crosswalk pairs with the 部门经济 code, else the only 款 so named.

        Names recur in that classification (商品和服务支出 is 50502, 机关商品和服务支出 502), so the pair decides.
        """
        named = self.book.named("government-economic", unnumbered(text))
        paired = [code for code in named if (economic, code) in self.book.pairs]
        items = [code for code in named if len(code) > 3]
        return _only(next((choice for choice in (paired, items, named) if choice), ()))


def _only(codes: Sequence[str]) -> str:
    return codes[0] if len(codes) == 1 else ""
