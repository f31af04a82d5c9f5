"""Pages that people read, one for everything in a store: a reader, a path and a language in, HTML out.

Nothing here knows of HTTP; ``kg.serve`` routes requests to it.
"""

from kg.publish.pages.addresses import FILED, FORMATS, LANGUAGES, FileAddresses, data_file, page_file
from kg.publish.pages.dataset import PARTS, URLS, listed
from kg.publish.pages.editor import editor_files
from kg.publish.pages.rendering import error, icon, style, style_name
from kg.publish.pages.site import Site
from kg.publish.pages.statements import Document
from kg.publish.pages.view import Asked

__all__ = [
    "FILED",
    "FORMATS",
    "LANGUAGES",
    "PARTS",
    "URLS",
    "Asked",
    "Document",
    "FileAddresses",
    "Site",
    "data_file",
    "editor_files",
    "error",
    "icon",
    "listed",
    "page_file",
    "style",
    "style_name",
]
