"""The open knowledge graph of Chinese public budgets.

``kg.open`` opens a store for programs in Python (docs/library.md).

Floors, bottom first: errors, paths, workers, model, codebooks, documents, extract, reconcile, check, rdf,
store, query, library, audit, publish, pipeline, serve, cli. A floor imports only floors below it; a test holds this.
"""

import importlib as _importlib
import typing as _typing

if _typing.TYPE_CHECKING:
    from kg.library import open_store as open

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def __getattr__(name: str) -> object:
    """``kg.open``, when it is asked for: every module of the package runs this file, few need the library."""
    if name == "open":
        return _importlib.import_module("kg.library").open_store
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
