"""A store of the samples, and a server on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from mcp_sessions import running

from kg import pipeline
from kg.store import GraphStore


@pytest.fixture(scope="session")
def store(samples: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("agents") / "store"
    with GraphStore.create(path) as graph:
        assert pipeline.Builder(graph).build(list(samples.values())).errors == ()
    return path


@pytest.fixture(scope="session")
def port(store: Path) -> Iterator[int]:
    with running(store, "--seconds", "2") as port:
        yield port
