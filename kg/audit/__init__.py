"""Across documents: what a store already says of a body, so that a new document joins it in the right place."""

from kg.audit.attesting import Attested, attested
from kg.audit.stored import StoredFile, account, files, quads_about, statements

__all__ = ["Attested", "StoredFile", "account", "attested", "files", "quads_about", "statements"]
