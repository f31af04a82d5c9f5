"""The command line: thin, one file per concern."""

from kg.cli.main import main

__all__ = ["main"]
