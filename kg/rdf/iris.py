"""The IRIs of the graph, in one place for those who need one outside a mapping (``docs/graph.md``).

The namespace of the vocabulary is fixed; the base of data IRIs is one setting, carried by :class:`Iris`. A
mapping writes the same IRIs as templates; a test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kg.errors import InputError

BASE = "https://w3id.org/cnfiscal/"
"""The base of data and graph IRIs unless another is set."""

CNF = "https://w3id.org/cnfiscal/def#"
"""The namespace of the vocabulary."""


def iri_safe(value: str) -> str:
    """``value`` as one part of an IRI: all but ASCII letters, digits and ``-._~`` percent-encoded as UTF-8.

    RML (R2RML section 7.3) would leave Chinese letters as they are; IRIs of this graph are ASCII, and
    Morph-KGC encodes Chinese letters too.
    """
    return value if value.isascii() and value.isalnum() else quote(value, safe="")


def member_iri(local: str) -> str:
    """A term of the vocabulary: a class, a property, a member of a dimension."""
    return CNF + iri_safe(local)


TOTAL = member_iri("T")
"""The member that stands for the whole of any dimension."""


def table_number(table: int) -> str:
    """A table's number as its IRI has it: two digits at least."""
    return f"{table:02d}"


@dataclass(frozen=True, slots=True)
class Iris:
    """The IRIs of data and graphs below one base."""

    base: str = BASE

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        if not (parts.scheme and parts.netloc and self.base.endswith("/")) or parts.query or parts.fragment:
            raise InputError(
                f"{self.base!r} cannot be the base of IRIs.",
                advice=f"Give one like {BASE}, ending in a slash.",
            )

    @property
    def ids(self) -> str:
        """The namespace of data IRIs, the ``id:`` of the mappings."""
        return f"{self.base}id/"

    @property
    def graphs(self) -> str:
        """The namespace of named graphs, the ``ng:`` of the mappings."""
        return f"{self.base}graph/"

    def _id(self, *parts: str) -> str:
        return self.ids + "/".join(map(iri_safe, parts))

    def graph(self, *parts: str) -> str:
        """A named graph: ``graph("figures")``, ``graph("file", sha, "claims")``."""
        return self.graphs + "/".join(map(iri_safe, parts))

    def file(self, sha: str) -> str:
        """A file, by the first sixteen hex digits of its SHA-256."""
        return self._id("file", sha)

    def extraction(self, sha: str) -> str:
        """The run that read a file."""
        return self._id("extraction", sha)

    def table(self, sha: str, table: int) -> str:
        """A table of a file, counted from 1."""
        return self._id("file", sha, f"t{table_number(table)}")

    def row(self, sha: str, table: int, row: int) -> str:
        """A row of a table, counted from 1."""
        return self._id("file", sha, f"t{table_number(table)}", f"r{row}")

    def column(self, sha: str, table: int, column: int) -> str:
        """A column of a table, counted from 1."""
        return self._id("file", sha, f"t{table_number(table)}", f"k{column}")

    def claim(self, sha: str, table: int, row: int, cell: int) -> str:
        """A cell of a table, which is also the claim printed in it."""
        return self._id("file", sha, f"t{table_number(table)}", f"r{row}", f"c{cell}")

    def printed(self, sha: str, place: str) -> str:
        """What is printed at a place of a file: ``t03/r14/c5``, or ``l159/o12`` in a sentence, ``l159`` all of it."""
        return self._id("file", sha, *place.split("/"))

    def change(self, sha: str, change: str) -> str:
        """A change that a file states, by its hash."""
        return self._id("change", sha, change)

    def indicator(self, agency: str, owner: str, indicator: str) -> str:
        """An indicator, by its hash; ``owner`` is the slug of a project of the body, or ``whole``."""
        return self._id("indicator", agency, owner, indicator)

    def figure(self, figure: str) -> str:
        """A figure, by the hash of its key."""
        return self._id("figure", figure)

    def agency(self, agency: str) -> str:
        """A public body, by its id."""
        return self._id("agency", agency)

    def area(self, area: str) -> str:
        """An administrative division, by its GB/T 2260 code."""
        return self._id("area", area)

    def disclosure(self, disclosure: str) -> str:
        """A disclosure, by its id: agency, slash, year and kind."""
        return self._id("disclosure", *disclosure.split("/"))

    def project(self, agency: str, slug: str) -> str:
        """A project of an agency, by the slug of its name."""
        return self._id("project", agency, slug)

    def event(self, agency: str, slug: str) -> str:
        """A meeting or training of an agency, by the slug of its name."""
        return self._id("event", agency, slug)

    def code(self, scheme: str, code: str, *, listed: bool = True) -> str:
        """A code of a national classification; ``listed`` says whether the classification's book has it."""
        return self._id("code", scheme, code) if listed else self._id("code", scheme, "unlisted", code)

    def together(self, scheme: str, items: Iterable[str]) -> str:
        """Several codes that share an amount, by their ids, in order."""
        return self._id("code", scheme, "together", "_".join(items))

    def report(self, of: str) -> str:
        """What checks found in a file, by its id, or across the documents of a body, by the body's id."""
        return self._id("report", of)

    def result(self, sha: str, finding: str) -> str:
        """A failed check of a document, by its hash."""
        return self._id("result", sha, finding)

    def question(self, name: str) -> str:
        """A question of the catalogue."""
        return self._id("question", name)
