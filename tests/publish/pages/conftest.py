"""The pages of the samples, and a reader of pages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from kg import pipeline
from kg.publish.pages import Asked, Site
from kg.store import GraphStore


@pytest.fixture(scope="session")
def sample_site(samples: dict[str, Path]) -> Iterator[Site]:
    """The site of a store of the five samples."""
    with GraphStore.in_memory() as graph:
        assert pipeline.Builder(graph).build(list(samples.values())).errors == ()
        yield Site(graph)


@pytest.fixture(scope="session")
def read(sample_site: Site) -> Callable[..., LexborHTMLParser]:
    """A page of the samples, parsed."""

    def page(path: str, language: str = "zh", **parameters: str) -> LexborHTMLParser:
        return LexborHTMLParser(sample_site.page(Asked(path, parameters, language)).decode())

    return page
