"""What tests of inputs, skipping and reports share: builds that read in this process."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from kg.errors import KgError
from kg.model import Extraction
from kg.pipeline import building
from kg.pipeline.intake import Task
from kg.rdf import reference

_made: dict[str, Any] = {}


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Builds read in this process; the places of the files that are read, as they are read."""
    places: list[str] = []
    genuine = reference.reference

    def each(
        function: Callable[[Task], tuple[Extraction, ...]], tasks: Iterable[Task], **_: object
    ) -> Iterator[tuple[Task, tuple[Extraction, ...] | KgError]]:
        for task in tasks:
            places.append(str(task))
            try:
                yield task, function(task)
            except KgError as error:
                yield task, error

    def once(*inputs: Any) -> list[Any]:
        if "quads" not in _made:
            _made["quads"] = genuine(*inputs)
        quads: list[Any] = _made["quads"]
        return quads

    monkeypatch.setattr(building, "map_each", each)
    monkeypatch.setattr(reference, "reference", once)
    return places
