"""A store of the samples, and a server on it."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from mcp_sessions import running


@pytest.fixture(scope="session")
def store(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(copytree(sample_store, tmp_path_factory.mktemp("agents") / "store"))


@pytest.fixture(scope="session")
def port(store: Path) -> Iterator[int]:
    with running(store, "--seconds", "2") as port:
        yield port
