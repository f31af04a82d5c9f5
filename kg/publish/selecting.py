"""Rows of SPARQL answers as text, part by part of the graph, so that memory follows the largest file or body."""

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.query.answering import answered
from kg.query.vocabulary import prefixes
from kg.rdf.naming import code, exported
from kg.store import Dataset, GraphReader, Rows

Row = dict[str, str]
"""The values of a solution by variable, empty where unbound."""


def select(store: GraphReader, query: str, graph: str = "") -> Iterator[Row]:
    """The solutions of a SELECT query, over one graph if it is named, else over all."""
    heads = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in prefixes().items())
    if graph:
        rows = store.query(heads + query, dataset=Dataset(default=(NamedNode(graph),)))
    else:
        rows = answered(store, heads + query)
    if not isinstance(rows, Rows):
        raise TypeError("a SELECT query answers with rows")
    for row in rows.rows:
        yield {
            name: "" if term is None else getattr(term, "value", "")
            for name, term in zip(rows.variables, row, strict=True)
        }


def keyed(rows: Iterator[Row], name: str) -> dict[str, Row]:
    """The rows by the value of one variable."""
    return {row[name]: row for row in rows}


def word(dimension: str, iri: str, absent: str = "") -> str:
    """The name that exports give a member of a dimension; ``absent`` where there is none."""
    return exported(dimension, iri) if iri else absent


def printed_code(iri: str) -> str:
    """A code as printed, empty where there is none."""
    return code(iri) if iri else ""


def tail(iri: str) -> str:
    """What stands behind the last slash or hash."""
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
