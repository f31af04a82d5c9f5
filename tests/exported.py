"""Tidy tables as tests look at them: all rows at once."""

from kg import publish
from kg.publish import Export
from kg.store import GraphReader

Rows = list[dict[str, str]]


def whole(store: GraphReader, name: str) -> Export:
    """A table with all its rows read."""
    found = publish.export(store, name)
    return found._replace(rows=tuple(found.rows))


def rows_of(export: Export) -> Rows:
    return [dict(zip(export.columns, row, strict=True)) for row in export.rows]


def rows(store: GraphReader, name: str) -> Rows:
    """The rows of a table by column."""
    return rows_of(whole(store, name))
