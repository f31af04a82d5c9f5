"""When, where and for how many a meeting or training is, beside its money in the tables of meetings and trainings.

A number of persons read here leaves the refusals of its table: each cell is counted once.
"""

import re

from kg.codebooks import plain
from kg.extract.bodyfacts.words import BodyWords
from kg.extract.readings import Reading, with_facts
from kg.model import Detail, EventKey, EventProfile, Place, Printed, Table


def events(reading: Reading, table: Table, words: BodyWords) -> tuple[Reading, tuple[EventProfile, ...]]:
    """The profiles of the events whose money ``reading`` has claimed, and the reading with their cells as facts."""
    keys = {claim.place.row: claim.key for claim in reading.claims if isinstance(claim.key, EventKey)}
    columns = _columns(table, min(keys, default=1), words)
    found: list[EventProfile] = []
    for row in table.rows:
        key = keys.get(row.number)
        if key is None:
            continue
        details = tuple(
            Detail.model_validate({"kind": columns[cell.number], "text": text, "place": place})
            for cell in row.cells
            if cell.number in columns and (text := re.sub(r"\s+", "", cell.text))
            for place in [Place(table=table.number, row=row.number, cell=cell.number, line=row.line, page=row.page)]
        )
        if details:
            place = next(claim.place for claim in reading.claims if claim.place.row == row.number)
            found.append(
                EventProfile(
                    agency=key.agency, event=key.event, item=key.item, year=key.year, details=details, place=place
                )
            )
    told: set[Printed] = {detail.place for profile in found for detail in profile.details}
    return with_facts(reading, told), tuple(found)


def _columns(table: Table, first: int, words: BodyWords) -> dict[int, str]:
    """The columns above the first event that say something of it, by the words of their header."""
    found: dict[int, str] = {}
    for row in table.rows[: first - 1]:
        for cell in row.cells:
            detail = next((one.detail for one in words.event_columns if re.fullmatch(one.match, plain(cell.text))), "")
            if detail:
                found[cell.number] = detail
    return found
