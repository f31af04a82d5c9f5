"""What the rules across documents found, as the store keeps it: a report for each body, in ``all/documents/checks``.

Only what has changed is judged anew. Whoever changes documents marks, in the same transaction, the bodies that they
speak of; a mark goes in the transaction that brings the new report of its body. So a judgement that is behind its
documents says so, however a build ends, and the next one takes it up where it stands. What comes out is what all
rules, run over all bodies, give.

The graph also states which rules it is by. Where they are not those of this program, everything is judged anew.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg import __version__
from kg.audit.across import Across, across_each, together
from kg.audit.batches import answers, batches, bodies
from kg.audit.judgement import iris_of
from kg.check import rule_named
from kg.model import digest16
from kg.query.rulefiles import across as queries
from kg.rdf.describing import ACROSS, checks_across
from kg.rdf.iris import CNF, Iris
from kg.rdf.yarrrml import Mapping
from kg.store import GraphReader, QuadStore, Rows

_TO_JUDGE, _RULES = NamedNode(f"{CNF}toBeJudged"), NamedNode(f"{CNF}rulesVersion")
_READERS = """
PREFIX cnf: <https://w3id.org/cnfiscal/def#>
PREFIX org: <http://www.w3.org/ns/org#>
SELECT DISTINCT ?body WHERE {
  {
    VALUES ?agency { UNDEF }
    ?agency org:subOrganizationOf ?body .
  } UNION {
    VALUES ?agency { UNDEF }
    ?base cnf:agency ?agency . ?change cnf:baseFigure ?base ; cnf:changedFigure ?figure . ?figure cnf:agency ?body .
  }
}"""
"""The bodies whose judgement reads of another: the one above it, and one with a change that starts from its figure.

A rule reads of its body, of the bodies right below it, and of the figures that its body's changes name.
"""
_REPORTS = """
PREFIX cnf: <https://w3id.org/cnfiscal/def#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?about ?property ?value WHERE { GRAPH %s {
  { VALUES ?about { %s } ?about ?property ?value }
  UNION
  { VALUES ?report { %s } ?report sh:result ?about . ?about ?property ?value }
} }"""
_FOUND = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH %s { ?report <http://www.w3.org/ns/shacl#result> ?result } }"


def graph_of(iris: Iris) -> NamedNode:
    """The graph that what the rules find across documents is kept in."""
    return NamedNode(iris.graph(*ACROSS, "checks"))


def to_be_judged(agencies: Iterable[str], iris: Iris) -> list[Quad]:
    """The marks of bodies (ids), to be added in the transaction that changes what documents say of them."""
    return [_mark(NamedNode(iris.agency(agency)), iris) for agency in sorted(agencies)]


def catch_up(store: QuadStore, mapping: Mapping, iris: Iris) -> None:
    """Judge what is marked, and whatever it bears on; everything where the rules are others than they were.

    Nothing is read of the documents where the judgement is up to date.
    """
    graph = graph_of(iris)
    if {quad.object for quad in store.match(graph, _RULES, None, graph)} != {Literal(_version())}:
        _begin(store, iris)
    for _ in _judged(store, mapping, iris):
        pass


def renew(store: QuadStore, mappings: Path) -> Across:
    """Run every rule across documents over a store, and let it hold what they find; ``mappings`` are those to RDF."""
    iris = iris_of(store)
    _begin(store, iris)
    return together(_judged(store, Mapping.load(mappings, base=iris.base), iris))


def contradictions(store: GraphReader, iris: Iris) -> int:
    """How much the rules across documents found, in all that a store holds."""
    answer = store.query(_FOUND % graph_of(iris))
    ((number,),) = answer.rows if isinstance(answer, Rows) else ((None,),)
    return int(number.value) if isinstance(number, Literal) else 0


def _begin(store: QuadStore, iris: Iris) -> None:
    """Nothing is judged, by the rules of this program."""
    graph = graph_of(iris)
    marks = [_mark(body, iris) for body in bodies(store)]
    store.replace(graphs=[graph], additions=[Quad(graph, _RULES, Literal(_version()), graph), *marks])


def _judged(store: QuadStore, mapping: Mapping, iris: Iris) -> Iterator[Across]:
    """What is found of each body that is marked, as soon as the store holds it in the place of what it held."""
    for some in batches(_waiting(store, iris)):
        found = across_each(store, iris, some)
        records = (
            record
            for body, one in found.items()
            if one.met
            for record in checks_across(_id(body), one.findings, one.tallies, iris)
        )
        held = [*_held(store, some, iris), *(_mark(body, iris) for body in some)]
        store.replace(deletions=held, additions=list(mapping.quads(records)))
        yield from found.values()


def _waiting(store: QuadStore, iris: Iris) -> tuple[NamedNode, ...]:
    """The marked bodies and those whose rules read of them, which are marked by now too."""
    graph = graph_of(iris)
    marked = {quad.object for quad in store.match(graph, _TO_JUDGE, None, graph) if isinstance(quad.object, NamedNode)}
    given = tuple(sorted(marked, key=str))
    readers = {body for answer in answers(store, _READERS, given) for (body,) in answer.rows}
    further = {body for body in readers - marked if isinstance(body, NamedNode)}
    if further:
        store.add([_mark(body, iris) for body in sorted(further, key=str)])
    return tuple(sorted(marked | further, key=str))


def _held(store: GraphReader, some: tuple[NamedNode, ...], iris: Iris) -> Iterator[Quad]:
    """What the store holds of the reports on some bodies."""
    graph = graph_of(iris)
    reports = " ".join(f"<{iris.report(_id(body))}>" for body in some)
    answer = store.query(_REPORTS % (graph, reports, reports))
    for about, predicate, value in answer.rows if isinstance(answer, Rows) else ():
        if isinstance(about, NamedNode) and isinstance(predicate, NamedNode) and value is not None:
            yield Quad(about, predicate, value, graph)


def _mark(body: NamedNode, iris: Iris) -> Quad:
    graph = graph_of(iris)
    return Quad(graph, _TO_JUDGE, body, graph)


def _id(body: NamedNode) -> str:
    return body.value.rsplit("/", 1)[1]


def _version() -> str:
    """The version of the rules across documents: a hash over their queries and texts, and the program's version."""
    told = (f"{name} {rule_named(name)}\n{query}" for name, query in queries().items())
    return digest16("\n".join((__version__, *told)))
