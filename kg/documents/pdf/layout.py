"""One page becomes items in reading order: tables with the text of every cell, and the lines around them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.documents.pdf.aligned import aligned
from kg.documents.pdf.cells import cell_text, line_text, lines, room
from kg.documents.pdf.grid import Grid, grids
from kg.documents.pdf.runs import parted
from kg.documents.pdf.shapes import Area, Rule, Run, Sheet
from kg.documents.pdf.undivided import Held, divided

_ROW = 3
_CHUNK = 2.0
_NEAR = 3.0


class Line(NamedTuple):
    """A line of text outside of tables.

    ``alone`` says that nothing else is printed beside it; ``tall`` is the size of most of its type.
    """

    area: Area
    text: str
    alone: bool
    page: int
    tall: float


class Frame(NamedTuple):
    """The size of the upright frame of a page, and the clockwise quarter turns from it to the page as shown."""

    width: float
    height: float
    turned: int


class Edges(NamedTuple):
    """How a table meets the ends of its page: ``above`` and ``below`` say that no rule closes it there.

    ``rooms`` are the filled cells of its last row, by their places in the grid, and how many ideographs would find room
    in the last line of each, margins included.
    """

    above: bool = False
    below: bool = False
    rooms: tuple[tuple[int, float], ...] = ()


class Laid(NamedTuple):
    """A table of one page: its grid, the texts of its cells, its page and the frame that its places are in."""

    grid: Grid
    texts: tuple[str, ...]
    page: int
    frame: Frame
    edges: Edges = Edges()

    @property
    def area(self) -> Area:
        """Where it stands."""
        return self.grid.area


Item = Line | Laid


def items(sheet: Sheet) -> list[Item]:
    """What stands on a page, from the top."""
    frame = Frame(sheet.width, sheet.height, sheet.turned)
    tables, rest = _ruled(sheet)
    loose, rest = aligned(rest, sheet)
    found: list[Item] = [Laid(grid, texts, sheet.number, frame, edges) for grid, texts, edges in tables]
    found.extend(Laid(grid, texts, sheet.number, frame) for grid, texts in loose)
    for line in lines(rest):
        found.extend(_chunks(line, sheet.number))
    found.sort(key=lambda item: (item.area.top, item.area.left))
    return found


def _ruled(sheet: Sheet) -> tuple[list[tuple[Grid, tuple[str, ...], Edges]], list[Run]]:
    """The ruled tables of a page, and the runs that stand in none."""
    found = sorted(grids(sheet.across, sheet.down), key=lambda grid: _size(grid.area))
    held: list[dict[int, list[Run]]] = [{} for _ in found]
    spots = [_Spots(grid) for grid in found]
    rest = []
    for run in sheet.runs:
        for at, grid in enumerate(found):
            if grid.area.holds((run.left + run.right) / 2, run.middle):
                spots[at].put(run, held[at])
                break
        else:
            rest.append(run)
    tables = []
    for ruled, cells in zip(found, held, strict=True):
        if not cells or (len(cells) < 2 and len(ruled.regions) < _ROW):
            rest.extend(run for runs in cells.values() for run in runs)
            continue
        grid, filled = divided(ruled, cells)
        texts = tuple(
            cell_text(filled[at], grid.box(region)) if at in filled else "" for at, region in enumerate(grid.regions)
        )
        tables.append((grid, texts, _edges(grid, filled, sheet.across)))
    return tables, rest


def _edges(grid: Grid, held: Held, across: Sequence[Rule]) -> Edges:
    end = len(grid.ys) - 1
    last = (at for at, region in enumerate(grid.regions) if region.row + region.rows == end and at in held)
    return Edges(
        _is_open(grid.ys[0], grid, across),
        _is_open(grid.ys[-1], grid, across),
        tuple((at, room(held[at], grid.box(grid.regions[at]))) for at in last),
    )


def _is_open(at: float, grid: Grid, across: Sequence[Rule]) -> bool:
    """Whether no rule runs along most of a table at its first or last height."""
    left, right = grid.xs[0], grid.xs[-1]
    near = across[bisect_left(across, at - _NEAR, key=_height) : bisect_right(across, at + _NEAR, key=_height)]
    return sum(max(min(rule.end, right) - max(rule.start, left), 0.0) for rule in near) < (right - left) / 2


def _height(rule: Rule) -> float:
    return rule.at


def _size(area: Area) -> float:
    return (area.right - area.left) * (area.bottom - area.top)


class _Spots:
    """Which cell of a grid a run stands in."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        columns = len(grid.xs) - 1
        self._owner = [0] * (columns * (len(grid.ys) - 1))
        for at, region in enumerate(grid.regions):
            for row in range(region.row, region.row + region.rows):
                begin = row * columns + region.column
                self._owner[begin : begin + region.columns] = [at] * region.columns

    def put(self, run: Run, held: dict[int, list[Run]]) -> None:
        """Put a run to its cell, in parts where a rule parts it."""
        xs, ys = self._grid.xs, self._grid.ys
        first = min(max(bisect_right(xs, run.left) - 1, 0), len(xs) - 2)
        row = min(max(bisect_right(ys, run.middle) - 1, 0), len(ys) - 2) * (len(xs) - 1)
        column = first
        while column < len(xs) - 2 and xs[column + 1] < run.right:
            column += 1
            parts = parted(run, xs[column]) if self._owner[row + column] != self._owner[row + column - 1] else None
            if parts:
                self._add(parts[0], row, held)
                run = parts[1]
        self._add(run, row, held)

    def _add(self, run: Run, row: int, held: dict[int, list[Run]]) -> None:
        """Put a run to the cell that holds its middle."""
        xs = self._grid.xs
        column = min(max(bisect_right(xs, (run.left + run.right) / 2) - 1, 0), len(xs) - 2)
        held.setdefault(self._owner[row + column], []).append(run)


def _chunks(line: Sequence[Run], page: int) -> Iterable[Line]:
    """The parts of a line that stand well apart."""
    parts: list[list[Run]] = [[line[0]]]
    for before, run in pairwise(line):
        if run.left - before.right > _CHUNK * max(before.tall, run.tall):
            parts.append([])
        parts[-1].append(run)
    for part in parts:
        area = Area(
            part[0].left, min(run.top for run in part), max(run.right for run in part), max(run.bottom for run in part)
        )
        tall = _em(part)
        yield Line(area, line_text(part), len(parts) == 1, page, tall)


def _em(part: Sequence[Run]) -> float:
    """The size of most of the type of a line: of its longest run with an ideograph."""
    run = max(part, key=lambda run: len(run.text) if run.em else 0)
    return run.em or run.tall
