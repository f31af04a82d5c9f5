"""Which stock is meant where what is counted, its sort, threshold and mode come together: a look into ``body.yml``."""

from kg.extract.bodyfacts.counted import Counted
from kg.extract.bodyfacts.labels import Sets
from kg.extract.bodyfacts.words import BodyWords, Kind


def resolved(words: BodyWords, sets: Sets, counted: Counted, mode: str | None) -> Kind | None:
    """The kind of a number, or ``None`` where no kind of the lists is all of this."""
    asked = None if mode == "held" and sets.get("thing") != "posts" else mode
    for kind in words.kinds:
        if (
            kind.thing == sets.get("thing")
            and kind.sort == sets.get("sort", "")
            and kind.threshold == sets.get("threshold", "")
            and kind.mode == asked
            and set(kind.counts) & set(counted.measure.counts)
        ):
            return kind
    return None
