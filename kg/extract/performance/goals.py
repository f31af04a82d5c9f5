"""Values aimed at or reached, as forms and lists print them: bound, number or range, unit, and what is doubtful.

Promises: the text is kept as printed; nothing doubtful is mended in silence. What had to be assumed is named in
``doubt``, by the words that ``docs/indicators.md`` explains, joined by spaces. A text whose number cannot be told from
its words is a word with a doubt, never a number.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from kg.codebooks import plain
from kg.extract.performance.words import GoalWords
from kg.model import Goal, Operator

_NUMBER = r"-?\d[\d,]*(?:\.\d+)?"
_FORMULA = (
    (re.compile(r"\\geq?(?:slant)?"), "≥"),
    (re.compile(r"\\leq?(?:slant)?"), "≤"),
    (re.compile(r"\\(?:sim|approx)"), "~"),
    (re.compile(r"\\(?:times|cdot)"), "×"),
    (re.compile(r"\\[,;! ]|[${}]|\\(?=%)"), ""),
)
_FOLDED = str.maketrans({"≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "〉": ">", "〈": "<", "～": "~", "∽": "~"})
_POINT = re.compile(r"(?<=\d)\s*\.\s+(?=\d)|(?<=\d)\s+\.\s*(?=\d)")
_APART = re.compile(r"\d\s+\d")
_WRITTEN = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_LONGEST_BEFORE = 8


class Beside(NamedTuple):
    """What stands beside a value: a column's operator and unit, and whether characters were recognised from a scan."""

    operator: str = ""
    unit: str = ""
    name: str = ""
    recognised: bool = False


class _Parsed(NamedTuple):
    operator: Operator | None
    number: Decimal
    upper: Decimal | None
    unit: str
    doubts: tuple[str, ...]


ALONE = Beside()


def goal(text: str, words: GoalWords, beside: Beside = ALONE) -> Goal | None:
    """The value that ``text`` prints, or ``None`` where it prints none."""
    shown = " ".join(text.split())
    folded = fold(text)
    if re.fullmatch(words.blank, re.sub(r"\s+", "", folded)):
        return None
    column = next((one.operator for one in words.operators if re.fullmatch(one.match, fold(beside.operator))), None)
    parsed = None if column is Operator.QUALITATIVE else _number(folded, words)
    if parsed is None or isinstance(parsed, str):
        doubt = parsed or ("operator-beside-words" if column not in (None, Operator.QUALITATIVE) else "")
        return Goal(text=shown, operator=Operator.QUALITATIVE, unit=plain(beside.unit), doubt=doubt)
    unit, doubts = _unit(parsed, beside, words)
    operator = parsed.operator or column or Operator.EQUAL
    if column and parsed.operator and column is not parsed.operator:
        doubts.append("two-bounds")
    if beside.recognised and operator in (Operator.LESS_THAN, Operator.MORE_THAN) and re.match(r"[<>]", folded):
        doubts.append("recognised-sign")
    if parsed.upper is not None:
        operator = Operator.RANGE
    return Goal(
        text=shown,
        operator=operator,
        number=parsed.number,
        upper=parsed.upper,
        unit=unit,
        doubt=" ".join(dict.fromkeys(doubts)),
    )


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """``text`` in half width, formulas spelled out, spaces inside numbers and between words gone."""
    for pattern, sign in _FORMULA:
        text = pattern.sub(sign, text)
    folded = unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED)
    folded = re.sub(r"[‐‑‒–—―−]+", "-", folded)
    folded = _POINT.sub(".", folded)
    if _APART.search(folded):
        return folded.strip()
    return re.sub(r"\s+", "", folded).rstrip("。.;,、:")


def _unit(parsed: _Parsed, beside: Beside, words: GoalWords) -> tuple[str, list[str]]:
    """The unit: printed behind the number, else in a column of its own, else in brackets behind the name."""
    doubts = list(parsed.doubts)
    if parsed.unit or plain(beside.unit):
        return parsed.unit or plain(beside.unit), doubts
    named = re.search(r"\(([^()]{1,12})\)$", plain(beside.name))
    if named and re.fullmatch(words.units, named.group(1)):
        return named.group(1), [*doubts, "unit-in-name"]
    return "", doubts


