"""Questions of the catalogue, answers to them, and answers as text."""

from kg.query.asking import ask, bind, explain
from kg.query.catalogue import catalogue, question_named, read_catalogue
from kg.query.question import Answer, Column, Parameter, Question, Words
from kg.query.render import Format, render
from kg.query.values import Given

__all__ = [
    "Answer",
    "Column",
    "Format",
    "Given",
    "Parameter",
    "Question",
    "Words",
    "ask",
    "bind",
    "catalogue",
    "explain",
    "question_named",
    "read_catalogue",
    "render",
]
