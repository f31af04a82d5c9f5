"""One base for a store's whole life, missing paths beside good ones, names that do not depend on order."""

from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import InputError, MissingPath
from kg.rdf.iris import Iris
from kg.store import GraphStore


def test_a_store_keeps_its_base(samples: dict[str, Path]) -> None:
    with GraphStore.in_memory() as store:
        pipeline.Builder(store).build([samples["001"]])
        before = store.count()
        with pytest.raises(InputError, match="no data under the base"):
            pipeline.Builder(store, Iris("https://example.org/x/")).build([samples["001"]])
        assert store.count() == before


def test_what_is_missing_is_said_and_the_rest_is_found(samples: dict[str, Path], tmp_path: Path) -> None:
    found = pipeline.discover([samples["001"], tmp_path / "none.txt", tmp_path])
    assert found.files == (samples["001"],)
    assert [type(error) for error in found.missing] == [MissingPath, InputError]


def test_nothing_but_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MissingPath):
        pipeline.discover([tmp_path / "none.txt"])


def test_other_kinds_and_broken_links_are_counted(samples: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(samples["001"].read_bytes())
    (tmp_path / "b.ppt").write_bytes(b"P")
    (tmp_path / "c.txt").symlink_to(tmp_path / "gone.txt")
    assert pipeline.discover([tmp_path]).aside == {".ppt": 1, "broken link": 1}


def test_the_name_of_one_content_does_not_depend_on_order(samples: dict[str, Path], tmp_path: Path) -> None:
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for file in files:
        file.write_bytes(samples["001"].read_bytes())
    titles = []
    for order in (files, files[::-1]):
        with GraphStore.in_memory() as store:
            pipeline.Builder(store).build(order)
            titles.append(
                [
                    str(q.object)
                    for q in store.match()
                    if q.object.__class__.__name__ == "Literal" and q.object.value in ("a.txt", "b.txt")
                ]
            )
    assert titles == [['"a.txt"'], ['"a.txt"']]
