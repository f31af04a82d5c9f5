"""Plain tables: columns aligned by display width, where a Chinese character is two columns wide; numbers right."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from rich.cells import cell_len

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_GAP = "  "


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A head, a rule and the rows; no line ends in blanks."""
    rows = [[_one_line(cell) for cell in row] for row in rows]
    widths = [max(cell_len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    right = [_are_numbers(row[number] for row in rows) for number in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "".join(_line(line, widths, right) for line in lines)


def comma_separated(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV as RFC 4180 and the SPARQL 1.1 results format have it: lines end in CR LF, a head always."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for cell, width, to_the_right in zip(cells, widths, right, strict=True):
        blanks = " " * (width - cell_len(cell))
        padded.append(blanks + cell if to_the_right else cell + blanks)
    return _GAP.join(padded).rstrip() + "\n"


def _are_numbers(cells: Iterable[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(_NUMBER.fullmatch(cell) for cell in filled)


def _one_line(cell: str) -> str:
    return " ".join(cell.split()) if any(ord(letter) < 32 for letter in cell) else cell
