"""Where the pages and the data of things stand, seen from the page that links to them.

Every address is relative to the page it stands on, so the same pages work on any host, below any path, behind a proxy
that strips one, and as plain files. A thing whose IRI is ``{base}id/agency/x`` has its page at ``page/agency/x`` and
its data at ``data/agency/x.ttl``; IRIs that do not stand below ``id/`` keep their whole path (``page/def``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

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

    def data(self, path: str, ending: str = "") -> str:
        """The data of the thing whose page has this path."""
        return f"{self.root}data/{path}" + (f".{ending}" if ending else "")

    def chosen(self, language: str | None) -> "Addresses":
        """The same with a language the reader chose."""
        return replace(self, language=language)


def is_vocabulary(iri: str) -> bool:
    """Whether this is a term of the vocabulary."""
    return iri.startswith(CNF)
