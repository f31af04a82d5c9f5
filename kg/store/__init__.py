"""Where quads live: an embedded Oxigraph store, or any SPARQL 1.1 endpoint, read through one protocol."""

from kg.store.folder import held, require_store
from kg.store.oxigraph import GraphStore
from kg.store.parsing import READABLE, triples
from kg.store.protocol import Dataset, GraphReader, Result, Rows, Sink, Term
from kg.store.remote import RemoteStore
from kg.store.tokens import has_word, nests_deeper

__all__ = [
    "READABLE",
    "Dataset",
    "GraphReader",
    "GraphStore",
    "RemoteStore",
    "Result",
    "Rows",
    "Sink",
    "Term",
    "has_word",
    "held",
    "nests_deeper",
    "require_store",
    "triples",
]
