"""Options that several commands share, each declared once."""

import os
from pathlib import Path
from typing import Annotated

import typer

from kg.errors import BadParameter
from kg.query import Format
from kg.store import is_address

DEFAULT_STORE = "store"

StoreOption = Annotated[
    str, typer.Option("--store", "-s", envvar="KG_STORE", help="Folder of the store, or address of a SPARQL server.")
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")]
LanguageOption = Annotated[str, typer.Option("--lang", envvar="KG_LANG", help="Language of column titles: zh or en.")]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file instead of stdout.")]


def folder_of(store: str) -> Path:
    """The folder that ``--store`` names; raises ``BadParameter`` for an address."""
    if is_address(store):
        advice = "Name a folder; to have an address answered, ask the server behind it."
        raise BadParameter("this needs a store in a folder.", place="--store", advice=advice)
    return Path(store)


def commands() -> typer.Typer:
    """What a module registers its commands with; ``kg.cli.main`` says which module has which."""
    return typer.Typer(add_completion=False, no_args_is_help=False, rich_markup_mode=None)


def processes() -> int:
    """How many files are read at once unless it is said: one per core."""
    return max(1, os.cpu_count() or 1)


def language(lang: str) -> str:
    """The language, which must be one of the two."""
    if lang not in ("zh", "en"):
        raise BadParameter(f"there is no language {lang!r}.", place="--lang", advice="Choose zh or en.")
    return lang
