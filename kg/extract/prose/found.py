"""What the reading of a passage finds before the document as a whole tells which of open meanings holds."""

from typing import NamedTuple

from kg.extract.prose.amounts import Money
from kg.extract.prose.texts import Folded
from kg.model import Direction, FigureKey, Span

Choice = tuple[FigureKey, ...]
"""The keys that one fact may have, the likeliest first; one of them where nothing is open."""


class Stated(NamedTuple):
    """A printed amount that states one fact or several (收、支), each with its choice of keys.

    ``whole`` is the amount that it is printed as a part of, where one is; ``project`` its key where its label, a
    name of the codebooks, may be a project's.
    """

    text: Folded
    money: Money
    facts: tuple[Choice, ...]
    label: str = ""
    whole: Money | None = None
    project: FigureKey | None = None

    @property
    def place(self) -> Span:
        """Where the number is printed."""
        return self.text.span(self.money.start, self.money.end)


class Turned(NamedTuple):
    """A change as printed: what may have changed, by how much, against what, and why.

    ``figures`` are the amounts it may be about, the likeliest first, each with the facts it states. ``money`` is
    ``None`` where only a percentage or 持平 is printed; then ``start`` and ``end`` are its characters.
    """

    text: Folded
    start: int
    end: int
    figures: tuple["Figure", ...]
    direction: Direction
    money: Money | None = None
    percent: str = ""
    base_year: int | None = None
    base_phase: str = ""
    reason: str = ""
    sure: bool = True


class Figure(NamedTuple):
    """Facts that words before a change name, and the amount printed with them, where one is."""

    facts: tuple[Choice, ...]
    money: Money | None = None


class Unread(NamedTuple):
    """An amount that is refused, or nobody's: ``reason`` is the code, ``classed`` where it is nobody's.

    ``project`` is its key where it may be a project's, one of those that ``whole`` adds up; ``part`` its name as
    printed where it may be a part of the project whose amount is ``of``.
    """

    text: Folded
    money: Money
    reason: str
    classed: bool = False
    label: str = ""
    whole: Money | None = None
    project: FigureKey | None = None
    part: str = ""
    of: Money | None = None


Found = Stated | Turned | Unread
