"""Records of synthetic documents: copies of the sample disclosures, each with an id, bodies and figures of its own.

The samples are read, reconciled and checked as a build does it, once; a copy is their records with every id of a
file, body or figure replaced by another. So proportions, texts and repeated values are those of real disclosures,
and no two copies share a quad, save what belongs to no document. The records are always the same.
"""

import hashlib
import re
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from kg import codebooks
from kg.check import check
from kg.extract import extract_file
from kg.rdf import describing, figures
from kg.rdf.iris import Iris
from kg.rdf.records import Record
from kg.reconcile import reconcile, statements

ROOT = Path(__file__).resolve().parent.parent
_HASH = re.compile(r"[0-9a-f]{16}")
_BODY = re.compile(r"\d{6}-[a-z0-9]+-[0-9a-f]{6}")


def documents(number: int) -> Iterator[list[Record]]:
    """The records of each of ``number`` documents."""
    return islice(_copies(), number)


def _copies() -> Iterator[list[Record]]:
    samples = [_records(path) for path in sorted((ROOT / "samples").glob("00[1-4]*"))]
    for copy in count():
        for records in samples:
            yield [_copied(record, f"-{copy}") for record in records]


def _records(path: Path) -> list[Record]:
    """The records of one document, the things it is about included."""
    iris, book, (extraction,) = Iris(), codebooks.load(), extract_file(path)
    said = list(statements(extraction))
    results = check(extraction, book)
    return [
        *sorted(figures.entities((one.key for one in said), [extraction.disclosure], book, iris), key=repr),
        *figures.figures(reconcile(said), book, iris),
        *describing.document(extraction, iris),
        *describing.checks(extraction.id, results.findings, results.tallies, iris),
    ]


def _copied(record: Record, copy: str) -> Record:
    """``record`` with its hashes and bodies replaced by those of a copy; texts as printed have neither."""

    def other(found: re.Match[str]) -> str:
        return hashlib.sha256(f"{found[0]}{copy}".encode()).hexdigest()[:16]

    def own(found: re.Match[str]) -> str:
        return f"{found[0][:-6]}{hashlib.sha256(f'{found[0]}{copy}'.encode()).hexdigest()[:6]}"

    return type(record)(*(value and _BODY.sub(own, _HASH.sub(other, value)) for value in record))
