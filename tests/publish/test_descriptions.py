"""What a release says of itself is true: catalogue, numbers, provenance, data package, codebook, checksums."""

import csv
import hashlib
import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse
from releasing import BASE, DAY, content, quads_in, release_of, small_store

from kg.publish import Made, tables
from kg.publish.terms import namespaces
from kg.rdf.shacl import faults
from kg.store import GraphStore

URL = f"{BASE}release/2026-11-22/"
GRAPH = f"<{URL}catalogue.ttl#graph>"
PREFIXES = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in namespaces().items())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_store(tmp_path_factory.mktemp("described") / "store")


@pytest.fixture(scope="module")
def made(store: Path) -> Made:
    return release_of(store, store.parent / "out")


@pytest.fixture(scope="module")
def out(store: Path, made: Made) -> Path:
    assert made.date == "2026-11-22"
    return store.parent / "out"


@pytest.fixture(scope="module")
def described(out: Path) -> Store:
    found = Store()
    for name in ("catalogue.ttl", "void.ttl", "provenance.ttl"):
        found.extend(parse(path=str(out / name), format=RdfFormat.TURTLE))
    return found


def ask(store: Store, query: str) -> list[tuple[str, ...]]:
    rows = store.query(PREFIXES + query, use_default_graph_as_union=True)
    return sorted(tuple("" if term is None else term.value for term in row) for row in rows)


def one(store: Store, query: str) -> str:
    ((value,),) = ask(store, query)
    return value


# catalogue -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shapes", [("dcat-ap-SHACL", "ranges"), ("shapes", "range"), ("deprecateduris",)])
def test_the_catalogue_conforms_to_the_application_profile(shapes: tuple[str, ...], out: Path, shared: Path) -> None:
    pytest.importorskip("pyshacl")

    folder = shared / "standards" / "dcat-ap-3.0.1"
    files = [folder / f"{name}.ttl" for name in shapes]
    text = (out / "catalogue.ttl").read_bytes()
    assert faults(text, files) == ()


def test_values_are_of_the_lists_of_the_profile(out: Path, shared: Path) -> None:
    """But for one list: the algorithm is the term of SPDX, which begins with http; the shape wants https before it."""
    pytest.importorskip("pyshacl")
    from kg.rdf.shacl import faults  # noqa: PLC0415 - the extra may be missing

    shape = shared / "standards" / "dcat-ap-3.0.1" / "mdr-vocabularies.shape.ttl"
    text = (out / "catalogue.ttl").read_text(encoding="utf-8")
    found = [one for one in faults(text.encode(), [shape]) if one.severity == "Violation"]
    assert {one.path for one in found} == {"<http://spdx.org/rdf/terms#algorithm>"}
    meant = text.replace("spdx:checksumAlgorithm_sha256", "<https://spdx.org/rdf/terms#checksumAlgorithm_sha256>")
    assert meant != text
    assert [one for one in faults(meant.encode(), [shape]) if one.severity == "Violation"] == []
    elsewhere = text.replace("authority/country", "authority/elsewhere")
    assert {one.path for one in faults(elsewhere.encode(), [shape])} > {one.path for one in found}


def test_the_profile_finds_what_is_missing(out: Path, shared: Path) -> None:
    """So that the test above cannot pass by shapes that look at nothing."""
    pytest.importorskip("pyshacl")

    folder = shared / "standards" / "dcat-ap-3.0.1"
    text = (out / "catalogue.ttl").read_text(encoding="utf-8").replace("dcat:accessURL", "dcat:unheardOf")
    for shapes in (("dcat-ap-SHACL", "ranges"), ("shapes", "range")):
        found = faults(text.encode(), [folder / f"{name}.ttl" for name in shapes])
        assert {(fault.component, fault.path) for fault in found} == {
            ("MinCount", "<http://www.w3.org/ns/dcat#accessURL>")
        }


def test_every_distribution_is_the_file_it_tells_of(described: Store, out: Path) -> None:
    found = ask(
        described,
        """SELECT ?url ?size ?sum ?type WHERE { ?d a dcat:Distribution ; dcat:downloadURL ?url ; dcat:byteSize ?size ;
             dcat:mediaType ?type ; spdx:checksum/spdx:checksumValue ?sum }""",
    )
    told = {url.removeprefix(URL): (int(size), digest) for url, size, digest, _ in found}
    held = {path: data for path, data in content(out).items() if path.startswith(("tables/", "graph/cnfiscal"))}
    assert told == {path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in held.items()}
    kinds = {url.rpartition("/")[2]: kind.partition("media-types/")[2] for url, _, _, kind in found}
    assert kinds["cnfiscal.nq.gz"] == "application/n-quads"
    assert kinds["claims.csv"] == "text/csv"


