"""What was read out of one document: claims, refusals, and the account that adds up."""

from enum import StrEnum
from typing import Literal

from kg.model.agencies import Disclosure
from kg.model.amounts import Amount
from kg.model.base import Value
from kg.model.dimensions import CodeSource, Unit
from kg.model.documents import Aside, Unread
from kg.model.figures import FigureKey


class Place(Value):
    """Where a cell stands: table, row and cell count from 1."""

    table: int
    row: int
    cell: int
    line: int | None = None
    page: int | None = None


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


class CodeName(Value):
    """A classification code as printed, joined where it is printed in parts, and the name beside it."""

    code: str
    name: str


class Mention(Value):
    """A code and its name in a sentence.

    ``offset`` is where the code stands on its line, or on its page, in characters of the text there, from 0.
    """

    line: int | None = None
    page: int | None = None
    offset: int
    code: str
    name: str

    @property
    def place(self) -> str:
        """Its identifier within the file: ``l92/o36``, or ``p3/o36`` in a paged file."""
        return f"l{self.line}/o{self.offset}" if self.line is not None else f"p{self.page}/o{self.offset}"


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
    """A numeric cell that became no claim, and why. ``reason`` is a code with a page in ``docs/refusals.md``."""

    place: Place
    text: str
    reason: str


class Account(Value):
    """The count of numeric cells of a document: ``numeric`` = ``claims`` + ``labels`` + ``refused``; blanks apart.

    ``labels`` are codes, ordinals, line numbers and numbering rows; ``prose`` the amounts printed in sentences,
    which are not yet read.
    """

    numeric: int = 0
    claims: int = 0
    labels: int = 0
    refused: int = 0
    blank: int = 0
    prose: int = 0

    def adds_up(self) -> bool:
        """True where every numeric cell is accounted for."""
        return self.numeric == self.claims + self.labels + self.refused

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
