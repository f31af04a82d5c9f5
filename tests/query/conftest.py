"""The small graph that ``graph.trig`` explains at its top."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import parse

from kg.store import GraphStore

GRAPH = Path(__file__).parent / "graph.trig"


@pytest.fixture(scope="session")
def graph() -> Iterator[GraphStore]:
    with GraphStore.in_memory() as store:
        store.add(parse(path=str(GRAPH)))
        yield store
