"""The result of a free query for programs: the W3C's SPARQL 1.1 results formats, and a plain table."""

import json
import re
from xml.etree import ElementTree as ET

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.query.lines import aligned, comma_separated
from kg.query.terms import XSD, plain
from kg.store import Rows, Term

_NAMESPACE = "http://www.w3.org/2005/sparql-results#"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def as_table(result: Rows | bool) -> str:
    """Aligned text headed by the variables."""
    if isinstance(result, bool):
        return _word(result) + "\n"
    return aligned(result.variables, [[plain(term) for term in row] for row in result.rows])


def as_csv(result: Rows | bool) -> str:
    """SPARQL 1.1 Query Results CSV Format; numbers are written out."""
    if isinstance(result, bool):
        return _word(result) + "\r\n"
    return comma_separated(result.variables, ([plain(term) for term in row] for row in result.rows))


def as_tsv(result: Rows | bool) -> str:
    """SPARQL 1.1 Query Results TSV Format: whole terms."""
    if isinstance(result, bool):
        return _word(result) + "\n"
    lines = [[f"?{variable}" for variable in result.variables]]
    lines += [["" if term is None else str(term).replace("\t", "\\t") for term in row] for row in result.rows]
    return "".join("\t".join(line) + "\n" for line in lines)


def as_json(result: Rows | bool) -> str:
    """SPARQL 1.1 Query Results JSON Format."""
    if isinstance(result, bool):
        return json.dumps({"head": {}, "boolean": result}) + "\n"
    bindings = [
        {name: _json(term) for name, term in zip(result.variables, row, strict=True) if term is not None}
        for row in result.rows
    ]
    whole = {"head": {"vars": list(result.variables)}, "results": {"bindings": bindings}}
    return json.dumps(whole, ensure_ascii=False) + "\n"


def as_xml(result: Rows | bool) -> str:
    """SPARQL Query Results XML Format; characters that XML cannot hold become U+FFFD."""
    root = ET.Element("sparql", xmlns=_NAMESPACE)
    head = ET.SubElement(root, "head")
    if isinstance(result, bool):
        ET.SubElement(root, "boolean").text = _word(result)
    else:
        for variable in result.variables:
            ET.SubElement(head, "variable", name=variable)
        table = ET.SubElement(root, "results")
        for row in result.rows:
            _xml_row(ET.SubElement(table, "result"), result.variables, row)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _word(truth: bool) -> str:
    return "true" if truth else "false"


def _json(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        found: dict[str, object] = {"type": "literal", "value": term.value}
        if term.language:
            found["xml:lang"] = term.language
        elif term.datatype.value != XSD + "string":
            found["datatype"] = term.datatype.value
        return found
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {"type": "triple", "value": {name: _json(part) for name, part in parts.items()}}


def _xml_row(result: ET.Element, variables: tuple[str, ...], row: tuple[Term | None, ...]) -> None:
    for variable, term in zip(variables, row, strict=True):
        if term is not None:
            _xml_term(ET.SubElement(result, "binding", name=variable), term)


def _xml_term(binding: ET.Element, term: Term) -> None:
    if isinstance(term, NamedNode):
        ET.SubElement(binding, "uri").text = term.value
    elif isinstance(term, BlankNode):
        ET.SubElement(binding, "bnode").text = term.value
    elif isinstance(term, Literal):
        literal = ET.SubElement(binding, "literal")
        literal.text = _NOT_XML.sub("\ufffd", term.value)
        if term.language:
            literal.set("xml:lang", term.language)
        elif term.datatype.value != XSD + "string":
            literal.set("datatype", term.datatype.value)
    else:
        triple = ET.SubElement(binding, "triple")
        for name, part in (("subject", term.subject), ("predicate", term.predicate), ("object", term.object)):
            _xml_term(ET.SubElement(triple, name), part)
