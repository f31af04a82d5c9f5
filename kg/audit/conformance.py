"""Whether a graph is as the shapes and the cubes say, on demand: for a store that other hands wrote or changed.

The shapes are checked by pySHACL, document by document; what holds over all figures, the integrity constraints of the
W3C Data Cube vocabulary (section 11), are queries in ``queries/cubes/``, linear in the figures.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from pyoxigraph import NamedNode, Quad

from kg.audit.batches import answers, bodies
from kg.model import Value
from kg.query.rulefiles import cubes, told
from kg.rdf.iris import CNF, Iris
from kg.rdf.shacl import ShapeResult, validate
from kg.store import GraphReader, QuadStore

_SHARED = (("agencies",), ("catalogue",), ("projects",), ("codes", "unlisted"), ("codes", "together"))


class Constraint(Value):
    """A constraint on all figures: its name (``ic-12-budget``), what it asks in zh and en, and its SPARQL text."""

    name: str
    zh: str
    en: str
    text: str


@lru_cache(maxsize=1)
def constraints() -> tuple[Constraint, ...]:
    """The integrity constraints of this package."""
    return tuple(Constraint(name=name, text=text, **told(name, text)) for name, text in cubes().items())


def cube_results(store: GraphReader) -> Iterator[ShapeResult]:
    """The figures and definitions that break a constraint, shaped as the results of SHACL are."""
    known = bodies(store)
    for one in constraints():
        for answer in answers(store, one.text, known):
            for (focus,) in answer.rows:
                if isinstance(focus, NamedNode):
                    yield ShapeResult(
                        focus=focus.value, path="", component=one.name, severity="Violation",
                        message_zh=one.zh, message_en=one.en,
                    )  # fmt: skip


def document(store: QuadStore, file: str, iris: Iris) -> list[Quad]:
    """What a store says of a file: its claims, the figures they are about, and the things that these name."""
    quads = list(store.match(graph=NamedNode(iris.graph("file", file, "claims"))))
    quads += _described(store, {quad.object for quad in quads if quad.predicate.value == f"{CNF}figure"})
    shared = {NamedNode(iris.graph(*name)) for name in _SHARED}
    seen: set[object] = set()
    named: set[object] = {term for quad in quads for term in (quad.subject, quad.object)}
    while named - seen:
        found = [quad for quad in _described(store, named - seen) if quad.graph_name in shared]
        seen |= named
        named = {quad.object for quad in found}
        quads += found
    return list(dict.fromkeys(quads))


def shape_results(store: QuadStore, file: str, iris: Iris) -> tuple[ShapeResult, ...]:
    """What the shapes find wrong with a file; raises ``MissingExtra`` without pySHACL."""
    return validate(document(store, file, iris), base=iris.base)


def _described(store: QuadStore, things: Iterable[object]) -> Iterator[Quad]:
    for thing in sorted((one for one in things if isinstance(one, NamedNode)), key=str):
        yield from store.match(thing)
