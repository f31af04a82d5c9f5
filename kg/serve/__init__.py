"""A read-only SPARQL endpoint over a store."""

from kg.serve.endpoint import LIMITS, Endpoint, endpoint

__all__ = ["LIMITS", "Endpoint", "endpoint"]
