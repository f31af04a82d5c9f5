"""Drawn shapes become rules: lines, thin rectangles, the sides of frames, dashes."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.documents.pdf.plane import Quad
from kg.documents.pdf.shapes import Area, Rule

THIN = 3.2
"""A shape not thicker than this, in points, is a rule."""
_STRAIGHT = 0.8
_SHORTEST = 4.0
_GAP = 4.0
_BESIDE = 3.0
_SLIPPED = 6.0


class Shape(NamedTuple):
    """A rule-like or filled shape in the upright frame; ``light`` says that it has the colour of paper."""

    box: Quad
    light: bool


def straight(x0: float, y0: float, x1: float, y1: float) -> bool:
    """Whether a drawn line runs along one of the two directions of the page."""
    return abs(x1 - x0) <= _STRAIGHT or abs(y1 - y0) <= _STRAIGHT


def rules_of(shapes: Iterable[Shape], tinted: Sequence[Area]) -> tuple[list[Rule], list[Rule]]:
    """The rules across and down the page. A light shape is one only where it is seen: on a tinted area."""
    across: list[Rule] = []
    down: list[Rule] = []
    for (x0, y0, x1, y1), light in shapes:
        wide, tall = x1 - x0, y1 - y0
        if light and not any(area.holds((x0 + x1) / 2, (y0 + y1) / 2) for area in tinted):
            continue
        if tall <= THIN and (wide > tall or wide <= THIN):
            across.append(Rule((y0 + y1) / 2, x0, x1))
        if wide <= THIN and (tall > wide or tall <= THIN):
            down.append(Rule((x0 + x1) / 2, y0, y1))
    return _merged(across), _merged(down)


def _merged(rules: list[Rule]) -> list[Rule]:
    """Rules on one line joined over small breaks (dashes); doubled ones as one."""
    found: list[Rule] = []
    for group in _beside(sorted(rules)):
        found.extend(rule for rule in _joined(group) if rule.end - rule.start >= _SHORTEST)
    return sorted(found)


def _beside(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Groups of rules at nearly one place."""
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[0].at > _BESIDE:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _joined(group: Sequence[Rule]) -> Iterator[Rule]:
    at = sum(rule.at for rule in group) / len(group)
    start = end = None
    for rule in sorted(group, key=lambda rule: rule.start):
        if start is None or end is None or rule.start - end > _GAP:
            if start is not None and end is not None:
                yield Rule(at, start, end)
            start, end = rule.start, rule.end
        else:
            end = max(end, rule.end)
    if start is not None and end is not None:
        yield Rule(at, start, end)
