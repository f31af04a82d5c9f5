"""What a SPARQL server can do, found by asking it: no server is known by its name.

The table in docs/stores.md has a line for each question here. A question is put when its answer is first needed, and
once. Questions about reading change nothing; those about writing use graphs of their own, which are dropped.
"""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit, urlunsplit

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import EndpointFailed, KgError
from kg.store.journal import VALUE
from kg.store.protocol import Result, Rows
from kg.store.wire import Refused, Wire, shown

WRITER = NamedNode("urn:kg:writer")
"""The graph in which a writer leaves its mark, and what it says it of."""
Parameters = tuple[tuple[str, str], ...]
UNIONS: tuple[Parameters, ...] = (
    (),
    (("union-default-graph", "true"),),
    (("default-graph-uri", "urn:x-arq:UnionGraph"),),
)
"""What may have to be sent with a query for the default graph to be the union of all graphs."""
_UPDATES = ("{same}", "{beside}update", "{beside}sparql-auth", "{below}statements")
_GRAPHS = (
    "{beside}store", "{beside}data", "{beside}gsp", "{beside}sparql-graph-crud-auth", "{below}rdf-graphs/service",
)  # fmt: skip
_PROBE = NamedNode("urn:kg:probe")
_XSD = "http://www.w3.org/2001/XMLSchema#"


def _rows(text: str, datatype: str = "string") -> Rows:
    return Rows(("v",), ((Literal(text, datatype=NamedNode(_XSD + datatype)),),))


_PROOFS: tuple[tuple[str, Rows], ...] = (
    ("SELECT ?v { VALUES ?v { UNDEF } { SELECT * { VALUES ?v { 'a' } } } }", _rows("a")),
    ("SELECT (SUM(?x) AS ?v) { VALUES ?x { 0.1 0.2 1000000000000.01 } }", _rows("1000000000000.31", "decimal")),
    ("SELECT (1 = 1 AS ?v) { }", _rows("true", "boolean")),
    ("SELECT (COALESCE(1 / 0, 'none') AS ?v) { }", _rows("none")),
)
"""Queries over nothing that stored, and what SPARQL 1.1 says that they answer."""

Ask = Callable[[str, Parameters], Result]
"""Puts a query with parameters to the server."""


def evaluates(ask: Ask) -> bool:
    """Whether the server answers queries as SPARQL 1.1 says, as far as the proofs go."""
    for query, answer in _PROOFS:
        try:
            if ask(query, ()) != answer:
                return False
        except EndpointFailed as error:
            if isinstance(error.__cause__, Refused):
                return False
            raise
    return True


def union(ask: Ask) -> Parameters | None:
    """What to send for the default graph to be that of all graphs; ``None`` where there is nothing to tell by.

    Raises ``EndpointFailed`` where nothing that is sent makes it so.
    """
    found = ask("SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o FILTER(isIRI(?s) && isIRI(?o)) } } LIMIT 1", ())
    if not isinstance(found, Rows) or not found.rows or len(found.variables) != 3:
        return None
    pattern = "ASK {{ {} {} {} }}".format(*found.rows[0])
    for parameters in UNIONS:
        try:
            if ask(pattern, parameters) is True:
                return parameters
        except KgError:
            continue
    raise EndpointFailed(
        "its default graph is not the union of its graphs, and cannot be made so by a request.",
        advice="Set the server up so that it is.",
    )


def update_address(wire: Wire, url: str, stated: str, mark: Triple) -> str:
    """Where updates are taken, found by leaving a mark; ``stated`` is what the environment says."""
    refusals: list[str] = []
    for address in [stated] if stated else _candidates(url, _UPDATES):
        try:
            wire.update(address, f"DELETE WHERE {{ GRAPH {WRITER} {{ {WRITER} {VALUE} ?mark }} }}")
            wire.update(address, f"INSERT DATA {{ GRAPH {WRITER} {{ {mark} }} }}")
        except Refused as error:
            refusals.append(f"{shown(address)}: {wire.failed(address, error)}")
        else:
            return address
    raise EndpointFailed(
        "no address takes updates. " + " ".join(dict.fromkeys(refusals)),
        place=shown(url),
        advice="Set KG_STORE_UPDATE to the address that does.",
    )


def graph_address(wire: Wire, url: str, stated: str, mark: Triple) -> str | None:
    """Where the Graph Store Protocol is spoken, known by the mark in what it gives; ``None`` if nowhere."""
    for address in [stated] if stated else _candidates(url, _GRAPHS):
        try:
            said = wire.graph("GET", address, WRITER.value)
        except (Refused, KgError):
            continue
        if isinstance(mark.object, Literal) and mark.object.value.encode() in said.body:
            return address
    return None


def all_at_once(wire: Wire, url: str, ask: Ask) -> bool:
    """Whether an update of several operations that fails leaves nothing of itself behind."""
    clear = f"DROP SILENT GRAPH {_PROBE}"
    triple = f"GRAPH {_PROBE} {{ {_PROBE} {VALUE} 1 }}"
    wire.update(url, clear)
    try:
        wire.update(url, f"INSERT DATA {{ {triple} }} ; CREATE GRAPH {_PROBE}")
    except Refused:
        kept = ask(f"ASK {{ {triple} }}", ())
    else:  # making a graph that is there did not fail, so this tells nothing
        kept = True
    wire.update(url, clear)
    return kept is False


def _candidates(url: str, shapes: tuple[str, ...]) -> Iterator[str]:
    """The addresses of these shapes on the same server, in order."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    below, beside = f"{path}/", f"{path.rpartition('/')[0]}/"
    for shape in shapes:
        made = shape.format(same=parts.path, below=below, beside=beside)
        yield urlunsplit(parts._replace(path=made, query="", fragment=""))
