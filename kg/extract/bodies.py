"""Whose money a row is: bodies named in the rows of a table, and the rows below them that are theirs too."""

import re
from decimal import Decimal
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract import numbers
from kg.extract.forms import Forms
from kg.extract.layout import Head, Part, is_code
from kg.model import Agency, Disclosure, Row, Scope, Table

Printed = list[tuple[Head, str]]
BODY_ROLES = ("unit", "project", "unit-or-project", "unit-or-name")
"""Roles of the columns that name bodies."""
_SUFFIX = re.compile(r"\([^()]*\)$")


class Body(NamedTuple):
    """A body as a row names it; without ``agency`` the document's. ``refused`` is the reason where it is uncertain."""

    agency: Agency | None = None
    scope: Scope | None = None
    refused: str = ""


WHOLE = Body()
"""The body of the document, as the document says it is."""


class Bodies:
    """The bodies of one part of a table, and the one that the row being read is about."""

    def __init__(self, part: Part, disclosure: Disclosure, forms: Forms, table: Table) -> None:
        self.part = part
        self.disclosure = disclosure
        self.forms = forms
        self.current = WHOLE
        self.by_code: Scope | None = None
        self.several, self.among = self._listed(table)
        self.nested = any(self._is_below(row) for row in table.rows)
        """Whether purchases are listed below a line that adds them up, what they share being printed in that alone."""

    def names(self, role: str, label: str) -> bool:
        """Whether ``label``, printed in a column of ``role``, names a body.

        Among projects or kinds of spending a body is known by what its name ends in and by where it begins as the
        document's body does; a column of bodies names nothing else.
        """
        name, own = self._bare(label), self._bare(self.disclosure.agency.name)
        if name == own:
            return True
        ends = re.search(self.forms.document.organisation, _SUFFIX.sub("", name)) is not None
        return ends and (role == "unit" or name[:2] == own[:2])

    def coded(self, cells: Printed) -> tuple[str, str] | None:
        """The name and code of the body that a row of codes or purchases is about.

        125001 is no classification's code, but a body's; so is a code in a column of such codes beside one thing.
        """
        things = [text for head, text in cells if head.role in ("name", "detail") and text]
        code = next((plain(text) for head, text in cells if head.role == "code" and text), "")
        if any(head.role == "detail" for head, _ in cells):
            code = next((plain(text) for head, text in cells if head.role == "unit-code" and text), "")
            things = things if len(things) == 1 else []
        if not things or not code.isdigit() or len(code) not in self.forms.unit_codes or is_code(code):
            return None
        return (things[0], code) if self.names("unit", things[0]) else None

    def of(self, label: str, code: str) -> Body:
        """The body that ``label`` names, ``code`` being its own code or empty. In a unit's document: that unit."""
        if code.isdigit():
            self.by_code = self.forms.unit_codes.get(len(code))
        if self.disclosure.scope is Scope.OWN:
            return WHOLE
        if self._bare(label) != self._bare(self.disclosure.agency.name):
            return Body(Agency(area=self.disclosure.agency.area, name=re.sub(r"\s+", "", label)), Scope.OWN)
        if self._is_itself(label):
            return Body(self.disclosure.agency, Scope.OWN)
        if self.by_code is not None or not self.several:
            return Body(None, self.by_code)
        return self.among

    def enter(self, body: Body) -> None:
        """The rows below are about ``body``. A lone row of the document's own body says nothing of those below it."""
        self.current = body if body.agency is not None or self.several else WHOLE

    def leave(self) -> None:
        """A total has been printed: the rows below are about the document's body again."""
        self.current = WHOLE

    def _bare(self, label: str) -> str:
        return re.sub(self.forms.document.agency_tail, "", plain(label))

    def _is_itself(self, label: str) -> bool:
        return re.search(self.forms.itself, plain(label)) is not None

    def _listed(self, table: Table) -> tuple[bool, Body]:
        """Whether other bodies are listed, and what a row of the document's own name among them is about.

        Its amount and those of the others add up to the total: it is one of them. The others alone add up to it, or
        it is the total: it is the whole. Neither, or every row of codes names a body: it is uncertain.
        """
        column = next((head for head in self.part.labels if head.role in BODY_ROLES), None)
        if column is None or not self.part.amounts:
            return sum(self._has_coded(row) for row in table.rows) > 1, WHOLE
        sums: dict[str, list[numbers.Number]] = {"own": [], "others": [], "total": []}
        coded = False
        for row in table.rows:
            amount, kind = numbers.read(_text(row, self.part.amounts[0].number)), self._kind(row, column)
            if amount is not None and kind:
                coded |= self._is_coded(row)
                sums[kind].append(amount)
        if not sums["own"] or not sums["others"]:
            return bool(sums["others"]), WHOLE
        return True, Body(refused="body-uncertain") if coded else self._by_sums(sums)

    def _by_sums(self, sums: dict[str, list[numbers.Number]]) -> Body:
        own = sums["own"][0]
        others = sum((one.value for one in sums["others"]), Decimal(0))
        half = Decimal(1).scaleb(-max(one.places for kind in sums.values() for one in kind)) / 2
        tolerance = half * (len(sums["others"]) + 2)
        total = sums["total"][0].value if sums["total"] else None
        if total is not None and abs(own.value + others - total) <= tolerance < own.value:
            return Body(self.disclosure.agency, Scope.OWN)
        if abs(own.value - (others if total is None else total)) <= tolerance:
            return WHOLE
        return Body(refused="body-uncertain")

    def _kind(self, row: Row, column: Head) -> str:
        """Whether a row names the document's body, another, or a total; empty where it names nothing."""
        label = _text(row, column.number)
        first = label or next((text for head in self.part.labels if (text := _text(row, head.number))), "")
        if re.fullmatch(self.forms.totals, plain(first)):
            return "total"
        if not label or not self.names(column.role, label):
            return ""
        if self._bare(label) == self._bare(self.disclosure.agency.name) and not self._is_itself(label):
            return "own"
        return "others"

    def _has_coded(self, row: Row) -> bool:
        return self.coded([(head, _text(row, head.number)) for head in self.part.labels]) is not None

    def _is_below(self, row: Row) -> bool:
        details = [_text(row, head.number) for head in self.part.labels if head.role == "detail"]
        return any(details) and not details[0]

    def _is_coded(self, row: Row) -> bool:
        return any(_text(row, head.number) for head in self.part.labels if head.role in ("code", "code-part"))


def _text(row: Row, column: int) -> str:
    return next((cell.text.strip() for cell in row.cells if cell.number == column), "")
