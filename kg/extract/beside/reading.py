"""All that stands beside the amounts of a document's tables, in one place.

Only numbers are looked at that became no amount, and each that is understood leaves the refusals of its table: as a
fact, or as a label where it only says how many of a thing its row is about. No cell is counted twice.
"""

from collections.abc import Sequence
from typing import NamedTuple

from kg.extract.beside.changes import REASONS, ChangeReader
from kg.extract.beside.rates import RateReader
from kg.extract.context import Surroundings
from kg.extract.forms import Family, Forms
from kg.extract.layout import layout
from kg.extract.mending import mended
from kg.extract.readings import Reading, with_facts, with_labels, with_reasons
from kg.model import Change, CompletionRate, Disclosure, Place, Printed

_COUNT = "count"


class Beside(NamedTuple):
    """What stands beside amounts; ``readings`` are the tables without what was read of them here."""

    readings: tuple[Reading, ...]
    changes: tuple[Change, ...]
    rates: tuple[CompletionRate, ...]


def beside(around: Sequence[Surroundings], readings: Sequence[Reading], disclosure: Disclosure, forms: Forms) -> Beside:
    """What stands beside the amounts of tables; ``around`` and ``readings`` are those of one document in order."""
    families = {family.id: family for family in forms.families}
    left: list[Reading] = []
    changes: list[Change] = []
    rates: list[CompletionRate] = []
    for found, reading in zip(around, readings, strict=True):
        family = families.get(reading.table.family)
        if family is None or not any(one.reason in {*REASONS, _COUNT} for one in reading.refusals):
            left.append(reading)
            continue
        rest, told = _changes(reading, found, family, disclosure, forms)
        changes += told
        found_rates = RateReader(found.table, forms.beside).read(rest)
        rates += found_rates
        left.append(_counted(with_facts(rest, {rate.place for rate in found_rates}), family))
    return Beside(tuple(left), tuple(changes), tuple(rates))


def _changes(
    reading: Reading, around: Surroundings, family: Family, disclosure: Disclosure, forms: Forms
) -> tuple[Reading, tuple[Change, ...]]:
    if family.performance or not family.read:
        return reading, ()
    table = mended(around.table, forms)
    shape = layout(table, family, forms, disclosure.kind)
    told = ChangeReader(reading, table, shape.heads, forms.beside).read()
    places: set[Printed] = set(told.places)
    return with_reasons(with_facts(reading, places), told.reasons), told.changes


def _counted(reading: Reading, family: Family) -> Reading:
    """In a list of things bought the number of each names, with its model and kind, what its amount is of."""
    if not any(column.role == "detail" for column in family.columns):
        return reading
    rows = {claim.place.row for claim in reading.claims}
    places: set[Printed] = {
        one.place
        for one in reading.refusals
        if one.reason == _COUNT and isinstance(one.place, Place) and one.place.row in rows
    }
    return with_labels(reading, places)
