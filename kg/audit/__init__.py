"""Across documents: what a store already says of a body, so that a new document joins it in the right place."""

from kg.audit.attesting import Attested, attested
from kg.audit.origins import Origin, origin, restate
from kg.audit.references import bodies, renewed
from kg.audit.stored import StoredFile, account, compared, files, statements

__all__ = [
    "Attested", "Origin", "StoredFile", "account", "attested", "bodies", "compared", "files", "origin", "renewed",
    "restate", "statements",
]  # fmt: skip
