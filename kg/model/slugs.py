"""ASCII names for things whose names are Chinese: readable, stable, and different for different names."""

import hashlib
import re
from functools import lru_cache

from pypinyin import Style, pinyin

_LONGEST = 48


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """The pinyin of ``name``, cut to 48 letters, and six hex digits of its SHA-256, e.g. ``yibaozhongxin-1f0c2a``.

    The digits keep homophones apart; character by character reading keeps the letters independent of any
    phrase dictionary.
    """
    letters = "".join(pinyin(character, style=Style.NORMAL)[0][0] for character in name if not character.isspace())
    readable = re.sub(r"[^a-z0-9]+", "", letters.lower().replace("ü", "v"))[:_LONGEST]
    digest = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{readable}-{digest}" if readable else digest


def digest16(text: str) -> str:
    """The first sixteen hex digits of the SHA-256 of ``text``."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
