"""What a page is made from, what is asked of it, and what it gives to its template."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kg.errors import BadParameter
from kg.publish.pages.addresses import Addresses
from kg.publish.pages.graph import Graph
from kg.publish.pages.places import ROWS_OF_A_PAGE
from kg.publish.pages.words import Speech
from kg.rdf.iris import TOTAL

PER_PAGE = ROWS_OF_A_PAGE
"""The most rows of a list or table on one page."""
_LAST_PAGE = 100_000


@dataclass(frozen=True)
class Asked:
    """A page that is asked for: its path on the site (``page/agency/x``), its parameters, and the language.

    ``chosen`` says that the reader chose the language; links then keep it.
    """

    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    language: str = "zh"
    chosen: bool = False


@dataclass(frozen=True)
class Shown:
    """A page before it is rendered: its template, its title, and the values of the template."""

    template: str
    title: str
    values: Mapping[str, object] = field(default_factory=dict)
    thing: str | None = None
    """The IRI of the thing it shows, whose data stand beside it."""


class View:
    """A store as one reader sees it: in a language, from one place of the site."""

    def __init__(self, graph: Graph, asked: Asked, to: Addresses | None = None) -> None:
        self.graph = graph
        self.asked = asked
        self.language = asked.language
        self.say = Speech(asked.language)
        self.to = to or Addresses(graph.names, asked.path.count("/"), asked.language if asked.chosen else None)

    @cached_property
    def page(self) -> int:
        """The number of the page of a list, from 1; raises ``BadParameter`` where it is none."""
        text = self.asked.parameters.get("page", "1")
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _LAST_PAGE):
            raise BadParameter(f"{text[:20]!r} is no page.", place="page", advice="Give a number from 1 on.")
        return int(text)

    @property
    def window(self) -> str:
        """LIMIT and OFFSET of this page of a list, and one row more, which says that there is another page."""
        return f"LIMIT {PER_PAGE + 1} OFFSET {(self.page - 1) * PER_PAGE}"

    def paged(self, *, more: bool) -> dict[str, str]:
        """The links to the pages before and behind this one."""
        given = self.asked.parameters
        links = {"previous": self.to.here(given, page=self.page - 1)} if self.page > 1 else {}
        return links | ({"next": self.to.here(given, page=self.page + 1)} if more else {})

    def names(self, *things: str) -> dict[str, str]:
        """The names of things in the reader's language."""
        return self.graph.labels(things, self.language) | {TOTAL: self.say("total")}
