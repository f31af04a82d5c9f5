"""Where the pages and the data of things stand, seen from the page that links to them.

Every address is relative to the page it stands on, so the same pages work on any host, below any path, behind a proxy
that strips one, and as plain files, whose names are made here too. A thing whose IRI is ``{base}id/agency/x`` has its
page at ``page/agency/x`` and its data at ``data/agency/x.ttl``; IRIs that do not stand below ``id/`` keep their whole
path (``page/def``).
"""

import hashlib
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import quote, unquote, urlencode

from kg.rdf.iris import BASE, CNF, Iris

LANGUAGES = ("zh", "en")
"""The languages of pages; the first is the one for who prefers neither."""
FORMATS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
    "trig": "application/trig",
    "nq": "application/n-quads",
}
"""The formats of data by the ending of its address."""
FILED = ("ttl", "jsonld")
"""Those that stand as files beside the pages of a site of plain files."""
_VOCABULARIES = ("def", "shapes")
VOCABULARIES = tuple(BASE + name for name in _VOCABULARIES)
"""The IRIs of the vocabularies, whose terms are their fragments."""
_OTHERS = (*_VOCABULARIES, "graph")
"""The first parts of IRIs that do not stand below ``id/``."""


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of a store and the paths of their pages, in both directions."""

    iris: Iris = field(default_factory=Iris)

    def path(self, iri: str) -> str | None:
        """``agency/x`` for the IRI of a thing of this store, with its fragment; ``None`` for one of another's."""
        for term in _VOCABULARIES:
            if iri == BASE + term or iri.startswith(f"{BASE}{term}#"):
                return iri.removeprefix(BASE)
        if iri.startswith(self.iris.ids):
            return iri.removeprefix(self.iris.ids)
        return iri.removeprefix(self.iris.base) if iri.startswith(self.iris.graphs) else None

    def iri(self, path: str) -> str:
        """The IRI of the thing whose page has this path, which may hold any characters."""
        path = quote(path, safe="/-._~")
        first = path.partition("/")[0]
        if first in _VOCABULARIES:
            return BASE + path
        return f"{self.iris.base}{path}" if first in _OTHERS else f"{self.iris.ids}{path}"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses as the page at depth ``depth`` writes them; ``language`` is in them where the reader chose it."""

    names: Names
    depth: int = 0
    language: str | None = None

    @property
    def formats(self) -> Mapping[str, str]:
        """The formats in which the data of things can be had, by ending."""
        return FORMATS

    @property
    def served(self) -> bool:
        """Whether a server answers: it searches, and takes queries and parameters of any kind."""
        return True

    @property
    def root(self) -> str:
        """The way from this page to the home page."""
        return "../" * self.depth or "./"

    def of(self, iri: str, **parameters: object) -> str:
        """The page of a thing, or its IRI where it is another's."""
        path = self.names.path(iri)
        if path is None:
            return iri if iri.startswith(("http://", "https://")) else ""
        place, _, fragment = path.partition("#")
        return self.to(f"page/{place}", **parameters) + (f"#{fragment}" if fragment else "")

    def to(self, place: str, **parameters: object) -> str:
        """Another page of the site, with these parameters."""
        stated = {name: value for name, value in parameters.items() if value not in (None, "")}
        if self.language and "lang" not in stated:
            stated["lang"] = self.language
        asked = urlencode({name: str(value) for name, value in stated.items()})
        return f"{self.root}{place}" + (f"?{asked}" if asked else "")

    def here(self, given: Mapping[str, str], **parameters: object) -> str:
        """This page with other parameters; ``None`` takes one away."""
        stated = {name: value for name, value in {**given, **parameters}.items() if value not in (None, "")}
        return f"?{urlencode({name: str(value) for name, value in stated.items()})}"

    def files(self, name: str) -> str:
        """A file that stands at the root of the site, like its style sheet."""
        return f"{self.root}{name}"

    def data(self, path: str, ending: str = "") -> str:
        """The data of the thing whose page has this path."""
        return f"{self.root}data/{path}" + (f".{ending}" if ending else "")

    def chosen(self, language: str | None) -> "Addresses":
        """The same with a language the reader chose."""
        return replace(self, language=language)


