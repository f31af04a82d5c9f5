"""The flat records of what stands in sentences, and of what a disclosure says beside its amounts.

They are as those of :mod:`kg.rdf.records`, which holds the rules for their fields. ``at`` is always the full IRI of
the thing described; where it stands is told once for all kinds, by a :class:`PlacedRecord`.
"""

from typing import NamedTuple


class PassageRecord(NamedTuple):
    """A paragraph that states something; ``text`` is ``None`` where its words were not kept."""

    sha: str
    at: str
    line: str | None
    page: str | None
    text: str | None


class PlacedRecord(NamedTuple):
    """Where a thing stands: in a ``passage``, or in a ``row`` and ``column`` of a table, or in a ``table``.

    Full IRIs all; ``line`` and ``page`` only where the table is told and no row, which has its own.
    """

    sha: str
    at: str
    passage: str | None
    row: str | None
    column: str | None
    table: str | None
    line: str | None
    page: str | None


class MentionRecord(NamedTuple):
    """A code in a sentence; ``at`` is its own IRI, which tells line or page and offset."""

    sha: str
    at: str
    code: str
    name: str


class OtherClaimRecord(NamedTuple):
    """An amount in a sentence, or a stock; ``amount`` in yuan or ``quantity`` in the unit of its figure.

    ``unit`` is that of money (``WanYuan``), where the number is money.
    """

    sha: str
    at: str
    figure: str
    amount: str | None
    quantity: str | None
    text: str
    quantum: str
    unit: str | None


class RefusedAmountRecord(NamedTuple):
    """An amount in a sentence that became no claim."""

    sha: str
    at: str
    text: str
    reason: str


class ChangeRecord(NamedTuple):
    """A figure against that of an earlier year; ``place`` is the full IRI of where it is printed."""

    sha: str
    change: str
    place: str
    figure: str
    base: str | None
    direction: str
    amount: str | None
    text: str | None
    quantum: str | None
    unit: str | None
    percent: str | None
    percent_text: str | None
    reason: str | None


class CompletionRateRecord(NamedTuple):
    """What was spent (``figure``) in per cent of what was budgeted (``base``), both by the hash of their keys."""

    sha: str
    at: str
    figure: str
    base: str
    percent: str
    percent_text: str


class IndicatorRecord(NamedTuple):
    """A performance indicator; ``owner`` is the slug of its project or ``whole``, ``about`` the project's IRI.

    ``scope`` is told of a body as a whole only.
    """

    agency: str
    owner: str
    indicator: str
    about: str | None
    scope: str | None
    year: str
    term: str
    kind: str
    group: str
    name: str


class TargetRecord(NamedTuple):
    """An indicator as one document prints it, with its target; without ``text`` the target is blank.

    ``first`` and ``second`` are the levels as printed, where they are not the names of the national ones.
    """

    sha: str
    at: str
    indicator: str
    operator: str | None
    number: str | None
    upper: str | None
    unit: str | None
    text: str | None
    doubt: str | None
    weight: str | None
    first: str | None
    second: str | None


class ResultRecord(NamedTuple):
    """What was reached of a ``target`` (full IRI), as one document prints it."""

    sha: str
    at: str
    indicator: str
    target: str
    operator: str | None
    number: str | None
    upper: str | None
    unit: str | None
    text: str | None
    doubt: str | None
    score: str | None
    deviation: str | None


class ProfileRecord(NamedTuple):
    """What one document says of a project or an event (``about``, full IRI); ``item`` of an event."""

    sha: str
    at: str
    about: str
    year: str
    item: str | None


class DetailRecord(NamedTuple):
    """One thing a profile (full IRI) says."""

    sha: str
    at: str
    profile: str
    kind: str
    text: str


class ProposedLinkRecord(NamedTuple):
    """Two projects that may be one, as one document suggests: ``about`` may be ``linked`` or a part of it.

    Full IRIs both; ``link`` is the hash of the pair, ``ground`` the local name of what speaks for it.
    """

    sha: str
    link: str
    agency: str
    about: str
    linked: str
    ground: str
    confidence: str


class DutyRecord(NamedTuple):
    """A duty of a body in the words of a document."""

    sha: str
    at: str
    agency: str
    text: str


class OfficeRecord(NamedTuple):
    """An internal office of a body; ``note`` is what is said of it."""

    sha: str
    at: str
    agency: str
    name: str
    note: str | None


class AffiliationRecord(NamedTuple):
    """One body below another, as a document says; ids of bodies, one ``None`` where its name is not in full."""

    sha: str
    at: str
    subordinate: str | None
    superior: str | None
    name: str
    note: str | None


class SubordinationRecord(NamedTuple):
    """One body is below another: what affiliations say, once for all documents."""

    subordinate: str
    superior: str


class TogetherRecord(NamedTuple):
    """Several codes that share an amount: ``codes`` joined by ``+``; ``name`` where every code has one."""

    at: str
    scheme: str
    codes: str
    name: str | None


class TogetherMemberRecord(NamedTuple):
    """A code (full IRI) of several that share an amount."""

    at: str
    member: str


FactRecord = (
    PassageRecord | PlacedRecord | MentionRecord | OtherClaimRecord | RefusedAmountRecord | ChangeRecord
    | CompletionRateRecord | IndicatorRecord
    | TargetRecord | ResultRecord | ProfileRecord | DetailRecord | ProposedLinkRecord
    | DutyRecord | OfficeRecord | AffiliationRecord | SubordinationRecord | TogetherRecord | TogetherMemberRecord
)  # fmt: skip
"""Any of these records."""
