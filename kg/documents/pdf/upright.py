"""Which way a page's text is set: the turn that shows most of it upright, and what is set otherwise."""

import math
from collections import Counter
from collections.abc import Mapping

QUARTER = math.pi / 2
SLANT = 0.06
"""A direction off a quarter turn by more than this, in radians, is slanted."""


def turns(angles: Mapping[int, float]) -> int:
    """The clockwise quarter turns after which most glyphs are upright, by their directions against the clock."""
    return Counter(round(angle / QUARTER) % 4 for angle in angles.values()).most_common(1)[0][0]


def aslant(angles: Mapping[int, float], turned: int) -> tuple[set[int], set[int]]:
    """The glyphs set sideways to most others, and among these those set at an angle."""
    sideways, slanted = set(), set()
    for at, angle in angles.items():
        quarter = round(angle / QUARTER)
        if abs(angle - quarter * QUARTER) > SLANT:
            slanted.add(at)
            sideways.add(at)
        elif quarter % 4 != turned:
            sideways.add(at)
    return sideways, slanted
