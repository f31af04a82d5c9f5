"""Tables without rules down the page, where the text itself stands in columns.

Taken for a table only where it is safe: three lines or more one below another, all parted into the same columns by
gutters that no text crosses, with numbers in one of them. Everything else stays lines of text. Where rules run across
the page, lines between two of them that share no column of numbers are one row.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.documents.pdf.cells import cell_text, line_text, lines
from kg.documents.pdf.grid import Grid, Region
from kg.documents.pdf.shapes import Area, Rule, Run, Sheet

Loose = tuple[Grid, tuple[str, ...]]
Line = list[list[Run]]
Row = list[Line]

_GUTTER = 1.2
_FAR_BELOW = 3.5
_FEWEST = 3
_HEADERS = 4
_NUMBERS = 0.5
_OFF = 4.0
NUMBER = re.compile(r"[-—+]?\(?[\d０-９][\d０-９,，.． ]*\)?[%％]?|[-—]")
"""What reads as an amount, or as none of it."""
_LEADERS = re.compile(r"[.．…·]{4,}")
_LABEL = re.compile(r"[:：]")


def aligned(runs: Sequence[Run], sheet: Sheet) -> tuple[list[Loose], list[Run]]:
    """The tables that ``runs`` make on ``sheet``, and the runs that stand in none."""
    found: list[Loose] = []
    taken: set[int] = set()
    for block in _blocks([_parts(line) for line in lines(runs)]):
        for start in range(min(_HEADERS, len(block))):
            columns = _columns(block[start:], sheet.across)
            if columns:
                found.append(_table(block[start:], columns, sheet.across))
                taken.update(id(run) for line in block[start:] for part in line for run in part)
                break
    return found, [run for run in runs if id(run) not in taken]


def _parts(line: Sequence[Run]) -> Line:
    parts = [[line[0]]]
    for before, run in pairwise(line):
        if run.left - before.right > _GUTTER * max(before.tall, run.tall):
            parts.append([])
        parts[-1].append(run)
    return parts


def _blocks(found: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines one below another that have parts, without the labelled lines (a unit, a body) that lead them."""
    block: list[Line] = []
    for line in found:
        near = not block or _top(line) - _bottom(block[-1]) < _FAR_BELOW * line[0][0].tall
        if near and (len(line) > 1 or (block and _within(line, block))) and not _leads(line, block):
            block.append(line)
            continue
        if block:
            yield block
        block = [line] if len(line) > 1 and not _leads(line, []) else []
    if block:
        yield block


def _within(line: Line, block: Sequence[Line]) -> bool:
    """Whether a line of one part is a row of a table whose other cells are blank: it keeps to one column."""
    before = block[-1]
    left, right = line[0][0].left, line[0][-1].right
    return sum(1 for part in before if part[0].left < right and left < part[-1].right) == 1


def _leads(line: Line, block: Sequence[Line]) -> bool:
    texts = [line_text(part) for part in line]
    return any(_LEADERS.search(text) for text in texts) or (not block and any(_LABEL.search(text) for text in texts))


def _columns(block: Sequence[Line], across: Sequence[Rule]) -> list[tuple[float, float]]:
    """The columns (from, to) that all lines of a block keep to; none where it is no table."""
    fewest = _FEWEST - 1 if _ruled(block, across) else _FEWEST
    if sum(len(line) > 1 for line in block) < fewest:
        return []
    spans = sorted((part[0].left, part[-1].right) for line in block for part in line)
    columns = [spans[0]]
    for left, right in spans[1:]:
        if left <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    if len(columns) < 2 or any(len({_at(part, columns) for part in line}) < len(line) for line in block):
        return []
    return columns if _has_numbers(block, columns, fewest) else []


def _ruled(block: Sequence[Line], across: Sequence[Rule]) -> bool:
    """Whether rules run above and below a block."""
    top, bottom, middle = _top(block[0]), _bottom(block[-1]), block[0][0][0].left
    near = [rule.at for rule in across if rule.start <= middle <= rule.end]
    tall = block[0][0][0].tall
    return any(0 <= top - at < 2 * tall for at in near) and any(0 <= at - bottom < 2 * tall for at in near)


def _at(part: Sequence[Run], columns: Sequence[tuple[float, float]]) -> int:
    return next(at for at, (left, right) in enumerate(columns) if left <= part[0].left <= right)


def _has_numbers(block: Sequence[Line], columns: Sequence[tuple[float, float]], fewest: int) -> bool:
    """Whether a column after the first holds numbers that stand in line, and no page numbers of a list of contents."""
    for column in range(1, len(columns)):
        parts = [part for line in block if len(line) > 1 for part in line if _at(part, columns) == column]
        numbers = [part for part in parts if NUMBER.fullmatch(line_text(part))]
        if len(numbers) < max(_NUMBERS * len(parts), fewest) or not _in_line(numbers):
            continue
        texts = [line_text(part) for part in numbers]
        counting = all(text.isdecimal() and len(text) <= 3 for text in texts)
        if len(columns) > 2 or not counting or any(int(one) > int(two) for one, two in pairwise(texts)):
            return True
    return False


def _in_line(parts: Sequence[Sequence[Run]]) -> bool:
    """Whether parts begin, end or are centred at one place."""
    lefts, rights = [part[0].left for part in parts], [part[-1].right for part in parts]
    centres = [(left + right) / 2 for left, right in zip(lefts, rights, strict=True)]
    return min(max(places) - min(places) for places in (lefts, rights, centres)) < _OFF


def _table(block: Sequence[Line], columns: Sequence[tuple[float, float]], across: Sequence[Rule]) -> Loose:
    rows = _rows(block, columns, across)
    ys = [min(_top(line) for line in rows[0])]
    ys.extend((max(map(_bottom, one)) + min(map(_top, two))) / 2 for one, two in pairwise(rows))
    ys.append(max(_bottom(line) for line in rows[-1]))
    xs = [columns[0][0], *((one[1] + two[0]) / 2 for one, two in pairwise(columns)), columns[-1][1]]
    texts = []
    for at, row in enumerate(rows):
        for column in range(len(columns)):
            held = [run for line in row for part in line if _at(part, columns) == column for run in part]
            area = Area(xs[column], ys[at], xs[column + 1], ys[at + 1])
            texts.append(cell_text(held, area) if held else "")
    regions = tuple(Region(row, column, 1, 1) for row in range(len(rows)) for column in range(len(columns)))
    return Grid(tuple(ys), tuple(xs), regions), tuple(texts)


def _rows(block: Sequence[Line], columns: Sequence[tuple[float, float]], across: Sequence[Rule]) -> list[Row]:
    """Each line a row; between rules, lines that share no column of numbers are one row."""
    rules = sorted(rule.at for rule in across if rule.start <= columns[0][1] and rule.end >= columns[-1][0])
    rows: list[Row] = []
    for line in block:
        if rows and _one_row(rows[-1], line, columns, rules):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _one_row(row: Row, line: Line, columns: Sequence[tuple[float, float]], rules: Sequence[float]) -> bool:
    low, high = _top(row[0]), _bottom(line)
    above, below = any(at < low for at in rules), any(at > high for at in rules)
    if not (above and below) or any(low < at < high for at in rules):
        return False
    numbers = {_at(part, columns) for one in row for part in one if NUMBER.fullmatch(line_text(part))}
    return not any(_at(part, columns) in numbers for part in line if NUMBER.fullmatch(line_text(part)))


def _top(line: Line) -> float:
    return min(run.top for part in line for run in part)


def _bottom(line: Line) -> float:
    return max(run.bottom for part in line for run in part)
