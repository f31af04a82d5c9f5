"""The tables that are given away and their columns, as ``mappings/publish/`` lists them: the one place that knows them.

The order of rows, types, allowed words and the codebook of a release all come from these two lists.
"""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from kg import paths
from kg.paths.lists import Line, lines
from kg.rdf.naming import export_words

_TABLES = ("table", "key", "zh", "en")
_COLUMNS = ("table", "column", "type", "unit", "dimension", "refers", "from", "zh", "en")


class Type(StrEnum):
    """What a cell of a column holds."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    CODE = "code"
    DECIMAL = "decimal"
    INTEGER = "integer"
    IRI = "iri"
    TEXT = "text"
    YEAR = "year"


class Column(NamedTuple):
    """A column: its type, unit, the table its values are keys of, where in the graph it comes from, what it means.

    ``choices`` are the words that may stand in it, where only some may.
    """

    name: str
    type: Type
    unit: str
    refers: str
    origin: str
    zh: str
    en: str
    choices: tuple[str, ...]


class Table(NamedTuple):
    """A table: the column that no two rows share, where one is such, and its columns in order."""

    name: str
    key: str
    zh: str
    en: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)


@lru_cache(maxsize=1)
def tables() -> dict[str, Table]:
    """Every table by name, in the order of the list. Raises ``DataFileError`` for a list that is wrong."""
    folder = paths.mappings() / "publish"
    columns: dict[str, list[Column]] = {}
    for line in lines(folder / "columns.csv", _COLUMNS):
        columns.setdefault(line["table"], []).append(_column(line))
    return {
        line["table"]: Table(line["table"], line["key"], line["zh"], line["en"], tuple(columns[line["table"]]))
        for line in lines(folder / "tables.csv", _TABLES)
    }


def _column(line: Line) -> Column:
    kind = Type(line.one_of("type", [one.value for one in Type]))
    choices = export_words(line["dimension"]) if kind is Type.CHOICE else ()
    if kind is Type.CHOICE and not choices:
        line.refuse(f"{line['dimension']!r} is no dimension.", "Name one of ontology/dimensions.csv.")
    return Column(line["column"], kind, line["unit"], line["refers"], line["from"], line["zh"], line["en"], choices)
