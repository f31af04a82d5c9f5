"""What is given away: tidy exports of claims and figures."""

from kg.publish.files import ExportFormat, written
from kg.publish.tidy import CLAIM_COLUMNS, FIGURE_COLUMNS, Export, claims, figures

__all__ = ["CLAIM_COLUMNS", "FIGURE_COLUMNS", "Export", "ExportFormat", "claims", "figures", "written"]
