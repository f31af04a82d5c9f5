"""The open knowledge graph of Chinese public budgets.

Floors, bottom first: errors, paths, workers, model, codebooks, documents, extract, reconcile, check, rdf,
store, query, audit, publish, pipeline, serve, cli. A floor imports only floors below it; a test holds this.
"""

__version__ = "0.1.0"
