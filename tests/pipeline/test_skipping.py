"""What the store holds is not read again; what it holds otherwise is; one content is read once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from small_files import disclosure, written, zipped

from kg import extract, pipeline
from kg.errors import KgError
from kg.extract import Forms
from kg.pipeline import building
from kg.store import GraphStore
from kg.workers import pool


def no_worker(*_: object) -> None:
    raise AssertionError("a worker was started")


def states(report: pipeline.Report) -> list[str]:
    return [outcome.state for outcome in report.outcomes]


def test_a_second_build_starts_no_worker_and_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [
        written(tmp_path / "a.txt", disclosure()),
        written(tmp_path / "b.zip", zipped({"in/c.txt": disclosure("沁水县财政局")})),
    ]
    done: list[int] = []
    with GraphStore.in_memory() as store:
        first = pipeline.Builder(store).build(files)
        quads = store.count()
        monkeypatch.setattr(pool, "Worker", no_worker)
        second = pipeline.Builder(store).build(files, progress=done.append)
        assert store.count() == quads
    assert (states(first), states(second)) == (["read"] * 2, ["unchanged"] * 2)
    assert done == [1, 2]
    for before, after in zip(first.outcomes, second.outcomes, strict=True):
        assert (after.file, after.sha256, after.account) == (before.file, before.sha256, before.account)
        assert after.disclosures == before.disclosures
    assert [known.agency.name for outcome in second.outcomes for known in outcome.disclosures] == [
        "泽州县财政局",
        "沁水县财政局",
    ]


def test_without_a_worker_nothing_new_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the test above has something that could fail."""
    monkeypatch.setattr(pool, "Worker", no_worker)
    with GraphStore.in_memory() as store, pytest.raises(AssertionError, match="a worker was started"):
        pipeline.Builder(store).build([written(tmp_path / "a.txt", disclosure())])


def test_only_what_is_new_or_was_no_success_is_read(tmp_path: Path, read_here: list[str]) -> None:
    old, bad = written(tmp_path / "a.txt", disclosure()), written(tmp_path / "b.txt", b"nothing of the kind")
    with GraphStore.in_memory() as store:
        assert states(pipeline.Builder(store).build([old, bad])) == ["read", "error"]
        read_here.clear()
        new = written(tmp_path / "c.txt", disclosure(amount="2.00"))
        assert states(pipeline.Builder(store).build([old, bad, new])) == ["unchanged", "error", "read"]
    assert read_here == [str(bad), str(new)]


def test_other_forms_read_again(
    tmp_path: Path, read_here: list[str], forms: Forms, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path / "a.txt", disclosure())
    with GraphStore.in_memory() as store:
        pipeline.Builder(store).build([file])
        monkeypatch.setattr(extract, "load", lambda: forms.model_copy(update={"version": "0" * 16}))
        assert states(pipeline.Builder(store).build([file])) == ["read"]
    assert read_here == [str(file)] * 2


def test_a_twin_is_read_once_and_names_the_other(tmp_path: Path, read_here: list[str]) -> None:
    files = [written(tmp_path / name, disclosure()) for name in ("b.txt", "a.txt")]
    with GraphStore.in_memory() as store:
        report = pipeline.Builder(store).build(files)
    assert states(report) == ["read", "same"]
    assert report.outcomes[1].same_as == str(files[0])
    assert (report.account.claims, report.account.labels) == (4, 1)
    assert read_here == [str(files[0])]


def test_the_twin_of_what_cannot_be_read_is_not_read_either(tmp_path: Path, read_here: list[str]) -> None:
    files = [written(tmp_path / name, b"nothing of the kind") for name in ("a.txt", "b.txt")]
    with GraphStore.in_memory() as store:
        report = pipeline.Builder(store).build(files)
    assert states(report) == ["error", "error"]
    assert [error.place for error in report.errors] == list(map(str, files))
    assert report.errors[0].what == report.errors[1].what
    assert len(read_here) == 1


@pytest.mark.usefixtures("read_here")
def test_the_name_of_a_twin_that_comes_after_a_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_BATCH", 1)
    files = [written(tmp_path / name, disclosure()) for name in ("c.txt", "b.txt", "a.txt")]
    named = []
    for rounds in ([files], [files[::-1]], [files[:1], files[1:]]):
        with GraphStore.in_memory() as store:
            for part in rounds:
                pipeline.Builder(store).build(part)
            titles = {getattr(quad.object, "value", "") for quad in store.match()}
            named.append(titles & {"a.txt", "b.txt", "c.txt"})
    assert named == [{"a.txt"}] * 3


def test_what_waits_is_bounded_by_its_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_HELD", 10)
    monkeypatch.setattr(pool, "_one", lambda _pool, function, item: function(item))
    taken: list[int] = []

    def items() -> list[int]:
        return [4, 4, 4, 30, 1]

    def weights(give: Callable[[], list[int]]) -> object:
        for item in give():
            taken.append(item)
            yield item

    most = []
    results: list[tuple[int, int | KgError]] = []
    for one in pool.map_each(lambda x: x + 1, weights(items), limits=building._LIMITS, processes=4, weigh=int):
        results.append(one)
        most.append(len(taken))
    assert results == [(4, 5), (4, 5), (4, 5), (30, 31), (1, 2)]
    assert most == [3, 4, 4, 4, 5]
