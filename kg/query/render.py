"""Answers as text. One function for all of them; the format is chosen here and nowhere earlier.

Two kinds of reader, two kinds of text. The answer to a question is for people and their tools: ``table``, ``csv``
and ``json`` (a list of records) name members by their notations (``all-fiscal``) and print yuan with two decimals at
least. The result of a free query is for programs: its ``csv``, ``json`` and ``xml`` are the W3C's SPARQL 1.1 results
formats, and so are ``tsv`` and ``xml`` of both. A graph is given as Turtle, N-Triples, N-Quads or JSON-LD.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import lru_cache

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg import paths
from kg.errors import BadParameter
from kg.paths.lists import lines
from kg.query import records, results
from kg.query.cells import Supported
from kg.query.question import Answer
from kg.store import Result, Rows


class Format(StrEnum):
    """A format of answers, by the name a user gives."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    JSONLD = "json-ld"


_GRAPHS = {
    Format.TURTLE: RdfFormat.TURTLE,
    Format.NTRIPLES: RdfFormat.N_TRIPLES,
    Format.NQUADS: RdfFormat.N_QUADS,
    Format.JSONLD: RdfFormat.JSON_LD,
}
_ANSWERS: dict[Format, Callable[[Answer], str]] = {
    Format.CSV: records.as_csv,
    Format.TSV: lambda answer: results.as_tsv(_rows(answer)),
    Format.JSON: records.as_json,
    Format.XML: lambda answer: results.as_xml(_rows(answer)),
}
_SUPPORTED: dict[Format, Callable[[Supported], str]] = {
    Format.CSV: records.cells_as_csv,
    Format.JSON: records.cells_as_json,
}
_RESULTS: dict[Format, Callable[[Rows | bool], str]] = {
    Format.TABLE: results.as_table,
    Format.CSV: results.as_csv,
    Format.TSV: results.as_tsv,
    Format.JSON: results.as_json,
    Format.XML: results.as_xml,
}


def render(result: Answer | Supported | Result, form: Format, *, language: str | None = None) -> str:
    """``result`` as text ending in a line break. ``language`` (zh, en) heads a table's columns with their titles."""
    if isinstance(result, tuple):
        return _graph(result, form)
    if isinstance(result, Supported):
        if form is Format.TABLE:
            return records.cells_as_table(result, language)
        if form in _SUPPORTED:
            return _SUPPORTED[form](result)
        raise _unfit("an answer with its cells", form, [Format.TABLE, *_SUPPORTED])
    if isinstance(result, Answer):
        if form is Format.TABLE:
            return records.as_table(result, language)
        if form in _ANSWERS:
            return _ANSWERS[form](result)
    elif form in _RESULTS:
        return _RESULTS[form](result)
    raise _unfit("a table", form, _RESULTS)


def _rows(answer: Answer) -> Rows:
    return Rows(answer.columns, answer.rows)


def _graph(triples: tuple[Triple, ...], form: Format) -> str:
    if form not in _GRAPHS:
        raise _unfit("a graph", form, _GRAPHS)
    ordered = sorted(set(triples), key=str)
    prefixes = _used_prefixes(ordered) if form is Format.TURTLE else None
    text = serialize(ordered, format=_GRAPHS[form], prefixes=prefixes)
    decoded = (text or b"").decode()
    return decoded if decoded.endswith("\n") or not decoded else decoded + "\n"


def _unfit(kind: str, form: Format, others: Iterable[Format]) -> BadParameter:
    known = ", ".join(others)
    return BadParameter(f"the answer is {kind}, not for {form}.", place="format", advice=f"Choose one of {known}.")


def _used_prefixes(triples: list[Triple]) -> dict[str, str]:
    terms = {term for triple in triples for term in (triple.subject, triple.predicate, triple.object)}
    iris = [term.value for term in terms if isinstance(term, NamedNode)]
    return {
        prefix: namespace for prefix, namespace in _prefixes().items() if any(iri.startswith(namespace) for iri in iris)
    }


@lru_cache(maxsize=1)
def _prefixes() -> dict[str, str]:
    stated = lines(paths.ontology() / "prefixes.csv", ["prefix", "namespace"])
    return {line["prefix"]: line["namespace"] for line in stated}
