"""Places in paragraphs."""

from kg.model import Paragraph, Span


def span(paragraph: Paragraph, start: int, end: int, part: int = 1) -> Span:
    """The characters of ``paragraph`` from ``start`` to before ``end``, counted from 0."""
    return Span(paragraph=paragraph.number, start=start, end=end, line=paragraph.line, page=paragraph.page, part=part)
