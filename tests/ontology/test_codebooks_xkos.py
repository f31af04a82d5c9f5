"""The codebooks against the conformance shapes of the XKOS best practices, which are not part of this checkout."""

import copy
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, SH, SKOS

from kg import paths
from kg.rdf.iris import BASE

pyshacl = pytest.importorskip("pyshacl")

GENID = f"{BASE}id/genid/"
XKOS = rdflib.Namespace("http://rdf-vocabulary.ddialliance.org/xkos#")
FUNCTION = rdflib.URIRef(f"{BASE}id/code/function")
CHANGES = rdflib.URIRef(f"{BASE}id/code/function/change/2019")
Standard = tuple[rdflib.Graph, rdflib.Graph]
"""The shapes and the vocabulary."""
Failure = tuple[str, str, str]
"""The focus below the base, and the local names of the path and of the failed component."""


def unskolemised(term: rdflib.term.Node) -> rdflib.term.Node:
    """The blank node that an IRI below ``id/genid/`` stands for (RDF 1.1 section 3.5)."""
    if isinstance(term, rdflib.URIRef) and term.startswith(GENID):
        return rdflib.BNode(term.removeprefix(GENID).replace("/", "-"))
    return term


@pytest.fixture(scope="module")
def codebooks() -> rdflib.Graph:
    read, graph = rdflib.Graph(), rdflib.Graph()
    for file in sorted(paths.ontology().rglob("*.ttl")):
        if file.parent.name != "shapes":
            read.parse(file)
    for subject, predicate, value in read:
        graph.add((unskolemised(subject), predicate, unskolemised(value)))
    return graph


@pytest.fixture(scope="module")
def standard(shared: Path) -> Standard:
    folder = shared / "standards" / "xkos"
    if not folder.is_dir():
        pytest.skip("the shapes of XKOS are not in the shared folder")
    names = ("xkos-best-practices-conformance-shapes.ttl", "xkos.ttl")
    shapes, vocabulary = (rdflib.Graph().parse(folder / name) for name in names)
    return shapes, vocabulary


def failures(data: rdflib.Graph, standard: Standard) -> set[Failure]:
    """What the shapes report as ``sh:Violation``; they have no other severity."""
    shapes, vocabulary = standard
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=vocabulary)
    assert isinstance(report, rdflib.Graph), report
    results = list(report.objects(None, SH.result))
    assert {report.value(result, SH.resultSeverity) for result in results} <= {SH.Violation}
    return {
        (
            str(report.value(result, SH.focusNode)).removeprefix(BASE),
            local(report.value(result, SH.resultPath)),
            local(report.value(result, SH.sourceConstraintComponent)).removesuffix("ConstraintComponent"),
        )
        for result in results
    }


def local(term: rdflib.term.Node | None) -> str:
    return str(term).replace("#", "/").rpartition("/")[2]


def test_the_codebooks_conform(codebooks: rdflib.Graph, standard: Standard) -> None:
    assert failures(codebooks, standard) == set()


def test_there_is_something_to_conform(codebooks: rdflib.Graph) -> None:
    """Shapes pass where nothing is their target: the classifications, their levels and their changes are there."""
    schemes = set(codebooks.subjects(RDF.type, SKOS.ConceptScheme))
    names = ("function", "economic", "government-economic", "revenue", "cofog", "gfsm")
    assert {rdflib.URIRef(f"{BASE}id/code/{name}") for name in names} <= schemes
    assert CHANGES in set(codebooks.subjects(RDF.type, XKOS.Correspondence))
    assert isinstance(codebooks.value(FUNCTION, XKOS.levels), rdflib.BNode)


def about(codebooks: rdflib.Graph, *subjects: rdflib.term.Node) -> rdflib.Graph:
    """What is said of ``subjects`` and of what they point to, so that a fault in it stands alone."""
    graph = rdflib.Graph()
    for subject in subjects:
        for said in codebooks.predicate_objects(subject):
            graph.add((subject, *said))
            graph += codebooks.triples((said[1], None, None))
    return graph


@pytest.fixture(scope="module")
def small(codebooks: rdflib.Graph) -> rdflib.Graph:
    return about(codebooks, FUNCTION, CHANGES)


def test_the_part_that_is_broken_below_conforms(small: rdflib.Graph, standard: Standard) -> None:
    assert failures(small, standard) == set()


@pytest.mark.parametrize(
    ("subject", "predicate", "reported"),
    [
        (FUNCTION, DCTERMS.issued, ("issued", "MinCount")),
        (FUNCTION, SKOS.notation, ("notation", "MinCount")),
        (FUNCTION, SKOS.prefLabel, ("prefLabel", "QualifiedMinCount")),
        (CHANGES, DCTERMS.issued, ("issued", "MinCount")),
        (CHANGES, SKOS.prefLabel, ("prefLabel", "QualifiedMinCount")),
    ],
    ids=["scheme-issued", "scheme-notation", "scheme-label", "changes-issued", "changes-label"],
)
def test_what_is_missing_is_reported(
    subject: rdflib.URIRef, predicate: rdflib.URIRef, reported: tuple[str, str], small: rdflib.Graph, standard: Standard
) -> None:
    data = copy.deepcopy(small)
    data.remove((subject, predicate, None))
    assert failures(data, standard) == {(subject.removeprefix(BASE), *reported)}


def test_levels_that_are_no_blank_node_are_reported(small: rdflib.Graph, standard: Standard) -> None:
    """So the IRIs that stand for blank nodes must be turned back before validating."""
    data = copy.deepcopy(small)
    cell = data.value(FUNCTION, XKOS.levels)
    named = rdflib.URIRef(f"{GENID}levels/function/1")
    data.set((FUNCTION, XKOS.levels, named))
    for said in list(data.predicate_objects(cell)):
        data.add((named, *said))
    assert failures(data, standard) == {("id/code/function", "levels", "NodeKind")}
