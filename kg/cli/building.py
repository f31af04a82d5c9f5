"""``kg build``: progress on a terminal, one line for each file, the account of the whole; all on stderr."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kg import pipeline
from kg.cli.options import DEFAULT_STORE, StoreOption, commands, processes
from kg.cli.output import say, write
from kg.documents import FetchLimits
from kg.errors import BadParameter, UnreadableFile
from kg.model import Account
from kg.rdf.iris import BASE, Iris
from kg.store import writable

app = commands()

_KINDS = (".json", ".html", ".htm")


@app.command()
def build(
    given: Annotated[list[str], typer.Argument(help="Files, folders, patterns, zip archives, URLs.", metavar="PATH…")],
    store: StoreOption = DEFAULT_STORE,
    files: Annotated[int, typer.Option("-j", min=1, help="Files read at once.")] = processes(),
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
        require_place(report)
    found = pipeline.discover(given)
    done = _built(found, store, Iris(base), files, private=private)
    if report is not None:
        write_report(done, report)
    if done.errors:
        raise typer.Exit(3)


def _built(found: pipeline.Found, store: str, iris: Iris, processes: int, *, private: bool) -> pipeline.Report:
    """Build what was ``found`` into the store at ``store`` and say what became of each file."""
    limits = FetchLimits(private=private)
    with writable(store) as graph, _progress(len(found.files)) as advance:
        builder = pipeline.Builder(graph, iris)
        report = builder.build(found.files, processes=processes, progress=advance, limits=limits)
        quads = graph.count()
    report = report._replace(missing=found.missing, left=tuple(found.aside.items()))
    _tell(report, f"{store} ({quads} quads)")
    if report.contradictions:
        say(f"Documents contradict each other in {report.contradictions} places; kg check tells where.")
    return report


def _tell(report: pipeline.Report, store: str) -> None:
    for outcome in report.outcomes:
        say(_line(outcome))
    for error in report.missing:
        say(f"  not read   {error}")
    if report.left:
        kinds = ", ".join(f"{count} {ending}" for ending, count in report.left)
        say(f"  left aside {kinds}: no reader for these kinds.")
    done = report.asked - len(report.errors)
    say(f"{done} of {report.asked} files are in {store}.\n{account_line(report.account)}.")
    if report.refused:
        say(f"Refused: {', '.join(f'{count} {reason}' for reason, count in report.refused.items())}.")


def require_place(file: Path) -> None:
    """Refuse a file for the report that could not be written, before hours are spent on what it is to say."""
    if file.suffix.lower() not in _KINDS:
        raise BadParameter(f"{file} is no page and no JSON.", place="--report", advice="End it in .json or .html.")
    if file.is_dir() or not file.absolute().parent.is_dir():
        raise UnreadableFile("no file can be written here.", place=str(file), advice="Name one in a folder that is.")


def write_report(report: pipeline.Report, file: Path) -> None:
    """Write the account of every file and table to ``file``: as a page, or as JSON where it ends in .json."""
    made = pipeline.as_json(report) if file.suffix.lower() == ".json" else pipeline.as_html(report)
    write(made, file)


@contextmanager
def _progress(total: int) -> Iterator[pipeline.Progress]:
    """A bar with the number of files done, their rate and the time left; archives hold more files than were counted."""
    console = Console(stderr=True)
    columns = (
        TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("reading", total=total, rate="")
        began = time.monotonic()

        def advance(done: int) -> None:
            rate = done / max(time.monotonic() - began, 0.001)
            bar.update(task, completed=done, total=max(total, done), rate=f"{rate:.1f}/s")

        yield advance


def _line(outcome: pipeline.Outcome) -> str:
    if outcome.error is not None:
        return f"  not read   {outcome.error}"
    if outcome.twin:
        return f"  same       {outcome.file}: its content is that of {outcome.same_as}."
    state = "unchanged" if outcome.skipped else "read     "
    aside = "".join(f"; {one.place} not read ({one.reason})" for one in outcome.aside)
    return f"  {state}  {outcome.file}: {account_line(outcome.account or Account())}{aside}"


def account_line(account: Account) -> str:
    """The account in words: every numeric cell and every amount in a sentence in one of its parts."""
    prose = (
        f"; {account.prose} amounts in sentences = {account.prose_claims} claims + {account.prose_facts} facts"
        f" + {account.prose_classed} of nobody + {account.prose_refused} refused"
    )
    return (
        f"{account.numeric} numeric cells = {account.claims} claims + {account.facts} facts + {account.labels} labels"
        f" + {account.refused} refused; {account.blank} blank{prose if account.prose else ''}"
    )
