"""From what was read out of a document to the flat records that the mappings take: its claims and its checks."""

from collections.abc import Iterable, Iterator

from kg.model import (
    Amount,
    Claim,
    CodeSource,
    Extraction,
    Finding,
    Ground,
    OtherClaim,
    Place,
    Refusal,
    ResourceKey,
    RowReading,
    TableReading,
    TableStatus,
    Tally,
    Unit,
    digest16,
)
from kg.rdf import checkrecords as c
from kg.rdf import factrecords as f
from kg.rdf import records as r
from kg.rdf.facts import statements
from kg.rdf.iris import Iris
from kg.rdf.lexical import decimal, decimal_if, integer_if, member
from kg.rdf.places import Places, row_tail

_STATUS = {
    TableStatus.READ: "Read",
    TableStatus.DECLARED_EMPTY: "DeclaredEmpty",
    TableStatus.NOT_READ: "NotRead",
    TableStatus.NO_MONEY: "NoMoney",
}


def document(extraction: Extraction, iris: Iris) -> Iterator[r.Record]:
    """The records of one document's graph of claims."""
    sha = extraction.id
    places = Places(extraction, iris)
    with_claims = {(claim.place.table, claim.place.row, claim.part) for claim in extraction.claims}
    with_claims |= places.rows(other.place for other in extraction.others)
    yield _file(extraction, iris)
    yield from _grounds(extraction)
    for table in extraction.tables:
        yield from _table(sha, table, with_claims)
    units = {table.number: table.unit for table in extraction.tables}
    for claim in extraction.claims:
        yield from _claim(sha, claim, units[claim.place.table], iris)
    for other in extraction.others:
        yield from _other(other, places)
    for mention in extraction.mentions:
        yield f.MentionRecord(sha, iris.printed(sha, mention.place.id), mention.code, mention.name)
    for refusal in extraction.refusals:
        yield from _refusal(refusal, places)
    yield from statements(extraction, places, iris)
    yield from places.passages()


def _file(extraction: Extraction, iris: Iris) -> r.FileRecord:
    account, disclosure, part = extraction.account, extraction.disclosure, extraction.part
    return r.FileRecord(
        sha=extraction.id,
        sha256=extraction.sha256,
        name=extraction.file,
        media_type=extraction.media_type,
        size=str(extraction.size),
        agency=disclosure.agency.id,
        disclosure=iris.disclosure(disclosure.id),
        extractor=extraction.extractor,
        forms=extraction.forms,
        numeric=str(account.numeric),
        claims=str(account.claims),
        facts=integer_if(account.facts or None),
        labels=str(account.labels),
        refused=str(account.refused),
        blank=str(account.blank),
        prose=str(account.prose),
        prose_claims=integer_if(account.prose_claims or None),
        prose_facts=integer_if(account.prose_facts or None),
        prose_classed=integer_if(account.prose_classed or None),
        prose_refused=integer_if(account.prose_refused or None),
        url=extraction.url or None,
        retrieved=extraction.retrieved or None,
        issued_month=extraction.issued if len(extraction.issued) == len("2026-02") else None,
        issued_day=extraction.issued if len(extraction.issued) == len("2026-02-13") else None,
        part=integer_if(part.number) if part else None,
        first_page=integer_if(part.first_page) if part else None,
        last_page=integer_if(part.last_page) if part else None,
        first_line=integer_if(part.first_line) if part else None,
        last_line=integer_if(part.last_line) if part else None,
    )


_IDENTITY = {
    "agency": "agency", "area": "area", "year": "fiscalYear", "kind": "disclosureKind", "scope": "scope",
}  # fmt: skip
"""The properties of a disclosure that the parts of its identity become."""


def _grounds(extraction: Extraction) -> Iterator[r.Record]:
    """One record for each place that says whose disclosure it is, however much it says."""
    places: dict[tuple[str, str, str], list[Ground]] = {}
    for ground in extraction.grounds:
        at = (("p", ground.page), ("l", ground.line), ("t", ground.table))
        place = "/".join(f"{letter}{number}" for letter, number in at if number is not None)
        places.setdefault((ground.source, place, ground.text), []).append(ground)
    for (source, place, text), grounds in places.items():
        said = " ".join(_IDENTITY[ground.part] for ground in grounds)
        yield r.GroundRecord(extraction.id, f"{said} | {source} | {place} | {text}")


def _table(sha: str, table: TableReading, with_claims: set[tuple[int, int, int]]) -> Iterator[r.Record]:
    number = f"{table.number:02d}"
    yield r.TableRecord(
        sha=sha,
        table=number,
        number=str(table.number),
        title=table.title or None,
        form=table.family or None,
        status=_STATUS[table.status],
        reason=table.reason or None,
        unit=member("unit", table.unit) if table.unit else None,
        unit_source=table.unit_source if table.unit_source != "table" else None,
    )
    for row in table.rows:
        claimed = (table.number, row.number, row.part) in with_claims
        yield _row(sha, number, row) if claimed else _blank_row(sha, number, row)
        if claimed:
            others = (pair for pair in row.printed if pair.code != row.code)
            for pair in others:
                text = f"{pair.code} {pair.name}".strip()
                yield r.OtherCodeRecord(sha, number, row_tail(row.number, row.part), text)
    for column in table.columns:
        yield r.ColumnRecord(sha, number, str(column.number), column.header or None)


