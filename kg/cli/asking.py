"""``kg ask``: lists, searches, completes and runs the questions of the catalogue."""

import os
from dataclasses import dataclass
from typing import Annotated

import typer

from kg import query
from kg.cli.options import DEFAULT_STORE, FormatOption, LanguageOption, StoreOption, commands, language
from kg.cli.output import say, write
from kg.errors import BadParameter
from kg.query import Format
from kg.query.completing import completions
from kg.store import opened

app = commands()


@dataclass(frozen=True)
class _How:
    """How an answer is written: its format, the language of its words, and whether its cells stand with it."""

    form: Format
    language: str
    cells: bool


def _question_names(incomplete: str) -> list[tuple[str, str]]:
    """The names of questions that begin so, for a shell to complete, each with its title."""
    return [(name, q.title.en) for name, q in query.catalogue().items() if name.startswith(incomplete)]


def _parameters_of(name: str | None, incomplete: str, store: str) -> list[tuple[str, str]]:
    """The parameters of a question, ``name=``, or the values of one whose name is written; for a shell to complete.

    Bodies, years and codes are those that ``store`` holds.
    """
    question = query.catalogue().get(name or "")
    parameters = question.parameters if question else {}
    given, equals, begun = incomplete.partition("=")
    if not equals:
        return [(f"{one}=", parameter.en) for one, parameter in parameters.items() if one.startswith(given)]
    kind = parameters[given].type if given in parameters else ""
    return [(f"{given}={value}", words) for value, words in completions(kind, begun, store)]


def _show_list(searched: str | None, language: str) -> None:
    """Write the questions of the catalogue, or those that a search finds."""
    found = query.catalogue().values() if searched is None else query.search(searched)
    if not found:
        raise BadParameter(
            f"no question has {searched!r} in its words.", place="--search", advice="kg ask lists all of them."
        )
    write("".join(_entry(question, language) for question in found))


def _answer(question: query.Question, params: list[str], store: str, how: _How) -> None:
    """Write the answer of the store at ``store``; where it has no rows, say why beside formats that only hold rows."""
    with opened(store) as graph:
        found = query.ask(graph, question, _values(params))
        shown = query.with_cells(graph, found) if how.cells else found
        write(query.render(shown, how.form, language=how.language))
    if found.absence is not None and how.form not in (Format.TABLE, Format.JSON):
        say(f"kg: {query.said(found.absence, how.language)}")


def _values(params: list[str]) -> dict[str, list[str]]:
    """The values that ``name=value`` gives, by name; a name may stand several times."""
    found: dict[str, list[str]] = {}
    for text in params:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise BadParameter(f"{text!r} is no parameter.", place="--param", advice="Write name=value.")
        found.setdefault(name, []).append(value)
    return found


def _entry(question: query.Question, language: str) -> str:
    parameters = f"  [{', '.join(question.parameters)}]" if question.parameters else ""
    return f"{question.name}\n    {getattr(question.title, language)}{parameters}\n"


def _parameters(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    store = context.params.get("store") or os.environ.get("KG_STORE") or DEFAULT_STORE
    # while an option still lacks its value, the arguments before it have no names yet
    given = context.params.get("name") or next((one for one in context.args if one in query.catalogue()), None)
    return _parameters_of(given, incomplete, store)


@app.command()
def ask(
    name: Annotated[str | None, typer.Argument(help="Name of the question.", autocompletion=_question_names)] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="A parameter: name=value.", autocompletion=_parameters)
    ] = None,
    search: Annotated[str | None, typer.Option("--search", help="List the questions about this.")] = None,
    cells: Annotated[bool, typer.Option("--cells", help="Show the printed cells behind each row.")] = False,
    store: StoreOption = DEFAULT_STORE,
    form: FormatOption = Format.TABLE,
    lang: LanguageOption = "en",
) -> None:
    """Answer a question of the catalogue, or list the questions.

    Example: kg ask function-code --param code=2101506 --store my-store
    """
    tongue = language(lang)
    if name is None or search is not None:
        _show_list(search, tongue)
        return
    _answer(query.question_named(name), param or [], store, _How(form, tongue, cells))
