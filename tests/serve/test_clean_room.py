"""A reader who knows HTTP and RDF and nothing of this project gets from the home page, or the
catalogue of a release, to a printed cell.

It follows only what the answers hold: the link that a page's head calls ``describedby``, properties of public
vocabularies (DCAT, Dublin Core, Data Cube), and IRIs of things, which are asked for as they stand.
"""

import socket
from collections.abc import Iterator
from functools import partial
from http.client import HTTPConnection, HTTPMessage
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, VOID
from rdflib.term import Node

from kg import pipeline
from kg.publish import Wanted, publish
from kg.rdf.iris import Iris
from kg.store import GraphStore
from tests.serving import running

QB = "http://purl.org/linked-data/cube#"
STORES: dict[str, Path] = {}
"""The store behind each home page."""
PRINTED = "reportedText"
"""The one name of the project that is compared with, at the end, to see whether the right place was reached."""


class Reader:
    """Asks for RDF by plain HTTP, follows redirects, and reads it with rdflib."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.asked: list[str] = []

    def get(self, address: str, accept: str) -> tuple[str, bytes, HTTPMessage]:
        for _ in range(3):
            parts = urlsplit(address)
            connection = HTTPConnection(parts.netloc, timeout=30)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", path, headers={"Accept": accept})
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            self.asked.append(address)
            if answer.status != 303:
                assert answer.status == 200, (address, answer.status, content)
                return address, content, answer.headers
            address = urljoin(address, answer.headers["Location"])
        raise AssertionError(f"too many redirects: {address}")

    def read(self, thing: str, accept: str = "text/turtle") -> Graph:
        address, content, headers = self.get(thing, accept)
        return Graph().parse(data=content, format=headers["Content-Type"].split(";")[0], publicID=address)


@pytest.fixture(scope="module")
def home(samples: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A store whose IRIs stand at the address it is served at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = f"http://127.0.0.1:{port}/"
    store = tmp_path_factory.mktemp("clean") / "store"
    with GraphStore.create(store) as graph:
        assert pipeline.Builder(graph, Iris(home)).build([samples["003"]]).errors == ()
    STORES[home] = store
    with running(store, "--port", str(port)):
        yield home


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib says it of its own JSON-LD reader
@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"]
)
def test_from_the_home_page_to_a_printed_cell(home: str, accept: str) -> None:
    reader = Reader(home)
    _, _, headers = reader.get(home, "text/html")
    link = next(one for one in headers["Link"].split(", ") if 'rel="describedby"' in one)
    catalogue = reader.read(link[1 : link.index(">")], accept)
    assert set(catalogue.subjects(RDF.type, VOID.Dataset)) == set(catalogue.subjects(RDF.type, DCAT.Catalog))
    (disclosure,) = catalogue.objects(None, DCAT.dataset)
    about = reader.read(disclosure, accept)
    (file,) = about.objects(disclosure, DCAT.distribution)
    body = next(one for one in about.objects(disclosure) if "agency" in str(one))
    figure, place = _figure_with_a_cell(reader, body, f"{file}/t", accept)
    cell = reader.read(place, accept)
    assert (place, None, figure) in cell
    around = {one for one in cell.objects(place) if isinstance(one, URIRef) and str(one).startswith(str(file))}
    assert any(list(reader.read(one, accept).objects(one, RDFS.label)) for one in around), (
        "the row or column has a name"
    )
    texts = [value for name, value in cell.predicate_objects(place) if str(name).endswith(PRINTED)]
    assert len(texts) == 1
    assert any(digit in str(texts[0]) for digit in "0123456789")
    assert all(one.startswith(home) for one in reader.asked), "no other host is asked"


@pytest.fixture(scope="module")
def released(home: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the catalogue of a release of the same store, given out by a server that only has files."""
    folder = tmp_path_factory.mktemp("released")
    handler = partial(Files, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        url = f"http://127.0.0.1:{server.server_port}/out/"
        publish(STORES[home], folder / "out", Wanted(date="2026-11-22", url=url), lambda _: None)
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"{url}catalogue.ttl"
        server.shutdown()
        thread.join()


class Files(SimpleHTTPRequestHandler):
    """Gives files out, Turtle as what it is, and says nothing of it."""

    extensions_map: ClassVar[dict[str, str]] = {".ttl": "text/turtle", "": "application/octet-stream"}

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_from_the_catalogue_of_a_release_to_a_printed_cell(home: str, released: str) -> None:
    reader = Reader(home)
    catalogue = reader.read(released)
    (counts,) = (reader.read(str(one)) for one in catalogue.objects(None, RDFS.seeAlso))
    (file,) = {one for part in counts.objects(None, VOID.subset) for one in counts.objects(part, FOAF.primaryTopic)}
    (disclosure,) = reader.read(str(file)).subjects(DCAT.distribution, file)
    body = next(one for one in reader.read(str(disclosure)).objects(disclosure) if "agency" in str(one))
    figure, place = _figure_with_a_cell(reader, body, f"{file}/t", "text/turtle")
    assert (place, None, figure) in reader.read(str(place))


def _figure_with_a_cell(reader: Reader, body: Node, start: str, accept: str) -> tuple[Node, Node]:
    """An observation of a data cube that refers to the body, and what refers to it from a table of the file."""
    for one in sorted(map(str, reader.read(str(body), accept).subjects(None, body))):
        figure = URIRef(one)
        told = reader.read(one, accept)
        places = sorted(place for place in told.subjects(None, figure) if str(place).startswith(start))
        if (figure, URIRef(f"{QB}dataSet"), None) in told and places:
            return figure, places[0]
    raise AssertionError("no observation leads to a table")


def test_the_file_says_what_it_holds(home: str) -> None:
    reader = Reader(home)
    catalogue = reader.read(home)
    (disclosure,) = catalogue.objects(None, DCAT.dataset)
    (file,) = reader.read(disclosure).objects(disclosure, DCAT.distribution)
    parts = set(reader.read(file).subjects(DCTERMS.isPartOf, file))
    assert len([one for one in parts if "/t" in str(one).removeprefix(str(file))]) > 10
