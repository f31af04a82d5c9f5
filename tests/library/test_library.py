"""The graph for programs: what docs/library.md shows holds, and values keep their types."""

import doctest
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest

import kg
from kg.errors import BadParameter, MissingExtra, StoreMissing, UnknownQuestion
from kg.library import Store


@pytest.fixture(scope="module")
def folder(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of the samples in it, called as the page calls it."""
    folder = tmp_path_factory.mktemp("library")
    copytree(sample_store, folder / "my-store")
    return folder


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with kg.open(folder / "my-store") as store:
        yield store


def test_the_page_holds(root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    page = root / "docs" / "library.md"
    done = doctest.testfile(str(page), module_relative=False, encoding="utf-8", optionflags=doctest.ELLIPSIS)
    assert done.attempted > 10
    assert done.failed == 0


def test_values_have_their_types(store: Store) -> None:
    spending = store.ask("total-spending", agency="旬阳", year=2024, phase="approved")
    assert {type(row.yuan) for row in spending} == {Decimal}
    assert Decimal("5599899.51") in {row.yuan for row in spending}
    assert {(type(row.year), row.scope) for row in spending} == {(int, "consolidated")}
    staff = store.ask("staff-against-posts")[0]
    assert (staff.as_of, staff.posts, staff.percent) == (date(2023, 12, 31), 40, Decimal("102.5"))
    assert staff == next(iter(store.ask("staff-against-posts")))


def test_a_table_is_a_sequence(store: Store) -> None:
    table = store.ask("procurement-shares")
    assert len(table) == len(list(table)) == len(table[:]) == 4
    assert table.absence is None
    assert table[-1] in table


def test_a_query_gives_rows_a_truth_or_triples(store: Store) -> None:
    rows = store.query("SELECT ?one (1.50 AS ?two) ('x' AS ?three) WHERE {}")
    assert not isinstance(rows, bool | tuple)
    assert (rows.columns, rows[0]) == (("one", "two", "three"), (None, Decimal("1.5"), "x"))
    assert store.query("ASK {}") is True
    assert store.query("CONSTRUCT { <urn:a> <urn:b> 1 } WHERE {}") != ()


def test_what_is_not_there_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        kg.open(tmp_path / "none")
    with pytest.raises(UnknownQuestion, match="total-spending"):
        store.ask("total-spendings")
    with pytest.raises(BadParameter, match="this is no figure"):
        store.explain(store.ask("documents")[0])


def test_frames_keep_money_exact(store: Store) -> None:
    table = store.ask("revenue-by-fund", agency="旬阳")
    polars, pandas = pytest.importorskip("polars"), pytest.importorskip("pandas")
    frame = table.to_polars()
    assert frame.columns == list(table.columns)
    assert frame["yuan"].dtype == polars.Decimal
    assert frame["yuan"].to_list() == [row.yuan for row in table]
    other = table.to_pandas()
    assert isinstance(other, pandas.DataFrame)
    assert list(other["yuan"]) == [row.yuan for row in table]
    assert store.ask("revenue-by-fund", year=2019).to_polars().columns == frame.columns


def test_a_frame_without_its_package_names_the_extra(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(MissingExtra, match=r"pip install 'kg\[polars\]'"):
        store.ask("documents").to_polars()
