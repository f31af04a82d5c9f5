"""The words of ``mappings/forms/beside.yml``: how headers say that a column compares amounts."""

from kg.extract.described import Described, Pattern
from kg.model import Item, Phase


class LeftOut(Described):
    """Words of a header that leave a part of the money out, and the item that the rest of it is."""

    match: Pattern
    item: Item


class BesideWords(Described):
    """Words of header cells, folded; ``neutral`` and ``completion`` have to match a whole cell, the others a part.

    A completion is an amount of one of the phases ``executed`` against that of a phase ``budgeted``, the first printed.
    """

    compares: Pattern
    percent: Pattern
    rising: Pattern
    neutral: Pattern
    left_out: tuple[LeftOut, ...]
    completion: Pattern
    executed: tuple[Phase, ...]
    budgeted: tuple[Phase, ...]
