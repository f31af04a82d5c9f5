"""What is given away: tidy tables of what the graph holds, and whole releases of it."""

from kg.publish.columns import Column, Table, Type, tables
from kg.publish.files import ExportFormat, write
from kg.publish.making import Made, publish
from kg.publish.package import page
from kg.publish.release import PUBLISHER, Wanted
from kg.publish.static import SiteMade, publish_site
from kg.publish.tidy import Export, Exported, export

__all__ = [
    "PUBLISHER",
    "Column",
    "Export",
    "ExportFormat",
    "Exported",
    "Made",
    "SiteMade",
    "Table",
    "Type",
    "Wanted",
    "export",
    "page",
    "publish",
    "publish_site",
    "tables",
    "write",
]
