"""What the classes and predicates of the graph are: their words, how often they occur, and examples from the store."""

import re

from pyoxigraph import NamedNode

from kg.agents.plain import Json
from kg.errors import BadParameter
from kg.query.lookup import rows
from kg.query.near import near_names
from kg.query.terms import plain
from kg.query.vocabulary import prefixes, short, vocabulary
from kg.serve.answering import opened
from kg.store import GraphReader, Term

_LOOKED_AT = 200
"""Instances whose predicates are counted: enough to see which there are, and quick on a store of any size."""
_EXAMPLES = 3
_BY_CLASS = "GROUP BY ?class ORDER BY DESC(?n) ?class"


def describe(folder: str, name: str) -> Json:
    """A class or a predicate by its name (``cnf:Figure``) or IRI; without a name, the classes there are."""
    store = opened(folder)
    if not name.strip():
        return {"classes": _classes(store)}
    iri = _iri(name.strip())
    told = {"name": short(iri), "iri": iri, **_words(store, iri)}
    if rows(store, f"SELECT ?s WHERE {{ ?s a <{iri}> }} LIMIT 1").rows:
        return told | _class(store, iri)
    if rows(store, f"SELECT ?s WHERE {{ ?s <{iri}> ?o }} LIMIT 1").rows:
        return told | _predicate(store, iri)
    if iri in vocabulary().terms or iri in vocabulary().properties or iri in vocabulary().classes:
        return told | {"instances": 0, "empty": _unused(short(iri))}
    raise _unknown(name)


def _classes(store: GraphReader) -> list[Json]:
    found = rows(store, f"SELECT ?class (COUNT(?s) AS ?n) WHERE {{ ?s a ?class }} {_BY_CLASS}")
    return [
        {"name": short(plain(one)), "instances": int(plain(n)), **_words(store, plain(one))} for one, n in found.rows
    ]


def _class(store: GraphReader, iri: str) -> Json:
    some = f"{{ SELECT ?s WHERE {{ ?s a <{iri}> }} LIMIT {_LOOKED_AT} }}"
    count = rows(store, f"SELECT (COUNT(?s) AS ?n) WHERE {{ ?s a <{iri}> }}").rows[0][0]
    used = rows(
        store,
        "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) (SAMPLE(?o) AS ?one) WHERE "
        f"{{ {some} ?s ?p ?o }} GROUP BY ?p ORDER BY DESC(?n) ?p",
    )
    first = rows(
        store,
        f"SELECT ?p ?o WHERE {{ {{ SELECT ?s WHERE {{ ?s a <{iri}> }} LIMIT 1 }} ?s ?p ?o }} ORDER BY ?p ?o LIMIT 60",
    )
    return {
        "kind": "class",
        "instances": int(plain(count)),
        "predicates": [
            {"name": short(plain(p)), "of_looked_at": int(plain(n)), "example": _shown(one)} for p, n, one in used.rows
        ],
        "looked_at": min(_LOOKED_AT, int(plain(count))),
        "example": [[short(plain(p)), _shown(o)] for p, o in first.rows],
    }


def _predicate(store: GraphReader, iri: str) -> Json:
    some = f"{{ SELECT ?s ?o WHERE {{ ?s <{iri}> ?o }} LIMIT {_LOOKED_AT} }}"
    classes = rows(
        store,
        f"SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {some} ?s a ?class }} {_BY_CLASS}",
    )
    values = rows(store, f"SELECT DISTINCT ?o WHERE {{ {some} }} ORDER BY ?o LIMIT {_EXAMPLES}")
    triples = rows(store, f"SELECT (COUNT(?s) AS ?n) WHERE {{ ?s <{iri}> ?o }}").rows[0][0]
    return {
        "kind": "predicate",
        "triples": int(plain(triples)),
        "of_classes": [short(plain(one)) for one, _ in classes.rows],
        "examples": [_shown(value) for (value,) in values.rows],
    }


def _words(store: GraphReader, iri: str) -> Json:
    found = rows(
        store,
        "SELECT ?p (LANG(?o) AS ?language) ?o WHERE "
        f"{{ VALUES ?p {{ rdfs:label rdfs:comment }} <{iri}> ?p ?o }} ORDER BY ?p",
    )
    told: Json = {}
    for predicate, language, text in found.rows:
        told.setdefault(plain(predicate).rsplit("#", 1)[-1], {})[plain(language)] = plain(text)
    return told


def _iri(name: str) -> str:
    prefix, colon, local = name.partition(":")
    if colon and prefix in prefixes():
        name = prefixes()[prefix] + local
    elif not colon:
        name = prefixes()["cnf"] + name
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", name):
        raise _unknown(name)
    return name


def _unknown(name: str) -> BadParameter:
    known = [short(one) for one in (*vocabulary().classes, *vocabulary().properties)]
    near = near_names(name, known) or near_names(f"cnf:{name}", known)
    advice = f"Did you mean {', '.join(near)}?" if near else "Describe without a name lists the classes."
    return BadParameter(f"no class or predicate is called {name[:200]!r}.", place="name", advice=advice)


def _unused(name: str) -> Json:
    return {
        "reason": "not-in-store",
        "zh": f"词汇表有{name}，图中没有用到。",
        "en": f"{name} is a word of the vocabulary, and nothing in this store has it.",
    }


def _shown(term: Term | None) -> str:
    return short(term.value) if isinstance(term, NamedNode) else plain(term)
