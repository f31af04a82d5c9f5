"""From values to the flat records that the mappings take: documents, figures, the things they are about."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from kg.codebooks import Codebook, dimensions
from kg.model import (
    Agency,
    Agreement,
    BudgetKey,
    Claim,
    CodeSource,
    Disclosure,
    EventKey,
    Extraction,
    Figure,
    FigureKey,
    Finding,
    Ground,
    Mention,
    ProjectKey,
    RowReading,
    TableReading,
    TableStatus,
    Tally,
    digest16,
    slug,
)
from kg.rdf import records as r
from kg.rdf.iris import TOTAL, Iris

_STATUS = {
    TableStatus.READ: "Read",
    TableStatus.DECLARED_EMPTY: "DeclaredEmpty",
    TableStatus.NOT_READ: "NotRead",
    TableStatus.NO_MONEY: "NoMoney",
}


def document(extraction: Extraction, iris: Iris) -> Iterator[r.Record]:
    """The records of one document's graph of claims."""
    sha = extraction.id
    with_claims = {(claim.place.table, claim.place.row, claim.part) for claim in extraction.claims}
    yield _file(extraction, iris)
    yield from _grounds(extraction)
    for table in extraction.tables:
        yield from _table(sha, table, with_claims)
    for claim in extraction.claims:
        yield from _claim(sha, claim)
    for mention in extraction.mentions:
        yield _mention(sha, mention, iris)
    for refusal in extraction.refusals:
        place = refusal.place
        yield r.RefusalRecord(
            sha, f"{place.table:02d}", str(place.row), str(place.cell),
            _text(place.line), _text(place.page), refusal.text, refusal.reason,
        )  # fmt: skip


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
        labels=str(account.labels),
        refused=str(account.refused),
        blank=str(account.blank),
        prose=str(account.prose),
        url=extraction.url or None,
        retrieved=extraction.retrieved or None,
        issued_month=extraction.issued if len(extraction.issued) == len("2026-02") else None,
        issued_day=extraction.issued if len(extraction.issued) == len("2026-02-13") else None,
        part=_text(part.number) if part else None,
        first_page=_text(part.first_page) if part else None,
        last_page=_text(part.last_page) if part else None,
        first_line=_text(part.first_line) if part else None,
        last_line=_text(part.last_line) if part else None,
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
        unit=dimensions.local_name("unit", table.unit) if table.unit else None,
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


def row_tail(row: int, part: int) -> str:
    """A row's part as its IRI has it: ``14``, and ``14-2`` for the second half of a row with halves side by side."""
    return str(row) if part == 1 else f"{row}-{part}"


def _row(sha: str, table: str, row: RowReading) -> r.RowRecord:
    return r.RowRecord(
        sha=sha,
        table=table,
        row=row_tail(row.number, row.part),
        line=_text(row.line),
        page=_text(row.page),
        label=row.label or None,
        code=row.code if row.printed else None,
        code_source=None if row.code_source in (None, CodeSource.PRINTED) else _member("codeSource", row.code_source),
        is_total="true" if row.is_total else None,
        blanks=" ".join(map(str, row.blanks)) or None,
    )


def _blank_row(sha: str, table: str, row: RowReading) -> r.BlankRowRecord:
    words = (f"r{row_tail(row.number, row.part)}", row.code if row.code_source is CodeSource.PRINTED else "", row.label)
    return r.BlankRowRecord(sha, table, " ".join(word for word in words if word))


def _mention(sha: str, mention: Mention, iris: Iris) -> r.MentionRecord:
    return r.MentionRecord(sha, f"{iris.file(sha)}/{mention.place.id}", mention.code, mention.name)


def _claim(sha: str, claim: Claim) -> Iterator[r.Record]:
    place, amount = claim.place, claim.amount
    at = (sha, f"{place.table:02d}", str(place.row), str(place.cell))
    yield r.ClaimRecord(
        *at,
        row_part=row_tail(place.row, claim.part),
        figure=claim.key.id,
        amount=decimal(amount.yuan),
        text=amount.text,
        quantum=decimal(amount.quantum),
    )
    for repair in amount.repairs:
        yield r.RepairRecord(*at, repair)


def figures(found: Iterable[Figure], book: Codebook, iris: Iris) -> Iterator[r.Record]:
    """The records of figures and of what they are the whole of."""
    for figure in found:
        yield _figure(figure, book, iris)
        for wider in figure.whole_of:
            yield r.WholeRecord(figure.id, wider)


def _figure(figure: Figure, book: Codebook, iris: Iris) -> r.Record:
    key = figure.key
    common: dict[str, Any] = {
        "figure": figure.id,
        "agency": key.agency.id,
        "scope": _member("scope", key.scope),
        "year": str(key.year),
        "phase": _member("phase", key.phase),
        "preferred": decimal(figure.preferred),
        "agreement": _member("agreement", figure.agreement),
        "chosen_by": None if figure.agreement in (Agreement.SINGLE, Agreement.AGREE) else figure.chosen_by,
        "leaf": "true" if figure.leaf else "false",
        "headline": "true" if figure.headline else None,
    }
    if isinstance(key, BudgetKey):
        return r.BudgetFigureRecord(**common, **_budget(key, book, iris))
    if isinstance(key, ProjectKey):
        return r.ProjectFigureRecord(**common, **_project(key, book, iris))
    event = iris.event(key.agency.id, slug(key.event))
    return r.EventFigureRecord(**common, event=event, item=_member("item", key.item), fund=_member("fund", key.fund))