_KEPT = ("in", "kind", "page", "part", "slice", "unit")
"""The parameters that make pages of their own among plain files; others need a server, and are left out."""
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,100}")
_LONGEST_PART = 180
"""The most bytes of a part of a path; file systems take 255, an ending and parameters among them."""


def kept(parameters: Mapping[str, object]) -> dict[str, str]:
    """The parameters of a page of its own, ordered by name; a first page is the page itself."""
    stated = {name: str(value) for name, value in sorted(parameters.items()) if value not in (None, "")}
    return {name: value for name, value in stated.items() if name in _KEPT and (name, value) != ("page", "1")}


def page_file(language: str, place: str, parameters: Mapping[str, str]) -> str:
    """The path of the file of a page: ``zh/page/agency/x.part-projects.page-2.html``."""
    if any(not _PLAIN.fullmatch(value) for value in parameters.values()):
        raise ValueError(f"no file can be named after {parameters}")
    variant = "".join(f".{name}-{value}" for name, value in parameters.items())
    return f"{language}/{_path_of_file(place or 'index')}{variant}.html"


@lru_cache(maxsize=65536)
def _quoted(language: str, place: str, parameters: tuple[tuple[str, str], ...]) -> str:
    return quote(page_file(language, place, dict(parameters)), safe="/-._~")


def data_file(path: str, ending: str, page: int = 1) -> str:
    """The path of the file with the data of a thing, or with one page of many."""
    return f"data/{_path_of_file(path)}{f'.page-{page}' if page > 1 else ''}.{ending}"


def _path_of_file(path: str) -> str:
    """A path with every part fit for a name of a file; a part that is not is named by its hash."""
    return "/".join(map(_part_of_file, path.split("/")))


@lru_cache(maxsize=65536)
def _part_of_file(part: str) -> str:
    name = unquote(part)
    fit = name.strip(".") and "/" not in name and name.isprintable() and len(name.encode()) <= _LONGEST_PART
    return name if fit else "-" + hashlib.sha256(part.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAddresses(Addresses):
    """Addresses between plain files, as the page of ``place`` writes them.

    ``known`` are the paths of things that have a page: others are linked by their IRI. ``told`` hears of every page
    that is linked, by its place and its parameters. ``address`` is where the site stands, for a page that is shown
    at addresses that are not its own; elsewhere links are relative.
    """

    place: str
    known: Container[str]
    told: Callable[[str, Mapping[str, str]], None]
    address: str = ""
    endpoint: str = ""
    """Where queries of the site are answered, if anywhere."""

    @property
    def formats(self) -> Mapping[str, str]:
        """The formats that stand beside the pages."""
        return {ending: FORMATS[ending] for ending in FILED}

    @property
    def served(self) -> bool:
        """Nobody answers."""
        return False

    @property
    def root(self) -> str:
        """The way from this page to the folder of the site."""
        return self.address or "../" * self.depth or "./"

    def of(self, iri: str, **parameters: object) -> str:
        """The page of a thing, or its IRI where it has none here."""
        path = self.names.path(iri)
        if path is not None and path.partition("#")[0] not in self.known:
            return iri
        return Addresses.of(self, iri, **parameters)

    def to(self, place: str, **parameters: object) -> str:
        """Another page of the site, with those of these parameters that make a page of its own."""
        stated = kept(parameters)
        self.told(place, stated)
        return self.root + _quoted(str(parameters.get("lang") or self.language), place, tuple(stated.items()))

    def here(self, given: Mapping[str, str], **parameters: object) -> str:
        """This page with other parameters; ``None`` takes one away."""
        return self.to(self.place, **{**given, **parameters})

    def data(self, path: str, ending: str = "") -> str:
        """The data of the thing whose page has this path."""
        return self.root + quote(data_file(path, ending), safe="/-._~")


def is_vocabulary(iri: str) -> bool:
    """Whether this is a term of the vocabulary."""
    return iri.startswith(CNF)
