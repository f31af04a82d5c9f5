"""The vocabulary holds together: declared, used, named in two languages, and a well-formed set of cubes."""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import get_args

import pyoxigraph as ox
import pytest
import rdflib

from kg import audit, paths
from kg.check import rules
from kg.codebooks import Bounds, Evidence, changes
from kg.errors import DataFileError
from kg.model import (
    Agreement,
    BudgetKey,
    CodeSource,
    Detail,
    Direction,
    EventKey,
    Flow,
    Fund,
    FundingLevel,
    IndicatorClass,
    IndicatorGroup,
    Item,
    Kind,
    Nature,
    Operator,
    Origin,
    Phase,
    ProjectKey,
    ProjectLink,
    ResourceKey,
    ResourceKind,
    ResourceUnit,
    Scope,
    Term,
    Unit,
)
from kg.pipeline.catalogued import catalogued_rules
from kg.rdf.generate import generated
from kg.rdf.iris import CNF
from kg.rdf.members import members_turtle, scheme
from kg.rdf.yarrrml import Mapping

ONTOLOGY = paths.ontology()
FILES = sorted(ONTOLOGY.rglob("*.ttl"))
VOCABULARY = [file for file in FILES if file.parent.name != "shapes"]
ENUMS: dict[str, type[StrEnum]] = {
    "scope": Scope,
    "phase": Phase,
    "flow": Flow,
    "fund": Fund,
    "nature": Nature,
    "origin": Origin,
    "item": Item,
    "fundingLevel": FundingLevel,
    "term": Term,
    "unit": Unit,
    "agreement": Agreement,
    "codeSource": CodeSource,
    "kind": Kind,
    "evidence": Evidence,
    "yearBounds": Bounds,
    "change": changes.Kind,
    "resourceKind": ResourceKind,
    "resourceUnit": ResourceUnit,
    "direction": Direction,
    "indicatorClass": IndicatorClass,
    "indicatorGroup": IndicatorGroup,
    "operator": Operator,
    "linkGround": StrEnum(
        "LinkGround",
        [(ground.upper(), ground) for ground in get_args(ProjectLink.model_fields["ground"].annotation)],
    ),
    "detail": StrEnum(
        "DetailKind", [(kind.upper(), kind) for kind in get_args(Detail.model_fields["kind"].annotation)]
    ),
}
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PREFIXES = """
PREFIX cnf: <https://w3id.org/cnfiscal/def#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX earl: <http://www.w3.org/ns/earl#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xkos: <http://rdf-vocabulary.ddialliance.org/xkos#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def parsed(file: Path) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE)]


def local_names(terms: Iterable[object]) -> set[str]:
    values = (term.value for term in terms if isinstance(term, ox.NamedNode))
    return {value.removeprefix(CNF) for value in values if value.startswith(CNF)}


def names_in_text(folder: Path, *patterns: str) -> set[str]:
    """The terms that mappings or queries name; a name that goes on in a field (``cnf:rule-$(rule)``) is none."""
    text = "\n".join(file.read_text(encoding="utf-8") for pattern in patterns for file in sorted(folder.rglob(pattern)))
    found = re.findall(rf"(?:\bcnf:|<{re.escape(CNF)})([A-Za-z][\w-]*)", text)
    return {name for name in found if not name.endswith("-")}


def named_elsewhere() -> set[str]:
    """The terms that mappings, queries, and the program where it writes of its own work, have."""
    written = (path.read_text(encoding="utf-8") for path in sorted(Path(audit.__file__).parent.glob("*.py")))
    own = {name for text in written for name in re.findall(r"\{CNF\}(\w+)", text)}
    return names_in_text(paths.mappings() / "rdf", "*.yml") | names_in_text(paths.queries(), "*.rq") | own


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """The vocabulary, normalised as Data Cube section 10.1 asks before its constraints are looked at."""
    store = ox.Store()
    for file in VOCABULARY:
        store.extend(ox.Quad(*triple) for triple in parsed(file))
    store.update(
        PREFIXES
        + """
        INSERT { ?set a qb:DataSet } WHERE { ?set qb:structure ?structure } ;
        INSERT { ?component qb:componentProperty ?property . ?property a ?kind } WHERE {
            VALUES (?part ?kind) {
                (qb:dimension qb:DimensionProperty) (qb:measure qb:MeasureProperty) (qb:attribute qb:AttributeProperty)
            }
            ?component ?part ?property
        }"""
    )
    return store


def ask(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}"))


def select(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(PREFIXES + query)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(term.value if term else "" for term in row) for row in solutions]


# Files


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ONTOLOGY)))
def test_both_parsers_read_it_alike(file: Path) -> None:
    assert len(rdflib.Graph().parse(file)) == len(set(parsed(file))) > 0


@pytest.mark.parametrize("file", VOCABULARY, ids=lambda file: str(file.relative_to(ONTOLOGY)))
def test_no_blank_node_in_the_vocabulary(file: Path) -> None:
    assert not [t for t in parsed(file) if ox.BlankNode in {type(t.subject), type(t.object)}]


def test_no_triple_is_stated_twice() -> None:
    counts = Counter(triple for file in VOCABULARY for triple in parsed(file))
    assert [triple for triple, count in counts.items() if count > 1] == []


def test_prefixes_mean_the_same_everywhere() -> None:
    with (ONTOLOGY / "prefixes.csv").open(encoding="utf-8", newline="") as listed:
        rows = [(row["prefix"], row["namespace"]) for row in csv.DictReader(listed)]
    known = dict(rows)
    assert rows == sorted(known.items())
    assert len(set(known.values())) == len(rows)
    for file in FILES:
        for prefix, namespace in re.findall(r"@prefix ([\w-]+): <([^>]+)>", file.read_text(encoding="utf-8")):
            assert known.get(prefix) == namespace, (file, prefix)
    for file in (paths.mappings() / "rdf").glob("*.yml"):
        for prefix, namespace in re.findall(r"(?m)^  ([\w-]+): (http\S+)$", file.read_text(encoding="utf-8")):
            assert known.get(prefix, namespace) == namespace, (file, prefix)


# Terms


def test_every_term_used_is_declared() -> None:
    declared = local_names(t.subject for path in FILES for t in parsed(path) if t.predicate == RDF_TYPE)
    used = local_names(term for path in FILES for t in parsed(path) for term in (t.subject, t.predicate, t.object))
    assert (used | named_elsewhere()) - declared - {f"rule-{name}" for name in rules()} == set()


def test_no_class_or_property_is_declared_and_unused(store: ox.Store) -> None:
    declared = local_names(map(ox.NamedNode, terms(store)))
    others = [file for file in FILES if file.name != "cnfiscal.ttl"]
    used = local_names(term for file in others for t in parsed(file) for term in (t.predicate, t.object))
    used |= local_names(
        t.object
        for t in parsed(ONTOLOGY / "cnfiscal.ttl")
        if t.predicate.value.rpartition("#")[2] in {"dimension", "measure", "attribute", "range"}
    )
    assert declared - used - named_elsewhere() == set()


def terms(store: ox.Store) -> list[str]:
    kinds = "VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty }"
    ours = "FILTER(STRSTARTS(STR(?term), STR(cnf:)))"
    rows = select(store, f"SELECT DISTINCT ?term WHERE {{ {kinds} ?term a ?kind {ours} }}")
    return [term for (term,) in rows]


def test_every_class_and_property_is_explained_in_zh_and_en(store: ox.Store) -> None:
    for term in terms(store):
        for predicate in ("rdfs:label", "rdfs:comment"):
            rows = select(store, f"SELECT (LANG(?text) AS ?l) ?text WHERE {{ <{term}> {predicate} ?text }} ORDER BY ?l")
            assert [language for language, _ in rows] == ["en", "zh"], (term, predicate)
            assert re.search("[一-鿿]", rows[1][1]), (term, predicate)
            assert re.search("[A-Za-z]", rows[0][1]), (term, predicate)


def test_no_member_is_also_a_class_or_property(store: ox.Store) -> None:
    members = {member for (member,) in select(store, "SELECT ?member WHERE { ?member a skos:Concept }")}
    assert members & set(terms(store)) == set()


def test_object_and_datatype_properties_are_told_apart_by_their_range(store: ox.Store) -> None:
    literal = "FILTER(STRSTARTS(STR(?range), STR(xsd:)) || STRENDS(STR(?range), 'langString') || ?range = rdfs:Literal)"
    assert not ask(store, f"?p a owl:ObjectProperty ; rdfs:range ?range . {literal}")
    assert not ask(store, f"?p a owl:DatatypeProperty FILTER NOT EXISTS {{ ?p rdfs:range ?range . {literal} }}")


@pytest.mark.parametrize(
    ("term", "super_term"),
    [("Figure", "qb:Observation"), ("Claim", "prov:Entity"), ("Disclosure", "dcat:Dataset")],
)
def test_what_other_vocabularies_may_take_our_classes_for(store: ox.Store, term: str, super_term: str) -> None:
    assert ask(store, f"cnf:{term} rdfs:subClassOf {super_term}")


@pytest.mark.parametrize("term", ["Figure", "leaf", "headline", "wholeOf"])
def test_the_rule_of_the_safe_sum_is_stated(store: ox.Store, term: str) -> None:
    rows = select(store, f"SELECT (LANG(?text) AS ?l) ?text WHERE {{ cnf:{term} rdfs:comment ?text }} ORDER BY ?l")
    en, zh = (text for _, text in rows)
    for part in ("one member", "every dimension but one classification", "cnf:leaf true", "one scope"):
        assert part in en
    assert re.search(r"never (add )?a body together with its parent", en)
    for part in ("除一种分类外", "每个维度", "固定", "一个成员", "只取一种范围", "绝不把一个部门与其所属单位一同相加"):
        assert part in zh


# Members


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (ONTOLOGY / "dimensions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_csv_has_the_dimensions_of_the_model(rows: list[dict[str, str]]) -> None:
    assert list(dict.fromkeys(row["dimension"] for row in rows)) == list(ENUMS)


@pytest.mark.parametrize("dimension", ENUMS)
def test_the_csv_has_the_members_of_the_model(rows: list[dict[str, str]], dimension: str) -> None:
    listed = [row["member"] for row in rows if row["dimension"] == dimension]
    assert listed == [member.value for member in ENUMS[dimension]]


def test_generated_files_are_fresh() -> None:
    for name, fresh in generated().items():
        assert (ONTOLOGY / name).read_text(encoding="utf-8") == fresh, f"make generated: {name} is stale"


def test_every_member_is_in_the_scheme_of_its_dimension(store: ox.Store, rows: list[dict[str, str]]) -> None:
    for row in rows:
        place = "skos:broader ?wider" if row["broader"] else f"skos:topConceptOf cnf:{scheme(row['dimension'])}"
        assert ask(
            store, f"cnf:{row['iri']} a skos:Concept ; skos:inScheme cnf:{scheme(row['dimension'])} ; {place}"
        ), row


def test_the_total_member_stands_once_and_in_every_list_it_belongs_to(store: ox.Store) -> None:
    found = select(store, "SELECT ?scheme WHERE { cnf:T skos:inScheme ?scheme } ORDER BY ?scheme")
    assert [name.rpartition("/")[2].removeprefix("def#") for (name,) in found] == [
        "FundScheme", "FundingLevelScheme", "ItemScheme", "NatureScheme", "OriginScheme",
        "economic", "function", "government-economic", "revenue",
    ]  # fmt: skip
    assert len(select(store, "SELECT ?label WHERE { cnf:T skos:prefLabel ?label }")) == 2


def test_every_concept_has_one_label_in_each_language(store: ox.Store) -> None:
    """SKOS S14. A code may lack one where no translation is sure; nothing else may."""
    for kind in ("skos:Concept", "skos:ConceptScheme", "xkos:Correspondence"):
        rows = select(
            store,
            f"""SELECT ?concept (COUNT(?label) AS ?labels) (COUNT(DISTINCT LANG(?label)) AS ?languages) WHERE {{
                ?concept a {kind} OPTIONAL {{ ?concept skos:prefLabel ?label }} }} GROUP BY ?concept""",
        )
        assert [concept for concept, labels, languages in rows if labels != languages or labels == "0"] == []
        assert [concept for concept, labels, _ in rows if labels != "2" and "/id/code/" not in concept] == []


def test_hierarchies_have_no_cycle_and_stay_in_one_scheme(store: ox.Store) -> None:
    assert not ask(store, "?concept skos:broader+ ?concept")
    assert not ask(
        store, "?a skos:broader ?b FILTER NOT EXISTS { ?a skos:inScheme ?scheme . ?b skos:inScheme ?scheme }"
    )
    assert not ask(store, "?a skos:inScheme ?scheme FILTER NOT EXISTS { ?scheme a skos:ConceptScheme }")


def test_a_notation_names_one_member_of_a_scheme(store: ox.Store) -> None:
    """Beside one that is in use there may be one that the notation meant before and that has ended."""
    ended = "FILTER NOT EXISTS { ?a owl:deprecated true }"
    assert not ask(
        store,
        f"?a skos:inScheme ?s ; skos:notation ?n . ?b skos:inScheme ?s ; skos:notation ?n FILTER(?a != ?b) {ended} "
        "FILTER NOT EXISTS { ?b owl:deprecated true }",
    )


# Rules


def test_rules_are_named_in_zh_and_en_and_graded() -> None:
    described = ox.Store()
    described.extend(Mapping.load(paths.mappings() / "rdf").quads(catalogued_rules()))
    found = described.query(
        f"""{PREFIXES} SELECT ?rule ?zh ?en WHERE {{ GRAPH ?g {{
            VALUES ?severity {{ sh:Violation sh:Warning sh:Info }}
            ?rule a earl:TestRequirement ; sh:severity ?severity ; rdfs:label ?zh, ?en
            FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }} }} ORDER BY ?rule"""
    )
    assert isinstance(found, ox.QuerySolutions)
    texts = [[term.value for term in row] for row in found]
    assert [rule for rule, _, _ in texts] == sorted(f"{CNF}rule-{name}" for name in rules())
    assert all(re.search("[一-鿿]", zh) and not re.search("[一-鿿]", en) for _, zh, en in texts)


def test_no_file_declares_what_the_rules_declare() -> None:
    declared = local_names(t.subject for file in FILES for t in parsed(file))
    assert not [name for name in declared if name.startswith("rule-")]


HEADER = "dimension,member,iri,broader,export,zh,en,definition_zh,definition_en,example\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("colour,red,Red,,,红,Red,红。,Red.,", "no scheme is known"),
        ("fund,red,Red,blue,,红,Red,红。,Red.,", "the broader blue, which does not exist"),
        ("fund,red,Red,,,红,Red,红。,Red.,\nnature,red,Red,,,红,Red,红。,Red.,", "is another member's"),
    ],
    ids=["unknown-dimension", "unknown-broader", "same-iri"],
)
def test_a_faulty_csv_is_refused(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "dimensions.csv"
    file.write_text(f"{HEADER}{line}\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=message):
        members_turtle(file)


def test_quotes_in_the_csv_are_escaped(tmp_path: Path) -> None:
    file = tmp_path / "dimensions.csv"
    file.write_text(HEADER + 'fund,red,Red,,,"引""号",Back\\slash,红。,Red.,\n', encoding="utf-8")
    quads = ox.parse(members_turtle(file), format=ox.RdfFormat.TURTLE)
    literals = {quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)}
    assert {'引"号', "Back\\slash"} <= literals


# Cubes: the integrity constraints of the Data Cube recommendation that concern structure (section 11.1)

CONSTRAINTS = {
    "IC-2 exactly one structure": """
        { ?set a qb:DataSet FILTER NOT EXISTS { ?set qb:structure ?structure } }
        UNION { ?set a qb:DataSet ; qb:structure ?one, ?other FILTER(?one != ?other) }""",
    "IC-3 a measure in every structure": """
        ?structure a qb:DataStructureDefinition
        FILTER NOT EXISTS { ?structure qb:component/qb:componentProperty [ a qb:MeasureProperty ] }""",
    "IC-4 every dimension has a range": """
        ?dimension a qb:DimensionProperty FILTER NOT EXISTS { ?dimension rdfs:range ?range }""",
    "IC-5 concept dimensions have code lists": """
        ?dimension a qb:DimensionProperty ; rdfs:range skos:Concept
        FILTER NOT EXISTS { ?dimension qb:codeList ?list }""",
    "IC-6 only attributes are optional": """
        ?component qb:componentRequired false ; qb:componentProperty ?property
        FILTER NOT EXISTS { ?property a qb:AttributeProperty }""",
    "measures and attributes of ours have a range": """
        VALUES ?kind { qb:MeasureProperty qb:AttributeProperty } ?property a ?kind
        FILTER(STRSTARTS(STR(?property), STR(cnf:)))
        FILTER NOT EXISTS { ?property rdfs:range ?range }""",
    "coded properties have one code list, which is a scheme": """
        ?property a qb:CodedProperty
        FILTER NOT EXISTS { ?property qb:codeList ?list . ?list a skos:ConceptScheme
            FILTER NOT EXISTS { ?property qb:codeList ?other FILTER(?other != ?list) } }""",
    "a code list makes a coded property": """
        ?property qb:codeList ?list FILTER NOT EXISTS { ?property a qb:CodedProperty }""",
    "a dimension is no measure": "?property a qb:DimensionProperty, qb:MeasureProperty",
    "an attribute is no measure": "?property a qb:AttributeProperty, qb:MeasureProperty",
    "every property of ours in a cube is in a structure": """
        VALUES ?kind { qb:DimensionProperty qb:MeasureProperty qb:AttributeProperty } ?property a ?kind
        FILTER NOT EXISTS { ?structure qb:component/qb:componentProperty ?property }""",
    "every component is of a structure": """
        ?component a qb:ComponentSpecification FILTER NOT EXISTS { ?structure qb:component ?component }""",
}


@pytest.mark.parametrize("violation", CONSTRAINTS.values(), ids=CONSTRAINTS)
def test_cubes_are_well_formed(store: ox.Store, violation: str) -> None:
    assert not ask(store, violation)


@pytest.mark.parametrize("cube", ["budget", "project", "event", "resource"])
def test_components_are_ordered(store: ox.Store, cube: str) -> None:
    rows = select(
        store,
        f"""SELECT ?order WHERE {{
            <https://w3id.org/cnfiscal/id/cube/{cube}> qb:structure cnf:{cube.title()}Structure .
            cnf:{cube.title()}Structure qb:component [ qb:order ?order ]
        }} ORDER BY ?order""",
    )
    assert [int(order) for (order,) in rows] == list(range(1, len(rows) + 1))
    assert rows


KEYS = [BudgetKey, ProjectKey, EventKey, ResourceKey]


@pytest.mark.parametrize("key", KEYS, ids=["Budget", "Project", "Event", "Resource"])
def test_a_structure_has_the_dimensions_of_the_key(
    store: ox.Store, key: type[BudgetKey | ProjectKey | EventKey | ResourceKey]
) -> None:
    spelled = {"year": "fiscalYear", "function_code": "functionalCode", "nature": "spendingNature"}
    spelled |= {"kind": "resourceKind", "unit": "resourceUnit"}
    fields = [spelled.get(name) or re.sub("_(.)", lambda match: match[1].upper(), name) for name in key.model_fields]
    structure = f"cnf:{key.__name__.removesuffix('Key')}Structure"
    rows = select(
        store,
        f"SELECT ?d WHERE {{ {structure} qb:component ?c . ?c qb:dimension ?d ; qb:order ?order }} ORDER BY ?order",
    )
    assert [name.removeprefix(CNF) for (name,) in rows] == fields
