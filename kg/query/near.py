"""What is near to a name or a code that is not there, so that a refusal can say what was perhaps meant."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import takewhile

_MOST = 3
_ENOUGH = 0.5


def near_names(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names most like ``text``, or with a part most like it, best first; at most three."""
    scored = [(max(_whole(text, name), _part(text, name)), name) for name in set(names) if set(text) & set(name)]
    return tuple(name for score, name in sorted(scored, key=lambda one: (-one[0], one[1])) if score >= _ENOUGH)[:_MOST]


def near_codes(text: str, codes: Iterable[str]) -> tuple[str, ...]:
    """The codes that begin most as ``text`` does, those of its length before others; at most three."""

    def rank(code: str) -> tuple[int, int, float, str]:
        like = SequenceMatcher(None, text, code).ratio()
        return -_common(text, code), abs(len(text) - len(code)), -like, code

    return tuple(sorted((code for code in set(codes) if code[:1] == text[:1]), key=rank)[:_MOST])


def _common(text: str, code: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(text, code, strict=False)))


def _whole(text: str, name: str) -> float:
    matcher = SequenceMatcher(None, text, name)
    return matcher.ratio() if matcher.quick_ratio() >= _ENOUGH else 0


def _part(text: str, name: str) -> float:
    """The share of characters that are equal where ``text`` is laid over ``name`` best."""
    starts = range(max(0, len(name) - len(text)) + 1)
    equal = max(sum(a == b for a, b in zip(text, name[start:], strict=False)) for start in starts)
    return equal / len(text)
