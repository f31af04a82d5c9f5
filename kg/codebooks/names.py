"""One normal form for printed names, so that spacing, width and brackets never decide a match."""

import re
import unicodedata
from functools import lru_cache

_RADICALS = str.maketrans(
    {"⻔": "门", "⻋": "车", "⻅": "见", "⻚": "页", "⻓": "长", "⻢": "马", "⻛": "风", "⻄": "西", "⺠": "民"}
)
_DASHES = re.compile(r"[‐‑‒–—―－]")
_QUOTES = re.compile(r"[“”„‟＂\"'‘’「」『』]")


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """``text`` without white space, in half-width brackets and one kind of quote and dash (Unicode NFKC)."""
    folded = unicodedata.normalize("NFKC", text.translate(_RADICALS))
    folded = _DASHES.sub("-", _QUOTES.sub('"', folded))
    return re.sub(r"\s+", "", folded)


_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十百]+[、.．]|[((][一二三四五六七八九十\d]+[))]|\d+[、.．](?!\d)|[①-⑳]|"
    r"(?:其中|其 中|减|加)[::]|-+|\*+|[★☆])+"
)


@lru_cache(maxsize=65536)
def unnumbered(text: str) -> str:
    """``plain(text)`` without a leading ordinal (一、 （二） 3. ①) and without 其中：."""
    name = re.sub(r"^[①-⑳]+", "", re.sub(r"\s+", "", text))
    previous = None
    name = plain(name)
    while previous != name:
        previous, name = name, _NUMBERING.sub("", name)
    return name
