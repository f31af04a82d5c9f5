"""The codebooks as linked data keep what SKOS, SSSOM and their own lists promise, and each check can fail.

Every check is a query for what breaks it. It is asked of the published Turtle, of a small sound graph, and of that
graph with one fault, where it alone must report the fault.
"""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from kg import paths

PREFIXES = """
BASE <https://w3id.org/cnfiscal/>
PREFIX cnf: <https://w3id.org/cnfiscal/def#>
PREFIX code: <https://w3id.org/cnfiscal/id/code/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <http://schema.org/>
PREFIX semapv: <https://w3id.org/semapv/vocab/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sssom: <https://w3id.org/sssom/>
PREFIX xkos: <http://rdf-vocabulary.ddialliance.org/xkos#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
BASE = "https://w3id.org/cnfiscal/"


def select(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(PREFIXES + query)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(term.value.removeprefix(BASE) if term else "" for term in row) for row in solutions]


# What is asked. A class is also what the domains and ranges of SKOS make of a thing, not only what is stated.

CONCEPT = """{ ?it a skos:Concept } UNION { ?it skos:broader|skos:topConceptOf ?o }
    UNION { ?s skos:broader|skos:hasTopConcept|skos:closeMatch|skos:broadMatch|skos:exactMatch ?it }"""
SCHEME = """{ ?it a skos:ConceptScheme } UNION { ?s skos:inScheme|skos:topConceptOf ?it }
    UNION { ?it skos:hasTopConcept ?o }"""
COLLECTION = """{ ?it a skos:Collection } UNION { ?it a skos:OrderedCollection }
    UNION { ?it a xkos:ClassificationLevel } UNION { ?it skos:member ?o }"""
RELATED = "(skos:related|^skos:related|skos:relatedMatch|^skos:relatedMatch)"
BROADER = "(skos:broader|^skos:narrower|skos:broadMatch|^skos:narrowMatch|skos:broaderTransitive)"
MATCHES = "VALUES ?p { skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch skos:relatedMatch }"
FIRST = "COALESCE(xsd:integer(STR(?f{0})), 0)"
LAST = "COALESCE(xsd:integer(STR(?l{0})), 9999)"
YEARS = """OPTIONAL {{ ?v{0} schema:validFrom ?f{0} }} OPTIONAL {{ ?v{0} schema:validThrough ?l{0} }}"""
AT_ONE_TIME = (
    f"{YEARS.format(1)} {YEARS.format(2)} "
    f"FILTER({FIRST.format(1)} <= {LAST.format(2)} && {FIRST.format(2)} <= {LAST.format(1)})"
)

SKOS_CHECKS = {
    "S9 no scheme is a concept": f"{CONCEPT} {SCHEME}",
    "S13 no label is of two kinds": """
        VALUES (?one ?other) { (skos:prefLabel skos:altLabel) (skos:prefLabel skos:hiddenLabel)
            (skos:altLabel skos:hiddenLabel) }
        ?it ?one ?label ; ?other ?label""",
    "S14 one preferred label in a language": """
        ?it skos:prefLabel ?one, ?other FILTER(?one != ?other && LANG(?one) = LANG(?other))""",
    "S27 what is related is not above": f"?it {RELATED} ?other . ?it {BROADER}+ ?other",
    "S37 no collection is a concept or a scheme": f"{COLLECTION} {{ {CONCEPT} }} UNION {{ {SCHEME} }}",
    "S46 what is exactly the same is not wider or related": """
        ?it (skos:exactMatch|^skos:exactMatch)+ ?other .
        { ?it skos:broadMatch|^skos:narrowMatch ?other } UNION { ?it skos:relatedMatch|^skos:relatedMatch ?other }""",
}
CODE_CHECKS = {
    "a concept is in a scheme": """
        ?it a skos:Concept FILTER NOT EXISTS { ?it skos:inScheme ?scheme }
        FILTER NOT EXISTS { ?scheme xkos:belongsTo ?it }""",
    "a concept is reached from the top of its scheme": """
        ?it skos:inScheme ?scheme FILTER NOT EXISTS { ?it skos:broader*/skos:topConceptOf ?scheme }""",
    "siblings have two names at one time": f"""
        {{ ?it skos:broader ?above . ?other skos:broader ?above }}
        UNION {{ ?it skos:topConceptOf ?above . ?other skos:topConceptOf ?above }}
        FILTER(STR(?it) < STR(?other))
        ?it dcterms:hasVersion ?v1 . ?other dcterms:hasVersion ?v2 .
        ?v1 rdfs:label ?label . ?v2 rdfs:label ?label {AT_ONE_TIME}""",
    "siblings without versions have two names": """
        { ?it skos:broader ?above . ?other skos:broader ?above }
        UNION { ?it skos:topConceptOf ?above . ?other skos:topConceptOf ?above }
        FILTER(STR(?it) < STR(?other))
        ?it skos:prefLabel ?label . ?other skos:prefLabel ?label
        FILTER NOT EXISTS { ?it dcterms:hasVersion ?v } FILTER NOT EXISTS { ?other dcterms:hasVersion ?v }""",
    "a version is of one item, in a scheme": """
        { ?it a cnf:CodeVersion FILTER NOT EXISTS { ?it prov:specializationOf/skos:inScheme ?scheme } }
        UNION { ?it prov:specializationOf ?one, ?other FILTER(?one != ?other) }""",
    "versions of an item are never at one time": f"""
        ?v1 prov:specializationOf ?it . ?v2 prov:specializationOf ?it FILTER(STR(?v1) < STR(?v2)) {AT_ONE_TIME}""",
    "an item has the versions that specialise it": """
        { ?it prov:specializationOf ?item FILTER NOT EXISTS { ?item dcterms:hasVersion ?it } }
        UNION { ?item dcterms:hasVersion ?it FILTER NOT EXISTS { ?it a cnf:CodeVersion ; prov:specializationOf ?item } }
    """,
    "an item that has ended is deprecated, and no other": """
        { ?it owl:deprecated true FILTER NOT EXISTS { ?it schema:validThrough ?y } }
        UNION { ?it skos:inScheme ?s ; schema:validThrough ?y FILTER NOT EXISTS { ?it owl:deprecated true } }""",
    "an attestation has a survey, a count and a year": """
        { ?it a cnf:Attestation } UNION { ?v cnf:attestation ?it }
        FILTER NOT EXISTS { ?it cnf:survey ?survey ; cnf:documentCount ?count ; cnf:attestedYear ?year .
            ?survey a cnf:Survey FILTER(?count > 0) }""",
    "an attestation is within its survey": """
        ?it cnf:survey ?survey ; cnf:documentCount ?count ; cnf:attestedYear ?year .
        ?survey cnf:documentCount ?all ; schema:startDate ?first ; schema:endDate ?last
        FILTER(?count > ?all || STR(?year) < STR(?first) || STR(?year) > STR(?last))""",
    "an attestation is of a version whose evidence it is": """
        ?it a cnf:Attestation FILTER NOT EXISTS { ?v cnf:attestation ?it ; cnf:evidence ?evidence
            FILTER(?evidence IN (cnf:Attested, cnf:Decreed)) }""",
    "what a notice adds begins in a sure year": """
        ?edition skos:hasTopConcept ?it FILTER NOT EXISTS { ?edition schema:startDate ?year .
            ?it schema:validFrom ?year ; cnf:yearBounds cnf:ExactYears ; cnf:evidence cnf:Decreed }""",
    "a match is a mapping too, with what it rests on": f"""
        {MATCHES} ?it ?p ?o FILTER NOT EXISTS {{
            ?m a sssom:Mapping ; owl:annotatedSource ?it ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o ;
                sssom:mapping_justification ?j ; sssom:confidence ?c ; sssom:author_label ?a
            FILTER(?c > 0 && ?c <= 1) }}""",
    "a mapping is a match too": f"""
        ?it a sssom:Mapping FILTER NOT EXISTS {{ {MATCHES}
            ?it owl:annotatedSource ?s ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o . ?s ?p ?o }}""",
    "both ends of a match are codes": f"""
        {MATCHES} {{ ?it ?p ?o }} UNION {{ ?s ?p ?it }}
        FILTER NOT EXISTS {{ ?it a skos:Concept ; skos:inScheme ?scheme ; skos:notation ?code }}""",
    "a judgement of this project is never exact": """
        ?it skos:exactMatch ?o""",
    "a change is of codes or names that exist": """
        ?change xkos:sourceConcept|xkos:targetConcept ?it
        FILTER NOT EXISTS { ?it a skos:Concept ; skos:inScheme ?s }
        FILTER NOT EXISTS { ?it a cnf:CodeVersion ; prov:specializationOf/skos:inScheme ?s }""",
    "a change is of a kind, of codes, and of one year": """
        { ?it a xkos:ConceptAssociation FILTER NOT EXISTS {
            ?it cnf:change ?kind ; cnf:yearBounds ?bounds ; xkos:sourceConcept|xkos:targetConcept ?code .
            ?year xkos:madeOf ?it ; a xkos:Correspondence ; cnf:effectiveYear ?y ; xkos:compares ?scheme } }
        UNION { ?one xkos:madeOf ?it . ?other xkos:madeOf ?it FILTER(?one != ?other) }
        UNION { ?it cnf:change ?one, ?other FILTER(?one != ?other) }""",
    "a place is in places that exist": """
        ?p schema:containedInPlace|dcterms:isReplacedBy ?it . ?p a cnf:AdministrativeDivision
        FILTER NOT EXISTS { ?it a cnf:AdministrativeDivision ; rdfs:label ?label }""",
}
CHECKS = SKOS_CHECKS | CODE_CHECKS


def broken(store: ox.Store, check: str) -> list[str]:
    return sorted({it for (it,) in select(store, f"SELECT DISTINCT ?it WHERE {{ {CHECKS[check]} }}")})


@pytest.fixture(scope="module")
def published() -> ox.Store:
    store = ox.Store()
    for folder in ("codes", "areas", "alignments"):
        for file in sorted((paths.ontology() / folder).glob("*.ttl")):
            store.bulk_load(path=file, format=ox.RdfFormat.TURTLE)
    for name in ("members.ttl", "cnfiscal.ttl"):
        store.bulk_load(path=paths.ontology() / name, format=ox.RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize("check", CHECKS)
def test_the_published_codebooks_hold(check: str, published: ox.Store) -> None:
    assert broken(published, check) == []


# each check can fail ----------------------------------------------------------------------------------------------

SOUND = """
code:f a skos:ConceptScheme ; xkos:belongsTo <f-series> ; xkos:levels ( <level-1> ) .
<f-series> a skos:Concept .
<level-1> a xkos:ClassificationLevel ; skos:member <201> .
<201> a skos:Concept ; skos:inScheme code:f ; skos:topConceptOf code:f ; skos:notation "201" ;
    skos:prefLabel "甲"@zh, "A"@en ; dcterms:hasVersion <201/first> .
