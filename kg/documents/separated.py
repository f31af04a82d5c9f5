"""Comma- and tab-separated values (RFC 4180): one table, every record a row, its line kept.

The separator is the one, of comma, tab and semicolon, that most of the first records agree on. A workbook saved as
text under its old name comes here too. Rows for title, unit and notes become paragraphs, as in a sheet.
"""

import csv
import io
from collections import Counter
from itertools import islice

from kg.documents import grid
from kg.documents.encodings import decode
from kg.documents.grid import Placed
from kg.documents.sources import Reading, Source
from kg.errors import BeyondLimit, DamagedFile

MAX_FIELD = 131_072
"""The longest field that is read, in characters: a quotation mark that is never closed makes one of the whole file."""
_SAMPLE = 50


def read(source: Source) -> Reading:
    """The table in ``source``. Raises ``UndecodableText``, ``DamagedFile`` or ``BeyondLimit``."""
    text, charset = decode(source.content, source.place, source.charset)
    records = _records(text, source.place)
    kept = [(line, record) for line, record in records if any(field.strip() for field in record)]
    cells = (
        Placed(at, column, field.replace("\r\n", "\n").strip())
        for at, (_, record) in enumerate(kept)
        for column, field in enumerate(record)
    )
    table = grid.rows(cells, source.place, lines=[line for line, _ in kept])
    return Reading(grid.blocks(grid.items(table)), charset=charset)


def _records(text: str, place: str) -> list[tuple[int, list[str]]]:
    """Each record with the line it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for record in reader:
            records.append((line, record))
            line = reader.line_num + 1
            if len(records) > grid.MAX_CELLS:
                raise BeyondLimit(
                    f"more than {grid.MAX_CELLS:,} records.", place=place, advice="Give its parts one by one."
                )
    except csv.Error as error:
        raise DamagedFile(
            f"the record in line {line} cannot be read ({error}).",
            place=place,
            advice="Close its quotation marks (RFC 4180).",
        ) from error
    return records


def _separator(text: str) -> str:
    """The separator whose count per record is the same, and not zero, in most of the first records."""

    def agreement(separator: str) -> tuple[int, int]:
        sample = csv.reader(io.StringIO(text[: MAX_FIELD * 4], newline=""), delimiter=separator)
        counts: Counter[int] = Counter()
        try:
            counts.update(len(record) for record in islice(sample, _SAMPLE))
        except csv.Error:
            return 0, 0
        (width, times), *_ = [item for item in counts.most_common() if item[0] > 1] or [(0, 0)]
        return times, width

    return max(",\t;", key=agreement)
