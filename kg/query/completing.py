"""What may stand for a parameter, for a shell to complete: members of dimensions, and what a store holds.

Promises: what is proposed is taken as a value, and no more is proposed than a shell can show.
"""

from pyoxigraph import Literal

from kg.errors import KgError
from kg.query.lookup import rows
from kg.query.terms import plain
from kg.query.values import candidates
from kg.store import GraphReader, opened

_MOST = 200
_STORED = {
    "agency": "?thing a org:FormalOrganization ; rdfs:label ?value . BIND('' AS ?words)",
    "year": "?thing a cnf:Disclosure ; cnf:fiscalYear ?value . BIND('' AS ?words)",
    "code": "?thing skos:inScheme ?scheme ; skos:notation ?value ; skos:prefLabel ?words "
    "FILTER(LANG(?words) = 'zh' && CONTAINS(STR(?thing), '/id/code/'))",
}


def completions(kind: str, begun: str, store: str) -> tuple[tuple[str, str], ...]:
    """The values of type ``kind`` that begin so, each with words on it; of bodies, years and codes those in ``store``.

    A store that cannot be opened proposes nothing: a shell that completes shows no errors.
    """
    if kind not in _STORED:
        return tuple(pair for pair in candidates(kind) if pair[0].startswith(begun))
    try:
        with opened(store) as graph:
            return _stored(graph, kind, begun)
    except KgError:
        return ()


def _stored(graph: GraphReader, kind: str, begun: str) -> tuple[tuple[str, str], ...]:
    start = f"VALUES ?begun {{ {Literal(begun)} }} FILTER(STRSTARTS(STR(?value), ?begun))"
    select = f"SELECT (STR(?value) AS ?text) (SAMPLE(?words) AS ?said) WHERE {{ {_STORED[kind]} {start} }}"
    found = rows(graph, f"{select} GROUP BY ?value ORDER BY ?text LIMIT {_MOST}").rows
    return tuple((plain(value), plain(said)) for value, said in found)