<20101> a skos:Concept ; skos:inScheme code:f ; skos:broader <201> ; skos:notation "20101" ;
    skos:prefLabel "丙"@zh ; skos:altLabel "乙"@zh ; dcterms:hasVersion <20101/first>, <20101/v2019> .
<20102> a skos:Concept ; skos:inScheme code:f ; skos:broader <201> ; skos:notation "20102" ;
    skos:prefLabel "丙"@zh ; dcterms:hasVersion <20102/first> ; owl:deprecated true ;
    schema:validThrough "2018"^^xsd:gYear .
<201/first> a cnf:CodeVersion ; prov:specializationOf <201> ; rdfs:label "甲"@zh .
<20101/first> a cnf:CodeVersion ; prov:specializationOf <20101> ; rdfs:label "乙"@zh ;
    schema:validThrough "2018"^^xsd:gYear .
<20101/v2019> a cnf:CodeVersion ; prov:specializationOf <20101> ; rdfs:label "丙"@zh ; cnf:evidence cnf:Decreed ;
    schema:validFrom "2019"^^xsd:gYear ; cnf:yearBounds cnf:ExactYears ; cnf:attestation <seen> .
<20102/first> a cnf:CodeVersion ; prov:specializationOf <20102> ; rdfs:label "丙"@zh ;
    schema:validThrough "2018"^^xsd:gYear .
