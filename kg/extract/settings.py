"""What a word of a form or of a sentence says of a figure: the dimensions that it sets."""

from typing import Literal

from kg.extract.described import Described
from kg.model import Flow, Fund, Item, Nature, Origin, Phase


class Settings(Described):
    """Dimensions that a word sets; what is ``None`` it leaves open. ``year`` is this document's or the previous."""

    flow: Flow | None = None
    phase: Phase | None = None
    fund: Fund | None = None
    nature: Nature | None = None
    origin: Origin | None = None
    item: Item | None = None
    year: Literal["previous"] | None = None

    def given(self) -> dict[str, str]:
        """The dimensions set."""
        return {name: value for name, value in self if value is not None}


NOTHING = Settings()
