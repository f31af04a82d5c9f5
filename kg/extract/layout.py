"""The shape of a table: which rows are its header, what each column is, and which columns belong together."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.codebooks import plain, unnumbered
from kg.extract.forms import LABEL_ROLES, SILENT_ROLES, Column, Family, Forms, Role, Side
from kg.extract.headers import HeaderWords
from kg.extract.numbers import bare_number
from kg.extract.settings import NOTHING, Settings
from kg.model import Flow, Kind, Table

_CODE = re.compile(r"[1235]\d{2}(?:\d{2}){0,3}")
_PART = re.compile(r"\d{2}")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十\d]+[)）]|\d+、|[①-⑳])")
_NAMED = re.compile(rf"{_ORDINAL.pattern}|[\[(]?{_CODE.pattern}[\])]?-?[^\W\d]")
"""How a label begins that has digits: an ordinal, or a code before its name."""
_LINE = re.compile(r"^(?!其中)[^:]{2,8}:.")
_TOTALS = frozenset({"合计", "总计", "总合计", "部门合计"})


class Head(NamedTuple):
    """A column: its number from 1, its header path from the top, its role, and what its header sets."""

    number: int
    path: tuple[str, ...]
    role: Role
    scheme: str | None
    side: Side | None
    settings: tuple[Settings, ...]
    known: bool
    refuse: str = ""


class Part(NamedTuple):
    """Columns side by side that share their row labels."""

    labels: tuple[Head, ...]
    amounts: tuple[Head, ...]
    side: Side | None


class Layout(NamedTuple):
    """How a table is laid out; ``header`` and ``numbering`` are the numbers of the rows that hold no data."""

    header: frozenset[int]
    numbering: frozenset[int]
    heads: tuple[Head, ...]
    parts: tuple[Part, ...]


def layout(table: Table, family: Family, forms: Forms, kind: Kind | None = None) -> Layout:
    """The layout of ``table`` as a form of ``family`` in a document of ``kind``."""
    grid = [tuple(cell.text for cell in row.cells) for row in table.rows]
    words = HeaderWords(forms, family, kind)
    depth = _depth(grid, words, forms)
    numbering = {at + 1 for at, row in enumerate(grid) if at <= depth + 1 and _is_numbering(row, forms)}
    above = [at for at in range(depth) if at + 1 not in numbering or _labels_beside(grid[at], words)]
    rows = [_labels_beside(grid[at], words) or grid[at] for at in above]
    spanned = _spanned(table)
    if spanned:
        paths = _columns([_labels_beside(spanned[at], words) or spanned[at] for at in above], table.width)
    else:
        paths = _halved(_paths(rows, table.width), words)
    silent = _silent(paths, spanned=spanned is not None)
    heads = tuple(_head(number, path, words, family, silent) for number, path in enumerate(paths, 1))
    top = {tuple(plain(text) for text in row) for row in rows}
    header = set(range(1, depth + 1)) - numbering
    again = {at + 1 for at, row in enumerate(grid) if tuple(plain(text) for text in row) in top and any(row)}
    body = [row for at, row in enumerate(grid) if at >= depth and at + 1 not in again]
    heads = tuple(_unless_text(head, body) for head in heads)
    heads = _sided(_unheaded(_in_parts(heads, body), body), family)
    numbering |= {
        at + 1 for at, row in enumerate(grid) if at + 1 not in header and _is_numbering(row, forms, strict=True)
    }
    parts = _halves(_parts(heads), body, forms) if family.rows == "summary" else _parts(heads)
    return Layout(frozenset(header | again), frozenset(numbering), heads, parts)


def _depth(grid: list[tuple[str, ...]], words: HeaderWords, forms: Forms) -> int:
    """The number of rows before the first row of data."""
    labelled: set[int] = set()
    for at, row in enumerate(grid):
        if not _is_numbering(row, forms) and (_is_data(row) or _labels_only(row, labelled, words)):
            return at
        labelled |= {number for number, text in enumerate(row) if (word := words.of(text)) and word.role in LABEL_ROLES}
    return len(grid)


def _labels_only(row: tuple[str, ...], labelled: set[int], words: HeaderWords) -> bool:
    """A row that prints only labels, below a header that says they are: its amounts are blank."""
    filled = {number for number, text in enumerate(row) if text}
    return (
        bool(filled)
        and filled <= labelled
        and not any((word := words.of(row[number])) and word.role for number in filled)
    )


def _is_data(row: tuple[str, ...]) -> bool:
    filled = [plain(text) for text in row if text]
    if any(bare_number(text) for text in filled):
        return True
    first = filled[0] if filled else ""
    return bool(_ORDINAL.match(first)) or (len(filled) == 1 and first in _TOTALS)


def _is_numbering(row: tuple[str, ...], forms: Forms, *, strict: bool = False) -> bool:
    """A row of column numbers: 1 2 3 …, beside nothing but marks like 栏次 or **."""
    filled = [plain(text) for text in row if text]
    parts = [text for text in filled if re.fullmatch(forms.code_parts, text)]
    filled = filled if len(parts) == len(filled) else [text for text in filled if text not in parts]
    marks = [text for text in filled if re.fullmatch(forms.numbering, text)]
    numbers = [text.split("=")[0] for text in filled if re.fullmatch(r"\d+(?:=[\d+\-]+)?", text)]
    if len(marks) + len(numbers) != len(filled) or not (numbers or len(marks) > 1):
        return False
    if not numbers:
        return True
    counted = [int(text) for text in numbers]
    runs = counted == list(range(counted[0], counted[0] + len(counted))) and counted[0] in (1, 2)
    return runs and (bool(marks) or (len(numbers) >= 2 and not strict) or len(numbers) >= 4)


def _labels_beside(row: tuple[str, ...], words: HeaderWords) -> tuple[str, ...]:
    """The parts of a code (类, 款, 项) that stand before the numbers of the columns; empty where there are none."""
    labels = tuple(text if (word := words.of(text)) and word.role == "code-part" else "" for text in row)
    return labels if any(labels) and any(bare_number(plain(text)) for text in row) else ()


def _spanned(table: Table) -> list[tuple[str, ...]] | None:
    """The grid with the text of merged cells in every place they take; ``None`` where the format knows no spans."""
    if not any(cell.covered for row in table.rows for cell in row.cells):
        return None
    grid = [[cell.text for cell in row.cells] + [""] * (table.width - len(row.cells)) for row in table.rows]
    for at, row in enumerate(table.rows):
        for cell in (cell for cell in row.cells if not cell.covered):
            for down in range(at, min(at + cell.rows, len(grid))):
                for over in range(cell.number - 1, min(cell.number - 1 + cell.columns, table.width)):
                    grid[down][over] = cell.text
    return [tuple(row) for row in grid]


def _columns(rows: list[tuple[str, ...]], width: int) -> list[tuple[str, ...]]:
    """The header path of each column where every span is known."""
    texts = [[re.sub(r"\s+", "", row[number]) for row in rows] for number in range(width)]
    return [tuple(dict.fromkeys(text for text in column if text)) for column in texts]


def _sided(heads: tuple[Head, ...], family: Family) -> tuple[Head, ...]:
    """A half for income is one only beside another for expenditure; 财政拨款收入 alone is a source."""
    if family.rows == "summary" or {head.side for head in heads} >= {"income", "expenditure"}:
        return heads
    return tuple(head._replace(side=None) for head in heads)


def _paths(rows: list[tuple[str, ...]], width: int) -> list[tuple[str, ...]]:
    """The header path of each column: blanks take the text to their left, within the span of the row above."""
    filled: list[list[str]] = []
    for at, row in enumerate(rows):
        cells = [re.sub(r"\s+", "", text) for text in row] + [""] * (width - len(row))
        if at == len(rows) - 1:
            filled.append(cells)
            break
        spread = list(cells)
        for number in range(1, width):
            bounded = any(above[number] for above in _printed(rows[:at], width))
            if not spread[number] and not bounded and any(below[number] for below in _printed(rows[at + 1 :], width)):
                spread[number] = spread[number - 1]
        filled.append(spread)
    paths = []
    for number in range(width):
        path = dict.fromkeys(cells[number] for cells in filled if cells[number])
        paths.append(tuple(path))
    return paths


def _printed(rows: list[tuple[str, ...]], width: int) -> list[list[str]]:
    return [[text.strip() for text in row] + [""] * (width - len(row)) for row in rows]


def _halved(paths: list[tuple[str, ...]], words: HeaderWords) -> list[tuple[str, ...]]:
    """Where the leaf headers repeat as two equal halves, give each half its own upper header in order.

    Character recognition shifts a header that spans columns; the repetition says where it belongs.
    """
    leaves = [path[-1] if path else "" for path in paths]
    named = [number for number, leaf in enumerate(leaves) if leaf]
    size = len(named) // 2
    if (
        size < 2
        or len(named) % 2
        or any(plain(leaves[a]) != plain(leaves[b]) for a, b in zip(named[:size], named[size:], strict=True))
    ):
        return paths
    tops = list(dict.fromkeys(path[0] for path in paths if len(path) > 1 and _sets_phase(path[0], words)))
    if len(tops) != 2:
        return paths
    halved = list(paths)
    for at, number in enumerate(named):
        halved[number] = (tops[at // size], leaves[number])
    return halved


def _sets_phase(text: str, words: HeaderWords) -> bool:
    found = words.of(text)
    return found is not None and (found.set.phase is not None or found.set.year is not None)


def _silent(paths: list[tuple[str, ...]], *, spanned: bool) -> frozenset[str]:
    """The headers that tell no column from another: those over every column, and lines like 单位名称：….

    Where a format knows of no merged cells, what stands above a column is a guess and may stand beside it: there no
    header above a column has to be known.
    """
    texts = {text for path in paths for text in path}
    everywhere = {text for text in texts if all(text in path for path in paths)}
    return frozenset(everywhere | {text for text in texts if _LINE.match(plain(text)) or not spanned})


def _head(number: int, path: tuple[str, ...], words: HeaderWords, family: Family, silent: frozenset[str]) -> Head:
    """The column of a header path; the headers above it have to be known, but those that are ``silent``."""
    found = [(text, words.of(text)) for text in path]
    leaf = found[-1][1] if found else None
    role = _role([word for _, word in found], family) if path else "note"
    shown = path if role != "amount" else tuple(text for text, word in found if not (word and word.role in LABEL_ROLES))
    settings = _settings([word for _, word in found if word is not None])
    understood = all(word is not None or text in silent for text, word in found[:-1])
    return Head(
        number=number,
        path=shown,
        role=role,
        scheme=next((word.scheme for _, word in reversed(found) if word and word.scheme), None),
        side=next((word.side for _, word in found if word and word.side), None),
        settings=settings,
        known=(leaf is not None or bool(settings)) and (role != "amount" or understood),
        refuse=next((word.refuse for _, word in found if word and word.refuse), ""),
    )


def _role(found: list[Column | None], family: Family) -> Role:
    """The role of a column: its own word's, else that of a header of labels or of no money above it."""
    leaf, above = found[-1], [word.role for word in found[:-1] if word is not None]
    role: Role = "amount"
    if leaf is not None and leaf.role is not None:
        role = leaf.role
    elif leaf is None and (upper := [role for role in above if role in LABEL_ROLES]):
        role = upper[-1] or role
    if role == "amount" and (silent := [role for role in above if role in SILENT_ROLES]):
        role = silent[-1] or role
    if family.rows == "summary" and role in ("project", "unit", "unit-or-project"):
        return "name"
    return "name" if family.sets.flow is Flow.REVENUE and role == "project" else role


