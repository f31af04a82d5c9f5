"""``kg``: the list of its commands, and the one place where an exception becomes an exit code.

The module of a command is loaded when the command is run or described: what answers a question, or completes a word,
does not load what reads a PDF. Exit codes: 0 done; 1 findings, of ``kg check``; 2 wrong use; 3 input or environment
unusable (for ``kg build``: at least one file could not be read; the others are built). stdout carries data only.
"""

import sys
from collections import UserDict
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from kg import __version__
from kg.cli.output import say, write
from kg.errors import KgError

COMMANDS = {
    "build": "building",
    "ask": "asking",
    "query": "querying",
    "explain": "querying",
    "check": "checking",
    "conflicts": "checking",
    "export": "publishing",
    "publish": "publishing",
    "codes": "codes",
    "status": "status",
    "serve": "serving",
    "mcp": "agents",
}
"""The commands in the order of the help, each with the module of this package that has it."""


class _Loaded(UserDict[str, Any]):
    """The commands by their names, each made when it is asked for."""

    def __getitem__(self, name: str) -> Any:
        found = get_command(import_module(f"kg.cli.{super().__getitem__(name)}").app)
        return getattr(found, "commands", {}).get(name, found)


class _Commands(TyperGroup):
    """A group of the commands of the list."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.commands = _Loaded(COMMANDS)


app = typer.Typer(
    name="kg",
    cls=_Commands,
    help="The open knowledge graph of Chinese public budgets. "
    "Exit codes: 0 done, 1 findings, 2 wrong use, 3 input unusable.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


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
