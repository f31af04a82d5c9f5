"""Rules become grids: which rules belong together, which columns and rows they make, which of their cells are one.

A side that no rule closes (forms are often printed without their outer rules, or cut by the end of the page) is
closed by the farthest rule that runs toward it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from kg.documents.pdf.shapes import Area, Rule

_TOUCH = 3.5
_SAME = 3.0
_SLIPPED = 6.0
_MOST = 0.5
_OPEN = 6.0


class Region(NamedTuple):
    """A cell of a grid: where it begins (from 0), and how many rows and columns it takes."""

    row: int
    column: int
    rows: int
    columns: int


class Grid(NamedTuple):
    """The heights of its row rules, the places of its column rules, and its cells, from the top left."""

    ys: tuple[float, ...]
    xs: tuple[float, ...]
    regions: tuple[Region, ...]

    @property
    def area(self) -> Area:
        """All of it."""
        return Area(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def box(self, region: Region) -> Area:
        """Where a cell stands."""
        return Area(
            self.xs[region.column],
            self.ys[region.row],
            self.xs[region.column + region.columns],
            self.ys[region.row + region.rows],
        )


def grids(across: Sequence[Rule], down: Sequence[Rule]) -> list[Grid]:
    """The grids of a page, those that have at least two cells."""
    found = (_grid(*part) for part in _connected(across, down))
    return [grid for grid in found if grid is not None and len(grid.regions) > 1]


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that touch, in groups; a rule that nothing touches is left out. Rules come in the order of their places."""
    parent = list(range(len(across) + len(down)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    heights = [rule.at for rule in across]
    for index, (x, y0, y1) in enumerate(down, len(across)):
        for other in range(bisect_left(heights, y0 - _TOUCH), bisect_right(heights, y1 + _TOUCH)):
            if across[other].start - _TOUCH <= x <= across[other].end + _TOUCH:
                parent[root(other)] = root(index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(parent)):
        group = groups.setdefault(root(index), ([], []))
        (group[0] if index < len(across) else group[1]).append(
            across[index] if index < len(across) else down[index - len(across)]
        )
    found = [group for group in groups.values() if group[0] and group[1]]
    for alone in (group[1][0] for group in groups.values() if not group[0]):
        _go_along(alone, found)
    return found


def _go_along(alone: Rule, groups: list[tuple[list[Rule], list[Rule]]]) -> None:
    """Add a column rule that no row rule touches to the table beside it, if it is as tall as the table.

    The end of a page cuts a tall row at both of its ends.
    """
    for _, down in groups:
        top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
        if abs(alone.start - top) < _SLIPPED and abs(alone.end - bottom) < _SLIPPED:
            down.append(alone)
            return


def _grid(across: Sequence[Rule], down: Sequence[Rule]) -> Grid | None:
    ys = _places(across, [end for rule in down for end in (rule.start, rule.end)])
    xs = _places(down, [end for rule in across for end in (rule.start, rule.end)])
    if len(ys) < 2 or len(xs) < 2:
        return None
    return Grid(tuple(ys), tuple(xs), tuple(_regions(ys, xs, across, down)))


def _places(rules: Sequence[Rule], ends: Sequence[float]) -> list[float]:
    """Where rules stand, one place for those that are one rule drawn a little off; closed at open sides."""
    found: list[list[Rule]] = []
    for rule in sorted(rules):
        if found and _one(found[-1], rule):
            found[-1].append(rule)
        else:
            found.append([rule])
    places = [
        sum(rule.at * (rule.end - rule.start) for rule in group) / sum(rule.end - rule.start for rule in group)
        for group in found
    ]
    if min(ends) < places[0] - _OPEN:
        places.insert(0, min(ends))
    if max(ends) > places[-1] + _OPEN:
        places.append(max(ends))
    return places


def _one(group: Sequence[Rule], rule: Rule) -> bool:
    """Whether a rule is the same border as a group of rules: very near, or near and going on where they end."""
    off = rule.at - group[0].at
    return off <= _SAME or (
        off <= _SLIPPED and all(rule.start >= other.end - _SAME or rule.end <= other.start + _SAME for other in group)
    )


def _regions(ys: Sequence[float], xs: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]) -> list[Region]:
    """The cells: where no rule divides two places of the grid these are one cell."""
    rows, columns = len(ys) - 1, len(xs) - 1
    places = _Places(_divided(xs, ys, down), _divided(ys, xs, across), [[False] * columns for _ in range(rows)])
    return [
        places.take(row, column) for row in range(rows) for column in range(columns) if not places.taken[row][column]
    ]


class _Places(NamedTuple):
    """The places of a grid: which have a rule on their left side, which above, and which are in a cell already."""

    left: list[list[bool]]
    above: list[list[bool]]
    taken: list[list[bool]]

    def take(self, row: int, column: int) -> Region:
        """The cell that begins here, as wide and then as tall as no rule ends it."""
        rows, columns = len(self.taken), len(self.taken[0])
        wide = 1
        while column + wide < columns and not self.left[column + wide][row] and not self.taken[row][column + wide]:
            wide += 1
        tall = 1
        while row + tall < rows and self._goes_on(row + tall, column, wide):
            tall += 1
        for one in range(row, row + tall):
            self.taken[one][column : column + wide] = [True] * wide
        return Region(row, column, tall, wide)

    def _goes_on(self, row: int, column: int, wide: int) -> bool:
        """Whether a cell goes on into ``row``: no rule above it, none inside it."""
        return not (
            any(self.above[row][column : column + wide])
            or any(self.left[one][row] for one in range(column + 1, column + wide))
            or any(self.taken[row][column : column + wide])
        )


def _divided(places: Sequence[float], steps: Sequence[float], rules: Sequence[Rule]) -> list[list[bool]]:
    """For each place, whether a rule runs there along each step of the other direction."""
    found = [[False] * (len(steps) - 1) for _ in places]
    for at, start, end in rules:
        place = min(range(len(places)), key=lambda one: abs(places[one] - at))
        for step in range(len(steps) - 1):
            low, high = steps[step], steps[step + 1]
            if min(end, high) - max(start, low) > _MOST * (high - low):
                found[place][step] = True
    return found
