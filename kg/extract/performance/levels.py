"""Which national class and group an indicator is of, by the words its levels are printed with."""

import re

from kg.codebooks import plain
from kg.extract.performance.words import FirstLevel, LevelWords, SecondLevel
from kg.model import IndicatorClass, IndicatorGroup

_LONGEST = 14


def level(first: str, second: str, words: LevelWords) -> tuple[IndicatorClass, IndicatorGroup]:
    """The national members of two printed levels. A second level tells the first where that is not printed."""
    top, below = _first(first, words), _second(second, words)
    if below is None and top is None:
        below = _second(first, words)
    kind = top.kind if top else below.of if below else IndicatorClass.OTHER
    group = below.group if below else top.group if top else IndicatorGroup.OTHER
    return kind, group


def is_first(text: str, words: LevelWords) -> bool:
    """Whether ``text`` is a first level and nothing else."""
    return re.fullmatch(words.first_words, plain(text)) is not None


def is_second(text: str, words: LevelWords) -> bool:
    """Whether ``text`` is a second level and nothing else."""
    return re.fullmatch(words.second_words, plain(text)) is not None


def may_be_level(text: str, words: LevelWords) -> bool:
    """Whether ``text``, standing in a column of levels, can be one."""
    return len(plain(text)) <= _LONGEST and (_first(text, words) is not None or _second(text, words) is not None)


def parted(text: str, words: LevelWords) -> tuple[str, str, str]:
    """A cell that prints levels and name in one (产出指标数量指标培训人数), taken apart; else the name alone."""
    squeezed = re.sub(r"\s+", "", text)
    folded = plain(text)
    found = re.match(
        rf"(?P<first>{words.first_words})(?<=指标)(?P<second>{words.second_words})(?<=指标)(?P<name>.+)", folded
    )
    if found is None:
        return _run_together(text, words)
    same = len(folded) == len(squeezed)
    return found["first"], found["second"], squeezed[found.start("name") :] if same else found["name"]


def _run_together(text: str, words: LevelWords) -> tuple[str, str, str]:
    """A row whose levels and name stand in one cell, parted by an ordinal (满意度指标 服务对象 指标1: 名称 满意度指标).

    What a level's cell prints in a second line stands behind the name.
    """
    pieces = text.split()
    at = next((place for place, one in enumerate(pieces) if re.match(words.numbered, plain(one))), 0)
    if at == 0 or not is_first(pieces[0], words):
        return "", "", text
    name, rest = pieces[at:], list[str]()
    least = 2 if re.fullmatch(words.numbered, plain(pieces[at])) else 1
    while len(name) > least and (is_first(name[-1], words) or is_second(name[-1], words)):
        rest.insert(0, name.pop())
    second = "".join(pieces[1:at] + rest)
    if second and not may_be_level(second, words):
        return "", "", text
    return pieces[0], second, "".join(name)


def _first(text: str, words: LevelWords) -> FirstLevel | None:
    folded = plain(text)
    return next((one for one in words.first if folded and re.search(one.match, folded)), None)


def _second(text: str, words: LevelWords) -> SecondLevel | None:
    folded = plain(text)
    return next((one for one in words.second if folded and re.search(one.match, folded)), None)