<edition> a skos:ConceptScheme ; schema:startDate "2019"^^xsd:gYear ; skos:hasTopConcept <20101/v2019> .
<seen> a cnf:Attestation ; cnf:survey <survey> ; cnf:documentCount 3 ; cnf:attestedYear "2020"^^xsd:gYear .
<survey> a cnf:Survey ; cnf:documentCount 5 ; schema:startDate "2020"^^xsd:gYear ; schema:endDate "2021"^^xsd:gYear .
code:g a skos:ConceptScheme .
<07> a skos:Concept ; skos:inScheme code:g ; skos:topConceptOf code:g ; skos:notation "07" ; skos:prefLabel "H"@en .
<08> a skos:Concept ; skos:inScheme code:g ; skos:topConceptOf code:g ; skos:notation "08" ; skos:prefLabel "I"@en .
<201> skos:closeMatch <07> .
<m> a sssom:Mapping ; owl:annotatedSource <201> ; owl:annotatedProperty skos:closeMatch ; owl:annotatedTarget <07> ;
    sssom:mapping_justification semapv:ManualMappingCuration ; sssom:confidence 0.9 ; sssom:author_label "B" .
<2019> a xkos:Correspondence ; cnf:effectiveYear "2019"^^xsd:gYear ; xkos:compares code:f ; xkos:madeOf <renamed> .
<renamed> a xkos:ConceptAssociation ; cnf:change cnf:Renamed ; cnf:yearBounds cnf:ExactYears ;
    xkos:sourceConcept <20101/first> ; xkos:targetConcept <20101/v2019> .
