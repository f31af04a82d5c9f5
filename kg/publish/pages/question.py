"""The questions of the catalogue as pages: what each says and takes, its SPARQL text, a form, and its answer.

The form needs no script: it leads to the same page with the answer on it. Among plain files there is no answer.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from kg.publish.pages.editor import example
from kg.publish.pages.graph import amount, value
from kg.publish.pages.money import exact
from kg.publish.pages.view import PER_PAGE, Shown, View
from kg.query import Answer, Kind, Question, ask, candidates, catalogue
from kg.store import Term

_LONGEST = 200
"""The most characters of the value of a parameter."""
_FORMATS = ("csv", "json", "text")


def questions(view: View) -> Shown:
    """The list of all questions by what they are about."""
    known = catalogue().values()
    groups = {kind: [one for one in known if one.kind is kind] for kind in Kind}
    return Shown("questions.html", view.say("questions"), {"groups": groups})


def question(view: View, name: str) -> Shown | None:
    """The question of this name, with its answer where ``answer`` is given; ``None`` where there is none.

    Raises ``BadParameter`` for a value that does not fit, as the question itself does.
    """
    found = catalogue().get(name)
    if found is None:
        return None
    given = {key: text.strip()[:_LONGEST] for key, text in view.asked.parameters.items() if key in found.parameters}
    given = {key: text for key, text in given.items() if text}
    asked = "answer" in view.asked.parameters
    values: dict[str, Any] = {
        "question": found,
        "given": given,
        "choices": {key: candidates(one.type) for key, one in found.parameters.items()},
        "example": example(view.graph, found, view.language),
        "answer": _shown(view, found, ask(view.graph.reader, found, given)) if asked else None,
        "others_of": _others(view, found, given),
    }
    return Shown("question.html", getattr(found.title, view.language), values)


def _shown(view: View, asked: Question, answer: Answer) -> dict[str, Any]:
    """A page of the rows of an answer: for each cell its text, where it leads, and whether it is a number."""
    start = (view.page - 1) * PER_PAGE
    rows = answer.rows[start : start + PER_PAGE]
    nodes = {term.value for row in rows for term in row if isinstance(term, NamedNode)}
    labels = view.names(*sorted(nodes))
    types = [column.type for column in asked.columns.values()]
    return {
        "rows": [[_cell(view, term, kind, labels) for term, kind in zip(row, types, strict=True)] for row in rows],
        "count": len(answer.rows),
        "absence": getattr(answer.absence.words, view.language) if answer.absence else "",
        "pages": view.paged(more=len(answer.rows) > start + PER_PAGE),
    }


def _cell(view: View, term: Term | None, kind: str | None, labels: Mapping[str, str]) -> dict[str, str]:
    if isinstance(term, NamedNode):
        text = labels.get(term.value) or view.graph.names.path(term.value) or term.value
        return {"text": text, "link": view.to.of(term.value), "class": "" if term.value in labels else "code"}
    yuan = amount(term) if kind == "yuan" else None
    return {
        "text": value(term) if yuan is None else exact(yuan),
        "link": "",
        "class": "number" if yuan is not None else "",
    }


def _others(view: View, found: Question, given: Mapping[str, str]) -> dict[str, str]:
    """Where a program has the answer, by format."""
    place = view.to.files(f"ask/{found.name}")
    return {form: f"{place}?{urlencode({**given, 'format': form})}" for form in _FORMATS}
