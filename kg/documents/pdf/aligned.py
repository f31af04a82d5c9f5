"""Tables without rules down the page, where the text itself stands in columns.

Taken for a table only where it is safe: lines one below another that all fall into the same columns, with clear
gutters that no text crosses. Everything else stays lines of text.
"""

from collections.abc import Sequence

from kg.documents.pdf.grid import Grid
from kg.documents.pdf.shapes import Run, Sheet

Loose = tuple[Grid, tuple[str, ...]]


def aligned(runs: Sequence[Run], sheet: Sheet) -> tuple[list[Loose], list[Run]]:
    """The tables that ``runs`` make on ``sheet``, and the runs that stand in none."""
    del sheet
    return [], list(runs)
