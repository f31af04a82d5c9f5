"""What became of each file of a build, and of every table in it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.errors import KgError
from kg.model import Account, Aside, Disclosure, Extraction, Place


class TableSummary(NamedTuple):
    """A table and what became of it; ``claims`` and ``refused`` (by reason) count its cells."""

    number: int
    page: int | None
    title: str
    family: str
    status: str
    reason: str
    unit: str
    claims: int
    refused: dict[str, int]


class Outcome(NamedTuple):
    """What became of one file: its account, or the error that kept it out.

    ``skipped`` where nothing has changed; ``same_as`` names the file of the build that has the same content. The
    ``account`` and the ``disclosures`` (of most files, one) are known of files that are in the store, ``tables``,
    ``pages`` and what was set ``aside`` only of files that were read now; ``url`` and ``retrieved`` (ISO 8601, UTC)
    of files from the web.
    """

    file: str
    sha256: str = ""
    url: str = ""
    retrieved: str = ""
    account: Account | None = None
    error: KgError | None = None
    skipped: bool = False
    same_as: str = ""
    disclosures: tuple[Disclosure, ...] = ()
    tables: tuple[TableSummary, ...] = ()
    pages: int | None = None
    aside: tuple[Aside, ...] = ()

    @property
    def twin(self) -> bool:
        """Whether another file of the build has the same content, and the account."""
        return bool(self.same_as)

    @property
    def state(self) -> str:
        """``read``, ``unchanged``, ``same`` (as another file) or ``error``."""
        if self.error is not None:
            return "error"
        return "same" if self.twin else "unchanged" if self.skipped else "read"

    @property
    def refused(self) -> dict[str, int]:
        """The refused cells by reason."""
        total: Counter[str] = Counter()
        for table in self.tables:
            total.update(table.refused)
        return dict(sorted(total.items()))


def of_parts(file: Outcome, parts: Sequence[Extraction]) -> Outcome:
    """What became of a ``file`` that was read: of its account, which is that of all its parts, and of each table."""
    account = Account()
    for part in parts:
        account = account.plus(part.account)
    return file._replace(
        account=account,
        disclosures=tuple(part.disclosure for part in parts),
        tables=tuple(table for part in parts for table in _tables(part)),
        pages=parts[0].pages,
        aside=tuple(one for part in parts for one in part.aside),
    )


def _tables(extraction: Extraction) -> Iterator[TableSummary]:
    claims: Counter[int] = Counter(claim.place.table for claim in extraction.claims)
    refused: dict[int, Counter[str]] = {}
    for refusal in extraction.refusals:
        if isinstance(refusal.place, Place):
            refused.setdefault(refusal.place.table, Counter())[refusal.reason] += 1
    pages = {row.table: row.page for table in extraction.tables for row in reversed(table.rows)}
    for table in extraction.tables:
        yield TableSummary(
            table.number, pages.get(table.number), table.title, table.family, table.status, table.reason,
            table.unit or "", claims[table.number], dict(sorted(refused.get(table.number, Counter()).items())),
        )  # fmt: skip


class Report(NamedTuple):
    """What a build did.

    ``missing`` are the errors of what was given and is no file; ``left`` counts files of kinds without a reader, by
    their endings. ``contradictions`` counts what the rules across documents found in the whole store.
    """

    outcomes: tuple[Outcome, ...]
    missing: tuple[KgError, ...] = ()
    left: tuple[tuple[str, int], ...] = ()
    contradictions: int = 0

    @property
    def errors(self) -> tuple[KgError, ...]:
        """The errors, in the order of the files, and then of what is missing."""
        told = (outcome.error for outcome in self.outcomes)
        return (*(error for error in told if error is not None), *self.missing)

    @property
    def asked(self) -> int:
        """How many files were asked for."""
        return len(self.outcomes) + len(self.missing)

    @property
    def account(self) -> Account:
        """The account of all files that were read."""
        total = Account()
        for outcome in self.outcomes:
            total = total.plus(outcome.account) if outcome.account else total
        return total

    @property
    def refused(self) -> dict[str, int]:
        """The refused cells of all files that were read now, by reason."""
        total: Counter[str] = Counter()
        for outcome in self.outcomes:
            total.update(outcome.refused)
        return dict(sorted(total.items()))
