"""``kg query`` and ``kg explain``: SPARQL of one's own, and the way back from a figure to what is printed."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg import query
from kg.cli.options import DEFAULT_STORE, FormatOption, LanguageOption, StoreOption, commands, language
from kg.cli.output import say, write
from kg.errors import UnreadableFile
from kg.query import Format
from kg.query.guard import warnings
from kg.store import opened

app = commands()


@app.command(name="query")
def run_query(
    file: Annotated[Path, typer.Argument(help="File of a SPARQL 1.1 query, or - for stdin.")],
    store: StoreOption = DEFAULT_STORE,
    form: FormatOption = Format.TABLE,
    guard: Annotated[bool, typer.Option("--guard/--no-guard", help="Warn of what the query gets wrong.")] = True,
) -> None:
    """Run a SPARQL 1.1 query on a store or any SPARQL server; what it seems to get wrong is said first, on stderr.

    Example: kg query my-query.rq --store my-store --format csv
    """
    text = sys.stdin.read() if str(file) == "-" else _text(file)
    with opened(store) as graph:
        for warned in warnings(text, graph) if guard else ():
            say(f"kg: warning: {warned}")
        result = graph.query(text)
    if isinstance(result, tuple) and form is Format.TABLE:
        form = Format.TURTLE
    write(query.render(result, form))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile("the query cannot be read.", place=str(file), advice="Name a UTF-8 text file.") from error


@app.command()
def explain(
    what: Annotated[str, typer.Argument(help="IRI or id of a figure or a claim.", metavar="FIGURE|CLAIM")],
    store: StoreOption = DEFAULT_STORE,
    form: FormatOption = Format.TABLE,
    lang: LanguageOption = "en",
) -> None:
    """Go back from a figure, or from a claim, to the printed cells.

    Example: kg explain 357e4234eaae4660 --store my-store
    """
    with opened(store) as graph:
        write(query.render(query.explain(graph, what), form, language=language(lang)))
