"""What is given away: tidy tables of what the graph holds, and whole releases of it."""

from kg.publish.columns import Column, Table, Type, tables
from kg.publish.files import ExportFormat, write
from kg.publish.making import Made, publish
from kg.publish.release import PUBLISHER, Wanted
from kg.publish.tidy import EXPORTED, Export, export

__all__ = [
    "EXPORTED",
    "PUBLISHER",
    "Column",
    "Export",
    "ExportFormat",
    "Made",
    "Table",
    "Type",
    "Wanted",
    "export",
    "publish",
    "tables",
    "write",
]
