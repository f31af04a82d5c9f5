"""Rows of a table whose format knows of no merged cells: cells lost or shifted are put back where the words tell.

Text taken from a page drops the blank cells of merged levels, and the rest of the row slides to the left. A level's
name tells how far. Where it does not, the texts that are no level are taken in order, if there is one for every
column of every list. A row that fits in no way is not read.
"""

from kg.extract.performance.headings import Columns
from kg.extract.performance.levels import is_first, is_second, may_be_level, parted
from kg.extract.performance.words import LevelWords

Texts = dict[int, str]
_SHIFTS = (0, 1, 2, -1, -2)
_VALUES = frozenset({"target", "actual", "weight", "score"})


def fitted(texts: Texts, columns: Columns, words: LevelWords) -> dict[int, int] | None:
    """Which printed column stands for which column of the header; ``None`` where the row fits in no way."""
    filled = {column: text for column, text in texts.items() if text}
    levelled = any(is_first(text, words) or is_second(text, words) for text in filled.values())
    for shift in _SHIFTS if levelled else (0,):
        if _fits({column + shift: text for column, text in filled.items()}, columns, words, levelled=levelled):
            return {column + shift: column for column in filled}
    ordered = _in_order(filled, columns, words)
    if ordered is not None:
        return ordered
    named = all(texts.get(half.name, "") for half in columns.halves)
    return {column: column for column in filled} if named and not levelled else None


def run_together(texts: Texts, columns: Columns, words: LevelWords) -> dict[int, int] | None:
    """Which printed column stands for which where levels and name stand in one cell, and the values follow in order.

    ``None`` where they do not, or where there is not one value for every column of values.
    """
    filled = [column for column, text in texts.items() if text]
    wanted = [column for column, word in columns.roles.items() if word.role in _VALUES]
    if len(columns.halves) != 1 or len(filled) != len(wanted) + 1 or not parted(texts[filled[0]], words)[0]:
        return None
    return dict(zip([columns.halves[0].name, *wanted], filled, strict=True))


def _fits(texts: Texts, columns: Columns, words: LevelWords, *, levelled: bool) -> bool:
    """Whether levels stand under levels, names beside their values, and nothing where nothing belongs."""
    for column, text in texts.items():
        in_levels = column in columns.roles and columns.roles[column].role in ("first", "second")
        if in_levels and not _under(columns.roles[column].role, text, words):
            return False
        if not in_levels and (is_first(text, words) or is_second(text, words)):
            return False
    if len(columns.halves) > 1 and any(column not in columns.roles for column in texts) and not levelled:
        return False
    targets = [(half.name, column) for half in columns.halves for column, _ in half.targets]
    return bool(texts) and all(name in texts for name, column in targets if column in texts)


def _under(role: str, text: str, words: LevelWords) -> bool:
    """Whether a level can stand in a column of first or of second levels."""
    if is_first(text, words) != is_second(text, words):
        return is_first(text, words) if role == "first" else is_second(text, words)
    return may_be_level(text, words)


def _in_order(texts: Texts, columns: Columns, words: LevelWords) -> dict[int, int] | None:
    """The texts that are no level as name, value, name, value …; each level as that of the list that follows it."""
    wanted = [column for half in columns.halves for column in (half.name, *(one for one, _ in half.targets))]
    plain = [column for column, text in texts.items() if not (is_first(text, words) or is_second(text, words))]
    if len(columns.halves) < 2 or len(plain) != len(wanted):
        return None
    found = dict(zip(wanted, plain, strict=True))
    for half in columns.halves:
        before = [column for column, text in texts.items() if column < found[half.name] and is_second(text, words)]
        if half.second is not None and before:
            found[half.second] = before[-1]
    return found
