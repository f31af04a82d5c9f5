"""``kg check`` and ``kg conflicts``: what is wrong in documents or in a store, and where printings disagree."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NamedTuple

import typer

from kg import audit, paths, pipeline, query
from kg.cli import options
from kg.cli.options import DEFAULT_STORE, FormatOption, LanguageOption, OutOption, StoreOption, commands, language
from kg.cli.output import say, write
from kg.documents import FetchLimits
from kg.errors import InputError
from kg.model import Severity
from kg.query import Format
from kg.store import AnyStore, GraphStore, changeable, opened

app = commands()


class Shown(StrEnum):
    """A form of the report."""

    TABLE = "table"
    JSON = "json"
    SARIF = "sarif"
    HTML = "html"


class FailOn(StrEnum):
    """From which findings on the command fails."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


_SEVERITIES = {FailOn.ERROR: Severity.VIOLATION, FailOn.WARNING: Severity.WARNING, FailOn.INFO: Severity.INFO}


class _Opened(NamedTuple):
    """A store to be judged, what its files are called, and whether something given could not be read."""

    graph: AnyStore
    names: dict[str, str]
    unread: bool


@app.command()
def check(
    given: Annotated[
        list[str] | None,
        typer.Argument(help="Documents to check; none: those of the store.", metavar="[PATH]…"),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="Exit with 1 from findings of this level on.")] = (
        FailOn.ERROR
    ),
    form: Annotated[Shown, typer.Option("--format", "-f", help="How to write the report.")] = Shown.TABLE,
    out: OutOption = None,
    lang: LanguageOption = "en",
    shapes: Annotated[
        bool, typer.Option("--shapes", help="Check the graph too: SHACL shapes, Data Cube constraints.")
    ] = False,
    processes: Annotated[int, typer.Option("-j", min=1, help="Files read at once.")] = options.processes(),
) -> None:
    """Check documents, or a store with the rules across its documents: 1 where something is wrong, else 0.

    Example: kg check --store my-store --fail-on warning
    """
    tongue = language(lang)
    with _documents(given, processes) if given else _store(store) as held:
        judged = audit.judgement(held.graph)
        if not judged.documents:
            raise InputError("no document is there; nothing was checked.", place=held.graph.place)
        if shapes:
            judged = audit.with_conformance(judged, held.graph)
        write(_written(judged, held, form, tongue), out)
    _sum_up(judged)
    if held.unread:
        raise typer.Exit(3)
    if fail_on is not FailOn.NEVER and judged.at_least(_SEVERITIES[fail_on]):
        raise typer.Exit(1)


@app.command()
def conflicts(
    store: StoreOption = DEFAULT_STORE, form: FormatOption = Format.TABLE, lang: LanguageOption = "en"
) -> None:
    """List the figures whose printings disagree: every printing, the value taken and the rule that took it.

    Example: kg conflicts --store my-store
    """
    with opened(store) as graph:
        answer = query.ask(graph, query.question_named("disagreements"))
        write(query.render(answer, form, language=language(lang)))


@contextmanager
def _store(place: str) -> Iterator[_Opened]:
    with changeable(place) as graph:
        audit.renew(graph, paths.mappings() / "rdf")
        yield _Opened(graph, {}, unread=False)


@contextmanager
def _documents(given: list[str], processes: int) -> Iterator[_Opened]:
    """A store of the documents, which is gone afterwards."""
    found = pipeline.discover(given)
    with TemporaryDirectory(prefix="kg-check-") as folder, GraphStore.create(Path(folder) / "store") as graph:
        report = pipeline.Builder(graph).build(found.files, processes=processes, limits=FetchLimits())
        for error in (*report.errors, *found.missing):
            say(f"  not read   {error}")
        names = {one.sha256[:16]: one.url or one.file for one in reversed(report.outcomes) if one.sha256}
        yield _Opened(graph, names, unread=bool(report.errors or found.missing))


def _written(judged: audit.Judgement, held: _Opened, form: Shown, tongue: str) -> str:
    if form is Shown.JSON:
        return audit.as_json(judged)
    if form is Shown.SARIF:
        return audit.as_sarif(judged, held.names, tongue)
    if form is Shown.HTML:
        return audit.as_html(judged, audit.Places(held.graph, audit.iris_of(held.graph)))
    return audit.as_table(judged, tongue)


def _sum_up(judged: audit.Judgement) -> None:
    outcomes = ("passed", "failed", "inapplicable", "cant_tell")
    passed, failed, inapplicable, unsure = (sum(getattr(one, name) for one in judged.counts) for name in outcomes)
    silent = sum(1 for one in judged.counts if not any(getattr(one, name) for name in outcomes))
    say(
        f"{judged.documents} documents, {len(judged.findings)} findings: {passed} passed, {failed} failed,"
        f" {inapplicable} not applicable, {unsure} could not tell; {silent} of {len(judged.counts)} rules met nothing."
    )
