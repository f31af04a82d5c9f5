"""Findings as SARIF 2.1.0 (OASIS), which editors and code hosts show at the line of the document.

A finding is a result; its focus is the location, its other cells are related locations. A page of tables has no
lines: there the cell is named as a logical location alone. How often each rule held stands with the run.
"""

import json
import re
from pathlib import PurePath
from urllib.parse import quote

from kg import __version__
from kg.audit.judgement import Count, Found, Judgement
from kg.audit.listing import where
from kg.audit.places import Place
from kg.model import Severity

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(judged: Judgement, names: dict[str, str], language: str) -> str:
    """``judged`` as a SARIF log; ``names`` are paths or URLs of files, by the sixteen digits of their ids."""
    rules = [_rule(one, language) for one in judged.counts]
    numbers = {one.rule.name: number for number, one in enumerate(judged.counts)}
    driver = {"name": "kg", "semanticVersion": _version(), "rules": rules}
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, numbers, names, language) for one in judged.findings],
        "properties": {
            "documents": judged.documents,
            "outcomes": {one.rule.name: _counted(one) for one in judged.counts},
        },
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _version() -> str:
    return re.sub(r"^(\d+\.\d+\.\d+).*$", r"\1", __version__)


def _rule(one: Count, language: str) -> dict[str, object]:
    return {
        "id": one.rule.name,
        "shortDescription": {"text": one.rule.zh if language == "zh" else one.rule.en},
        "defaultConfiguration": {"level": _LEVELS[one.rule.severity]},
    }


def _counted(one: Count) -> dict[str, int]:
    return {"passed": one.passed, "failed": one.failed, "inapplicable": one.inapplicable, "cantTell": one.cant_tell}


def _result(one: Found, numbers: dict[str, int], names: dict[str, str], language: str) -> dict[str, object]:
    others = [place for place in one.cells if place.iri != one.focus.iri]
    result: dict[str, object] = {
        "ruleId": one.rule,
        "ruleIndex": numbers[one.rule],
        "kind": "fail",
        "level": _LEVELS[one.severity],
        "message": {"text": one.message_zh if language == "zh" else one.message_en},
        "locations": [_location(one.focus, names)],
        "partialFingerprints": {"finding/v1": one.id},
    }
    if others:
        related = [_location(place, names) for place in others]
        result["relatedLocations"] = [{"id": number, **place} for number, place in enumerate(related, start=1)]
    return result


def _location(place: Place, names: dict[str, str]) -> dict[str, object]:
    name = names.get(place.file[:16], place.document)
    physical: dict[str, object] = {"artifactLocation": {"uri": _uri(name)}}
    if place.line:
        physical["region"] = {"startLine": place.line}
    logical: dict[str, object] = {"fullyQualifiedName": place.iri, "kind": "element"}
    if where(place):
        logical["name"] = where(place)
    told = f"{place.title} {where(place)}".strip()
    location: dict[str, object] = {"physicalLocation": physical, "logicalLocations": [logical]}
    if place.page:
        location["properties"] = {"page": place.page}
    return location | ({"message": {"text": told}} if told else {})


def _uri(name: str) -> str:
    """A path as a relative or ``file:`` reference (RFC 3986); a URL as it is."""
    if re.match(r"https?://", name):
        return name
    path = PurePath(name)
    if path.is_absolute():
        return f"file://{quote(path.as_posix(), errors='replace')}"
    return quote(path.as_posix(), errors="replace")
