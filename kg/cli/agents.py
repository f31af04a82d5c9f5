"""``kg mcp``: its options, and what it says when it begins; over stdio stdout belongs to the protocol."""

import asyncio
import os
from dataclasses import replace
from importlib import import_module
from ipaddress import ip_address
from types import ModuleType
from typing import Annotated

import typer

from kg.agents.doors import Doors, Serving
from kg.cli.options import DEFAULT_STORE, StoreOption, commands, folder_of
from kg.cli.output import say
from kg.errors import BadParameter, MissingExtra
from kg.serve.capacity import QUERY, UNSAID
from kg.serve.listening import until_signalled
from kg.serve.reading import reading
from kg.serve.settings import Settings
from kg.store import require_store
from kg.workers import MIB

app = commands()


@app.command()
def mcp(
    store: StoreOption = DEFAULT_STORE,
    http: Annotated[bool, typer.Option("--http", help="Answer over HTTP instead of stdin and stdout.")] = False,
    host: Annotated[str, typer.Option("--host", help="Address to listen on, with --http.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen on; 0 takes a free one.")] = 7880,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", help="A Host that requests may name: budget.example:443.")
    ] = None,
    allow_origin: Annotated[
        list[str] | None, typer.Option("--allow-origin", help="An Origin whose pages may ask: https://budget.example.")
    ] = None,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="Longest time of a query.")] = QUERY.seconds,
    memory: Annotated[int, typer.Option("--memory", min=512, help="Most memory of a query, in MiB.")] = QUERY.memory
    // MIB,
) -> None:
    """Answer agents over the Model Context Protocol: questions, checked queries, and the cells behind every figure.

    Example: kg mcp --store my-store
    """
    folder = folder_of(store)
    settings = Settings(
        store=folder,
        query=replace(QUERY, seconds=seconds, memory=memory * MIB),
        capacity=replace(UNSAID, processes=2 if http else 1),
    )
    require_store(folder)
    if http:
        doors = _doors((host, port), allow_host or [], allow_origin or [])
        until_signalled(lambda stop: _over_http(settings, doors, stop))
    else:
        until_signalled(lambda stop: _over_stdio(settings, stop))
    say("ended.")


def _doors(address: tuple[str, int], hosts: list[str], origins: list[str]) -> Doors:
    if not hosts and not _is_loopback(address[0]):
        raise BadParameter(
            f"requests to {address[0]} name a host that is not known here.",
            place="--host",
            advice="Say which with --allow-host, as in --allow-host budget.example:443.",
        )
    return Doors(*address, hosts, origins)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _over_http(settings: Settings, doors: Doors, stop: asyncio.Event) -> None:
    server = _server()

    def begun(port: int) -> None:
        say(f"http://{doors.written}:{port}{server.PATH} answers agents; Ctrl-C ends it.")

    async with reading(settings, server.PREPARED) as readers:
        made = server.server(readers.engine)
        await server.over_http(made, doors, Serving(settings.capacity, begun, stop))


async def _over_stdio(settings: Settings, stop: asyncio.Event) -> None:
    server = _server()
    async with reading(settings, server.PREPARED) as readers:
        serving = asyncio.ensure_future(server.over_stdio(server.server(readers.engine)))
        stopped = asyncio.ensure_future(stop.wait())
        await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            stopped.cancel()
            await serving
            return
    os._exit(0)  # a thread still reads stdin, and nothing but the end of the process ends that


def _server() -> ModuleType:
    """The server's module, which no other command needs: its libraries load slowly, and may not be there."""
    try:
        return import_module("kg.agents.server")
    except ImportError as error:
        raise MissingExtra("mcp is not installed.", advice="Install it with: pip install 'kg[mcp]'") from error
