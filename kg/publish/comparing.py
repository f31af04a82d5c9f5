"""What changed since the release before: figures added, changed and withdrawn, as a table and as RDF.

Both releases' figures are sorted by IRI and read side by side, so that memory does not grow with them.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.publish.columns import tables
from kg.publish.dumps import compressed
from kg.publish.previous import Previous
from kg.publish.release import CHANGES, PROVENANCE, Release
from kg.publish.selecting import Row
from kg.publish.terms import Said, about, namespaces, term, typed
from kg.publish.tidy import Export
from kg.store import in_order

TABLE = "figure_changes"
_COMPARED = ("figures", "resources")
_SAME_NAME = {"figures": {"fiscal_year": "period", "amount_yuan": "value"},
              "resources": {"as_of": "period", "quantity": "value"}}  # fmt: skip
_TYPES = {"added": "as:Create", "changed": "as:Update", "withdrawn": "as:Delete"}
_LINKS = {"before": "prov:used", "after": "prov:generated"}
Pair = tuple[Row | None, Row | None]


def changed(folder: Path, before: Previous) -> Export:
    """The table of what changed between ``before`` and the tables in ``folder``, ordered by figure."""
    table = tables()[TABLE]
    rows = (tuple(row.get(name, "") for name in table.names) for row in _rows(folder, before))
    return Export(table, rows)


def _rows(folder: Path, before: Previous) -> Iterator[Row]:
    with ExitStack() as open_:
        old = open_.enter_context(closing(in_order(_lines(_before(before)), folder)))
        new = open_.enter_context(closing(in_order(_lines(_now(folder)), folder)))
        for was, is_ in _side_by_side(map(_read, old), map(_read, new)):
            if row := _compared(was, is_):
                yield row


def _before(before: Previous) -> Iterator[tuple[str, Row]]:
    return chain.from_iterable(((table, row) for row in before.rows(table)) for table in _COMPARED)


def _now(folder: Path) -> Iterator[tuple[str, Row]]:
    for table in _COMPARED:
        with (folder / f"tables/{table}.csv").open(encoding="utf-8", newline="") as file:
            yield from ((table, row) for row in csv.DictReader(file))


def _lines(rows: Iterable[tuple[str, Row]]) -> Iterator[str]:
    for table, row in rows:
        names = _SAME_NAME[table]
        said = {names.get(name, name): value for name, value in row.items()} | {"cube": row.get("cube") or "resource"}
        yield f"{row['figure']}\t{json.dumps(said, ensure_ascii=False)}\n"


def _read(line: str) -> Row:
    row: Row = json.loads(line.partition("\t")[2])
    return row


def _side_by_side(old: Iterator[Row], new: Iterator[Row]) -> Iterator[Pair]:
    """The rows of the same figure together, from two sequences in the order of their figures."""
    was, is_ = next(old, None), next(new, None)
    while was or is_:
        if was and is_ and was["figure"] == is_["figure"]:
            yield was, is_
            was, is_ = next(old, None), next(new, None)
        elif is_ is None or (was and was["figure"] < is_["figure"]):
            yield was, None
            was = next(old, None)
        else:
            yield None, is_
            is_ = next(new, None)


def _compared(was: Row | None, is_: Row | None) -> Row | None:
    """The row of a figure, ``None`` where both releases say the same of it in the columns that both have."""
    known = is_ or was or {}
    if was and is_:
        differs = [name for name in is_ if name in was and was[name] != is_[name]]
        return _row("changed", known, was, is_) | {"differs": " ".join(differs)} if differs else None
    return _row("added" if is_ else "withdrawn", known, was, is_)


def _row(change: str, known: Row, was: Row | None, is_: Row | None) -> Row:
    sides = {
        f"{name}_{when}": row[name] if row else ""
        for name in ("value", "agreement")
        for when, row in (("before", was), ("after", is_))
    }
    return {**known, "change": change, **sides}


# as RDF --------------------------------------------------------------------------------------------------------------


def write_rdf(folder: Path, release: Release, before: Previous) -> None:
    """The same as activities of Activity Streams 2.0 on figures, what they were and are as PROV specialisations."""
    with compressed(folder / CHANGES) as out:
        serialize(_activities(folder, release, before), out, format=RdfFormat.TURTLE, prefixes=namespaces())


def _activities(folder: Path, release: Release, before: Previous) -> Iterator[Triple]:
    run = release.thing("run", PROVENANCE)
    yield from about(release.thing("graph"), "prov:Entity", ("prov:wasRevisionOf", NamedNode(before.graph)))
    with (folder / f"tables/{TABLE}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from _activity(row, release, run)


def _activity(row: Row, release: Release, run: NamedNode) -> Iterator[Triple]:
    figure = NamedNode(row["figure"])
    name = row["figure"].rpartition("/")[2]
    states = {when: release.thing(f"{name}-{when}", CHANGES) for when in ("before", "after") if row[f"value_{when}"]}
    links: list[Said] = [(_LINKS[when], state) for when, state in states.items()]
    activity = release.thing(name, CHANGES)
    yield from about(activity, _TYPES[row["change"]], ("as:object", figure), ("dcterms:isPartOf", run), *links)
    for when, state in states.items():
        value = "cnf:quantity" if row["cube"] == "resource" else "cnf:preferredAmount"
        yield from about(
            state,
            "prov:Entity",
            ("prov:specializationOf", figure),
            (value, typed(row[f"value_{when}"], "decimal")),
            ("cnf:agreement", term(f"cnf:{row[f'agreement_{when}']}")),
        )
