"""The tables of what disclosures say beside their amounts: projects, indicators, changes; and of checks and files."""

from collections.abc import Iterator

from kg.publish.keys import Bodies, Figure, figures_of
from kg.publish.places import WHERE, File, of_every_file
from kg.publish.selecting import Row, keyed, select, tail, word
from kg.store import GraphReader

_PROJECTS = """SELECT * WHERE {{ VALUES ?type {{ schema:Project schema:Event }}
  ?at cnf:agency <{agency}> ; a ?type ; rdfs:label ?name }}"""
_MONEY = """SELECT ?at (MIN(STR(?year)) AS ?first) (MAX(STR(?year)) AS ?last) (COUNT(*) AS ?n) WHERE {{
  ?at cnf:agency <{agency}> . ?figure cnf:project|cnf:event ?at ; a cnf:Figure ; cnf:fiscalYear ?year }} GROUP BY ?at"""
_INDICATORS = """SELECT ?at (COUNT(*) AS ?n) WHERE {{
  ?at cnf:agency <{agency}> . ?indicator cnf:about ?at ; a cnf:Indicator }} GROUP BY ?at"""
_DETAILS = f"""SELECT * WHERE {{
  ?at a cnf:Detail ; cnf:profile ?profile ; cnf:detailKind ?kind ; cnf:text ?text .
  ?profile cnf:about ?about ; cnf:fiscalYear ?year . OPTIONAL {{ ?profile cnf:item ?item }} {WHERE} }}"""
_PROFILES = f"SELECT * WHERE {{ ?at a cnf:Profile {WHERE} }}"
_SAID = """?at cnf:indicator ?indicator .
  OPTIONAL {{ ?at cnf:operator ?operator }} OPTIONAL {{ ?at cnf:value ?value }} OPTIONAL {{ ?at cnf:upperValue ?upper }}
  OPTIONAL {{ ?at cnf:valueUnit ?unit }} OPTIONAL {{ ?at cnf:text ?text }} OPTIONAL {{ ?at cnf:doubt ?doubt }}"""
_TARGETS = f"""SELECT * WHERE {{ ?at a cnf:Target . {_SAID.format()} {WHERE}
  OPTIONAL {{ ?at cnf:weight ?weight }} OPTIONAL {{ ?at cnf:firstLevel ?one }} OPTIONAL {{ ?at cnf:secondLevel ?two }}
  }}"""
_RESULTS = f"""SELECT * WHERE {{ ?at a cnf:Result . {_SAID.format()} {WHERE}
  OPTIONAL {{ ?at cnf:target ?target }} OPTIONAL {{ ?at cnf:score ?score }}
  OPTIONAL {{ ?at cnf:deviation ?deviation }} }}"""
_MEASURED = """SELECT * WHERE {{
  {{ SELECT DISTINCT ?indicator {{ GRAPH <{graph}> {{ ?c cnf:indicator ?indicator }} }} }}
  ?indicator a cnf:Indicator ; cnf:agency ?agency ; rdfs:label ?name ; cnf:fiscalYear ?year .
  OPTIONAL {{ ?indicator cnf:about ?about }} OPTIONAL {{ ?indicator cnf:scope ?scope }}
  OPTIONAL {{ ?indicator cnf:indicatorTerm ?term }} OPTIONAL {{ ?indicator cnf:indicatorClass ?class }}
  OPTIONAL {{ ?indicator cnf:indicatorGroup ?group }} }}"""
_CHANGES = f"""SELECT * WHERE {{ ?at a cnf:Change ; cnf:changedFigure ?figure .
  OPTIONAL {{ ?at cnf:baseFigure ?base }} OPTIONAL {{ ?at cnf:direction ?direction }}
  OPTIONAL {{ ?at cnf:amount ?amount }} OPTIONAL {{ ?at cnf:reportedText ?text }}
  OPTIONAL {{ ?at cnf:reportedUnit ?unit }} OPTIONAL {{ ?at cnf:quantum ?quantum }}
  OPTIONAL {{ ?at cnf:percent ?percent }} OPTIONAL {{ ?at cnf:reportedPercent ?printed }}
  OPTIONAL {{ ?at cnf:reason ?reason }} {WHERE} }}"""
_CHANGED = """{{ SELECT DISTINCT ?figure {{
  GRAPH <{graph}> {{ ?c a cnf:Change ; cnf:changedFigure|cnf:baseFigure ?figure }} }} }}"""
