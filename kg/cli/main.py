"""``kg``: every command, and the one place where an exception becomes an exit code.

Exit codes: 0 done; 2 wrong use; 3 input or environment unusable (for ``kg build``: at least one file could not be
read; the others are built). stdout carries data only.
"""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg import __version__, pipeline, publish, query
from kg.cli import asking, building, codes, options, serving
from kg.cli.options import DEFAULT_STORE, FormatOption, LanguageOption, OutOption, StoreOption
from kg.cli.output import say, write
from kg.cli.status import status as status_of
from kg.errors import BadParameter, KgError, UnreadableFile
from kg.publish import ExportFormat
from kg.query import Format
from kg.rdf.iris import BASE, Iris
from kg.store import GraphReader, RemoteStore, opened

app = codes.joined(
    typer.Typer(
        name="kg",
        help="The open knowledge graph of Chinese public budgets. Exit codes: 0 done, 2 wrong use, 3 input unusable.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
)


class Exported(StrEnum):
    """What can be exported."""

    CLAIMS = "claims"
    FIGURES = "figures"


def _parameters(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    return asking.parameters_of(context.params.get("name"), incomplete)


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
    """The open knowledge graph of Chinese public budgets. Exit codes: 0 done, 2 wrong use, 3 input unusable."""


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
    name: Annotated[
        str | None, typer.Argument(help="Name of the question.", autocompletion=asking.question_names)
    ] = None,
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
    language = _language(lang)
    if name is None or search is not None:
        asking.show_list(search, language)
        return
    asking.answer(query.question_named(name), param or [], store, asking.How(form, language, cells))


def _language(lang: str) -> str:
    if lang not in ("zh", "en"):
        raise BadParameter(f"there is no language {lang!r}.", place="--lang", advice="Choose zh or en.")
    return lang


@app.command(name="query")
def run_query(
    file: Annotated[Path, typer.Argument(help="File of a SPARQL 1.1 query, or - for stdin.")],
    store: StoreOption = DEFAULT_STORE,
    endpoint: Annotated[str | None, typer.Option("--endpoint", help="Ask this SPARQL endpoint instead.")] = None,
    form: FormatOption = Format.TABLE,
    guard: Annotated[bool, typer.Option("--guard/--no-guard", help="Warn of what the query gets wrong.")] = True,
) -> None:
    """Run a SPARQL 1.1 query on a store, or on any endpoint; what it seems to get wrong is said first, on stderr.

    Example: kg query my-query.rq --store my-store --format csv
    """
    text = sys.stdin.read() if str(file) == "-" else _text(file)
    if endpoint is not None:
        _warn(text, None, guard=guard)
        _run(RemoteStore(endpoint), text, form)
        return
    with opened(store) as graph:
        _warn(text, graph, guard=guard)
        _run(graph, text, form)


def _warn(text: str, graph: GraphReader | None, *, guard: bool) -> None:
    if not guard:
        return
    from kg.query.guard import warnings  # noqa: PLC0415 - rdflib loads slowly, and no other command needs it

    for warned in warnings(text, graph):
        say(f"kg: warning: {warned}")


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
    with opened(store) as graph:
        write(query.render(query.explain(graph, what), form, language=_language(lang)))


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
    with opened(store) as graph:
        table = publish.claims(graph) if what is Exported.CLAIMS else publish.figures(graph)
    write(publish.written(table, form), out)


@app.command()
def status(store: StoreOption = DEFAULT_STORE, form: FormatOption = Format.TABLE) -> None:
    """Say what a store holds, and the account of the numeric cells that were read.

    Example: kg status --store my-store
    """
    with opened(store) as graph:
        write(query.render(status_of(graph), form))


serve = app.command()(serving.serve)


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
