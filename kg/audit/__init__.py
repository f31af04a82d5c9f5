"""Across documents: what a store already says of a body, so that a new document joins it in the right place; the rules
that only several documents together can break; and what was found, as reports.
"""

from kg.audit.across import Across, across
from kg.audit.attesting import Attested, attested
from kg.audit.batches import known_bodies
from kg.audit.conformance import constraints, cube_results, shape_results
from kg.audit.held import StoredFile, files, files_of, files_with
from kg.audit.judgement import Count, Found, Judgement, iris_of, judgement
from kg.audit.listing import as_json, as_table
from kg.audit.ondemand import with_conformance
from kg.audit.origins import Origin, origin, restate
from kg.audit.page import as_html
from kg.audit.places import Grid, Place, Places
from kg.audit.references import bodies, renewed
from kg.audit.sarif import as_sarif
from kg.audit.standing import catch_up, contradictions, graph_of, renew, to_be_judged
from kg.audit.stored import account, compared, links, statements

__all__ = [
    "Across", "Attested", "Count", "Found", "Grid", "Judgement", "Origin", "Place", "Places", "StoredFile", "account",
    "across", "as_html", "as_json", "as_sarif", "as_table", "attested", "bodies", "catch_up", "compared",
    "constraints", "contradictions", "cube_results", "files", "files_of", "files_with", "graph_of", "iris_of",
    "judgement", "known_bodies", "links", "origin", "renew", "renewed", "restate", "shape_results", "statements",
    "to_be_judged", "with_conformance",
]  # fmt: skip
