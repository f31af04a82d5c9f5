"""The classifications there are, the notices that added codes, and the surveys of what is printed."""

from functools import lru_cache
from typing import NamedTuple

from kg import paths
from kg.paths.lists import Line, lines

_SCHEME = ["scheme", "notation", "levels", "valid_from", "issued", "zh", "en", "description_zh", "description_en"]
FOREIGN = ("cofog", "gfsm")
"""The international classifications that codes are aligned with."""


class Scheme(NamedTuple):
    """A classification: its short name, the names of its levels from the top, and the years and dates of it."""

    name: str
    notation: str
    levels: tuple[str, ...]
    valid_from: int | None
    issued: str
    titles: tuple[str, str]
    descriptions: tuple[str, str]


@lru_cache(maxsize=1)
def schemes() -> dict[str, Scheme]:
    """Every classification by name."""
    return {
        line["scheme"]: Scheme(
            line["scheme"],
            line["notation"],
            tuple(line["levels"].split("|")),
            line.year("valid_from"),
            line["issued"],
            (line["zh"], line["en"]),
            (line["description_zh"], line["description_en"]),
        )
        for line in lines(paths.ontology() / "codes" / "schemes.csv", _SCHEME)
    }


class Survey(NamedTuple):
    """A survey of what disclosures print: how many, of how many regions, of which budget years."""

    name: str
    documents: int
    regions: int
    years: tuple[int, int]
    labels: tuple[str, str]


class Amendment(NamedTuple):
    """A code that a notice of the Ministry added: the notice, its date (ISO 8601), the first budget year.

    ``place`` is where the list says so.
    """

    notice: str
    issued: str
    scheme: str
    code: str
    year: int
    place: str


@lru_cache(maxsize=1)
def surveys() -> tuple[Survey, ...]:
    """The surveys that attestations come from."""
    columns = ["survey", "documents", "regions", "first_year", "last_year", "zh", "en"]
    return tuple(
        Survey(
            line["survey"], line.count("documents"), line.count("regions"),
            (_year(line, "first_year"), _year(line, "last_year")), (line["zh"], line["en"]),
        )
        for line in lines(paths.ontology() / "codes" / "surveys.csv", columns)
    )  # fmt: skip


@lru_cache(maxsize=1)
def amendments() -> tuple[Amendment, ...]:
    """The codes that notices added, in the order of the list."""
    columns = ["notice", "issued", "scheme", "code", "year"]
    return tuple(
        Amendment(line["notice"], line["issued"], line["scheme"], line["code"], _year(line, "year"), line.place)
        for line in lines(paths.ontology() / "codes" / "amendments.csv", columns)
    )


def _year(line: Line, column: str) -> int:
    """A year that must be there."""
    year = line.year(column)
    return line.refuse(f"{column} is empty.", "Write four digits.") if year is None else year
