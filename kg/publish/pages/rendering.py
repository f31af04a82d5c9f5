"""Pages as HTML: the one door to Jinja2. What comes from the graph is escaped; a name nobody gave is an error."""

import hashlib
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.publish.pages.addresses import LANGUAGES, Addresses, Names
from kg.publish.pages.graph import amount, value
from kg.publish.pages.money import YUAN, exact, unit_for
from kg.publish.pages.places import place_of
from kg.publish.pages.view import Asked, Shown, View
from kg.publish.pages.words import Speech
from kg.publish.pages.words import words as known_words

_FOLDER = Path(__file__).parent
_ADVICE = {400: "error-mend", 405: "error-mend", 500: "error-later", 503: "error-later"}
"""What a reader can do about a refusal, where that is not to search."""


def rendered(view: View, shown: Shown) -> bytes:
    """The page."""
    to = view.to
    path = to.names.path(shown.thing) if shown.thing else None
    others = {one: to.here(view.asked.parameters, lang=one) for one in LANGUAGES}
    template = _environment().get_template(shown.template)
    values = {"say": view.say, "to": to, "asked": view.asked, "title": shown.title, "lang": view.language}
    return template.render(
        **values, **shown.values, iri=shown.thing, path=path, others=others, style=style_name()
    ).encode()


def error(asked: Asked, status: int, words: str, to: Addresses | None = None) -> bytes:
    """The page of a refusal, which needs no store; ``words`` say what is wrong."""
    say = Speech(asked.language)
    to = to or Addresses(Names(), asked.path.count("/"), asked.language if asked.chosen else None)
    key = f"error-{status}"
    title = say(key if key in known_words() else "error-400" if status < 500 else "error-500")
    others = {one: to.here(asked.parameters, lang=one) for one in LANGUAGES}
    values = {"say": say, "to": to, "asked": asked, "title": title, "lang": asked.language, "others": others}
    values |= {"words": words, "help": say(_ADVICE.get(status, "error-help")), "iri": None, "path": None}
    return _environment().get_template("error.html").render(**values, style=style_name()).encode()


@lru_cache(maxsize=1)
def style() -> bytes:
    """The style sheet of all pages."""
    return (_FOLDER / "style.css").read_bytes()


@lru_cache(maxsize=1)
def icon() -> bytes:
    """The icon of all pages, as SVG."""
    return (_FOLDER / "icon.svg").read_bytes()


@lru_cache(maxsize=1)
def style_name() -> str:
    """Its name, which changes whenever it does, so that it can be kept for ever."""
    return f"style.{hashlib.sha256(style()).hexdigest()[:12]}.css"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    made.filters |= {"value": value, "amount": amount, "exact": exact, "place": place_of}
    made.globals |= {"unit_for": unit_for, "YUAN": YUAN}
    return made
