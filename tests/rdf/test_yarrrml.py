"""The mappings: what a rule makes of a record, what is refused, and that the shipped ones are whole."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import DataFileError, InputError
from kg.rdf.iris import BASE, CNF, TOTAL, Iris, iri_safe, member_iri, table_number
from kg.rdf.mapping import read_rules
from kg.rdf.records import (
    RECORDS,
    AgencyRecord,
    ClaimRecord,
    ColumnRecord,
    OtherCodeRecord,
    ProjectRecord,
    Record,
    RefusalRecord,
    RowRecord,
    source_name,
)
from kg.rdf.yarrrml import Mapping

GOOD = """\
prefixes:
  ex: http://example.org/
  id: https://w3id.org/cnfiscal/id/
  ng: https://w3id.org/cnfiscal/graph/
  xsd: http://www.w3.org/2001/XMLSchema#
mappings:
  agency:
    sources:
      - [agency.csv~csv]
    s: id:agency/$(agency)
    graphs: ng:agencies
    po:
      - [a, ex:Agency]
      - [ex:name, $(name), zh~lang]
      - [ex:area, id:area/$(area)~iri]
      - [ex:text, $(area)]
      - [ex:number, $(area), xsd:integer]
"""


def folder_of(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
    return tmp_path


def mapping_of(tmp_path: Path, **changes: str) -> Mapping:
    """The mapping of ``GOOD`` with its words replaced."""
    text = GOOD
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return Mapping.load(folder_of(tmp_path, one=text))


def objects(mapping: Mapping, record: Record, predicate: str) -> list[object]:
    return [quad.object for quad in mapping.quads([record]) if quad.predicate.value == predicate]


# What a rule makes of a record


def test_a_record_makes_the_quads_its_rule_states(tmp_path: Path) -> None:
    ids, graph = f"{BASE}id/", NamedNode(f"{BASE}graph/agencies")
    subject = NamedNode(f"{ids}agency/a1")
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert set(mapping_of(tmp_path).quads([AgencyRecord("a1", "某局", "63")])) == {
        Quad(
            subject,
            NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            NamedNode("http://example.org/Agency"),
            graph,
        ),
        Quad(subject, NamedNode("http://example.org/name"), Literal("某局", language="zh"), graph),
        Quad(subject, NamedNode("http://example.org/area"), NamedNode(f"{ids}area/63"), graph),
        Quad(subject, NamedNode("http://example.org/text"), Literal("63"), graph),
        Quad(
            subject, NamedNode("http://example.org/number"), Literal("63", datatype=NamedNode(f"{xsd}integer")), graph
        ),
    }


@pytest.mark.parametrize("null", [None, ""])
def test_a_null_makes_no_triple(tmp_path: Path, null: str | None) -> None:
    made = list(mapping_of(tmp_path).quads([AgencyRecord("a1", "某局", null)]))
    assert [quad.predicate.value.rpartition("/")[2] for quad in made[1:]] == ["name"]


def test_a_null_in_the_subject_makes_nothing(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path)
    assert list(mapping.quads([AgencyRecord("", "某局", "63")])) == []
    assert "".join(mapping.nquads([AgencyRecord("", "某局", "63")])) == ""


def test_a_null_in_the_graph_makes_nothing(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, **{"ng:agencies": "ng:area/$(area)/x"})
    assert list(mapping.quads([AgencyRecord("a1", "某局", None)])) == []
    assert "".join(mapping.nquads([AgencyRecord("a1", "某局", None)])) == ""


def test_a_null_in_a_template_of_several_fields_makes_no_triple(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, **{"id:area/$(area)~iri": "id:area/$(area)/of/$(agency)~iri"})
    assert objects(mapping, AgencyRecord("a1", "某局", None), "http://example.org/area") == []
    assert objects(mapping, AgencyRecord("a1", "某局", "6/3"), "http://example.org/area") == [
        NamedNode(f"{BASE}id/area/6%2F3/of/a1")
    ]


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        ("a-b_c.d~e", "a-b_c.d~e"),
        ("100%/x", "100%25%2Fx"),
        ("a b+c", "a%20b%2Bc"),
        ("中", "%E4%B8%AD"),
        ("é", "%C3%A9"),
    ],
)
def test_values_in_a_template_are_percent_encoded(tmp_path: Path, value: str, encoded: str) -> None:
    (first, *_) = mapping_of(tmp_path).quads([AgencyRecord(value, "x", None)])
    assert first.subject == NamedNode(f"{BASE}id/agency/{encoded}")
    assert iri_safe(value) == encoded


def test_a_field_alone_is_taken_as_it_is(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, **{"id:area/$(area)~iri": "$(area)~iri"})
    value = "http://example.org/中/a%20b#c"
    assert objects(mapping, AgencyRecord("a1", "x", value), "http://example.org/area") == [NamedNode(value)]


def test_the_subject_can_be_a_field(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, **{"s: id:agency/$(agency)": "s: $(agency)~iri"})
    (first, *_) = mapping.quads([AgencyRecord("http://example.org/x", "x", None)])
    assert first.subject == NamedNode("http://example.org/x")


def test_the_subject_and_the_object_can_be_constant(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, **{"s: id:agency/$(agency)": "subjects: id:all", "id:area/$(area)~iri": "ex:b~iri"})
    quads = list(mapping.quads([AgencyRecord("a1", "x", None)]))
    assert {quad.subject for quad in quads} == {NamedNode(f"{BASE}id/all")}
    assert NamedNode("http://example.org/b") in {quad.object for quad in quads}


def test_a_predicate_with_function_in_it_stands_under_value(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, **{"ex:text": "{value: ex:functionText}"})
    assert objects(mapping, AgencyRecord("a1", "x", "1"), "http://example.org/functionText") == [Literal("1")]


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_any_text_comes_through(text: str, name: str) -> None:
    mapping = SHIPPED
    refusal = RefusalRecord("ab", "01", "1", "1", None, None, text, "x")
    project = ProjectRecord("a", "b", name)
    texts = [quad.object.value for quad in mapping.quads([refusal]) if quad.predicate.value == f"{CNF}reportedText"]
    assert texts == ([text] if text else [])
    names = [quad.object for quad in mapping.quads([project]) if isinstance(quad.object, Literal)]
    assert names == ([Literal(name, language="zh")] if name else [])
    for record in (refusal, project):
        assert parsed(mapping, record) == set(mapping.quads([record]))


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_text_makes_an_iri_of_its_own(text: str) -> None:
    (first, *_) = SHIPPED.quads([ProjectRecord("a", text, "x")])
    assert first.subject.value.isascii()
    assert first.subject == NamedNode(f"{BASE}id/project/a/{iri_safe(text)}")


def parsed(mapping: Mapping, *records: Record) -> set[Quad]:
    return set(parse("".join(mapping.nquads(records)), format=RdfFormat.N_QUADS))


def test_records_of_several_classes_can_be_mixed_and_streamed(records: tuple[Record, ...], mappings: Path) -> None:
    mapping = Mapping.load(mappings)
    together = list(mapping.quads(iter(records)))
    assert together == [quad for record in records for quad in mapping.quads([record])]
    assert next(mapping.quads(iter(records))) == together[0]
    assert "".join(mapping.nquads(records)).count("\n") == len(together)


def test_many_different_values_are_forgotten_and_made_again(mappings: Path) -> None:
    mapping = Mapping.load(mappings)
    many = [ColumnRecord("ab", "01", str(number), f"label {number}") for number in range(10_000)]
    first = list(mapping.quads(many))
    assert len({quad.object.value for quad in first if isinstance(quad.object, Literal)}) == len(many)
    assert list(mapping.quads(many)) == first


def test_the_base_of_data_iris_is_a_setting(mappings: Path) -> None:
    mapping = Mapping.load(mappings, base="https://budget.example/")
    (first, *_) = mapping.quads([AgencyRecord("a1", "x", None)])
    assert first.subject.value == "https://budget.example/id/agency/a1"
    assert first.graph_name == NamedNode("https://budget.example/graph/agencies")
    assert first.predicate.value == "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    with pytest.raises(InputError, match="ending in a slash"):
        Mapping.load(mappings, base="https://budget.example/#")


# What is refused in a record


def test_a_value_that_is_no_iri_names_mapping_field_and_value(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, **{"id:area/$(area)~iri": "$(area)~iri"})
    for made in (mapping.quads, mapping.nquads):
        with pytest.raises(DataFileError) as caught:
            list(made([AgencyRecord("a1", "x", "no iri")]))
        message = str(caught.value)
        assert f"{tmp_path / 'one.yml'}:7" in message
        assert "mapping agency" in message
        assert "area = 'no iri'" in message


def test_a_text_that_is_no_unicode_names_mapping_field_and_value(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="agency can make no term of name = "):
        list(mapping_of(tmp_path).quads([AgencyRecord("a1", "\ud800", None)]))


def test_a_record_without_a_mapping_names_its_source(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path)
    record = OtherCodeRecord("a", "03", "14", "50101 甲")
    for made in (mapping.quads, mapping.nquads):
        with pytest.raises(DataFileError, match=r"other-code\.csv~csv"):
            list(made([record]))


# What is refused in a mapping: what is written for what, the line, the key, and a word of the message

MISTAKES = {
    "not YAML": ("graphs: ng:agencies", "graphs: 'ng", 11, "", "not YAML"),
    "an unknown key at the top": ("mappings:\n", "sources: {}\nmappings:\n", 6, "sources", "not known"),
    "an unknown key in a mapping": ("    po:", "    join: x\n    po:", 12, "mappings.agency.join", "not known"),
    "a key twice": ("    graphs:", "    graphs: ng:x\n    graphs:", 12, "mappings.agency.graphs", "twice"),
    "a mapping twice": ("mappings:\n", "mappings:\n  agency: {}\n", 8, "mappings.agency", "twice"),
    "a prefix twice": ("  ex: ", "  ex: http://a.example/\n  ex: ", 3, "prefixes.ex", "twice"),
    "a prefix that YARRRML renames": ("  ex: ", "  v: http://a.example/\n  ex: ", 2, "prefixes.v", "cannot be"),
    "a prefix that is no IRI": ("http://example.org/", "example", 2, "prefixes.ex", "no IRI"),
    "the base written into a prefix": ("cnfiscal/id/", "other/id/", 3, "prefixes.id", "project's own"),
    "a name that YARRRML renames": ("  agency:", "  object:", 7, "mappings.object", "cannot name a mapping"),
    "a name with other letters": ("  agency:", "  Agency 1:", 7, "mappings.Agency 1", "cannot name a mapping"),
    "an unknown source": ("agency.csv", "agencies.csv", 9, "mappings.agency.sources[1][1]", "named 'agencies'"),
    "a source of another kind": ("agency.csv~csv", "agency.json~x", 9, "mappings.agency.sources[1][1]", "CSV"),
    "two sources": ("[agency.csv~csv]", "[agency.csv~csv, x]", 9, "mappings.agency.sources[1]", "one source"),
    "no subject": ("    s: id:agency/$(agency)\n", "", 7, "mappings.agency", "s or subjects"),
    "two subjects": ("    graphs:", "    subjects: id:x\n    graphs:", 7, "mappings.agency", "s or subjects"),
    "no graph": ("    graphs: ng:agencies\n", "", 7, "mappings.agency", "graphs"),
    "several graphs": ("ng:agencies", "[ng:agencies, ng:x]", 11, "mappings.agency.graphs", "a text"),
    "a field for a graph": ("ng:agencies", "$(area)", 11, "mappings.agency.graphs", "prefix"),
    "a call for a graph": ("ng:agencies", "ng:functions", 11, "mappings.agency.graphs", "call"),
    "no statement": (GOOD[GOOD.index("    po:") :], "    po: []\n", 12, "mappings.agency.po", "empty"),
    "statements that are no list": (GOOD[GOOD.index("    po:") :], "    po: x\n", 12, "mappings.agency.po", "a list"),
    "one part": ("[a, ex:Agency]", "[a]", 13, "mappings.agency.po[1]", "two or three parts"),
    "four parts": ("zh~lang]", "zh~lang, x]", 14, "mappings.agency.po[2]", "two or three parts"),
    "an unknown field": ("$(name)", "$(nmae)", 14, "mappings.agency.po[2][2]", "AgencyRecord has no field 'nmae'"),
    "an unknown field in a subject": ("$(agency)", "$(body)", 10, "mappings.agency.s", "no field 'body'"),
    "an unknown prefix": ("ex:Agency", "org:Agency", 13, "mappings.agency.po[1][2]", "prefix org is not known"),
    "an unknown datatype": ("xsd:integer", "xs:integer", 17, "mappings.agency.po[5][3]", "prefix xs is not known"),
    "no prefix": ("ex:Agency", "Agency", 13, "mappings.agency.po[1][2]", "begin with a prefix"),
    "a full IRI": ("ex:Agency", "http://example.org/A", 13, "mappings.agency.po[1][2]", "begin with a prefix"),
    "an open template": ("id:agency/$(agency)", "id:agency/$(agency", 10, "mappings.agency.s", "malformed"),
    "an empty field": ("id:agency/$(agency)", "id:agency/$()", 10, "mappings.agency.s", "malformed"),
    "a brace": ("id:agency/$(agency)", '"id:agency/{agency}"', 10, "mappings.agency.s", "malformed"),
    "a space": ("ex:Agency", "ex:An agency", 13, "mappings.agency.po[1][2]", "malformed at ' '"),
    "a prefix inside": ("ex:Agency", "ex:a/id:b", 13, "mappings.agency.po[1][2]", "malformed at ':'"),
    "a subject that begins with a field": ("id:agency/$(agency)", "$(agency)/x", 10, "mappings.agency.s", "literal"),
    "an object that begins with a field": ("$(name)", "$(name) x", 14, "mappings.agency.po[2][2]", "not one field"),
    "an object neither IRI nor literal": ("$(area)~iri", "$(area)", 15, "mappings.agency.po[3][2]", "~iri"),
    "a field in a predicate": ("ex:text", "{value: ex:$(area)}", 16, "mappings.agency.po[4][1].value", "no field"),
    "a call for a predicate": ("ex:text", "ex:functionText", 16, "mappings.agency.po[4][1]", "{value: …}"),
    "an unknown key of a predicate": ("ex:text", "{call: ex:x}", 16, "mappings.agency.po[4][1].call", "not known"),
    "an empty predicate": ("ex:text", "{}", 16, "mappings.agency.po[4][1]", "missing"),
    "a literal of a template": ("$(name), zh", "ex:$(name), zh", 14, "mappings.agency.po[2][2]", "not one field"),
    "a language spelt otherwise": ("zh~lang", "zh~language", 14, "mappings.agency.po[2][3]", "prefix"),
    "a boolean": ("$(name), zh~lang", "yes", 14, "mappings.agency.po[2][2]", "in quotes"),
    "a number": ("$(name), zh~lang", "12", 14, "mappings.agency.po[2][2]", "in quotes"),
    "a mapping that is a text": ("mappings:\n", "mappings:\n  area: x\n", 7, "mappings.area", "keys with values"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_mapping_names_file_line_and_key(tmp_path: Path, name: str) -> None:
    old, new, line, key, word = MISTAKES[name]
    assert GOOD.count(old) >= 1
    folder_of(tmp_path, one=GOOD.replace(old, new, 1))
    with pytest.raises(DataFileError) as caught:
        Mapping.load(tmp_path)
    error = caught.value
    assert error.place == f"{tmp_path / 'one.yml'}:{line}"
    assert error.what.startswith(f"{key}: " if key else "")
    assert word in str(error)
    assert error.advice


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "empty"),
        ("# nothing\n", "empty"),
        ("mappings: {}\n", "both"),
        ("prefixes: {}\n", "both"),
        ("- x\n", "keys"),
    ],
)
def test_a_file_without_mappings_is_refused(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(DataFileError, match=word) as caught:
        Mapping.load(folder_of(tmp_path, one=text))
    assert caught.value.place == f"{tmp_path / 'one.yml'}:1"


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.yml").write_bytes(b"\xff\xfe")
    with pytest.raises(DataFileError, match=r"one\.yml.*UTF-8"):
        Mapping.load(tmp_path)


def test_a_control_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="not YAML"):
        Mapping.load(folder_of(tmp_path, one="\x00"))


@pytest.mark.parametrize("folder", [".", "missing"])
def test_a_folder_without_mappings_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(DataFileError, match="no mapping"):
        Mapping.load(tmp_path / folder)


def test_the_same_mapping_in_two_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"mappings\.agency: this mapping exists already.*one\.yml:7") as caught:
        Mapping.load(folder_of(tmp_path, one=GOOD, two=GOOD))
    assert caught.value.place == f"{tmp_path / 'two.yml'}:7"


def test_a_prefix_with_two_namespaces_is_refused(tmp_path: Path) -> None:
    other = GOOD.replace("  agency:", "  other:").replace("example.org", "example.com")
    with pytest.raises(DataFileError, match=r"prefixes\.ex: .* two namespaces.*one\.yml:2") as caught:
        Mapping.load(folder_of(tmp_path, one=GOOD, two=other))
    assert caught.value.place == f"{tmp_path / 'two.yml'}:2"


def test_all_files_are_checked_before_the_first_row(tmp_path: Path) -> None:
    folder_of(tmp_path, one=GOOD, two=GOOD.replace("  agency:", "  zz:").replace("xsd:integer", "xsd integer"))
    with pytest.raises(DataFileError, match=r"two\.yml"):
        Mapping.load(tmp_path)


# The shipped mappings

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = Mapping.load(ROOT / "mappings" / "rdf")
# Names of columns that Morph-KGC keeps for itself: a field of such a name would be overwritten.
KEPT_BY_MORPH = {
    "subject",
    "predicate",
    "object",
    "graph",
    "triple",
    "lang_datatype",
    "reference_results",
    "placeholder",
}


def test_every_record_class_is_mapped_and_written_by_hand_here(records: tuple[Record, ...]) -> None:
    assert {rule.record for rule in SHIPPED.rules} == set(RECORDS) == set(map(type, records))


@pytest.mark.parametrize("record", RECORDS, ids=source_name)
def test_every_field_is_used(record: type[Record]) -> None:
    used = {
        field
        for rule in SHIPPED.rules
        if rule.record is record
        for said in ([one.predicate for one in rule.statements], [one.object for one in rule.statements])
        for term in (rule.subject, rule.graph, *said)
        for field in term.fields
    }
    assert set(record._fields) - used == set()
    assert set(record._fields) & KEPT_BY_MORPH == set()


def test_every_predicate_is_made_of_the_records(records: tuple[Record, ...]) -> None:
    stated = [one.predicate for rule in SHIPPED.rules for one in rule.statements]
    made = {quad.predicate.value for quad in SHIPPED.quads(records)}
    assert {one.parts[0] for one in stated if not one.fields} <= made
    templates = [re.compile("[a-zA-Z-]+".join(map(re.escape, one.parts))) for one in stated if one.fields]
    named = made - {one.parts[0] for one in stated}
    assert all(any(template.fullmatch(one) for template in templates) for one in named)
    assert all(any(template.fullmatch(one) for one in named) for template in templates)


def test_text_and_quads_are_the_same(records: tuple[Record, ...]) -> None:
    assert parsed(SHIPPED, *records) == set(SHIPPED.quads(records))


def test_no_blank_node_is_made(records: tuple[Record, ...]) -> None:
    for quad in SHIPPED.quads(records):
        assert not any(isinstance(term, BlankNode) for term in quad)
        assert isinstance(quad.graph_name, NamedNode)


def test_no_triple_stands_in_two_graphs(records: tuple[Record, ...]) -> None:
    quads = set(SHIPPED.quads(records))
    assert len({quad.triple for quad in quads}) == len(quads)


def test_prefixes_are_those_of_the_vocabulary() -> None:
    with (ROOT / "ontology" / "prefixes.csv").open(encoding="utf-8", newline="") as file:
        namespaces = {row["namespace"] for row in csv.DictReader(file)}
    data = {Iris().ids, Iris().graphs}
    for rule in SHIPPED.rules:
        for statement in rule.statements:
            namespace = next((one for one in namespaces if statement.predicate.parts[0].startswith(one)), None)
            assert namespace, statement.predicate
        assert any(rule.graph.parts[0].startswith(one) for one in data)


def test_rules_are_read_in_the_order_of_the_files(mappings: Path) -> None:
    assert read_rules(mappings) == SHIPPED.rules
    files = [rule.place.rpartition(":")[0] for rule in SHIPPED.rules]
    assert files == sorted(files)


def test_the_example_of_the_documentation_is_a_mapping(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "mappings.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    (rule,) = Mapping.load(folder_of(tmp_path, example=example)).rules
    assert set(rule.statements) <= {statement for one in SHIPPED.rules for statement in one.statements}
    listed = set(re.findall(r"^\| `([a-z-]+\.yml)` \|", text, re.MULTILINE))
    assert listed == {Path(one.place.rpartition(":")[0]).name for one in SHIPPED.rules}


# The builders of IRIs say what the mappings say


def test_iris_agree_with_the_mappings() -> None:
    iris = Iris()
    claim = ClaimRecord("ab", table_number(3), "14", "5", "14", "f1", "1", "1", "1", None)
    row = RowRecord("ab", table_number(3), "14", None, None, "x", None, None, None, None)
    made = {quad.predicate.value: quad.object for quad in SHIPPED.quads([claim])}
    subjects = {quad.subject.value for quad in SHIPPED.quads([claim, row])}
    assert subjects == {iris.claim("ab", 3, 14, 5), iris.row("ab", 3, 14)}
    assert made[f"{CNF}row"] == NamedNode(iris.row("ab", 3, 14))
    assert made[f"{CNF}column"] == NamedNode(iris.column("ab", 3, 5))
    assert made[f"{CNF}figure"] == NamedNode(iris.figure("f1"))
    assert {quad.graph_name.value for quad in SHIPPED.quads([claim])} == {iris.graph("file", "ab", "claims")}


def test_iris_are_as_the_model_writes_them() -> None:
    iris = Iris("https://b.example/")
    assert iris.code("function", "2101506") == "https://b.example/id/code/function/2101506"
    assert iris.code("function", "2101599", listed=False) == "https://b.example/id/code/function/unlisted/2101599"
    assert iris.table("ab", 112) == f"{iris.file('ab')}/t112"
    assert iris.disclosure("630223-x/2024-final") == "https://b.example/id/disclosure/630223-x/2024-final"
    assert iris.extraction("ab") == "https://b.example/id/extraction/ab"
    assert iris.agency("中") == "https://b.example/id/agency/%E4%B8%AD"
    assert iris.area("630223") == "https://b.example/id/area/630223"
    assert iris.project("a", "b") == "https://b.example/id/project/a/b"
    assert iris.event("a", "b") == "https://b.example/id/event/a/b"
    assert iris.result("ab", "cd") == "https://b.example/id/result/ab/cd"
    assert iris.printed("ab", "l159/o12/2") == "https://b.example/id/file/ab/l159/o12/2"
    assert iris.change("ab", "cd") == "https://b.example/id/change/ab/cd"
    assert iris.indicator("a", "whole", "cd") == "https://b.example/id/indicator/a/whole/cd"
    assert iris.together("function", ["2101101", "2101103"]) == (
        "https://b.example/id/code/function/together/2101101_2101103"
    )
    assert iris.question("q") == "https://b.example/id/question/q"
    assert member_iri("T") == TOTAL == "https://w3id.org/cnfiscal/def#T"


@pytest.mark.parametrize("base", ["", "x/", "https://b.example", "https://b.example/?q/", "https://b.example/#/"])
def test_a_base_is_an_absolute_iri_with_a_slash_at_its_end(base: str) -> None:
    with pytest.raises(InputError):
        Iris(base)
