"""Readers: a file becomes a :class:`~kg.model.Document` of paragraphs and tables. Nothing here knows of budgets."""

from kg.documents.reading import MEDIA_TYPES, read
from kg.documents.sources import Source, source

__all__ = ["MEDIA_TYPES", "Source", "read", "source"]
