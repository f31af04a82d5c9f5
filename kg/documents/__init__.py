"""Readers: a file becomes a :class:`~kg.model.Document` of paragraphs and tables. Nothing here knows of budgets."""

from kg.documents.reading import MEDIA_TYPES, read

__all__ = ["MEDIA_TYPES", "read"]