def _settings(words: list[Column]) -> tuple[Settings, ...]:
    """What the words of a path set, from the top; a weak word sets nothing that one above it has set."""
    settings: list[Settings] = []
    for word in words:
        above = {name for one in settings for name in one.given()}
        if word.set != NOTHING and not (word.weak and above & word.set.given().keys()):
            settings.append(word.set)
    return tuple(settings)


def _unheaded(heads: tuple[Head, ...], data: list[tuple[str, ...]]) -> tuple[Head, ...]:
    """A column of words without a header, right of a column of labels, is more of those labels."""
    found = list(heads)
    before: Head | None = None
    for at, head in enumerate(heads):
        bare = not head.path and head.role == "note"
        if bare and before is not None and _holds_words(head, data):
            found[at] = head._replace(role="name", path=before.path, scheme=before.scheme, side=before.side, known=True)
        elif not bare or any(row[at] for row in data if len(row) > at):
            before = head if head.role in ("name", "unit-or-name") else None
    return tuple(found)


def _in_parts(heads: tuple[Head, ...], data: list[tuple[str, ...]]) -> tuple[Head, ...]:
    """Columns of one header that hold a code in parts (201, 03, 01) below 科目编码, without 类, 款, 项 over them."""
    found = list(heads)
    for at in range(1, len(heads)):
        before, head = found[at - 1], heads[at]
        if head.role != "code" or not head.path or before.path != head.path:
            continue
        if any(_PART.fullmatch(plain(row[at])) for row in data if len(row) > at):
            found[at - 1 : at + 1] = [before._replace(role="code-part"), head._replace(role="code-part")]
    return tuple(found)