_FINDINGS = """SELECT * WHERE { ?at a sh:ValidationResult ; sh:sourceShape ?rule ; sh:resultSeverity ?severity .
  OPTIONAL { ?at sh:focusNode ?focus } OPTIONAL { ?at sh:value ?value } OPTIONAL { ?at cnf:expected ?expected }
  OPTIONAL { ?at cnf:difference ?difference } OPTIONAL { ?at cnf:tolerance ?tolerance }
  OPTIONAL { ?at cnf:likelyCause ?cause } OPTIONAL { ?at cnf:printedCode ?code }
  OPTIONAL { ?at cnf:printedName ?printed } OPTIONAL { ?at cnf:codebookName ?known }
  OPTIONAL { ?at sh:resultMessage ?zh FILTER(LANG(?zh) = "zh") }
  OPTIONAL { ?at sh:resultMessage ?en FILTER(LANG(?en) = "en") } }"""
_CELLS = "SELECT ?at ?cell WHERE { ?at a sh:ValidationResult ; cnf:cell ?cell } ORDER BY ?cell"
_ACCOUNT = {
    "part": "cnf:part", "media_type": "dcat:mediaType", "bytes": "dcat:byteSize", "url": "dcat:downloadURL",
    "retrieved": "cnf:retrieved", "issued": "dcterms:issued", "numeric_cells": "cnf:numericCells",
    "claim_cells": "cnf:claimCount", "fact_cells": "cnf:factCells", "label_cells": "cnf:labelCells",
    "refused_cells": "cnf:refusedCells", "blank_cells": "cnf:blankCells", "prose_amounts": "cnf:proseAmounts",
    "prose_claims": "cnf:proseClaims", "prose_facts": "cnf:proseFacts", "prose_classed": "cnf:proseClassed",
    "prose_refused": "cnf:proseRefused",
}  # fmt: skip
_ZERO_WHERE_ABSENT = ("fact_cells", "prose_claims", "prose_facts", "prose_classed", "prose_refused")
_OF_FILE = "".join(f"OPTIONAL {{ ?file {path} ?{name} }} " for name, path in _ACCOUNT.items())
_DISCLOSURE = """SELECT * WHERE {{ <{iri}> cnf:agency ?agency ; cnf:fiscalYear ?year ; cnf:scope ?scope }}"""


# projects ------------------------------------------------------------------------------------------------------------


def projects(store: GraphReader) -> Iterator[Row]:
    """Every project and event, ordered by body, then by name."""
    bodies = Bodies(store)
    for agency in bodies.in_order():
        money = keyed(select(store, _MONEY.format(agency=agency)), "at")
        indicators = keyed(select(store, _INDICATORS.format(agency=agency)), "at")
        found = [
            {
                **bodies.cells(agency),
                "project": row["at"],
                "sort": tail(row["type"]).lower(),
                "name": row["name"],
                "first_year": _of(money, row["at"], "first"),
                "last_year": _of(money, row["at"], "last"),
                "figures": _of(money, row["at"], "n") or "0",
                "indicators": _of(indicators, row["at"], "n") or "0",
            }
            for row in select(store, _PROJECTS.format(agency=agency))
        ]
        yield from sorted(found, key=lambda row: (row["sort"] != "project", row["name"], row["project"]))


def _of(rows: dict[str, Row], thing: str, name: str) -> str:
    return rows[thing][name] if thing in rows else ""


def details(store: GraphReader) -> Iterator[Row]:
    """What every document says of projects and events, ordered by document and place."""
    for file, places in of_every_file(store):
        profiles = keyed(select(store, _PROFILES, file.claims), "at")
        found = [
            {
                **file.cells,
                **places.spot(
                    row if any(row[name] for name in ("passage", "row", "table")) else profiles[row["profile"]]
                ),
                "detail": row["at"],
                "project": row["about"],
                "fiscal_year": row["year"],
                "item": word("item", row["item"]),
                "kind": word("detail", row["kind"]),
                "text": row["text"],
            }
            for row in select(store, _DETAILS, file.claims)
        ]
        yield from sorted(found, key=lambda row: _by_place(row, row["detail"]))


def _by_place(row: Row, iri: str) -> tuple[object, ...]:
    return (*(int(row[name] or 0) for name in ("table", "page", "line")), iri, *row.values())


# indicators ----------------------------------------------------------------------------------------------------------


def indicators(store: GraphReader) -> Iterator[Row]:
    """Every printed target with its result, and results without one, ordered by document and place."""
    bodies = Bodies(store)
    for file, places in of_every_file(store):
        known = keyed(select(store, _MEASURED.format(graph=file.claims)), "indicator")
        results: dict[str, list[Row]] = {}
        for result in select(store, _RESULTS, file.claims):
            results.setdefault(result["target"], []).append(result)
        found: list[Row] = []
        for target in select(store, _TARGETS, file.claims):
            pairs: list[Row | None] = [*results.pop(target["at"], [])] or [None]
            found += (_measured(target, result, places.spot(target)) for result in pairs)
        found += (_measured(None, one, places.spot(one)) for group in results.values() for one in group)
        rows = ({**row, **_indicator(known[row["indicator"]], bodies), **file.cells} for row in found)
        yield from sorted(rows, key=lambda row: _by_place(row, f"{row['target']} {row['result']}"))


