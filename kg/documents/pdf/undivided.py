"""Rows that no rule divides: a table with rules between its columns only becomes rows by its lines of numbers.

A row of the grid is divided where two of its columns or more hold nothing but numbers, several of them, on the same
lines. Text of other columns goes to the row it stands beside. Everything else is one row with broken lines.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kg.documents.pdf.cells import line_text, lines
from kg.documents.pdf.grid import Grid, Region
from kg.documents.pdf.shapes import Run

_NUMBER = re.compile(r"[-—+]?\(?[\d０-９][\d０-９,，.．]*\)?[%％]?|[-—]")
_LEVEL = 2.5
_FEWEST = 2

Held = Mapping[int, Sequence[Run]]


def divided(grid: Grid, held: Held) -> tuple[Grid, Held]:
    """``grid`` with such rows divided, and the runs that each of its cells holds."""
    rows: dict[int, list[int]] = {}
    for at, runs in held.items():
        if len(runs) >= _FEWEST and grid.regions[at].rows == 1:
            rows.setdefault(grid.regions[at].row, []).append(at)
    cuts = {row: found for row, cells in rows.items() if (found := _cuts([held[at] for at in cells]))}
    if not cuts:
        return grid, held
    ys = sorted([*grid.ys, *(y for found in cuts.values() for y in found)])
    parts = [part for at, region in enumerate(grid.regions) for part in _parts(grid, region, held.get(at, ()), ys)]
    parts.sort(key=lambda part: part[0][:2])
    whole = Grid(tuple(ys), grid.xs, tuple(region for region, _ in parts))
    return whole, {at: runs for at, (_, runs) in enumerate(parts) if runs}


def _cuts(cells: Sequence[Sequence[Run]]) -> list[float]:
    """The heights at which a row of these cells is divided, none where it is one row."""
    columns = []
    for runs in cells:
        found = lines(runs)
        if len(found) >= _FEWEST and all(_NUMBER.fullmatch(line_text(line)) for line in found):
            columns.append([(line[0].top, line[0].bottom) for line in found])
    if len(columns) < _FEWEST:
        return []
    most = max(columns, key=len)
    if not all(any(abs(top - other) < _LEVEL for other, _ in most) for column in columns for top, _ in column):
        return []
    return [(above[1] + below[0]) / 2 for above, below in pairwise(most)]


def _parts(grid: Grid, region: Region, runs: Sequence[Run], ys: Sequence[float]) -> list[tuple[Region, list[Run]]]:
    """What becomes of one cell: itself, over more rows; or a cell in each of the rows that its row is divided into."""
    first, end = ys.index(grid.ys[region.row]), ys.index(grid.ys[region.row + region.rows])
    if region.rows > 1 or end - first == 1:
        return [(Region(first, region.column, end - first, region.columns), list(runs))]
    inside: dict[int, list[Run]] = {row: [] for row in range(first, end)}
    for run in runs:
        inside[min(max(bisect_right(ys, run.middle) - 1, first), end - 1)].append(run)
    return [(Region(row, region.column, 1, region.columns), held) for row, held in inside.items()]
