"""The printings in one document, as reconciliation needs them."""

from collections.abc import Iterator

from kg.model import Extraction, Statement


def statements(extraction: Extraction) -> Iterator[Statement]:
    """One statement for each claim; its identifier is that of the cell: ``{file}/t03/r14/c5``."""
    for claim in extraction.claims:
        place = claim.place
        yield Statement(
            claim=f"{extraction.id}/t{place.table:02d}/r{place.row}/c{place.cell}",
            key=claim.key,
            amount=claim.amount,
            document_year=extraction.disclosure.year,
            document_kind=extraction.disclosure.kind,
        )
