"""The words with which disclosures speak of the body itself: ``mappings/forms/body.yml``, checked whole when read."""

from typing import Literal

from kg.extract.described import Described, Pattern
from kg.model import ResourceKind, ResourceUnit

Topic = Literal[
    "duties", "offices", "units", "staff", "assets", "three-public", "tasks", "performance", "definitions", "other"
]
Thing = Literal[
    "vehicles", "equipment", "buildings", "land", "assets", "fixed-assets", "current-assets", "construction",
    "intangible", "furniture", "other-assets", "posts", "staff", "people", "contract", "retired-all", "retired-cadres",
    "retired", "survivors", "units", "offices", "abroad", "reception", "reception-foreign", "reception-abroad",
    "meetings", "trainings",
]  # fmt: skip
Mode = Literal["held", "authorised", "buy", "planned", "bought", "fiscal", "below"]
Counts = Literal["vehicle", "set", "area", "person", "body", "time", "money"]
Whose = Literal["itself", "organ", "all", "below"]


class Heading(Described):
    """A heading and what stands below it."""

    match: Pattern
    topic: Topic


class Meaning(Described):
    """What a word says of the number behind it."""

    thing: Thing | None = None
    sort: str | None = None
    threshold: str | None = None
    mode: Mode | None = None
    whose: Whose | None = None
    part: bool | None = None
    total: bool | None = None
    value: bool | None = None


class Word(Described):
    """A piece that labels are put together from; one that sets nothing only fills.

    What a ``weak`` word sets gives way to what the numbers before have set.
    """

    match: Pattern
    set: Meaning = Meaning()
    weak: bool = False
    behind: bool = False
    """Whether it is such a piece only behind its number (2个下属单位)."""


class Measure(Described):
    """A measure word behind a number, what it can count, and by what to multiply to have the unit of the kind."""

    match: Pattern
    counts: tuple[Counts, ...]
    times: int = 1
    alone: bool = False
    """Whether the measure alone tells that a number speaks of the body."""


class Kind(Described):
    """Which stock is meant where thing, sort, threshold and mode come together."""

    kind: ResourceKind
    unit: ResourceUnit
    thing: Thing
    counts: tuple[Counts, ...]
    sort: str = ""
    threshold: str = ""
    mode: Mode | None = None
    flow: bool = False
    """Whether it is counted over the year, so that no day belongs to it."""


class Date(Described):
    """How a day is told; without ``day`` the last of the month, without ``month`` the year's last where ``end``."""

    match: Pattern
    end: bool = False
    previous: bool = False
    final: bool = False
    """Only in final accounts, whose year it then is."""


class Listing(Described):
    """Words behind which the names of offices or units stand; ``direct`` where no colon or verb stands between."""

    kind: Literal["office", "unit"]
    lead: Pattern
    direct: bool = False


class Opening(Described):
    """A heading below which every line is an office or a unit."""

    kind: Literal["office", "unit"]
    match: Pattern


class EventColumn(Described):
    """A column of a table of meetings and trainings that says something beside the money."""

    match: Pattern
    detail: Literal["time", "place", "people"]


class BodyWords(Described):
    """All of ``body.yml``."""

    headings: tuple[Heading, ...]
    heading_ends: Pattern
    parts: Pattern
    silent: tuple[Topic, ...]
    anchors: Pattern
    speaks: Pattern
    costs: Pattern
    skips: Pattern
    intro: Pattern
    words: tuple[Word, ...]
    measures: tuple[Measure, ...]
    kinds: tuple[Kind, ...]
    dates: tuple[Date, ...]
    years: Pattern
    listings: tuple[Listing, ...]
    openings: tuple[Opening, ...]
    names_end: Pattern
    names_count: Pattern
    duty_begins: Pattern
    office_ends: Pattern
    no_name: Pattern
    own_tail: Pattern
    kind_brackets: Pattern
    includes_itself: Pattern
    itself: Pattern
    superiors: tuple[Pattern, ...]
    unit_tables: Pattern
    unit_notes: Pattern
    stock_tables: tuple[Pattern, ...]
    label_columns: Pattern
    value_columns: Pattern
    event_columns: tuple[EventColumn, ...]
