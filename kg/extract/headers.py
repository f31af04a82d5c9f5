"""What the words of a header cell mean: a word of the lists, or a phrase put together from them.

``一般公共预算拨款安排的“三公”经费预算`` stands in no list; its parts do, and nothing of it is left over. A header cell
that cannot be spelled out whole means nothing: it is never read by a part of it.
"""

import re
from collections.abc import Sequence

from kg.codebooks import dimensions, plain
from kg.extract.forms import Column, Family, Forms, Phrase
from kg.extract.settings import Settings
from kg.model import Kind

_FILLER = Column(match="", role="amount")


class HeaderWords:
    """The header words that hold in a form of one family, in a document of one kind."""

    def __init__(self, forms: Forms, family: Family | None = None, kind: Kind | None = None) -> None:
        own = family.columns if family else ()
        self.columns = tuple(word for word in own + forms.columns if kind is None or word.kind in (None, kind))
        self.phrases = tuple(phrase for phrase in forms.phrases if kind is None or phrase.kind in (None, kind))
        self.unit = re.compile(forms.unit_behind)
        self._known: dict[str, Column | None] = {}

    def of(self, text: str) -> Column | None:
        """What a header cell means, its unit and a leading 其中 aside; ``None`` where it is not known."""
        folded = self.unit.sub("", plain(text)).removeprefix("其中:")
        if not any(character.isalpha() for character in folded):
            return _FILLER if text else None
        if folded not in self._known:
            word = next((word for word in self.columns if re.fullmatch(word.match, folded)), None)
            self._known[folded] = word or composed(folded, self.phrases)
        return self._known[folded]


def composed(text: str, phrases: Sequence[Phrase]) -> Column | None:
    """``text`` spelled out in phrases from left to right, each the longest that fits; ``None`` where one is missing.

    Of two phrases about one dimension the narrower holds; where they exclude each other the text means nothing.
    """
    parts: list[dict[str, str]] = []
    at = 0
    while at < len(text):
        fitting = [(found.end(), phrase) for phrase in phrases if (found := re.compile(phrase.match).match(text, at))]
        end, phrase = max(fitting, key=lambda one: one[0], default=(at, None))
        if phrase is None or end == at:
            return None
        parts.append(phrase.set.given())
        at = end
    together = _together(parts)
    if not text or together is None:
        return None
    return Column(match=re.escape(text), role="amount", set=Settings.model_validate(together))


def _together(parts: list[dict[str, str]]) -> dict[str, str] | None:
    """The narrower member of each dimension; ``None`` where two exclude each other."""
    together: dict[str, str] = {}
    for name, value in ((name, value) for part in parts for name, value in part.items()):
        known = together.get(name, value)
        if known == value or known in dimensions.wider(name, value):
            together[name] = value
        elif value not in dimensions.wider(name, known):
            return None
    return together
