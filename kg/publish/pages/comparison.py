"""Bodies side by side: what each spends by function, in one year, phase and scope.

Amounts of bodies are put beside one another, never added: a body and its parent may both be here.
"""

import re
from collections.abc import Mapping

from kg.errors import BadParameter
from kg.publish.pages.chart import Bar, Group, bars
from kg.publish.pages.graph import amount, node_of, value
from kg.publish.pages.money import unit_for
from kg.publish.pages.pivots import Cell, Column, records
from kg.publish.pages.search import NameIndex
from kg.publish.pages.view import Shown, View
from kg.query import Answer, ask, question_named

MOST = 12
"""The most bodies side by side."""
_IN_AREA = """SELECT ?agency (COUNT(?figure) AS ?n) WHERE {{ ?agency cnf:area {area} .
  ?figure cnf:agency ?agency ; cnf:headline true }} GROUP BY ?agency ORDER BY DESC(?n) ?agency LIMIT {most}"""
_ID = re.compile(r"[0-9]{6}-[a-z0-9-]{1,200}")
_TOTAL_ROW = ("", "")


def comparison(view: View, indexes: Mapping[str, NameIndex]) -> Shown:
    """``agencies`` (ids, with commas) and one more by ``add`` (its name), or those of the place ``in`` (its code)."""
    chosen = _chosen(view, indexes)
    graph, given = view.graph, view.asked.parameters
    iris = [graph.names.iris.agency(one) for one in chosen]
    found: dict[tuple[Column, str], dict[tuple[tuple[str, str], str], Cell]] = {}
    if iris:
        for question, row_of in (("total-spending", False), ("function-classes", True)):
            answer = ask(graph.reader, question_named(question), {"agency": iris})
            _gather(found, answer, view, coded=row_of)
    labels = view.names(*iris, *(iri for column, scope in found for iri in (column.phase, scope)))
    choices = sorted(found, key=lambda one: (one[0].order, len({body for _, body in found[one]})), reverse=True)
    wanted = given.get("slice", "")
    names = {_slug(one): one for one in choices}
    best = max(choices, key=lambda one: (len({body for _, body in found[one]}), one[0].order), default=None)
    slice_ = names.get(wanted, best)
    cells = found.get(slice_, {}) if slice_ else {}
    unit = unit_for([cell.yuan for cell in cells.values()], given.get("unit"))
    rows = sorted({row for row, _ in cells})
    bodies = [iri for iri in iris if any(body == iri for _, body in cells)] if cells else []
    totals = [Group(labels.get(b, b), (Bar(cells[_TOTAL_ROW, b].yuan, 0),)) for b in bodies if (_TOTAL_ROW, b) in cells]
    values = {
        "ids": chosen,
        "iris": iris,
        "bodies": bodies,
        "rows": rows,
        "cells": cells,
        "unit": unit,
        "labels": labels,
        "choices": names,
        "slice": slice_,
        "chart": bars(view.say("section-total-spending"), totals, unit),
        "most": MOST,
    }
    return Shown("compare.html", view.say("compare"), values)


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


def _gather(
    found: dict[tuple[Column, str], dict[tuple[tuple[str, str], str], Cell]], answer: Answer, view: View, *, coded: bool
) -> None:
    """Amounts by year, phase and scope, and in these by code and body; a row is known by its figure's body."""
    figures = [value(row["figure"]) for row in records(answer)]
    owners = _owners(view, figures)
    for row in records(answer):
        yuan, figure = amount(row["yuan"]), value(row["figure"])
        if yuan is None or figure not in owners:
            continue
        column = Column(value(row["year"]), value(row["phase"]))
        key = (value(row.get("code")), value(row.get("name"))) if coded else _TOTAL_ROW
        cell = Cell(yuan, figure, value(row["agreement"]).rpartition("#")[2])
        found.setdefault((column, value(row["scope"])), {}).setdefault((key, owners[figure]), cell)


def _owners(view: View, figures: list[str]) -> dict[str, str]:
    listed = " ".join(f"<{figure}>" for figure in figures)
    query = f"SELECT ?figure ?agency WHERE {{ VALUES ?figure {{ {listed} }} ?figure cnf:agency ?agency }}"
    return {value(row["figure"]): value(row["agency"]) for row in view.graph.rows(query)}


def _slug(one: tuple[Column, str]) -> str:
    column, scope = one
    return "-".join((column.year, column.phase.rpartition("#")[2], scope.rpartition("#")[2]))
