"""Pages that people read, one for everything in a store: a reader, a path and a language in, HTML out.

Nothing here knows of HTTP; ``kg.serve`` routes requests to it.
"""

from kg.publish.pages.addresses import FORMATS, LANGUAGES
from kg.publish.pages.editor import editor_files
from kg.publish.pages.rendering import error, icon, style, style_name
from kg.publish.pages.site import Site
from kg.publish.pages.view import Asked

__all__ = ["FORMATS", "LANGUAGES", "Asked", "Site", "editor_files", "error", "icon", "style", "style_name"]
