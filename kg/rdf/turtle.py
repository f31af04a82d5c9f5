"""Writes the generated code lists as Turtle that people can read and compare: one statement a line, in order."""

from collections.abc import Iterable, Iterator, Sequence

HEAD = """\
# Generated from {source} by `make generated`; edit that, not this file.

@base <https://w3id.org/cnfiscal/> .
@prefix cnf: <https://w3id.org/cnfiscal/def#> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix xkos: <http://rdf-vocabulary.ddialliance.org/xkos#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def head(source: str) -> str:
    """The opening of a file generated from ``source``."""
    return HEAD.format(source=source)


def block(subject: str, kind: str, statements: Iterable[str]) -> str:
    """The statements about one subject, ended."""
    return " ;\n    ".join([f"{subject} a {kind}", *statements]) + " .\n"


def both(predicate: str, zh: str, en: str) -> str:
    """A text in zh and in en, of which either may be missing but not both."""
    texts = [f"{quoted(text)}@{language}" for text, language in ((zh, "zh"), (en, "en")) if text]
    return f"{predicate} {', '.join(texts)}"


def quoted(text: str) -> str:
    """A Turtle string (Turtle 1.1 section 2.5.1)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def year(predicate: str, value: int) -> str:
    """A statement whose object is a year."""
    return f'{predicate} "{value}"^^xsd:gYear'


def levels_of(name: str) -> str:
    """The statement that a scheme has the levels made by :func:`levels` under ``name``."""
    return f"xkos:levels {_cell(name, 1)}"


def levels(name: str, labels: Sequence[tuple[str, str]], members: Sequence[Sequence[str]]) -> Iterator[str]:
    """The levels of a classification from the top (XKOS section 6.3), labels in zh and en, with their members.

    The cells of the list have IRIs of the kind that stands for a blank node, so that they never change.
    """
    for depth, ((zh, en), inside) in enumerate(zip(labels, members, strict=True), 1):
        level = f"<id/code/{name}/level/{depth}>"
        rest = _cell(name, depth + 1) if depth < len(labels) else "rdf:nil"
        yield block(_cell(name, depth), "rdf:List", [f"rdf:first {level}", f"rdf:rest {rest}"])
        statements = [both("skos:prefLabel", zh, en), f"xkos:depth {depth}"]
        if inside:
            statements.append("skos:member " + ",\n        ".join(inside))
        yield block(level, "xkos:ClassificationLevel", statements)


def _cell(name: str, depth: int) -> str:
    return f"<id/genid/levels/{name}/{depth}>"
