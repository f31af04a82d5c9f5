"""What several tests share: where things are, the samples read once, and small documents given as text."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg import extract, pipeline
from kg.documents import read
from kg.extract import Forms
from kg.model import Extraction
from kg.store import GraphStore

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of this checkout."""
    return ROOT


@pytest.fixture(scope="session")
def samples(root: Path) -> dict[str, Path]:
    """The sample disclosures by number (``000`` … ``004``)."""
    return {path.name[:3]: path for path in sorted((root / "samples").glob("0*_*"))}


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """The folder of real disclosures beside this checkout; without it the tests that need it are skipped."""
    folder = root.parent / "shared"
    if not (folder / "disclosures").is_dir():
        pytest.skip("no folder of real disclosures beside this checkout")
    return folder


@pytest.fixture(scope="session")
def forms() -> Forms:
    """The forms of this package."""
    return extract.load()


@pytest.fixture(scope="session")
def extractions(samples: dict[str, Path], forms: Forms) -> dict[str, Extraction]:
    """What was read out of each sample."""
    return {number: extract.extract(read(path), forms) for number, path in samples.items()}


@pytest.fixture(scope="session")
def sample_store(samples: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the five samples on the disk, which many tests read: whoever writes takes a copy of it."""
    path = tmp_path_factory.mktemp("samples") / "store"
    with GraphStore.create(path) as store:
        assert pipeline.Builder(store).build(list(samples.values())).errors == ()
    return path


@pytest.fixture(scope="session")
def sample_graph(sample_store: Path) -> Iterator[GraphStore]:
    """The same store, open for reading."""
    with GraphStore.open(sample_store, read_only=True) as store:
        yield store


@pytest.fixture(scope="session")
def extracted(forms: Forms, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Extraction]:
    """What is read out of a document given as text."""

    def of(text: str) -> Extraction:
        path = tmp_path_factory.mktemp("document") / "document.md"
        path.write_text(text, encoding="utf-8")
        return extract.extract(read(path), forms)

    return of


_HOLDER = """
import sys
from pathlib import Path
from kg.store import GraphStore
with GraphStore.create(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """A store that a second process has open for writing, and that process's id."""
    path = tmp_path / "held"
    command = [sys.executable, "-c", _HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield path, process.pid
        process.communicate()
