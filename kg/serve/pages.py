"""What a read worker does for a page or for the data of a thing: render it from the generation it has open."""

from typing import NamedTuple

from kg.publish.pages import Asked, Document, Site
from kg.serve import asking
from kg.serve.answering import opened
from kg.serve.outlet import Outlet, Reply, Terms

_SITES: dict[str, Site] = {}
"""The site of the generation that is open, and no other."""


class PageAsked(NamedTuple):
    """A page: its path, its parameters, its language, and whether the reader chose that."""

    path: str
    parameters: tuple[tuple[str, str], ...]
    language: str
    chosen: bool


class DataAsked(NamedTuple):
    """The data of the thing with this path, in this format; ``document`` is the address it is served at."""

    path: str
    media_type: str
    page: int
    document: str


class Piece(NamedTuple):
    """An answer, and whether another page of it follows."""

    reply: Reply
    more: bool


def prepare(folder: str) -> int:
    """Open the generation in ``folder`` with all that is read once; the number of quads."""
    _SITES.clear()
    return asking.prepare(folder)


def page(folder: str, terms: Terms, asked: PageAsked) -> Reply:
    """A page; raises ``NoSuchPage`` and ``BadParameter``."""
    found = Asked(asked.path, dict(asked.parameters), asked.language, asked.chosen)
    return _reply(terms, _site(folder).page(found), "text/html")


def data(folder: str, terms: Terms, asked: DataAsked) -> Piece:
    """Statements about a thing; raises ``NoSuchPage``."""
    content, more = _site(folder).data(asked.path, asked.media_type, asked.page, Document(asked.document))
    return Piece(_reply(terms, content, asked.media_type), more)


def holds(folder: str, terms: Terms, path: str) -> bool:
    """Whether anything is said of the thing with this path."""
    del terms  # every function of a worker is given them
    return _site(folder).holds(path)


def described(folder: str, terms: Terms, address: str, media_type: str) -> Reply:
    """The description of the dataset, for who begins without knowing anything of it."""
    return _reply(terms, _site(folder).described(address, media_type), media_type)


def editor_data(folder: str, terms: Terms, language: str) -> Reply:
    """What the script of the SPARQL editor is told, with words and names in a language."""
    return _reply(terms, _site(folder).editor_data(language), "application/json")


def sitemap(folder: str, terms: Terms, address: str, number: int) -> Reply:
    """A part of the sitemap, or with 0 the list of its parts; raises ``NoSuchPage``."""
    return _reply(terms, _site(folder).sitemap(address, number), "application/xml")


def _site(folder: str) -> Site:
    reader = opened(folder)
    if folder not in _SITES:
        _SITES.clear()
        _SITES[folder] = Site(reader)
    return _SITES[folder]


def _reply(terms: Terms, content: bytes, media_type: str) -> Reply:
    outlet = Outlet(terms)
    outlet.write(content)
    return outlet.reply(media_type)
