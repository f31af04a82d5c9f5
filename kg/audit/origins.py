"""Where the files of a store come from: the name each was given, and the URL it was fetched from.

One content may be met in several places and at several times. What the store says of it does not depend on their
order: the first of its names, and the first of its URLs with the first time it was fetched from there.
"""

from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.iris import CNF, Iris
from kg.store import QuadStore

_NAME = NamedNode("http://purl.org/dc/terms/title")
_URL = NamedNode("http://www.w3.org/ns/dcat#downloadURL")
_RETRIEVED = NamedNode(f"{CNF}retrieved")
_DATE_TIME = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")


class Origin(NamedTuple):
    """The name of a file; its ``url`` and when it was ``retrieved`` (ISO 8601, UTC) if it is from the web."""

    name: str
    url: str = ""
    retrieved: str = ""

    def joined(self, other: "Origin") -> "Origin":
        """The origin of what was met in both places."""
        fetched = [(one.url, one.retrieved) for one in (self, other) if one.url]
        return Origin(min(self.name, other.name), *min(fetched, default=("", "")))


def origin(store: QuadStore, sha: str, iris: Iris) -> Origin | None:
    """The origin of a file, by its id, as the store states it; ``None`` if the store does not hold the file."""
    stated = {quad.predicate: quad.object for quad in _about(store, sha, iris)}
    if _NAME not in stated:
        return None
    values = {term: value.value for term, value in stated.items() if isinstance(value, NamedNode | Literal)}
    return Origin(values[_NAME], values.get(_URL, ""), values.get(_RETRIEVED, ""))


def restate(store: QuadStore, origins: dict[str, Origin], iris: Iris) -> int:
    """Let the store state ``origins``, by the ids of files it holds, in one transaction; how many were others."""
    changed = {sha: new for sha, new in origins.items() if origin(store, sha, iris) not in (None, new)}
    store.replace(
        deletions=[quad for sha in changed for quad in _about(store, sha, iris)],
        additions=[quad for sha, new in changed.items() for quad in _quads(sha, new, iris)],
    )
    return len(changed)


def _about(store: QuadStore, sha: str, iris: Iris) -> list[Quad]:
    file, graph = NamedNode(iris.file(sha)), NamedNode(iris.graph("file", sha, "claims"))
    return [quad for term in (_NAME, _URL, _RETRIEVED) for quad in store.match(file, term, None, graph)]


def _quads(sha: str, new: Origin, iris: Iris) -> list[Quad]:
    values: dict[NamedNode, NamedNode | Literal] = {_NAME: Literal(new.name)}
    if new.url:
        values[_URL] = NamedNode(new.url)
    if new.retrieved:
        values[_RETRIEVED] = Literal(new.retrieved, datatype=_DATE_TIME)
    file, graph = NamedNode(iris.file(sha)), NamedNode(iris.graph("file", sha, "claims"))
    return [Quad(file, term, value, graph) for term, value in values.items()]
