"""Options that several commands share, each declared once."""

import os
from pathlib import Path
from typing import Annotated

import typer

from kg.query import Format

DEFAULT_STORE = "store"

StoreOption = Annotated[
    str, typer.Option("--store", "-s", envvar="KG_STORE", help="Folder of the store, or address of a SPARQL server.")
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")]
LanguageOption = Annotated[str, typer.Option("--lang", envvar="KG_LANG", help="Language of column titles: zh or en.")]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file instead of stdout.")]


def processes() -> int:
    """How many files are read at once unless it is said: one per core."""
    return max(1, os.cpu_count() or 1)
