"""Readers: a file becomes a :class:`~kg.model.Document` of paragraphs and tables. Nothing here knows of budgets.

A file is given by its path, or as a :class:`Source` that comes out of an archive (:func:`members`) or from the web
(:func:`fetch`).
"""

from kg.documents.archives import is_archive, members
from kg.documents.fetching import FetchLimits, as_sent, fetch
from kg.documents.reading import MEDIA_TYPES, read
from kg.documents.sources import Source, shown, source

__all__ = [
    "MEDIA_TYPES", "FetchLimits", "Source", "as_sent", "fetch", "is_archive", "members", "read", "shown", "source",
]  # fmt: skip
