"""What a release is: its date, its place on the web, who gives it; and the IRIs and files it is made of."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from kg.errors import BadParameter, InputError
from kg.publish.selecting import select
from kg.rdf.iris import Iris
from kg.store import GraphReader, GraphStore

CATALOGUE, VOID, PROVENANCE, CHANGES = "catalogue.ttl", "void.ttl", "provenance.ttl", "graph/changes.ttl.gz"
PACKAGE, CODEBOOK, SUMS = "datapackage.json", "codebook.csv", "SHA256SUMS"
PUBLISHER = "The open knowledge graph of Chinese public budgets"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_MEDIA = {
    ".nq": "application/n-quads", ".trig": "application/trig", ".ttl": "text/turtle", ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet", ".json": "application/json", ".md": "text/markdown",
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NEWEST = "SELECT (MAX(?when) AS ?newest) WHERE { ?file cnf:retrieved ?when }"
_YEARS = """SELECT (MIN(STR(?year)) AS ?first) (MAX(STR(?year)) AS ?last) WHERE {
  ?disclosure a cnf:Disclosure ; cnf:fiscalYear ?year }"""
_VERSION = NamedNode("http://www.w3.org/2002/07/owl#versionInfo")


class File(NamedTuple):
    """A file of a release: its path in it, its size in bytes and its SHA-256."""

    path: str
    size: int
    sha256: str

    @classmethod
    def of(cls, folder: Path, path: str) -> "File":
        """The file at ``path`` as it was written."""
        with (folder / path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return cls(path, (folder / path).stat().st_size, digest)

    @property
    def packed(self) -> bool:
        """Whether it is compressed."""
        return self.path.endswith(".gz")

    @property
    def media_type(self) -> str:
        """The media type of what is in it."""
        return _MEDIA[Path(self.path.removesuffix(".gz")).suffix]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What may be said of a release before it is made; what is empty is found in the graph or left to its custom.

    ``date`` is ``2026-11-22``; ``url`` where the release will be found, ``endpoint`` where its graph can be queried.
    """

    date: str = ""
    url: str = ""
    endpoint: str = ""
    publisher: str = PUBLISHER
    previous: Path | None = None


@dataclass(frozen=True)
class Release:
    """A release: its date, its address, the endpoint of its graph, who gives it, the base of its data.

    ``years`` are the first and the last that its documents are about, both empty where there is no document.
    """

    date: str
    url: str
    endpoint: str
    publisher: str
    base: str
    years: tuple[str, str]

    def file(self, path: str) -> NamedNode:
        """The IRI of one of its files."""
        return NamedNode(self.url + path)

    def thing(self, name: str, described: str = CATALOGUE) -> NamedNode:
        """The IRI of something that one of its files describes."""
        return NamedNode(f"{self.url}{described}#{name}")


def release(store: GraphStore, wanted: Wanted) -> Release:
    """The release that is wanted of a store; raises ``BadParameter`` for what cannot be, and where no date is known."""
    base = base_of(store)
    day = _day(wanted.date) if wanted.date else _newest(store)
    url = place(wanted.url or f"{base}release/{day}/")
    if not wanted.publisher.strip():
        raise BadParameter("a publisher has a name.", place="--publisher", advice="Write the name of who publishes.")
    endpoint = address(wanted.endpoint or f"{base}sparql", "--endpoint")
    (years,) = select(store, _YEARS)
    return Release(day, url, endpoint, wanted.publisher.strip(), base, (years["first"], years["last"]))


def base_of(store: GraphStore) -> str:
    """The base of the data IRIs of a store, as its vocabulary's graph is named; ``InputError`` where it has none."""
    suffix = Iris().graph("ontology").removeprefix(Iris().base)
    names = (quad.graph_name for quad in store.match(None, _VERSION) if quad.subject == quad.graph_name)
    stated = (name.value for name in names if isinstance(name, NamedNode) and name.value.endswith(suffix))
    found = next(stated, "").removesuffix(suffix)
    if not found:
        raise InputError("the store holds no graph of this project.", place=str(store.path), advice="Build it first.")
    return found


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "").isoformat()
    except ValueError as error:
        raise BadParameter(f"{text!r} is no day.", place="--date", advice="Write it like 2026-11-22.") from error


def _newest(store: GraphReader) -> str:
    (row,) = select(store, _NEWEST)
    if not row["newest"]:
        raise BadParameter(
            "no document of the graph was fetched at a known time, so the release has no date of its own.",
            place="--date",
            advice="Give the day of the release, like 2026-11-22.",
        )
    return row["newest"][: len("2026-11-22")]


def place(url: str) -> str:
    """Where something is put on the web; raises ``BadParameter`` for what is no folder of the web."""
    if not address(url, "--url").endswith("/"):
        raise BadParameter(f"{url!r} is no folder.", place="--url", advice="Let it end in a slash.")
    return url


def address(url: str, option: str) -> str:
    """An address of the web, as an option tells it; raises ``BadParameter`` for what is none."""
    parts = urlsplit(url)
    fit = (
        parts.scheme in ("http", "https") and parts.netloc and url.isascii() and not re.search(r'[\s<>"{}|\\^`#]', url)
    )
    if not fit:
        raise BadParameter(f"{url!r} is no address.", place=option, advice="Write one that begins with https://.")
    return url
