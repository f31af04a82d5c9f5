"""A read-only SPARQL endpoint over a store."""

from kg.serve.endpoint import LIMITS, Capacity, Endpoint, endpoint

__all__ = ["LIMITS", "Capacity", "Endpoint", "endpoint"]