def _number(text: str, words: GoalWords) -> _Parsed | str | None:
    """The number in ``text``; a doubt where there is one that cannot be told; ``None`` where there is none."""
    if _APART.search(text):
        return "several-numbers"
    if re.search(words.dates, text) and not re.match("|".join(words.signs.values()), text):
        return None
    written = _written(text, words)
    if written is not None or not re.search(r"\d", text):
        return written
    found = _shape(tuple(words.signs.items()), words.rough).fullmatch(text)
    if found is None:
        return "several-numbers" if len(re.findall(_NUMBER, text)) > 1 else "number-in-words"
    return _read(found, words)


@lru_cache(maxsize=4)
def _shape(bounds: tuple[tuple[str, str], ...], rough: str) -> re.Pattern[str]:
    """PerformanceWords, a sign, a rough word, a number or two, a unit, and the words behind it."""
    signs = "|".join(f"(?P<sign_{name.replace('-', '_')}>{pattern})" for name, pattern in bounds)
    return re.compile(
        rf"(?P<before>[^\d<>=≥≤,;.]*?)(?:{signs})?(?P<rough>{rough})?(?P<number>{_NUMBER})"
        rf"(?:(?P<between>[%‰]?[^\W\d]{{0,3}}[-~至到]+)(?P<upper>\d[\d,]*(?:\.\d+)?))?(?P<rest>[^\d]*)"
    )


def _read(found: re.Match[str], words: GoalWords) -> _Parsed | str | None:
    before, rest = found["before"], found["rest"]
    if re.search(words.negated, before) or len(before) > _LONGEST_BEFORE:
        return "number-in-words"
    bounds = [Operator(name) for name in words.signs if found[f"sign_{name.replace('-', '_')}"]]
    unit, tail, doubts = _rest(rest, words)
    if unit is None:
        return "number-in-words"
    bounds += [Operator(name) for name in words.tails if tail and re.fullmatch(words.tails[name], tail)]
    doubts += ["words-before"] if before else []
    doubts += ["rough"] if found["rough"] else []
    number, upper = _decimal(found["number"]), _decimal(found["upper"]) if found["upper"] else None
    if upper is not None and (upper < number or any(word in found["between"] for word in words.tails)):
        return "several-numbers"
    strict = [bound for bound in bounds if bound is not Operator.EQUAL]
    if len(set(strict)) > 1:
        doubts.append("two-bounds")
    operator = strict[0] if strict else (bounds[0] if bounds else None)
    return _Parsed(operator, number, upper, unit, tuple(doubts))


def _rest(rest: str, words: GoalWords) -> tuple[str | None, str, list[str]]:
    """Unit, bounding words and doubts of what stands behind a number; no unit where it is something else."""
    doubts = []
    rough = re.match(r"[余多](?=\D)", rest) or re.search(r"(?:左右|上下)$", rest)
    if rough:
        rest = rest.replace(rough.group(), "", 1)
        doubts.append("rough")
    tails = "|".join(words.tails.values())
    bare = re.sub(rf"(?:{words.after})+$", "", rest)
    if bare != rest:
        doubts.append("words-after")
    bound = re.search(rf"(?P<tail>{tails})$", bare)
    tail = bound["tail"] if bound else ""
    unit = bare[: len(bare) - len(tail)] if tail else bare
    return (unit if re.fullmatch(words.unit, unit) else None), tail, doubts


def _written(text: str, words: GoalWords) -> _Parsed | None:
    """A small number written in words before a classifier: 两次, 十二场."""
    found = re.fullmatch(
        rf"(?P<tens>[一二三四五六七八九]?十)?(?P<ones>[一二两三四五六七八九])?(?P<unit>{words.counted})", text
    )
    if found is None or not (found["tens"] or found["ones"]):
        return None
    tens = (_WRITTEN[found["tens"][0]] if len(found["tens"]) > 1 else 1) * 10 if found["tens"] else 0
    value = tens + (_WRITTEN[found["ones"]] if found["ones"] else 0)
    return _Parsed(None, Decimal(value), None, found["unit"], ("number-in-words",))


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
