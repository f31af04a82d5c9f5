"""The order of steps, written once: from what the user gives to a store that holds it, with an account of each file."""

from kg.pipeline.building import Builder
from kg.pipeline.inputs import Found, discover
from kg.pipeline.intake import Progress
from kg.pipeline.outcomes import Outcome, Report, TableSummary
from kg.pipeline.reporting import as_html, as_json

__all__ = ["Builder", "Found", "Outcome", "Progress", "Report", "TableSummary", "as_html", "as_json", "discover"]
