"""Questions of the catalogue, answers to them, and answers as text."""

from kg.query.asking import ask, bind, explain
from kg.query.catalogue import catalogue, question_named, read_catalogue, search
from kg.query.cells import Supported, with_cells
from kg.query.question import Absence, Answer, Column, Kind, Parameter, Question, Reason, Words
from kg.query.records import said
from kg.query.render import Format, render
from kg.query.values import Given, candidates

__all__ = [
    "Absence",
    "Answer",
    "Column",
    "Format",
    "Given",
    "Kind",
    "Parameter",
    "Question",
    "Reason",
    "Supported",
    "Words",
    "ask",
    "bind",
    "candidates",
    "catalogue",
    "explain",
    "question_named",
    "read_catalogue",
    "render",
    "said",
    "search",
    "with_cells",
]
