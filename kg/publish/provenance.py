"""How a release came about (PROV-O): which program made it, from which files with which checksums.

It tells no time: the same graph gives the same release. When a file was fetched is in the graph, and told here.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg import __version__
from kg.publish import dumps
from kg.publish.places import files
from kg.publish.release import PROVENANCE, Release
from kg.publish.selecting import select
from kg.publish.terms import about, typed, words
from kg.store import GraphReader

_PROGRAMS = "SELECT DISTINCT ?version WHERE { ?run cnf:extractorVersion ?version } ORDER BY ?version"
_RULES = "SELECT DISTINCT ?version WHERE { ?run cnf:formsVersion ?version } ORDER BY ?version"
_DATA = "SELECT ?version WHERE {{ GRAPH <{graph}> {{ <{graph}> owl:versionInfo ?version }} }}"
_FETCHED = """SELECT ?file ?url ?when WHERE { ?file cnf:sha256 ?sha .
  OPTIONAL { ?file dcat:downloadURL ?url } OPTIONAL { ?file cnf:retrieved ?when } }"""


def provenance(store: GraphReader, release: Release, previous: str) -> Iterator[Triple]:
    """The run that made a release; ``previous`` is the IRI of the graph it was compared with, or ``""``."""
    run, program = release.thing("run", PROVENANCE), release.thing("program", PROVENANCE)
    read = files(store)
    yield from about(
        run,
        "prov:Activity",
        *words("rdfs:label", f"{release.date} 的发布", f"The making of the release of {release.date}"),
        ("prov:wasAssociatedWith", program),
        *(("prov:used", NamedNode(file.iri)) for file in read),
        *((("prov:used", NamedNode(previous)),) if previous else ()),
    )
    yield from about(program, "prov:SoftwareAgent", *words("rdfs:label", "kg", "kg"), *_versions(store, release))
    for path in (dumps.N_QUADS, dumps.TRIG, dumps.TURTLE):
        yield from about(release.file(path), "prov:Entity", ("prov:wasGeneratedBy", run))
    fetched = {row["file"]: row for row in select(store, _FETCHED)}
    for file in read:
        web = fetched[file.iri]
        yield from about(
            NamedNode(file.iri),
            "prov:Entity",
            ("dcterms:title", Literal(file.name)),
            ("cnf:sha256", Literal(file.sha256)),
            *((("dcat:downloadURL", NamedNode(web["url"])),) if web["url"] else ()),
            *((("cnf:retrieved", typed(web["when"], "dateTime")),) if web["when"] else ()),
        )


def _versions(store: GraphReader, release: Release) -> Iterator[tuple[str, Literal]]:
    """The versions of what publishes, of what read the files, of the forms, and of vocabulary and codebooks."""
    yield "schema:softwareVersion", Literal(__version__)
    for query, name in ((_PROGRAMS, "cnf:extractorVersion"), (_RULES, "cnf:formsVersion")):
        for row in select(store, query):
            yield name, Literal(row["version"])
    for row in select(store, _DATA.format(graph=f"{release.base}graph/ontology")):
        yield "owl:versionInfo", Literal(row["version"])
