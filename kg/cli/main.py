"""``kg``: every command, and the one place where an exception becomes an exit code.

Exit codes: 0 done; 1 findings, of ``kg check``; 2 wrong use; 3 input or environment unusable (for ``kg build``: at
least one file could not be read; the others are built). stdout carries data only.
"""

import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg import __version__, pipeline, publish, query
from kg.cli import building, checking, codes, options
from kg.cli.options import DEFAULT_STORE, FormatOption, LanguageOption, OutOption, StoreOption, language
from kg.cli.output import say, write
from kg.cli.status import status as status_of
from kg.errors import BadParameter, KgError, UnreadableFile
from kg.publish import ExportFormat
from kg.query import Format
from kg.rdf.iris import BASE, Iris
from kg.serve import LIMITS, endpoint
from kg.store import GraphReader, GraphStore, RemoteStore

app = checking.joined(
    codes.joined(
        typer.Typer(
            name="kg",
            help="The open knowledge graph of Chinese public budgets. "
            "Exit codes: 0 done, 1 findings, 2 wrong use, 3 input unusable.",
            no_args_is_help=True,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
        )
    )
)


class Exported(StrEnum):
    """What can be exported."""

    CLAIMS = "claims"
    FIGURES = "figures"


def _questions(incomplete: str) -> list[tuple[str, str]]:
    return [(name, q.title.en) for name, q in query.catalogue().items() if name.startswith(incomplete)]


def _show_version(wanted: bool) -> None:
    if wanted:
        write(f"kg {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """The open knowledge graph of Chinese public budgets.

    Exit codes: 0 done, 1 findings, 2 wrong use, 3 input unusable.
    """


@app.command()
def build(
    given: Annotated[list[str], typer.Argument(help="Files, folders, patterns, zip archives, URLs.", metavar="PATH…")],
    store: StoreOption = DEFAULT_STORE,
    processes: Annotated[int, typer.Option("-j", min=1, help="Files read at once.")] = options.processes(),
    base: Annotated[str, typer.Option("--base", help="Base of the IRIs of data; one for a store's whole life.")] = BASE,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write the account of each file and table: .json or .html.")
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Fetch URLs of private addresses too, as of one's own network.")
    ] = False,
) -> None:
    """Read disclosures and commit them to a store; what cannot be read is said, the rest goes on.

    Example: kg build samples --store my-store
    """
    if report is not None:
        building.require_place(report)
    found = pipeline.discover(given)
    done = building.build(found, store, Iris(base), processes, private=private)
    if report is not None:
        building.write_report(done, report)
    if done.errors:
        raise typer.Exit(3)


@app.command()
def ask(
    name: Annotated[str | None, typer.Argument(help="Name of the question.", autocompletion=_questions)] = None,
    param: Annotated[list[str] | None, typer.Option("--param", "-p", help="A parameter: name=value.")] = None,
    store: StoreOption = DEFAULT_STORE,
    form: FormatOption = Format.TABLE,
    lang: LanguageOption = "en",
) -> None:
    """Answer a question of the catalogue, or list the questions.

    Example: kg ask function-code --param code=2101506 --store my-store
    """
    if name is None:
        write("".join(_entry(known, language(lang)) for known in query.catalogue().values()))
        return
    question = query.question_named(name)
    with GraphStore.open(store, read_only=True) as graph:
        write(query.render(query.ask(graph, question, _values(param or [])), form, language=language(lang)))


def _entry(question: query.Question, language: str) -> str:
    parameters = f"  [{', '.join(question.parameters)}]" if question.parameters else ""
    return f"{question.name}\n    {getattr(question.title, language)}{parameters}\n"


def _values(params: list[str]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for text in params:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise BadParameter(f"{text!r} is no parameter.", place="--param", advice="Write name=value.")
        values.setdefault(name, []).append(value)
    return values


@app.command(name="query")
def run_query(
    file: Annotated[Path, typer.Argument(help="File of a SPARQL 1.1 query, or - for stdin.")],
    store: StoreOption = DEFAULT_STORE,
    endpoint: Annotated[str | None, typer.Option("--endpoint", help="Ask this SPARQL endpoint instead.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Run a SPARQL 1.1 query on a store, or on any endpoint.

    Example: kg query my-query.rq --store my-store --format csv
    """
    text = sys.stdin.read() if str(file) == "-" else _text(file)
    if endpoint is not None:
        _run(RemoteStore(endpoint), text, form)
        return
    with GraphStore.open(store, read_only=True) as graph:
        _run(graph, text, form)


def _run(graph: GraphReader, text: str, form: Format) -> None:
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

    Example: kg explain 9c1f2b7a40d3e685 --store my-store
    """
    with GraphStore.open(store, read_only=True) as graph:
        write(query.render(query.explain(graph, what), form, language=language(lang)))


@app.command()
def export(
    what: Annotated[Exported, typer.Argument(help="What to export.")],
    store: StoreOption = DEFAULT_STORE,
    form: Annotated[ExportFormat, typer.Option("--format", "-f", help="csv, json or parquet.")] = ExportFormat.CSV,
    out: OutOption = None,
) -> None:
    """Write every claim or every figure as a tidy table.

    Example: kg export claims --store my-store --format parquet --out claims.parquet
    """
    with GraphStore.open(store, read_only=True) as graph:
        table = publish.claims(graph) if what is Exported.CLAIMS else publish.figures(graph)
    write(publish.written(table, form), out)


@app.command()
def status(store: StoreOption = DEFAULT_STORE, form: FormatOption = Format.TABLE) -> None:
    """Say what a store holds, and the account of the numeric cells that were read.

    Example: kg status --store my-store
    """
    with GraphStore.open(store, read_only=True) as graph:
        write(query.render(status_of(graph), form))


@app.command()
def serve(
    store: StoreOption = DEFAULT_STORE,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen on; 0 takes a free one.")] = 7878,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="Longest time a query may take.")] = 30.0,
) -> None:
    """Answer SPARQL queries over HTTP, for reading only, from the store as it is now.

    Example: kg serve --store my-store --port 7878
    """
    with endpoint(store, (host, port), replace(LIMITS, seconds=seconds)) as server:
        say(f"http://{host}:{server.server_port}/sparql answers queries; Ctrl-C ends it.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("ended.")


def main() -> None:
    """Run the command line; the exit code says how it went."""
    try:
        app()
    except KgError as error:
        say(f"kg: {error}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
