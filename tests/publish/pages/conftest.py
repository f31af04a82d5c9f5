"""The pages of the samples, and a reader of pages."""

from collections.abc import Callable

import pytest
from selectolax.lexbor import LexborHTMLParser

from kg.publish.pages import Asked, Site
from kg.store import GraphStore


@pytest.fixture(scope="session")
def sample_site(sample_graph: GraphStore) -> Site:
    """The site of a store of the five samples."""
    return Site(sample_graph)


@pytest.fixture(scope="session")
def read(sample_site: Site) -> Callable[..., LexborHTMLParser]:
    """A page of the samples, parsed."""

    def page(path: str, language: str = "zh", **parameters: str) -> LexborHTMLParser:
        return LexborHTMLParser(sample_site.page(Asked(path, parameters, language)).decode())

    return page
