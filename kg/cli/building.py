"""``kg build``: progress on a terminal, one line for each file, the account of the whole; all on stderr."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kg import pipeline
from kg.cli.output import say
from kg.model import Account
from kg.rdf.iris import Iris
from kg.store import GraphStore


def build(found: pipeline.Found, store: Path, iris: Iris, processes: int) -> pipeline.Report:
    """Build the files ``found`` into the store at ``store`` and say what became of each."""
    files = found.files
    with GraphStore.create(store) as graph, _progress(len(files)) as advance:
        report = pipeline.Builder(graph, iris).build(files, processes=processes, progress=advance)
        quads = graph.count()
    for outcome in report.outcomes:
        say(_line(outcome))
    for error in found.missing:
        say(f"  not read   {error}")
    if found.aside:
        kinds = ", ".join(f"{count} {ending}" for ending, count in found.aside.items())
        say(f"  left aside {kinds}: no reader for these kinds.")
    done = sum(1 for outcome in report.outcomes if outcome.error is None)
    asked = len(files) + len(found.missing)
    say(f"{done} of {asked} files are in {store} ({quads} quads).\n{account_line(report.account)}.")
    return report


@contextmanager
def _progress(total: int) -> Iterator[pipeline.Progress]:
    console = Console(stderr=True)
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("reading", total=total)

        def advance(done: int, _: int) -> None:
            bar.update(task, completed=done)

        yield advance


def _line(outcome: pipeline.Outcome) -> str:
    if outcome.error is not None:
        return f"  not read   {outcome.error}"
    if outcome.twin:
        return f"  same       {outcome.file}: its content is that of another file."
    state = "unchanged" if outcome.skipped else "read     "
    return f"  {state}  {outcome.file}: {account_line(outcome.account or Account())}"


def account_line(account: Account) -> str:
    """The account in words: every numeric cell is a claim, a label or refused."""
    prose = f"; {account.prose} amounts in sentences not yet read" if account.prose else ""
    return (
        f"{account.numeric} numeric cells = {account.claims} claims + {account.labels} labels"
        f" + {account.refused} refused; {account.blank} blank{prose}"
    )
