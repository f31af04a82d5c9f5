"""What the files of a store speak of, so that what no file speaks of any more is dropped, and nothing else.

Figures, and the disclosures they rest on, are made anew whenever a file about their body is committed. The things
that files speak of beside them (bodies, projects, events, indicators) are described by their keys alone: they stay as
they are as long as one file names them.
"""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kg.rdf.iris import CNF, Iris
from kg.store import QuadStore

COMPARED = ("changedFigure", "baseFigure")
"""The local names of the properties by which a change names figures."""
_MEMBER = NamedNode("http://www.w3.org/2004/02/skos/core#member")
_BELOW = NamedNode("http://www.w3.org/ns/org#subOrganizationOf")


def file_of(quad: Quad, iris: Iris) -> str:
    """The id of the file whose graph a quad stands in, empty for a graph of no file."""
    return file_in(quad.graph_name, iris)


def file_in(graph: object, iris: Iris) -> str:
    """The id of the file that a graph is of, empty for a graph of no file."""
    name = graph.value if isinstance(graph, NamedNode) else ""
    found = re.match(rf"{re.escape(iris.graphs)}file/([^/]+)/", name)
    return found[1] if found else ""


def bodies(store: QuadStore, sha: str, iris: Iris) -> set[str]:
    """The ids of the bodies that a file of the store speaks of."""
    found: set[str] = set()
    for quad in store.match(graph=NamedNode(iris.graph("file", sha, "claims"))):
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(iris.ids):
            found |= set(_bodies(store, quad.object, iris))
    return found


def _bodies(store: QuadStore, thing: NamedNode, iris: Iris) -> Iterator[str]:
    kind, _, rest = thing.value.removeprefix(iris.ids).partition("/")
    if kind in ("agency", "project", "event", "indicator"):
        yield rest.partition("/")[0]
    elif kind == "figure":
        for quad in store.match(thing, NamedNode(f"{CNF}agency"), None, NamedNode(iris.graph("figures"))):
            if isinstance(quad.object, NamedNode):
                yield quad.object.value.rsplit("/", 1)[1]


def renewed(store: QuadStore, agencies: Iterable[str], replaced: Iterable[str], iris: Iris) -> tuple[Quad, ...]:
    """Every quad in the shared graphs about ``agencies`` but what files that are not ``replaced`` still speak of.

    These are the bodies, their figures, disclosures, projects, events and indicators, and the codes of no book that
    no other figure has.
    """
    found: list[Quad] = []
    about = NamedNode(f"{CNF}agency")
    for agency in sorted(agencies):
        node = NamedNode(iris.agency(agency))
        for name in ("agencies", "catalogue", "figures", "projects"):
            graph = NamedNode(iris.graph(name))
            subjects = [quad.subject for quad in store.match(None, about, node, graph)]
            for subject in [node] if name == "agencies" else subjects:
                if isinstance(subject, NamedNode):
                    found.extend(store.match(subject, None, None, graph))
    speakers = _Speakers(store, replaced, iris)
    return (*(quad for quad in found if not speakers.say(quad)), *_codes(store, found, iris))


class _Speakers:
    """The files that stay, asked what they speak of."""

    def __init__(self, store: QuadStore, replaced: Iterable[str], iris: Iris) -> None:
        self._store = store
        self._gone = {"", *replaced}
        self._iris = iris
        self._things = {NamedNode(iris.graph(name)) for name in ("agencies", "projects")}
        self._answers: dict[NamedNode, bool] = {}

    def say(self, quad: Quad) -> bool:
        """Whether a file that stays speaks of what the quad describes."""
        if quad.graph_name not in self._things or not isinstance(quad.subject, NamedNode):
            return False
        if quad.predicate == _BELOW and isinstance(quad.object, NamedNode):
            return self._say_below(quad.subject, quad.object)
        return self._name(quad.subject)

    def _name(self, thing: NamedNode) -> bool:
        if thing not in self._answers:
            self._answers[thing] = False  # what is named by itself alone is named by nothing
            self._answers[thing] = any(self._names(quad) for quad in self._store.match(None, None, thing))
        return self._answers[thing]

    def _names(self, quad: Quad) -> bool:
        """Whether a quad of a file that stays, or of a thing that such a file names."""
        if file_of(quad, self._iris) not in self._gone:
            return True
        if quad.graph_name not in self._things or quad.predicate == _BELOW:
            return False
        return isinstance(quad.subject, NamedNode) and self._name(quad.subject)

    def _say_below(self, below: NamedNode, above: NamedNode) -> bool:
        said = self._store.match(None, NamedNode(f"{CNF}subordinate"), below)
        superior = NamedNode(f"{CNF}superior")
        return any(
            isinstance(quad.subject, NamedNode)
            and file_of(quad, self._iris) not in self._gone
            and self._store.match(quad.subject, superior, above)
            for quad in said
        )


def _codes(store: QuadStore, found: list[Quad], iris: Iris) -> Iterator[Quad]:
    """What is said of the codes of no book, and of codes together, that no figure but those in ``found`` has."""
    figures, together = NamedNode(iris.graph("figures")), NamedNode(iris.graph("codes", "together"))
    of_figures = [quad for quad in found if quad.graph_name == figures]
    subjects = {quad.subject for quad in of_figures}
    codes = {q.object for q in of_figures if isinstance(q.object, NamedNode) and "/together/" in q.object.value}
    members = {quad.object for code in codes for quad in store.match(code, _MEMBER, None, together)}
    codes |= {
        code
        for code in {*members, *(quad.object for quad in of_figures)}
        if isinstance(code, NamedNode) and "/unlisted/" in code.value
    }
    for code in sorted(codes, key=str):
        wholes = {quad.subject for quad in store.match(None, _MEMBER, code, together)}
        users = {quad.subject for one in (code, *wholes) for quad in store.match(None, None, one, figures)}
        if users <= subjects:
            name = "unlisted" if "/unlisted/" in code.value else "together"
            yield from store.match(code, None, None, NamedNode(iris.graph("codes", name)))
