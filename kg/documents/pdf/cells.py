"""Runs become the text of a cell or of a line: lines from top to bottom, runs from left to right, spaces as printed.

Text broken over lines is put together without a space between Chinese characters, with one between words. A number
broken over two lines is put together only where the line was full, so that its next digit had no place, and where it
has the form of one number; otherwise a space stands between, and what reads the cell sees two numbers and not one that
is printed nowhere.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kg.documents.pdf.shapes import Area, Run

_SPACED = 0.12
_APART = 0.3
_FAR = 1.2
_SAME_LINE = 0.5
_LITTLE = 2.2
_MARGIN = 6.0
"""The widest margin between a cell's side and its text, in points; word processors have 5.4."""
_SAME = 0.6
_SHORT = 5
_DIGITS = re.compile(r"[\d,.]+")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def lines(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs in lines from the top, each line from the left."""
    found: list[list[Run]] = []
    middle = tall = 0.0
    for run in sorted(runs, key=lambda run: run[1] + run[3]):
        here, height = (run[1] + run[3]) / 2, run[3] - run[1]
        if found and here - middle < _SAME_LINE * min(tall, height):
            found[-1].append(run)
        else:
            found.append([run])
            middle, tall = here, height
    for line in found:
        line.sort()
    return found


def line_text(line: Sequence[Run]) -> str:
    """The text of one line."""
    if len(line) == 1:
        return line[0].text
    text = line[0].text
    for before, run in pairwise(line):
        text += f" {run.text}" if _gap(before, run) else run.text
    return text


def _gap(before: Run, run: Run) -> bool:
    """Whether a space stands between two runs: one in the file that shows, or a gap as wide as one."""
    gap = (run.left - before.right) / max(min(before.bottom - before.top, run.bottom - run.top), 1.0)
    if before.spaced:
        return gap > _SPACED
    wide = before.text[-1] >= "\u2e80" and run.text[0] >= "\u2e80"
    return gap > (_FAR if wide else _APART)


def cell_text(runs: Sequence[Run], area: Area) -> str:
    """The text of a cell that holds ``runs`` and takes ``area``."""
    if len(runs) == 1:
        return runs[0].text
    rows = lines(runs)
    text = line_text(rows[0])
    for above, below in pairwise(rows):
        text += _break(above, below, area) + line_text(below)
    return text


def _break(above: Sequence[Run], below: Sequence[Run], area: Area) -> str:
    """What stands for the end of a line within a cell."""
    last, first = above[-1].text[-1], below[0].text[0]
    if last >= "\u2e80" or first >= "\u2e80" or last in "-/(" or first in ")%":
        return ""
    return "" if is_full(above, below, area) and not _two_numbers(line_text(above), line_text(below)) else " "


def is_full(above: Sequence[Run], below: Sequence[Run], area: Area) -> bool:
    """Whether the line ``above`` is broken within a word: the next character of ``below`` had no place in the cell.

    The margin within the cell is known where both lines keep the same one on a side; otherwise a little is allowed.
    """
    width = (below[0].right - below[0].left) / len(below[0].text)
    room = (area.right - area.left) - (above[-1].right - above[0].left)
    if room < width * _LITTLE:
        return True
    gaps = (
        (above[0].left - area.left, below[0].left - area.left),
        (area.right - above[-1].right, area.right - below[-1].right),
    )
    margins = [one for one, other in gaps if 0 <= one < _MARGIN and abs(one - other) < _SAME]
    return bool(margins) and room - 2 * min(margins) < width


def room(runs: Sequence[Run], area: Area) -> float:
    """The room that the last line of a cell leaves, its margins included, in ideographs of its type."""
    line = lines(runs)[-1]
    last = line[-1]
    width = last.em or 2 * (last.right - last.left) / len(last.text)
    return ((area.right - area.left) - (last.right - line[0].left)) / max(width, 1.0)


def _two_numbers(above: str, below: str) -> bool:
    """Whether two lines of digits do not make one number: not in its form, or too short to have needed two lines."""
    if not (_DIGITS.fullmatch(above) and _DIGITS.fullmatch(below)):
        return False
    return not _NUMBER.fullmatch(above + below) or len(above + below) < _SHORT
