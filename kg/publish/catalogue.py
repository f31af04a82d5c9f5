"""The catalogue of a release in DCAT 3, after the application profile DCAT-AP 3.0.1: what there is and where.

A dataset for the graph, one for each table with a distribution for each of its formats, the endpoint as a service.
Everything has an IRI behind the catalogue's own, so that it can be found wherever the release is put.
"""

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from pyoxigraph import Literal, NamedNode, Triple

from kg.publish import dumps
from kg.publish.columns import Table
from kg.publish.release import CHANGES, LICENCE, PACKAGE, PROVENANCE, VOID, File, Release
from kg.publish.terms import Said, about, typed, words

_MEDIA = "https://www.iana.org/assignments/media-types/"
_LANGUAGES = tuple(
    NamedNode(f"http://publications.europa.eu/resource/authority/language/{one}") for one in ("ZHO", "ENG")
)
_LANGUAGE_LIST = NamedNode("http://publications.europa.eu/resource/authority/language")
_COUNTRIES = NamedNode("http://publications.europa.eu/resource/authority/country")
_CHINA = NamedNode(f"{_COUNTRIES.value}/CHN")
_AVAILABILITIES = NamedNode("http://publications.europa.eu/resource/authority/planned-availability")
_STABLE = NamedNode(f"{_AVAILABILITIES.value}/STABLE")
_KEYWORDS = (("预算公开", "budget disclosure"), ("决算", "final accounts"), ("公共支出", "public expenditure"))
_THEME = NamedNode("http://publications.europa.eu/resource/authority/data-theme/GOVE")
_THEMES = NamedNode("http://publications.europa.eu/resource/authority/data-theme")
_SHA256 = NamedNode("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")
_LICENCE_TYPES = NamedNode("http://purl.org/adms/licencetype/1.0")
_ATTRIBUTION = NamedNode("http://purl.org/adms/licencetype/Attribution")
_NAMES = {
    dumps.N_QUADS: ("全部图，N-Quads（RDFC-1.0 规范形式）", "The whole graph as canonical N-Quads (RDFC-1.0)"),
    dumps.TRIG: ("全部图，TriG", "The whole graph as TriG"),
    dumps.TURTLE: ("全部三元组，Turtle，不分命名图", "All triples as Turtle, without the names of their graphs"),
    CHANGES: ("与上一次发布相比的变动", "What changed since the release before"),
}
_GRAPH = (
    "中国公开预算知识图谱",
    "The open knowledge graph of Chinese public budgets",
    "各级部门公开的预算、决算：每个数额可追溯到原文单元格，同一数额只算一次，矛盾之处予以指明。",
    (
        "Budgets and final accounts that public bodies disclose: every amount leads back to its printed cell, "
        "one fact printed several times is one figure, and what disagrees is said."
    ),
)


def catalogue(
    release: Release, rdfc: str, tables: Iterable[Table], files: Iterable[File], previous: str
) -> list[Triple]:
    """The catalogue of ``release``: its hash, tables and files; ``previous`` the IRI of the graph before it."""
    by_path = {file.path: file for file in files}
    shown = list(tables)
    return [
        *_itself(release, shown),
        *_graph(release, rdfc, by_path, previous),
        *(triple for table in shown for triple in _table(release, table, by_path)),
        *_service(release),
        *_named(release),
        *_elsewhere(),
    ]


def _itself(release: Release, tables: list[Table]) -> Iterator[Triple]:
    datasets = [release.thing("graph"), *(release.thing(table.name) for table in tables)]
    yield from about(
        release.thing("catalogue"),
        "dcat:Catalog",
        *words("dcterms:title", *_GRAPH[:2]),
        *words("dcterms:description", f"{release.date} 发布。{_GRAPH[2]}", f"Release of {release.date}. {_GRAPH[3]}"),
        *_common(release),
        ("dcat:themeTaxonomy", _THEMES),
        *(("dcat:dataset", dataset) for dataset in datasets),
        ("dcat:service", release.thing("endpoint")),
        ("dcterms:spatial", _CHINA),
        ("foaf:homepage", release.file("README.md")),
        ("rdfs:seeAlso", release.file(VOID)),
    )


