"""The administrative divisions (GB/T 2260) as linked data, generated from ``ontology/areas/divisions.csv``."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.codebooks.areas import Division
from kg.rdf.turtle import block, head, quoted, year


def area_list(divisions: Iterable[Division]) -> str:
    """The Turtle of the divisions: a code renamed is one division, a code replaced points to its successor."""
    by_code: dict[str, list[Division]] = defaultdict(list)
    for division in divisions:
        by_code[division.area.code].append(division)
    parts = [head("ontology/areas/divisions.csv")]
    for code in sorted(by_code):
        named = sorted(by_code[code], key=lambda division: division.valid_to or 9999)
        parts.append(block(_iri(code), "cnf:AdministrativeDivision", _statements(named)))
    return "\n".join(parts)


def _iri(code: str) -> str:
    return f"<id/area/{code}>"


def _statements(named: list[Division]) -> Iterator[str]:
    """``named`` are the names of one code, the latest last."""
    latest = named[-1]
    yield f"skos:notation {quoted(latest.area.code)}"
    yield f"rdfs:label {quoted(latest.area.name)}@zh"
    yield f"cnf:fullName {quoted(latest.area.full_name)}@zh"
    for former in named[:-1]:
        yield f"skos:altLabel {quoted(former.area.name)}@zh"
    if latest.area.parent:
        yield f"schema:containedInPlace {_iri(latest.area.parent)}"
    begun = named[0].valid_from if len(named) > 1 else latest.valid_from
    if begun:
        yield year("schema:validFrom", begun)
    if latest.valid_to:
        yield year("schema:validThrough", latest.valid_to)
    if latest.successor:
        yield f"dcterms:isReplacedBy {_iri(latest.successor)}"
    if latest.wikidata:
        yield f"owl:sameAs <http://www.wikidata.org/entity/{latest.wikidata}>"
