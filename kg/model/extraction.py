"""What was read out of one document: claims, refusals, and the account that adds up."""

from enum import StrEnum
from typing import Literal

from kg.model.agencies import Disclosure
from kg.model.amounts import Amount, Quantity
from kg.model.base import Value
from kg.model.dimensions import CodeSource, Unit
from kg.model.documents import Aside, Unread
from kg.model.facts import (
    BodyFact,
    Change,
    CompletionRate,
    EventProfile,
    IndicatorReading,
    ProjectLink,
    ProjectProfile,
    Share,
)
from kg.model.figures import FigureKey
from kg.model.places import Place, Printed, Span


class Ground(Value):
    """What one part of the disclosure's identity rests on: the words (folded), what they are, and where they stand.

    A ``title`` is on the cover, a ``line`` names the body (编制单位：…), a ``heading`` and a ``form`` title stand
    inside, a ``cell`` beside its label; a ``sentence`` begins with the body, and ``words`` are counted in all of it.
    """

    part: Literal["agency", "area", "year", "kind", "scope"]
    source: Literal["title", "line", "heading", "form", "cell", "sentence", "words"]
    text: str
    page: int | None = None
    line: int | None = None
    table: int | None = None


class Claim(Value):
    """A printed amount and the figure it is about; ``part`` is the half of its row it stands in."""

    key: FigureKey
    amount: Amount
    place: Place
    part: int = 1


class OtherClaim(Value):
    """An amount or a number printed in a sentence, or a stock (vehicles, persons) in a table, and its figure."""

    key: FigureKey
    amount: Amount | Quantity
    place: Printed


class CodeName(Value):
    """A classification code as printed, joined where it is printed in parts, and the name beside it."""

    code: str
    name: str


class Mention(Value):
    """A code and its name in a sentence; ``place`` is where the code stands."""

    place: Span
    code: str
    name: str


class RowReading(Value):
    """What a row of a table was read as; ``blanks`` are the numbers of its blank amount cells.

    ``code`` is the code its label stands beside, ``printed`` every code it prints or completes from rows above.

    A row of a form with blocks side by side has several parts, each with a label of its own; ``part`` counts from 1.
    """

    table: int
    number: int
    part: int = 1
    line: int | None = None
    page: int | None = None
    label: str
    code: str = ""
    code_source: CodeSource | None = None
    printed: tuple[CodeName, ...] = ()
    is_total: bool = False
    blanks: tuple[int, ...] = ()


class ColumnReading(Value):
    """What a column was read as: its header path, the parts joined by ``/``."""

    table: int
    number: int
    header: str


class Passage(Value):
    """A paragraph that states something: ``span`` is all of it, ``text`` its words."""

    span: Span
    text: str


class TableStatus(StrEnum):
    """What became of a table."""

    READ = "read"
    DECLARED_EMPTY = "declared-empty"
    NOT_READ = "not-read"
    NO_MONEY = "no-money"


class TableReading(Value):
    """What a table was recognised as: printed title, form family, unit and where the unit was printed."""

    number: int
    title: str
    family: str = ""
    status: TableStatus
    reason: str = ""
    unit: Unit | None = None
    unit_source: str = ""
    rows: tuple[RowReading, ...] = ()
    columns: tuple[ColumnReading, ...] = ()


class Refusal(Value):
    """A numeric cell, or an amount in a sentence, that became no claim, and why.

    ``reason`` is a code with a page in ``docs/refusals.md``.
    """

    place: Printed
    text: str
    reason: str


class Account(Value):
    """The count of numbers read, each in exactly one place of the account.

    Of cells: ``numeric`` = ``claims`` + ``facts`` + ``labels`` + ``refused``; blanks apart. ``facts`` are cells that
    hold a number and no amount of a budget: a target, a score, a stock of vehicles, a change against last year.
    ``labels`` are codes, ordinals, line numbers and numbering rows.

    Of amounts of money in sentences: ``prose`` = ``prose_claims`` + ``prose_facts`` + ``prose_classed`` +
    ``prose_refused``. ``prose_facts`` are targets, changes and values of assets; ``prose_classed`` are amounts of
    nobody: a threshold (单价 50 万元以上), a definition, a price in a rule.
    """

    numeric: int = 0
    claims: int = 0
    facts: int = 0
    labels: int = 0
    refused: int = 0
    blank: int = 0
    prose: int = 0
    prose_claims: int = 0
    prose_facts: int = 0
    prose_classed: int = 0
    prose_refused: int = 0

    def adds_up(self) -> bool:
        """True where every number is accounted for."""
        cells = self.claims + self.facts + self.labels + self.refused
        sentences = self.prose_claims + self.prose_facts + self.prose_classed + self.prose_refused
        return self.numeric == cells and self.prose == sentences

    def plus(self, other: "Account") -> "Account":
        """The account of both."""
        return Account(**{name: getattr(self, name) + getattr(other, name) for name in Account.model_fields})


class Part(Value):
    """Which part of a file a disclosure is: its ``number`` from 1, its pages, and where there are none its lines."""

    number: int
    first_page: int | None = None
    last_page: int | None = None
    first_line: int | None = None
    last_line: int | None = None


class Extraction(Value):
    """All that was read out of one document.

    ``aside`` and ``unread`` are what of the document was not read.
    ``issued`` is the date on its cover, a month (2026-02) or a day, empty where none is printed. ``part`` where the
    file holds several disclosures; tables, rows and pages are counted in the whole file. ``url``
    and ``retrieved`` (ISO 8601, UTC) say where a file from the web comes from.
    """

    file: str
    sha256: str
    media_type: str
    size: int
    disclosure: Disclosure
    grounds: tuple[Ground, ...] = ()
    issued: str = ""
    tables: tuple[TableReading, ...]
    claims: tuple[Claim, ...]
    refusals: tuple[Refusal, ...]
    mentions: tuple[Mention, ...] = ()
    others: tuple[OtherClaim, ...] = ()
    changes: tuple[Change, ...] = ()
    rates: tuple[CompletionRate, ...] = ()
    shares: tuple[Share, ...] = ()
    indicators: tuple[IndicatorReading, ...] = ()
    projects: tuple[ProjectProfile, ...] = ()
    links: tuple[ProjectLink, ...] = ()
    events: tuple[EventProfile, ...] = ()
    body: tuple[BodyFact, ...] = ()
    passages: tuple[Passage, ...] = ()
    account: Account
    extractor: str
    forms: str
    pages: int | None = None
    aside: tuple[Aside, ...] = ()
    unread: tuple[Unread, ...] = ()
    part: Part | None = None
    url: str = ""
    retrieved: str = ""

    @property
    def id(self) -> str:
        """The last part of its IRI: the first sixteen hex digits of the file's SHA-256, and the number of its part."""
        return self.sha256[:16] + (f"-{self.part.number}" if self.part else "")
