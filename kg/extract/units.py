"""The unit of money as it is printed beside a table or inside its cells; the words are ``mappings/forms/units.yml``.

Promises: a unit stands behind its label, whatever else the line prints before or behind it (部门：… 单位：万元 01表); a
unit of money that is none of the known is told from none at all, so that no other is taken for it.
"""

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract.forms import Forms
from kg.model import Paragraph, Table, Unit

_CELLS = 4
"""Rows of a table that may print its unit."""
_BROKEN = 2
"""The longest line that is the rest of a unit broken over two."""


class _Line(NamedTuple):
    """A folded line, and the places in it where white space was printed."""

    text: str
    gaps: frozenset[int]

    def ends_word(self, at: int, follows: str) -> bool:
        """Whether a word that ends at ``at`` is not run on into another, but for words that begin a new entry."""
        rest = self.text[at:]
        return at in self.gaps or not re.match(r"\w", rest) or re.match(follows, rest) is not None


def _line(text: str) -> _Line:
    words = [plain(word) for word in text.split()]
    return _Line("".join(words), frozenset(accumulate(map(len, words))))


def beside(above: Sequence[Paragraph], forms: Forms) -> Unit | None:
    """The unit in the lines above a table, nearest first; a unit broken over two lines is read across them."""
    for at in reversed(range(len(above))):
        found = of_line(above[at].text, forms)
        if found is None and at + 1 < len(above) and len(plain(above[at + 1].text)) <= _BROKEN:
            found = of_line(above[at].text + above[at + 1].text, forms)
        if found is not None:
            return found
    return None


def of_line(text: str, forms: Forms) -> Unit | None:
    """The unit that a line or cell prints behind its label."""
    line = _line(text)
    for unit, words in forms.units.items():
        for word in words:
            found = re.finditer(f"(?:{forms.unit_label}){word}", line.text)
            if any(line.ends_word(one.end(), forms.unit_follows) for one in found):
                return unit
    return None


def is_labelled(text: str, forms: Forms) -> bool:
    """Whether a folded line begins with the label of a unit, or of the body (单位：…), and is no title."""
    return re.match(f"(?:{forms.unit_label})(?<=[:(])", text) is not None


def foreign(text: str, forms: Forms) -> bool:
    """Whether a line prints a unit of money, whichever it is."""
    return re.search(f"(?<![\\w])(?:{forms.unit_label})[^\\d\\W]{{1,4}}元(?!\\w)", plain(text)) is not None


def in_cells(table: Table, forms: Forms) -> Unit | None:
    """The unit in the first rows of a table: behind its label, or in the brackets of a header cell."""
    for row in table.rows[:_CELLS]:
        for cell in row.cells:
            found = of_line(cell.text, forms) or in_brackets(cell.text, forms) if cell.text else None
            if found is not None:
                return found
    return None


def in_brackets(text: str, forms: Forms) -> Unit | None:
    """The unit that a header cell prints behind its own words: 金额（万元）, 预算数/万元."""
    found = re.search(forms.unit_behind, plain(text))
    if found is None:
        return None
    return next((unit for unit, words in forms.units.items() if found["unit"] in words), None)
