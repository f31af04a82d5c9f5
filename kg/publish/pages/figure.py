"""The page of a figure: its key in words, its value, and all its printings side by side."""

from typing import Any

from pyoxigraph import NamedNode

from kg.publish.pages.graph import amount, value
from kg.publish.pages.money import exact
from kg.publish.pages.pivots import Column, records
from kg.publish.pages.places import around, clipped, place_of
from kg.publish.pages.view import Shown, View
from kg.query import explain
from kg.rdf.iris import CNF, TOTAL
from kg.store import Term

_KEY = (
    "agency", "scope", "fiscalYear", "asOf", "phase", "flow", "item", "project", "event", "fund", "revenueCode",
    "functionalCode", "economicCode", "governmentEconomicCode", "spendingNature", "origin", "fundingLevel", "term",
    "resourceKind", "resourceUnit",
)  # fmt: skip
_TITLE = (
    "agency", "fiscalYear", "asOf", "phase", "flow", "item", "project", "event", "revenueCode", "functionalCode",
    "economicCode", "governmentEconomicCode", "spendingNature", "resourceKind",
)  # fmt: skip
_CHANGES = """SELECT ?change ?direction ?yuan ?percent ?reason WHERE {{
  ?change cnf:changedFigure {figure} ; cnf:direction ?direction .
  OPTIONAL {{ ?change cnf:amount ?yuan }} OPTIONAL {{ ?change cnf:percent ?percent }}
  OPTIONAL {{ ?change cnf:reason ?reason }} }} LIMIT 50"""
_SAME_KEY = """SELECT ?figure ?year ?phase ?yuan ?agreement WHERE {{
  ?figure {key} ; cnf:fiscalYear ?year ; cnf:phase ?phase ; cnf:preferredAmount ?yuan ; cnf:agreement ?agreement
  }} ORDER BY ?year ?phase LIMIT 200"""
_NOT_SHARED = ("fiscalYear", "phase")


def figure(view: View, thing: NamedNode) -> Shown:
    """A figure that is printed, or one that a change names and no document prints."""
    about = view.graph.about(thing)
    key = {name: about[CNF + name][0] for name in _KEY if about.get(CNF + name)}
    labels = view.names(*(term.value for term in key.values() if isinstance(term, NamedNode)))
    printed = CNF + "agreement" in about
    agreement = value(about[CNF + "agreement"][0]) if printed else ""
    values: dict[str, Any] = {
        "key": {name: _said(term, labels) for name, term in key.items()},
        "yuan": amount(_first(about, "preferredAmount")),
        "quantity": value(_first(about, "quantity")),
        "agreement": agreement.rpartition("#")[2],
        "agreement_name": view.names(agreement).get(agreement, ""),
        "chosen": value(_first(about, "chosenBy")),
        "leaf": value(_first(about, "leaf")) == "true",
        "headline": value(_first(about, "headline")) == "true",
        "printings": _printings(view, thing) if printed else [],
        "changes": view.graph.rows(_CHANGES.format(figure=thing)),
        "series": _series(view, key),
        "exact": exact,
    }
    parts = title_parts(key, labels)
    between = " " if view.language == "zh" else " · "
    values["short_title"] = between.join(parts[1:])
    return Shown("figure.html", between.join(parts), values, thing.value)


def title_parts(key: dict[str, Term], labels: dict[str, str]) -> list[str]:
    """The key in words, the body first: what is not broken down is not told."""
    said = [_said(key[name], labels)[0] for name in _TITLE if name in key and value(key[name]) != TOTAL]
    return [part for part in said if part]


def _said(term: Term, labels: dict[str, str]) -> tuple[str, str]:
    """The name of a member of the key, and its IRI if it is a thing."""
    iri = term.value if isinstance(term, NamedNode) else ""
    return labels.get(iri, value(term)), iri


def _first(about: dict[str, list[Term]], name: str) -> Term | None:
    return next(iter(about.get(CNF + name, [])), None)


def _printings(view: View, thing: NamedNode) -> list[dict[str, Any]]:
    """Each printing with its place, those of other slices of the same money too."""
    found = []
    for row in records(explain(view.graph.reader, thing.value)):
        claim = value(row["claim"])
        told: dict[str, Any] = {name: value(term) for name, term in row.items()}
        told |= {"place": place_of(claim), "own": value(row["figure"]) == thing.value, "yuan": amount(row["yuan"])}
        told["around"] = clipped(around(told["sentence"], told["place"], told["printed"]))
        found.append(told)
    labels = view.names(*(row["unit"] for row in found), *(row["counted_in"] for row in found))
    return [row | {"unit_name": labels.get(row["unit"] or row["counted_in"], "")} for row in found]


def _series(view: View, key: dict[str, Term]) -> list[dict[str, Any]]:
    """The same key in other years and phases."""
    shared = [f"cnf:{name} {term}" for name, term in key.items() if name not in _NOT_SHARED]
    if "phase" not in key or "functionalCode" not in key:
        return []
    rows = view.graph.rows(_SAME_KEY.format(key=" ; ".join(shared)))
    labels = view.names(*(value(row["phase"]) for row in rows))
    rows = sorted(rows, key=lambda row: Column(value(row["year"]), value(row["phase"])).order)
    told = [{**row, "phase_name": labels.get(value(row["phase"]), ""), "yuan": amount(row["yuan"])} for row in rows]
    return told if len(told) > 1 else []
