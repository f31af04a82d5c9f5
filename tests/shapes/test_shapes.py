"""Every shape against its cases: one valid, and invalid ones that differ from it in one triple.

Beside each invalid case stands the approved report. A case that comes out otherwise prints its report; whoever
has read it and finds it right saves it as the approved one.
"""

import csv
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.collection import Collection

from kg import paths
from kg.errors import DataFileError, InputError, MissingExtra
from kg.rdf import shacl
from kg.rdf.iris import BASE, CNF
from kg.rdf.shacl import ShapeResult, validate
from kg.reconcile import choosing

pyshacl = pytest.importorskip("pyshacl")

CASES = Path(__file__).parent / "cases"
SHAPES = sorted(path.name for path in CASES.iterdir())
INVALID = sorted(CASES.glob("*/invalid-*.ttl"))
CUBES = {
    "figure-budget": "Budget",
    "figure-project": "Project",
    "figure-event": "Event",
    "figure-resource": "Resource",
}
QB = "http://purl.org/linked-data/cube#"


def prefixes() -> dict[str, str]:
    with (paths.ontology() / "prefixes.csv").open(encoding="utf-8", newline="") as file:
        return {row["namespace"]: row["prefix"] for row in csv.DictReader(file)}


def short(text: str) -> str:
    for namespace, prefix in prefixes().items():
        text = re.sub(f"<?{re.escape(namespace)}([\\w-]+)>?", rf"{prefix}:\1", text)
    return text.replace(BASE, "")


def rendered(results: tuple[ShapeResult, ...]) -> str:
    return "\n".join(
        f"{result.severity} {result.component} {short(result.path) or '(node)'}\n"
        f"  {short(result.focus)}\n"
        f"  {result.message_zh}\n"
        f"  {result.message_en}\n"
        for result in results
    )


def triples(path: Path) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)}


def shapes_graph() -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in (paths.ontology() / "shapes").glob("*.ttl"):
        graph.parse(file)
    return graph


@pytest.mark.parametrize("shape", SHAPES)
def test_valid_case_conforms(shape: str) -> None:
    assert validate((CASES / shape / "valid.ttl").read_bytes()) == ()


@pytest.mark.parametrize("case", INVALID, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_invalid_case_has_its_approved_report(case: Path) -> None:
    approved = case.with_suffix(".approved.txt")
    assert rendered(validate(case.read_bytes())) == approved.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", INVALID, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_invalid_case_differs_from_valid_in_one_thing(case: Path) -> None:
    valid, invalid = triples(case.with_name("valid.ttl")), triples(case)
    assert valid != invalid
    assert len(valid - invalid) <= 1
    assert len(invalid - valid) <= 1


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_has_enough_cases(shape: str) -> None:
    assert len(list((CASES / shape).glob("invalid-*.ttl"))) >= 4


def test_no_report_without_its_case() -> None:
    assert {path.name.removesuffix(".approved.txt") for path in CASES.glob("*/*.approved.txt")} == {
        path.stem for path in INVALID
    }


def components(cube: str) -> list[str]:
    """The components that every figure of a cube must have, from its structure in the ontology."""
    graph = rdflib.Graph().parse(paths.ontology() / "cnfiscal.ttl")
    rows = graph.query(
        f"""PREFIX qb: <{QB}> SELECT ?property WHERE {{
            <{CNF}{cube}Structure> qb:component ?component .
            {{ ?component qb:dimension|qb:measure ?property }}
            UNION {{ ?component qb:attribute ?property ; qb:componentRequired true }}
        }}"""
    )
    return sorted(str(row[0]) for row in rows if isinstance(row, rdflib.query.ResultRow))


@pytest.mark.parametrize(
    ("shape", "component"), [(shape, name) for shape, cube in CUBES.items() for name in components(cube)]
)
def test_every_component_is_required_once(shape: str, component: str) -> None:
    quads = list(ox.parse(path=CASES / shape / "valid.ttl", format=ox.RdfFormat.TURTLE))
    kept = [quad for quad in quads if quad.predicate.value != component]
    assert len(kept) == len(quads) - 1
    missing = {(result.component, result.path) for result in validate(kept) if component in result.path}
    assert "MinCount" in {name for name, _ in missing}
    extra = ox.Quad(kept[0].subject, ox.NamedNode(component), ox.NamedNode(f"{CNF}surplus"))
    doubled = {(result.component, result.path) for result in validate([*quads, extra])}
    assert ("MaxCount", f"<{component}>") in doubled


def test_the_rules_of_choice_are_those_that_choose() -> None:
    source = Path(choosing.__file__).read_text(encoding="utf-8")
    named = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', source))
    shapes = shapes_graph()
    first = shapes.value(rdflib.URIRef("https://w3id.org/cnfiscal/shapes#Figure-chosenBy"), rdflib.SH["in"])
    assert first is not None
    listed = Collection(shapes, first)
    assert sorted(map(str, listed)) == sorted(named)


def test_quads_and_bytes_are_judged_alike() -> None:
    data = (CASES / "claim" / "invalid-amount-missing.ttl").read_bytes()
    quads = ox.parse(data, format=ox.RdfFormat.TURTLE)
    graph = ox.NamedNode(f"{BASE}graph/file/2e4bf1e814f589dd/claims")
    assert validate(ox.Quad(q.subject, q.predicate, q.object, graph) for q in quads) == validate(data)


@pytest.mark.parametrize("shape", sorted(CUBES))
def test_another_base_of_data_iris_is_only_a_setting(shape: str) -> None:
    base = "https://data.example.org/budgets/"
    data = (CASES / shape / "valid.ttl").read_bytes().replace(f"@base <{BASE}>".encode(), f"@base <{base}>".encode())
    assert validate(data, base=base) == ()
    assert [result.path for result in validate(data)] == [f"<{QB}dataSet>"]


def test_shapes_are_sound_shacl() -> None:
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes_graph(), meta_shacl=True)
    assert conforms, text


