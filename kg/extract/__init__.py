"""From a document to claims. What forms mean is data in ``mappings/forms/``; nothing here names a province."""

from kg.extract.extraction import extract, extract_file, extract_parts
from kg.extract.forms import Forms, load

__all__ = ["Forms", "extract", "extract_file", "extract_parts", "load"]
