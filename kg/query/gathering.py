"""Answers that are worked out here from what an endpoint holds, where the endpoint cannot work them out itself.

Some servers hold a large graph well and evaluate a long query wrongly, or never. They are asked for the triples that
the query's patterns can match, one short query for each subject of a pattern, and Oxigraph evaluates the query over
those. Promises: the answer is that of a store that holds the whole graph; what cannot be gathered so is sent as it is.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Variable

from kg.errors import LimitExceeded
from kg.query.sparql import Group, Node, Pattern, groups
from kg.store import GraphReader, GraphStore, Result, Rows

_ROUND = 1000
_BATCH = 100
"""Terms given in one query: servers compile long lists slowly."""
_MOST_FIXED = 8
"""Patterns that restrict a star: the time to compile a query can double with each."""


def gathered(store: GraphReader, text: str) -> Result:
    """The answer to a query, worked out here over what ``store`` holds of its patterns."""
    found = groups(text)
    wanted = None if found is None else [part for group in found for part in _parts(group)]
    if wanted is None or None in wanted:
        return store.query(text)
    with GraphStore.in_memory() as here:
        for part in dict.fromkeys(one for one in wanted if one):
            here.add(_fetched(store, part))
        return here.query(text)


def _parts(group: Group) -> Iterator[str | None]:
    """Query patterns over ``?s ?p ?o`` that together match all that a group can; ``None`` for what is too open."""
    for subject in dict.fromkeys(one.subject for one in group.patterns):
        star = [one for one in group.patterns if one.subject == subject]
        plain = [one for one in star if one.predicate is not None]
        for one in star:
            if not one.predicates:
                yield None
            elif one.predicate is None:
                yield _of_predicates(one.predicates)
        if plain:
            yield from _star(subject, plain, group)


def _star(subject: Node, star: list[Pattern], group: Group) -> Iterator[str]:
    """The triples of a star, restricted by the objects that its patterns fix."""
    fixed = " ".join([found for number, one in enumerate(star) if (found := _fixed(one, number, group))][:_MOST_FIXED])
    open_ = _of_predicates(tuple(one.predicate for one in star if one.predicate))
    if isinstance(subject, NamedNode):
        yield f"VALUES ?s {{ {subject} }} {open_}"
    elif isinstance(subject, Variable) and (terms := group.values.get(subject.value)):
        for start in range(0, len(terms), _BATCH):
            yield f"VALUES ?s {{ {_listed(terms[start : start + _BATCH])} }} {open_}"
    else:
        yield f"{fixed} {open_}"


def _fixed(one: Pattern, number: int, group: Group) -> str:
    """The pattern where its object is known: restricting by the others would only take the server longer."""
    if isinstance(one.object, NamedNode | Literal):
        return f"?s {one.predicate} {one.object} ."
    terms = group.values.get(one.object.value, ()) if isinstance(one.object, Variable) else ()
    if 0 < len(terms) <= _BATCH:
        return f"VALUES ?o{number} {{ {_listed(terms)} }} ?s {one.predicate} ?o{number} ."
    return ""


def _of_predicates(predicates: tuple[NamedNode, ...]) -> str:
    return f"VALUES ?p {{ {_listed(tuple(dict.fromkeys(predicates)))} }} ?s ?p ?o"


def _listed(terms: tuple[NamedNode | Literal, ...]) -> str:
    return " ".join(map(str, terms))


def _fetched(store: GraphReader, pattern: str) -> Iterator[Quad]:
    found = store.query(f"SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} }}")
    rows = found.rows if isinstance(found, Rows) else ()
    if rows and len(rows) % _ROUND == 0:  # a server that cuts answers off cuts them at a round number
        _require(store, pattern, len(rows))
    for subject, predicate, value in rows:
        yield Quad(subject, predicate, value)  # type: ignore[arg-type]  # bound by the pattern, each of its kind


def _require(store: GraphReader, pattern: str, got: int) -> None:
    counted = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} }} }} }}")
    number = counted.rows[0][0] if isinstance(counted, Rows) and counted.rows else None
    if isinstance(number, Literal) and int(number.value) > got:
        raise LimitExceeded(
            f"the endpoint gave {got} of {number.value} triples: it cuts answers off.",
            advice="Raise its limit of rows, or ask for less.",
        )
