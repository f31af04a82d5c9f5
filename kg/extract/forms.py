"""The descriptions of forms in ``mappings/forms/``, read once and checked whole before any document is read."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from kg import paths
from kg.errors import DataFileError
from kg.extract.beside.words import BesideWords
from kg.extract.bodyfacts.words import BodyWords
from kg.extract.described import Described, Pattern, read_described
from kg.extract.performance.words import PerformanceWords
from kg.extract.prose.words import ProseWords
from kg.extract.settings import NOTHING, Settings
from kg.model import CLASSIFICATIONS, FundingLevel, Item, Kind, Scope, Unit

Side = Literal["income", "expenditure"]
Role = Literal[
    "code", "name", "unit", "project", "unit-or-project", "event", "unit-code", "line-number", "ordinal", "note",
    "count", "share", "change", "amount", "code-part", "unit-or-name", "year", "detail", "unknown",
]  # fmt: skip
LABEL_ROLES = frozenset(
    {
        "code", "code-part", "name", "unit", "project", "unit-or-project", "unit-or-name", "event", "unit-code",
        "year", "detail", "unknown",
    }
)  # fmt: skip
"""Roles of the columns that say what a row is about."""
SILENT_ROLES = frozenset({"line-number", "ordinal", "note", "count", "share", "change"})
"""Roles of the columns that hold no claims."""


class Phrase(Described):
    """A piece that header cells are put together from; one that sets nothing only fills."""

    match: Pattern
    kind: Kind | None = None
    set: Settings = NOTHING


class Column(Described):
    """What a header word means.

    A ``weak`` word sets a dimension only where no header above it does (小计 alone, and 小计 below 公务用车).
    ``refuse`` is the reason why amounts below it are never read: no dimension tells them from the others.
    """

    match: Pattern
    role: Role | None = None
    scheme: Literal["function", "economic", "government-economic", "revenue"] | None = None
    side: Side | None = None
    kind: Kind | None = None
    weak: bool = False
    refuse: str = ""
    set: Settings = NOTHING


class RowWord(Described):
    """What a row label means; ``refuse`` is the reason why its amounts are never read.

    ``whole``: it adds up bodies of one kind (全额), and is read where they are proved to be all bodies there are.
    """

    match: Pattern
    total: bool = False
    whole: bool = False
    opens: bool = False
    side: Side | None = None
    family: str | None = None
    refuse: str = ""
    set: Settings = NOTHING
    after_carry_over: Settings = NOTHING


class Note(Described):
    """A note below a table that changes what its columns mean."""

    match: Pattern
    where: Settings
    set: Settings


class Family(Described):
    """A form family.

    ``together`` are words that all stand in the header of a table without a title. A family that ``agrees`` is read
    only where another table prints one of its totals and no other table contradicts one. A family of ``performance``
    forms is read by :mod:`kg.extract.performance`.
    """

    id: str
    zh: str
    en: str
    titles: tuple[Pattern, ...]
    headers: tuple[Pattern, ...] = ()
    together: tuple[Pattern, ...] = ()
    agrees: bool = False
    rows: Literal["summary", "codes", "items", "units", "projects", "events"] = "codes"
    read: bool = True
    performance: bool = False
    reason: str = ""
    sets: Settings = NOTHING
    columns: tuple[Column, ...] = ()
    notes: tuple[Note, ...] = ()


class TitleWord(Described):
    """What a word in a title means."""

    match: Pattern
    set: Settings


class Twin(Described):
    """What the half of a row means whose label is lost, by the label of its other half."""

    label: Pattern
    side: Side
    set: Settings


class Group(Described):
    """A row that groups projects by who pays."""

    match: Pattern
    funding_level: FundingLevel


class EventWord(Described):
    """Which item an event's or a purchase's money is, by its name."""

    match: Pattern
    item: Item


class Synonym(Described):
    """A name that forms print for a code and no edition has."""

    scheme: Literal["function", "economic", "government-economic", "revenue"]
    name: str
    code: str = Field(pattern=r"^[1235]\d{2}(\d{2}){0,2}$")


class _Families(Described):
    families: tuple[Family, ...]


class _Titles(Described):
    words: tuple[TitleWord, ...]


class _Columns(Described):
    columns: tuple[Column, ...]
    phrases: tuple[Phrase, ...]
    numbering: Pattern
    code_parts: Pattern


class _Rows(Described):
    rows: tuple[RowWord, ...]
    twins: tuple[Twin, ...]
    groups: tuple[Group, ...]
    events: tuple[EventWord, ...]
    purchases: tuple[EventWord, ...]
    unit_codes: dict[int, Scope]
    itself: Pattern
    totals: Pattern
    subtotals: Pattern
    empty_notes: Pattern
    names: tuple[Synonym, ...]


class _Units(Described):
    label: Pattern
    follows: Pattern
    behind: Pattern
    words: dict[Unit, tuple[str, ...]]


class ScopeWord(Described):
    """A word that says whose money a document is about."""

    match: Pattern
    scope: Scope


class DocumentWords(Described):
    """How a document names its agency, year, level and kind."""

    titles: tuple[Pattern, ...]
    open_titles: tuple[Pattern, ...]
    title_lead: Pattern
    not_titles: Pattern
    agency_lines: Pattern
    cover_lines: Pattern
    agency_cells: Pattern
    agency_headings: Pattern
    agency_lead: Pattern
    line_tail: Pattern
    agency_tail: Pattern
    agency_scopes: tuple[ScopeWord, ...]
    rest_scopes: tuple[ScopeWord, ...]
    title_ends: Pattern
    contents: Pattern
    issued: Pattern
    inner_lines: Pattern
    kinds: dict[str, Kind]
    levels: dict[str, Scope]
    scope_words: tuple[ScopeWord, ...]
    dated_forms: Pattern
    kind_forms: Pattern
    form_label: Pattern
    year_lines: Pattern
    sentences: Pattern
    organisation: Pattern
    towns: Pattern
    no_body: Pattern
    central: Pattern
    before_division: Pattern
    prose_amount: Pattern


class Forms(Described):
    """Every description in ``mappings/forms/``; ``version`` is a hash of them and of the code lists and mappings."""

    families: tuple[Family, ...]
    titles: tuple[TitleWord, ...]
    columns: tuple[Column, ...]
    phrases: tuple[Phrase, ...]
    numbering: str
    code_parts: str
    rows: tuple[RowWord, ...]
    twins: tuple[Twin, ...]
    groups: tuple[Group, ...]
    events: tuple[EventWord, ...]
    purchases: tuple[EventWord, ...]
    unit_codes: dict[int, Scope]
    itself: str
    totals: str
    subtotals: str
    empty_notes: str
    names: tuple[Synonym, ...]
    units: dict[Unit, tuple[str, ...]]
    unit_label: str
    unit_follows: str
    unit_behind: str
    document: DocumentWords
    body: BodyWords
    beside: BesideWords
    prose: ProseWords
    performance: PerformanceWords
    version: str = Field(min_length=16)


@lru_cache(maxsize=4)
def load(folder: Path | None = None) -> Forms:
    """The forms in ``folder`` (default: this package's). Raises ``DataFileError`` naming file, line and key."""
    place = folder or paths.mappings() / "forms"
    families = read_described(place / "families.yml", _Families)
    columns = read_described(place / "columns.yml", _Columns)
    rows = read_described(place / "rows.yml", _Rows)
    units = read_described(place / "units.yml", _Units)
    _check_families(place, rows, families)
    text = b"".join(file.read_bytes() for file in [*sorted(place.glob("*.yml")), *_data()])
    return Forms(
        families=families.families,
        titles=read_described(place / "titles.yml", _Titles).words,
        columns=columns.columns,
        phrases=columns.phrases,
        numbering=columns.numbering,
        code_parts=columns.code_parts,
        rows=rows.rows,
        twins=rows.twins,
        groups=rows.groups,
        events=rows.events,
        purchases=rows.purchases,
        unit_codes=rows.unit_codes,
        itself=rows.itself,
        totals=rows.totals,
        subtotals=rows.subtotals,
        empty_notes=rows.empty_notes,
        names=rows.names,
        units=units.words,
        unit_label=units.label,
        unit_follows=units.follows,
        unit_behind=units.behind,
        document=read_described(place / "document.yml", DocumentWords),
        body=read_described(place / "body.yml", BodyWords),
        beside=read_described(place / "beside.yml", BesideWords),
        prose=read_described(place / "prose.yml", ProseWords),
        performance=read_described(place / "performance.yml", PerformanceWords),
        version=hashlib.sha256(text).hexdigest()[:16],
    )


def _data() -> list[Path]:
    """What else decides how a document is read and told: code lists, pairs, members, rules, mappings to RDF."""
    ontology, mappings = paths.ontology(), paths.mappings()
    codes = [ontology / "codes" / f"{scheme}.csv" for scheme in CLASSIFICATIONS]
    pairs = mappings / "alignments" / "economic-to-government-economic.sssom.tsv"
    areas = ontology / "areas" / "divisions.csv"
    return sorted([*ontology.glob("*.csv"), *codes, areas, pairs, *(mappings / "rdf").glob("*.yml")])


def _check_families(place: Path, rows: _Rows, families: _Families) -> None:
    known = {family.id for family in families.families}
    for word in rows.rows:
        if word.family is not None and word.family not in known:
            raise DataFileError(
                f"key rows.family: there is no family {word.family!r}.",
                place=str(place / "rows.yml"),
                advice=f"Families are {', '.join(sorted(known))}.",
            )
