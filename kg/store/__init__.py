"""Where quads live: an embedded Oxigraph store, or any SPARQL 1.1 endpoint, read through one protocol."""

from kg.store.folder import held, require_store
from kg.store.opening import AnyStore, is_address, opened, writable
from kg.store.oxigraph import GraphStore
from kg.store.parsing import READABLE, triples
from kg.store.protocol import Dataset, GraphReader, QuadStore, Result, Rows, Sink, Term
from kg.store.remote import RemoteStore
from kg.store.tokens import has_word, nests_deeper

__all__ = [
    "READABLE",
    "AnyStore",
    "Dataset",
    "GraphReader",
    "GraphStore",
    "QuadStore",
    "RemoteStore",
    "Result",
    "Rows",
    "Sink",
    "Term",
    "has_word",
    "held",
    "is_address",
    "nests_deeper",
    "opened",
    "require_store",
    "triples",
    "writable",
]