def _common(release: Release) -> tuple[Said, ...]:
    return (
        ("dcterms:publisher", release.thing("publisher")),
        ("dcterms:license", NamedNode(LICENCE)),
        ("dcterms:issued", typed(release.date, "date")),
        ("dcterms:modified", typed(release.date, "date")),
        *(("dcterms:language", language) for language in _LANGUAGES),
    )


def _dataset(release: Release, *said: Said) -> tuple[Said, ...]:
    of_dataset = [one for one in _common(release) if one[0] != "dcterms:license"]
    return (
        *said,
        *of_dataset,
        ("dcat:version", Literal(release.date)),
        ("dcterms:spatial", _CHINA),
        *((("dcterms:temporal", release.thing("years")),) if all(release.years) else ()),
        *_found_by(release),
    )


def _found_by(release: Release) -> tuple[Said, ...]:
    """What a dataset or a service is found by, and whom to ask about it."""
    keywords = (one for zh, en in _KEYWORDS for one in words("dcat:keyword", zh, en))
    return ("dcat:theme", _THEME), *keywords, ("dcat:contactPoint", release.thing("contact"))


def _graph(release: Release, rdfc: str, files: dict[str, File], previous: str) -> Iterator[Triple]:
    """The graph, with the hash over its canonical form as an identifier that no other graph has."""
    graph = release.thing("graph")
    held = [path for path in (dumps.N_QUADS, dumps.TRIG, dumps.TURTLE) if path in files]
    changes = [CHANGES] if CHANGES in files else []
    yield from about(
        graph,
        "dcat:Dataset",
        *_dataset(release, *words("dcterms:title", *_GRAPH[:2]), *words("dcterms:description", *_GRAPH[2:])),
        ("dcterms:identifier", Literal(f"rdfc-1.0:sha256:{rdfc}")),
        ("prov:wasGeneratedBy", release.thing("run", PROVENANCE)),
        *((("dcat:previousVersion", NamedNode(previous)),) if previous else ()),
        *(("dcat:distribution", _distribution_of(release, path)) for path in (*held, *changes)),
    )
    for path in (*held, *changes):
        yield from _distribution(release, files[path], _NAMES[path])


def _table(release: Release, table: Table, files: dict[str, File]) -> Iterator[Triple]:
    paths = [path for path in (f"tables/{table.name}.csv", f"tables/{table.name}.parquet") if path in files]
    zh, en = f"表格 {table.name}", f"Table {table.name}"
    yield from about(
        release.thing(table.name),
        "dcat:Dataset",
        *_dataset(release, *words("dcterms:title", zh, en), *words("dcterms:description", table.zh, table.en)),
        ("dcterms:source", release.thing("graph")),
        ("dcterms:conformsTo", release.file(PACKAGE)),
        *(("dcat:distribution", _distribution_of(release, path)) for path in paths),
    )
    for path in paths:
        form = PurePath(path).suffix[1:].upper()
        yield from _distribution(release, files[path], (f"{zh}，{form}", f"{en}, {form}"))


def _distribution_of(release: Release, path: str) -> NamedNode:
    return release.thing(f"file-{path.replace('/', '-')}")


def _distribution(release: Release, file: File, names: tuple[str, str]) -> Iterator[Triple]:
    distribution = _distribution_of(release, file.path)
    checksum = NamedNode(f"{distribution.value}-checksum")
    packed: tuple[Said, ...] = (("dcat:compressFormat", NamedNode(f"{_MEDIA}application/gzip")),) if file.packed else ()
    yield from about(
        distribution,
        "dcat:Distribution",
        *words("dcterms:title", *names),
        *words("dcterms:description", f"{release.date} 发布的文件。", f"A file of the release of {release.date}."),
        ("dcatap:availability", _STABLE),
        ("dcat:accessURL", release.file(file.path)),
        ("dcat:downloadURL", release.file(file.path)),
        ("dcat:mediaType", NamedNode(_MEDIA + file.media_type)),
        *packed,
        ("dcat:byteSize", typed(file.size, "nonNegativeInteger")),
        ("spdx:checksum", checksum),
        ("dcterms:license", NamedNode(LICENCE)),
        ("dcterms:issued", typed(release.date, "date")),
    )
    yield from about(
        checksum,
        "spdx:Checksum",
        ("spdx:algorithm", _SHA256),
        ("spdx:checksumValue", typed(file.sha256, "hexBinary")),
    )


