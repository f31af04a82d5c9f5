"""The national code lists: classifications, divisions, and the members of our own dimensions."""

from kg.codebooks import areas, dimensions
from kg.codebooks.book import Codebook, Entry, load, scheme_of
from kg.codebooks.names import plain, unnumbered

__all__ = ["Codebook", "Entry", "areas", "dimensions", "load", "plain", "scheme_of", "unnumbered"]