def _holds_words(head: Head, data: list[tuple[str, ...]]) -> bool:
    cells = [row[head.number - 1] for row in data if len(row) >= head.number and row[head.number - 1]]
    return bool(cells) and not any(bare_number(text) for text in cells)


def _unless_text(head: Head, data: list[tuple[str, ...]]) -> Head:
    """A column of words is no column of amounts: the labels of its half, where its header names that, else unknown."""
    sided = (head.side is not None and len(head.path) == 1) or head.scheme is not None
    if head.role != "amount" or not head.path or (head.known and head.settings and not sided):
        return head
    cells = [row[head.number - 1] for row in data if len(row) >= head.number and row[head.number - 1]]
    words = [text for text in cells if not any(character.isdigit() for character in text) or _NAMED.match(plain(text))]
    if head.known:
        words = [text for text in words if any(character.isalpha() for character in text)]
    if len(words) * 2 <= len(cells):
        return head
    return head._replace(role="name" if sided else "unknown", known=sided)


def _parts(heads: tuple[Head, ...]) -> tuple[Part, ...]:
    """Cut the columns into parts: a label column after an amount column begins a new one.

    Labels after the last amount are of the part before them.
    """
    parts: list[tuple[list[Head], list[Head]]] = [([], [])]
    for head in heads:
        if head.role in LABEL_ROLES:
            if parts[-1][1]:
                parts.append(([], []))
            parts[-1][0].append(head)
        elif head.role not in SILENT_ROLES:
            parts[-1][1].append(head)
    if len(parts) > 1 and not parts[-1][1]:
        parts[-2][0].extend(parts.pop()[0])
    return tuple(Part(tuple(labels), tuple(amounts), _side(labels, amounts)) for labels, amounts in parts if amounts)