def _service(release: Release) -> Iterator[Triple]:
    """The endpoint: asked without a query it answers with its service description (SPARQL 1.1 Service Description)."""
    endpoint = NamedNode(release.endpoint)
    yield from about(
        release.thing("endpoint"),
        "dcat:DataService",
        *words("dcterms:title", "SPARQL 查询端点", "SPARQL endpoint"),
        ("dcat:endpointURL", endpoint),
        ("dcat:endpointDescription", endpoint),
        ("dcat:servesDataset", release.thing("graph")),
        ("dcterms:publisher", release.thing("publisher")),
        ("dcterms:license", NamedNode(LICENCE)),
        *_found_by(release),
        ("dcterms:conformsTo", NamedNode("http://www.w3.org/TR/sparql11-protocol/")),
    )


def _named(release: Release) -> Iterator[Triple]:
    """Who publishes, and the release's own files, with the classes that the profile wants to see."""
    yield from about(release.thing("publisher"), "foaf:Agent", ("foaf:name", Literal(release.publisher)))
    contact = (("vcard:fn", Literal(release.publisher)), ("vcard:hasURL", release.file("README.md")))
    yield from about(release.thing("contact"), "vcard:Kind", *contact)
    yield from about(release.thing("run", PROVENANCE), "prov:Activity")
    yield from about(release.file("README.md"), "foaf:Document")
    first, last = release.years
    if first and last:
        years = (("dcat:startDate", typed(first, "gYear")), ("dcat:endDate", typed(last, "gYear")))
        yield from about(release.thing("years"), "dcterms:PeriodOfTime", *years)
    yield from about(release.file(PACKAGE), "dcterms:Standard", *words("dcterms:title", "数据包", "Data package"))


def _elsewhere() -> Iterator[Triple]:
    """The things of others that are pointed to, with their classes, which the profile wants to see."""
    licence = (("dcterms:title", Literal("CC BY 4.0")), ("dcterms:type", _ATTRIBUTION))
    yield from about(NamedNode(LICENCE), "dcterms:LicenseDocument", *licence)
    attribution = words("skos:prefLabel", "署名", "Attribution")
    yield from about(_ATTRIBUTION, "skos:Concept", ("skos:inScheme", _LICENCE_TYPES), *attribution)
    for language in _LANGUAGES:
        yield from about(language, "dcterms:LinguisticSystem", ("skos:inScheme", _LANGUAGE_LIST))
    yield from about(_THEMES, "skos:ConceptScheme", ("dcterms:title", Literal("Data theme", language="en")))
    yield from about(
        _THEME,
        "skos:Concept",
        ("skos:inScheme", _THEMES),
        *words("skos:prefLabel", "政府与公共部门", "Government and public sector"),
    )
    china = words("skos:prefLabel", "中国", "China")
    yield from about(_CHINA, "dcterms:Location", ("skos:inScheme", _COUNTRIES), *china)
    stable = words("skos:prefLabel", "稳定", "Stable")
    yield from about(_STABLE, "skos:Concept", ("skos:inScheme", _AVAILABILITIES), *stable)
    for kind in ("application/n-quads", "application/trig", "text/turtle", "text/csv", "application/vnd.apache.parquet",
                 "application/gzip"):  # fmt: skip
        yield from about(NamedNode(_MEDIA + kind), "dcterms:MediaType")
    protocol = NamedNode("http://www.w3.org/TR/sparql11-protocol/")
    yield from about(protocol, "dcterms:Standard", ("dcterms:title", Literal("SPARQL 1.1 Protocol", language="en")))
    yield from about(_SHA256, "spdx:ChecksumAlgorithm")
