"""Rows cut in two by the end of a page: the rest of a label, printed alone at the top of the next, belongs above.

Only a rest that ends what was cut is joined: the name of a body that ends as bodies' names do only with it. Numbers
are never joined.
"""

import re

from kg.codebooks import plain
from kg.extract.forms import Forms
from kg.model import Row, Table

_HEADER = 4
"""A row that prints what one of so many first rows printed is a header that is printed again."""


def mended(table: Table, forms: Forms) -> Table:
    """``table`` with such rests joined to the labels they end; their own rows are left blank, and keep their number."""
    rows = list(table.rows)
    again = {at for at in range(1, len(rows)) if _texts(rows[at]) in [_texts(row) for row in rows[: min(at, _HEADER)]]}
    for at in range(1, len(rows)):
        above = next((back for back in range(at - 1, -1, -1) if back not in again), None)
        if above is None or rows[at].page == rows[above].page:
            continue
        place = _rest(rows[above], rows[at], forms)
        if place is not None:
            text = rows[above].cells[place].text + rows[at].cells[place].text
            rows[above], rows[at] = rows[above].saying(place, text), rows[at].saying(place, "")
    return table.model_copy(update={"rows": tuple(rows)})


def _rest(above: Row, row: Row, forms: Forms) -> int | None:
    """The place of the one cell of ``row`` that ends the cell above it."""
    filled = [at for at, cell in enumerate(row.cells) if cell.text.strip()]
    if len(filled) != 1 or filled[0] >= len(above.cells):
        return None
    at = filled[0]
    first, rest = plain(above.cells[at].text), plain(row.cells[at].text)
    if not first or any(character.isdigit() for character in first + rest):
        return None
    organisation = forms.document.organisation
    return at if not re.search(organisation, first) and re.search(organisation, first + rest) else None


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(plain(cell.text) for cell in row.cells)