def _side(labels: Sequence[Head], amounts: Sequence[Head]) -> Side | None:
    """The side that the header of the labels names, else that of all amounts; columns of both sides have none."""
    named = next((head.side for head in labels if head.side), None)
    sides = {head.side for head in amounts if head.side}
    return named or (sides.pop() if len(sides) == 1 else None)


def _halves(parts: tuple[Part, ...], data: list[tuple[str, ...]], forms: Forms) -> tuple[Part, ...]:
    """The sides of a summary whose header names none, by its totals: 收入总计 stands among income."""
    if len(parts) < 2 or any(part.side for part in parts):
        return parts
    sides = [_side_by_totals(part, data, forms) for part in parts]
    return tuple(part._replace(side=side) for part, side in zip(parts, sides, strict=True)) if all(sides) else parts


def _side_by_totals(part: Part, data: list[tuple[str, ...]], forms: Forms) -> Side | None:
    labels = {unnumbered(row[head.number - 1]) for row in data for head in part.labels if len(row) >= head.number}
    words = [word for word in forms.rows if word.total and word.side is None and word.set.flow is not None]
    flows = {word.set.flow for word in words for label in labels if re.fullmatch(word.match, label)}
    income, expenditure = flows & {Flow.REVENUE, Flow.RESOURCES}, flows & {Flow.EXPENDITURE, Flow.USES}
    return None if bool(income) == bool(expenditure) else "income" if income else "expenditure"


def is_code(text: str) -> bool:
    """Whether ``text`` is a classification code: three, five, seven or nine digits beginning with 1, 2, 3 or 5."""
    return _CODE.fullmatch(text) is not None


def ordinals(table: Table, forms: Forms) -> frozenset[int]:
    """The columns of a table of no known form whose header says that they only number or name the rows."""
    first = [cell.text for cell in table.rows[0].cells]
    known = HeaderWords(forms)
    words = [known.of(text) for text in first]
    return frozenset(
        number
        for number, word in enumerate(words, 1)
        if word is not None and (word.role in LABEL_ROLES or word.role in ("ordinal", "line-number"))
    )