<area/1> a cnf:AdministrativeDivision ; rdfs:label "子省"@zh .
<area/2> a cnf:AdministrativeDivision ; rdfs:label "丑县"@zh ; schema:containedInPlace <area/1> .
"""
MATCH = """<20101> skos:{0} <08> . <n> a sssom:Mapping ; owl:annotatedSource <20101> ;
    owl:annotatedProperty skos:{0} ; owl:annotatedTarget <08> ; sssom:confidence 1.0 ;
    sssom:mapping_justification semapv:ManualMappingCuration ; sssom:author_label "B" ."""


def add(triples: str) -> str:
    return f"INSERT DATA {{ {triples} }}"


def drop(triples: str) -> str:
    return f"DELETE DATA {{ {triples} }}"


def swap(subject: str, predicate: str, value: str) -> str:
    return (
        f"DELETE {{ {subject} {predicate} ?o }} INSERT {{ {subject} {predicate} {value} }} "
        f"WHERE {{ {subject} {predicate} ?o }}"
    )


FAULTS = [
    ("S9 no scheme is a concept", add("code:g a skos:Concept ; skos:inScheme code:g ; skos:topConceptOf code:g"),
     {"id/code/g"}),
    ("S9 no scheme is a concept", add("<07> skos:topConceptOf <08>"), {"08"}),  # by the domain of a property
    ("S13 no label is of two kinds", add('<201> skos:altLabel "甲"@zh'), {"201"}),
    ("S13 no label is of two kinds", add('<20101> skos:hiddenLabel "乙"@zh'), {"20101"}),
    ("S14 one preferred label in a language", add('<201> skos:prefLabel "亥"@zh'), {"201"}),
    ("S27 what is related is not above", add("<20101> skos:related <201>"), {"20101"}),
    ("S27 what is related is not above", add("<201> skos:related <20101>"), {"20101"}),
    ("S37 no collection is a concept or a scheme", add("<201> skos:member <20101>"), {"201"}),
    ("S37 no collection is a concept or a scheme", add("code:f a skos:OrderedCollection"), {"id/code/f"}),
    ("S46 what is exactly the same is not wider or related", add(MATCH.format("exactMatch") + "<08> skos:narrowMatch "
     "<20101> . <o> a sssom:Mapping ; owl:annotatedSource <08> ; owl:annotatedProperty skos:narrowMatch ; "
     "owl:annotatedTarget <20101> ; sssom:confidence 1.0 ; sssom:author_label 'B' ; "
     "sssom:mapping_justification semapv:ManualMappingCuration ."), {"20101"}),
    ("a concept is in a scheme", add("<202> a skos:Concept"), {"202"}),
    ("a concept is reached from the top of its scheme", drop("<07> skos:topConceptOf code:g"), {"07"}),
    ("a concept is reached from the top of its scheme", add("<202> a skos:Concept ; skos:inScheme code:f ; "
     "skos:broader <203> . <203> a skos:Concept ; skos:inScheme code:f ; skos:broader <202>"), {"202", "203"}),
    ("siblings have two names at one time", swap("<20102/first>", "schema:validThrough", '"2019"^^xsd:gYear'),
     {"20101"}),
    ("siblings without versions have two names", swap("<08>", "skos:prefLabel", '"H"@en'), {"07"}),
    ("a version is of one item, in a scheme", add('<x> a cnf:CodeVersion ; rdfs:label "丁"@zh'), {"x"}),
    ("versions of an item are never at one time", swap("<20101/first>", "schema:validThrough", '"2019"^^xsd:gYear'),
     {"20101"}),
    ("an item has the versions that specialise it", drop("<201> dcterms:hasVersion <201/first>"), {"201/first"}),
    ("an item has the versions that specialise it", add("<08> dcterms:hasVersion <08/first>"), {"08/first"}),
    ("an item that has ended is deprecated, and no other", drop("<20102> owl:deprecated true"), {"20102"}),
    ("an item that has ended is deprecated, and no other", add("<20101> owl:deprecated true"), {"20101"}),
    ("an attestation has a survey, a count and a year", drop("<seen> cnf:survey <survey>"), {"seen"}),
    ("an attestation has a survey, a count and a year", drop("<seen> cnf:documentCount 3"), {"seen"}),
    ("an attestation has a survey, a count and a year", drop('<seen> cnf:attestedYear "2020"^^xsd:gYear'), {"seen"}),
    ("an attestation has a survey, a count and a year", swap("<seen>", "cnf:survey", "<other>"), {"seen"}),
    ("an attestation is within its survey", swap("<seen>", "cnf:documentCount", "6"), {"seen"}),
    ("an attestation is within its survey", add('<seen> cnf:attestedYear "2022"^^xsd:gYear'), {"seen"}),
    ("an attestation is of a version whose evidence it is", drop("<20101/v2019> cnf:attestation <seen>"), {"seen"}),
    ("what a notice adds begins in a sure year", swap("<20101/v2019>", "cnf:yearBounds", "cnf:ApproximateYears"),
     {"20101/v2019"}),
    ("what a notice adds begins in a sure year", swap("<edition>", "schema:startDate", '"2020"^^xsd:gYear'),
     {"20101/v2019"}),
    ("a match is a mapping too, with what it rests on", add("<20101> skos:broadMatch <07>"), {"20101"}),
    ("a match is a mapping too, with what it rests on", drop("<m> sssom:confidence 0.9"), {"201"}),
    ("a match is a mapping too, with what it rests on", drop('<m> sssom:author_label "B"'), {"201"}),
    ("a match is a mapping too, with what it rests on",
     drop("<m> sssom:mapping_justification semapv:ManualMappingCuration"), {"201"}),
    ("a match is a mapping too, with what it rests on", swap("<m>", "sssom:confidence", "1.1"), {"201"}),
    ("a mapping is a match too", drop("<201> skos:closeMatch <07>"), {"m"}),
    ("a mapping is a match too", add("<n> a sssom:Mapping ; owl:annotatedSource <201>"), {"n"}),
    ("both ends of a match are codes", add(MATCH.format("closeMatch")) + ";" + drop('<08> skos:notation "08"'),
     {"08"}),
    ("both ends of a match are codes", add(MATCH.format("closeMatch")) + ";" + drop('<20101> skos:notation "20101"'),
     {"20101"}),
    ("a judgement of this project is never exact", add(MATCH.format("exactMatch")), {"20101"}),
    ("a change is of codes or names that exist", swap("<renamed>", "xkos:targetConcept", "<20101/v2020>"),
     {"20101/v2020"}),
    ("a change is of a kind, of codes, and of one year", drop("<2019> xkos:madeOf <renamed>"), {"renamed"}),
    ("a change is of a kind, of codes, and of one year", drop("<renamed> cnf:change cnf:Renamed"), {"renamed"}),
    ("a change is of a kind, of codes, and of one year", add("<renamed> cnf:change cnf:Moved"), {"renamed"}),
    ("a place is in places that exist", swap("<area/2>", "schema:containedInPlace", "<area/3>"), {"area/3"}),
]  # fmt: skip
ALSO = {"S46 what is exactly the same is not wider or related": {"a judgement of this project is never exact"}}
"""What a fault cannot be without."""


def sound() -> ox.Store:
    store = ox.Store()
    store.update(f"{PREFIXES} INSERT DATA {{ {SOUND} }}")
    return store


@pytest.mark.parametrize("check", CHECKS)
def test_a_sound_graph_passes(check: str) -> None:
    assert broken(sound(), check) == []


@pytest.mark.parametrize(
    ("check", "fault", "found"), FAULTS, ids=[f"{at}-{name}" for at, (name, *_) in enumerate(FAULTS)]
)
def test_one_fault_is_reported_by_its_check_alone(check: str, fault: str, found: set[str]) -> None:
    store = sound()
    before = set(store)
    store.update(PREFIXES + fault)
    assert set(store) != before, "the fault is no change"
    reports = {name: set(broken(store, name)) for name in CHECKS}
    assert reports[check] == found
    assert {name for name, items in reports.items() if items} == {check} | ALSO.get(check, set())


def test_every_check_has_a_fault() -> None:
    assert {check for check, _, _ in FAULTS} == set(CHECKS)


# editions and changes, by hand ------------------------------------------------------------------------------------


def test_an_edition_holds_what_its_notice_adds_and_nothing_else(published: ox.Store) -> None:
    """财预〔2024〕22号 of 2024-03-29 added two functional and two revenue codes; no other notice is at hand."""
    held = select(
        published,
        """SELECT ?edition ?notice ?issued ?start ?version WHERE {
            ?edition a skos:ConceptScheme ; skos:notation ?notice ; dcterms:issued ?issued ; schema:startDate ?start ;
                skos:hasTopConcept|^skos:inScheme|^skos:topConceptOf ?version
            FILTER(CONTAINS(STR(?edition), "/edition/"))
        } ORDER BY ?edition ?version""",
    )
    notice = ("财预〔2024〕22号", "2024-03-29", "2024")
    assert held == [
        (f"id/code/{scheme}/edition/2024-03-29", *notice, f"id/code/{scheme}/{code}/v2024")
        for scheme, code in [
            ("function", "22006"), ("function", "2300412"), ("revenue", "1030182"), ("revenue", "1100412"),
        ]
    ]  # fmt: skip
    editions = select(
        published, 'SELECT ?e WHERE { ?e a skos:ConceptScheme FILTER(CONTAINS(STR(?e), "/edition/")) } ORDER BY ?e'
    )
    assert [name for (name,) in editions] == list(dict.fromkeys(edition for edition, *_ in held))


def lines_of_amendments() -> Iterator[tuple[str, str, str]]:
    text = (paths.ontology() / "codes" / "amendments.csv").read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        _, issued, scheme, code, year = line.split(",")
        yield f"id/code/{scheme}/edition/{issued}", f"id/code/{scheme}/{code}/v{year}", f"id/code/{scheme}/{code}"


def test_every_amendment_is_in_its_edition_and_is_decreed(published: ox.Store) -> None:
    held = select(
        published,
        """SELECT ?edition ?version ?item WHERE { ?edition skos:hasTopConcept ?version .
            ?version cnf:evidence cnf:Decreed ; prov:specializationOf ?item . ?item dcterms:hasVersion ?version }""",
    )
    assert sorted(held) == sorted(lines_of_amendments())


@pytest.mark.parametrize(
    ("change", "sources", "targets", "bounds"),
    [
        ("function/change/2019/renamed-207", ["207/first"], ["207/v2019"], "ExactYears"),
        ("economic/change/2018/moved-30311-2007", ["30311-2007"], ["30113"], "ExactYears"),
        ("economic/change/2018/new-30311", [], ["30311/v2018"], "ExactYears"),
        ("economic/change/2018/split-30104", ["30104"], ["30110", "30111", "30112"], "ExactYears"),
        ("economic/change/2018/moved-30312", ["30312"], ["30102"], "ExactYears"),
        ("function/change/2024/new-22006", [], ["22006/v2024"], "ExactYears"),
        ("function/change/2024/new-2300412", [], ["2300412/v2024"], "ExactYears"),  # both by the notice
        ("function/change/2024/moved-2010308", ["2010308"], ["20140"], "ApproximateYears"),
        ("function/change/2021/merged-2060402", ["2060402", "2060403"], ["2060405"], "ExactYears"),
    ],
)
def test_changes_by_hand(change: str, sources: list[str], targets: list[str], bounds: str, published: ox.Store) -> None:
    scheme, _, year, last = change.split("/")
    at = f"<id/code/{change}>"
    ends = [
        select(published, f"SELECT ?c WHERE {{ {at} xkos:{end}Concept ?c }} ORDER BY ?c")
        for end in ("source", "target")
    ]
    assert ends == [[(f"id/code/{scheme}/{code}",) for code in codes] for codes in (sources, targets)]
    said = select(
        published,
        f"""SELECT ?kind ?bounds ?year ?scheme WHERE {{ {at} cnf:change ?kind ; cnf:yearBounds ?bounds .
            ?all xkos:madeOf {at} ; cnf:effectiveYear ?year ; xkos:compares ?scheme }}""",
    )
    assert said == [(f"def#{last.split('-')[0].title()}", f"def#{bounds}", year, f"id/code/{scheme}")]


def test_what_has_moved_has_not_also_ended_or_begun(published: ox.Store) -> None:
    """A move says all: 2010308 did not end besides, nor is 20140 new besides."""
    told = select(
        published,
        """SELECT ?kind WHERE { ?change xkos:sourceConcept|xkos:targetConcept ?code ; cnf:change ?kind
            VALUES ?code { <id/code/function/2010308> <id/code/function/20140> } }""",
    )
    assert set(told) == {("def#Moved",)}


def test_the_two_names_of_207(published: ox.Store) -> None:
    names = select(
        published,
        """SELECT ?name ?from ?through WHERE { <id/code/function/207> dcterms:hasVersion ?v . ?v rdfs:label ?name
            OPTIONAL { ?v schema:validFrom ?from } OPTIONAL { ?v schema:validThrough ?through } } ORDER BY ?from""",
    )
    assert names == [("文化体育与传媒支出", "", "2018"), ("文化旅游体育与传媒支出", "2019", "")]