def test_every_message_and_name_is_in_zh_and_en() -> None:
    graph = shapes_graph()
    for predicate in (rdflib.SH.message, rdflib.SH.name, rdflib.SH.description):
        for shape in set(graph.subjects(predicate)):
            languages = sorted(getattr(text, "language", "") or "" for text in graph.objects(shape, predicate))
            assert languages == ["en", "zh"], (shape, predicate)


def test_every_property_of_a_shape_has_a_message_and_a_name() -> None:
    graph = shapes_graph()
    lists = {node for node in graph.subjects(rdflib.SH.property) if str(node).endswith(("Member", "Cube"))}
    for node, shape in graph.subject_objects(rdflib.SH.property):
        if node not in lists:
            assert graph.value(shape, rdflib.SH.name, any=True), shape
            assert graph.value(shape, rdflib.SH.message, any=True), shape


def test_a_result_compares_by_meaning_and_shows_both_messages() -> None:
    data = (CASES / "claim" / "invalid-quantum-zero.ttl").read_bytes()
    (result,) = validate(data)
    assert (result,) == validate(data)
    assert result.message == f"{result.message_zh} / {result.message_en}"


def test_a_size_may_be_an_integer_as_a_store_gives_it_back() -> None:
    data = (CASES / "document" / "valid.ttl").read_bytes()
    assert validate(data.replace(b'"41872"^^xsd:nonNegativeInteger', b"41872")) == ()


def test_an_ill_typed_number_is_a_result_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    data = (CASES / "document" / "valid.ttl").read_bytes()
    results = validate(data.replace(b"cnf:number 11", b'cnf:number "11-2"^^<http://www.w3.org/2001/XMLSchema#integer>'))
    assert "Datatype" in {result.component for result in results}
    assert caplog.records == []


def test_data_that_do_not_parse_are_refused() -> None:
    with pytest.raises(InputError, match="this is not Turtle"):
        validate(b"<a> <b>")


def test_without_pyshacl_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shacl, "_pyshacl", None)
    with pytest.raises(MissingExtra, match=r"kg\[shacl\]"):
        validate(b"")


@pytest.mark.parametrize(
    "shapes",
    [
        "not Turtle",
        "@prefix sh: <http://www.w3.org/ns/shacl#> . [] a sh:NodeShape ; sh:targetClass sh:Shape ; sh:property [] .",
    ],
    ids=["not-turtle", "not-shacl"],
)
def test_unusable_shapes_are_a_fault_of_the_data_files(
    shapes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "broken.ttl").write_text(shapes, encoding="utf-8")
    monkeypatch.setattr(paths, "ontology", lambda: tmp_path)
    shacl._shapes.cache_clear()
    shacl._ontology.cache_clear()
    try:
        with pytest.raises(DataFileError):
            validate(b"@prefix sh: <http://www.w3.org/ns/shacl#> . [] a sh:Shape .")
    finally:
        shacl._shapes.cache_clear()
        shacl._ontology.cache_clear()