def _measured(target: Row | None, result: Row | None, spot: Row) -> Row:
    levels = {"weight": "weight", "first_level": "one", "second_level": "two"}
    scores = {"score": "score", "deviation": "deviation"}
    return {
        **spot,
        "indicator": (target or result or {})["indicator"],
        **_side("target", target),
        **{name: target[of] if target else "" for name, of in levels.items()},
        **_side("result", result),
        **{name: result[of] if result else "" for name, of in scores.items()},
    }


def _side(name: str, said: Row | None) -> Row:
    """The columns of a target, or of a result."""
    return {
        name: said["at"] if said else "",
        f"{name}_operator": word("operator", said["operator"]) if said else "",
        **{f"{name}_{part}": said[part] if said else "" for part in ("value", "upper", "unit", "text", "doubt")},
    }


def _indicator(row: Row, bodies: Bodies) -> Row:
    return {
        **bodies.cells(row["agency"]),
        "name": row["name"],
        "project": row["about"],
        "scope": word("scope", row["scope"]),
        "fiscal_year": row["year"],
        "term": word("term", row["term"]),
        "class": word("indicatorClass", row["class"]),
        "group": word("indicatorGroup", row["group"]),
    }


# changes -------------------------------------------------------------------------------------------------------------


def changes(store: GraphReader) -> Iterator[Row]:
    """Every change that a document states, ordered by document and place."""
    bodies = Bodies(store)
    for file, places in of_every_file(store):
        figures = figures_of(store, _CHANGED.format(graph=file.claims))
        found = [
            {**file.cells, **places.spot(row), **_change(row, figures, bodies)}
            for row in select(store, _CHANGES, file.claims)
        ]
        yield from sorted(found, key=lambda row: _by_place(row, row["change"]))


def _change(row: Row, figures: dict[str, Figure], bodies: Bodies) -> Row:
    figure, base = figures[row["figure"]], figures.get(row["base"])
    return {
        **bodies.key(figure),
        "resource_kind": word("resourceKind", figure["resourceKind"]),
        "change": row["at"],
        "direction": word("direction", row["direction"]),
        "amount_yuan": row["amount"],
        "reported_text": row["text"],
        "reported_unit": word("unit", row["unit"]),
        "quantum": row["quantum"],
        "percent": row["percent"],
        "reported_percent": row["printed"],
        "reason": row["reason"],
        "figure": row["figure"],
        "base_figure": row["base"],
        "base_year": base["fiscalYear"] if base else "",
        "base_phase": word("phase", base["phase"]) if base else "",
    }


# checks and files ----------------------------------------------------------------------------------------------------


def findings(store: GraphReader) -> Iterator[Row]:
    """Every failed check, ordered by document, rule and IRI."""
    for file, _ in of_every_file(store):
        cells: dict[str, list[str]] = {}
        for row in select(store, _CELLS, file.checks):
            cells.setdefault(row["at"], []).append(row["cell"])
        found = [
            {
                **file.cells,
                "finding": row["at"],
                "rule": tail(row["rule"]).removeprefix("rule-"),
                "severity": tail(row["severity"]),
                "likely_cause": tail(row["cause"]),
                "printed_code": row["code"],
                "printed_name": row["printed"],
                "codebook_name": row["known"],
                "message_zh": row["zh"],
                "message_en": row["en"],
                "cells": " ".join(cells.get(row["at"], [])),
                **{name: row[name] for name in ("focus", "value", "expected", "difference", "tolerance")},
            }
            for row in select(store, _FINDINGS, file.checks)
        ]
        yield from sorted(found, key=lambda row: (row["rule"], row["finding"]))


def documents(store: GraphReader) -> Iterator[Row]:
    """Every file, or part of one, ordered by checksum and part."""
    bodies = Bodies(store)
    for file, _ in of_every_file(store):
        yield {**_document(store, file), **_belonging(store, file, bodies), **file.cells}


def _document(store: GraphReader, file: File) -> Row:
    query = f"SELECT * WHERE {{ VALUES ?file {{ <{file.iri}> }} {_OF_FILE} }}"
    (account,) = select(store, query, file.claims)
    return account | {name: account[name] or "0" for name in _ZERO_WHERE_ABSENT}


def _belonging(store: GraphReader, file: File, bodies: Bodies) -> Row:
    (row,) = select(store, _DISCLOSURE.format(iri=file.disclosure))
    return {
        **bodies.cells(row["agency"]),
        "disclosure": file.disclosure,
        "fiscal_year": row["year"],
        "kind": file.kind,
        "scope": word("scope", row["scope"]),
    }
