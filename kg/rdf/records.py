"""The flat records that ``mappings/rdf/*.yml`` turn into quads.

One class per mapping source; every field is the lexical form of a value, or ``None`` where there is none (a
triple whose value is ``None`` or empty is not made). The class name in lower case with hyphens is the name
of its source: ``ClaimRecord`` is ``claim.csv`` in the mapping. A thing with several values for one property
has a record apart. ``sha`` is a file's id (the first sixteen hex digits of its SHA-256; with ``-2`` behind for the
second of several disclosures in it); ``table``, ``row``, ``cell`` count from 1, ``table`` with two digits at least
(``03``). Integers and booleans are in canonical form: ``3``, ``true``.
"""

from typing import NamedTuple, get_args

from kg.rdf.checkrecords import CheckRecord
from kg.rdf.factrecords import FactRecord
from kg.rdf.questionrecords import AskedRecord


class FileRecord(NamedTuple):
    """A file, the run that read it and the account of its numeric cells and of the amounts in its sentences.

    Counts that are ``None`` are zero. ``url`` and ``retrieved`` (xsd:dateTime) of a file from the web; one of
    ``issued_month`` (xsd:gYearMonth) and ``issued_day`` (xsd:date) where the cover prints a date. Of a file with
    several disclosures each ``part`` is one such record, with the pages or lines it takes.
    """

    sha: str
    sha256: str
    name: str
    media_type: str
    size: str
    agency: str
    disclosure: str
    extractor: str
    forms: str
    numeric: str
    claims: str
    facts: str | None
    labels: str
    refused: str
    blank: str
    prose: str
    prose_claims: str | None
    prose_facts: str | None
    prose_classed: str | None
    prose_refused: str | None
    url: str | None
    retrieved: str | None
    issued_month: str | None
    issued_day: str | None
    part: str | None
    first_page: str | None
    last_page: str | None
    first_line: str | None
    last_line: str | None


class GroundRecord(NamedTuple):
    """What a disclosure's identity was read from: ``text`` is what it says, what it is, its place and its words."""

    sha: str
    text: str


class TableRecord(NamedTuple):
    """A table and what became of it.

    ``number`` is ``table`` as an integer (``3``); ``unit`` is the local name of a unit (``WanYuan``),
    ``unit_source`` says where it is printed if not at the table.
    """

    sha: str
    table: str
    number: str
    title: str | None
    form: str | None
    status: str
    reason: str | None
    unit: str | None
    unit_source: str | None


class RowRecord(NamedTuple):
    """A row of a table that holds a claim, or a part of one; ``blanks`` are the numbers of its blank amount cells.

    ``row`` is ``14``, or ``14-2`` for the second part of a row with blocks side by side. ``code`` is a code as
    printed; ``code_source`` says how the code was found where it is not printed.
    """

    sha: str
    table: str
    row: str
    line: str | None
    page: str | None
    label: str | None
    code: str | None
    code_source: str | None
    is_total: str | None
    blanks: str | None


class OtherCodeRecord(NamedTuple):
    """A second code that a row prints: ``text`` is the code and its name."""

    sha: str
    table: str
    row: str
    text: str


class BlankRowRecord(NamedTuple):
    """A row of a table that prints a label and no amount: ``text`` is its ``row`` and its label."""

    sha: str
    table: str
    text: str


class ColumnRecord(NamedTuple):
    """A column of a table that was read."""

    sha: str
    table: str
    column: str
    label: str | None


class ClaimRecord(NamedTuple):
    """A printed amount; ``row_part`` is the ``row`` of the :class:`RowRecord` it stands in.

    ``unit`` is the local name of its unit where that is not the one of its table (项目资金(元) in a form in 万元).
    """

    sha: str
    table: str
    row: str
    cell: str
    row_part: str
    figure: str
    amount: str
    text: str
    quantum: str
    unit: str | None


class RepairRecord(NamedTuple):
    """Something done to a printed amount to read it; ``repair`` is a local name (``SpaceInsideNumber``).

    ``at`` is the full IRI of the claim.
    """

    sha: str
    at: str
    repair: str


