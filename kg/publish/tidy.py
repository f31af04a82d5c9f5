"""The tidy tables: rows of plain cells for R, Stata, pandas and spreadsheets, one sort of thing to a table.

The columns, their order and conventions are a contract (``docs/export.md``, ``docs/codebook.md``). Amounts are exact
decimals in yuan. Rows come one by one, so that memory follows the largest file or body and not the graph.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from kg.errors import BadParameter
from kg.publish import facts, money
from kg.publish.columns import Table, tables
from kg.publish.selecting import Row
from kg.store import GraphReader


class Exported(StrEnum):
    """The tables that can be exported from a graph alone."""

    CLAIMS = "claims"
    FIGURES = "figures"
    RESOURCES = "resources"
    RESOURCE_CLAIMS = "resource_claims"
    PROJECTS = "projects"
    DETAILS = "details"
    INDICATORS = "indicators"
    CHANGES = "changes"
    FINDINGS = "findings"
    DOCUMENTS = "documents"


_ROWS: Mapping[str, Callable[[GraphReader], Iterator[Row]]] = {
    Exported.CLAIMS: money.claims,
    Exported.FIGURES: money.figures,
    Exported.RESOURCES: money.resources,
    Exported.RESOURCE_CLAIMS: money.resource_claims,
    Exported.PROJECTS: facts.projects,
    Exported.DETAILS: facts.details,
    Exported.INDICATORS: facts.indicators,
    Exported.CHANGES: facts.changes,
    Exported.FINDINGS: facts.findings,
    Exported.DOCUMENTS: facts.documents,
}


class Export(NamedTuple):
    """A tidy table: what it is, and its rows, each with a text for every column."""

    table: Table
    rows: Iterable[tuple[str, ...]]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return self.table.names


def export(store: GraphReader, name: str) -> Export:
    """The table ``name`` with its rows, read as they are taken; raises ``BadParameter`` where there is none."""
    if name not in _ROWS:
        advice = f"Choose one of {', '.join(_ROWS)}."
        raise BadParameter(f"there is no table {name!r} to export.", place="export", advice=advice)
    table = tables()[name]
    return Export(table, (tuple(row[column] for column in table.names) for row in _ROWS[name](store)))
