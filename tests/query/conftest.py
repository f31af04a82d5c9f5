"""The small graph that ``graph.trig`` and ``facts.trig`` explain at their tops."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import parse

from kg.store import GraphStore

GRAPHS = (Path(__file__).parent / "graph.trig", Path(__file__).parent / "facts.trig")


@pytest.fixture(scope="session")
def graph() -> Iterator[GraphStore]:
    with GraphStore.in_memory() as store:
        for path in GRAPHS:
            store.add(parse(path=str(path)))
        yield store
