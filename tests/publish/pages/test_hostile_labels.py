"""Labels with HTML and script in them, and tables beyond measure: escaped, paged, whole."""

from collections.abc import Callable, Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from selectolax.lexbor import LexborHTMLParser

from kg.publish.pages import Asked, Site
from kg.rdf.iris import CNF
from kg.store import GraphStore

BASE = "https://w3id.org/cnfiscal/"
FILE = f"{BASE}id/file/0123456789abcdef"
RDFS, DCT = "http://www.w3.org/2000/01/rdf-schema#", "http://purl.org/dc/terms/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"
ROWS = 10_000


def quads() -> Iterator[Quad]:
    graph = NamedNode(f"{BASE}graph/file/0123456789abcdef/claims")

    def said(subject: str, predicate: str, value: NamedNode | Literal) -> Quad:
        return Quad(NamedNode(subject), NamedNode(predicate), value, graph)

    table = f"{FILE}/t01"
    agency = f"{BASE}id/agency/610981-x"
    yield said(agency, TYPE, NamedNode("http://www.w3.org/ns/org#FormalOrganization"))
    yield said(agency, f"{RDFS}label", Literal(EVIL))
    yield said(FILE, TYPE, NamedNode("http://www.w3.org/ns/dcat#Distribution"))
    yield said(FILE, f"{DCT}title", Literal(EVIL))
    yield said(table, TYPE, NamedNode(f"{CNF}Table"))
    yield said(table, f"{DCT}isPartOf", NamedNode(FILE))
    yield said(table, f"{DCT}title", Literal(EVIL))
    yield said(table, f"{CNF}number", Literal(1))
    yield said(table, f"{CNF}tableStatus", NamedNode(f"{CNF}Read"))
    yield said(f"{table}/k2", f"{CNF}table", NamedNode(table))
    yield said(f"{table}/k2", f"{RDFS}label", Literal(EVIL))
    for number in range(1, ROWS + 1):
        row, cell = f"{table}/r{number}", f"{table}/r{number}/c2"
        yield said(row, f"{CNF}table", NamedNode(table))
        yield said(row, f"{RDFS}label", Literal(EVIL))
        yield said(cell, TYPE, NamedNode(f"{CNF}Claim"))
        yield said(cell, f"{CNF}row", NamedNode(row))
        yield said(cell, f"{CNF}reportedText", Literal(f"{number}.00"))


@pytest.fixture(scope="module")
def page() -> Iterator[Callable[..., str]]:
    with GraphStore.in_memory() as store:
        store.add(quads())
        site = Site(store)
        yield lambda path, **parameters: site.page(Asked(path, parameters)).decode()


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("page/agency/610981-x", {}),
        ("data/agency/610981-x", {}),
        ("page/file/0123456789abcdef", {}),
        ("page/file/0123456789abcdef/t01", {}),
        ("page/file/0123456789abcdef/t01/r7/c2", {}),
        ("page/file/0123456789abcdef/t01/r7", {}),
        ("search", {"q": "script"}),
        ("search", {"q": EVIL}),
        ("compare", {"agencies": "610981-x"}),
    ],
)
def test_what_a_label_holds_stays_text(page: Callable[..., str], path: str, parameters: dict[str, str]) -> None:
    html = page(path, **parameters)
    parsed = LexborHTMLParser(html)
    assert parsed.css_first("script, img, [onerror]") is None
    assert "49" not in (parsed.css_first("main h1").text())
    assert "<script" not in html
    assert "script" in parsed.body.text()


def test_a_table_of_ten_thousand_rows_comes_in_pages_of_a_thousand(page: Callable[..., str]) -> None:
    path = "page/file/0123456789abcdef/t01"
    sizes = [len(LexborHTMLParser(page(path, page=str(n))).css("tbody tr")) for n in (1, 2, 10)]
    assert sizes == [1000, 1000, 1000]
    last = LexborHTMLParser(page(path, page="10"))
    assert last.css_first("#r10000c2") is not None
    assert last.css_first("a[rel=next]") is None
    assert last.css_first("a[rel=prev]").attributes["href"] == "?page=9"


def test_a_cell_far_down_links_to_the_page_it_is_on(page: Callable[..., str]) -> None:
    html = LexborHTMLParser(page("page/file/0123456789abcdef/t01/r9001/c2"))
    links = [one.attributes["href"] for one in html.css("main a.button")]
    assert links == ["../../../../../page/file/0123456789abcdef/t01?page=10#r9001c2"]


def test_a_document_with_it_stays_within_a_thousand_rows(page: Callable[..., str]) -> None:
    html = LexborHTMLParser(page("page/file/0123456789abcdef"))
    assert len(html.css("table.printed tbody tr")) == 1000
