"""The form of a disclosure: its tables are all there, print their unit and the right year, and are empty where said so.

Which forms are required of which kind is the list ``ontology/required-forms.csv``.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kg import paths
from kg.check.results import Result, passed_or_failed
from kg.check.rules import rules
from kg.model import Extraction, Finding, Kind, Outcome, Place, TableReading, TableStatus
from kg.paths.lists import lines

_YEAR = re.compile(r"(20\d\d)(?=年)")


class Required(NamedTuple):
    """A form that a kind of disclosure must have: its title, and the families that it may be read as."""

    title: str
    families: tuple[str, ...]


@lru_cache(maxsize=1)
def required() -> dict[Kind, tuple[Required, ...]]:
    """The required forms of each kind of disclosure.

    Raises ``DataFileError`` with file and line for a kind that does not exist.
    """
    found: dict[Kind, list[Required]] = {kind: [] for kind in Kind}
    for line in lines(paths.ontology() / "required-forms.csv", ["kind", "form", "families"]):
        kind = Kind(line.one_of("kind", tuple(Kind)))
        found[kind].append(Required(line["form"], tuple(line["families"].split())))
    return {kind: tuple(listed) for kind, listed in found.items()}


def completeness(extraction: Extraction) -> Iterator[Result]:
    """The outcomes for the document and for each of its tables, all counted for the document."""
    yield _present(extraction)
    yield _years(extraction)
    for table in extraction.tables:
        yield from _unit(table, extraction)
        if table.status is TableStatus.DECLARED_EMPTY:
            yield _empty(table, extraction)


def _present(extraction: Extraction) -> Result:
    """A document without any table of money may have its tables in another file: nobody can tell."""
    rule = "forms-present"
    there = {table.family for table in extraction.tables}
    listed = required()[extraction.disclosure.kind]
    if not any(claim.place.table for claim in extraction.claims):
        return Result(rule, 0, Outcome.CANT_TELL)
    missing = [form.title for form in listed if there.isdisjoint(form.families)]
    said = (f"没有{'、'.join(missing)}", f"there is no {'、'.join(missing)}") if missing else None
    return passed_or_failed(rule, (), said)


def _years(extraction: Extraction) -> Result:
    """The year of the document, or the one before for a comparison, stands in every title that names a year."""
    year = extraction.disclosure.year
    wrong = [
        table
        for table in extraction.tables
        if table.family and (named := set(map(int, _YEAR.findall(table.title)))) and named.isdisjoint({year, year - 1})
    ]
    if not any(_YEAR.search(table.title) for table in extraction.tables):
        return Result("identity-agrees", 0, Outcome.INAPPLICABLE)
    titles = "、".join(f"“{table.title}”" for table in wrong)
    said = (f"文件为{year}年，{titles}为其他年度", f"the document is of {year}, not so {titles}") if wrong else None
    return passed_or_failed("identity-agrees", (), said)


def _unit(table: TableReading, extraction: Extraction) -> Iterator[Result]:
    rule = "unit-printed"
    refused = [
        one.place
        for one in extraction.refusals
        if one.reason == "unit-unknown" and isinstance(one.place, Place) and one.place.table == table.number
    ]
    if table.status is TableStatus.READ and table.unit is not None:
        printed = table.unit_source == "table"
        yield Result(rule, 0, Outcome.PASSED if printed else Outcome.CANT_TELL)
    elif refused:
        said = (f"“{table.title}”没有单位", f"{table.title} prints none")
        yield passed_or_failed(rule, tuple(refused[:1]), said)._replace(table=0)


def _empty(table: TableReading, extraction: Extraction) -> Result:
    rule = "empty-is-empty"
    refused = [
        one
        for one in extraction.refusals
        if isinstance(one.place, Place) and one.place.table == table.number and one.text.strip("0., ")
    ]
    if not refused:
        return Result(rule, 0, Outcome.PASSED)
    known = rules()[rule]
    finding = Finding(
        rule=rule,
        severity=known.severity,
        focus=f"t{table.number:02d}",
        cells=tuple(one.place.id for one in refused),
        message_zh=f"{known.zh}：“{table.title}”中有 {len(refused)} 个数字",
        message_en=f"{known.en}: {table.title} has {len(refused)} numbers",
    )
    return Result(rule, 0, Outcome.FAILED, finding)
