"""The crosswalks between classifications as linked data, generated from the SSSOM files in ``mappings/alignments/``.

Each match is the SKOS statement itself and a mapping that says on what it rests: justification, confidence, author,
comment (SSSOM, section on RDF serialisation).
"""

from collections import defaultdict
from collections.abc import Iterable

from kg.codebooks.alignments import Match
from kg.model import digest16
from kg.rdf.codelists import item_iri
from kg.rdf.iris import BASE
from kg.rdf.turtle import block, head, quoted


def crosswalks(matches: Iterable[Match]) -> str:
    """The Turtle of every match, by the code it begins from."""
    by_subject: dict[str, list[Match]] = defaultdict(list)
    sets: set[str] = set()
    for match in matches:
        sets.add(match.mapping_set)
        by_subject[item_iri(match.scheme, match.code)].append(match)
    parts = [head("mappings/alignments")]
    parts.extend(
        block(_relative(name), "sssom:MappingSet", [f"rdfs:label {quoted(name.rsplit('/', 1)[1])}"])
        for name in sorted(sets)
    )
    for subject in sorted(by_subject):
        said = dict.fromkeys(f"skos:{one.predicate} {_object(one)}" for one in by_subject[subject])
        parts.append(f"{subject} " + " ;\n    ".join(said) + " .\n")
        parts.extend(_mapping(subject, one) for one in by_subject[subject])
    return "\n".join(parts)


def _object(match: Match) -> str:
    return item_iri(match.object_scheme, match.object_code)


def _relative(iri: str) -> str:
    """An IRI of ours relative to the base, so that it follows the base a store is built with."""
    return f"<{iri.removeprefix(BASE)}>"


def _mapping(subject: str, match: Match) -> str:
    id_ = digest16("|".join((subject, match.predicate, _object(match), match.body)))
    statements = [
        f"owl:annotatedSource {subject}",
        f"owl:annotatedProperty skos:{match.predicate}",
        f"owl:annotatedTarget {_object(match)}",
        f"sssom:mapping_justification semapv:{match.justification}",
        f"sssom:confidence {match.confidence}",
        f"sssom:author_label {quoted(match.author)}",
        *([f"cnf:bodyType {quoted(match.body)}"] if match.body else []),
        *([f"rdfs:comment {quoted(match.comment)}"] if match.comment else []),
        f"dcterms:isPartOf {_relative(match.mapping_set)}",
    ]
    return block(_relative(f"{match.mapping_set}/{id_}"), "owl:Axiom, sssom:Mapping", statements)