def test_the_catalogue_leads_to_every_dataset(described: Store, made: Made) -> None:
    found = ask(described, "SELECT ?d WHERE { ?c a dcat:Catalog ; dcat:dataset ?d . ?d a dcat:Dataset }")
    assert {iri.partition("#")[2] for (iri,) in found} == {"graph", *made.rows}
    assert one(described, f"SELECT ?id WHERE {{ {GRAPH} dcterms:identifier ?id }}") == f"rdfc-1.0:sha256:{made.rdfc}"
    assert ask(described, "SELECT ?e ?d WHERE { ?s dcat:endpointURL ?e ; dcat:endpointDescription ?d }") == [
        (f"{BASE}sparql", f"{BASE}sparql")
    ]


def test_the_catalogue_tells_the_years(described: Store) -> None:
    """Both disclosures of the small graph are of 2024."""
    years = "?d dcterms:temporal ?t . ?t dcat:startDate ?first ; dcat:endDate ?last"
    assert ask(described, f"SELECT DISTINCT ?first ?last WHERE {{ {years} }}") == [("2024", "2024")]


# numbers -------------------------------------------------------------------------------------------------------------


def test_the_counts_are_those_of_the_store(described: Store, store: Path) -> None:
    with GraphStore.open(store, read_only=True) as graph:
        quads = graph.match()
    triples = {(quad.subject, quad.predicate, quad.object) for quad in quads}
    types = Counter(o.value for s, p, o in triples if p.value.endswith("#type"))
    wanted = {
        "triples": len(triples),
        "distinctSubjects": len({s for s, _, _ in triples}),
        "distinctObjects": len({o for _, _, o in triples}),
        "properties": len({p for _, p, _ in triples}),
        "classes": len(types),
    }
    for name, number in wanted.items():
        assert int(one(described, f"SELECT ?n WHERE {{ {GRAPH} void:{name} ?n }}")) == number, name
    uses = Counter(p.value for _, p, _ in triples)
    found = ask(
        described,
        f"SELECT ?p ?n WHERE {{ {GRAPH} void:propertyPartition ?x . ?x void:property ?p ; void:triples ?n }}",
    )
    assert {iri: int(number) for iri, number in found} == uses
    found = ask(
        described, f"SELECT ?c ?n WHERE {{ {GRAPH} void:classPartition ?x . ?x void:class ?c ; void:entities ?n }}"
    )
    assert {iri: int(number) for iri, number in found} == types


def test_every_named_graph_is_counted(described: Store, store: Path) -> None:
    with GraphStore.open(store, read_only=True) as graph:
        wanted = Counter(quad.graph_name.value for quad in graph.match())
    found = ask(
        described,
        f"SELECT ?g ?n WHERE {{ {GRAPH} void:subset/sd:namedGraph ?x . ?x sd:name ?g ; void:triples ?n }}",
    )
    assert {name: int(number) for name, number in found} == wanted


def test_a_document_is_a_subset_with_its_dump(described: Store, out: Path) -> None:
    ((dump, number, topic),) = ask(
        described,
        f"""SELECT ?d ?n ?t WHERE {{ {GRAPH} void:subset ?x .
              ?x void:dataDump ?d ; void:triples ?n ; foaf:primaryTopic ?t }}""",
    )
    assert len(quads_in(out / dump.removeprefix(URL), RdfFormat.TRIG)) == int(number)
    assert topic == f"{BASE}id/file/aaaaaaaaaaaaaaaa"


# provenance ----------------------------------------------------------------------------------------------------------


