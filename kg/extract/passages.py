"""The paragraphs that facts are printed in, so that each can be shown in its words."""

from collections.abc import Iterable
from typing import Protocol

from kg.extract.spans import span
from kg.model import Document, Passage, Printed, Span


class Placed(Protocol):
    """A fact with its place."""

    @property
    def place(self) -> Printed:
        """Where it is printed."""
        ...


def spans(facts: Iterable[Placed]) -> tuple[Span, ...]:
    """The places of those ``facts`` that are printed in paragraphs."""
    return tuple(fact.place for fact in facts if isinstance(fact.place, Span))


def passages(document: Document, facts: Iterable[Placed]) -> tuple[Passage, ...]:
    """Every paragraph of ``document`` that one of ``facts`` is printed in, once and in order."""
    stated = {place.paragraph for place in spans(facts)}
    return tuple(
        Passage(span=span(paragraph, 0, len(paragraph.text)), text=paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.number in stated
    )
