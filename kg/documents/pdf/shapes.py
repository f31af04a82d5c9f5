"""What stands on a page before it means anything: runs of glyphs, rules and areas, in points from the top left corner.

Positions are floats here because engines give floats; they become whole tenths of a point where a cell is made.
"""

from typing import NamedTuple


class Run(NamedTuple):
    """Glyphs printed tightly one after another on one line, without a visible gap.

    ``spaced`` says that the file has a space right after it; ``em`` is the advance of its widest ideograph, 0 if it
    has none: the one size of type that fonts do not tell differently. ``starts`` and ``ends`` are the places of its
    glyphs from left to right.
    """

    left: float
    top: float
    right: float
    bottom: float
    text: str
    spaced: bool
    em: float
    starts: tuple[float, ...]
    ends: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The height of the middle of its line."""
        return (self.top + self.bottom) / 2

    @property
    def tall(self) -> float:
        """The height of its type."""
        return self.bottom - self.top


class Rule(NamedTuple):
    """A printed line: at ``at`` across its own direction, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


class Area(NamedTuple):
    """A rectangle of the page."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def around(self, other: "Area", slack: float) -> bool:
        """Whether it encloses ``other``, give or take ``slack`` points."""
        return (
            self.left <= other.left + slack
            and self.top <= other.top + slack
            and self.right >= other.right - slack
            and self.bottom >= other.bottom - slack
        )


class Sheet(NamedTuple):
    """One page as the engine gives it, turned so that most of its text is upright.

    ``turned`` is the number of clockwise quarter turns from this frame to the page as shown (almost always 0),
    ``width`` and ``height`` are those of this frame. ``across`` and ``down`` are the rules. ``pictured`` is the share
    of the page, in percent, under images with no text on them. ``hidden`` counts glyphs that show nowhere (invisible,
    in the colour of the paper, outside their clip, off the page), ``unmapped`` those that the file gives no character
    for (U+FFFD in the text); ``slanted`` are texts set at an angle over the page: watermarks.
    """

    number: int
    width: float
    height: float
    turned: int
    runs: list[Run]
    across: list[Rule]
    down: list[Rule]
    pictured: int
    hidden: int
    unmapped: int
    slanted: list[str]
