"""Bodies side by side: what each spends by function, in one year, phase and scope.

Amounts of bodies are put beside one another, never added: a body and its parent may both be here.
"""

import re
from collections.abc import Mapping
from typing import TypeAlias

from kg.errors import BadParameter
from kg.publish.pages.chart import Bar, Group, bars
from kg.publish.pages.graph import amount, node_of, value
from kg.publish.pages.money import unit_for
from kg.publish.pages.pivots import Cell, Column, records
from kg.publish.pages.search import NameIndex
from kg.publish.pages.view import Shown, View
from kg.query import ask, question_named

MOST = 12
"""The most bodies side by side."""
_IN_AREA = """SELECT ?agency (COUNT(?figure) AS ?n) WHERE {{ ?agency cnf:area {area} .
  ?figure cnf:agency ?agency ; cnf:headline true }} GROUP BY ?agency ORDER BY DESC(?n) ?agency LIMIT {most}"""
_ID = re.compile(r"[0-9]{6}-[a-z0-9-]{1,200}")
Slice: TypeAlias = tuple[Column, str]
"""A year with its phase, and a scope: what amounts of bodies may be put side by side in."""
Code: TypeAlias = tuple[str, str]
"""A code and its name, both empty for the whole."""
_TOTAL_ROW = ("", "")


def comparison(view: View, indexes: Mapping[str, NameIndex]) -> Shown:
    """``agencies`` (ids, with commas) and one more by ``add`` (its name), or those of the place ``in`` (its code)."""
    chosen = _chosen(view, indexes)
    iris = [view.graph.names.iris.agency(one) for one in chosen]
    found = _amounts(view, iris) if iris else {}
    choices = {_slug(one): one for one in sorted(found, key=lambda one: one[0].order, reverse=True)}
    widest = max(choices.values(), key=lambda one: (len({body for _, body in found[one]}), one[0].order), default=None)
    shown = choices.get(view.asked.parameters.get("slice", ""), widest)
    cells = found[shown] if shown else {}
    unit = unit_for([cell.yuan for cell in cells.values()], view.asked.parameters.get("unit"))
    codes = {row: view.graph.names.iris.code("function", row[0]) for row, _ in cells if row[0]}
    labels = view.names(*iris, *codes.values(), *(iri for column, scope in found for iri in (column.phase, scope)))
    bodies = [iri for iri in iris if any(body == iri for _, body in cells)]
    totals = [Group(labels.get(b, b), (Bar(cells[_TOTAL_ROW, b].yuan, 0),)) for b in bodies if (_TOTAL_ROW, b) in cells]
    values = {
        "ids": chosen,
        "iris": iris,
        "bodies": bodies,
        "rows": sorted({row for row, _ in cells}),
        "cells": cells,
        "unit": unit,
        "codes": codes,
        "labels": labels,
        "choices": choices,
        "slice": shown,
        "chart": bars(view.say("section-total-spending"), totals, unit),
    }
    return Shown("compare.html", view.say("compare"), values)


def _amounts(view: View, iris: list[str]) -> dict[Slice, dict[tuple[Code, str], Cell]]:
    """What the bodies spend in all and by function, by slice, and in these by code and body."""
    found: dict[Slice, dict[tuple[Code, str], Cell]] = {}
    for question in ("total-spending", "function-classes"):
        rows = records(ask(view.graph.reader, question_named(question), {"agency": iris}))
        owners = _owners(view, [value(row["figure"]) for row in rows])
        for row in rows:
            yuan, figure = amount(row["yuan"]), value(row["figure"])
            if yuan is not None and figure in owners:
                key = (value(row["code"]), value(row["name"])) if "code" in row else _TOTAL_ROW
                cell = Cell(yuan, figure, value(row["agreement"]).rpartition("#")[2])
                slice_ = Column(value(row["year"]), value(row["phase"])), value(row["scope"])
                found.setdefault(slice_, {}).setdefault((key, owners[figure]), cell)
    return found


def _chosen(view: View, indexes: Mapping[str, NameIndex]) -> list[str]:
    given = view.asked.parameters
    ids = [one for one in given.get("agencies", "").split(",") if one]
    if any(not _ID.fullmatch(one) for one in ids):
        raise BadParameter("these are no bodies.", place="agencies", advice="Give their ids, with commas between.")
    if place := given.get("in", ""):
        area = node_of(view.graph.names.iris.area(place)) if place.isascii() and place.isdigit() else None
        if area is None:
            raise BadParameter("this is no place.", place="in", advice="Give the six digits of its code.")
        rows = view.graph.rows(_IN_AREA.format(area=area, most=MOST))
        ids += [value(row["agency"]).rpartition("/")[2] for row in rows if row["agency"]]
    if text := given.get("add", "").strip():
        ids += [one.iri.rpartition("/")[2] for one in indexes["agency"].find(text)[:1]]
    return list(dict.fromkeys(ids))[:MOST]


def _owners(view: View, figures: list[str]) -> dict[str, str]:
    """The body of each figure."""
    listed = " ".join(f"<{figure}>" for figure in figures)
    query = f"SELECT ?figure ?agency WHERE {{ VALUES ?figure {{ {listed} }} ?figure cnf:agency ?agency }}"
    return {value(row["figure"]): value(row["agency"]) for row in view.graph.rows(query)}


def _slug(one: Slice) -> str:
    column, scope = one
    return "-".join((column.year, column.phase.rpartition("#")[2], scope.rpartition("#")[2]))
