"""What a rule found. A finding is a value in the graph, never an exception."""

from decimal import Decimal
from enum import StrEnum

from kg.model.base import Value


class Outcome(StrEnum):
    """The outcome of a rule on one subject (EARL 1.0 outcome values)."""

    PASSED = "passed"
    FAILED = "failed"
    INAPPLICABLE = "inapplicable"
    CANT_TELL = "cantTell"


class Severity(StrEnum):
    """How much a failure matters (SHACL 1.0 section 2.1.4)."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


class Finding(Value):
    """A failed check: the rule, the cells, what was found and expected (yuan), the difference and its tolerance.

    ``focus`` is what it is about, as named within the file; empty where that is the document itself.

    ``suspect`` where our reading is as likely to be at fault as the document: the claims of it are doubtful.

    Of a code and its name: the ``code``, the name ``printed`` and the name ``known`` to the codebook.
    """

    rule: str
    severity: Severity
    focus: str
    cells: tuple[str, ...] = ()
    found: Decimal | None = None
    expected: Decimal | None = None
    tolerance: Decimal | None = None
    cause: str = ""
    suspect: bool = False
    code: str = ""
    printed: str = ""
    known: str = ""
    message_zh: str
    message_en: str


class Tally(Value):
    """How often a rule had each outcome on one table (``table`` 0: the whole document)."""

    rule: str
    table: int
    passed: int = 0
    failed: int = 0
    inapplicable: int = 0
    cant_tell: int = 0