def test_the_run_names_its_inputs_and_versions(described: Store) -> None:
    run = f"{GRAPH} prov:wasGeneratedBy ?run . ?run a prov:Activity"
    assert ask(
        described,
        f"SELECT ?file ?sum ?name WHERE {{ {run} ; prov:used ?file . ?file cnf:sha256 ?sum ; dcterms:title ?name }}",
    ) == [(f"{BASE}id/file/aaaaaaaaaaaaaaaa", "aaaa", "甲市.txt")]
    program = f"{run} ; prov:wasAssociatedWith/(schema:softwareVersion|cnf:extractorVersion|owl:versionInfo) ?v"
    assert ask(described, f"SELECT DISTINCT ?v WHERE {{ {program} }}") == [("0.1.0",), ("v0",)]


# tables --------------------------------------------------------------------------------------------------------------


def test_frictionless_validates_the_package(out: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(out / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])
    assert {task.name for task in report.tasks} >= set(tables()) - {"figure_changes"}
    shutil.copytree(out, tmp_path / "copy")
    broken = tmp_path / "copy" / "tables" / "figures.csv"
    broken.write_text(broken.read_text(encoding="utf-8").replace(",approved,", ",sometime,"), encoding="utf-8")
    report = frictionless.validate(str(tmp_path / "copy" / "datapackage.json"))
    assert {"constraint-error", "hash-count"} <= {kind for (kind,) in report.flatten(["type"])}


def test_the_package_has_every_table_with_its_columns_and_hash(out: Path, made: Made) -> None:
    said = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert (said["version"], said["rdfc10-sha256"]) == ("2026-11-22", made.rdfc)
    described = {one["path"]: one for one in said["resources"]}
    held = {path: data for path, data in content(out).items() if path.startswith("tables/") or path == "codebook.csv"}
    assert described.keys() == held.keys()
    for path, data in held.items():
        assert described[path]["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert described[path]["bytes"] == len(data)
        if path.endswith(".csv") and path != "codebook.csv":
            head = next(csv.reader(data.decode().splitlines()))
            assert [field["name"] for field in described[path]["schema"]["fields"]] == head


def test_the_codebook_of_the_release_has_every_column(out: Path, made: Made) -> None:
    with (out / "codebook.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["table"], row["column"]) for row in rows] == [
        (name, column) for name in made.rows for column in tables()[name].names
    ]
    phase = next(row for row in rows if (row["table"], row["column"]) == ("claims", "phase"))
    assert (phase["type"], phase["words"], phase["from"]) == ("choice", "approved revised estimate final", "cnf:phase")


def test_the_rows_are_as_many_as_is_said(out: Path, made: Made) -> None:
    for name, number in made.rows.items():
        with (out / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.reader(file))) == number + 1
    assert made.rows == {
        "claims": 4, "figures": 39, "resources": 4, "resource_claims": 0, "projects": 3, "details": 1, "indicators": 3,
        "changes": 2, "findings": 2, "documents": 1,
    }  # fmt: skip


# the whole -----------------------------------------------------------------------------------------------------------


def test_the_checksums_are_of_every_file(out: Path) -> None:
    held = content(out)
    lines = held.pop("SHA256SUMS").decode().splitlines()
    assert lines == sorted(lines, key=lambda line: line[66:].split("/"))
    assert {line[66:]: line[:64] for line in lines} == {
        path: hashlib.sha256(data).hexdigest() for path, data in held.items()
    }


def test_the_release_tells_people_what_it_is(out: Path, made: Made) -> None:
    text = (out / "README.md").read_text(encoding="utf-8")
    assert made.rdfc in text
    assert f"quads: {made.quads}" in text
    assert "CC BY 4.0" in (out / "LICENSE.md").read_text(encoding="utf-8")


def test_the_address_endpoint_and_publisher_are_as_given(store: Path, tmp_path: Path) -> None:
    wanted = replace(
        DAY, url="https://data.example.cn/x/", endpoint="https://data.example.cn/q", publisher="某市财政局"
    )
    release_of(store, tmp_path / "out", wanted)
    found = Store()
    found.extend(parse(path=str(tmp_path / "out" / "catalogue.ttl"), format=RdfFormat.TURTLE))
    assert one(found, "SELECT ?n WHERE { ?c a dcat:Catalog ; dcterms:publisher/foaf:name ?n }") == "某市财政局"
    assert one(found, "SELECT ?u WHERE { ?s dcat:endpointURL ?u }") == "https://data.example.cn/q"
    places = ask(found, "SELECT ?u WHERE { ?d dcat:downloadURL ?u }")
    assert all(url.startswith("https://data.example.cn/x/") for (url,) in places)
