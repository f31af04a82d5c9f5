"""What the graph of a release holds, in numbers: VoID, with a subset for each named graph and each document."""

from collections.abc import Iterator
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Triple

from kg.publish import dumps
from kg.publish.dumps import Dumped, Part
from kg.publish.release import LICENCE, VOID, Release
from kg.publish.terms import about, namespaces, typed, words
from kg.rdf.iris import CNF, iri_safe


def void(release: Release, dumped: Dumped) -> Iterator[Triple]:
    """The VoID of the dumps; every number was counted in them."""
    counts, graph = dumped.counts, release.thing("graph")
    parts = [(_part_of(release, part), part) for part in dumped.parts]
    partitions = [*_partitions(release, "class", counts.classes), *_partitions(release, "property", counts.properties)]
    yield from about(
        NamedNode(release.url + VOID),
        "void:DatasetDescription",
        ("foaf:primaryTopic", graph),
        *words("dcterms:title", "图谱统计", "The graph in numbers"),
    )
    yield from about(
        graph,
        "void:Dataset",
        ("dcterms:license", NamedNode(LICENCE)),
        *(("void:dataDump", release.file(path)) for path in (dumps.N_QUADS, dumps.TRIG, dumps.TURTLE)),
        ("void:sparqlEndpoint", NamedNode(release.endpoint)),
        ("void:uriSpace", Literal(f"{release.base}id/")),
        ("void:triples", typed(counts.triples, "integer")),
        ("void:distinctSubjects", typed(counts.subjects, "integer")),
        ("void:distinctObjects", typed(counts.objects, "integer")),
        ("void:properties", typed(len(counts.properties), "integer")),
        ("void:classes", typed(len(counts.classes), "integer")),
        *(("void:vocabulary", NamedNode(name)) for name in _vocabularies(dumped)),
        *((f"void:{kind}Partition", node) for kind, node, _, _ in partitions),
        *(("void:subset", node) for node, _ in parts),
    )
    for kind, node, iri, number in partitions:
        count = "void:entities" if kind == "class" else "void:triples"
        yield from about(node, "void:Dataset", (f"void:{kind}", NamedNode(iri)), (count, typed(number, "integer")))
    for node, part in parts:
        yield from _part(release, node, part)


def _partitions(release: Release, kind: str, sizes: dict[str, int]) -> Iterator[tuple[str, NamedNode, str, int]]:
    for iri, number in sizes.items():
        yield kind, release.thing(f"{kind}-{sha256(iri.encode()).hexdigest()[:16]}", VOID), iri, number


def _part_of(release: Release, part: Part) -> NamedNode:
    if part.document:
        return release.thing(f"document-{part.document}", VOID)
    (name,) = part.graphs
    local = name.removeprefix(f"{release.base}graph/").replace("/", "-")
    return release.thing(f"graph-{iri_safe(local) or 'default'}", VOID)


def _part(release: Release, node: NamedNode, part: Part) -> Iterator[Triple]:
    yield from about(
        node,
        "void:Dataset",
        ("void:triples", typed(sum(part.triples), "integer")),
        *((("void:dataDump", release.file(part.path)),) if part.path else ()),
        *((("foaf:primaryTopic", NamedNode(f"{release.base}id/file/{part.document}")),) if part.document else ()),
        *(
            ("sd:namedGraph", release.thing(f"{node.value.partition('#')[2]}-{at}", VOID))
            for at in range(len(part.graphs))
        ),
    )
    for at, (name, triples) in enumerate(zip(part.graphs, part.triples, strict=True)):
        named = release.thing(f"{node.value.partition('#')[2]}-{at}", VOID)
        told = (("sd:name", NamedNode(name)),) if name else ()
        yield from about(named, "sd:NamedGraph", *told, ("void:triples", typed(triples, "integer")))


def _vocabularies(dumped: Dumped) -> list[str]:
    """The known namespaces that classes and properties of the graph are of."""
    used = (*dumped.counts.properties, *dumped.counts.classes)
    spaces = sorted({*namespaces().values(), CNF})
    return [space for space in spaces if any(iri.startswith(space) for iri in used)]
