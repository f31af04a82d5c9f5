"""The data of things: the same statements in every format, each with its graph where the format has graphs."""

import re
from itertools import pairwise

import pytest
from pyoxigraph import Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import NoSuchPage
from kg.publish.pages import FORMATS, Document, Site, dataset
from kg.publish.pages.graph import value

PATH = "figure/13d0076e0ceacfbc"
FIGURE = NamedNode("https://w3id.org/cnfiscal/id/figure/13d0076e0ceacfbc")
ADDRESS = f"http://localhost/data/{PATH}"
GRAPHS = {
    "https://w3id.org/cnfiscal/graph/figures",
    "https://w3id.org/cnfiscal/graph/file/736c4c71466e6252/claims",
}


def quads(site: Site, path: str, media_type: str, page: int = 1) -> list[Quad]:
    content, _ = site.data(path, media_type, page, Document(ADDRESS))
    return list(parse(content, format=RdfFormat.from_media_type(media_type), base_iri=ADDRESS))


def test_all_formats_say_the_same(sample_site: Site) -> None:
    said = {ending: {quad.triple for quad in quads(sample_site, PATH, FORMATS[ending])} for ending in FORMATS}
    assert all(one == other for one, other in pairwise(said.values()))
    amount = NamedNode("https://w3id.org/cnfiscal/def#preferredAmount")
    decimal = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    assert Triple(FIGURE, amount, Literal("400", datatype=decimal)) in said["ttl"]


def test_what_refers_to_a_thing_is_told_too(sample_site: Site) -> None:
    """From a figure to the cell that prints it: 0.04 in table 3."""
    found = {quad.subject.value for quad in quads(sample_site, PATH, "text/turtle") if quad.object == FIGURE}
    assert "https://w3id.org/cnfiscal/id/file/736c4c71466e6252/t03/r10/c4" in found


@pytest.mark.parametrize("ending", ["trig", "nq"])
def test_each_statement_stands_in_its_graph(sample_site: Site, ending: str) -> None:
    about = [one for one in quads(sample_site, PATH, FORMATS[ending]) if FIGURE in (one.subject, one.object)]
    own = [one for one in about if one.subject != NamedNode(ADDRESS)]
    assert {one.graph_name.value for one in own} == GRAPHS


def test_the_document_names_the_graphs(sample_site: Site) -> None:
    source = NamedNode("http://purl.org/dc/terms/source")
    told = {one.object.value for one in quads(sample_site, PATH, "text/turtle") if one.predicate == source}
    assert told == GRAPHS


def test_a_graph_has_its_statements(sample_site: Site) -> None:
    stored = Dataset(sample_site.graph.reader.match(graph=NamedNode("https://w3id.org/cnfiscal/graph/agencies")))
    told = [one for one in quads(sample_site, "graph/agencies", "application/trig") if one in stored]
    assert len(told) == len(stored) > 20


def test_a_large_graph_comes_in_pages_without_a_gap(sample_site: Site) -> None:
    seen: list[Quad] = []
    number, more = 1, True
    while more:
        content, more = sample_site.data("graph/projects", "application/n-quads", number, Document(ADDRESS))
        seen += parse(content, format=RdfFormat.N_QUADS)
        number += 1
    graph = NamedNode("https://w3id.org/cnfiscal/graph/projects")
    assert {one for one in seen if one.graph_name == graph} == set(sample_site.graph.reader.match(graph=graph))
    assert number > 2


@pytest.mark.parametrize("path", ["def", "shapes", "code/function/edition/2024-03-29", "code/function"])
def test_vocabulary_and_codebooks_have_data(sample_site: Site, path: str) -> None:
    assert len(quads(sample_site, path, "text/turtle")) > 8


def test_the_vocabulary_tells_its_terms(sample_site: Site) -> None:
    subjects = {one.subject.value for one in quads(sample_site, "def", "application/n-triples")}
    assert "https://w3id.org/cnfiscal/def#Claim" in subjects


def test_the_sitemap_lists_figures_and_tables_and_no_cells(sample_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """In parts that are full, each address in one of them."""
    monkeypatch.setattr(dataset, "URLS", 1000)
    place = "https://data.example/"
    names = re.findall("<loc>(.*?)</loc>", sample_site.sitemap(place, 0).decode())
    parts = [
        re.findall("<loc>(.*?)</loc>", sample_site.sitemap(place, number).decode())
        for number in range(1, len(names) + 1)
    ]
    assert names == [f"{place}sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    assert {len(part) for part in parts[:-1]} == {1000}
    urls = [url.removeprefix(f"{place}page/") for part in parts for url in part]
    assert len(set(urls)) == len(urls)
    figures = sample_site.graph.rows("SELECT ?one { ?one a cnf:Figure }")
    tables = sample_site.graph.rows("SELECT ?one { ?one a cnf:Table }")
    assert {sample_site.graph.names.path(value(row["one"])) for row in (*figures, *tables)} <= set(urls)
    assert [url for url in urls if "/r" in url and url.startswith("file/")] == []


def test_the_list_of_the_sitemap_stays_within_what_is_allowed(
    sample_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dataset.URLS <= 50_000
    assert dataset.PARTS <= 50_000
    monkeypatch.setattr(dataset, "URLS", 10)
    monkeypatch.setattr(dataset, "PARTS", 7)
    assert sample_site.sitemap("https://data.example/", 0).count(b"<sitemap>") == 7


def test_what_nobody_speaks_of_has_none(sample_site: Site) -> None:
    with pytest.raises(NoSuchPage):
        sample_site.data("figure/0000000000000000", "text/turtle", 1, Document(ADDRESS))


def test_the_dataset_leads_to_every_disclosure(sample_site: Site) -> None:
    content = sample_site.described("http://localhost/", "text/turtle")
    told = list(parse(content, format=RdfFormat.TURTLE))
    dataset = [one.object.value for one in told if one.predicate.value == "http://www.w3.org/ns/dcat#dataset"]
    assert len(dataset) == 5
    assert all("/id/disclosure/" in one for one in dataset)