def _budget(key: BudgetKey, book: Codebook, iris: Iris) -> dict[str, str]:
    return {
        "flow": _member("flow", key.flow),
        "fund": _member("fund", key.fund),
        "revenue_code": code_iri("revenue", key.revenue_code, key.year, book, iris),
        "function_code": code_iri("function", key.function_code, key.year, book, iris),
        "economic_code": code_iri("economic", key.economic_code, key.year, book, iris),
        "government_economic_code": code_iri("government-economic", key.government_economic_code, key.year, book, iris),
        "nature": _member("nature", key.nature),
        "origin": _member("origin", key.origin),
        "item": _member("item", key.item),
    }


def _project(key: ProjectKey, book: Codebook, iris: Iris) -> dict[str, str]:
    return {
        "project": iris.project(key.agency.id, slug(key.project)) if key.project else TOTAL,
        "function_code": code_iri("function", key.function_code, key.year, book, iris),
        "economic_code": code_iri("economic", key.economic_code, key.year, book, iris),
        "fund": _member("fund", key.fund),
        "origin": _member("origin", key.origin),
        "funding_level": _member("fundingLevel", key.funding_level),
        "term": _member("term", key.term),
    }


def entities(keys: Iterable[FigureKey], disclosures: Iterable[Disclosure], book: Codebook, iris: Iris) -> set[r.Record]:
    """The records of the bodies, disclosures, projects, events and unlisted codes that figures are about."""
    found: set[r.Record] = set()
    for disclosure in disclosures:
        found |= {_agency(disclosure.agency), _disclosure(disclosure, iris)}
    for key in keys:
        found.add(_agency(key.agency))
        if isinstance(key, ProjectKey) and key.project:
            found.add(r.ProjectRecord(key.agency.id, slug(key.project), key.project))
        elif isinstance(key, EventKey):
            found.add(r.EventRecord(key.agency.id, slug(key.event), key.event))
        found |= set(_unlisted(key, book, iris))
    return found


def _agency(agency: Agency) -> r.AgencyRecord:
    return r.AgencyRecord(agency.id, agency.name, agency.area or None)


def _disclosure(disclosure: Disclosure, iris: Iris) -> r.DisclosureRecord:
    kind = dimensions.members()["kind", disclosure.kind]
    scope = dimensions.members()["scope", disclosure.scope]
    return r.DisclosureRecord(
        disclosure=iris.disclosure(disclosure.id),
        agency=disclosure.agency.id,
        year=str(disclosure.year),
        kind=kind.iri,
        scope=scope.iri,
        title=f"{disclosure.agency.name}{disclosure.year}年{kind.zh}",
    )


def _unlisted(key: FigureKey, book: Codebook, iris: Iris) -> Iterator[r.UnlistedCodeRecord]:
    for scheme, code in codes_of(key):
        if not book.has(scheme, code):
            above = next((code[:end] for end in (5, 3) if end < len(code) and book.has(scheme, code[:end])), "")
            parent = iris.code(scheme, book.item(scheme, above, key.year)) if above else None
            yield r.UnlistedCodeRecord(scheme, code, parent)


def codes_of(key: FigureKey) -> Iterator[tuple[str, str]]:
    """The classification codes in a key, each with its scheme."""
    for scheme, field in (
        ("revenue", "revenue_code"),
        ("function", "function_code"),
        ("economic", "economic_code"),
        ("government-economic", "government_economic_code"),
    ):
        if code := getattr(key, field, ""):
            yield scheme, code


def checks(sha: str, findings: Iterable[Finding], tallies: Iterable[Tally], iris: Iris) -> Iterator[r.Record]:
    """The records of one document's graph of checks."""
    for finding in findings:
        yield from _finding(sha, finding, iris)
    for tally in tallies:
        for outcome in ("passed", "failed", "inapplicable", "cantTell"):
            count = getattr(tally, "cant_tell" if outcome == "cantTell" else outcome)
            if count:
                about = iris.table(sha, tally.table) if tally.table else iris.file(sha)
                yield r.TallyRecord(
                    sha=sha,
                    table=f"{tally.table:02d}",
                    about=about,
                    rule=tally.rule,
                    outcome=outcome,
                    times=str(count),
                )


def _finding(sha: str, finding: Finding, iris: Iris) -> Iterator[r.Record]:
    id_ = digest16(f"{finding.rule}|{finding.focus}|{'|'.join(finding.cells)}")
    both = finding.found is not None and finding.expected is not None
    yield r.FindingRecord(
        sha=sha,
        finding=id_,
        rule=finding.rule,
        severity=finding.severity,
        focus="/".join(filter(None, (iris.file(sha), finding.focus))),
        found=_amount(finding.found),
        expected=_amount(finding.expected),
        difference=_amount(finding.found - finding.expected) if both and finding.found and finding.expected else None,
        tolerance=_amount(finding.tolerance),
        cause=finding.cause or None,
        code=finding.code or None,
        printed=finding.printed or None,
        known=finding.known or None,
        message_zh=finding.message_zh,
        message_en=finding.message_en,
    )
    for cell in finding.cells:
        yield r.FindingCellRecord(sha, id_, f"{iris.file(sha)}/{cell}")


def code_iri(scheme: str, code: str, year: int, book: Codebook, iris: Iris) -> str:
    """The IRI of what a code stands for in ``year``.

    That of its place under ``unlisted`` where the book lacks it, of ``cnf:T`` where there is none.
    """
    listed = book.has(scheme, code)
    return iris.code(scheme, book.item(scheme, code, year), listed=listed) if code else TOTAL


def decimal(value: Decimal) -> str:
    """The lexical form of an xsd:decimal (XML Schema part 2, section 3.2.3): no exponent, no padding zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else decimal(value)


def _member(dimension: str, notation: str) -> str:
    return dimensions.local_name(dimension, notation)


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)