def _row(sha: str, table: str, row: RowReading) -> r.RowRecord:
    return r.RowRecord(
        sha=sha,
        table=table,
        row=row_tail(row.number, row.part),
        line=integer_if(row.line),
        page=integer_if(row.page),
        label=row.label or None,
        code=row.code if row.printed else None,
        code_source=None if row.code_source in (None, CodeSource.PRINTED) else member("codeSource", row.code_source),
        is_total="true" if row.is_total else None,
        blanks=" ".join(map(str, row.blanks)) or None,
    )


def _blank_row(sha: str, table: str, row: RowReading) -> r.BlankRowRecord:
    words = (f"r{row_tail(row.number, row.part)}", row.code if row.code_source is CodeSource.PRINTED else "", row.label)
    return r.BlankRowRecord(sha, table, " ".join(word for word in words if word))


def _claim(sha: str, claim: Claim, of_table: Unit | None, iris: Iris) -> Iterator[r.Record]:
    place, amount = claim.place, claim.amount
    yield r.ClaimRecord(
        sha=sha,
        table=f"{place.table:02d}",
        row=str(place.row),
        cell=str(place.cell),
        row_part=row_tail(place.row, claim.part),
        figure=claim.key.id,
        amount=decimal(amount.yuan),
        text=amount.text,
        quantum=decimal(amount.quantum),
        unit=None if amount.unit is of_table else member("unit", amount.unit),
    )
    for repair in amount.repairs:
        yield r.RepairRecord(sha, iris.printed(sha, place.id), repair)


def _other(claim: OtherClaim, places: Places) -> Iterator[r.Record]:
    amount = claim.amount
    at = places.iri(claim.place)
    is_stock = isinstance(claim.key, ResourceKey)
    yield f.OtherClaimRecord(
        sha=places.sha,
        at=at,
        figure=claim.key.id,
        amount=None if is_stock else decimal(amount.value),
        quantity=decimal(amount.value) if is_stock else None,
        text=amount.text,
        quantum=decimal(amount.quantum),
        unit=member("unit", amount.unit) if isinstance(amount, Amount) else None,
    )
    yield places.claimed(at, claim.place)
    for repair in amount.repairs:
        yield r.RepairRecord(places.sha, at, repair)


def _refusal(refusal: Refusal, places: Places) -> Iterator[r.Record]:
    place = refusal.place
    if isinstance(place, Place):
        yield r.RefusalRecord(
            places.sha, f"{place.table:02d}", str(place.row), str(place.cell),
            integer_if(place.line), integer_if(place.page), refusal.text, refusal.reason,
        )  # fmt: skip
        return
    at = places.iri(place)
    yield f.RefusedAmountRecord(places.sha, at, refusal.text, refusal.reason)
    yield places.placed(at, place)


ACROSS = "all", "documents"
"""What stands in IRIs for the rules across documents, where a file's checks have ``file`` and its id."""


def checks(sha: str, findings: Iterable[Finding], tallies: Iterable[Tally], iris: Iris) -> Iterator[r.Record]:
    """The records of one document's graph of checks."""
    found = tuple(findings)
    where = "file", sha, sha
    yield c.ReportRecord(*where, "false" if found else "true", None)
    for finding in found:
        yield from _finding(where, finding, iris.file(sha))
    for tally in tallies:
        yield from _tally(("file", sha), tally, iris.table(sha, tally.table) if tally.table else iris.file(sha))


def checks_across(agency: str, findings: Iterable[Finding], tallies: Iterable[Tally], iris: Iris) -> Iterator[r.Record]:
    """What was found across the documents of a body (its id); focus and cells are named from the file on."""
    found, where = tuple(findings), (*ACROSS, agency)
    yield c.ReportRecord(*where, "false" if found else "true", agency)
    for finding in found:
        yield from _finding(where, finding, f"{iris.ids}file")
    for tally in tallies:
        yield from _tally(ACROSS, tally, iris.report(agency))


def _tally(where: tuple[str, str], tally: Tally, about: str) -> Iterator[r.Record]:
    for outcome in ("passed", "failed", "inapplicable", "cantTell"):
        count = getattr(tally, "cant_tell" if outcome == "cantTell" else outcome)
        if count:
            yield c.TallyRecord(*where, about, tally.rule, outcome, str(count))


def _finding(where: tuple[str, str, str], finding: Finding, place: str) -> Iterator[r.Record]:
    id_ = digest16(f"{finding.rule}|{finding.focus}|{'|'.join(finding.cells)}")
    found, expected = finding.found, finding.expected
    yield c.FindingRecord(
        *where,
        finding=id_,
        rule=finding.rule,
        severity=finding.severity,
        focus="/".join(filter(None, (place, finding.focus))),
        found=decimal_if(found),
        expected=decimal_if(expected),
        difference=None if found is None or expected is None else decimal(found - expected),
        tolerance=decimal_if(finding.tolerance),
        cause=finding.cause or None,
        suspect="true" if finding.suspect else None,
        code=finding.code or None,
        printed=finding.printed or None,
        known=finding.known or None,
        message_zh=finding.message_zh,
        message_en=finding.message_en,
    )
    for cell in finding.cells:
        yield c.FindingCellRecord(*where, id_, f"{place}/{cell}")
