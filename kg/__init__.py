"""The open knowledge graph of Chinese public budgets.

``kg.open`` opens a store for programs in Python (docs/library.md).

Floors, bottom first: errors, paths, workers, model, codebooks, documents, extract, reconcile, check, rdf,
store, query, library, audit, publish, pipeline, serve, cli. A floor imports only floors below it; a test holds this.
"""

import typing as _typing

if _typing.TYPE_CHECKING:
    from pathlib import Path as _Path

    from kg.library import Store as _Store

__version__ = "0.1.0"


def open(folder: "str | _Path") -> "_Store":  # noqa: A001 - it opens as the builtin of this name does
    """The store in ``folder``, for reading; close it, or use it in a ``with``. Raises ``StoreMissing``."""
    from kg.library import Store  # noqa: PLC0415 - every module of the package runs this file, few need the library

    return Store.open(folder)
