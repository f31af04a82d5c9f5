"""One way to open a store, whether it is a folder or the address of a server."""

from pathlib import Path
from typing import TypeAlias

from kg.store.oxigraph import GraphStore
from kg.store.remote import RemoteStore

AnyStore: TypeAlias = GraphStore | RemoteStore


def is_address(place: str | Path) -> bool:
    """Whether this is the address of a server; a folder is anything else."""
    return "://" in str(place)


def opened(place: str | Path) -> AnyStore:
    """The store at a folder or an http(s) address, for reading only."""
    if is_address(place):
        return RemoteStore(str(place))
    return GraphStore.open(Path(place), read_only=True)


def writable(place: str | Path) -> AnyStore:
    """The store at a folder, made if it is absent or empty, or at an http(s) address, for a build."""
    if is_address(place):
        return RemoteStore.writer(str(place))
    return GraphStore.create(Path(place))
