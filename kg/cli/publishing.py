"""``kg export`` and ``kg publish``: one table, or a whole release."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg import publish as giving
from kg.cli.options import DEFAULT_STORE, OutOption, StoreOption, commands, folder_of
from kg.cli.output import say, write, writing
from kg.errors import BadParameter
from kg.publish import PUBLISHER, Exported, ExportFormat, Wanted
from kg.store import opened

app = commands()


@app.command()
def export(
    what: Annotated[Exported, typer.Argument(help="The table.")],
    store: StoreOption = DEFAULT_STORE,
    form: Annotated[ExportFormat, typer.Option("--format", "-f", help="csv, json or parquet.")] = ExportFormat.CSV,
    out: OutOption = None,
) -> None:
    """Write one tidy table of what the graph holds.

    Example: kg export claims --store my-store --format parquet --out claims.parquet
    """
    with opened(store) as graph:
        found = giving.export(graph, what)
        with writing(out) as file:
            giving.write(found, [(form, file)])


def _progress(part: str) -> None:
    if sys.stderr.isatty():
        say(f"kg: writing {part}")


def _require_site(wanted: Wanted) -> None:
    """Refuse what is no matter of a site of plain files."""
    if wanted.date or wanted.previous:
        what = "--date" if wanted.date else "--previous"
        raise BadParameter("it is said of releases, not of a site.", place=what, advice=f"Leave out {what}.")


@app.command()
def publish(
    out: Annotated[Path, typer.Argument(help="Folder of the release; new, or empty.", metavar="OUT")],
    store: StoreOption = DEFAULT_STORE,
    date: Annotated[
        str, typer.Option("--date", help="Day of the release; else that on which its newest document was fetched.")
    ] = "",
    previous: Annotated[
        Path | None, typer.Option("--previous", help="Folder of the release before, to tell what changed since.")
    ] = None,
    url: Annotated[
        str, typer.Option("--url", help="Where the release will be found; else under the data's base.")
    ] = "",
    endpoint: Annotated[
        str, typer.Option("--endpoint", help="SPARQL endpoint of the graph; else that of the base, or of a site none.")
    ] = "",
    static: Annotated[
        bool, typer.Option("--static", help="Make the pages of the graph as plain files instead, for a static host.")
    ] = False,
    publisher: Annotated[str, typer.Option("--publisher", help="Name of who publishes.")] = PUBLISHER,
) -> None:
    """Make a dated release: dumps, tables, catalogue, checksums. Prints the RDFC-1.0 hash of the graph.

    With --static, OUT holds the pages of kg serve as plain files instead; --url is where they will be found.

    Example: kg publish release --store my-store --date 2026-11-22
    """
    wanted = Wanted(date=date, url=url, endpoint=endpoint, publisher=publisher, previous=previous)
    if static:
        _require_site(wanted)
        site = giving.publish_site(folder_of(store), out, wanted, _progress)
        say(f"The site for {site.url} is in {out}: {site.pages} pages, {site.data} files of data.")
        return
    made = giving.publish(folder_of(store), out, wanted, _progress)
    tables = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in made.rows.items())
    say(f"The release of {made.date} is in {out}: {made.quads} quads; {tables}.")
    write(f"{made.rdfc}\n")
