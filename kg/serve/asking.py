"""What a read worker does for a question of the catalogue: bind the values safely, ask, and render the answer."""

from typing import TypeAlias

from kg import query
from kg.query import Format
from kg.serve import answering
from kg.serve.answering import opened
from kg.serve.outlet import Outlet, Reply, Terms

Values: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""The values that are given for each parameter."""
MEDIA_TYPES = {
    Format.JSON: "application/json",
    Format.CSV: "text/csv",
    Format.TSV: "text/tab-separated-values",
    Format.XML: "application/sparql-results+xml",
    Format.TABLE: "text/plain",
}
"""The formats an answer can be had in."""


def prepare(folder: str) -> int:
    """Open the generation in ``folder`` and read the catalogue; the number of quads."""
    query.catalogue()
    return answering.prepare(folder)


def ask(folder: str, terms: Terms, name: str, values: Values, form: Format) -> Reply:
    """The answer to the question called ``name``; raises ``UnknownQuestion``, ``BadParameter`` or ``LimitExceeded``."""
    question = query.question_named(name)
    found = query.ask(opened(folder), question, dict(values))
    outlet = Outlet(terms)
    outlet.write(query.render(found, form).encode())
    return outlet.reply(MEDIA_TYPES[form])
