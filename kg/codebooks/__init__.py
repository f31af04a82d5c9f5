"""The national code lists: classifications, divisions, and the members of our own dimensions."""

from kg.codebooks import areas, dimensions
from kg.codebooks.book import Attestation, Bounds, Codebook, Evidence, Version, notation_of, scheme_of
from kg.codebooks.loading import load
from kg.codebooks.names import plain, unnumbered
from kg.codebooks.standing import Standing, Verdict, standing

__all__ = [
    "Attestation",
    "Bounds",
    "Codebook",
    "Evidence",
    "Standing",
    "Verdict",
    "Version",
    "areas",
    "dimensions",
    "load",
    "notation_of",
    "plain",
    "scheme_of",
    "standing",
    "unnumbered",
]
