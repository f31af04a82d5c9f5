"""Performance forms, lists of indicators and what is said of projects, read into indicators, claims and profiles."""

from kg.extract.performance.forms import FormsRead, FormTable, read_forms
from kg.extract.performance.lists import Told
from kg.extract.performance.projects import links, with_one_spelling
from kg.extract.performance.prose import told

__all__ = ["FormTable", "FormsRead", "Told", "links", "read_forms", "told", "with_one_spelling"]
