"""What a site as a whole says to machines: its dataset (VoID, DCAT) with a way to every disclosure, and its sitemap.

Who follows links needs to know nothing before: the description leads to disclosures, they to files and bodies, and the
data of each thing tell what refers to it.
"""

from collections.abc import Iterable, Iterator
from html import escape

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.publish.pages.addresses import Addresses
from kg.publish.pages.graph import Graph, value

_MOST = 10_000
URLS = 20_000
"""Pages in one part of the sitemap (sitemaps.org allows fifty thousand, and 50 MB)."""
PARTS = 50_000
"""The most parts that the list of them may name; what is beyond is found by links."""
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_SPACES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "void": "http://rdfs.org/ns/void#",
}
_DISCLOSURES = "SELECT ?one WHERE {{ ?one a cnf:Disclosure }} ORDER BY ?one LIMIT {most}"
_PAGES = """VALUES ?type {
  org:FormalOrganization dcat:Distribution schema:Project skos:Concept cnf:AdministrativeDivision cnf:Table cnf:Figure
  } ?thing a ?type"""


def description(graph: Graph, address: str, media_type: str, endpoint: str) -> bytes:
    """The dataset below ``address``, with the disclosures in it (ten thousand at most); ``endpoint`` may be empty."""
    form = RdfFormat.from_media_type(media_type)
    if form is None:
        raise ValueError(media_type)
    return serialize(_triples(graph, address, endpoint), format=form, prefixes=_SPACES) or b""


def sitemap(graph: Graph, address: str, number: int) -> bytes | None:
    """Part ``number`` of the sitemap, or with 0 the list of its parts."""
    if number == 0:
        count = int(value(graph.rows(f"SELECT (COUNT(?thing) AS ?n) WHERE {{ {_PAGES} }}")[0]["n"]))
        last = min(1 + (count - 1) // URLS, PARTS)
        parts = (f"{address}sitemap-{one}.xml" for one in range(1, last + 1))
        return listed("sitemapindex", "sitemap", parts)
    rows = graph.rows(f"SELECT ?thing WHERE {{ {_PAGES} }} LIMIT {URLS} OFFSET {(number - 1) * URLS}")
    to = Addresses(graph.names)
    pages = (to.of(value(row["thing"])) for row in rows if graph.names.path(value(row["thing"])))
    return listed("urlset", "url", (address + page.removeprefix("./") for page in pages)) if rows else None


def listed(whole: str, part: str, addresses: Iterable[str]) -> bytes:
    """Addresses as a sitemap (``urlset`` of ``url``), or as the list of its parts."""
    lines = "".join(f"<{part}><loc>{escape(one)}</loc></{part}>\n" for one in addresses)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{whole} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</{whole}>\n'
    ).encode()


def _triples(graph: Graph, address: str, endpoint: str) -> Iterator[Triple]:
    dataset, names = NamedNode(f"{address}#dataset"), graph.names
    yield Triple(dataset, _TYPE, _term("void", "Dataset"))
    yield Triple(dataset, _TYPE, _term("dcat", "Catalog"))
    for language, title in (("zh", "中国公共预算知识图谱"), ("en", "Chinese public budgets")):
        yield Triple(dataset, _term("dcterms", "title"), Literal(title, language=language))
    yield Triple(dataset, _term("foaf", "homepage"), NamedNode(address))
    if endpoint:
        yield Triple(dataset, _term("void", "sparqlEndpoint"), NamedNode(endpoint))
    yield Triple(dataset, _term("void", "uriSpace"), Literal(names.iris.ids))
    yield Triple(dataset, _term("void", "vocabulary"), NamedNode("https://w3id.org/cnfiscal/def"))
    for name in ("figures", "agencies", "catalogue"):
        yield Triple(dataset, _term("void", "subset"), NamedNode(names.iris.graph(name)))
    for row in graph.rows(_DISCLOSURES.format(most=_MOST)):
        if isinstance(row["one"], NamedNode):
            yield Triple(dataset, _term("dcat", "dataset"), row["one"])
            yield Triple(dataset, _term("void", "rootResource"), row["one"])


def _term(prefix: str, name: str) -> NamedNode:
    return NamedNode(_SPACES[prefix] + name)
