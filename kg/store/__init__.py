"""Where quads live: an embedded Oxigraph store, or any SPARQL 1.1 endpoint, read through one protocol."""

from kg.store.oxigraph import GraphStore
from kg.store.protocol import Dataset, GraphReader, Result, Rows, Term
from kg.store.remote import RemoteStore

__all__ = ["Dataset", "GraphReader", "GraphStore", "RemoteStore", "Result", "Rows", "Term"]