class RefusalRecord(NamedTuple):
    """A numeric cell that became no claim."""

    sha: str
    table: str
    row: str
    cell: str
    line: str | None
    page: str | None
    text: str
    reason: str


class BudgetFigureRecord(NamedTuple):
    """A figure of the budget cube; members are local names, codes full IRIs.

    ``sort`` is the class: ``Figure``, or ``NamedFigure`` where no document prints it, which has no ``cube`` and none
    of the fields after its key. So it is of the figures of all cubes.
    """

    figure: str
    sort: str
    cube: str | None
    agency: str
    scope: str
    year: str
    phase: str
    flow: str
    fund: str
    revenue_code: str
    function_code: str
    economic_code: str
    government_economic_code: str
    nature: str
    origin: str
    item: str
    preferred: str | None
    agreement: str | None
    chosen_by: str | None
    leaf: str | None
    headline: str | None


class ProjectFigureRecord(NamedTuple):
    """A figure of the project cube; ``project`` is a full IRI or that of ``cnf:T``."""

    figure: str
    sort: str
    cube: str | None
    agency: str
    scope: str
    year: str
    phase: str
    project: str
    function_code: str
    economic_code: str
    fund: str
    origin: str
    funding_level: str
    term: str
    preferred: str | None
    agreement: str | None
    chosen_by: str | None
    leaf: str | None
    headline: str | None


class EventFigureRecord(NamedTuple):
    """A figure of the event cube."""

    figure: str
    sort: str
    cube: str | None
    agency: str
    scope: str
    year: str
    phase: str
    event: str
    item: str
    fund: str
    preferred: str | None
    agreement: str | None
    chosen_by: str | None
    leaf: str | None
    headline: str | None


class ResourceFigureRecord(NamedTuple):
    """A figure of the resource cube; either ``day`` (xsd:date) or ``year`` is known, ``unit`` is a resource's."""

    figure: str
    sort: str
    cube: str | None
    agency: str
    scope: str
    day: str | None
    year: str | None
    kind: str
    unit: str
    preferred: str | None
    agreement: str | None
    chosen_by: str | None
    leaf: str | None
    headline: str | None


class WholeRecord(NamedTuple):
    """A figure that is the whole of a wider one."""

    figure: str
    wider: str


class AgencyRecord(NamedTuple):
    """A public body; ``area`` is a GB/T 2260 code."""

    agency: str
    name: str
    area: str | None


class DisclosureRecord(NamedTuple):
    """What a body published for one year; ``disclosure`` is the full IRI, ``kind`` and ``scope`` local."""

    disclosure: str
    agency: str
    year: str
    kind: str
    scope: str
    title: str


class ProjectRecord(NamedTuple):
    """A project of an agency; ``project`` is the slug of its name."""

    agency: str
    project: str
    name: str


class EventRecord(NamedTuple):
    """A meeting or training of an agency in a year."""

    agency: str
    event: str
    name: str


class UnlistedCodeRecord(NamedTuple):
    """A printed code that the book of its classification does not have; ``parent`` the IRI of a code above it."""

    scheme: str
    code: str
    parent: str | None


Record = (
    FileRecord | GroundRecord
    | TableRecord | RowRecord | BlankRowRecord | ColumnRecord | ClaimRecord | RepairRecord | RefusalRecord
    | BudgetFigureRecord | ProjectFigureRecord | EventFigureRecord | ResourceFigureRecord | WholeRecord
    | AgencyRecord | DisclosureRecord | ProjectRecord | EventRecord
    | UnlistedCodeRecord | OtherCodeRecord | AskedRecord
    | FactRecord | CheckRecord
)  # fmt: skip
"""Any record a mapping can take."""

RECORDS: tuple[type[Record], ...] = get_args(Record)
"""Every record class."""


def source_name(record: type[Record]) -> str:
    """The name of the mapping source of a record class: ``BudgetFigureRecord`` is ``budget-figure``."""
    stem = record.__name__.removesuffix("Record")
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in stem).removeprefix("-")
