"""A paragraph without its white space, each character with its place in the printed text."""

import re
import unicodedata
from functools import cached_property

from kg.extract.spans import span
from kg.model import Paragraph, Span

_SIGNS = str.maketrans({"“": '"', "”": '"', "【": "[", "】": "]"})


class Line:
    """The text of a paragraph, half width and squeezed; ``span`` finds the way back to what is printed."""

    def __init__(self, paragraph: Paragraph) -> None:
        self.paragraph = paragraph
        self.places = [at for at, character in enumerate(paragraph.text) if not character.isspace()]
        self.text = "".join(_folded(paragraph.text[at]) for at in self.places)

    def span(self, start: int, end: int) -> Span:
        """Where the characters of ``text`` from ``start`` to before ``end`` are printed."""
        return span(self.paragraph, self.places[start], self.places[end - 1] + 1)

    def printed(self, start: int, end: int) -> str:
        """The printed text of these characters, as it is."""
        return self.paragraph.text[self.places[start] : self.places[end - 1] + 1] if end > start else ""

    def squeezed(self, start: int, end: int) -> str:
        """The printed text of these characters without white space."""
        return re.sub(r"\s+", "", self.printed(start, end))

    @cached_property
    def all(self) -> Span:
        """The whole paragraph."""
        return span(self.paragraph, 0, len(self.paragraph.text))


def _folded(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character.translate(_SIGNS))
    return folded if len(folded) == 1 else character
