"""``kg serve``: its options, each a limit or an address, and what it says when it begins and ends."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from kg.cli.options import DEFAULT_STORE, StoreOption, commands, folder_of
from kg.cli.output import say
from kg.errors import BadParameter, UnreadableFile
from kg.serve.capacity import QUERY, UNSAID, UPDATE
from kg.serve.endpoint import Ports
from kg.serve.endpoint import serve as run
from kg.serve.settings import Settings, Updates
from kg.workers import MIB

app = commands()

_VARIABLE = "KG_UPDATE_TOKEN"


@app.command()
def serve(
    store: StoreOption = DEFAULT_STORE,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen on; 0 takes a free one.")] = 7878,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="Longest time of a query.")] = QUERY.seconds,
    memory: Annotated[int, typer.Option("--memory", min=512, help="Most memory of a query, in MiB.")] = QUERY.memory
    // MIB,
    processes: Annotated[int, typer.Option("--processes", "-j", min=1, help="Queries run at once.")] = 2,
    waiting: Annotated[int, typer.Option("--waiting", min=0, help="Queries that may wait.")] = UNSAID.waiting,
    answer: Annotated[int, typer.Option("--answer", min=1, help="Longest answer, in MiB.")] = UNSAID.answer_bytes
    // MIB,
    remember: Annotated[
        int, typer.Option("--remember", min=0, help="Short answers kept to be given again, in MiB; 0 for none.")
    ] = UNSAID.remembered_bytes // MIB,
    watch: Annotated[float, typer.Option("--watch", min=0, help="Seconds between looks for a rebuilt store.")] = 2.0,
    log: Annotated[Path | None, typer.Option("--access-log", help="Log requests to this file, - for stderr.")] = None,
    update_listen: Annotated[
        str | None, typer.Option("--update-listen", help="Take updates at HOST:PORT from who has the token.")
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", help="Address people reach the server at, through a proxy, ending in /.")
    ] = None,
    withdrawn: Annotated[
        Path | None, typer.Option("--withdrawn", help="IRIs that were published and are no more, one a line: 410.")
    ] = None,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", help=f"File of the token for updates, instead of {_VARIABLE}.")
    ] = None,
) -> None:
    """Answer SPARQL queries and the catalogue's questions over HTTP; for reading only, unless updates are asked for.

    Example: kg serve --store my-store --port 7878
    """
    folder = folder_of(store)
    capacity = replace(
        UNSAID, processes=processes, waiting=waiting, answer_bytes=answer * MIB, remembered_bytes=remember * MIB
    )
    settings = Settings(
        store=folder,
        address=(host, port),
        updates=_updates(update_listen, token_file),
        query=replace(QUERY, seconds=seconds, memory=memory * MIB),
        update=UPDATE,
        capacity=capacity,
        access_log=log,
        watch=watch,
        url=_checked_url(url),
        withdrawn=frozenset(_lines(withdrawn)) if withdrawn else frozenset(),
    )
    run(settings, lambda ports: _say_begun(settings, ports))
    say("ended.")


def _say_begun(settings: Settings, ports: Ports) -> None:
    say(f"http://{settings.address[0]}:{ports.public}/sparql answers queries; Ctrl-C ends it.")
    if settings.updates:
        say(f"http://{settings.updates.address[0]}:{ports.updates}/sparql and /gsp take updates with the token.")


def _checked_url(url: str | None) -> str | None:
    """The address, if it can be one: pages and data are told to be below it."""
    if url is None:
        return None
    parts = urlsplit(url)
    if (
        parts.scheme not in ("http", "https")
        or not parts.netloc
        or not url.endswith("/")
        or parts.query
        or parts.fragment
    ):
        raise BadParameter(f"{url!r} is no address.", place="--url", advice="Write https://HOST/, or with a path.")
    return url


def _updates(listen: str | None, token_file: Path | None) -> Updates | None:
    if listen is None:
        if token_file is not None:
            raise BadParameter("a token is for updates.", place="--token-file", advice="Give --update-listen too.")
        return None
    host, colon, port = listen.rpartition(":")
    if not (colon and host and port.isascii() and port.isdigit() and int(port) < 65536):
        raise BadParameter(f"{listen!r} is no address.", place="--update-listen", advice="Write HOST:PORT.")
    token = _token_in(token_file) if token_file else os.environ.get(_VARIABLE, "")
    if not token:
        raise BadParameter(
            "updates need a token.", place="--update-listen", advice=f"Set {_VARIABLE}, or --token-file."
        )
    return Updates((host.strip("[]"), int(port)), token)


def _token_in(file: Path) -> str:
    return _text(file, "the token").strip()


def _lines(file: Path) -> list[str]:
    return [line.strip() for line in _text(file, "the list of what is withdrawn").splitlines() if line.strip()]


def _text(file: Path, what: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{what} cannot be read.", place=str(file), advice="Name a text file.") from error
